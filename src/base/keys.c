/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keys: the names of keys, and which keys type a text. */
#include "base/keys.h"

#include <linux/input-event-codes.h>
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"

typedef struct {
    const char *name;
    guint code;
} Key;

/* What people call keys, before what Linux calls them. */
static const Key keys_by_name[] = {
    {"alt", KEY_LEFTALT},      {"altgr", KEY_RIGHTALT}, {"ctrl", KEY_LEFTCTRL},
    {"control", KEY_LEFTCTRL}, {"del", KEY_DELETE},     {"escape", KEY_ESC},
    {"ins", KEY_INSERT},       {"meta", KEY_LEFTMETA},  {"pgdn", KEY_PAGEDOWN},
    {"pgup", KEY_PAGEUP},      {"return", KEY_ENTER},   {"shift", KEY_LEFTSHIFT},
    {"super", KEY_LEFTMETA},   {"win", KEY_LEFTMETA},
#include "keys-table.h"
};

/* The printing keys of a US keyboard, alone and with shift; letters follow by themselves. */
static const struct {
    const char characters[3];
    guint code;
} us[] = {
    {"`~", KEY_GRAVE},     {"1!", KEY_1},           {"2@", KEY_2},          {"3#", KEY_3},
    {"4$", KEY_4},         {"5%", KEY_5},           {"6^", KEY_6},          {"7&", KEY_7},
    {"8*", KEY_8},         {"9(", KEY_9},           {"0)", KEY_0},          {"-_", KEY_MINUS},
    {"=+", KEY_EQUAL},     {"[{", KEY_LEFTBRACE},   {"]}", KEY_RIGHTBRACE}, {"\\|", KEY_BACKSLASH},
    {";:", KEY_SEMICOLON}, {"'\"", KEY_APOSTROPHE}, {",<", KEY_COMMA},      {".>", KEY_DOT},
    {"/?", KEY_SLASH},     {" ", KEY_SPACE},        {"\n", KEY_ENTER},      {"\t", KEY_TAB},
    {"\033", KEY_ESC},     {"\b", KEY_BACKSPACE},
};

static const Key *
find_key(const char *name)
{
    if (g_ascii_strncasecmp(name, "KEY_", 4) == 0)
        name += 4;
    for (gsize i = 0; i < G_N_ELEMENTS(keys_by_name); i++)
        if (g_ascii_strcasecmp(keys_by_name[i].name, name) == 0)
            return &keys_by_name[i];
    return NULL;
}

static gboolean
fail_unknown_key(const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (gsize i = 0; i < G_N_ELEMENTS(keys_by_name); i++)
        g_ptr_array_add(names, (gpointer)keys_by_name[i].name);
    g_ptr_array_add(names, NULL);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)names->pdata);
    return qv_fail(error, QV_ERROR_USAGE, _("no key '%.64s'%s"), name,
                   *nearest ? nearest : _("; keys are called as ctrl-alt-f1, enter or KEY_A"));
}

gboolean
qv_keys_type(char c, QvKeys *keys)
{
    const char letter[] = {g_ascii_tolower(c), '\0'};
    guint code = g_ascii_isalpha(c) ? find_key(letter)->code : 0;
    gboolean shift = g_ascii_isupper(c);

    for (gsize i = 0; i < G_N_ELEMENTS(us) && code == 0 && c != '\0'; i++) {
        const char *place = strchr(us[i].characters, c);
        if (place != NULL) {
            code = us[i].code;
            shift = place != us[i].characters;
        }
    }
    keys->n = 0;
    if (shift)
        keys->codes[keys->n++] = KEY_LEFTSHIFT;
    keys->codes[keys->n++] = code;
    return code != 0;
}

gboolean
qv_keys_parse(const char *word, QvKeys *keys, GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(word, "-+", -1);

    if (word[0] != '\0' && word[1] == '\0' && qv_keys_type(word[0], keys))
        return TRUE;
    keys->n = 0;
    for (char **name = names; *name != NULL; name++) {
        const Key *key = find_key(*name);
        if (key == NULL)
            return fail_unknown_key(names[1] == NULL ? word : *name, error);
        if (keys->n == QV_KEYS_MOST)
            return qv_fail(error, QV_ERROR_USAGE, _("'%.64s': no more than %d keys at once"), word,
                           QV_KEYS_MOST);
        keys->codes[keys->n++] = key->code;
    }
    return keys->n > 0 || fail_unknown_key(word, error);
}
