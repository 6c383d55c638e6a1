/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state: libvirt's states and their reasons, in words. */
#include "hv/state.h"

#include "hv/libvirt.h"

static const char *const running[] = {
    [VIR_DOMAIN_RUNNING_BOOTED] = "booted",
    [VIR_DOMAIN_RUNNING_MIGRATED] = "migrated",
    [VIR_DOMAIN_RUNNING_RESTORED] = "restored",
    [VIR_DOMAIN_RUNNING_FROM_SNAPSHOT] = "from snapshot",
    [VIR_DOMAIN_RUNNING_UNPAUSED] = "unpaused",
    [VIR_DOMAIN_RUNNING_MIGRATION_CANCELED] = "migration canceled",
    [VIR_DOMAIN_RUNNING_SAVE_CANCELED] = "save canceled",
    [VIR_DOMAIN_RUNNING_WAKEUP] = "event wakeup",
    [VIR_DOMAIN_RUNNING_CRASHED] = "crashed",
    [VIR_DOMAIN_RUNNING_POSTCOPY] = "post-copy",
};

static const char *const paused[] = {
    [VIR_DOMAIN_PAUSED_USER] = "user",
    [VIR_DOMAIN_PAUSED_MIGRATION] = "migrating",
    [VIR_DOMAIN_PAUSED_SAVE] = "saving",
    [VIR_DOMAIN_PAUSED_DUMP] = "dumping",
    [VIR_DOMAIN_PAUSED_IOERROR] = "I/O error",
    [VIR_DOMAIN_PAUSED_WATCHDOG] = "watchdog",
    [VIR_DOMAIN_PAUSED_FROM_SNAPSHOT] = "from snapshot",
    [VIR_DOMAIN_PAUSED_SHUTTING_DOWN] = "shutting down",
    [VIR_DOMAIN_PAUSED_SNAPSHOT] = "creating snapshot",
    [VIR_DOMAIN_PAUSED_CRASHED] = "crashed",
    [VIR_DOMAIN_PAUSED_STARTING_UP] = "starting up",
    [VIR_DOMAIN_PAUSED_POSTCOPY] = "post-copy",
    [VIR_DOMAIN_PAUSED_POSTCOPY_FAILED] = "post-copy failed",
};

static const char *const shutoff[] = {
    [VIR_DOMAIN_SHUTOFF_SHUTDOWN] = "shutdown",
    [VIR_DOMAIN_SHUTOFF_DESTROYED] = "destroyed",
    [VIR_DOMAIN_SHUTOFF_CRASHED] = "crashed",
    [VIR_DOMAIN_SHUTOFF_MIGRATED] = "migrated",
    [VIR_DOMAIN_SHUTOFF_SAVED] = "saved",
    [VIR_DOMAIN_SHUTOFF_FAILED] = "failed",
    [VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT] = "from snapshot",
    [VIR_DOMAIN_SHUTOFF_DAEMON] = "daemon",
};

static const char *const shutdown[] = {[VIR_DOMAIN_SHUTDOWN_USER] = "user"};

static const char *const crashed[] = {[VIR_DOMAIN_CRASHED_PANICKED] = "panicked"};

static const struct {
    const char *name;
    const char *const *reasons;
    int n_reasons;
} states[] = {
#define REASONS(list) list, G_N_ELEMENTS(list)
    [VIR_DOMAIN_NOSTATE] = {"no state", NULL, 0},
    [VIR_DOMAIN_RUNNING] = {"running", REASONS(running)},
    [VIR_DOMAIN_BLOCKED] = {"idle", NULL, 0},
    [VIR_DOMAIN_PAUSED] = {"paused", REASONS(paused)},
    [VIR_DOMAIN_SHUTDOWN] = {"in shutdown", REASONS(shutdown)},
    [VIR_DOMAIN_SHUTOFF] = {"shut off", REASONS(shutoff)},
    [VIR_DOMAIN_CRASHED] = {"crashed", REASONS(crashed)},
    [VIR_DOMAIN_PMSUSPENDED] = {"pmsuspended", NULL, 0},
#undef REASONS
};

const char *
qv_state_name(int state)
{
    return state >= 0 && state < (int)G_N_ELEMENTS(states) ? states[state].name : "unknown";
}

const char **
qv_state_names(void)
{
    const char **names = g_new0(const char *, G_N_ELEMENTS(states) + 1);

    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        names[i] = states[i].name;
    return names;
}

const char *
qv_state_reason(int state, int reason)
{
    if (state < 0 || state >= (int)G_N_ELEMENTS(states) || reason < 0 ||
        reason >= states[state].n_reasons)
        return NULL;
    return states[state].reasons[reason];
}
