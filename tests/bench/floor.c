/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-floor: the least that a program needs which asks libvirt about a host: one connection and
 * one question. What a command takes beyond this is its own. */
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>

int
main(void)
{
    virConnectPtr connection = virConnectOpenAuth(NULL, virConnectAuthPtrDefault, 0);
    char *text;

    if (connection == NULL)
        return 1;
    /* Not "kvm": libvirt then takes KVM where there is one, as the commands beside this do. */
    text = virConnectGetDomainCapabilities(connection, NULL, "x86_64", "q35", NULL, 0);
    if (text == NULL)
        return 1;
    fputs(text, stdout);
    free(text);
    virConnectClose(connection);
    return 0;
}
