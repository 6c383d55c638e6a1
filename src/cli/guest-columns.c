/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest-columns: what several commands show of a guest alike. */
#include "cli/guest-columns.h"

#include "base/error.h"

const QvColumn qv_disk_members[] = {
    {.key = "target", .help = N_("its name, as vda"), .type = QV_TEXT},
    {.key = "bus", .help = N_("what it is plugged into"), .type = QV_TEXT},
    {.key = "device", .help = N_("disk, cdrom, floppy or lun"), .type = QV_TEXT},
    {.key = "source", .help = N_("the file, device or volume"), .type = QV_TEXT},
    {.key = NULL},
};
