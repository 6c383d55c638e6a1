/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* schema: holds documents against a RELAX NG schema. */
#include "model/schema.h"

#include "base/error.h"

xmlRelaxNG *
qv_schema_load(const char *path, GError **error)
{
    QvFault fault = {0};
    g_autofree char *text = NULL;
    gsize length;
    g_autoptr(GError) unreadable = NULL;

    if (!g_file_get_contents(path, &text, &length, &unreadable)) {
        qv_fail(error, QV_ERROR_TEMPLATE, "%s", unreadable->message);
        return NULL;
    }
    g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewMemParserCtxt(text, (int)length);
    xmlRelaxNGSetParserStructuredErrors(parser, qv_fault_note, &fault);
    g_autoptr(xmlRelaxNG) schema = xmlRelaxNGParse(parser);
    g_autofree char *message = fault.message;
    if (schema == NULL)
        qv_fail(error, QV_ERROR_TEMPLATE, "%s:%d: %s", path, fault.line, message ? message : "");
    return g_steal_pointer(&schema);
}

gboolean
qv_schema_check(xmlRelaxNG *schema, xmlDoc *doc, const char *name, GError **error)
{
    QvFault fault = {0};
    g_autoptr(xmlRelaxNGValidCtxt) validator = xmlRelaxNGNewValidCtxt(schema);

    xmlRelaxNGSetValidStructuredErrors(validator, qv_fault_note, &fault);
    int verdict = xmlRelaxNGValidateDoc(validator, doc);
    g_autofree char *message = fault.message;
    if (verdict == 0)
        return TRUE;
    return qv_fail(error, QV_ERROR_TEMPLATE, "%s:%d: %s", name, fault.line,
                   message ? message : _("does not follow its schema"));
}
