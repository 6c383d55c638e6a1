/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* openmetrics: samples as the text that Prometheus reads. */
#include "cli/openmetrics.h"

#include "hv/sample.h"

typedef struct {
    const char *host;
    const QvSample *sample;
} Guest;

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
add_name(GString *text, const char *name, const char *suffix, const Guest *guest)
{
    g_string_append_printf(text, "%s%s", name, suffix);
    add_label(text, "host", guest->host);
    add_label(text, "guest", guest->sample->name);
}

static void
add_metric_value(GString *text, const QvFigure *figure, guint64 value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    if (figure->scale < 1)
        g_string_append_printf(
            text, "} %s\n", g_ascii_dtostr(buffer, sizeof buffer, (double)value * figure->scale));
    else
        g_string_append_printf(text, "} %" G_GUINT64_FORMAT "\n", value * (guint64)figure->scale);
}

static void
add_figure(GString *text, const QvFigure *figure, guint number, const Guest *guest,
           const QvFigures *figures)
{
    guint64 value;

    if (!qv_figures_get(figures, number, &value))
        return;
    add_name(text, figure->metric, figure->is_counter ? "_total" : "", guest);
    if (figures->device != NULL)
        add_label(text, "device", figures->device);
    add_metric_value(text, figure, value);
}

static void
add_table(GString *text, const QvFigure *table, const GArray *guests)
{
    for (guint row = 0; table[row].key != NULL; row++) {
        const QvFigure *figure = &table[row];
        add_family(text, figure->metric, figure->is_counter, figure->unit, figure->help);
        for (guint i = 0; i < guests->len; i++) {
            const Guest *guest = &g_array_index(guests, Guest, i);
            const QvSample *sample = guest->sample;
            const GPtrArray *devices = table == qv_disk_figures ? sample->disks : sample->nets;
            if (table == qv_guest_figures)
                add_figure(text, figure, row, guest, &sample->own);
            for (guint j = 0; table != qv_guest_figures && j < devices->len; j++)
                add_figure(text, figure, row, guest, devices->pdata[j]);
        }
    }
}

static void
add_state_metrics(GString *text, const GArray *guests)
{
    add_family(text, "qvirt_guest_state", FALSE, NULL,
               "1 for the state that the guest is in, and the reason, in libvirt's words");
    for (guint i = 0; i < guests->len; i++) {
        const Guest *guest = &g_array_index(guests, Guest, i);
        const QvSample *sample = guest->sample;
        add_name(text, "qvirt_guest_state", "", guest);
        add_label(text, "uuid", sample->uuid);
        add_label(text, "state", sample->state);
        add_label(text, "reason", sample->reason ? sample->reason : "");
        g_string_append(text, "} 1\n");
    }
    add_family(text, "qvirt_guest_hangs", FALSE, NULL, "1 where the guest's QEMU does not answer");
    for (guint i = 0; i < guests->len; i++) {
        const Guest *guest = &g_array_index(guests, Guest, i);
        add_name(text, "qvirt_guest_hangs", "", guest);
        g_string_append(text, guest->sample->hangs ? "} 1\n" : "} 0\n");
    }
}

static void
add_hosts(GString *text, const GArray *hosts)
{
    add_family(text, "qvirt_host_up", FALSE, NULL, "1 where the host answered, 0 where it did not");
    for (guint i = 0; i < hosts->len; i++) {
        const QvHostSamples *host = &g_array_index(hosts, QvHostSamples, i);
        g_string_append(text, "qvirt_host_up");
        add_label(text, "host", host->host);
        g_string_append(text, host->samples ? "} 1\n" : "} 0\n");
    }
}

static GArray *
all_guests(const GArray *hosts)
{
    GArray *guests = g_array_new(FALSE, FALSE, sizeof(Guest));

    for (guint i = 0; i < hosts->len; i++) {
        const QvHostSamples *host = &g_array_index(hosts, QvHostSamples, i);
        for (guint j = 0; host->samples != NULL && j < host->samples->len; j++) {
            const Guest guest = {host->host, host->samples->pdata[j]};
            g_array_append_val(guests, guest);
        }
    }
    return guests;
}

char *
qv_openmetrics(const GArray *hosts)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GArray) guests = all_guests(hosts);

    add_hosts(text, hosts);
    add_state_metrics(text, guests);
    add_table(text, qv_guest_figures, guests);
    add_table(text, qv_disk_figures, guests);
    add_table(text, qv_net_figures, guests);
    g_string_append(text, "# EOF\n");
    return g_string_free(text, FALSE);
}
