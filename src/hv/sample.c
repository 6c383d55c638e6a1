/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sample: what a host says of its guests at one moment, in figures, and what they mean. */
#include "hv/sample.h"

#include <string.h>

#define NANO 1e-9

G_STATIC_ASSERT((int)QV_N_DISK_FIGURES <= (int)QV_N_GUEST_FIGURES);
G_STATIC_ASSERT((int)QV_N_NET_FIGURES <= (int)QV_N_GUEST_FIGURES);

#define COUNTER(key, scale, name, unit, help)                                                      \
    {                                                                                              \
        key, scale, "qvirt_guest_" name, unit, TRUE, help                                          \
    }
#define GAUGE(key, scale, name, unit, help)                                                        \
    {                                                                                              \
        key, scale, "qvirt_guest_" name, unit, FALSE, help                                         \
    }

const QvFigure qv_guest_figures[] = {
    [QV_CPU_TIME] = COUNTER("cpu.time", NANO, "cpu_seconds", "seconds", "CPU time of the guest"),
    [QV_CPU_USER] = COUNTER("cpu.user", NANO, "cpu_user_seconds", "seconds",
                            "CPU time of the guest in user mode of the host"),
    [QV_CPU_SYSTEM] = COUNTER("cpu.system", NANO, "cpu_system_seconds", "seconds",
                              "CPU time of the guest in the host's kernel"),
    [QV_VCPUS] = GAUGE("vcpu.current", 1, "vcpus", NULL, "Virtual CPUs that are plugged in"),
    [QV_VCPUS_MAXIMUM] =
        GAUGE("vcpu.maximum", 1, "vcpus_maximum", NULL, "Virtual CPUs that can be plugged in"),
    [QV_MEMORY] =
        GAUGE("balloon.current", 1024, "memory_bytes", "bytes", "Memory that the guest has now"),
    [QV_MEMORY_MAXIMUM] = GAUGE("balloon.maximum", 1024, "memory_maximum_bytes", "bytes",
                                "Memory that the guest can have"),
    [QV_MEMORY_RESIDENT] = GAUGE("balloon.rss", 1024, "memory_resident_bytes", "bytes",
                                 "Memory of the host that the guest's process occupies"),
    [QV_MEMORY_UNUSED] = GAUGE("balloon.unused", 1024, "memory_unused_bytes", "bytes",
                               "Memory that the guest says it leaves unused"),
    [QV_MEMORY_AVAILABLE] = GAUGE("balloon.available", 1024, "memory_available_bytes", "bytes",
                                  "Memory that the guest says it can use at all"),
    [QV_N_GUEST_FIGURES] = {NULL},
};

const QvFigure qv_disk_figures[] = {
    [QV_READ_BYTES] = COUNTER("rd.bytes", 1, "disk_read_bytes", "bytes", "Bytes read"),
    [QV_READ_REQUESTS] = COUNTER("rd.reqs", 1, "disk_reads", NULL, "Requests to read"),
    [QV_READ_TIME] = COUNTER("rd.times", NANO, "disk_read_seconds", "seconds",
                             "Time that requests to read took"),
    [QV_WRITTEN_BYTES] = COUNTER("wr.bytes", 1, "disk_written_bytes", "bytes", "Bytes written"),
    [QV_WRITE_REQUESTS] = COUNTER("wr.reqs", 1, "disk_writes", NULL, "Requests to write"),
    [QV_WRITE_TIME] = COUNTER("wr.times", NANO, "disk_write_seconds", "seconds",
                              "Time that requests to write took"),
    [QV_FLUSH_REQUESTS] = COUNTER("fl.reqs", 1, "disk_flushes", NULL, "Requests to flush"),
    [QV_FLUSH_TIME] = COUNTER("fl.times", NANO, "disk_flush_seconds", "seconds",
                              "Time that requests to flush took"),
    [QV_ALLOCATION] = GAUGE("allocation", 1, "disk_allocation_bytes", "bytes",
                            "Up to where the image is written"),
    [QV_CAPACITY] = GAUGE("capacity", 1, "disk_capacity_bytes", "bytes",
                          "Size of the disk as the guest sees it"),
    [QV_N_DISK_FIGURES] = {NULL},
};

const QvFigure qv_net_figures[] = {
    [QV_RECEIVED_BYTES] =
        COUNTER("rx.bytes", 1, "network_received_bytes", "bytes", "Bytes received"),
    [QV_RECEIVED_PACKETS] =
        COUNTER("rx.pkts", 1, "network_received_packets", NULL, "Packets received"),
    [QV_RECEIVED_ERRORS] =
        COUNTER("rx.errs", 1, "network_received_errors", NULL, "Errors in receiving"),
    [QV_RECEIVED_DROPS] =
        COUNTER("rx.drop", 1, "network_received_drops", NULL, "Packets lost in receiving"),
    [QV_SENT_BYTES] = COUNTER("tx.bytes", 1, "network_sent_bytes", "bytes", "Bytes sent"),
    [QV_SENT_PACKETS] = COUNTER("tx.pkts", 1, "network_sent_packets", NULL, "Packets sent"),
    [QV_SENT_ERRORS] = COUNTER("tx.errs", 1, "network_sent_errors", NULL, "Errors in sending"),
    [QV_SENT_DROPS] = COUNTER("tx.drop", 1, "network_sent_drops", NULL, "Packets lost in sending"),
    [QV_N_NET_FIGURES] = {NULL},
};

static void
free_device(gpointer data)
{
    QvFigures *device = data;

    g_free(device->device);
    g_free(device);
}

QvSample *
qv_sample_new(void)
{
    QvSample *sample = g_new0(QvSample, 1);

    sample->disks = g_ptr_array_new_with_free_func(free_device);
    sample->nets = g_ptr_array_new_with_free_func(free_device);
    return sample;
}

void
qv_sample_free(QvSample *sample)
{
    g_ptr_array_unref(sample->disks);
    g_ptr_array_unref(sample->nets);
    g_free(sample->name);
    g_free(sample->uuid);
    g_free(sample);
}

void
qv_figures_set(QvFigures *figures, const QvFigure *table, const char *key, guint64 value)
{
    for (guint i = 0; table[i].key != NULL; i++) {
        if (!g_str_equal(table[i].key, key))
            continue;
        figures->value[i] = value;
        figures->known |= 1U << i;
        return;
    }
}

QvFigures *
qv_figures_device(GPtrArray *devices, guint number)
{
    while (devices->len <= number)
        g_ptr_array_add(devices, g_new0(QvFigures, 1));
    return devices->pdata[number];
}

gboolean
qv_figures_get(const QvFigures *figures, guint figure, guint64 *value)
{
    *value = figures->value[figure];
    return (figures->known & 1U << figure) != 0;
}

gboolean
qv_figures_sum(const GPtrArray *devices, guint figure, guint64 *value)
{
    gboolean known = FALSE;
    guint64 one, sum = 0;

    for (guint i = 0; i < devices->len; i++) {
        if (!qv_figures_get(devices->pdata[i], figure, &one))
            continue;
        known = TRUE;
        sum += one;
    }
    *value = sum;
    return known;
}
