/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event: what happened to a guest or another object of a hypervisor. */
#include "hv/event/event.h"

#include "hv/libvirt.h"

QvEvent *
qv_event_new(const char *object, const char *kind, const char *event, const char *name,
             const char *uuid, char *detail)
{
    QvEvent *made = g_new0(QvEvent, 1);

    made->object = object;
    made->kind = kind;
    made->event = event;
    made->detail = detail;
    made->name = g_strdup(name);
    made->uuid = g_strdup(uuid);
    made->id = -1;
    made->time = g_get_real_time();
    made->fields = json_object_new();
    return made;
}

void
qv_event_free(QvEvent *event)
{
    g_free(event->detail);
    g_free(event->name);
    g_free(event->uuid);
    json_object_unref(event->fields);
    g_free(event);
}

gboolean
qv_event_is_about(const QvEvent *event, QvGuest *guest)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    return event->connection == virDomainGetConnect(guest) && g_strcmp0(event->uuid, uuid) == 0;
}

const char *
qv_event_object(QvObjects object)
{
    static const char *const names[] = {"guest", "network", "pool", "device", "secret"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (object == (QvObjects)(1 << i))
            return names[i];
    return NULL;
}

void
qv_event_emit(const QvEventSink *sink, QvEvent *event)
{
    event->connection = sink->connection;
    if (g_atomic_int_get(sink->over))
        qv_event_free(event);
    else
        sink->on_event(event, sink->data);
}
