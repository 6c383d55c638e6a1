/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds-object: what libvirt's events about networks, pools, devices and secrets say, in words. */
#include "base/error.h"
#include "hv/event/kinds.h"
#include "hv/libvirt.h"

static const QvLifecycle network_lifecycle[] = {
    [VIR_NETWORK_EVENT_DEFINED] = {.name = "defined"},
    [VIR_NETWORK_EVENT_UNDEFINED] = {.name = "undefined"},
    [VIR_NETWORK_EVENT_STARTED] = {.name = "started"},
    [VIR_NETWORK_EVENT_STOPPED] = {.name = "stopped"},
    {.name = NULL},
};

static const QvLifecycle pool_lifecycle[] = {
    [VIR_STORAGE_POOL_EVENT_DEFINED] = {.name = "defined"},
    [VIR_STORAGE_POOL_EVENT_UNDEFINED] = {.name = "undefined"},
    [VIR_STORAGE_POOL_EVENT_STARTED] = {.name = "started"},
    [VIR_STORAGE_POOL_EVENT_STOPPED] = {.name = "stopped"},
    [VIR_STORAGE_POOL_EVENT_CREATED] = {.name = "created"},
    [VIR_STORAGE_POOL_EVENT_DELETED] = {.name = "deleted"},
    {.name = NULL},
};

/* In libvirt's order; the last two are newer than some headers. */
static const QvLifecycle device_lifecycle[] = {
    {.name = "created"},   {.name = "deleted"}, {.name = "defined"},
    {.name = "undefined"}, {.name = NULL},
};

static const QvLifecycle secret_lifecycle[] = {
    [VIR_SECRET_EVENT_DEFINED] = {.name = "defined"},
    [VIR_SECRET_EVENT_UNDEFINED] = {.name = "undefined"},
    {.name = NULL},
};

const QvLifecycle *const qv_lifecycles[] = {
    qv_guest_lifecycle, network_lifecycle, pool_lifecycle, device_lifecycle, secret_lifecycle, NULL,
};

static void
emit_plain(const QvEventSink *sink, const char *name, const char *uuid)
{
    qv_event_emit(sink, qv_event_new(qv_event_object(sink->kind->object), sink->kind->name,
                                     sink->kind->name, name, uuid, NULL));
}

static void
on_network(virConnectPtr connection G_GNUC_UNUSED, virNetworkPtr network, int event, int detail,
           void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virNetworkGetUUIDString(network, uuid);
    qv_event_emit(sink, qv_lifecycle_event(sink, network_lifecycle, virNetworkGetName(network),
                                           uuid, event, detail));
}

static void
on_pool(virConnectPtr connection G_GNUC_UNUSED, virStoragePoolPtr pool, int event, int detail,
        void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virStoragePoolGetUUIDString(pool, uuid);
    qv_event_emit(sink, qv_lifecycle_event(sink, pool_lifecycle, virStoragePoolGetName(pool), uuid,
                                           event, detail));
}

static void
on_pool_refresh(virConnectPtr connection G_GNUC_UNUSED, virStoragePoolPtr pool, void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virStoragePoolGetUUIDString(pool, uuid);
    emit_plain(sink, virStoragePoolGetName(pool), uuid);
}

static void
on_node_device(virConnectPtr connection G_GNUC_UNUSED, virNodeDevicePtr device, int event,
               int detail, void *sink)
{
    qv_event_emit(sink, qv_lifecycle_event(sink, device_lifecycle, virNodeDeviceGetName(device),
                                           NULL, event, detail));
}

static void
on_device_update(virConnectPtr connection G_GNUC_UNUSED, virNodeDevicePtr device, void *sink)
{
    emit_plain(sink, virNodeDeviceGetName(device), NULL);
}

/* A secret has no name: what it is for says whose it is. */
static void
on_secret(virConnectPtr connection G_GNUC_UNUSED, virSecretPtr secret, int event, int detail,
          void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virSecretGetUUIDString(secret, uuid);
    qv_event_emit(sink, qv_lifecycle_event(sink, secret_lifecycle, virSecretGetUsageID(secret),
                                           uuid, event, detail));
}

static void
on_secret_value(virConnectPtr connection G_GNUC_UNUSED, virSecretPtr secret, void *sink)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virSecretGetUUIDString(secret, uuid);
    emit_plain(sink, virSecretGetUsageID(secret), uuid);
}

const QvEventKind qv_event_object_kinds[] = {
    {VIR_NETWORK_EVENT_ID_LIFECYCLE, QV_ABOUT_NETWORKS, "lifecycle",
     N_("defined, undefined, started or stopped"), G_CALLBACK(on_network)},
    {VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, QV_ABOUT_POOLS, "lifecycle",
     N_("defined, started, created, and the like"), G_CALLBACK(on_pool)},
    {VIR_STORAGE_POOL_EVENT_ID_REFRESH, QV_ABOUT_POOLS, "refresh", N_("its volumes were read anew"),
     G_CALLBACK(on_pool_refresh)},
    {VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, QV_ABOUT_DEVICES, "lifecycle",
     N_("created, deleted, defined or undefined"), G_CALLBACK(on_node_device)},
    {VIR_NODE_DEVICE_EVENT_ID_UPDATE, QV_ABOUT_DEVICES, "update", N_("the device changed"),
     G_CALLBACK(on_device_update)},
    {VIR_SECRET_EVENT_ID_LIFECYCLE, QV_ABOUT_SECRETS, "lifecycle", N_("defined or undefined"),
     G_CALLBACK(on_secret)},
    {VIR_SECRET_EVENT_ID_VALUE_CHANGED, QV_ABOUT_SECRETS, "value-changed", N_("its value was set"),
     G_CALLBACK(on_secret_value)},
    {.name = NULL},
};
