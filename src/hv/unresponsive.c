/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unresponsive: finds guests whose QEMU does not answer. */
#include "hv/unresponsive.h"

#include "base/task.h"

#define DAEMON_WAIT 5000 /* milliseconds until the daemon itself is given up */

typedef struct {
    virConnect *connection;
    virDomainPtr *suspects; /* ended by NULL; all guests that run for NULL */
    guint threshold;
    GHashTable *hung; /* their names */
    gboolean busy;    /* of some it cannot be told yet */
} Probe;

void
qv_unresponsive_free(virDomainPtr *guests)
{
    for (virDomainPtr *guest = guests; guest != NULL && *guest != NULL; guest++)
        virDomainFree(*guest);
    g_free(guests);
}

virDomainPtr *
qv_unresponsive_copy(virDomainPtr *guests)
{
    GPtrArray *copy = g_ptr_array_new();

    for (virDomainPtr *guest = guests; *guest != NULL; guest++) {
        virDomainRef(*guest);
        g_ptr_array_add(copy, *guest);
    }
    g_ptr_array_add(copy, NULL);
    return (virDomainPtr *)g_ptr_array_free(copy, FALSE);
}

static void
probe_free(gpointer data)
{
    Probe *probe = data;

    g_clear_pointer(&probe->hung, g_hash_table_unref);
    qv_unresponsive_free(probe->suspects);
    virConnectClose(probe->connection);
    g_free(probe);
}

GHashTable *
qv_unresponsive_none(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
probe_one(Probe *probe, virDomainPtr guest)
{
    virDomainControlInfo info;

    if (virDomainGetControlInfo(guest, &info, 0) < 0 || info.state != VIR_DOMAIN_CONTROL_OCCUPIED)
        return;
    if (info.stateTime < probe->threshold)
        probe->busy = TRUE;
    else
        g_hash_table_add(probe->hung, g_strdup(virDomainGetName(guest)));
}

static void
probe_all(gpointer data)
{
    Probe *probe = data;
    virDomainStatsRecordPtr *records = NULL;

    for (virDomainPtr *guest = probe->suspects; guest != NULL && *guest != NULL; guest++)
        probe_one(probe, *guest);
    if (probe->suspects != NULL ||
        virConnectGetAllDomainStats(probe->connection, VIR_DOMAIN_STATS_STATE, &records,
                                    VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE) < 0)
        return;
    for (virDomainStatsRecordPtr *record = records; *record != NULL; record++)
        probe_one(probe, (*record)->dom);
    virDomainStatsRecordListFree(records);
}

GHashTable *
qv_unresponsive_find(virConnect *connection, virDomainPtr *suspects, guint threshold,
                     gboolean *busy)
{
    Probe *probe = g_new0(Probe, 1);
    g_autoptr(QvTask) task = NULL;

    virConnectRef(connection);
    probe->connection = connection;
    probe->suspects = suspects ? qv_unresponsive_copy(suspects) : NULL;
    probe->threshold = threshold;
    probe->hung = qv_unresponsive_none();
    task = qv_task_new(probe_all, probe, probe_free);
    if (!qv_task_wait(task, DAEMON_WAIT))
        return NULL;
    if (busy != NULL)
        *busy = probe->busy;
    return g_hash_table_ref(probe->hung);
}
