/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stage: runs one stylesheet of the pipeline. */
#include "model/stage.h"

#include <libxslt/security.h>
#include <libxslt/xsltutils.h>

#include "base/error.h"
#include "base/path.h"

/* Where what libxslt says of a stylesheet goes: it has one function for all threads. */
static __thread GString *listener;

static GMutex lock;
static GHashTable *sheets; /* every stylesheet of this process, by name */

static void G_GNUC_PRINTF(2, 3)
    collect_stage_message(void *data G_GNUC_UNUSED, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (listener != NULL)
        g_string_append_vprintf(listener, format, arguments);
    va_end(arguments);
}

static gboolean
refuse_stylesheet(GError **error, const char *name, GString *said)
{
    g_strdelimit(g_strchomp(said->str), "\n", ' ');
    return qv_fail(error, QV_ERROR_TEMPLATE, _("%s/%s.xsl: %s"), qv_path_xsl(), name,
                   said->len ? said->str : _("the stylesheet failed"));
}

static xsltStylesheet *
load_stylesheet(const char *name, GError **error)
{
    g_auto(QvNoEntities) doors G_GNUC_UNUSED = qv_xml_no_entities();
    g_autofree char *path = g_strdup_printf("%s/%s.xsl", qv_path_xsl(), name);
    g_autoptr(xmlDoc) doc = qv_xml_read_file(path, error);

    if (doc == NULL)
        return NULL;
    g_autoptr(GString) said = listener = g_string_new(NULL);
    xsltSetGenericErrorFunc(NULL, collect_stage_message);
    g_autoptr(xsltStylesheet) sheet = xsltParseStylesheetDoc(doc);
    listener = NULL;
    if (sheet == NULL) {
        refuse_stylesheet(error, name, said);
        return NULL;
    }
    /* From here the document belongs to the stylesheet. */
    g_steal_pointer(&doc);
    if (sheet->errors > 0) {
        refuse_stylesheet(error, name, said);
        return NULL;
    }
    return g_steal_pointer(&sheet);
}

/* Keeps the stylesheet; one that another thread was quicker with is the one to use. */
static xsltStylesheet *
keep(const char *name, xsltStylesheet *sheet)
{
    xsltStylesheet *kept;

    g_mutex_lock(&lock);
    if (sheets == NULL)
        sheets = g_hash_table_new(g_str_hash, g_str_equal);
    kept = g_hash_table_lookup(sheets, name);
    if (kept == NULL)
        g_hash_table_insert(sheets, g_strdup(name), sheet);
    g_mutex_unlock(&lock);
    if (kept != NULL)
        xsltFreeStylesheet(sheet);
    return kept ? kept : sheet;
}

static xsltStylesheet *
find_stylesheet(const char *name, GError **error)
{
    xsltStylesheet *sheet;

    g_mutex_lock(&lock);
    sheet = sheets ? g_hash_table_lookup(sheets, name) : NULL;
    g_mutex_unlock(&lock);
    if (sheet == NULL) {
        sheet = load_stylesheet(name, error);
        sheet = sheet ? keep(name, sheet) : NULL;
    }
    return sheet;
}

static xmlDoc *
transform(xsltStylesheet *sheet, xmlDoc *in)
{
    g_autoptr(xsltTransformContext) context = xsltNewTransformContext(sheet, in);
    g_autoptr(xmlDoc) out = NULL;
    xsltSecurityPrefs *nothing = xsltNewSecurityPrefs();

    for (int right = XSLT_SECPREF_READ_FILE; right <= XSLT_SECPREF_WRITE_NETWORK; right++)
        xsltSetSecurityPrefs(nothing, right, xsltSecurityForbid);
    xsltSetCtxtSecurityPrefs(nothing, context);
    xsltSetTransformErrorFunc(context, NULL, collect_stage_message);
    out = xsltApplyStylesheetUser(sheet, in, NULL, NULL, NULL, context);
    xsltFreeSecurityPrefs(nothing);
    return context->state == XSLT_STATE_OK ? g_steal_pointer(&out) : NULL;
}

xmlDoc *
qv_stage(const char *name, xmlDoc *in, GError **error)
{
    g_auto(QvNoEntities) doors G_GNUC_UNUSED = qv_xml_no_entities();
    xsltStylesheet *sheet = find_stylesheet(name, error);

    if (sheet == NULL)
        return NULL;
    g_autoptr(GString) said = listener = g_string_new(NULL);
    g_autoptr(xmlDoc) out = transform(sheet, in);
    listener = NULL;
    if (out == NULL || qv_xml_root(out) == NULL) {
        refuse_stylesheet(error, name, said);
        return NULL;
    }
    return g_steal_pointer(&out);
}

xmlDoc *
qv_stages(const char *const *names, xmlDoc *in, GError **error)
{
    g_autoptr(xmlDoc) doc = qv_stage(names[0], in, error);

    for (names++; doc != NULL && *names != NULL; names++) {
        xmlDoc *next = qv_stage(*names, doc, error);
        xmlFreeDoc(doc);
        doc = next;
    }
    return g_steal_pointer(&doc);
}
