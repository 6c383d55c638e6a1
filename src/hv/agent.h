/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent: what the agent inside of a guest says and does. All times are in seconds. */
#pragma once

#include "hv/connection.h"

/* One address of a guest. */
typedef struct {
    char *interface; /* its name in the guest, or on the host where the guest did not say */
    char *mac;       /* or NULL */
    char *type;      /* ipv4 or ipv6 */
    char *address;
    guint prefix;
    const char *source; /* who says so: agent, lease or arp */
} QvAddress;

void qv_address_free(QvAddress *address);

/* One value of many that an agent told. */
typedef struct {
    char *key;
    char *value;
} QvFact;

void qv_fact_free(QvFact *fact);

/**
 * qv_agent_ping:
 * @timeout: for an answer
 *
 * Returns: whether the agent answers; FALSE with @error: QV_ERROR_HOST where the guest has no
 *   channel to an agent, QV_ERROR_TIMEOUT where nothing answers there.
 */
gboolean qv_agent_ping(QvGuest *guest, guint timeout, GError **error);

/**
 * qv_agent_addresses:
 * @source: agent, lease or arp; NULL for the first of them that knows an address
 *
 * Returns: (transfer full) (element-type QvAddress): NULL with @error.
 */
GPtrArray *qv_agent_addresses(QvGuest *guest, const char *source, guint timeout, GError **error);

/** qv_agent_has_address: whether an address is known that is not a loopback's. */
gboolean qv_agent_has_address(QvGuest *guest);

/**
 * qv_agent_info:
 * @users: only who is logged in
 *
 * Returns: (transfer full) (element-type QvFact): what the agent tells, under libvirt's names;
 *   NULL with @error.
 */
GPtrArray *qv_agent_info(QvGuest *guest, gboolean users, guint timeout, GError **error);

/**
 * qv_agent_freeze:
 * @mounts: (nullable): mount points in the guest; NULL for all file systems
 *
 * Returns: how many file systems are frozen (or with qv_agent_thaw thawed), -1 with @error.
 */
int qv_agent_freeze(QvGuest *guest, GStrv mounts, guint timeout, GError **error);
int qv_agent_thaw(QvGuest *guest, GStrv mounts, guint timeout, GError **error);

/** qv_agent_time: the guest's clock in microseconds since 1970, -1 with @error. */
gint64 qv_agent_time(QvGuest *guest, guint timeout, GError **error);

/** qv_agent_set_time: sets the guest's clock; FALSE with @error. */
gboolean qv_agent_set_time(QvGuest *guest, gint64 microseconds, guint timeout, GError **error);

/**
 * qv_agent_command:
 * @json: a command in the agent's own protocol; libvirt marks the guest as tainted for it
 *
 * Returns: (transfer full): the answer, JSON too; NULL with @error.
 */
char *qv_agent_command(QvGuest *guest, const char *json, guint timeout, GError **error);
