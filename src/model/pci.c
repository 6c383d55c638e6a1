/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci: whether PCI devices of this host can be given away. */
#include "model/pci.h"

#include "base/error.h"

static gboolean
is_bridge(const char *directory, const char *address)
{
    g_autofree char *path = g_build_filename(directory, address, "class", NULL);
    g_autofree char *class = NULL;

    return g_file_get_contents(path, &class, NULL, NULL) && g_str_has_prefix(class, "0x06");
}

/* The devices that share the group of @address, and are neither bridges nor given as well. */
static char *
left_behind(const char *group, const char *const *addresses)
{
    g_autoptr(GDir) dir = g_dir_open(group, 0, NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (!g_strv_contains(addresses, name) && !is_bridge(group, name))
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static gboolean
check_pci_device(const char *sysfs, const char *address, const char *const *addresses,
                 GError **error)
{
    g_autofree char *device = g_build_filename(sysfs, address, NULL);
    g_autofree char *group = g_build_filename(device, "iommu_group", "devices", NULL);
    g_autofree char *others = NULL;

    if (!g_file_test(device, G_FILE_TEST_EXISTS))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--pci: no device %s on this host; 'lspci -D' lists them"), address);
    if (!g_file_test(group, G_FILE_TEST_IS_DIR))
        return qv_fail(error, QV_ERROR_HOST,
                       _("--pci: %s is in no IOMMU group: turn the IOMMU on in the firmware's "
                         "setup, and with intel_iommu=on on the kernel's command line"),
                       address);
    others = left_behind(group, addresses);
    if (*others != '\0')
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--pci: %s shares its IOMMU group with %s: give them all, or none"),
                       address, others);
    return TRUE;
}

gboolean
qv_pci_check(const char *sysfs, const char *const *addresses, GError **error)
{
    for (const char *const *address = addresses; *address != NULL; address++)
        if (!check_pci_device(sysfs, *address, addresses, error))
            return FALSE;
    return TRUE;
}
