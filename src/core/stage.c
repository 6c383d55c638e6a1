/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stage: runs one stylesheet of the pipeline. */
#include "core/stage.h"

#include <libxslt/security.h>
#include <libxslt/xsltutils.h>

#include "core/error.h"
#include "core/path.h"

static void G_GNUC_PRINTF(2, 3) collect(void *data, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(data, format, arguments);
    va_end(arguments);
}

static gboolean
refuse(GError **error, const char *name, GString *said)
{
    g_strdelimit(g_strchomp(said->str), "\n", ' ');
    return qv_fail(error, QV_ERROR_TEMPLATE, _("%s/%s.xsl: %s"), qv_path_xsl(), name,
                   said->len ? said->str : _("the stylesheet failed"));
}

static xsltStylesheet *
load(const char *name, GString *said, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/%s.xsl", qv_path_xsl(), name);
    g_autoptr(xmlDoc) doc = qv_xml_read_file(path, error);

    if (doc == NULL)
        return NULL;
    xsltSetGenericErrorFunc(said, collect);
    g_autoptr(xsltStylesheet) sheet = xsltParseStylesheetDoc(doc);
    if (sheet == NULL) {
        refuse(error, name, said);
        return NULL;
    }
    /* From here the document belongs to the stylesheet. */
    g_steal_pointer(&doc);
    if (sheet->errors > 0) {
        refuse(error, name, said);
        return NULL;
    }
    return g_steal_pointer(&sheet);
}

static xmlDoc *
transform(xsltStylesheet *sheet, xmlDoc *in, GString *said)
{
    g_autoptr(xsltTransformContext) context = xsltNewTransformContext(sheet, in);
    g_autoptr(xmlDoc) out = NULL;
    xsltSecurityPrefs *nothing = xsltNewSecurityPrefs();

    for (int right = XSLT_SECPREF_READ_FILE; right <= XSLT_SECPREF_WRITE_NETWORK; right++)
        xsltSetSecurityPrefs(nothing, right, xsltSecurityForbid);
    xsltSetCtxtSecurityPrefs(nothing, context);
    xsltSetTransformErrorFunc(context, said, collect);
    out = xsltApplyStylesheetUser(sheet, in, NULL, NULL, NULL, context);
    xsltFreeSecurityPrefs(nothing);
    return context->state == XSLT_STATE_OK ? g_steal_pointer(&out) : NULL;
}

xmlDoc *
qv_stage(const char *name, xmlDoc *in, GError **error)
{
    g_auto(QvDoors) doors = qv_xml_shut_doors();
    g_autoptr(GString) said = g_string_new(NULL);
    g_autoptr(xsltStylesheet) sheet = load(name, said, error);

    if (sheet == NULL)
        return NULL;
    g_autoptr(xmlDoc) out = transform(sheet, in, said);
    if (out == NULL || qv_xml_root(out) == NULL) {
        refuse(error, name, said);
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
