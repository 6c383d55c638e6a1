/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate: moves a guest to another host, and sees where it is afterwards. */
#include "hv/migrate.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "base/undo.h"
#include "hv/job.h"
#include "hv/libvirt.h"
#include "hv/state.h"
#include "hv/volume.h"

#define POLL 200           /* milliseconds between two looks at where the guest is */
#define SETTLE (15 * 1000) /* how long a daemon may take to clear up after a failure */

/* One migration under way. */
typedef struct {
    const QvMigration *asked;
    char uuid[VIR_UUID_STRING_BUFLEN];
    char *source_name, *destination_name;
    gboolean was_there; /* the destination had a definition of it before */
    gboolean autostart;
    GPtrArray *made; /* (element-type char*): paths of volumes made on the destination */
    unsigned int flags;
    virTypedParameterPtr params;
    int nparams, maxparams;
    gint64 begun;
    gboolean paused;   /* by us, as time was over */
    gboolean switched; /* to post-copy */
    gint began;        /* atomic: data went over */
    gint direct;       /* atomic: this client carries it */
    gint lost;         /* atomic: the destination does not answer us, who carry it */
} Move;

static void
move_clear(Move *move)
{
    virTypedParamsFree(move->params, move->nparams);
    g_free(move->source_name);
    g_free(move->destination_name);
    g_ptr_array_unref(move->made);
}

static void
add_move_text(Move *move, const char *name, const char *value)
{
    if (value != NULL)
        virTypedParamsAddString(&move->params, &move->nparams, &move->maxparams, name, value);
}

static void
set_parameters(Move *move)
{
    const QvMigration *asked = move->asked;

    add_move_text(move, VIR_MIGRATE_PARAM_DEST_NAME, asked->name);
    add_move_text(move, VIR_MIGRATE_PARAM_LISTEN_ADDRESS, asked->listen);
    add_move_text(move, VIR_MIGRATE_PARAM_URI, asked->migrate_uri);
    if (asked->bandwidth > 0)
        virTypedParamsAddULLong(&move->params, &move->nparams, &move->maxparams,
                                VIR_MIGRATE_PARAM_BANDWIDTH, MAX(1, asked->bandwidth >> 20));
}

/* A transient guest stays one: it has no definition to leave or to take along. */
static unsigned int
migrate_flags_of(const QvMigration *asked)
{
    gboolean persistent = virDomainIsPersistent(asked->guest) == 1;

    return (asked->offline ? VIR_MIGRATE_OFFLINE : VIR_MIGRATE_LIVE) |
           (persistent ? VIR_MIGRATE_PERSIST_DEST : 0) |
           (persistent && !asked->copy ? VIR_MIGRATE_UNDEFINE_SOURCE : 0) |
           (asked->copy_storage ? VIR_MIGRATE_NON_SHARED_DISK : 0) |
           (asked->post_copy ? VIR_MIGRATE_POSTCOPY : 0) | (asked->tls ? VIR_MIGRATE_TLS : 0) |
           (asked->unsafe ? VIR_MIGRATE_UNSAFE : 0);
}

/* ---- the call itself ---- */

/* Whether the source's daemon cannot do without us: it has no such feature, or does not get a
   connection to the destination. */
static gboolean
needs_us(Move *move)
{
    const virError *last = virGetLastError();
    int code = last ? last->code : 0, domain = last ? last->domain : 0;

    if (g_atomic_int_get(&move->began) || !qv_interrupt_check(NULL))
        return FALSE;
    return code == VIR_ERR_NO_SUPPORT || code == VIR_ERR_ARGUMENT_UNSUPPORTED ||
           domain == VIR_FROM_RPC || domain == VIR_FROM_REMOTE || domain == VIR_FROM_AUTH;
}

static gboolean
explain(Move *move, GError **error)
{
    if (g_atomic_int_get(&move->lost))
        return qv_fail(error, QV_ERROR_FAILED, _("%s does not answer any more"),
                       move->destination_name);
    if (virGetLastErrorCode() == VIR_ERR_MIGRATE_UNSAFE)
        return qv_fail(error, QV_ERROR_HOST,
                       _("libvirt on %s does not know that both hosts see the same disks; if they "
                         "do, say --unsafe, else --copy-storage"),
                       move->source_name);
    return qv_libvirt_fail(error);
}

static gboolean
work_on_move(gpointer data, GError **error)
{
    Move *move = data;
    const QvMigration *asked = move->asked;
    unsigned int nparams = (unsigned int)move->nparams;

    if (!asked->direct) {
        if (virDomainMigrateToURI3(asked->guest, asked->uri, move->params, nparams,
                                   move->flags | VIR_MIGRATE_PEER2PEER) == 0)
            return TRUE;
        if (!needs_us(move))
            return explain(move, error);
    }
    g_atomic_int_set(&move->direct, 1);
    g_autoptr(virDomain) moved =
        virDomainMigrate3(asked->guest, asked->destination, move->params, nparams, move->flags);
    return moved != NULL || explain(move, error);
}

/* libvirt lets post-copy begin when the memory went over once. */
static void
switch_to_post_copy(Move *move)
{
    virTypedParameterPtr params = NULL;
    unsigned long long iteration = 0;
    int n = 0, type;

    if (virDomainGetJobStats(move->asked->guest, &type, &params, &n, 0) < 0)
        return;
    virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_MEMORY_ITERATION, &iteration);
    virTypedParamsFree(params, n);
    if (iteration > 1)
        move->switched = virDomainMigrateStartPostCopy(move->asked->guest, 0) == 0;
}

static gboolean
look_at_move(gpointer data, guint64 *done, guint64 *total)
{
    Move *move = data;
    const QvMigration *asked = move->asked;
    gint64 spent = g_get_monotonic_time() - move->begun;
    virDomainJobInfo info;

    if (asked->post_copy && !move->switched)
        switch_to_post_copy(move);
    if (asked->suspend && !move->paused && spent > asked->seconds * G_TIME_SPAN_SECOND)
        move->paused = virDomainSuspend(asked->guest) == 0;
    if (virDomainGetJobInfo(asked->guest, &info) < 0 || info.type == VIR_DOMAIN_JOB_NONE)
        return FALSE;
    if (info.dataProcessed > 0)
        g_atomic_int_set(&move->began, 1);
    /* The source would send into the void until its network gives up. */
    if (g_atomic_int_get(&move->direct) && virConnectIsAlive(asked->destination) != 1) {
        g_atomic_int_set(&move->lost, 1);
        virDomainAbortJob(asked->guest);
    }
    *done = info.dataProcessed;
    *total = info.dataTotal;
    return TRUE;
}

/* ---- where the guest is ---- */

/* The guest on a host: -1 where the host does not answer, -2 where it has none. */
typedef struct {
    int state;
    virDomain *guest;
} Place;

#define SILENT (-1)
#define NOWHERE (-2)

static Place
place_of(const Move *move, virConnect *connection)
{
    Place place = {SILENT, connection ? virDomainLookupByUUIDString(connection, move->uuid) : NULL};
    int reason;

    if (place.guest == NULL && connection != NULL && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN)
        place.state = NOWHERE;
    else if (place.guest != NULL && virDomainGetState(place.guest, &place.state, &reason, 0) < 0)
        place.state = virGetLastErrorCode() == VIR_ERR_NO_DOMAIN ? NOWHERE : SILENT;
    return place;
}

static void
place_clear(Place *place)
{
    g_clear_pointer(&place->guest, virDomainFree);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static gboolean
is_on(const Place *place)
{
    return place->state >= 0 && place->state != VIR_DOMAIN_SHUTOFF &&
           place->state != VIR_DOMAIN_CRASHED;
}

static const char *
place_in_words(const Place *place)
{
    if (place->state == SILENT)
        return _("not known, as it does not answer,");
    return place->state == NOWHERE ? _("not there") : qv_state_name(place->state);
}

static void
say_where(const Move *move, const Place *source, const Place *destination, GError **error)
{
    if (error == NULL || *error == NULL)
        return;
    g_autofree char *text = g_steal_pointer(&(*error)->message);
    (*error)->message =
        g_strdup_printf(_("%s; guest '%s' is %s on %s, %s on %s"), text,
                        virDomainGetName(move->asked->guest), place_in_words(source),
                        move->source_name, place_in_words(destination), move->destination_name);
}

/* ---- what is made on the destination, and taken back ---- */

static gboolean
make_moved_volume(Move *move, xmlNode *file, QvUndo *undo, GError **error)
{
    g_autofree char *path = qv_xml_get(file, "path");
    g_autofree char *pool = qv_xml_get(file, "pool");
    g_autofree char *device = qv_xml_get(file, "device");
    g_autofree char *name = g_path_get_basename(path);
    virDomainBlockInfo info;

    if (virDomainGetBlockInfo(move->asked->guest, device, &info, 0) < 0)
        return qv_libvirt_fail(error);
    g_autofree char *size = g_strdup_printf("%llu", info.capacity);
    g_autoptr(xmlDoc) plan =
        qv_volume_plan(name, size, qv_xml_is(file, "format", "raw") ? "raw" : "thin", error);
    if (plan == NULL || !qv_volume_create(move->asked->destination, pool, plan, undo, error)) {
        g_prefix_error(error, _("cannot make disk %s on %s: "), path, move->destination_name);
        return FALSE;
    }
    g_ptr_array_add(move->made, g_steal_pointer(&path));
    return TRUE;
}

/* libvirt would make them too, but leaves them behind when the migration fails. */
static gboolean
make_volumes(Move *move, QvUndo *undo, GError **error)
{
    xmlNode *uses = qv_xml_child(move->asked->facts, "uses");

    for (xmlNode *n = qv_xml_child(uses, "file"); n != NULL; n = qv_xml_next(n, "file"))
        if (qv_xml_is(n, "copied", "yes") && !make_moved_volume(move, n, undo, error))
            return FALSE;
    return qv_interrupt_check(error);
}

/* A definition that the failed migration left; its UEFI variables may be those of the source. */
static void
forget_definition(const Move *move, Place *destination)
{
    if (move->was_there || destination->state != VIR_DOMAIN_SHUTOFF)
        return;
    if (virDomainUndefineFlags(destination->guest, VIR_DOMAIN_UNDEFINE_KEEP_NVRAM) == 0)
        destination->state = NOWHERE;
}

/* The daemons clear up by themselves, each as it notices that the other one gave up. */
static void
wait_until_clear(const Move *move, virConnect *destination)
{
    for (guint waited = 0; waited < SETTLE; waited += POLL) {
        g_auto(Place) source = place_of(move, virDomainGetConnect(move->asked->guest));
        g_auto(Place) there = place_of(move, destination);
        if (source.state == SILENT || !is_on(&source) || !is_on(&there))
            return;
        g_usleep(POLL * 1000);
    }
}

/* A daemon that was started anew answers on a new connection only. */
static void
clear_up(Move *move, QvUndo *undo, GError **error)
{
    virConnect *old = move->asked->destination;
    gboolean alive = virConnectIsAlive(old) == 1;
    g_autoptr(virConnect) new = alive ? NULL : qv_connect(move->asked->uri, NULL);
    virConnect *connection = alive ? old : new;

    wait_until_clear(move, connection);
    g_auto(Place) source = place_of(move, virDomainGetConnect(move->asked->guest));
    g_auto(Place) destination = place_of(move, connection);
    if (move->paused && source.state == VIR_DOMAIN_PAUSED && !is_on(&destination) &&
        virDomainResume(source.guest) == 0)
        source.state = VIR_DOMAIN_RUNNING;
    if (source.state >= 0)
        forget_definition(move, &destination);
    say_where(move, &source, &destination, error);
    if (is_on(&destination))
        qv_undo_keep(undo);
    for (guint i = 0; new != NULL && !is_on(&destination) && i < move->made->len; i++)
        qv_volume_delete(new, move->made->pdata[i], NULL);
    for (guint i = 0; connection == NULL && i < move->made->len; i++)
        g_prefix_error(error, _("%s was left on %s: "), (char *)move->made->pdata[i],
                       move->destination_name);
}

/* ---- afterwards ---- */

static void
read_statistics(virDomain *guest, QvMigrated *migrated)
{
    virTypedParameterPtr params = NULL;
    unsigned long long elapsed = 0, downtime = 0, bytes = 0;
    int n = 0, type;

    if (virDomainGetJobStats(guest, &type, &params, &n, VIR_DOMAIN_JOB_STATS_COMPLETED) < 0)
        return;
    virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_TIME_ELAPSED, &elapsed);
    virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_DOWNTIME, &downtime);
    virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_DATA_PROCESSED, &bytes);
    virTypedParamsFree(params, n);
    *migrated = (QvMigrated){elapsed, downtime, bytes};
}

/* libvirt said that it is done: there must be one copy, and not here. */
static gboolean
verify(const Move *move, QvMigrated *migrated, GError **error)
{
    const QvMigration *asked = move->asked;
    g_auto(Place) source = place_of(move, virDomainGetConnect(asked->guest));
    g_auto(Place) destination = place_of(move, asked->destination);

    if (is_on(&source) || is_on(&destination) == asked->offline || destination.guest == NULL) {
        qv_fail(error, QV_ERROR_FAILED, _("libvirt called the migration done"));
        say_where(move, &source, &destination, error);
        return FALSE;
    }
    if (!asked->offline)
        read_statistics(destination.guest, migrated);
    if (move->autostart && !asked->copy && virDomainSetAutostart(destination.guest, 1) < 0)
        return qv_libvirt_fail(error);
    return TRUE;
}

static void
prepare_move(Move *move)
{
    const QvMigration *asked = move->asked;
    int autostart = 0;

    virDomainGetUUIDString(asked->guest, move->uuid);
    virDomainGetAutostart(asked->guest, &autostart);
    g_autoptr(virDomain) there = virDomainLookupByUUIDString(asked->destination, move->uuid);
    move->was_there = there != NULL;
    move->autostart = autostart != 0;
    move->source_name = qv_xml_get(qv_xml_child(asked->facts, "source"), "name");
    move->destination_name = qv_xml_get(qv_xml_child(asked->facts, "destination"), "name");
    move->made = g_ptr_array_new_with_free_func(g_free);
    move->flags = migrate_flags_of(asked);
    set_parameters(move);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Move, move_clear)

gboolean
qv_migrate(const QvMigration *asked, QvMigrated *migrated, GError **error)
{
    g_auto(Move) move = {.asked = asked};
    g_autoptr(QvUndo) undo = qv_undo_new();
    QvJob job = {.name = "migrate",
                 .guest = asked->guest,
                 .seconds = asked->suspend ? 0 : asked->seconds,
                 .work = work_on_move,
                 .look = look_at_move,
                 .data = &move};

    prepare_move(&move);
    if (asked->copy_storage && !make_volumes(&move, undo, error))
        return FALSE;
    if (asked->downtime > 0 && virDomainMigrateSetMaxDowntime(asked->guest, asked->downtime, 0) < 0)
        return qv_libvirt_fail(error);
    move.begun = g_get_monotonic_time();
    if (!qv_job_run(&job, error)) {
        clear_up(&move, undo, error);
        return FALSE;
    }
    qv_undo_keep(undo);
    return verify(&move, migrated, error);
}
