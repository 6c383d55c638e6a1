/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settings: the table of what the command line can say of a guest. */
#include "model/settings.h"

#include "base/error.h"
#include "model/label.h"

const QvSetting qv_settings[] = {
    {.name = "preset",
     .value = N_("NAME"),
     .parse = qv_value_text,
     .use = QV_USE_MANNER,
     .help = N_("the kind of guest; 'qvirt presets' lists them")},
    {.name = "layout",
     .value = N_("NAME"),
     .parse = qv_value_text,
     .use = QV_USE_MANNER,
     .help = N_("how the disks are attached; 'qvirt options' lists the layouts")},
    {.name = "with",
     .value = N_("OPTION[=VALUE]"),
     .parse = qv_value_text,
     .many = TRUE,
     .use = QV_USE_MANNER,
     .help = N_("a practice to add; 'qvirt options' lists them")},
    {.name = "accel",
     .value = "kvm|tcg",
     .choices = "kvm|tcg",
     .parse = qv_value_choice,
     .use = QV_USE_MANNER,
     .help = N_("the accelerator, in place of the best that works here")},
    {.name = "name",
     .value = N_("NAME"),
     .parse = qv_value_name,
     .help = N_("the new guest's name")},
    {.name = "memory",
     .value = N_("SIZE"),
     .parse = qv_value_size,
     .use = QV_USE_AMOUNT,
     .help = N_("memory, as 4G or 512M")},
    {.name = "vcpus",
     .value = "N",
     .parse = qv_value_count,
     .use = QV_USE_AMOUNT,
     .help = N_("virtual CPUs, as cores of one socket")},
    {.name = "pin",
     .value = N_("auto|none|CPUS"),
     .parse = qv_value_cpus,
     .help = N_("bind vCPUs to host CPUs: of one NUMA cell, or to a list as 2-5,8")},
    {.name = "disk",
     .value = N_("SIZE|PATH|POOL/VOLUME|none"),
     .parse = qv_value_text,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("a new disk of that size, or one that is there; in place of the preset's")},
    {.name = "cdrom",
     .value = N_("PATH|POOL/VOLUME"),
     .parse = qv_value_text,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("a CD image in a drive")},
    {.name = "stage",
     .value = "install",
     .choices = "install",
     .parse = qv_value_choice,
     .help = N_("install first, on devices that the installer knows; then 'qvirt promote'")},
    {.name = "virtio-win",
     .value = N_("PATH|POOL/VOLUME"),
     .parse = qv_value_text,
     .help = N_("the CD image of the virtio drivers, for --stage install")},
    {.name = "image",
     .value = "thin|fast|full|raw",
     .choices = "thin|fast|full|raw",
     .parse = qv_value_choice,
     .use = QV_USE_MANNER,
     .help = N_("how new disks are made; 'thin' where it is not given")},
    {.name = "cache",
     .value = "none|writeback|…",
     .choices = "none|writeback|writethrough|directsync|unsafe",
     .parse = qv_value_choice,
     .use = QV_USE_MANNER,
     .help = N_("the cache mode of all disks, in place of the layout's")},
    {.name = "io",
     .value = "native|io_uring|threads",
     .choices = "native|io_uring|threads",
     .parse = qv_value_choice,
     .use = QV_USE_MANNER,
     .help = N_("how QEMU reads and writes all disks, in place of the layout's")},
    {.name = "pool",
     .value = N_("NAME"),
     .parse = qv_value_text,
     .use = QV_USE_MANNER,
     .help = N_("the storage pool for new disks; 'default' where it is not given")},
    {.name = "network",
     .value = "user|passt|bridge=NAME|network=NAME|tap=NAME|none",
     .choices = "user|passt|bridge=|network=|tap=|none",
     .parse = qv_value_source,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("what the network card is connected to")},
    {.name = "forward",
     .value = N_("HOSTPORT:GUESTPORT"),
     .choices = "(?<host>[0-9]{1,5}):(?<guest>[0-9]{1,5})",
     .parse = qv_value_match,
     .many = TRUE,
     .help = N_("a TCP port of this host's 127.0.0.1 that leads into the guest; needs "
                "--allow-taint")},
    {.name = "usb-stick",
     .value = N_("PATH|POOL/VOLUME"),
     .parse = qv_value_text,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("an image or a block device as a USB stick")},
    {.name = "vhost-user",
     .value = N_("SOCKET"),
     .choices = "/.+",
     .parse = qv_value_match,
     .many = TRUE,
     .option = "shared-memory",
     .help = N_("a disk that another process serves on a UNIX socket (SPDK, "
                "qemu-storage-daemon)")},
    {.name = "vhost-scsi",
     .value = "WWPN",
     .choices = "naa\\.[0-9a-fA-F]{16}",
     .parse = qv_value_match,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("a SCSI target of the host's kernel, by its WWPN")},
    {.name = "usb",
     .value = "VENDOR:PRODUCT|BUS.DEVICE",
     .choices = "(?<vendor>[0-9a-fA-F]{4}):(?<product>[0-9a-fA-F]{4})|"
                "(?<bus>[0-9]{1,3})\\.(?<device>[0-9]{1,3})",
     .parse = qv_value_match,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("a USB device of the host, by its ids or its place ('lsusb')")},
    {.name = "pci",
     .value = "ADDRESS",
     .choices = "(?:(?<domain>[0-9a-fA-F]{4}):)?(?<bus>[0-9a-fA-F]{2}):(?<slot>[0-9a-fA-F]{2})"
                "\\.(?<function>[0-7])",
     .parse = qv_value_match,
     .many = TRUE,
     .use = QV_USE_DEVICE,
     .help = N_("a PCI device of the host, as 06:12.0 ('lspci')")},
    {.name = "set",
     .value = N_("PATH=VALUE"),
     .parse = qv_value_path,
     .many = TRUE,
     .help = N_("any value, by its path in 'qvirt explain', as vcpu=3 or "
                "devices/video[screen]/model/@heads=2")},
    {.name = "label",
     .value = N_("KEY=VALUE"),
     .parse = qv_value_label,
     .many = TRUE,
     .help = N_("a label, by which 'qvirt list --label' finds it")},
    {.name = "allow-taint",
     .parse = qv_value_text,
     .help = N_("permit options that libvirt marks the guest as tainted for")},
    {.name = NULL},
};

gboolean
qv_setting_is_guests(const QvSetting *row)
{
    return row >= qv_settings && row < qv_settings + G_N_ELEMENTS(qv_settings);
}

const QvSetting *
qv_setting_find(const QvSetting *table, const char *name)
{
    for (; table->name != NULL; table++)
        if (g_str_equal(table->name, name))
            return table;
    return NULL;
}

static xmlNode *
last(xmlNode *request, const char *name)
{
    xmlNode *found = NULL;

    for (xmlNode *n = qv_xml_child(request, "setting"); n; n = qv_xml_next(n, "setting"))
        if (qv_xml_is(n, "name", name))
            found = n;
    return found;
}

xmlNode *
qv_setting_add(xmlNode *request, const QvSetting *row, const char *text, GError **error)
{
    xmlNode *before = row->many ? NULL : last(request, row->name);
    xmlNode *setting = qv_xml_add(request, "setting");

    qv_xml_set(setting, "name", row->name);
    if (!row->parse(text, row->choices, setting, error)) {
        g_prefix_error(error, "--%s: ", row->name);
        return NULL;
    }
    qv_xml_set(setting, "text", text);
    if (before != NULL) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
    return setting;
}

char *
qv_setting_get(xmlNode *request, const char *name)
{
    return qv_xml_get(last(request, name), "value");
}
