/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value: reads the values of settings, and says what would be right where one is wrong. */
#pragma once

#include "base/xml.h"

/* Reads @text into attributes of @setting; FALSE with @error (QV_ERROR_USAGE) where it is wrong.
   @choices is what the setting's row says of its values, "|" between them. */
typedef gboolean (*QvParse)(const char *text, const char *choices, xmlNode *setting,
                            GError **error);

/** qv_value_size: a number and K, M, G or T (powers of 1024); "value" is in bytes. */
gboolean qv_value_size(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_count: a whole number from 1 to 4096. */
gboolean qv_value_count(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_seconds: a whole number of seconds, 0 to 86400. */
gboolean qv_value_seconds(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_interval: a number of seconds, 0.01 to 86400; "value" is in milliseconds. */
gboolean qv_value_interval(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_milliseconds: a whole number of milliseconds, 1 to 2000000. */
gboolean qv_value_milliseconds(const char *text, const char *choices, xmlNode *setting,
                               GError **error);

/** qv_value_choice: one of @choices. */
gboolean qv_value_choice(const char *text, const char *choices, xmlNode *setting, GError **error);

/**
 * qv_value_source: one of @choices; a choice that ends in "=" takes a name behind it, which
 * becomes the attribute "source".
 */
gboolean qv_value_source(const char *text, const char *choices, xmlNode *setting, GError **error);

/**
 * qv_value_match: text that matches the regular expression @choices; its named groups become
 * attributes.
 */
gboolean qv_value_match(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_cpus: auto, none, or a list as 2-5,8, of which each CPU becomes a child <host-cpu id=>.
 */
gboolean qv_value_cpus(const char *text, const char *choices, xmlNode *setting, GError **error);

/**
 * qv_value_path: PATH=VALUE, a path as 'qvirt explain' prints it: names with "/" between them, a
 * slot in brackets, "@" before an attribute. It becomes a <domain> below @setting that says it.
 */
gboolean qv_value_path(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_text: anything that is UTF-8 without control characters. */
gboolean qv_value_text(const char *text, const char *choices, xmlNode *setting, GError **error);

/**
 * qv_value_name: the name of a new guest: 1 to 64 of A-Z a-z 0-9 . _ + -, the first a letter or
 * digit, not digits only (that would be an id).
 */
gboolean qv_value_name(const char *text, const char *choices, xmlNode *setting, GError **error);

/**
 * qv_size_parse:
 *
 * Returns: the size in bytes, 0 where @text is none.
 */
guint64 qv_size_parse(const char *text);

/** qv_size_format: (transfer full): @bytes as people write it, "64 GiB". */
char *qv_size_format(guint64 bytes);
