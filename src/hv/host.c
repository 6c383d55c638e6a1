/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host: the record of what a host can do, from which the facts are read. */
#include "hv/host.h"

#include <unistd.h>

#include "base/path.h"
#include "hv/libvirt.h"
#include "hv/log.h"
#include "hv/pool.h"
#include "model/stage.h"

/* Takes over the text of a document that libvirt gave. */
static xmlDoc *
read_document(char *text, const char *name, GError **error)
{
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, name, error) : NULL;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    return g_steal_pointer(&doc);
}

static void
add_pages(QvConnection *connection, xmlNode *host)
{
    unsigned int sizes[] = {2048, 1048576};
    unsigned long long counts[G_N_ELEMENTS(sizes)] = {0};

    /* A host that lacks one of the sizes answers for neither. */
    if (virNodeGetFreePages(connection, G_N_ELEMENTS(sizes), sizes, -1, 1, counts, 0) < 0)
        for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
            virNodeGetFreePages(connection, 1, &sizes[i], -1, 1, &counts[i], 0);
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        xmlNode *pages = qv_xml_add(host, "pages");
        g_autofree char *size = g_strdup_printf("%u", sizes[i]);
        g_autofree char *count = g_strdup_printf("%llu", counts[i]);
        qv_xml_set(pages, "size", size);
        qv_xml_set(pages, "free", count);
    }
}

static void
add_networks(QvConnection *connection, xmlNode *host)
{
    virNetworkPtr *networks = NULL;
    int n = virConnectListAllNetworks(connection, &networks, VIR_CONNECT_LIST_NETWORKS_ACTIVE);

    for (int i = 0; i < n; i++) {
        g_autoptr(virNetwork) network = networks[i];
        qv_xml_set(qv_xml_add(host, "network"), "name", virNetworkGetName(network));
    }
    free(networks);
}

static void
add_directory(xmlNode *host, const char *name, const char *path)
{
    xmlNode *directory = qv_xml_add(host, "directory");

    qv_xml_set(directory, "name", name);
    xmlNodeAddContent(directory, BAD_CAST path);
}

static void
add_directories(QvConnection *connection, xmlNode *host)
{
    g_autofree char *log = qv_log_directory(connection);
    g_autofree char *images = qv_pool_directory(connection, "default");

    add_directory(host, "log", log);
    add_directory(host, "images", images);
}

/* Capabilities list KVM when libvirtd could open it; the guest runs as another user. */
static gboolean
add_kvm(xmlDoc *capabilities, xmlNode *host, GError **error)
{
    g_autoptr(xmlDoc) user = qv_stage("user", capabilities, error);

    if (user == NULL)
        return FALSE;
    g_autofree char *uid = qv_xml_get(qv_xml_root(user), "uid");
    g_autofree char *gid = qv_xml_get(qv_xml_root(user), "gid");
    uid_t u = *uid ? (uid_t)g_ascii_strtoull(uid, NULL, 10) : geteuid();
    gid_t g = *uid ? (gid_t)g_ascii_strtoull(gid, NULL, 10) : getegid();
    g_autofree char *denied = qv_path_denied("/dev/kvm", u, g, R_OK | W_OK);
    g_autofree char *name = qv_path_user(u);
    g_autofree char *number = g_strdup_printf("%u", u);
    g_autofree char *group = g_strdup_printf("%u", g);
    xmlNode *device = qv_xml_add(host, "device");
    qv_xml_set(device, "path", "/dev/kvm");
    qv_xml_set(device, "usable", denied ? "no" : "yes");
    qv_xml_set(device, "user", name);
    qv_xml_set(device, "uid", number);
    qv_xml_set(device, "gid", group);
    return TRUE;
}

static void
add_version(QvConnection *connection, xmlNode *host)
{
    unsigned long libvirt = 0, hypervisor = 0;
    const char *type = virConnectGetType(connection);

    virConnectGetLibVersion(connection, &libvirt);
    virConnectGetVersion(connection, &hypervisor);
    g_autofree char *a =
        g_strdup_printf("%lu.%lu.%lu", libvirt / 1000000, libvirt / 1000 % 1000, libvirt % 1000);
    g_autofree char *b = g_strdup_printf("%s %lu.%lu.%lu", type ? type : "?", hypervisor / 1000000,
                                         hypervisor / 1000 % 1000, hypervisor % 1000);
    qv_xml_set(host, "libvirt", a);
    qv_xml_set(host, "hypervisor", b);
}

xmlDoc *
qv_host_record(QvConnection *connection, GError **error)
{
    g_autoptr(xmlDoc) capabilities =
        read_document(virConnectGetCapabilities(connection), "capabilities", error);
    g_autoptr(xmlDoc) doc = qv_xml_new("host");
    xmlNode *host = qv_xml_root(doc);
    g_autofree char *uri = qv_connection_uri(connection);
    gboolean local = qv_connection_is_local(connection);

    qv_xml_set(host, "uri", uri);
    qv_xml_set(host, "local", local ? "yes" : "no");
    add_version(connection, host);
    if (capabilities == NULL || (local && !add_kvm(capabilities, host, error)))
        return NULL;
    add_directories(connection, host);
    add_networks(connection, host);
    add_pages(connection, host);
    qv_xml_graft(host, qv_xml_root(capabilities));
    return g_steal_pointer(&doc);
}

gboolean
qv_host_add_target(QvConnection *connection, xmlNode *host, const QvTarget *target, GError **error)
{
    xmlNode *n = qv_xml_child(host, "domain-capabilities");
    char *text;

    for (; n != NULL; n = qv_xml_next(n, "domain-capabilities"))
        if (qv_xml_is(n, "arch", target->arch) && qv_xml_is(n, "machine", target->machine) &&
            qv_xml_is(n, "virttype", target->virttype))
            return TRUE;
    text = virConnectGetDomainCapabilities(connection, target->path, target->arch, target->machine,
                                           target->virttype, 0);
    if (text == NULL && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT)
        return TRUE;
    n = qv_xml_add(host, "domain-capabilities");
    qv_xml_set(n, "arch", target->arch);
    qv_xml_set(n, "machine", target->machine);
    qv_xml_set(n, "virttype", target->virttype);
    g_autoptr(xmlDoc) capabilities = read_document(text, "domain capabilities", error);
    if (capabilities != NULL)
        qv_xml_graft(n, qv_xml_root(capabilities));
    return capabilities != NULL;
}
