/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clone: makes a guest like another, with disks of its own. */
#include "base/interrupt.h"
#include "cli/snapshots.h"
#include "hv/backing-chain.h"
#include "hv/define.h"
#include "hv/files.h"
#include "hv/guest.h"
#include "hv/metadata.h"
#include "hv/power.h"
#include "hv/volume.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "linked",
     .parse = qv_value_text,
     .help = N_("share the disks as they are now; both guests write into overlays of their own")},
    {.name = "disk-pool",
     .value = N_("NAME"),
     .parse = qv_value_text,
     .help = N_("the storage pool of the new disks; beside the original's where it is not given")},
    {.name = "tpm",
     .value = "fresh|copy",
     .choices = "fresh|copy",
     .parse = qv_value_choice,
     .help = N_("a TPM with its own secrets, or a copy of the original's; 'fresh' where it is not "
                "given")},
    {.name = NULL},
};

/* A clone in the making. */
typedef struct {
    QvCall *call;
    QvConnection *connection;
    QvSnapshots *origin;
    const char *name;
    char *pool;
    xmlDoc *images;                    /* of the original, see qv_chain_of_guest() */
    xmlDoc *new;                       /* the input of the stage "clone" */
    xmlDoc *seat;                      /* the input of the stage "move-disks" for the original */
    GPtrArray *made, *made_for_origin; /* (element-type utf8): paths */
    QvUndo *undo;
} Clone;

static gboolean
check_clone_disks(Clone *clone, GError **error)
{
    xmlNode *n = qv_xml_child(qv_xml_root(clone->images), "disk");

    for (; n != NULL; n = qv_xml_next(n, "disk")) {
        g_autofree char *target = qv_xml_get(n, "dev");
        gboolean host = qv_xml_is(n, "kind", "host");
        if (host || qv_xml_is(n, "kind", "other"))
            return qv_fail(error, QV_ERROR_FAILED,
                           _("guest '%s': disk %s is %s, which two guests cannot share and qvirt "
                             "cannot copy; detach it first"),
                           qv_guest_name(clone->origin->guest), target,
                           host ? _("a device of the host") : _("no file of this host"));
    }
    return TRUE;
}

static gboolean
check_origin(Clone *clone, GError **error)
{
    QvGuest *guest = clone->origin->guest;
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL || !qv_guest_check_unsaved(guest, error))
        return FALSE;
    if (!qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is %s, and writes to its disks while they are copied; stop it "
                         "first"),
                       state->name, state->state);
    if (qv_guest_exists(clone->connection, clone->name))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("there is a guest '%s' already; choose another name, or delete it with "
                         "'qvirt delete %s'"),
                       clone->name, clone->name);
    if (qv_call_has(clone->call, "linked") && qv_snapshots_any(clone->origin, "internal"))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' has internal snapshots, which its disks lose when others lie "
                         "on them; delete them first, or clone it without --linked"),
                       state->name);
    clone->images = qv_chain_of_guest(guest, FALSE, error);
    return clone->images != NULL && check_clone_disks(clone, error);
}

/* The new disk, with the old images whose place it takes. */
static void
add_clone_disk(Clone *clone, xmlNode *disk, const char *path, const char *format)
{
    g_autofree char *target = qv_xml_get(disk, "dev");
    g_autofree char *at = qv_xml_get(disk, "path");
    xmlNode *new = qv_xml_add(qv_xml_root(clone->new), "disk");

    qv_xml_set(new, "dev", target);
    qv_xml_set(new, "path", path);
    qv_xml_set(new, "format", format);
    g_ptr_array_add(clone->made, g_strdup(path));
    while (at != NULL) {
        xmlNode *image = qv_chain_find(qv_xml_root(clone->images), at);
        qv_xml_set(qv_xml_add(new, "image"), "path", at);
        g_free(at);
        at = image ? qv_xml_get(image, "below") : NULL;
    }
}

static gboolean
copy_disk(Clone *clone, xmlNode *disk, GError **error)
{
    g_autofree char *path = qv_xml_get(disk, "path");
    g_autofree char *format = qv_xml_get(disk, "format");
    g_autofree char *name = qv_volume_name(clone->connection, path, clone->pool, clone->name,
                                           format, clone->undo, error);
    g_autofree char *copy = name ? qv_volume_copy(clone->connection, path, clone->name, clone->pool,
                                                  name, clone->undo, error)
                                 : NULL;

    if (copy != NULL)
        add_clone_disk(clone, disk, copy, format);
    return copy != NULL;
}

static char *
length_of(Clone *clone, const char *path)
{
    g_autoptr(xmlDoc) volume = qv_volume_find_path(clone->connection, path, NULL);
    g_autoptr(xmlDoc) image = volume ? qv_stage("image", volume, NULL) : NULL;

    return image ? qv_xml_get(qv_xml_root(image), "physical") : NULL;
}

static char *
make_clone_overlay(Clone *clone, const char *stem, const char *path, const char *format,
                   const char *pool, GError **error)
{
    g_autofree char *name =
        qv_volume_name(clone->connection, path, pool, stem, "qcow2", clone->undo, error);

    if (name == NULL)
        return NULL;
    return qv_volume_overlay(clone->connection, path, format, pool, name, clone->undo, error);
}

/* Whether nothing was written to the original's overlay since qvirt made it: whatever is written to
   an image makes it longer, and new ones are all of one length. */
static gboolean
is_unwritten(Clone *clone, const char *overlay, const char *new)
{
    g_autofree char *length = length_of(clone, overlay);
    g_autofree char *empty = length_of(clone, new);

    if (length == NULL || *length == '\0' || g_strcmp0(length, empty) != 0)
        return FALSE;
    g_autoptr(xmlDoc) own = qv_chain_own(clone->origin->guest, qv_xml_root(clone->images), NULL);
    xmlNode *n = own ? qv_xml_child(qv_xml_root(own), "made") : NULL;
    while (n != NULL && !(qv_xml_is(n, "path", overlay) && qv_xml_is(n, "kind", "overlay")))
        n = qv_xml_next(n, "made");
    return n != NULL;
}

/* From now on nobody may write to the image: the original goes on in an overlay too. */
static gboolean
move_origin(Clone *clone, const char *target, const char *path, const char *format, GError **error)
{
    g_autofree char *stem =
        g_strdup_printf("%s-%s.shared", qv_guest_name(clone->origin->guest), target);
    char *overlay = make_clone_overlay(clone, stem, path, format, NULL, error);

    if (overlay == NULL)
        return FALSE;
    g_ptr_array_add(clone->made_for_origin, overlay);
    xmlNode *seat = qv_xml_add(qv_xml_root(clone->seat), "disk");
    qv_xml_set(seat, "dev", target);
    qv_xml_set(seat, "path", overlay);
    qv_xml_set(seat, "format", "qcow2");
    return TRUE;
}

static gboolean
link_disk(Clone *clone, xmlNode *disk, GError **error)
{
    g_autofree char *target = qv_xml_get(disk, "dev");
    g_autofree char *path = qv_xml_get(disk, "path");
    g_autofree char *format = qv_xml_get(disk, "format");
    xmlNode *image = qv_chain_find(qv_xml_root(clone->images), path);
    g_autofree char *below = qv_xml_get(image, "below");
    g_autofree char *below_format = qv_xml_get(image, "below-format");
    g_autofree char *overlay = NULL;

    /* The second clone of an original that was not started since the first shares the same image.
     */
    if (below != NULL && *below != '\0') {
        overlay = make_clone_overlay(clone, clone->name, below, below_format, clone->pool, error);
        if (overlay == NULL)
            return FALSE;
        if (is_unwritten(clone, path, overlay)) {
            add_clone_disk(clone, disk, overlay, "qcow2");
            return TRUE;
        }
        if (!qv_volume_delete(clone->connection, overlay, error))
            return FALSE;
        g_clear_pointer(&overlay, g_free);
    }
    overlay = make_clone_overlay(clone, clone->name, path, format, clone->pool, error);
    if (overlay == NULL || !move_origin(clone, target, path, format, error))
        return FALSE;
    add_clone_disk(clone, disk, overlay, "qcow2");
    return TRUE;
}

static gboolean
make_disks(Clone *clone, GError **error)
{
    gboolean linked = qv_call_has(clone->call, "linked");
    xmlNode *n = qv_xml_child(qv_xml_root(clone->images), "disk");

    for (; n != NULL; n = qv_xml_next(n, "disk"))
        if (qv_xml_is(n, "kind", "image") &&
            (!qv_interrupt_check(error) ||
             !(linked ? link_disk(clone, n, error) : copy_disk(clone, n, error))))
            return FALSE;
    return qv_interrupt_check(error);
}

/* The boot entries are in the UEFI variables, so the clone gets a copy of them. */
static gboolean
copy_variables(Clone *clone, GError **error)
{
    xmlNode *root = qv_xml_root(clone->images);
    g_autofree char *named = qv_xml_get(root, "nvram");
    g_autofree char *usual = qv_files_path(clone->origin->guest, "variables");
    const char *path = *named ? named : usual;
    g_autofree char *name = g_strdup_printf("%s_VARS.fd", clone->name);
    g_autoptr(xmlDoc) there = NULL;

    if (!qv_xml_is(root, "efi", "true"))
        return TRUE;
    there = qv_volume_look(clone->connection, path, clone->undo, NULL);
    if (there == NULL) {
        qv_warn(_("guest '%s' has no UEFI variables yet at '%s'; the clone begins with fresh ones"),
                qv_guest_name(clone->origin->guest), path);
        return TRUE;
    }
    g_autofree char *copy =
        qv_volume_copy(clone->connection, path, clone->name, NULL, name, clone->undo, error);
    qv_xml_set(qv_xml_root(clone->new), "nvram", copy);
    return copy != NULL;
}

static gboolean
give_tpm(Clone *clone, QvGuest *guest, GError **error)
{
    g_autofree char *wanted = qv_call_get(clone->call, "tpm");

    if (!qv_xml_is(qv_xml_root(clone->images), "tpm", "true"))
        return TRUE;
    if (g_strcmp0(wanted, "copy") == 0)
        return qv_files_copy_tpm(clone->origin->guest, guest, error);
    if (wanted == NULL)
        qv_warn(_("the clone's TPM is empty: what was sealed with the original's cannot be opened "
                  "with it; --tpm copy copies its secrets"));
    return TRUE;
}

/* Somebody else may have started it, and what was copied since is of several moments. */
static gboolean
check_still_off(Clone *clone, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(clone->origin->guest, error);

    if (state == NULL || qv_guest_is_off(state))
        return state != NULL;
    return qv_fail(error, QV_ERROR_FAILED,
                   _("guest '%s' was started while its disks were copied; nothing was kept"),
                   state->name);
}

/* The last step that can fail: after it the image that both share is written to by nobody. */
static gboolean
reseat_origin(Clone *clone, GError **error)
{
    g_autoptr(xmlDoc) domain = NULL;

    if (clone->made_for_origin->len == 0)
        return TRUE;
    domain = qv_guest_whole_xml(clone->origin->guest, error);
    if (domain == NULL)
        return FALSE;
    qv_xml_graft(qv_xml_root(clone->seat), qv_xml_root(domain));
    g_autoptr(xmlDoc) reseated = qv_stage("move-disks", clone->seat, error);
    return reseated != NULL && qv_interrupt_check(error) && check_still_off(clone, error) &&
           qv_guest_put(clone->connection, qv_xml_root(reseated), error);
}

static gboolean
make_clone(Clone *clone, GError **error)
{
    g_autoptr(xmlDoc) old = qv_guest_whole_xml(clone->origin->guest, error);
    g_autoptr(xmlDoc) domain = NULL;
    g_autoptr(QvGuest) guest = NULL;

    if (old == NULL || !make_disks(clone, error) || !copy_variables(clone, error) ||
        !check_still_off(clone, error))
        return FALSE;
    qv_xml_set(qv_xml_root(clone->new), "name", clone->name);
    qv_xml_graft(qv_xml_root(clone->new), qv_xml_root(old));
    domain = qv_stage("clone", clone->new, error);
    if (domain != NULL)
        guest = qv_guest_define(clone->connection, domain, clone->undo, error);
    if (guest == NULL || !qv_guest_note(guest, clone->made, error) ||
        !give_tpm(clone, guest, error) || !reseat_origin(clone, error))
        return FALSE;
    qv_undo_keep(clone->undo);
    return clone->made_for_origin->len == 0 ||
           qv_guest_note(clone->origin->guest, clone->made_for_origin, error);
}

static gboolean
run_clone(QvCall *call, GError **error)
{
    g_autoptr(xmlDoc) new = qv_xml_new("clone");
    g_autoptr(xmlDoc) seat = qv_xml_new("reseat");
    g_autofree char *pool = qv_call_get(call, "disk-pool");
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) made_for_origin = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(QvUndo) undo = qv_undo_new();
    g_autoptr(QvSnapshots) origin = NULL;
    gboolean made_it;

    if (!qv_value_name(call->arguments[1], NULL, qv_xml_root(new), error))
        return FALSE;
    origin = qv_snapshots_load(call, error);
    if (origin == NULL)
        return FALSE;
    Clone clone = {.call = call,
                   .connection = origin->connection,
                   .origin = origin,
                   .name = call->arguments[1],
                   .pool = pool,
                   .new = new,
                   .seat = seat,
                   .made = made,
                   .made_for_origin = made_for_origin,
                   .undo = undo};
    qv_interrupt_catch();
    made_it = check_origin(&clone, error) && make_clone(&clone, error);
    g_clear_pointer(&clone.images, xmlFreeDoc);
    if (!made_it)
        return FALSE;
    qv_say(_("guest '%s' cloned as '%s'"), qv_guest_name(origin->guest), clone.name);
    return TRUE;
}

const QvCommand qv_cmd_clone = {
    .name = "clone",
    .arguments = N_("GUEST NEW"),
    .least = 2,
    .most = 2,
    .summary = N_("make a guest like another, with disks, UUID and MAC addresses of its own"),
    .details =
        N_("The guest must be off. Its disks are copied, with --linked shared: from then on "
           "nobody\nwrites to the images as they are, and both guests have overlays on them. "
           "CD images and\ndisks that are only read are shared. UEFI variables are copied."),
    .flags = QV_CONNECTS | QV_JOBS,
    .options = options,
    .run = run_clone,
};
