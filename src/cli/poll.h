/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* survey: samples of all hosts of a call, again and again; one that hangs does not stop the
 * others. */
#pragma once

#include "cli/command.h"
#include "hv/stats.h"

/* Not to be used by two threads at once. */
typedef struct QvSurvey QvSurvey;

/**
 * qv_survey_new:
 * @uuids: whether the samples need UUIDs
 *
 * Of the guests that the call's arguments name, each is on one of the hosts, and may be said to be,
 * as HOST/GUEST. Takes the hosts' connections over. One host alone is connected here.
 *
 * Returns: NULL with @error.
 */
QvSurvey *qv_survey_new(QvCall *call, gboolean uuids, GError **error);

/** qv_survey_free: leaves hosts that do not answer to themselves. */
void qv_survey_free(QvSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSurvey, qv_survey_free)

/**
 * qv_survey_take:
 * @all: also guests that do not run
 *
 * Asks all hosts at the same time, after connecting where that was not done or was lost. Where
 * there are several, one that was silent the time before is not waited for, and any other for
 * seconds; what it says later is in a later answer.
 *
 * Returns: (transfer full) (element-type QvAnswer): one for each host, in their order; the result
 *   is a GPtrArray of QvSample.
 */
GPtrArray *qv_survey_take(QvSurvey *survey, gboolean all);

/** qv_survey_answered: whether any of the answers has a result. */
gboolean qv_survey_answered(GPtrArray *answers);
