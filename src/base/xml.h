/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml: documents in and out, with every door to the outside shut. */
#pragma once

#include <glib.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>

/* The namespace of qvirt's attributes in fragments, and of its metadata in guests. */
#define QV_NAMESPACE "urn:qvirt:1"

static inline void
qv_xml_free_text(xmlChar *text)
{
    xmlFree(text);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlChar, qv_xml_free_text)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNG, xmlRelaxNGFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGParserCtxt, xmlRelaxNGFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGValidCtxt, xmlRelaxNGFreeValidCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xsltStylesheet, xsltFreeStylesheet)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xsltTransformContext, xsltFreeTransformContext)

/* The first fault of a document; those that follow are mostly its consequences. */
typedef struct {
    int line;
    char *message; /* to be freed */
} QvFault;

/** qv_fault_note: an xmlStructuredErrorFunc that keeps the first error in a QvFault. */
void qv_fault_note(void *fault, xmlErrorPtr what);

/**
 * qv_xml_lock_down:
 *
 * Forbids libxslt every access to files and the network but the inclusion of qvirt's own
 * stylesheets, and silences both libraries. Must be called before the first parse.
 */
void qv_xml_lock_down(void);

/**
 * qv_xml_no_entities:
 *
 * Until the returned value goes out of scope (g_auto), libxml2 loads no external entity in this
 * thread but qvirt's own stylesheets. Not for the whole life of the process: libvirt's drivers that
 * run inside of it read their schemas through the same library.
 */
typedef gboolean QvNoEntities;
QvNoEntities qv_xml_no_entities(void);
void qv_xml_entities_restore(QvNoEntities before);
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(QvNoEntities, qv_xml_entities_restore, -1)

/**
 * qv_xml_read_file:
 * @path: a file
 *
 * Returns: (transfer full): its document; NULL with @error naming file, line and fault
 *   (QV_ERROR_TEMPLATE) when it is unreadable, not well-formed or has a DOCTYPE.
 */
xmlDoc *qv_xml_read_file(const char *path, GError **error);

/**
 * qv_xml_read:
 * @text: a document
 * @length: its length in bytes, or -1 where a NUL ends it
 * @name: what messages call it
 *
 * As qv_xml_read_file(), from memory.
 */
xmlDoc *qv_xml_read(const char *text, gssize length, const char *name, GError **error);

/**
 * qv_xml_write:
 *
 * Returns: (transfer full): @doc as indented text in UTF-8.
 */
char *qv_xml_write(xmlDoc *doc);

/**
 * qv_xml_write_node:
 *
 * Returns: (transfer full): @node alone as a document's text, without an XML declaration.
 */
char *qv_xml_write_node(xmlNode *node);

/** qv_xml_new: a new document with the root element @name. */
xmlDoc *qv_xml_new(const char *name);

/** qv_xml_root: the root element of @doc. */
xmlNode *qv_xml_root(xmlDoc *doc);

/** qv_xml_add: adds an empty element @name below @parent and returns it. */
xmlNode *qv_xml_add(xmlNode *parent, const char *name);

/** qv_xml_set: sets attribute @name; a NULL @value leaves it out. */
void qv_xml_set(xmlNode *node, const char *name, const char *value);

/** qv_xml_get: (transfer full): the value of attribute @name, or NULL. */
char *qv_xml_get(xmlNode *node, const char *name);

/** qv_xml_get_line: as qv_xml_get(), for a text that its stylesheet breaks over lines. */
char *qv_xml_get_line(xmlNode *node, const char *name);

/**
 * qv_xml_get_message:
 * @name: an attribute that says something to people, as a stylesheet or a template has it
 * @translated: into the user's language; not for JSON, whose values scripts may compare
 *
 * In the text, "$word" stands for the attribute "word" of @node or of the nearest element above
 * that has one, and for itself where none has; what is put in is not looked at again. A word at the
 * end may be empty: no space is left behind it.
 *
 * Returns: (transfer full): the text in one line; "" where there is none.
 */
char *qv_xml_get_message(xmlNode *node, const char *name, gboolean translated);

/** qv_xml_is: whether attribute @name of @node has exactly @value. */
gboolean qv_xml_is(xmlNode *node, const char *name, const char *value);

/** qv_xml_child: the first child element called @name, or with NULL the first at all. */
xmlNode *qv_xml_child(xmlNode *node, const char *name);

/** qv_xml_next: the next sibling element called @name, or with NULL the next at all. */
xmlNode *qv_xml_next(xmlNode *node, const char *name);

/** qv_xml_content: the element that @node is put around, whatever its name; NULL for none. */
xmlNode *qv_xml_content(xmlNode *node);

/** qv_xml_graft: adds a copy of @node below @parent and returns the copy. */
xmlNode *qv_xml_graft(xmlNode *parent, xmlNode *node);
