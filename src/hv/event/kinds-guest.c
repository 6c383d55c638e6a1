/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds-guest: what libvirt's events about guests say, in words. */
#include "base/error.h"
#include "base/value.h"
#include "hv/event/kinds.h"
#include "hv/libvirt.h"

const QvLifecycle qv_guest_lifecycle[] = {
    [VIR_DOMAIN_EVENT_DEFINED] = {"defined", {"added", "updated", "renamed", "snapshot"}},
    [VIR_DOMAIN_EVENT_UNDEFINED] = {"undefined", {"removed", "renamed"}},
    [VIR_DOMAIN_EVENT_STARTED] = {"started",
                                  {"booted", "migrated", "restored", "snapshot", "wakeup"}},
    [VIR_DOMAIN_EVENT_SUSPENDED] = {"suspended",
                                    {"paused", "migrated", "I/O error", "watchdog", "restored",
                                     "snapshot", "API error", "post-copy", "post-copy failed"}},
    [VIR_DOMAIN_EVENT_RESUMED] = {"resumed",
                                  {"unpaused", "migrated", "snapshot", "post-copy",
                                   "post-copy failed"}},
    [VIR_DOMAIN_EVENT_STOPPED] = {"stopped",
                                  {"shutdown", "destroyed", "crashed", "migrated", "saved",
                                   "failed", "snapshot"}},
    [VIR_DOMAIN_EVENT_SHUTDOWN] = {"shutdown", {"finished", "guest", "host"}},
    [VIR_DOMAIN_EVENT_PMSUSPENDED] = {"pmsuspended", {"memory", "disk"}},
    [VIR_DOMAIN_EVENT_CRASHED] = {"crashed", {"panicked", "crashloaded"}},
    {.name = NULL},
};

static const char *const watchdog_actions[] = {
    [VIR_DOMAIN_EVENT_WATCHDOG_NONE] = "none",
    [VIR_DOMAIN_EVENT_WATCHDOG_PAUSE] = "pause",
    [VIR_DOMAIN_EVENT_WATCHDOG_RESET] = "reset",
    [VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF] = "poweroff",
    [VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN] = "shutdown",
    [VIR_DOMAIN_EVENT_WATCHDOG_DEBUG] = "debug",
    [VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI] = "inject-nmi",
};

static const char *const io_error_actions[] = {
    [VIR_DOMAIN_EVENT_IO_ERROR_NONE] = "none",
    [VIR_DOMAIN_EVENT_IO_ERROR_PAUSE] = "pause",
    [VIR_DOMAIN_EVENT_IO_ERROR_REPORT] = "report",
};

static const char *const graphics_phases[] = {
    [VIR_DOMAIN_EVENT_GRAPHICS_CONNECT] = "connect",
    [VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE] = "initialize",
    [VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT] = "disconnect",
};

static const char *const disk_reasons[] = {
    [VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START] = "changed: missing on start",
    [VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START] = "dropped: missing on start",
};

static const char *const trays[] = {
    [VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN] = "open",
    [VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE] = "closed",
};

static const char *const job_types[] = {
    [VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN] = "unknown",
    [VIR_DOMAIN_BLOCK_JOB_TYPE_PULL] = "pull",
    [VIR_DOMAIN_BLOCK_JOB_TYPE_COPY] = "copy",
    [VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT] = "commit",
    [VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT] = "active-commit",
    [VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP] = "backup",
};

static const char *const job_statuses[] = {
    [VIR_DOMAIN_BLOCK_JOB_COMPLETED] = "completed",
    [VIR_DOMAIN_BLOCK_JOB_FAILED] = "failed",
    [VIR_DOMAIN_BLOCK_JOB_CANCELED] = "canceled",
    [VIR_DOMAIN_BLOCK_JOB_READY] = "ready",
};

/* From VIR_DOMAIN_JOB_OPERATION_UNKNOWN on; the last are newer than some headers. */
static const char *const operations[] = {
    "unknown",  "start",           "save", "restore", "migration-in",   "migration-out",
    "snapshot", "snapshot-revert", "dump", "backup",  "snapshot-delete"};

static const char *const agent_states[] = {
    [VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED] = "connected",
    [VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED] = "disconnected",
};

static const char *const agent_reasons[] = {
    [VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN] = "unknown",
    [VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED] = "guest started",
    [VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL] = "channel",
};

static const char *const metadata_types[] = {
    [VIR_DOMAIN_METADATA_DESCRIPTION] = "description",
    [VIR_DOMAIN_METADATA_TITLE] = "title",
    [VIR_DOMAIN_METADATA_ELEMENT] = "element",
};

static const char *const memory_recipients[] = {
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR] = "hypervisor",
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST] = "guest",
};

static const char *const memory_actions[] = {
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE] = "ignore",
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT] = "inject",
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL] = "fatal",
    [VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET] = "reset",
};

/* A daemon may be newer than these words. */
static const char *
word_of(const char *const *words, gsize n, int value)
{
    return value >= 0 && value < (int)n && words[value] != NULL ? words[value] : "unknown";
}
#define WORD(words, value) word_of(words, G_N_ELEMENTS(words), value)

static QvEvent *
begin_guest_event(virDomainPtr guest, const QvEventSink *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    return qv_event_new("guest", sink->kind->name, sink->kind->name, virDomainGetName(guest), uuid,
                        NULL);
}

/* What libvirt leaves out is absent, or "" from some daemons. */
static void
set_event_text(QvEvent *event, const char *name, const char *value)
{
    g_autofree char *text = value && *value ? g_utf8_make_valid(value, -1) : NULL;

    if (text != NULL)
        json_object_set_string_member(event->fields, name, text);
}

static void
add_number(QvEvent *event, const char *name, gint64 value)
{
    json_object_set_int_member(event->fields, name, value);
}

static void
add_parameter(JsonObject *object, const virTypedParameter *one)
{
    switch (one->type) {
    case VIR_TYPED_PARAM_INT:
        json_object_set_int_member(object, one->field, one->value.i);
        break;
    case VIR_TYPED_PARAM_UINT:
        json_object_set_int_member(object, one->field, one->value.ui);
        break;
    case VIR_TYPED_PARAM_LLONG:
        json_object_set_int_member(object, one->field, one->value.l);
        break;
    case VIR_TYPED_PARAM_ULLONG:
        json_object_set_int_member(object, one->field, (gint64)one->value.ul);
        break;
    case VIR_TYPED_PARAM_DOUBLE:
        json_object_set_double_member(object, one->field, one->value.d);
        break;
    case VIR_TYPED_PARAM_BOOLEAN:
        json_object_set_boolean_member(object, one->field, one->value.b != 0);
        break;
    case VIR_TYPED_PARAM_STRING:
        json_object_set_string_member(object, one->field, one->value.s);
        break;
    default: /* of a libvirt to come */
        json_object_set_null_member(object, one->field);
    }
}

static JsonObject *
add_parameters(QvEvent *event, const char *name, virTypedParameterPtr parameters, int n)
{
    JsonObject *object = json_object_new();

    for (int i = 0; i < n; i++)
        add_parameter(object, &parameters[i]);
    json_object_set_object_member(event->fields, name, object);
    return object;
}

static int
on_guest_lifecycle(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int what, int detail,
                   void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    QvEvent *event;

    virDomainGetUUIDString(guest, uuid);
    event =
        qv_lifecycle_event(sink, qv_guest_lifecycle, virDomainGetName(guest), uuid, what, detail);
    event->id = (int)virDomainGetID(guest);
    qv_event_emit(sink, event);
    return 0;
}

/* Of kinds that say no more than that it happened; some carry a reason that is always 0. */
static void
on_plain(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, void *sink)
{
    qv_event_emit(sink, begin_guest_event(guest, sink));
}

static void
on_pm(virConnectPtr connection, virDomainPtr guest, int reason G_GNUC_UNUSED, void *sink)
{
    on_plain(connection, guest, sink);
}

static void
on_rtc_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, long long offset,
              void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    add_number(event, "offset", offset);
    event->detail = g_strdup_printf("%+lld s", offset);
    qv_event_emit(sink, event);
}

static void
on_watchdog(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int action, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "action", WORD(watchdog_actions, action));
    event->detail = g_strdup(WORD(watchdog_actions, action));
    qv_event_emit(sink, event);
}

static void
on_io_error(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *path,
            const char *device, int action, const char *reason, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    gboolean known = reason != NULL && *reason != '\0';

    set_event_text(event, "path", path);
    set_event_text(event, "device", device);
    set_event_text(event, "action", WORD(io_error_actions, action));
    set_event_text(event, "reason", reason);
    event->detail = g_strdup_printf("%s: %s%s%s", device, known ? reason : "", known ? ", " : "",
                                    WORD(io_error_actions, action));
    qv_event_emit(sink, event);
}

static void
add_address(QvEvent *event, const char *name, const virDomainEventGraphicsAddress *address)
{
    JsonObject *object;

    if (address == NULL || address->node == NULL)
        return;
    object = json_object_new();
    json_object_set_string_member(object, "node", address->node);
    if (address->service != NULL && *address->service != '\0')
        json_object_set_string_member(object, "service", address->service);
    json_object_set_object_member(event->fields, name, object);
}

static void
on_graphics(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int phase,
            const virDomainEventGraphicsAddress *local, const virDomainEventGraphicsAddress *remote,
            const char *scheme, const virDomainEventGraphicsSubject *subject, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    JsonObject *identities = json_object_new();

    set_event_text(event, "phase", WORD(graphics_phases, phase));
    add_address(event, "local", local);
    add_address(event, "remote", remote);
    set_event_text(event, "scheme", scheme);
    for (int i = 0; subject != NULL && i < subject->nidentity; i++)
        json_object_set_string_member(identities, subject->identities[i].type,
                                      subject->identities[i].name);
    json_object_set_object_member(event->fields, "identities", identities);
    event->detail = remote && remote->node && *remote->node
                        ? g_strdup_printf("%s from %s", WORD(graphics_phases, phase), remote->node)
                        : g_strdup(WORD(graphics_phases, phase));
    qv_event_emit(sink, event);
}

static void
on_block_job(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *disk, int type,
             int status, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "disk", disk);
    set_event_text(event, "type", WORD(job_types, type));
    set_event_text(event, "status", WORD(job_statuses, status));
    event->detail =
        g_strdup_printf("%s: %s %s", disk, WORD(job_types, type), WORD(job_statuses, status));
    qv_event_emit(sink, event);
}

static void
on_disk_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *before,
               const char *after, const char *device, int reason, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "before", before);
    set_event_text(event, "after", after);
    set_event_text(event, "device", device);
    set_event_text(event, "reason", WORD(disk_reasons, reason));
    event->detail = g_strdup_printf("%s: %s", device, WORD(disk_reasons, reason));
    qv_event_emit(sink, event);
}

static void
on_tray_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *device,
               int reason, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "device", device);
    set_event_text(event, "tray", WORD(trays, reason));
    event->detail = g_strdup_printf("%s: %s", device, WORD(trays, reason));
    qv_event_emit(sink, event);
}

static void
on_balloon_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest,
                  unsigned long long kibibytes, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    add_number(event, "bytes", (gint64)kibibytes * 1024);
    event->detail = qv_size_format(kibibytes * 1024);
    qv_event_emit(sink, event);
}

static void
on_guest_device(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *device,
                void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "device", device);
    event->detail = g_strdup(device);
    qv_event_emit(sink, event);
}

static void
on_tunable(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest,
           virTypedParameterPtr parameters, int n, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    JsonObject *values = add_parameters(event, "values", parameters, n);
    g_autoptr(GList) names = json_object_get_members(values);
    g_autoptr(GString) text = g_string_new(NULL);

    for (GList *name = names; name != NULL; name = name->next) {
        g_autofree char *value = json_to_string(json_object_get_member(values, name->data), FALSE);
        g_string_append_printf(text, "%s%s=%s", *text->str ? " " : "", (const char *)name->data,
                               value);
    }
    event->detail = g_strdup(text->str);
    qv_event_emit(sink, event);
}

static void
on_guest_agent(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int state, int reason,
               void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "state", WORD(agent_states, state));
    set_event_text(event, "reason", WORD(agent_reasons, reason));
    event->detail =
        g_strdup_printf("%s: %s", WORD(agent_states, state), WORD(agent_reasons, reason));
    qv_event_emit(sink, event);
}

static void
on_migration_iteration(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int iteration,
                       void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    add_number(event, "iteration", iteration);
    event->detail = g_strdup_printf("%d", iteration);
    qv_event_emit(sink, event);
}

static void
on_job_completed(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest,
                 virTypedParameterPtr parameters, int n, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    JsonObject *stats = add_parameters(event, "stats", parameters, n);
    int operation = (int)json_object_get_int_member_with_default(stats, VIR_DOMAIN_JOB_OPERATION,
                                                                 VIR_DOMAIN_JOB_OPERATION_UNKNOWN);
    gboolean good =
        json_object_get_boolean_member_with_default(stats, VIR_DOMAIN_JOB_SUCCESS, TRUE);

    set_event_text(event, "operation", WORD(operations, operation));
    json_object_set_boolean_member(event->fields, "success", good);
    event->detail = g_strdup_printf(
        "%s %s after %" G_GINT64_FORMAT " ms", WORD(operations, operation),
        good ? "done" : "failed",
        json_object_get_int_member_with_default(stats, VIR_DOMAIN_JOB_TIME_ELAPSED, 0));
    qv_event_emit(sink, event);
}

static void
on_metadata_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int type,
                   const char *uri, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "type", WORD(metadata_types, type));
    set_event_text(event, "uri", uri);
    event->detail = g_strdup(uri && *uri ? uri : WORD(metadata_types, type));
    qv_event_emit(sink, event);
}

static void
on_block_threshold(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *device,
                   const char *path, unsigned long long threshold, unsigned long long excess,
                   void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    g_autofree char *size = qv_size_format(threshold);

    set_event_text(event, "device", device);
    set_event_text(event, "path", path);
    add_number(event, "threshold", (gint64)threshold);
    add_number(event, "excess", (gint64)excess);
    event->detail = g_strdup_printf("%s: %llu bytes over %s", device, excess, size);
    qv_event_emit(sink, event);
}

static void
on_memory_failure(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int recipient,
                  int action, unsigned int flags, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "recipient", WORD(memory_recipients, recipient));
    set_event_text(event, "action", WORD(memory_actions, action));
    json_object_set_boolean_member(event->fields, "required",
                                   flags & VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED);
    json_object_set_boolean_member(event->fields, "recursive",
                                   flags & VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE);
    event->detail =
        g_strdup_printf("%s: %s", WORD(memory_recipients, recipient), WORD(memory_actions, action));
    qv_event_emit(sink, event);
}

#if LIBVIR_CHECK_VERSION(7, 9, 0)
static void
on_memory_device(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *device,
                 unsigned long long kibibytes, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);
    g_autofree char *size = qv_size_format(kibibytes * 1024);

    set_event_text(event, "device", device);
    add_number(event, "bytes", (gint64)kibibytes * 1024);
    event->detail = g_strdup_printf("%s: %s", device, size);
    qv_event_emit(sink, event);
}
#endif

#if LIBVIR_CHECK_VERSION(11, 2, 0)
static void
on_mac_change(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, const char *device,
              const char *before, const char *after, void *sink)
{
    QvEvent *event = begin_guest_event(guest, sink);

    set_event_text(event, "device", device);
    set_event_text(event, "before", before);
    set_event_text(event, "after", after);
    event->detail = g_strdup_printf("%s: %s, before %s", device, after, before);
    qv_event_emit(sink, event);
}
#endif

/* What may follow is the choice of this kind alone. */
#define ROW(id, name, callback, help, ...)                                                         \
    {                                                                                              \
        VIR_DOMAIN_EVENT_ID_##id, QV_ABOUT_GUESTS, name, help, G_CALLBACK(callback), __VA_ARGS__   \
    }

/* Of I/O errors and block jobs libvirt sends every event twice, with more and with less in it:
   those with less have no row. */
const QvEventKind qv_event_guest_kinds[] = {
    ROW(LIFECYCLE, "lifecycle", on_guest_lifecycle, N_("started, stopped, defined, and the like"),
        QV_GUEST_LIFECYCLE),
    ROW(REBOOT, "reboot", on_plain, N_("the guest rebooted"), QV_GUEST_REBOOT),
    ROW(RTC_CHANGE, "rtc-change", on_rtc_change, N_("the guest set its clock")),
    ROW(WATCHDOG, "watchdog", on_watchdog, N_("the guest's watchdog ran out")),
    ROW(GRAPHICS, "graphics", on_graphics, N_("somebody came to the screen, or left")),
    ROW(IO_ERROR_REASON, "io-error", on_io_error, N_("a disk could not be read or written")),
    ROW(CONTROL_ERROR, "control-error", on_plain, N_("libvirt lost the way to QEMU's monitor")),
    ROW(DISK_CHANGE, "disk-change", on_disk_change, N_("a medium was missing at the start")),
    ROW(TRAY_CHANGE, "tray-change", on_tray_change, N_("a drive was opened or closed")),
    ROW(PMWAKEUP, "pm-wakeup", on_pm, N_("the guest woke up")),
    ROW(PMSUSPEND, "pm-suspend", on_pm, N_("the guest fell asleep, to memory")),
    ROW(BALLOON_CHANGE, "balloon-change", on_balloon_change, N_("the guest's memory changed")),
    ROW(PMSUSPEND_DISK, "pm-suspend-disk", on_pm, N_("the guest fell asleep, to disk")),
    ROW(DEVICE_REMOVED, "device-removed", on_guest_device, N_("a device is gone")),
    ROW(BLOCK_JOB_2, "block-job", on_block_job, N_("a copy, pull, commit or backup of a disk")),
    ROW(TUNABLE, "tunable", on_tunable, N_("a limit or a share changed")),
    ROW(AGENT_LIFECYCLE, "agent-lifecycle", on_guest_agent, N_("the guest's agent came or went"),
        QV_GUEST_AGENT),
    ROW(DEVICE_ADDED, "device-added", on_guest_device, N_("a device came")),
    ROW(MIGRATION_ITERATION, "migration-iteration", on_migration_iteration,
        N_("one more round of copying memory")),
    ROW(JOB_COMPLETED, "job-completed", on_job_completed, N_("a save, dump, migration, … ended")),
    ROW(DEVICE_REMOVAL_FAILED, "device-removal-failed", on_guest_device,
        N_("the guest did not let a device go")),
    ROW(METADATA_CHANGE, "metadata-change", on_metadata_change,
        N_("title, description or metadata changed")),
    ROW(BLOCK_THRESHOLD, "block-threshold", on_block_threshold,
        N_("a disk was written beyond its mark")),
    ROW(MEMORY_FAILURE, "memory-failure", on_memory_failure, N_("the host's memory is broken")),
#if LIBVIR_CHECK_VERSION(7, 9, 0)
    ROW(MEMORY_DEVICE_SIZE_CHANGE, "memory-device-size-change", on_memory_device,
        N_("a virtio-mem device changed its size")),
#endif
#if LIBVIR_CHECK_VERSION(11, 2, 0)
    ROW(NIC_MAC_CHANGE, "nic-mac-change", on_mac_change,
        N_("the guest changed a network card's address")),
#endif
    {.name = NULL},
};
