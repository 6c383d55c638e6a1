/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* files: which files belong to a guest. */
#include "hv/files.h"

#include <sys/stat.h>

#include "base/error.h"
#include "hv/libvirt.h"
#include "hv/power.h"
#include "hv/snapshot.h"
#include "model/stage.h"

/* Below which of the user's directories a session keeps a kind of file. */
typedef enum { CONFIG, CACHE } Home;

/* Where libvirt's QEMU driver keeps what it does not name in a domain (src/qemu/qemu_conf.c), the
   directory of the system and of a session. */
static const struct {
    const char *kind;
    const char *system;
    Home home;
    const char *session;
    const char *suffix; /* behind the guest's name; NULL for the UUID alone */
} places[] = {
    {"definition", "/etc/libvirt/qemu", CONFIG, "libvirt/qemu", ".xml"},
    {"autostart", "/etc/libvirt/qemu/autostart", CONFIG, "libvirt/qemu/autostart", ".xml"},
    {"variables", "/var/lib/libvirt/qemu/nvram", CONFIG, "libvirt/qemu/nvram", "_VARS.fd"},
    {"tpm", "/var/lib/libvirt/swtpm", CONFIG, "libvirt/qemu/swtpm", NULL},
    {"saved", "/var/lib/libvirt/qemu/save", CONFIG, "libvirt/qemu/save", ".save"},
    {"snapshots", "/var/lib/libvirt/qemu/snapshot", CONFIG, "libvirt/qemu/snapshot", ""},
    {"checkpoints", "/var/lib/libvirt/qemu/checkpoint", CONFIG, "libvirt/qemu/checkpoint", ""},
    {"log", "/var/log/libvirt/qemu", CACHE, "libvirt/qemu/log", ".log"},
    {"tpm-log", "/var/log/swtpm/libvirt/qemu", CACHE, "libvirt/qemu/log", "-swtpm.log"},
};

/* The list in the making. */
typedef struct {
    QvGuest *guest;
    QvConnection *connection;
    QvChainUsers *users;
    GPtrArray *files;
    GHashTable *paths; /* the paths of the files, which own them */
    xmlNode *images;   /* see qv_chain_add() */
} Listing;

static void
free_file(gpointer data)
{
    QvFile *file = data;

    g_free(file->kind);
    g_free(file->path);
    g_free(file->format);
    g_free(file->device);
    g_free(file->owner);
    g_free(file);
}

static char *
path_in_place(QvGuest *guest, gsize i)
{
    QvConnection *connection = virDomainGetConnect(guest);
    g_autofree char *uuid = qv_libvirt_uuid(guest);
    g_autofree char *name = places[i].suffix
                                ? g_strconcat(virDomainGetName(guest), places[i].suffix, NULL)
                                : g_strdup(uuid);

    if (!qv_connection_is_session(connection))
        return g_build_filename(places[i].system, name, NULL);
    return g_build_filename(places[i].home == CACHE ? g_get_user_cache_dir()
                                                    : g_get_user_config_dir(),
                            places[i].session, name, NULL);
}

char *
qv_files_path(QvGuest *guest, const char *kind)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++)
        if (g_str_equal(places[i].kind, kind))
            return path_in_place(guest, i);
    return NULL;
}

/* Files of directories that only root may enter are known to libvirt, where they are volumes. */
static void
look_at_file(Listing *listing, QvFile *file)
{
    gboolean here = qv_connection_has_local_files(listing->connection);
    struct stat status;

    if (here && stat(file->path, &status) == 0) {
        file->there = QV_THERE_YES;
        file->size = S_ISREG(status.st_mode) ? (guint64)status.st_blocks * 512 : 0;
    } else if (here && (errno == ENOENT || errno == ENOTDIR)) {
        file->there = QV_THERE_NO;
    } else {
        g_autoptr(virStorageVol) volume =
            virStorageVolLookupByPath(listing->connection, file->path);
        file->there = volume ? QV_THERE_YES : QV_THERE_UNKNOWN;
    }
}

/* What is known already stays as it was said first. @optional: not unless it is there. */
static void
add_file(Listing *listing, const QvFile *like, gboolean optional)
{
    QvFile *file;

    if (like->path == NULL || *like->path == '\0' ||
        g_hash_table_contains(listing->paths, like->path))
        return;
    file = g_new0(QvFile, 1);
    file->kind = g_strdup(like->kind);
    file->path = g_strdup(like->path);
    file->format = like->format && *like->format ? g_strdup(like->format) : NULL;
    file->device = like->device && *like->device ? g_strdup(like->device) : NULL;
    file->owner = g_strdup(like->owner ? like->owner : "guest");
    look_at_file(listing, file);
    if (optional && file->there != QV_THERE_YES) {
        free_file(file);
        return;
    }
    g_ptr_array_add(listing->files, file);
    g_hash_table_add(listing->paths, file->path);
}

/* virtlogd goes on in a new file when one is full. */
static void
add_rotated(Listing *listing, const char *kind, const char *path)
{
    for (guint n = 0; n < 100; n++) {
        g_autofree char *name = g_strdup_printf("%s.%u", path, n);
        guint before = listing->files->len;
        add_file(listing, &(QvFile){.kind = (char *)kind, .path = name}, TRUE);
        if (listing->files->len == before)
            return;
    }
}

/* The image as @first says, and those below it, as far as they can be read. */
static void
add_image_chain(Listing *listing, const QvFile *first, gboolean optional)
{
    g_autofree char *path = g_strdup(first->path);
    const char *format = first->format && *first->format ? first->format : "raw";
    gboolean medium = g_str_equal(first->kind, "medium");

    add_file(listing, first, optional);
    if (!g_hash_table_contains(listing->paths, path))
        return;
    qv_chain_add(listing->connection, listing->images, path, format, first->device, NULL);
    for (guint depth = 0; path != NULL && depth < 1000; depth++) {
        xmlNode *image = qv_chain_find(listing->images, path);
        g_autofree char *below = image ? qv_xml_get(image, "below") : NULL;
        g_autofree char *below_format = image ? qv_xml_get(image, "below-format") : NULL;
        QvFile base = *first;
        base.kind = medium ? first->kind : (char *)"base";
        base.path = below;
        base.format = below_format;
        add_file(listing, &base, FALSE);
        g_free(path);
        path = g_steal_pointer(&below);
    }
}

static void
add_named(Listing *listing, xmlNode *n)
{
    g_autofree char *kind = qv_xml_get(n, "kind");
    g_autofree char *path = qv_xml_get(n, "path");
    g_autofree char *format = qv_xml_get(n, "format");
    g_autofree char *device = qv_xml_get(n, "device");
    g_autofree char *owner = qv_xml_get(n, "owner");
    g_autofree char *pool = qv_xml_get(n, "pool");
    g_autofree char *volume = qv_xml_get(n, "volume");
    g_autofree char *resolved =
        pool ? qv_volume_path(listing->connection, pool, volume, NULL) : NULL;
    gboolean optional = qv_xml_is(n, "optional", "yes");
    QvFile file = {.kind = kind,
                   .path = resolved ? resolved : path,
                   .format = format,
                   .device = device,
                   .owner = owner};

    if (qv_xml_is(n, "chain", "yes") && *file.path != '\0')
        add_image_chain(listing, &file, optional);
    else
        add_file(listing, &file, optional);
    if (g_str_has_suffix(kind, "-log"))
        add_rotated(listing, kind, file.path);
}

/* Whether there must be such a file without a word about where. */
static gboolean
is_expected(Listing *listing, xmlNode *said, const char *kind)
{
    xmlNode *n = qv_xml_child(said, "place");

    if (g_str_equal(kind, "definition"))
        return virDomainIsPersistent(listing->guest) == 1;
    if (g_str_equal(kind, "saved"))
        return qv_guest_is_saved(listing->guest);
    while (n != NULL && !qv_xml_is(n, "kind", kind))
        n = qv_xml_next(n, "place");
    return n != NULL;
}

static void
add_places(Listing *listing, xmlNode *said)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        const char *kind = places[i].kind;
        g_autofree char *path = path_in_place(listing->guest, i);
        add_file(listing, &(QvFile){.kind = (char *)kind, .path = path},
                 !is_expected(listing, said, kind));
        if (g_str_has_suffix(kind, "log"))
            add_rotated(listing, kind, path);
    }
}

/* <files> of the stage "files", of the guest as it runs and as it is defined. */
static xmlDoc *
read_belongings(QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("belongings");
    g_autoptr(xmlDoc) live = qv_guest_live_xml(guest, error);
    g_autoptr(xmlDoc) config = live ? qv_guest_xml(guest, error) : NULL;
    g_autoptr(xmlDoc) snapshots = config ? qv_snapshot_list(guest, error) : NULL;

    if (snapshots == NULL)
        return NULL;
    qv_xml_graft(qv_xml_root(in), qv_xml_root(live));
    qv_xml_graft(qv_xml_root(in), qv_xml_root(config));
    qv_xml_graft(qv_xml_root(in), qv_xml_root(snapshots));
    return qv_stage("files", in, error);
}

static gboolean
mark_owners(Listing *listing, GError **error)
{
    g_autoptr(xmlDoc) own = qv_chain_own(listing->guest, listing->images, error);

    if (own == NULL)
        return FALSE;
    for (guint i = 0; i < listing->files->len; i++) {
        QvFile *file = listing->files->pdata[i];
        xmlNode *n = qv_xml_child(qv_xml_root(own), "made");
        while (n != NULL && !qv_xml_is(n, "path", file->path))
            n = qv_xml_next(n, "made");
        file->made = n != NULL;
        if (listing->users != NULL && g_str_equal(file->owner, "guest") &&
            !qv_chain_check_guests(listing->users, listing->guest, file->path, NULL)) {
            g_free(file->owner);
            file->owner = g_strdup("shared");
        }
    }
    return TRUE;
}

GPtrArray *
qv_files_of_guest(QvGuest *guest, QvChainUsers *users, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
    g_autoptr(GHashTable) paths = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(xmlDoc) images = qv_xml_new("images");
    Listing listing = {guest, virDomainGetConnect(guest), users, files, paths, qv_xml_root(images)};
    g_autoptr(xmlDoc) said = NULL;

    if (qv_connection_is_test(listing.connection))
        return g_steal_pointer(&files);
    said = read_belongings(guest, error);
    if (said == NULL)
        return NULL;
    xmlNode *n = qv_xml_child(qv_xml_root(said), "file");
    for (; n != NULL; n = qv_xml_next(n, "file"))
        add_named(&listing, n);
    if (g_strcmp0(virConnectGetType(listing.connection), "QEMU") == 0)
        add_places(&listing, qv_xml_root(said));
    return mark_owners(&listing, error) ? g_steal_pointer(&files) : NULL;
}

gboolean
qv_files_copy_tpm(QvGuest *from, QvGuest *to, GError **error)
{
    g_autofree char *source = qv_files_path(from, "tpm");
    g_autofree char *target = qv_files_path(to, "tpm");
    char *argv[] = {(char *)"cp", (char *)"-a", (char *)"--", source, target, NULL};
    int status;

    if (!qv_connection_has_local_files(virDomainGetConnect(from)))
        return qv_fail(
            error, QV_ERROR_HOST,
            _("--tpm copy: the TPM's files are not on this machine; without it the clone "
              "gets a fresh one"));
    if (!g_file_test(source, G_FILE_TEST_IS_DIR))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("--tpm copy: guest '%s' has no TPM state at '%s'; it is made at the first "
                         "start"),
                       qv_guest_name(from), source);
    if (!g_spawn_sync("/", argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                      NULL, NULL, &status, error))
        return FALSE;
    return status == 0 || qv_fail(error, QV_ERROR_FAILED, _("--tpm copy: cannot copy '%s' to '%s'"),
                                  source, target);
}
