/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* screenshot: what a guest shows, as PNG. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/png.h"
#include "cli/call.h"
#include "cli/hosts.h"
#include "hv/display-input.h"
#include "hv/guest.h"

static const QvSetting options[] = {
    {.name = "screen",
     .value = "N",
     .choices = "[0-9]{1,2}",
     .parse = qv_value_match,
     .help = N_("which screen; the first, 0, where it is not given")},
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("replace the file if it is there")},
    {.name = NULL},
};

static GByteArray *
take_picture(QvGuest *guest, guint screen, GError **error)
{
    g_autofree char *type = NULL;
    g_autoptr(GByteArray) data = qv_guest_screenshot(guest, screen, &type, error);

    if (data == NULL)
        return NULL;
    if (g_str_equal(type, "image/png"))
        return g_steal_pointer(&data);
    if (g_str_equal(type, "image/x-portable-pixmap"))
        return qv_png_from_ppm(data, error);
    qv_fail(error, QV_ERROR_FAILED, _("the hypervisor gave a picture of type '%s'"), type);
    return NULL;
}

static gboolean
write_all(int descriptor, const GByteArray *data)
{
    for (gsize done = 0; done < data->len;) {
        gssize n = write(descriptor, data->data + done, data->len - done);
        if (n < 0 && errno != EINTR)
            return FALSE;
        done += n > 0 ? (gsize)n : 0;
    }
    return TRUE;
}

static gboolean
cannot_write(const char *file, GError **error)
{
    if (errno == EEXIST)
        return qv_fail(error, QV_ERROR_FAILED, _("'%s' is there already; --force replaces it"),
                       file);
    return qv_fail(error, QV_ERROR_FAILED, _("cannot write '%s': %s"), file, g_strerror(errno));
}

/* A file that this made is not left half written. */
static gboolean
write_picture_file(const char *file, int flags, const GByteArray *data, GError **error)
{
    int descriptor = g_open(file, O_WRONLY | O_CLOEXEC | flags, 0600);
    gboolean written;

    if (descriptor < 0)
        return cannot_write(file, error);
    written = write_all(descriptor, data);
    if (g_close(descriptor, NULL) && written)
        return TRUE;
    cannot_write(file, error);
    if (flags & O_EXCL)
        g_unlink(file);
    return FALSE;
}

/* A file is replaced as a whole or not at all; a device or a pipe is written to. */
static gboolean
replace_picture_file(const char *file, const GByteArray *data, GError **error)
{
    if (g_file_test(file, G_FILE_TEST_EXISTS) && !g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return write_picture_file(file, 0, data, error);
    return g_file_set_contents_full(file, (const char *)data->data, (gssize)data->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* GUEST-TIME.png; some drivers permit names that are no file's. */
static char *
name_for(QvGuest *guest)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *time = g_date_time_format(now, "%Y%m%d-%H%M%S");
    g_autofree char *file = g_strdup_printf("%s-%s.png", qv_guest_name(guest), time);

    return g_strdelimit(g_steal_pointer(&file), "/", '_');
}

static gboolean
save_picture(QvCall *call, QvGuest *guest, const char *file, const GByteArray *data, GError **error)
{
    guint width = 0, height = 0;

    if (!qv_png_size(data, &width, &height))
        return qv_fail(error, QV_ERROR_FAILED, _("the hypervisor's picture is no PNG"));
    if (g_str_equal(file, "-"))
        return write_all(STDOUT_FILENO, data) || cannot_write(_("standard output"), error);
    if (qv_call_has(call, "force") ? !replace_picture_file(file, data, error)
                                   : !write_picture_file(file, O_CREAT | O_EXCL, data, error))
        return FALSE;
    qv_say(_("guest '%s': %u × %u pixels in '%s'"), qv_guest_name(guest), width, height, file);
    return TRUE;
}

static gboolean
run_screenshot(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = NULL;
    g_autoptr(GByteArray) data = NULL;
    g_autofree char *file = g_strdup(call->arguments[1]);

    if (g_strcmp0(file, "-") == 0 && isatty(STDOUT_FILENO))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("screenshot: standard output is a terminal; name a file, or use a pipe"));
    guest = qv_call_guest(call, call->arguments[0], error);
    data = guest ? take_picture(guest, qv_call_number(call, "screen", 0), error) : NULL;
    if (data == NULL)
        return FALSE;
    if (file == NULL)
        file = name_for(guest);
    return save_picture(call, guest, file, data, error);
}

const QvCommand qv_cmd_screenshot = {
    .name = "screenshot",
    .arguments = N_("GUEST [FILE|-]"),
    .least = 1,
    .most = 2,
    .summary = N_("take a picture of a guest's screen, as PNG"),
    .details = N_("Without FILE it is GUEST-TIME.png in the current directory."),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_screenshot,
};
