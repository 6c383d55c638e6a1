/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml: documents in and out, with every door to the outside shut. */
#include "base/xml.h"

#include <libxml/parserInternals.h>
#include <libxslt/security.h>
#include <libxslt/xsltutils.h>

#include "base/error.h"
#include "base/path.h"

static gboolean
is_our_stylesheet(const char *url)
{
    g_autofree char *directory = g_strconcat(qv_path_xsl(), "/", NULL);

    return url != NULL && g_str_has_prefix(url, directory) && strstr(url, "/../") == NULL;
}

static int
may_read(xsltSecurityPrefs *preferences G_GNUC_UNUSED, xsltTransformContext *context G_GNUC_UNUSED,
         const char *url)
{
    return is_our_stylesheet(url);
}

static __thread gboolean shut;
static xmlExternalEntityLoader outer_loader;

static xmlParserInput *
load_entity(const char *url, const char *id, xmlParserCtxt *context)
{
    if (!shut)
        return outer_loader(url, id, context);
    return is_our_stylesheet(url) ? xmlNewInputFromFile(context, url) : NULL;
}

static void G_GNUC_PRINTF(2, 3)
    say_nothing(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...)
{
}

void
qv_xml_lock_down(void)
{
    xsltSecurityPrefs *preferences = xsltNewSecurityPrefs();

    xmlInitParser();
    xsltInit();
    outer_loader = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(load_entity);
    xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_FILE, may_read);
    xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(preferences, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
    xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
    xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
    xsltSetDefaultSecurityPrefs(preferences);
    xmlSetGenericErrorFunc(NULL, say_nothing);
    xmlThrDefSetGenericErrorFunc(NULL, say_nothing);
    xsltSetGenericErrorFunc(NULL, say_nothing);
}

void
qv_fault_note(void *data, xmlErrorPtr what)
{
    QvFault *fault = data;

    if (fault->message != NULL)
        return;
    fault->line = what->line;
    fault->message = g_strdelimit(g_strchomp(g_strdup(what->message)), "\n", ' ');
}

QvNoEntities
qv_xml_no_entities(void)
{
    QvNoEntities before = shut;

    shut = TRUE;
    return before;
}

void
qv_xml_entities_restore(QvNoEntities before)
{
    shut = before;
}

static void
note_parse_fault(void *context, xmlErrorPtr what)
{
    qv_fault_note(((xmlParserCtxt *)context)->_private, what);
}

/* libxml2 hands its parsing errors to the SAX handler, with the context as data. */
static xmlDoc *
parse_xml_text(const char *text, int length, const char *name, QvFault *fault)
{
    g_auto(QvNoEntities) doors G_GNUC_UNUSED = qv_xml_no_entities();
    g_autoptr(xmlParserCtxt) context = xmlNewParserCtxt();

    context->_private = fault;
    context->sax->serror = note_parse_fault;
    return xmlCtxtReadMemory(context, text, length, name, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOBLANKS);
}

xmlDoc *
qv_xml_read(const char *text, gssize length, const char *name, GError **error)
{
    QvFault fault = {0};
    g_autoptr(xmlDoc) doc = NULL;

    if (length < 0)
        length = (gssize)strlen(text);
    if (length > G_MAXINT) {
        qv_fail(error, QV_ERROR_TEMPLATE, _("%s: too large"), name);
        return NULL;
    }
    doc = parse_xml_text(text, (int)length, name, &fault);
    g_autofree char *message = fault.message;
    if (doc == NULL) {
        qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%d: not well-formed: %s"), name, fault.line,
                message ? message : "");
        return NULL;
    }
    if (xmlGetIntSubset(doc) != NULL) {
        qv_fail(error, QV_ERROR_TEMPLATE, _("%s:1: a DOCTYPE is not allowed"), name);
        return NULL;
    }
    return g_steal_pointer(&doc);
}

xmlDoc *
qv_xml_read_file(const char *path, GError **error)
{
    g_autoptr(GError) fault = NULL;
    g_autofree char *text = NULL;
    gsize length;

    if (!g_file_get_contents(path, &text, &length, &fault)) {
        qv_fail(error, QV_ERROR_TEMPLATE, "%s", fault->message);
        return NULL;
    }
    return qv_xml_read(text, (gssize)length, path, error);
}

static char *
take_buffer_text(xmlBuffer *buffer)
{
    char *text = g_strdup((const char *)xmlBufferContent(buffer));

    xmlBufferFree(buffer);
    return text;
}

char *
qv_xml_write(xmlDoc *doc)
{
    xmlChar *text = NULL;
    int length;
    g_autofree char *copy = NULL;

    xmlDocDumpFormatMemoryEnc(doc, &text, &length, "UTF-8", 1);
    copy = g_strndup((const char *)text, (gsize)length);
    xmlFree(text);
    return g_steal_pointer(&copy);
}

char *
qv_xml_write_node(xmlNode *node)
{
    xmlBuffer *buffer = xmlBufferCreate();

    xmlNodeDump(buffer, node->doc, node, 0, 1);
    return take_buffer_text(buffer);
}

xmlDoc *
qv_xml_new(const char *name)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");

    xmlDocSetRootElement(doc, xmlNewDocNode(doc, NULL, BAD_CAST name, NULL));
    return doc;
}

xmlNode *
qv_xml_root(xmlDoc *doc)
{
    return xmlDocGetRootElement(doc);
}

xmlNode *
qv_xml_add(xmlNode *parent, const char *name)
{
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, NULL, BAD_CAST name, NULL));
}

void
qv_xml_set(xmlNode *node, const char *name, const char *value)
{
    if (value != NULL)
        xmlSetProp(node, BAD_CAST name, BAD_CAST value);
}

char *
qv_xml_get(xmlNode *node, const char *name)
{
    xmlChar *value = node == NULL ? NULL : xmlGetNoNsProp(node, BAD_CAST name);
    g_autofree char *copy = g_strdup((const char *)value);

    xmlFree(value);
    return g_steal_pointer(&copy);
}

char *
qv_xml_get_line(xmlNode *node, const char *name)
{
    g_autofree char *text = qv_xml_get(node, name);
    g_auto(GStrv) words = g_strsplit(text ? text : "", " ", -1);
    g_autoptr(GString) line = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
            g_string_append_printf(line, "%s%s", line->len ? " " : "", *word);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

static char *
find_value_above(xmlNode *node, const char *name)
{
    char *value = NULL;

    for (; value == NULL && node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
        value = qv_xml_get(node, name);
    return value;
}

char *
qv_xml_get_message(xmlNode *node, const char *name, gboolean translated)
{
    g_autofree char *line = qv_xml_get_line(node, name);
    /* gettext answers an empty text with the catalogue's head. */
    const char *text = translated && *line != '\0' ? _(line) : line;
    g_autoptr(GString) message = g_string_new(NULL);

    for (gsize n; *text != '\0'; text += n) {
        n = strcspn(text, "$");
        g_string_append_len(message, text, (gssize)n);
        text += n;
        n = *text == '$' ? 1 + strspn(text + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        g_autofree char *word = n > 0 ? g_strndup(text + 1, n - 1) : NULL;
        g_autofree char *value = word ? find_value_above(node, word) : NULL;
        g_string_append_len(message, value ? value : text, value ? -1 : (gssize)n);
    }
    return g_strchomp(g_string_free(g_steal_pointer(&message), FALSE));
}

gboolean
qv_xml_is(xmlNode *node, const char *name, const char *value)
{
    g_autofree char *has = qv_xml_get(node, name);

    return g_strcmp0(has, value) == 0;
}

static xmlNode *
element(xmlNode *node, const char *name)
{
    while (node != NULL && (node->type != XML_ELEMENT_NODE ||
                            (name != NULL && !xmlStrEqual(node->name, BAD_CAST name))))
        node = node->next;
    return node;
}

xmlNode *
qv_xml_child(xmlNode *node, const char *name)
{
    return node == NULL ? NULL : element(node->children, name);
}

xmlNode *
qv_xml_next(xmlNode *node, const char *name)
{
    return element(node->next, name);
}

xmlNode *
qv_xml_content(xmlNode *node)
{
    return xmlFirstElementChild(node);
}

xmlNode *
qv_xml_graft(xmlNode *parent, xmlNode *node)
{
    return xmlAddChild(parent, xmlDocCopyNode(node, parent->doc, 1));
}
