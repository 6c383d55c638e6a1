/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state: libvirt's states and their reasons, in words. */
#pragma once

/** qv_state_name: the state as virsh calls it; never translated. */
const char *qv_state_name(int state);

/** qv_state_names: (transfer container): all that qv_state_name() can say, ended by NULL. */
const char **qv_state_names(void);

/** qv_state_reason: why a guest is in @state, or NULL where libvirt gives no reason. */
const char *qv_state_reason(int state, int reason);
