/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* info: the outlines of one guest. */
#include "base/records-xml.h"
#include "cli/call.h"
#include "cli/guest-columns.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "model/stage.h"

static const QvColumn setting_members[] = {
    {.key = "name", .help = N_("the option of 'qvirt define'"), .type = QV_TEXT},
    {.key = "value", .help = N_("its value"), .type = QV_TEXT},
    {.key = NULL},
};

static const QvColumn network_members[] = {
    {.key = "type", .help = N_("how it is connected, in libvirt's words"), .type = QV_TEXT},
    {.key = "source", .help = N_("the network or bridge"), .type = QV_TEXT},
    {.key = "model", .help = N_("the model of the card"), .type = QV_TEXT},
    {.key = "mac", .help = N_("its MAC address"), .type = QV_TEXT},
    {.key = NULL},
};

/* What libvirt says of a guest comes first, then what xsl/info.xsl reads in its XML. */
static const QvColumn columns[] = {
    {"name", N_("Name"), N_("the name"), QV_TEXT},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT},
    {"id", N_("Id"), N_("the number of a running guest"), QV_NUMBER},
    {"state", N_("State"), N_("the state, in libvirt's words"), QV_TEXT},
    {"reason", N_("Reason"), N_("how it came to that state"), QV_TEXT},
    {"persistent", N_("Persistent"), N_("whether it outlives its shutdown"), QV_FLAG},
    {"autostart", N_("Autostart"), N_("whether it starts with the host"), QV_FLAG},
    {"preset", N_("Preset"), N_("what qvirt made it from"), QV_TEXT},
    {"settings", N_("Settings"), N_("what was asked for beside the preset"), QV_LIST,
     .members = setting_members},
    {"labels", N_("Labels"), N_("what 'qvirt label' gave it"), QV_MAP},
    {"os", N_("OS"), N_("the libosinfo id"), QV_TEXT},
    {"type", N_("Type"), N_("kvm, qemu (TCG) or another driver"), QV_TEXT},
    {"arch", N_("Architecture"), N_("the architecture"), QV_TEXT},
    {"machine", N_("Machine"), N_("the machine type"), QV_TEXT},
    {"firmware", N_("Firmware"), N_("bios, efi or none"), QV_TEXT},
    {"cpu", N_("CPU"), N_("the CPU mode and model"), QV_TEXT},
    {"vcpus", N_("vCPUs"), N_("how many virtual CPUs"), QV_NUMBER},
    {"memory", N_("Memory"), N_("memory in bytes"), QV_SIZE},
    {"disks", N_("Disks"), N_("its disks and drives"), QV_LIST, .members = qv_disk_members},
    {"networks", N_("Networks"), N_("its network cards"), QV_LIST, .members = network_members},
    {.key = NULL},
};

static void
set_info_state(QvRecords *records, QvGuest *guest, const QvGuestState *state)
{
    gboolean autostart, persistent;

    qv_guest_flags(guest, &autostart, &persistent);
    qv_records_set(records, "name", state->name);
    qv_records_set(records, "uuid", state->uuid);
    if (state->id >= 0)
        qv_records_set_number(records, "id", state->id);
    qv_records_set(records, "state", state->state);
    qv_records_set(records, "reason", state->reason);
    qv_records_set_flag(records, "persistent", persistent);
    qv_records_set_flag(records, "autostart", autostart);
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
    qv_records_set_node(records, qv_xml_root(info));
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
