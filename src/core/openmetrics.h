/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* openmetrics: samples as the text that Prometheus reads. */
#pragma once

#include <glib.h>

/**
 * qv_openmetrics:
 * @samples: (element-type QvSample): what to write
 * @host: where the guests live, for the label "host"
 *
 * Writes gauges and counters only, as the older text format, which the node exporter's textfile
 * collector reads, knows no other of OpenMetrics' types.
 *
 * Returns: (transfer full): the text, to the final "# EOF".
 */
char *qv_openmetrics(GPtrArray *samples, const char *host);
