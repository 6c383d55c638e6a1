/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* files: which files belong to a guest. */
#include "hv/files.h"

#include "cli/command.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"kind", N_("KIND"), N_("what it is: disk, base (below a disk), medium, variables, …"), QV_TEXT,
     FALSE, FALSE, 0},
    {"device", N_("DEVICE"), N_("the disk's target"), QV_TEXT, FALSE, FALSE, 0},
    {"format", N_("FORMAT"), N_("the format of an image"), QV_TEXT, FALSE, FALSE, 0},
    {"size", N_("SIZE"), N_("the space that a file takes up"), QV_SIZE, FALSE, FALSE, 0},
    {"state", N_("STATE"), N_("there, missing, or unknown where it cannot be seen"), QV_TEXT, FALSE,
     FALSE, 0},
    {"owner", N_("OWNER"), N_("guest, shared with others, or host"), QV_TEXT, FALSE, FALSE, 0},
    {"made", N_("MADE"), N_("whether qvirt made it for the guest"), QV_BOOLEAN, TRUE, FALSE, 0},
    {"path", N_("PATH"), N_("where it is on the guest's host"), QV_TEXT, FALSE, TRUE, 0},
    {.key = NULL},
};

static void
add_file_record(QvRecords *records, const QvFile *file)
{
    static const char *const states[] = {
        [QV_THERE_NO] = "missing", [QV_THERE_YES] = "there", [QV_THERE_UNKNOWN] = "unknown"};
    g_autofree char *size =
        file->size > 0 ? g_strdup_printf("%" G_GUINT64_FORMAT, file->size) : NULL;

    qv_records_add(records);
    qv_records_set(records, "kind", file->kind);
    qv_records_set(records, "device", file->device);
    qv_records_set(records, "format", file->format);
    qv_records_set(records, "size", size);
    qv_records_set(records, "state", states[file->there]);
    qv_records_set(records, "owner", file->owner);
    qv_records_set(records, "made", file->made ? "yes" : "no");
    qv_records_set(records, "path", file->path);
}

static gboolean
run_files(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autoptr(QvChainUsers) users =
        guest ? qv_chain_users(qv_guest_connection(guest), error) : NULL;
    g_autoptr(GPtrArray) files = users ? qv_files_of_guest(guest, users, error) : NULL;

    if (files == NULL)
        return FALSE;
    for (guint i = 0; i < files->len; i++)
        add_file_record(records, files->pdata[i]);
    return qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_files = {
    .name = "files",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("list the files that belong to a guest"),
    .details = N_(
        "Its disks with all that lies below them, media, UEFI variables, TPM state, saved memory, "
        "files of its\nsnapshots, logs; also those that its definition does not name. Images are "
        "read, none is changed."),
    .flags = QV_CONNECTS,
    .columns = columns,
    .run = run_files,
};
