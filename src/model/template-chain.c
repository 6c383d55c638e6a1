/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-chain: a template and all that it extends, in order. */
#include "model/template-chain.h"

#include "base/error.h"
#include "model/template-check.h"

static gboolean
contains(GPtrArray *templates, const char *id)
{
    for (guint i = 0; i < templates->len; i++)
        if (g_str_equal(((QvTemplate *)templates->pdata[i])->id, id))
            return TRUE;
    return FALSE;
}

/* A link of a chain, and where it is named: in the template that was opened last. */
static QvTemplate *
load_link(GPtrArray *open, QvTemplateKind kind, const char *id, GError **error)
{
    QvTemplate *child = open->len ? open->pdata[open->len - 1] : NULL;
    g_autoptr(QvTemplate) template = qv_template_load(kind, id, error);

    if (template != NULL && !template->shipped && !qv_template_check_parts(template, error))
        return NULL;
    if (child == NULL)
        return g_steal_pointer(&template);
    const char *file = child->file;
    long line = xmlGetLineNo(qv_xml_root(child->doc));
    if (template == NULL) {
        g_prefix_error(error, "%s:%ld: extends: ", file, line);
        return NULL;
    }
    if (contains(open, id)) {
        qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%ld: %s '%s' extends itself, by '%s'"), file, line,
                qv_template_word(kind), id, child->id);
        return NULL;
    }
    if (kind == QV_PRESET)
        return g_steal_pointer(&template);
    template->brought_by = g_strdup(((QvTemplate *)open->pdata[0])->id);
    if (!qv_template_set_value(template, NULL, NULL)) {
        qv_fail(error, QV_ERROR_TEMPLATE,
                _("%s:%ld: extends: option '%s' takes a value and has no default"), file, line, id);
        return NULL;
    }
    return g_steal_pointer(&template);
}

/* Adds @id after all that it extends; @open holds the templates that wait for their bases. */
static gboolean
add_chain(GPtrArray *chain, GPtrArray *open, QvTemplateKind kind, const char *id, GError **error)
{
    if (contains(chain, id))
        return TRUE;
    g_autoptr(QvTemplate) template = load_link(open, kind, id, error);
    if (template == NULL)
        return FALSE;
    g_autofree char *extends = qv_xml_get(qv_xml_root(template->doc), "extends");
    g_auto(GStrv) bases = g_strsplit_set(extends ? extends : "", " \t\n", -1);
    g_ptr_array_add(open, template);
    for (char **base = bases; *base != NULL; base++)
        if (**base != '\0' &&
            !add_chain(chain, open, kind == QV_PRESET ? QV_PRESET : QV_OPTION, *base, error))
            return FALSE;
    g_ptr_array_set_size(open, (gint)open->len - 1);
    g_ptr_array_add(chain, g_steal_pointer(&template));
    return TRUE;
}

GPtrArray *
qv_template_chain(QvTemplateKind kind, const char *id, GError **error)
{
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)qv_template_free);
    g_autoptr(GPtrArray) open = g_ptr_array_new();

    if (!add_chain(chain, open, kind, id, error))
        return NULL;
    return g_steal_pointer(&chain);
}

char *
qv_template_layout(GPtrArray *chain)
{
    for (guint i = chain->len; i > 0; i--) {
        QvTemplate *template = chain->pdata[i - 1];
        char *layout = qv_xml_get(qv_xml_root(template->doc), "layout");
        if (layout != NULL)
            return layout;
    }
    return NULL;
}
