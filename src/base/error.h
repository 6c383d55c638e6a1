/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: what can go wrong, and the exit status that says so. */
#pragma once

#include <glib.h>
#include <glib/gi18n.h>

/* The exit statuses of qvirt. The table in qvirt --help and README is printed from the same list.
 */
typedef enum {
    QV_ERROR_FAILED = 1,
    QV_ERROR_USAGE = 2,
    QV_ERROR_NOT_FOUND = 3,
    QV_ERROR_CONNECT = 4,
    QV_ERROR_TEMPLATE = 5,
    QV_ERROR_HOST = 6,
    QV_ERROR_TIMEOUT = 7,
} QvError;

typedef struct {
    int status;
    const char *meaning;
} QvExitStatus;

/* The table of exit statuses, ended by a NULL meaning. */
extern const QvExitStatus qv_exit_statuses[];

#define QV_ERROR (qv_error_quark())
GQuark qv_error_quark(void);

/* The domain of errors that keep their virErrorNumber as code. */
#define QV_LIBVIRT_ERROR (qv_libvirt_error_quark())
GQuark qv_libvirt_error_quark(void);

/**
 * qv_fail:
 * @error: where the error goes, or NULL
 * @code: its kind
 * @format: a translated message
 *
 * Sets @error. Returns: FALSE, so that it can be returned at once.
 */
gboolean qv_fail(GError **error, QvError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/**
 * qv_exit_status:
 * @error: an error, or NULL
 *
 * Returns: the exit status that tells of @error; 0 for NULL.
 */
int qv_exit_status(const GError *error);
