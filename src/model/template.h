/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template: the presets and options, found, checked and put in order. */
#pragma once

#include "base/xml.h"

typedef enum {
    QV_PRESET,
    QV_OPTION,
    QV_LAYOUT, /* an option of kind "layout": where the disks are attached */
} QvTemplateKind;

typedef struct {
    QvTemplateKind kind;
    char *id;
    char *title;
    char *file;
    char *hidden; /* the shipped file that a user's own one hides, or NULL */
    gboolean shipped;
    char *value;      /* of an option that takes one; its default until another is set */
    char *brought_by; /* the option or setting that asks for this one; NULL when the user did */
    xmlDoc *doc;
} QvTemplate;

void qv_template_free(QvTemplate *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvTemplate, qv_template_free)

/**
 * qv_template_load:
 * @kind: a kind; QV_OPTION finds layouts too
 * @id: its name
 *
 * Reads the first PRESET.xml or OPTION.xml of the template directories. One that is not qvirt's
 * own is held against the schema; the shipped ones are, once and for all, in the self-test.
 *
 * Returns: (transfer full): the template; NULL with @error: QV_ERROR_NOT_FOUND with the nearest
 *   name, or QV_ERROR_TEMPLATE naming file, line and fault.
 */
QvTemplate *qv_template_load(QvTemplateKind kind, const char *id, GError **error);

/**
 * qv_template_check_schema:
 *
 * Returns: whether the template follows templates/template.rng; if not, @error
 *   (QV_ERROR_TEMPLATE) names file, line and fault.
 */
gboolean qv_template_check_schema(QvTemplate *template, GError **error);

/**
 * qv_template_set_value:
 * @value: (nullable): what was given as --with OPTION=VALUE; the option's default for NULL
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE) when the option takes no value, needs one, or this
 *   is not one that it takes.
 */
gboolean qv_template_set_value(QvTemplate *template, const char *value, GError **error);

/**
 * qv_template_names:
 *
 * Returns: (transfer full): the names of all templates of @kind, sorted. Layouts are found by
 *   reading the options; one that cannot be read is named among the options and not here.
 */
GStrv qv_template_names(QvTemplateKind kind);

/**
 * qv_template_chain:
 * @kind: a kind, as of qv_template_load()
 * @id: the name of a template
 *
 * Presets extend presets, options and layouts extend options and layouts. An option that is
 * extended has its default value.
 *
 * Returns: (transfer full) (element-type QvTemplate): what the template extends, least specific
 *   first, each once, and the template last; NULL with @error, as of qv_template_load(), or
 *   QV_ERROR_TEMPLATE for one that extends itself or an option that has no default value.
 */
GPtrArray *qv_template_chain(QvTemplateKind kind, const char *id, GError **error);

/**
 * qv_template_layout:
 * @chain: as of qv_template_chain()
 *
 * Returns: (transfer full) (nullable): the storage layout that the most specific of them names.
 */
char *qv_template_layout(GPtrArray *chain);
