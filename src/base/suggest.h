/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* suggest: the right word that is nearest to a wrong one. */
#pragma once

#include <glib.h>

/**
 * qv_suggest:
 * @word: what was written
 * @words: what could have been meant, ended by NULL
 *
 * Returns: (transfer none) (nullable): the word at the smallest edit distance (a swap of
 *   neighbours counts as one edit), NULL where none is near.
 */
const char *qv_suggest(const char *word, const char *const *words);

/**
 * qv_suggestion:
 *
 * Returns: (transfer full): "; did you mean 'WORD'?", or "" where nothing is near.
 */
char *qv_suggestion(const char *word, const char *const *words);
