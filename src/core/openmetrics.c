/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* openmetrics: samples as the text that Prometheus reads. */
#include "core/openmetrics.h"

#include "core/sample.h"

static void
add_label(GString *text, const char *name, const char *value)
{
    g_autofree char *utf8 = g_utf8_make_valid(value, -1);

    g_string_append_printf(text, "%c%s=\"", text->str[text->len - 1] == '"' ? ',' : '{', name);
    for (const char *c = utf8; *c != '\0'; c++) {
        if (*c == '\\' || *c == '"')
            g_string_append_c(text, '\\');
        if (*c == '\n')
            g_string_append(text, "\\n");
        else
            g_string_append_c(text, *c);
    }
    g_string_append_c(text, '"');
}

static void
add_family(GString *text, const char *name, gboolean is_counter, const char *unit, const char *help)
{
    g_string_append_printf(text, "# TYPE %s %s\n", name, is_counter ? "counter" : "gauge");
    if (unit != NULL)
        g_string_append_printf(text, "# UNIT %s %s\n", name, unit);
    g_string_append_printf(text, "# HELP %s %s.\n", name, help);
}

static void
add_name(GString *text, const char *name, const char *suffix, const char *host,
         const QvSample *sample)
{
    g_string_append_printf(text, "%s%s", name, suffix);
    add_label(text, "host", host);
    add_label(text, "guest", sample->name);
}

static void
add_value(GString *text, const QvFigure *figure, guint64 value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    if (figure->scale < 1)
        g_string_append_printf(
            text, "} %s\n", g_ascii_dtostr(buffer, sizeof buffer, (double)value * figure->scale));
    else
        g_string_append_printf(text, "} %" G_GUINT64_FORMAT "\n", value * (guint64)figure->scale);
}

static void
add_figure(GString *text, const QvFigure *figure, guint number, const char *host,
           const QvSample *sample, const QvFigures *figures)
{
    guint64 value;

    if (!qv_figures_get(figures, number, &value))
        return;
    add_name(text, figure->metric, figure->is_counter ? "_total" : "", host, sample);
    if (figures->device != NULL)
        add_label(text, "device", figures->device);
    add_value(text, figure, value);
}

static void
add_table(GString *text, const QvFigure *table, GPtrArray *samples, const char *host)
{
    for (guint row = 0; table[row].key != NULL; row++) {
        const QvFigure *figure = &table[row];
        add_family(text, figure->metric, figure->is_counter, figure->unit, figure->help);
        for (guint i = 0; i < samples->len; i++) {
            const QvSample *sample = samples->pdata[i];
            const GPtrArray *devices = table == qv_disk_figures ? sample->disks : sample->nets;
            if (table == qv_guest_figures)
                add_figure(text, figure, row, host, sample, &sample->own);
            for (guint j = 0; table != qv_guest_figures && j < devices->len; j++)
                add_figure(text, figure, row, host, sample, devices->pdata[j]);
        }
    }
}

static void
add_states(GString *text, GPtrArray *samples, const char *host)
{
    add_family(text, "qvirt_guest_state", FALSE, NULL,
               "1 for the state that the guest is in, and the reason, in libvirt's words");
    for (guint i = 0; i < samples->len; i++) {
        const QvSample *sample = samples->pdata[i];
        add_name(text, "qvirt_guest_state", "", host, sample);
        add_label(text, "uuid", sample->uuid);
        add_label(text, "state", sample->state);
        add_label(text, "reason", sample->reason ? sample->reason : "");
        g_string_append(text, "} 1\n");
    }
    add_family(text, "qvirt_guest_hangs", FALSE, NULL, "1 where the guest's QEMU does not answer");
    for (guint i = 0; i < samples->len; i++) {
        const QvSample *sample = samples->pdata[i];
        add_name(text, "qvirt_guest_hangs", "", host, sample);
        g_string_append(text, sample->hangs ? "} 1\n" : "} 0\n");
    }
}

char *
qv_openmetrics(GPtrArray *samples, const char *host)
{
    GString *text = g_string_new(NULL);

    add_states(text, samples, host);
    add_table(text, qv_guest_figures, samples, host);
    add_table(text, qv_disk_figures, samples, host);
    add_table(text, qv_net_figures, samples, host);
    g_string_append(text, "# EOF\n");
    return g_string_free(text, FALSE);
}
