/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settings: the table of what the command line can say of a guest. */
#pragma once

#include "base/value.h"

/* What a setting of a guest is good for once the guest is there. */
typedef enum {
    QV_USE_MANNER = 1 << 0, /* it says how devices are made, those added later too */
    QV_USE_DEVICE = 1 << 1, /* it is a device, and one more can be added */
    QV_USE_AMOUNT = 1 << 2, /* it can be more or less */
} QvSettingUse;

/* One row: an option of the command line, of a guest or of a command. */
typedef struct {
    const char *name;      /* as in --name */
    char letter;           /* as in -n, or 0 */
    const char *value;     /* how help calls the value; NULL for a switch */
    const char *choices;   /* for qv_value_choice and qv_value_source */
    const char *otherwise; /* one of the choices, where none is written; NULL: one must be */
    QvParse parse;
    gboolean many; /* may be given several times */
    QvSettingUse use;
    const char *option; /* what it brings along: an option that is put into the stack with it */
    const char *help;
} QvSetting;

/* The settings of a guest, ended by a NULL name. The template of each is in xsl/request.xsl, with
   what it needs of the host. */
extern const QvSetting qv_settings[];

/** qv_setting_is_guests: whether the row is one of qv_settings. */
gboolean qv_setting_is_guests(const QvSetting *row);

/** qv_setting_find: the row called @name in a table, or NULL. */
const QvSetting *qv_setting_find(const QvSetting *table, const char *name);

/**
 * qv_setting_add:
 * @request: a <request> element
 * @row: the setting
 * @text: what was written
 *
 * Adds <setting name= text= value=/>; one that may not be repeated replaces what is there.
 *
 * Returns: the new element; NULL with @error (QV_ERROR_USAGE) naming the option.
 */
xmlNode *qv_setting_add(xmlNode *request, const QvSetting *row, const char *text, GError **error);

/** qv_setting_get: (transfer full) (nullable): the "value" of the last setting called @name. */
char *qv_setting_get(xmlNode *request, const char *name);
