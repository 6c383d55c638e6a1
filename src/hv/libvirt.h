/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt: its API as this layer sees it, loaded when it is first needed, and its types' ends. */
#pragma once

#include <glib.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "lazy-libvirt.h"
#include "lazy-qemu.h"

/**
 * qv_libvirt_load:
 *
 * Loads libvirt. Loading takes ten times as long as all that a command
 * does which needs no hypervisor, so the program is not linked with it.
 *
 * Returns: FALSE with @error (QV_ERROR_CONNECT).
 */
gboolean qv_libvirt_load(GError **error);

/** qv_libvirt_load_qemu: the same for libvirt's second library, of what only QEMU has. */
gboolean qv_libvirt_load_qemu(GError **error);

/**
 * qv_libvirt_fail:
 *
 * Sets @error to libvirt's last error: domain QV_LIBVIRT_ERROR, code its virErrorNumber.
 *
 * Returns: FALSE, so that it can be returned at once.
 */
gboolean qv_libvirt_fail(GError **error);

/**
 * qv_libvirt_refuse:
 * @what: what cannot be done with @guest
 *
 * As qv_libvirt_fail(), with the guest and @what before libvirt's words.
 */
gboolean qv_libvirt_refuse(virDomainPtr guest, const char *what, GError **error);

/**
 * qv_libvirt_last_has:
 * @words: words of QEMU's, which speaks English only; libvirt's own are translated, and have codes
 *
 * Returns: whether libvirt's last error hands on these words of QEMU's.
 */
gboolean qv_libvirt_last_has(const char *words);

/**
 * qv_libvirt_uuid:
 *
 * Returns: (transfer full): the guest's UUID as text. libvirt's own way takes long where there are
 *   thousands of guests.
 */
char *qv_libvirt_uuid(virDomainPtr guest);

/**
 * qv_libvirt_free_records:
 * @records: (transfer full): ended by NULL
 *
 * Frees them. With thousands that takes as long as printing what is in them, so that a thread does
 * it meanwhile; qv_libvirt_freed() waits for its end.
 */
void qv_libvirt_free_records(virDomainStatsRecordPtr *records);
void qv_libvirt_freed(void);

/* The one type whose end is not called Free. */
#define virConnectFree virConnectClose

#define QV_CLEANUP(Type)                                                                           \
    static inline void qv_free_##Type(Type *object)                                                \
    {                                                                                              \
        (void)Type##Free(object);                                                                  \
    }                                                                                              \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC(Type, qv_free_##Type)

QV_CLEANUP(virConnect)
QV_CLEANUP(virDomain)
QV_CLEANUP(virDomainSnapshot)
QV_CLEANUP(virInterface)
QV_CLEANUP(virNetwork)
QV_CLEANUP(virStoragePool)
QV_CLEANUP(virStorageVol)
QV_CLEANUP(virStream)
