/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record: makes a sample of what libvirt says of one guest. */
#pragma once

#include "hv/libvirt.h"
#include "hv/sample.h"

/** qv_record_read: (transfer full): the sample; @when is its time. */
QvSample *qv_record_read(virDomainStatsRecordPtr record, gint64 when, gboolean with_uuid);

/**
 * qv_record_is_incomplete:
 *
 * Whether the guest runs and its QEMU was not asked: the driver gives the resident set of each
 * guest that it did ask.
 */
gboolean qv_record_is_incomplete(const QvSample *sample);

/** qv_record_fill_in: adds what can be known without asking QEMU, where it is missing. */
void qv_record_fill_in(QvSample *sample, virDomainPtr guest);
