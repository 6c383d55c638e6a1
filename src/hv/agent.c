/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent: what the agent inside of a guest says and does. */
#include "hv/agent.h"

#include "base/error.h"
#include "hv/libvirt.h"

static const char *const sources[] = {
    [VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE] = "lease",
    [VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT] = "agent",
    [VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP] = "arp",
};

void
qv_address_free(QvAddress *address)
{
    g_free(address->interface);
    g_free(address->mac);
    g_free(address->type);
    g_free(address->address);
    g_free(address);
}

void
qv_fact_free(QvFact *fact)
{
    g_free(fact->key);
    g_free(fact->value);
    g_free(fact);
}

/* libvirt's words, or the way out where it has one. */
static gboolean
no_agent(QvGuest *guest, GError **error)
{
    int code = virGetLastErrorCode();
    g_autoptr(GError) reason = NULL;

    /* Before anything else: the next call of libvirt forgets it. */
    qv_libvirt_fail(&reason);
    if (code == VIR_ERR_ARGUMENT_UNSUPPORTED)
        return qv_fail(error, QV_ERROR_HOST,
                       _("guest '%s' has no channel to an agent; define it --with agent, and "
                         "install qemu-guest-agent in the guest"),
                       virDomainGetName(guest));
    if (code == VIR_ERR_AGENT_UNRESPONSIVE)
        return qv_fail(error, QV_ERROR_TIMEOUT,
                       _("no agent answers in guest '%s' (%s); is qemu-guest-agent installed and "
                         "running there?"),
                       virDomainGetName(guest), reason->message);
    g_propagate_prefixed_error(error, g_steal_pointer(&reason), _("the agent of guest '%s': "),
                               virDomainGetName(guest));
    return FALSE;
}

/* libvirt keeps this bound for the guest, so that what others do would be bounded by it too. */
static void
bound(QvGuest *guest, guint timeout)
{
    virDomainAgentSetResponseTimeout(guest, (int)timeout, 0);
}

static void
unbound(QvGuest *guest)
{
    virDomainAgentSetResponseTimeout(guest, VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK, 0);
}

gint64
qv_agent_time(QvGuest *guest, guint timeout, GError **error)
{
    long long seconds = 0;
    unsigned int nanoseconds = 0;
    gboolean done;

    bound(guest, timeout);
    done = virDomainGetTime(guest, &seconds, &nanoseconds, 0) == 0 || no_agent(guest, error);
    unbound(guest);
    return done ? (gint64)seconds * G_USEC_PER_SEC + nanoseconds / 1000 : -1;
}

/* The agent's own ping can only be sent by a command that taints the guest; every agent has a
 * clock. */
gboolean
qv_agent_ping(QvGuest *guest, guint timeout, GError **error)
{
    return qv_agent_time(guest, timeout, error) >= 0;
}

gboolean
qv_agent_set_time(QvGuest *guest, gint64 microseconds, guint timeout, GError **error)
{
    unsigned int nanoseconds = (unsigned int)(microseconds % G_USEC_PER_SEC * 1000);
    gboolean done;

    bound(guest, timeout);
    done = virDomainSetTime(guest, microseconds / G_USEC_PER_SEC, nanoseconds, 0) == 0 ||
           no_agent(guest, error);
    unbound(guest);
    return done;
}

static void
add_addresses(GPtrArray *addresses, const virDomainInterface *interface, const char *source)
{
    for (unsigned int i = 0; i < interface->naddrs; i++) {
        QvAddress *address = g_new0(QvAddress, 1);
        address->interface = g_strdup(interface->name);
        address->mac = g_strdup(interface->hwaddr);
        address->type =
            g_strdup(interface->addrs[i].type == VIR_IP_ADDR_TYPE_IPV6 ? "ipv6" : "ipv4");
        address->address = g_strdup(interface->addrs[i].addr);
        address->prefix = interface->addrs[i].prefix;
        address->source = source;
        g_ptr_array_add(addresses, address);
    }
}

static gboolean
add_source(GPtrArray *addresses, QvGuest *guest, unsigned int source, GError **error)
{
    virDomainInterfacePtr *interfaces = NULL;
    int n = virDomainInterfaceAddresses(guest, &interfaces, source, 0);

    if (n < 0)
        return no_agent(guest, error);
    for (int i = 0; i < n; i++) {
        add_addresses(addresses, interfaces[i], sources[source]);
        virDomainInterfaceFree(interfaces[i]);
    }
    free(interfaces);
    return TRUE;
}

/* The agent knows best; the host's DHCP server and its neighbour table know guests without one. */
GPtrArray *
qv_agent_addresses(QvGuest *guest, const char *source, guint timeout, GError **error)
{
    static const unsigned int order[] = {VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
                                         VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
                                         VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP};
    g_autoptr(GPtrArray) addresses =
        g_ptr_array_new_with_free_func((GDestroyNotify)qv_address_free);
    GError *first = NULL;

    bound(guest, timeout);
    for (gsize i = 0; i < G_N_ELEMENTS(order) && addresses->len == 0; i++)
        if (source == NULL || g_str_equal(source, sources[order[i]]))
            add_source(addresses, guest, order[i], first ? NULL : &first);
    unbound(guest);
    if (addresses->len == 0 && first != NULL) {
        g_propagate_error(error, first);
        return NULL;
    }
    g_clear_error(&first);
    return g_steal_pointer(&addresses);
}

gboolean
qv_agent_has_address(QvGuest *guest)
{
    g_autoptr(GPtrArray) addresses = qv_agent_addresses(guest, NULL, 2, NULL);

    for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
        const char *address = ((QvAddress *)addresses->pdata[i])->address;
        if (!g_str_has_prefix(address, "127.") && !g_str_equal(address, "::1"))
            return TRUE;
    }
    return FALSE;
}

static char *
text_of_parameter(const virTypedParameter *parameter)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        return g_strdup_printf("%d", parameter->value.i);
    case VIR_TYPED_PARAM_UINT:
        return g_strdup_printf("%u", parameter->value.ui);
    case VIR_TYPED_PARAM_LLONG:
        return g_strdup_printf("%lld", parameter->value.l);
    case VIR_TYPED_PARAM_ULLONG:
        return g_strdup_printf("%llu", parameter->value.ul);
    case VIR_TYPED_PARAM_BOOLEAN:
        return g_strdup(parameter->value.b ? "yes" : "no");
    case VIR_TYPED_PARAM_STRING:
        return g_strdup(parameter->value.s);
    default:
        return g_strdup_printf("%g", parameter->value.d);
    }
}

GPtrArray *
qv_agent_info(QvGuest *guest, gboolean users, guint timeout, GError **error)
{
    g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)qv_fact_free);
    virTypedParameterPtr parameters = NULL;
    int n = 0;
    gboolean done;

    bound(guest, timeout);
    done = virDomainGetGuestInfo(guest, users ? VIR_DOMAIN_GUEST_INFO_USERS : 0, &parameters, &n,
                                 0) == 0 ||
           no_agent(guest, error);
    unbound(guest);
    for (int i = 0; done && i < n; i++) {
        QvFact *fact = g_new0(QvFact, 1);
        fact->key = g_strdup(parameters[i].field);
        fact->value = text_of_parameter(&parameters[i]);
        g_ptr_array_add(facts, fact);
    }
    virTypedParamsFree(parameters, n);
    return done ? g_steal_pointer(&facts) : NULL;
}

static int
freeze_or_thaw(QvGuest *guest, GStrv mounts, gboolean freeze, guint timeout, GError **error)
{
    unsigned int n = mounts ? g_strv_length(mounts) : 0;
    int count;

    bound(guest, timeout);
    count = freeze ? virDomainFSFreeze(guest, (const char **)mounts, n, 0)
                   : virDomainFSThaw(guest, (const char **)mounts, n, 0);
    if (count < 0)
        no_agent(guest, error);
    unbound(guest);
    return count;
}

int
qv_agent_freeze(QvGuest *guest, GStrv mounts, guint timeout, GError **error)
{
    return freeze_or_thaw(guest, mounts, TRUE, timeout, error);
}

int
qv_agent_thaw(QvGuest *guest, GStrv mounts, guint timeout, GError **error)
{
    return freeze_or_thaw(guest, mounts, FALSE, timeout, error);
}

char *
qv_agent_command(QvGuest *guest, const char *json, guint timeout, GError **error)
{
    char *answer;
    g_autofree char *copy = NULL;

    if (!qv_libvirt_load_qemu(error))
        return NULL;
    answer = virDomainQemuAgentCommand(guest, json, (int)timeout, 0);
    if (answer == NULL)
        no_agent(guest, error);
    copy = g_strdup(answer);
    free(answer);
    return g_steal_pointer(&copy);
}
