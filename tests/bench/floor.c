/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-floor: the least that a program needs which asks libvirt one question: one connection and
 * one call. What a command takes beyond this is its own.
 *
 * usage: bench-floor [states|stats]    of all guests; else what the host can do
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

static int
ask_floor_host(virConnectPtr connection)
{
    /* Not "kvm": libvirt then takes KVM where there is one, as the commands beside this do. */
    char *text = virConnectGetDomainCapabilities(connection, NULL, "x86_64", "q35", NULL, 0);

    if (text == NULL)
        return 1;
    fputs(text, stdout);
    free(text);
    return 0;
}

static void
print_parameter(const virTypedParameter *one)
{
    if (one->type == VIR_TYPED_PARAM_STRING)
        printf(" %s=%s", one->field, one->value.s);
    else if (one->type == VIR_TYPED_PARAM_ULLONG)
        printf(" %s=%llu", one->field, one->value.ul);
    else
        printf(" %s=%d", one->field, one->value.i);
}

static int
ask_guests(virConnectPtr connection, unsigned int groups)
{
    virDomainStatsRecordPtr *records;
    int n = virConnectGetAllDomainStats(connection, groups, &records,
                                        VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);

    for (int i = 0; i < n; i++) {
        fputs(virDomainGetName(records[i]->dom), stdout);
        for (int j = 0; j < records[i]->nparams; j++)
            print_parameter(&records[i]->params[j]);
        putchar('\n');
    }
    virDomainStatsRecordListFree(records);
    return n < 0;
}

int
main(int argc, char **argv)
{
    virConnectPtr connection = virConnectOpenAuth(NULL, virConnectAuthPtrDefault, 0);
    const unsigned int stats = VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL |
                               VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU |
                               VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK;
    int failed;

    if (connection == NULL)
        return 1;
    if (argc < 2)
        failed = ask_floor_host(connection);
    else
        failed =
            ask_guests(connection, strcmp(argv[1], "stats") == 0 ? stats : VIR_DOMAIN_STATS_STATE);
    virConnectClose(connection);
    return failed;
}
