/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate: moves a guest to another host, and sees where it is afterwards. */
#pragma once

#include "base/xml.h"
#include "hv/connection.h"

/* One migration, as it was asked for. */
typedef struct {
    QvGuest *guest;
    QvConnection *destination;
    const char *uri; /* the destination's, as the source's daemon is told it */
    xmlNode *facts;  /* as of qv_migrate_obstacles() */
    gboolean direct; /* the client carries it; else the source's daemon does where it can */
    gboolean copy;   /* the source keeps the definition */
    gboolean copy_storage, offline, post_copy, tls, unsafe;
    guint64 bandwidth; /* bytes a second; 0 for no limit */
    guint downtime;    /* the longest the guest may stand still, in ms; 0 for libvirt's default */
    guint seconds;     /* after which it is given up; 0 for never */
    gboolean suspend;  /* after which the guest is paused instead, so that it gets done */
    const char *name, *listen, *migrate_uri; /* nullable */
} QvMigration;

/* How it went. */
typedef struct {
    guint64 milliseconds, downtime; /* 0 where libvirt does not say */
    guint64 bytes;
} QvMigrated;

/**
 * qv_migrate:
 * @migrated: (out): how it went
 *
 * Moves the guest, as a job that can be aborted, and then asks both hosts where it is. What was
 * made on the destination for a migration that failed is taken back.
 *
 * Returns: FALSE with @error, whose message ends with where the guest is.
 */
gboolean qv_migrate(const QvMigration *migration, QvMigrated *migrated, GError **error);
