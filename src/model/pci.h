/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci: whether PCI devices of this host can be given away. */
#pragma once

#include <glib.h>

/**
 * qv_pci_check:
 * @sysfs: the directory of PCI devices, "/sys/bus/pci/devices"
 * @addresses: full addresses, as 0000:06:12.0
 *
 * The IOMMU tells groups of devices apart, not devices, so a group is given as a whole; bridges
 * stay with the host (Linux, Documentation/driver-api/vfio.rst).
 *
 * Returns: FALSE with @error: QV_ERROR_USAGE for a device that is not there or whose group is not
 *   given whole, naming the others; QV_ERROR_HOST where there is no IOMMU.
 */
gboolean qv_pci_check(const char *sysfs, const char *const *addresses, GError **error);
