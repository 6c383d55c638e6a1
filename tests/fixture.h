/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fixture: files of a test's own. */
#pragma once

#include <glib.h>

/** fixture_make_directory: a new directory for temporary files. Returns: (transfer full): its path.
 */
char *fixture_make_directory(void);

/**
 * fixture_write_file:
 * @name: below @directory; the directories between are made
 * @length: of @data, in bytes
 *
 * Returns: (transfer full): the file's path.
 */
char *fixture_write_file(const char *directory, const char *name, const void *data, gsize length);

/** fixture_remove_directory: with all that is in it. */
void fixture_remove_directory(const char *path);
