/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* resize: makes a guest's disk larger. */
#include "cli/command.h"
#include "hv/device.h"
#include "hv/guest.h"
#include "hv/volume.h"

static const QvSetting options[] = {
    {.name = "shrink",
     .parse = qv_value_text,
     .help = N_("also to less, and lose what is behind; the guest must be off")},
    {.name = NULL},
};

/* "10G" is a size, "+10G" is so much more. */
static gboolean
read_size(const char *word, guint64 now, guint64 *bytes, GError **error)
{
    gboolean more = *word == '+';
    guint64 size = qv_size_parse(word + more);

    if (size == 0)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("resize: '%.64s' is not a size: a number and K, M, G or T, as 20G, or "
                         "+10G for so much more"),
                       word);
    *bytes = size + (more ? now : 0);
    return TRUE;
}

static gboolean
check_less(QvCall *call, const QvGuestState *state, guint64 now, guint64 bytes, GError **error)
{
    g_autofree char *before = qv_size_format(now);
    g_autofree char *after = qv_size_format(bytes);

    if (bytes > now)
        return TRUE;
    if (!qv_call_has(call, "shrink"))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("resize: the disk has %s; made smaller, to %s, it loses what is behind, "
                         "so shrink its partitions first and say --shrink"),
                       before, after);
    if (!qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is %s; its disks can be made smaller while it is off only"),
                       state->name, state->state);
    return TRUE;
}

static gboolean
resize(QvCall *call, QvGuest *guest, const QvDevice *disk, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    guint64 now = 0, bytes = 0;

    if (state == NULL || !qv_disk_size(guest, disk->id, &now, error) ||
        !read_size(call->arguments[2], now, &bytes, error))
        return FALSE;
    g_autofree char *text = qv_size_format(bytes);
    if (bytes == now) {
        qv_say(_("disk '%s' of guest '%s' has %s already"), disk->id, state->name, text);
        return TRUE;
    }
    if (!check_less(call, state, now, bytes, error))
        return FALSE;
    if (qv_guest_is_off(state)
            ? !qv_volume_resize(qv_guest_connection(guest), disk->source, bytes, bytes < now, error)
            : !qv_disk_grow(guest, disk->id, bytes, error))
        return FALSE;
    qv_say(bytes < now ? _("disk '%s' of guest '%s' has %s now")
                       : _("disk '%s' of guest '%s' has %s now; its partitions and file systems "
                           "are the guest's to grow"),
           disk->id, state->name, text);
    return TRUE;
}

static gboolean
run_resize(QvCall *call, GError **error)
{
    guint64 bytes;
    g_autoptr(QvGuest) guest = read_size(call->arguments[2], 0, &bytes, error)
                                   ? qv_call_guest(call, call->arguments[0], error)
                                   : NULL;
    g_autoptr(QvDevice) disk =
        guest ? qv_device_find(guest, QV_LIVE, call->arguments[1], error) : NULL;

    if (disk == NULL)
        return FALSE;
    if (!g_str_equal(disk->kind, "disk"))
        return qv_fail(error, QV_ERROR_USAGE, _("resize: '%s' of guest '%s' is no disk"), disk->id,
                       qv_guest_name(guest));
    return resize(call, guest, disk, error);
}

const QvCommand qv_cmd_resize = {
    .name = "resize",
    .arguments = N_("GUEST DISK SIZE"),
    .least = 3,
    .most = 3,
    .summary = N_("make a guest's disk larger, running or not"),
    .details = N_("DISK is its target (vda) or its source. Examples:\n  qvirt resize w10 vda 100G\n"
                  "  qvirt resize w10 vda +20G"),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_resize,
};
