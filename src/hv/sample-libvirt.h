/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sample-libvirt: makes a sample of what libvirt says of one guest. */
#pragma once

#include "hv/libvirt.h"
#include "hv/sample.h"

/** qv_sample_read: (transfer full): the sample; @when is its time. */
QvSample *qv_sample_read(virDomainStatsRecordPtr record, gint64 when, gboolean with_uuid);

/**
 * qv_sample_is_incomplete:
 *
 * Whether the guest runs and its QEMU was not asked: the driver gives the resident set of each
 * guest that it did ask.
 */
gboolean qv_sample_is_incomplete(const QvSample *sample);

/** qv_sample_fill_in: adds what can be known without asking QEMU, where it is missing. */
void qv_sample_fill_in(QvSample *sample, virDomainPtr guest);
