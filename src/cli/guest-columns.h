/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest-columns: what several commands show of a guest alike. */
#pragma once

#include "base/column.h"

/* Of one disk, see xsl/disk-record.xsl. */
extern const QvColumn qv_disk_members[];
