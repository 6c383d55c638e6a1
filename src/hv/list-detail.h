/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* list-detail: what a list tells of guests beyond their states, asked for in as few calls as can
 * be. */
#pragma once

#include "hv/guest.h"

/* What to ask for, and what it costs. */
typedef enum {
    QV_DETAIL_STATE = 1 << 0,      /* qv_guest_list() in place of qv_guest_list_brief() */
    QV_DETAIL_AUTOSTART = 1 << 1,  /* one call for all guests */
    QV_DETAIL_PERSISTENT = 1 << 2, /* one call */
    QV_DETAIL_SAVED = 1 << 3,      /* one call */
    QV_DETAIL_SNAPSHOTS = 1 << 4,  /* one call, and one for each guest that has any */
    QV_DETAIL_INFO = 1 << 5,       /* one call for each guest */
    QV_DETAIL_OUTLINE = 1 << 6,    /* one call for each guest, and its XML is read */
    QV_DETAIL_TREE = 1 << 7,       /* as many, and more for each snapshot and backing image */
} QvListDetails;

typedef struct {
    gboolean autostart;
    gboolean persistent;
    gboolean saved; /* its memory is kept by libvirt until the next start */
    guint snapshots;
    guint64 memory;   /* bytes */
    guint64 cpu_time; /* seconds */
    guint vcpus;
    xmlDoc *outline; /* of xsl/outline.xsl, or NULL */
    xmlDoc *tree;    /* of xsl/tree.xsl, or NULL */
    char *fault; /* why the guest could not be read, of which the rest may be missing; or NULL */
} QvListDetail;

void qv_list_detail_free(QvListDetail *detail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvListDetail, qv_list_detail_free)

/**
 * qv_list_details:
 * @guests: (element-type QvGuestState): of either list; a guest that is gone by now is removed
 * @wanted: what to ask for; the rest stays 0 or NULL
 *
 * A guest that cannot be read hides none of the others: it is left, with its fault.
 *
 * Returns: (transfer full) (element-type QvListDetail): one for each guest left; NULL with @error
 *   for what the host cannot do.
 */
GPtrArray *qv_list_details(QvConnection *connection, GPtrArray *guests, QvListDetails wanted,
                           GError **error);
