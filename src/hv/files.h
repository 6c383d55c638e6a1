/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* files: which files belong to a guest. */
#pragma once

#include "hv/backing-chain.h"
#include "hv/volume.h"

/* One of them, or a directory. */
typedef struct {
    char *kind; /* a word that is never translated: disk, base, medium, variables, tpm, saved, … */
    char *path;    /* on the hypervisor's host */
    char *format;  /* of an image, else NULL */
    char *device;  /* the disk's target, else NULL */
    char *owner;   /* guest; shared, where others use it or may; host, for a part of the host */
    gboolean made; /* whether qvirt made it for this guest */
    QvThere there;
    guint64 size; /* the bytes that a file takes up where it is there */
} QvFile;

/**
 * qv_files_of_guest:
 * @users: (nullable): all guests' images, to tell those that another guest needs
 *
 * Looks at the definition, the guest as it runs, its snapshots, the headers of its images, and the
 * directories in which libvirt keeps files under a guest's name or UUID. What lies there counts
 * even if it is an earlier guest's: this one takes it over.
 *
 * Returns: (transfer full) (element-type QvFile): each file once, none for a guest of the test
 *   driver; NULL with @error.
 */
GPtrArray *qv_files_of_guest(QvGuest *guest, QvChainUsers *users, GError **error);

/**
 * qv_files_path:
 * @kind: variables, tpm, saved or another kind of file that follows the guest's name or UUID
 *
 * Returns: (transfer full) (nullable): where libvirt keeps such a file of the guest by itself.
 */
char *qv_files_path(QvGuest *guest, const char *kind);

/**
 * qv_files_copy_tpm:
 * @to: a guest that never ran
 *
 * Copies what the emulated TPM of @from keeps.
 *
 * Returns: FALSE with @error: QV_ERROR_HOST where the files are on another host.
 */
gboolean qv_files_copy_tpm(QvGuest *from, QvGuest *to, GError **error);
