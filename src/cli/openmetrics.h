/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* openmetrics: samples as the text that Prometheus reads. */
#pragma once

#include <glib.h>

/**
 * qv_openmetrics:
 * @hosts: (element-type QvHostSamples): what to write; the label "host" says of which host
 *
 * Writes gauges and counters only, as the older text format, which the node exporter's textfile
 * collector reads, knows no other of OpenMetrics' types.
 *
 * Returns: (transfer full): the text, to the final "# EOF".
 */
char *qv_openmetrics(const GArray *hosts);
