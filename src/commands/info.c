/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* info: the outlines of one guest. */
#include "cli/command.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "model/stage.h"

/* What libvirt says of a guest comes first, then what xsl/info.xsl reads in its XML. */
static const QvColumn columns[] = {
    {"name", N_("Name"), N_("the name"), QV_TEXT, FALSE, FALSE},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT, FALSE, FALSE},
    {"id", N_("Id"), N_("the number of a running guest"), QV_NUMBER, FALSE, FALSE},
    {"state", N_("State"), N_("the state, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"reason", N_("Reason"), N_("how it came to that state"), QV_TEXT, FALSE, FALSE},
    {"persistent", N_("Persistent"), N_("whether it outlives its shutdown"), QV_BOOLEAN, FALSE,
     FALSE},
    {"autostart", N_("Autostart"), N_("whether it starts with the host"), QV_BOOLEAN, FALSE, FALSE},
    {"preset", N_("Preset"), N_("what qvirt made it from"), QV_TEXT, FALSE, FALSE},
    {"settings", N_("Settings"), N_("what was asked for beside the preset"), QV_TEXT, FALSE, FALSE},
    {"labels", N_("Labels"), N_("what 'qvirt label' gave it"), QV_TEXT, FALSE, FALSE},
    {"os", N_("OS"), N_("the libosinfo id"), QV_TEXT, FALSE, FALSE},
    {"type", N_("Type"), N_("kvm, qemu (TCG) or another driver"), QV_TEXT, FALSE, FALSE},
    {"arch", N_("Architecture"), N_("the architecture"), QV_TEXT, FALSE, FALSE},
    {"machine", N_("Machine"), N_("the machine type"), QV_TEXT, FALSE, FALSE},
    {"firmware", N_("Firmware"), N_("bios, efi or none"), QV_TEXT, FALSE, FALSE},
    {"cpu", N_("CPU"), N_("the CPU mode and model"), QV_TEXT, FALSE, FALSE},
    {"vcpus", N_("vCPUs"), N_("how many virtual CPUs"), QV_NUMBER, FALSE, FALSE},
    {"memory", N_("Memory"), N_("memory in bytes"), QV_SIZE, FALSE, FALSE},
    {"disks", N_("Disks"), N_("target, bus, device and source of each"), QV_TEXT, FALSE, FALSE},
    {"networks", N_("Networks"), N_("type, source, model and MAC of each"), QV_TEXT, FALSE, FALSE},
    {.key = NULL},
};

static void
set_info_state(QvRecords *records, QvGuest *guest, const QvGuestState *state)
{
    gboolean autostart, persistent;
    g_autofree char *id = state->id < 0 ? NULL : g_strdup_printf("%d", state->id);

    qv_guest_flags(guest, &autostart, &persistent);
    qv_records_set(records, "name", state->name);
    qv_records_set(records, "uuid", state->uuid);
    qv_records_set(records, "id", id);
    qv_records_set(records, "state", state->state);
    qv_records_set(records, "reason", state->reason);
    qv_records_set(records, "persistent", persistent ? "yes" : "no");
    qv_records_set(records, "autostart", autostart ? "yes" : "no");
}

static void
set_outlines(QvRecords *records, xmlNode *info)
{
    for (xmlAttr *a = info->properties; a != NULL; a = a->next) {
        g_autofree char *value = qv_xml_get(info, (const char *)a->name);
        if (*value != '\0')
            qv_records_set(records, (const char *)a->name, value);
    }
}

static gboolean
run_info(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autoptr(QvGuestState) state = guest ? qv_guest_state(guest, error) : NULL;
    g_autoptr(xmlDoc) domain = state ? qv_guest_xml(guest, error) : NULL;
    g_autoptr(xmlDoc) info = domain ? qv_stage("info", domain, error) : NULL;

    if (info == NULL)
        return FALSE;
    qv_records_add(records);
    set_info_state(records, guest, state);
    set_outlines(records, qv_xml_root(info));
    return qv_records_print_one(records, &call->output, error);
}

const QvCommand qv_cmd_info = {
    .name = "info",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show what a guest is made of"),
    .flags = QV_CONNECTS,
    .columns = columns,
    .run = run_info,
};
