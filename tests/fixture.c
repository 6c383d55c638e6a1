/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fixture: files of a test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

char *
fixture_make_directory(void)
{
    char *path = g_dir_make_tmp("qvirt-test-XXXXXX", NULL);

    assert_non_null(path);
    return path;
}

char *
fixture_write_file(const char *directory, const char *name, const void *data, gsize length)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);

    g_mkdir_with_parents(parent, 0755);
    assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
    return g_steal_pointer(&path);
}

void
fixture_remove_directory(const char *path)
{
    const char *argv[] = {"rm", "-rf", path, NULL};

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
}
