/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot create: keeps the present state of a guest. */
#include "base/interrupt.h"
#include "cli/snapshots.h"
#include "hv/backing-chain.h"
#include "hv/guest.h"
#include "hv/metadata.h"
#include "hv/power.h"
#include "hv/snapshot.h"
#include "hv/volume.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "external",
     .parse = qv_value_text,
     .help = N_("freeze the disks' images, and write on into overlays")},
    {.name = "internal",
     .parse = qv_value_text,
     .help = N_("keep the state inside of the disks' images (qcow2)")},
    {.name = "disk-only",
     .parse = qv_value_text,
     .help = N_("without the memory of a running guest")},
    {.name = "no-memory", .parse = qv_value_text, .help = N_("the same as --disk-only")},
    {.name = "description", .value = N_("TEXT"), .parse = qv_value_text, .help = N_("what it is")},
    {.name = "quiesce",
     .parse = qv_value_text,
     .help = N_("have the guest agent write everything out first; with --disk-only")},
    {.name = NULL},
};

/* A snapshot in the making. */
typedef struct {
    QvCall *call;
    QvSnapshots *before;
    xmlDoc *images; /* see qv_chain_of_guest() */
    xmlDoc *new;    /* the input of the stage "snapshot" */
    gboolean running, disk_only;
    GPtrArray *made; /* (element-type utf8): paths */
} Making;

static char *
new_snapshot_name(QvCall *call, GError **error)
{
    g_autoptr(xmlDoc) scratch = qv_xml_new("setting");
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    if (call->arguments[1] == NULL)
        return g_date_time_format(now, "%Y%m%d-%H%M%S");
    if (qv_value_name(call->arguments[1], NULL, qv_xml_root(scratch), NULL))
        return g_strdup(call->arguments[1]);
    qv_fail(error, QV_ERROR_USAGE,
            _("'%.64s' cannot be a snapshot's name: 1 to 64 of A-Z a-z 0-9 . _ + -, the first a "
              "letter or digit, and not digits only"),
            call->arguments[1]);
    return NULL;
}

static gboolean
check_snapshot_options(QvCall *call, GError **error)
{
    if (qv_call_has(call, "internal") && qv_call_has(call, "external"))
        return qv_fail(error, QV_ERROR_USAGE, _("--internal and --external do not go together"));
    if (qv_call_has(call, "quiesce") && !qv_call_has(call, "disk-only") &&
        !qv_call_has(call, "no-memory"))
        return qv_fail(
            error, QV_ERROR_USAGE,
            _("--quiesce goes with --disk-only: with its memory, the guest is kept as it "
              "stands"));
    return TRUE;
}

/* The first disk that no snapshot can keep is the reason why there is none. */
static gboolean
check_snapshot_disks(Making *making, GError **error)
{
    xmlNode *n = qv_xml_child(qv_xml_root(making->images), "disk");

    for (; n != NULL; n = qv_xml_next(n, "disk")) {
        g_autofree char *target = qv_xml_get(n, "dev");
        gboolean host = qv_xml_is(n, "kind", "host");
        if (host || qv_xml_is(n, "kind", "other"))
            return qv_fail(error, QV_ERROR_FAILED,
                           _("guest '%s': disk %s is %s, which a snapshot would leave out: a state "
                             "without it would be half of one"),
                           qv_guest_name(making->before->guest), target,
                           host ? _("a device of the host") : _("no file of this host"));
    }
    return TRUE;
}

/* (transfer full) (nullable): why the snapshot cannot be internal. */
static char *
against_internal(Making *making)
{
    xmlNode *root = qv_xml_root(making->images);

    if (qv_snapshots_any(making->before, "external"))
        return g_strdup(_("the guest has external ones, and both kinds on one guest lose data"));
    if (making->running && making->disk_only)
        return g_strdup(_("of a running guest, an internal one has the memory too"));
    for (xmlNode *n = qv_xml_child(root, "disk"); n != NULL; n = qv_xml_next(n, "disk")) {
        g_autofree char *target = qv_xml_get(n, "dev");
        g_autofree char *format = qv_xml_get(n, "format");
        /* The test driver's images have none. */
        if (qv_xml_is(n, "kind", "image") && *format != '\0' && !g_str_equal(format, "qcow2"))
            return g_strdup_printf(_("disk %s is %s, and only qcow2 can hold one"), target, format);
    }
    if (qv_xml_is(root, "efi", "true"))
        return g_strdup(_("libvirt makes none of a guest with UEFI"));
    return NULL;
}

static const char *
against_external(Making *making)
{
    return qv_snapshots_any(making->before, "internal")
               ? _("the guest has internal ones, and both kinds on one guest lose data")
               : NULL;
}

/* Internal where that can be: it is one thing, and libvirt does all with it. */
static gboolean
choose_kind(Making *making, GError **error)
{
    g_autofree char *not_internal = against_internal(making);
    const char *not_external = against_external(making);
    gboolean external = qv_call_has(making->call, "external");

    if (!external && not_internal != NULL && !qv_call_has(making->call, "internal")) {
        external = TRUE;
        if (not_external == NULL)
            qv_warn(_("the snapshot is external: %s"), not_internal);
    }
    if (external && not_external != NULL && not_internal != NULL &&
        !qv_call_has(making->call, "external"))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("no snapshot of guest '%s' can be made: not an internal one (%s), not an "
                         "external one (%s)"),
                       qv_guest_name(making->before->guest), not_internal, not_external);
    if (external && not_external != NULL)
        return qv_fail(error, QV_ERROR_FAILED, _("guest '%s' can have no external snapshot: %s"),
                       qv_guest_name(making->before->guest), not_external);
    if (!external && not_internal != NULL)
        return qv_fail(error, QV_ERROR_FAILED, _("guest '%s' can have no internal snapshot: %s"),
                       qv_guest_name(making->before->guest), not_internal);
    qv_xml_set(qv_xml_root(making->new), "kind", external ? "external" : "internal");
    return TRUE;
}

static gboolean
make_snapshot_overlay(Making *making, xmlNode *disk, QvUndo *undo, GError **error)
{
    g_autofree char *name = qv_xml_get(qv_xml_root(making->new), "name");
    const char *overlay =
        qv_snapshots_overlay(making->before, name, disk, making->made, undo, error);

    qv_xml_set(disk, "overlay", overlay);
    return overlay != NULL;
}

/* Beside the first disk's image, under a name that is not taken. */
static gboolean
place_memory(Making *making, QvUndo *undo, GError **error)
{
    xmlNode *root = qv_xml_root(making->new);
    xmlNode *disk = qv_xml_child(root, "disk");
    g_autofree char *snapshot = qv_xml_get(root, "name");
    g_autofree char *stem =
        g_strdup_printf("%s.%s", qv_guest_name(making->before->guest), snapshot);

    while (disk != NULL && !qv_xml_is(disk, "kind", "image"))
        disk = qv_xml_next(disk, "disk");
    if (disk == NULL)
        return qv_fail(
            error, QV_ERROR_FAILED,
            _("guest '%s' has no disk of its own, beside which its memory could be kept"),
            qv_guest_name(making->before->guest));
    g_autofree char *path = qv_xml_get(disk, "path");
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *name = qv_volume_name(qv_guest_connection(making->before->guest), path, NULL,
                                           stem, "memory", undo, error);
    if (name == NULL)
        return FALSE;
    char *file = g_build_filename(directory, name, NULL);
    qv_xml_set(root, "memory-file", file);
    g_ptr_array_add(making->made, file);
    return TRUE;
}

static gboolean
prepare_external(Making *making, QvUndo *undo, GError **error)
{
    xmlNode *root = qv_xml_root(making->new);

    for (xmlNode *n = qv_xml_child(root, "disk"); n != NULL; n = qv_xml_next(n, "disk"))
        if (qv_xml_is(n, "kind", "image") &&
            (!qv_interrupt_check(error) || !make_snapshot_overlay(making, n, undo, error)))
            return FALSE;
    return !making->running || making->disk_only || place_memory(making, undo, error);
}

static gboolean
make_snapshot(Making *making, GError **error)
{
    g_autoptr(QvUndo) undo = qv_undo_new();
    QvGuest *guest = making->before->guest;
    gboolean external = qv_xml_is(qv_xml_root(making->new), "kind", "external");
    QvSnapshotFlags flags = 0;

    if (external && !prepare_external(making, undo, error))
        return FALSE;
    g_autoptr(xmlDoc) snapshot = qv_stage("snapshot", making->new, error);
    if (snapshot == NULL)
        return FALSE;
    if (external)
        flags |= QV_SNAPSHOT_EXTERNAL;
    /* Of a guest that is off, libvirt makes external snapshots of the disks only. */
    if (external && (making->disk_only || !making->running))
        flags |= QV_SNAPSHOT_DISK_ONLY;
    if (qv_call_has(making->call, "quiesce"))
        flags |= QV_SNAPSHOT_QUIESCE;
    if (!qv_snapshot_create(guest, qv_xml_root(snapshot), flags, error)) {
        g_prefix_error(error, _("no snapshot of guest '%s' was made: "), qv_guest_name(guest));
        return FALSE;
    }
    qv_undo_keep(undo);
    for (guint i = 0; i < making->made->len; i++)
        qv_volume_adopt(qv_guest_connection(making->before->guest), making->made->pdata[i]);
    return !external || qv_guest_note(guest, making->made, error);
}

static gboolean
plan_snapshot(Making *making, QvCall *call, const char *name, GError **error)
{
    g_autofree char *description = qv_call_get(call, "description");
    xmlNode *root = qv_xml_root(making->new);

    if (qv_snapshots_find(making->before, name, NULL) != NULL)
        return qv_fail(error, QV_ERROR_FAILED, _("guest '%s' has a snapshot '%s' already"),
                       qv_guest_name(making->before->guest), name);
    qv_xml_set(root, "name", name);
    qv_xml_set(root, "description", description);
    xmlNode *n = qv_xml_child(qv_xml_root(making->images), "disk");
    for (; n != NULL; n = qv_xml_next(n, "disk"))
        qv_xml_graft(root, n);
    return check_snapshot_disks(making, error) && choose_kind(making, error);
}

static gboolean
run_snapshot_create(QvCall *call, GError **error)
{
    g_autofree char *name =
        check_snapshot_options(call, error) ? new_snapshot_name(call, error) : NULL;
    g_autoptr(QvSnapshots) before = name ? qv_snapshots_load(call, error) : NULL;
    g_autoptr(QvGuestState) state = before ? qv_guest_state(before->guest, error) : NULL;
    g_autoptr(xmlDoc) images = state ? qv_chain_of_guest(before->guest, TRUE, error) : NULL;
    g_autoptr(xmlDoc) new = qv_xml_new("new");
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);
    Making making = {.call = call, .before = before, .images = images, .new = new, .made = made};

    if (images == NULL)
        return FALSE;
    making.running = !qv_guest_is_off(state);
    making.disk_only = qv_call_has(call, "disk-only") || qv_call_has(call, "no-memory");
    qv_interrupt_catch();
    if (!qv_guest_check_unsaved(before->guest, error) ||
        !plan_snapshot(&making, call, name, error) || !make_snapshot(&making, error))
        return FALSE;
    g_autofree char *kind = qv_xml_get(qv_xml_root(new), "kind");
    qv_say(g_str_equal(kind, "external") ? _("external snapshot '%s' of guest '%s' made")
                                         : _("internal snapshot '%s' of guest '%s' made"),
           name, state->name);
    return TRUE;
}

const QvCommand qv_cmd_snapshot_create = {
    .name = "snapshot create",
    .arguments = N_("GUEST [NAME]"),
    .least = 1,
    .most = 2,
    .summary = N_("keep the present state; internal where that can be, else external"),
    .details = N_("Internal: the state is kept inside of the disks' qcow2 images. External: the "
                  "images are\nfrozen, the guest writes on into overlays, and the memory goes into "
                  "a file beside them.\nUEFI variables and TPM state are not part of an external "
                  "one."),
    .flags = QV_CONNECTS | QV_JOBS,
    .options = options,
    .run = run_snapshot_create,
};
