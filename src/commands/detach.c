/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* detach: takes devices from a guest. */
#include "base/interrupt.h"
#include "cli/scope.h"
#include "hv/backing-chain.h"
#include "hv/device.h"
#include "hv/guest.h"
#include "hv/metadata.h"
#include "hv/volume.h"
#include "model/stage.h"

#define POLL 200 /* milliseconds between two looks at what the guest has */

static const QvSetting options[] = {
    QV_SCOPE_OPTIONS,
    {.name = "storage",
     .parse = qv_value_text,
     .help = N_("also delete the disk, if qvirt made it for the guest")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to wait for the guest to let it go; 60 where it is not given")},
    {.name = NULL},
};

/* A running guest is asked to let a device go, and may do so late or never. */
static gboolean
wait_until_gone(QvGuest *guest, const char *id, guint seconds, GError **error)
{
    for (guint waited = 0;; waited += POLL) {
        g_autoptr(GError) gone = NULL;
        g_autoptr(QvDevice) device = qv_device_find(guest, QV_LIVE, id, &gone);
        if (g_error_matches(gone, QV_ERROR, QV_ERROR_NOT_FOUND))
            return TRUE;
        if (device == NULL) {
            g_propagate_error(error, g_steal_pointer(&gone));
            return FALSE;
        }
        if (seconds > 0 && waited >= seconds * 1000)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to let '%s' go and did not in %u seconds; "
                             "its definition has it still: --config changes that alone"),
                           qv_guest_name(guest), id, seconds);
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
    }
}

/* Finds the device in one of the two; where both are changed, one of them may not have it. */
static gboolean
find_detach_device(QvGuest *guest, QvScope where, QvScope wanted, const char *word,
                   QvDevice **device, GError **error)
{
    g_autoptr(GError) none = NULL;

    if (!(where & wanted))
        return TRUE;
    *device = qv_device_find(guest, wanted, word, &none);
    if (*device != NULL || (where != wanted && g_error_matches(none, QV_ERROR, QV_ERROR_NOT_FOUND)))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&none));
    return FALSE;
}

/* Whether qvirt made the disk for this guest. */
static gboolean
is_own(QvGuest *guest, xmlNode *images, const char *path)
{
    g_autoptr(xmlDoc) own = qv_chain_own(guest, images, NULL);
    xmlNode *n = own ? qv_xml_child(qv_xml_root(own), "made") : NULL;

    while (n != NULL && !qv_xml_is(n, "path", path))
        n = qv_xml_next(n, "made");
    return n != NULL;
}

/* What others are built on, as linked clones are, is not deleted under them. */
static gboolean
check_alone(QvGuest *guest, xmlNode *images, const char *path, GError **error)
{
    g_autoptr(QvChainUsers) users = qv_chain_users(qv_guest_connection(guest), error);

    if (users != NULL && qv_chain_check_alone(users, guest, images, path, error))
        return TRUE;
    g_prefix_error(error, "--storage: ");
    return FALSE;
}

static gboolean
check_storage(QvCall *call, QvGuest *guest, const QvDevice *device, gboolean own, xmlNode *images,
              GError **error)
{
    if (!own)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--storage: '%s' is no disk that qvirt made for guest '%s'"), device->id,
                       qv_guest_name(guest));
    if (qv_call_has(call, "live") || qv_call_has(call, "config"))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--storage: the guest keeps a half of the disk with --live or --config"));
    return check_alone(guest, images, device->source, error);
}

static gboolean
forget_record(QvGuest *guest, const char *path, QvScope where, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_scope_xml(guest, where, error);
    g_autoptr(xmlDoc) in = qv_xml_new("record");
    g_autoptr(xmlDoc) memory = NULL;

    if (domain == NULL)
        return FALSE;
    qv_xml_set(qv_xml_root(in), "gone", path);
    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    memory = qv_stage("record", in, error);
    return memory != NULL && (qv_xml_content(qv_xml_root(memory)) == NULL ||
                              qv_guest_record(guest, qv_xml_root(memory), where, error));
}

static gboolean
take_device_out(QvCall *call, QvGuest *guest, const QvDevice *live, const QvDevice *config,
                GError **error)
{
    if (live != NULL &&
        (!qv_device_detach(guest, live->element, QV_LIVE, error) ||
         !wait_until_gone(guest, live->id, qv_call_number(call, "timeout", 60), error)))
        return FALSE;
    return config == NULL || qv_device_detach(guest, config->element, QV_CONFIG, error);
}

static gboolean
detach_device(QvCall *call, QvGuest *guest, QvScope where, GError **error)
{
    const char *word = call->arguments[1];
    g_autoptr(QvDevice) live = NULL, config = NULL;

    if (!find_detach_device(guest, where, QV_LIVE, word, &live, error) ||
        !find_detach_device(guest, where, QV_CONFIG, live ? live->id : word, &config, error))
        return FALSE;
    const QvDevice *device = config ? config : live;
    if (device == NULL)
        return find_detach_device(guest, QV_CONFIG, QV_CONFIG, word, &config, error);
    g_autoptr(xmlDoc) images = qv_chain_rest(guest);
    xmlNode *root = qv_xml_root(images);
    gboolean own = *device->source != '\0' && is_own(guest, root, device->source);
    if (qv_call_has(call, "storage") && !check_storage(call, guest, device, own, root, error))
        return FALSE;
    if (!take_device_out(call, guest, live, config, error) ||
        (own && !forget_record(guest, device->source, where, error)))
        return FALSE;
    qv_say(where & QV_LIVE ? _("guest '%s' has no %s any more")
                           : _("guest '%s' has no %s from its next start on"),
           qv_guest_name(guest), device->title);
    if (!qv_call_has(call, "storage"))
        return TRUE;
    qv_say(_("deleting disk %s"), device->source);
    return qv_volume_delete(qv_guest_connection(guest), device->source, error);
}

static gboolean
run_detach(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    QvScope where;

    qv_interrupt_catch();
    return guest != NULL && qv_scope(call, guest, &where, error) &&
           detach_device(call, guest, where, error);
}

const QvCommand qv_cmd_detach = {
    .name = "detach",
    .arguments = N_("GUEST DEVICE"),
    .least = 2,
    .most = 2,
    .summary = N_("take a device from a guest"),
    .details = N_("DEVICE is a disk's target (vdb) or source, a network card's MAC address, a USB "
                  "device\nof the host as VENDOR:PRODUCT or BUS.DEVICE, or any alias."),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_detach,
};
