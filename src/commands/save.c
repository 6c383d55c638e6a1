/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* save: write guests' memory to disk and turn them off. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "cli/saved-state.h"
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/job.h"

static const QvSetting save_options[] = {
    QV_SAVED_OPTIONS,
    {.name = "force", .letter = 'f', .parse = qv_value_text, .help = N_("overwrite FILE")},
    {.name = "remove",
     .parse = qv_value_text,
     .help = N_("delete a saved state, so that the next start boots")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("give up after so long, and let the guest run on")},
    {.name = NULL},
};

/* One guest's job. */
typedef struct {
    QvGuest *guest;
    const char *file;
    QvSave how;
} Saving;

static gboolean
work_save(gpointer data, GError **error)
{
    const Saving *saving = data;

    return qv_guest_save(saving->guest, saving->file, saving->how, error);
}

/* libvirt writes over a file that is there; one that this call makes first is nobody's. */
static gboolean
claim(QvCall *call, QvGuest *guest, const char *file, GError **error)
{
    int fd;

    if (qv_call_has(call, "force"))
        return TRUE;
    if (!qv_connection_is_local(qv_guest_connection(guest)))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--file: what is on another host cannot be looked at; --force overwrites "
                         "'%s' if it is there"),
                       file);
    fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("--file: '%s' is there already; --force overwrites it"), file);
    if (fd < 0)
        return qv_fail(error, QV_ERROR_FAILED, "--file: '%s': %s", file, g_strerror(errno));
    close(fd);
    return TRUE;
}

static gboolean
save_to(QvCall *call, QvGuest *guest, const char *file, GError **error)
{
    Saving saving = {.guest = guest, .file = file, .how = qv_saved_how(call)};
    QvJob job = {.name = "save",
                 .guest = guest,
                 .seconds = qv_call_number(call, "timeout", 0),
                 .work = work_save,
                 .data = &saving};

    if (file != NULL && !claim(call, guest, file, error))
        return FALSE;
    if (!qv_job_run(&job, error)) {
        if (file != NULL && !qv_call_has(call, "force"))
            g_unlink(file);
        return FALSE;
    }
    return TRUE;
}

static gboolean
remove_saved(QvGuest *guest, GError **error)
{
    if (!qv_guest_is_saved(guest)) {
        qv_say(_("guest '%s' has no saved state"), qv_guest_name(guest));
        return TRUE;
    }
    if (!qv_guest_forget_saved(guest, error))
        return FALSE;
    qv_say(_("saved state of guest '%s' deleted"), qv_guest_name(guest));
    return TRUE;
}

static gboolean
save_guest(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    g_autofree char *file = qv_saved_file(call);

    if (state == NULL)
        return FALSE;
    if (qv_call_has(call, "remove"))
        return remove_saved(guest, error);
    if (qv_guest_is_off(state) && file == NULL && qv_guest_is_saved(guest)) {
        qv_say(_("guest '%s' is saved already"), state->name);
        return TRUE;
    }
    if (qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED, _("guest '%s' is off; there is nothing to save"),
                       state->name);
    if (!save_to(call, guest, file, error))
        return FALSE;
    qv_say(file ? _("guest '%s' saved to %s") : _("guest '%s' saved"), state->name, file);
    return TRUE;
}

static gboolean
run_save(QvCall *call, GError **error)
{
    if (!qv_saved_check(call, error))
        return FALSE;
    if (qv_call_has(call, "file") && (qv_call_selects(call) || g_strv_length(call->arguments) > 1))
        return qv_fail(error, QV_ERROR_USAGE, _("--file: one file holds one guest"));
    if (qv_call_has(call, "file") && qv_call_has(call, "remove"))
        return qv_fail(error, QV_ERROR_USAGE, _("--remove is for libvirt's own saved state"));
    qv_interrupt_catch();
    return qv_call_each(call, save_guest, error);
}

const QvCommand qv_cmd_save = {
    .name = "save",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("write guests' memory to disk and turn them off; the next start goes on"),
    .flags = QV_CONNECTS | QV_GUESTS | QV_JOBS,
    .options = save_options,
    .run = run_save,
};
