/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sample: what a host says of its guests at one moment, in figures, and what they mean. */
#pragma once

#include <glib.h>

/* One figure: how libvirt calls it, and how the world does. */
typedef struct {
    const char *key;     /* libvirt's name; for a device what stands behind its number */
    double scale;        /* what one of it is in the metric's unit */
    const char *metric;  /* the name of its metric; of a counter without "_total" */
    const char *unit;    /* the metric's unit, or NULL for a number of things */
    gboolean is_counter; /* only grows while the guest runs */
    const char *help;
} QvFigure;

typedef enum {
    QV_CPU_TIME,
    QV_CPU_USER,
    QV_CPU_SYSTEM,
    QV_VCPUS,
    QV_VCPUS_MAXIMUM,
    QV_MEMORY,
    QV_MEMORY_MAXIMUM,
    QV_MEMORY_RESIDENT,
    QV_MEMORY_UNUSED,
    QV_MEMORY_AVAILABLE,
    QV_N_GUEST_FIGURES
} QvGuestFigure;

typedef enum {
    QV_READ_BYTES,
    QV_READ_REQUESTS,
    QV_READ_TIME,
    QV_WRITTEN_BYTES,
    QV_WRITE_REQUESTS,
    QV_WRITE_TIME,
    QV_FLUSH_REQUESTS,
    QV_FLUSH_TIME,
    QV_ALLOCATION,
    QV_CAPACITY,
    QV_N_DISK_FIGURES
} QvDiskFigure;

typedef enum {
    QV_RECEIVED_BYTES,
    QV_RECEIVED_PACKETS,
    QV_RECEIVED_ERRORS,
    QV_RECEIVED_DROPS,
    QV_SENT_BYTES,
    QV_SENT_PACKETS,
    QV_SENT_ERRORS,
    QV_SENT_DROPS,
    QV_N_NET_FIGURES
} QvNetFigure;

/* Which figures there are, in the order of the enumerations, each ended by a NULL key. */
extern const QvFigure qv_guest_figures[], qv_disk_figures[], qv_net_figures[];

/* The values of a guest or of one of its devices. */
typedef struct {
    char *device; /* NULL for the guest itself */
    guint known;  /* a bit for each value that was given */
    guint64 value[QV_N_GUEST_FIGURES];
} QvFigures;

typedef struct {
    char *name;
    char *uuid;         /* NULL where it was not asked for */
    int id;             /* -1 while it is off */
    const char *state;  /* in libvirt's words */
    const char *reason; /* NULL where there is none */
    gboolean hangs;     /* its QEMU runs and does not answer */
    gint64 when;        /* monotonic, in microseconds */
    QvFigures own;
    GPtrArray *disks, *nets; /* (element-type QvFigures) */
} QvSample;

/* What one host said of its guests. */
typedef struct {
    const char *host;
    GPtrArray *samples; /* (element-type QvSample); NULL where it did not answer */
} QvHostSamples;

/** qv_sample_new: (transfer full): a sample in which nothing is known. */
QvSample *qv_sample_new(void);
void qv_sample_free(QvSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSample, qv_sample_free)

/**
 * qv_figures_set:
 * @table: qv_guest_figures or a device's
 * @key: libvirt's name of a figure; one that the table has not is left out
 */
void qv_figures_set(QvFigures *figures, const QvFigure *table, const char *key, guint64 value);

/** qv_figures_device: the figures of device @number, added to @devices where it is new. */
QvFigures *qv_figures_device(GPtrArray *devices, guint number);

/**
 * qv_figures_get:
 *
 * Returns: whether the figure is known; its value is in @value then.
 */
gboolean qv_figures_get(const QvFigures *figures, guint figure, guint64 *value);

/** qv_figures_sum: as qv_figures_get(), summed up over devices; known where it is of any. */
gboolean qv_figures_sum(const GPtrArray *devices, guint figure, guint64 *value);
