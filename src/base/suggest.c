/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* suggest: the right word that is nearest to a wrong one. */
#include "base/suggest.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer words are not typing mistakes, and the table below is their product. */
#define LONGEST 64

static guint
distance(const char *a, const char *b)
{
    guint d[LONGEST + 1][LONGEST + 1];
    gsize n = strlen(a), m = strlen(b);

    if (n > LONGEST || m > LONGEST)
        return G_MAXUINT;
    for (guint i = 0; i <= n; i++)
        d[i][0] = i;
    for (guint j = 0; j <= m; j++)
        d[0][j] = j;
    for (guint i = 1; i <= n; i++) {
        for (guint j = 1; j <= m; j++) {
            guint change =
                d[i - 1][j - 1] + (g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]));
            d[i][j] = MIN(change, MIN(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

const char *
qv_suggest(const char *word, const char *const *words)
{
    const char *nearest = NULL;
    guint least = (guint)MAX(2, strlen(word) / 3) + 1;

    for (; *words != NULL; words++) {
        guint far = distance(word, *words);
        if (far < least && far < strlen(*words)) {
            least = far;
            nearest = *words;
        }
    }
    return nearest;
}

char *
qv_suggestion(const char *word, const char *const *words)
{
    const char *nearest = qv_suggest(word, words);

    return nearest ? g_strdup_printf(_("; did you mean '%s'?"), nearest) : g_strdup("");
}
