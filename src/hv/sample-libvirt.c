/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sample-libvirt: makes a sample of what libvirt says of one guest. */
#include "hv/sample-libvirt.h"

#include "hv/state.h"

static gboolean
as_number(const virTypedParameter *parameter, guint64 *value)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        *value = parameter->value.i < 0 ? 0 : (guint64)parameter->value.i;
        return parameter->value.i >= 0;
    case VIR_TYPED_PARAM_UINT:
        *value = parameter->value.ui;
        return TRUE;
    case VIR_TYPED_PARAM_LLONG:
        *value = parameter->value.l < 0 ? 0 : (guint64)parameter->value.l;
        return parameter->value.l >= 0;
    case VIR_TYPED_PARAM_ULLONG:
        *value = parameter->value.ul;
        return TRUE;
    default:
        return FALSE;
    }
}

/* "0.rd.bytes" behind "block." is a figure of disk 0. */
static void
read_device(GPtrArray *devices, const QvFigure *table, const char *rest,
            const virTypedParameter *parameter)
{
    char *key;
    guint64 number = g_ascii_strtoull(rest, &key, 10);
    guint64 value;

    if (key == rest || *key != '.' || number > 4096)
        return;
    QvFigures *device = qv_figures_device(devices, (guint)number);
    if (g_str_equal(key, ".name") && parameter->type == VIR_TYPED_PARAM_STRING) {
        g_free(device->device);
        device->device = g_strdup(parameter->value.s);
    } else if (as_number(parameter, &value)) {
        qv_figures_set(device, table, key + 1, value);
    }
}

static void
read_parameter(QvSample *sample, const virTypedParameter *parameter, guint64 *state,
               guint64 *reason)
{
    const char *key = parameter->field;
    guint64 value;

    if (g_str_has_prefix(key, "block."))
        read_device(sample->disks, qv_disk_figures, key + strlen("block."), parameter);
    else if (g_str_has_prefix(key, "net."))
        read_device(sample->nets, qv_net_figures, key + strlen("net."), parameter);
    else if (!as_number(parameter, &value))
        return;
    else if (g_str_equal(key, "state.state"))
        *state = value;
    else if (g_str_equal(key, "state.reason"))
        *reason = value;
    else
        qv_figures_set(&sample->own, qv_guest_figures, key, value);
}

QvSample *
qv_sample_read(virDomainStatsRecordPtr record, gint64 when, gboolean with_uuid)
{
    QvSample *sample = qv_sample_new();
    guint64 state = VIR_DOMAIN_NOSTATE, reason = 0;

    sample->name = g_strdup(virDomainGetName(record->dom));
    sample->uuid = with_uuid ? qv_libvirt_uuid(record->dom) : NULL;
    sample->when = when;
    for (int i = 0; i < record->nparams; i++)
        read_parameter(sample, &record->params[i], &state, &reason);
    sample->id = state == VIR_DOMAIN_SHUTOFF ? -1 : (int)virDomainGetID(record->dom);
    sample->state = qv_state_name((int)state);
    sample->reason = qv_state_reason((int)state, (int)reason);
    return sample;
}

gboolean
qv_sample_is_incomplete(const QvSample *sample)
{
    guint64 value;

    return sample->id >= 0 && !qv_figures_get(&sample->own, QV_MEMORY_RESIDENT, &value);
}

void
qv_sample_fill_in(QvSample *sample, virDomainPtr guest)
{
    virDomainInfo info;
    guint64 value;

    if (qv_figures_get(&sample->own, QV_CPU_TIME, &value) || virDomainGetInfo(guest, &info) < 0)
        return;
    qv_figures_set(&sample->own, qv_guest_figures, "cpu.time", info.cpuTime);
    qv_figures_set(&sample->own, qv_guest_figures, "vcpu.current", info.nrVirtCpu);
    qv_figures_set(&sample->own, qv_guest_figures, "balloon.current", info.memory);
    qv_figures_set(&sample->own, qv_guest_figures, "balloon.maximum", info.maxMem);
}
