/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot revert: goes back to a state that was kept. */
#include "base/interrupt.h"
#include "cli/snapshots.h"
#include "hv/backing-chain.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "hv/metadata.h"
#include "hv/power.h"
#include "hv/snapshot.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "running", .parse = qv_value_text, .help = N_("and let the guest run")},
    {.name = "paused", .parse = qv_value_text, .help = N_("and let the guest stand still")},
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("also where the guest's devices were others then")},
    {.name = NULL},
};

/* One way back to an external snapshot. */
typedef struct {
    QvCall *call;
    QvGuest *guest;
    QvSnapshots *snapshots;
    xmlNode *record;
    QvRevert then;
    xmlDoc *seat;    /* the input of the stage "move-disks" */
    xmlDoc *memory;  /* the domain in the snapshot's memory, or NULL */
    GPtrArray *made; /* (element-type utf8): paths */
} Way;

/* The image of then is kept frozen: the guest goes on in a new overlay above it. */
static gboolean
make_revert_overlay(Way *way, xmlNode *disk, QvUndo *undo, GError **error)
{
    g_autofree char *name = qv_xml_get(way->record, "name");
    g_autofree char *target = qv_xml_get(disk, "dev");
    const char *overlay = qv_snapshots_overlay(way->snapshots, name, disk, way->made, undo, error);

    if (overlay == NULL)
        return FALSE;
    xmlNode *seat = qv_xml_add(qv_xml_root(way->seat), "disk");
    qv_xml_set(seat, "dev", target);
    qv_xml_set(seat, "path", overlay);
    qv_xml_set(seat, "format", "qcow2");
    return TRUE;
}

static gboolean
make_overlays(Way *way, QvUndo *undo, GError **error)
{
    QvConnection *connection = qv_guest_connection(way->guest);
    g_autoptr(xmlDoc) then = xmlNewDoc(BAD_CAST "1.0");
    g_autoptr(xmlDoc) chains = qv_xml_new("images");

    xmlDocSetRootElement(then, xmlCopyNode(qv_xml_content(way->record), 1));
    g_autoptr(xmlDoc) disks = qv_stage("disks", then, error);
    if (disks == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(disks), "disk"); n; n = qv_xml_next(n, "disk")) {
        g_autofree char *path = qv_xml_get(n, "path");
        g_autofree char *format = qv_xml_get(n, "format");
        if (!qv_xml_is(n, "kind", "image"))
            continue;
        if (!qv_chain_add(connection, qv_xml_root(chains), path, format, NULL, error) ||
            !make_revert_overlay(way, n, undo, error))
            return FALSE;
    }
    return qv_interrupt_check(error);
}

/* The domain of then, in the new overlays. */
static gboolean
put_domain(Way *way, GError **error)
{
    g_autoptr(xmlDoc) now = qv_guest_whole_xml(way->guest, error);
    xmlNode *root = qv_xml_root(way->seat);

    if (now == NULL)
        return FALSE;
    qv_xml_graft(root, qv_xml_content(way->record));
    qv_xml_graft(qv_xml_add(root, "present"), qv_xml_root(now));
    g_autoptr(xmlDoc) domain = qv_stage("move-disks", way->seat, error);
    return domain != NULL &&
           qv_guest_put(qv_guest_connection(way->guest), qv_xml_root(domain), error);
}

/* Whether the memory, if there is any, can be read; found out before the present state is lost. */
static gboolean
load_memory(Way *way, GError **error)
{
    g_autofree char *file = qv_xml_get(way->record, "memory-file");

    if (*file != '\0')
        way->memory = qv_snapshot_memory(qv_guest_connection(way->guest), file, error);
    return *file == '\0' || way->memory != NULL;
}

static gboolean
resume_reverted(Way *way, GError **error)
{
    g_autofree char *file = qv_xml_get(way->record, "memory-file");
    g_autoptr(xmlDoc) seat = qv_xml_new("reseat");

    if (way->memory == NULL)
        return way->then == QV_REVERT_AS_IT_WAS || qv_guest_start(way->guest, 0, error);
    qv_xml_graft(qv_xml_root(seat), qv_xml_root(way->memory));
    for (xmlNode *n = qv_xml_child(qv_xml_root(way->seat), "disk"); n; n = qv_xml_next(n, "disk"))
        qv_xml_graft(qv_xml_root(seat), n);
    g_autoptr(xmlDoc) domain = qv_stage("move-disks", seat, error);
    return domain != NULL &&
           qv_snapshot_restore(way->guest, file, qv_xml_root(domain), way->then, error);
}

static gboolean
revert_external(Way *way, GError **error)
{
    g_autoptr(QvUndo) undo = qv_undo_new();
    g_autoptr(xmlDoc) before = qv_chain_rest(way->guest);
    xmlNode *snapshot = qv_xml_content(way->record);

    if (!qv_guest_check_unsaved(way->guest, error) || !load_memory(way, error) ||
        !make_overlays(way, undo, error) || !qv_guest_destroy(way->guest, error) ||
        !put_domain(way, error))
        return FALSE;
    qv_undo_keep(undo);
    if (!qv_guest_note(way->guest, way->made, error) ||
        !qv_snapshot_redefine(way->guest, snapshot, TRUE, error))
        return FALSE;
    qv_snapshots_drop(way->snapshots, before);
    return resume_reverted(way, error);
}

static gboolean
revert_to_snapshot(QvCall *call, QvSnapshots *snapshots, xmlNode *record, GError **error)
{
    g_autoptr(xmlDoc) seat = qv_xml_new("reseat");
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);
    Way way = {.call = call,
               .guest = snapshots->guest,
               .snapshots = snapshots,
               .record = record,
               .seat = seat,
               .made = made};

    if (qv_call_has(call, "running"))
        way.then = QV_REVERT_RUNNING;
    else if (qv_call_has(call, "paused"))
        way.then = QV_REVERT_PAUSED;
    if (qv_xml_is(record, "kind", "external")) {
        gboolean done = revert_external(&way, error);
        g_clear_pointer(&way.memory, xmlFreeDoc);
        return done;
    }
    return qv_snapshot_revert(snapshots->guest, call->arguments[1], way.then,
                              qv_call_has(call, "force"), error);
}

static gboolean
run_snapshot_revert(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = NULL;

    if (qv_call_has(call, "running") && qv_call_has(call, "paused"))
        return qv_fail(error, QV_ERROR_USAGE, _("--paused and --running do not go together"));
    snapshots = qv_snapshots_load(call, error);
    xmlNode *record = snapshots ? qv_snapshots_find(snapshots, call->arguments[1], error) : NULL;
    if (record == NULL)
        return FALSE;
    qv_interrupt_catch();
    if (!revert_to_snapshot(call, snapshots, record, error)) {
        g_prefix_error(error, _("guest '%s' cannot go back to snapshot '%s': "),
                       qv_guest_name(snapshots->guest), call->arguments[1]);
        return FALSE;
    }
    qv_say(_("guest '%s' is back at snapshot '%s'"), qv_guest_name(snapshots->guest),
           call->arguments[1]);
    return TRUE;
}

const QvCommand qv_cmd_snapshot_revert = {
    .name = "snapshot revert",
    .arguments = N_("GUEST SNAPSHOT"),
    .least = 2,
    .most = 2,
    .summary = N_("go back to a snapshot; the present state is lost"),
    .details =
        N_("The snapshot stays, and so do those made after it. Without --running or "
           "--paused the guest\ndoes what it did at the snapshot; without memory it is off."),
    .flags = QV_CONNECTS | QV_JOBS,
    .options = options,
    .run = run_snapshot_revert,
};
