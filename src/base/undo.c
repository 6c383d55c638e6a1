/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* undo: what a command made, so that it can be taken back when the command fails. */
#include "base/undo.h"

typedef struct {
    void (*take_back)(gpointer thing);
    gpointer thing;
    GDestroyNotify free;
} Step;

struct QvUndo {
    GArray *steps;
    gboolean kept;
};

QvUndo *
qv_undo_new(void)
{
    QvUndo *undo = g_new0(QvUndo, 1);

    undo->steps = g_array_new(FALSE, FALSE, sizeof(Step));
    return undo;
}

void
qv_undo_free(QvUndo *undo)
{
    for (guint i = undo->steps->len; i > 0; i--) {
        const Step *step = &g_array_index(undo->steps, Step, i - 1);
        if (!undo->kept)
            step->take_back(step->thing);
        step->free(step->thing);
    }
    g_array_unref(undo->steps);
    g_free(undo);
}

void
qv_undo_add(QvUndo *undo, void (*take_back)(gpointer thing), gpointer thing, GDestroyNotify free)
{
    Step step = {take_back, thing, free};

    g_array_append_val(undo->steps, step);
}

void
qv_undo_keep(QvUndo *undo)
{
    undo->kept = TRUE;
}
