/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot delete: forgets a state that was kept; the present one stays. */
#include "base/interrupt.h"
#include "cli/snapshots.h"
#include "hv/backing-chain.h"
#include "hv/guest.h"
#include "hv/snapshot.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "children",
     .parse = qv_value_text,
     .help = N_("and the snapshots that grew out of it")},
    {.name = "metadata",
     .parse = qv_value_text,
     .help = N_("libvirt's record of it only; its images stay")},
    {.name = NULL},
};

/* Where an external snapshot's disk stands in the guest's chains. */
typedef struct {
    xmlNode *overlay; /* the one image above it that the guest's disk lies on, or NULL */
    guint above;      /* how many images lie right above it */
} Place;

static gboolean
lies_in_chain(xmlNode *images, const char *top, const char *path)
{
    g_autofree char *at = g_strdup(top);

    while (at != NULL) {
        if (g_str_equal(at, path))
            return TRUE;
        xmlNode *image = qv_chain_find(images, at);
        g_free(at);
        at = image ? qv_xml_get(image, "below") : NULL;
    }
    return FALSE;
}

static gboolean
is_present(xmlNode *images, const char *path)
{
    for (xmlNode *n = qv_xml_child(images, "disk"); n != NULL; n = qv_xml_next(n, "disk")) {
        g_autofree char *top = qv_xml_get(n, "path");
        if (qv_xml_is(n, "kind", "image") && lies_in_chain(images, top, path))
            return TRUE;
    }
    return FALSE;
}

static void
find_place(xmlNode *images, const char *frozen, Place *place)
{
    place->above = 0;
    place->overlay = NULL;
    for (xmlNode *n = qv_xml_child(images, "image"); n != NULL; n = qv_xml_next(n, "image")) {
        g_autofree char *path = qv_xml_get(n, "path");
        if (!qv_xml_is(n, "below", frozen))
            continue;
        place->above++;
        if (is_present(images, path))
            place->overlay = n;
    }
}

/* Writing one image into another changes it for all that lie above. */
static gboolean
check_merge(QvSnapshots *snapshots, xmlNode *images, const char *frozen, const Place *place,
            GError **error)
{
    g_autofree char *overlay = qv_xml_get(place->overlay, "path");

    if (place->above > 1)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("several states of guest '%s' grow out of it (%u images lie on '%s'); "
                         "delete the snapshots after it first, or --children with it"),
                       qv_guest_name(snapshots->guest), place->above, frozen);
    g_autoptr(QvChainUsers) users = qv_chain_users(snapshots->connection, error);
    return users != NULL && qv_chain_check_alone(users, snapshots->guest, images, frozen, error) &&
           qv_chain_check_alone(users, snapshots->guest, images, overlay, error);
}

/* libvirt's record names the overlay of then; after a revert the guest has another. */
static gboolean
correct_record(QvSnapshots *snapshots, xmlNode *record, xmlNode *correct, GError **error)
{
    xmlNode *xml = qv_xml_content(record);

    qv_xml_graft(correct, xml);
    g_autoptr(xmlDoc) out = qv_stage("fix-snapshot", correct->doc, error);
    if (out == NULL)
        return FALSE;
    if (qv_xml_is(qv_xml_root(out), "changed", ""))
        return TRUE;
    return qv_snapshot_redefine(snapshots->guest, qv_xml_content(qv_xml_root(out)),
                                qv_xml_is(record, "current", "yes"), error);
}

/* The snapshot's disks, each with its place; @correct learns which overlay is above which. */
static gboolean
look_at_places(QvSnapshots *snapshots, xmlNode *record, xmlNode *images, xmlNode *correct,
               guint *merged, guint *apart, GError **error)
{
    g_autoptr(xmlDoc) then = xmlNewDoc(BAD_CAST "1.0");

    xmlDocSetRootElement(then, xmlCopyNode(qv_xml_content(record), 1));
    g_autoptr(xmlDoc) disks = qv_stage("disks", then, error);
    if (disks == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(disks), "disk"); n; n = qv_xml_next(n, "disk")) {
        g_autofree char *target = qv_xml_get(n, "dev");
        g_autofree char *frozen = qv_xml_get(n, "path");
        Place place;
        if (!qv_xml_is(n, "kind", "image"))
            continue;
        find_place(images, frozen, &place);
        if (place.overlay == NULL) {
            (*apart)++;
            continue;
        }
        if (!check_merge(snapshots, images, frozen, &place, error))
            return FALSE;
        g_autofree char *overlay = qv_xml_get(place.overlay, "path");
        xmlNode *disk = qv_xml_add(correct, "disk");
        qv_xml_set(disk, "dev", target);
        qv_xml_set(disk, "path", overlay);
        (*merged)++;
    }
    return TRUE;
}

/* libvirt merges what the present state lies on; what lies apart from it is dropped. */
static gboolean
delete_external(QvSnapshots *snapshots, xmlNode *record, GError **error)
{
    g_autofree char *name = qv_xml_get(record, "name");
    g_autoptr(xmlDoc) images = qv_chain_of_guest(snapshots->guest, TRUE, error);
    g_autoptr(xmlDoc) correct = qv_xml_new("correct");
    guint merged = 0, apart = 0;

    if (images == NULL || !look_at_places(snapshots, record, qv_xml_root(images),
                                          qv_xml_root(correct), &merged, &apart, error))
        return FALSE;
    if (merged > 0 && apart > 0)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("only some of its disks are below the guest's present ones; --metadata "
                         "forgets it and leaves its images"));
    if (merged > 0 && !correct_record(snapshots, record, qv_xml_root(correct), error))
        return FALSE;
    if (!qv_snapshot_delete(snapshots->guest, name, merged == 0, error))
        return FALSE;
    qv_snapshots_drop(snapshots, images);
    return TRUE;
}

static gboolean
delete_one(QvCall *call, const char *name, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = qv_snapshots_load(call, error);
    xmlNode *record = snapshots ? qv_snapshots_find(snapshots, name, error) : NULL;
    gboolean only_record = qv_call_has(call, "metadata");

    if (record == NULL || !qv_interrupt_check(error))
        return FALSE;
    if (qv_xml_is(record, "kind", "external") && !only_record
            ? !delete_external(snapshots, record, error)
            : !qv_snapshot_delete(snapshots->guest, name, only_record, error)) {
        g_prefix_error(error, _("snapshot '%s' of guest '%s' cannot be deleted: "), name,
                       qv_guest_name(snapshots->guest));
        return FALSE;
    }
    qv_say(_("snapshot '%s' of guest '%s' deleted"), name, qv_guest_name(snapshots->guest));
    return TRUE;
}

static guint64
depth_of(xmlNode *record)
{
    g_autofree char *depth = qv_xml_get(record, "depth");

    return g_ascii_strtoull(depth, NULL, 10);
}

/* Those that grew out of a snapshot follow it, and lie deeper. */
static GPtrArray *
names_of(xmlNode *record, gboolean children)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(names, qv_xml_get(record, "name"));
    for (xmlNode *n = qv_xml_next(record, "record");
         children && n != NULL && depth_of(n) > depth_of(record); n = qv_xml_next(n, "record"))
        g_ptr_array_add(names, qv_xml_get(n, "name"));
    return names;
}

static gboolean
run_snapshot_delete(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = qv_snapshots_load(call, error);
    xmlNode *record = snapshots ? qv_snapshots_find(snapshots, call->arguments[1], error) : NULL;

    if (record == NULL)
        return FALSE;
    qv_interrupt_catch();
    g_autoptr(GPtrArray) names = names_of(record, qv_call_has(call, "children"));
    for (guint i = names->len; i > 0; i--)
        if (!delete_one(call, names->pdata[i - 1], error))
            return FALSE;
    return TRUE;
}

const QvCommand qv_cmd_snapshot_delete = {
    .name = "snapshot delete",
    .arguments = N_("GUEST SNAPSHOT"),
    .least = 2,
    .most = 2,
    .summary = N_("forget a snapshot; the present state stays"),
    .details = N_("The images of an external snapshot are merged with those above them. Of a guest "
                  "that is off,\nlibvirt starts QEMU for that, without letting the guest run."),
    .flags = QV_CONNECTS | QV_JOBS,
    .options = options,
    .run = run_snapshot_delete,
};
