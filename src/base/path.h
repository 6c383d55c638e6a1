/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* path: where qvirt's own files lie, and who may read what. */
#pragma once

#include <glib.h>
#include <sys/types.h>

/** qv_path_data: the directory that holds templates/ and xsl/; static. */
const char *qv_path_data(void);

/** qv_path_xsl: the directory of the stylesheets; static. */
const char *qv_path_xsl(void);

/** qv_path_locale: the directory of the message catalogues; static. */
const char *qv_path_locale(void);

/**
 * qv_path_templates:
 *
 * Returns: (transfer full): the template directories, the user's own first, the shipped one last.
 */
GStrv qv_path_templates(void);

/**
 * qv_path_denied:
 * @path: an absolute path
 * @uid, @gid: a user and the main group
 * @mode: R_OK, W_OK or both
 *
 * Says what keeps the user from a file, by the permission bits of every directory on the way.
 * Access lists are not looked at.
 *
 * Returns: (transfer full) (nullable): the first path component that is in the way, or NULL.
 */
char *qv_path_denied(const char *path, uid_t uid, gid_t gid, int mode);

/** qv_path_user: (transfer full): the name of @uid, or its number where it has none. */
char *qv_path_user(uid_t uid);
