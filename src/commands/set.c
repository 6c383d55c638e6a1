/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* set: how much memory and how many vCPUs guests have, at once where that can be. */
#include "base/interrupt.h"
#include "cli/scope.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "model/stage.h"

#define POLL 200 /* milliseconds between two looks at what the guest has */

static const QvSetting options[] = {
    {.name = "max-memory",
     .value = N_("SIZE"),
     .parse = qv_value_size,
     .help = N_("how far the memory can grow while the guest runs, from the next start on")},
    {.name = "max-vcpus",
     .value = "N",
     .parse = qv_value_count,
     .help = N_("how many vCPUs there can be while the guest runs, from the next start on")},
    QV_SCOPE_OPTIONS,
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to wait for the guest to obey; 30 where it is not given")},
    {.name = NULL},
};

static guint64
asked(QvCall *call, const char *name)
{
    g_autofree char *value = qv_setting_get(qv_xml_root(call->request), name);

    return value ? g_ascii_strtoull(value, NULL, 10) : 0;
}

static void
set_tune_limit(xmlNode *tune, const char *name, guint64 n)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, n);

    if (n > 0)
        qv_xml_set(tune, name, text);
}

/* Sizes are told in whole KiB, as libvirt counts them. */
static guint64
kib(guint64 bytes)
{
    return (bytes + 1023) / 1024;
}

static guint64
limit(QvCall *call, const char *name)
{
    g_autofree char *value = qv_call_get(call, name);

    return value ? g_ascii_strtoull(value, NULL, 10) : 0;
}

static gboolean
set_config(QvCall *call, QvGuest *guest, gboolean runs, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml_of(guest, QV_CONFIG, error);
    g_autoptr(xmlDoc) in = qv_xml_new("tune");
    xmlNode *tune = qv_xml_root(in);
    g_autoptr(xmlDoc) tuned = NULL;

    if (domain == NULL)
        return FALSE;
    qv_xml_set(tune, "runs", runs ? "yes" : "no");
    set_tune_limit(tune, "memory", kib(asked(call, "memory")));
    set_tune_limit(tune, "most-memory", kib(limit(call, "max-memory")));
    set_tune_limit(tune, "vcpus", asked(call, "vcpus"));
    set_tune_limit(tune, "most-vcpus", limit(call, "max-vcpus"));
    qv_xml_graft(tune, qv_xml_root(domain));
    tuned = qv_stage("tune", in, error);
    return tuned != NULL &&
           qv_guest_redefine(qv_guest_connection(guest), qv_xml_root(tuned), error);
}

/* The guest gives memory up, and takes it, at its own pace, or without a driver never. */
static gboolean
wait_for_memory(QvCall *call, QvGuest *guest, guint64 bytes, GError **error)
{
    guint seconds = qv_call_number(call, "timeout", 30);
    guint64 now = 0, most;

    for (guint waited = 0;; waited += POLL) {
        if (!qv_guest_memory(guest, &now, &most, error))
            return FALSE;
        if (kib(now) == kib(bytes))
            return TRUE;
        if (seconds > 0 && waited >= seconds * 1000)
            break;
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
    }
    g_autofree char *wanted = qv_size_format(bytes);
    g_autofree char *there = qv_size_format(now);
    return qv_fail(error, QV_ERROR_TIMEOUT,
                   _("guest '%s' was asked for a memory of %s and has %s after %u seconds; only "
                     "a system with the balloon's driver obeys"),
                   qv_guest_name(guest), wanted, there, seconds);
}

static gboolean
set_live_memory(QvCall *call, QvGuest *guest, guint64 bytes, GError **error)
{
    g_autofree char *text = qv_size_format(bytes);
    guint64 now, most;

    if (!qv_guest_memory(guest, &now, &most, error))
        return FALSE;
    g_autofree char *limit_text = qv_size_format(most);
    if (kib(bytes) > kib(most))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s': its memory can grow to %s while it runs, not to %s"),
                       qv_guest_name(guest), limit_text, text);
    if (!qv_guest_set_memory(guest, bytes, error))
        return FALSE;
    if (!wait_for_memory(call, guest, bytes, error))
        return FALSE;
    qv_say(_("memory of guest '%s': %s"), qv_guest_name(guest), text);
    return TRUE;
}

static gboolean
set_live_vcpus(QvGuest *guest, guint n, GError **error)
{
    guint now, most;

    if (!qv_guest_vcpus(guest, &now, &most, error))
        return FALSE;
    if (n > most)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s': it can have %u vCPUs while it runs, not %u"),
                       qv_guest_name(guest), most, n);
    if (n != now && !qv_guest_set_vcpus(guest, n, error))
        return FALSE;
    qv_say(_("vCPUs of guest '%s': %u"), qv_guest_name(guest), n);
    return TRUE;
}

/* What cannot be while the guest runs comes with its next start, if that was changed too. */
static gboolean
put_off(QvScope where, gboolean done, GError **reason, GError **error)
{
    if (done)
        return TRUE;
    if (where == (QV_LIVE | QV_CONFIG) && !g_error_matches(*reason, QV_ERROR, QV_ERROR_TIMEOUT) &&
        (*reason)->code < 128) {
        qv_say(_("%s; it will from its next start on"), (*reason)->message);
        g_clear_error(reason);
        return TRUE;
    }
    g_propagate_error(error, g_steal_pointer(reason));
    return FALSE;
}

static gboolean
set_live(QvCall *call, QvGuest *guest, QvScope where, GError **error)
{
    guint64 memory = asked(call, "memory");
    guint vcpus = (guint)asked(call, "vcpus");
    GError *reason = NULL;

    if (memory > 0 &&
        !put_off(where, set_live_memory(call, guest, memory, &reason), &reason, error))
        return FALSE;
    return vcpus == 0 || put_off(where, set_live_vcpus(guest, vcpus, &reason), &reason, error);
}

static gboolean
set_guest_values(QvCall *call, QvGuest *guest, GError **error)
{
    gboolean amounts = asked(call, "memory") + asked(call, "vcpus") > 0;
    gboolean limits = limit(call, "max-memory") + limit(call, "max-vcpus") > 0;
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    QvScope where;

    if (state == NULL || !qv_scope(call, guest, &where, error))
        return FALSE;
    if (limits && !(where & QV_CONFIG))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--max-memory, --max-vcpus: a running guest cannot get other limits; "
                         "without --live, its next start has them"));
    if (where & QV_CONFIG && !set_config(call, guest, !qv_guest_is_off(state), error)) {
        g_prefix_error(error, _("guest '%s': "), state->name);
        return FALSE;
    }
    if (where & QV_LIVE && amounts)
        return set_live(call, guest, where, error);
    qv_say(_("guest '%s' changed, from its next start on"), state->name);
    return TRUE;
}

static gboolean
run_set(QvCall *call, GError **error)
{
    guint64 memory = asked(call, "memory"), most_memory = limit(call, "max-memory");
    guint64 vcpus = asked(call, "vcpus"), most_vcpus = limit(call, "max-vcpus");

    if (memory + most_memory + vcpus + most_vcpus == 0)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("set: nothing to set; say --memory, --vcpus, --max-memory or "
                         "--max-vcpus"));
    if ((most_memory > 0 && memory > most_memory) || (most_vcpus > 0 && vcpus > most_vcpus))
        return qv_fail(error, QV_ERROR_USAGE, _("set: more than its own limit"));
    qv_interrupt_catch();
    return qv_call_each(call, set_guest_values, error);
}

const QvCommand qv_cmd_set = {
    .name = "set",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("change guests' memory and vCPUs, at once where that can be"),
    .details = N_("Example:\n  qvirt set w10 --memory 4G --vcpus 2"),
    .flags = QV_CONNECTS | QV_GUESTS | QV_AMOUNTS,
    .options = options,
    .run = run_set,
};
