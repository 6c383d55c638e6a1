/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate-check: what both hosts say that bears on moving a guest from one to the other. */
#include "hv/migrate-check.h"

#include "hv/guest.h"
#include "hv/host.h"
#include "hv/libvirt.h"
#include "hv/state.h"
#include "hv/volume.h"
#include "model/settings.h"
#include "model/stage.h"

static void
set_obstacle_number(xmlNode *node, const char *name, guint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, number);

    qv_xml_set(node, name, text);
}

/* A driver that does not know a thing has none of it. */
static guint64
none_if_unknown(int number)
{
    return number < 0 ? 0 : (guint64)number;
}

static gboolean
add_migrating_guest(xmlNode *migration, QvGuest *guest, GError **error)
{
    gboolean running = virDomainIsActive(guest) == 1;
    char *text = virDomainGetXMLDesc(guest, running ? 0 : VIR_DOMAIN_XML_INACTIVE);
    g_autoptr(xmlDoc) domain = text ? qv_xml_read(text, -1, qv_guest_name(guest), error) : NULL;
    xmlNode *node = qv_xml_add(migration, "guest");

    if (text == NULL)
        return qv_libvirt_fail(error);
    free(text);
    if (domain == NULL)
        return FALSE;
    qv_xml_set(node, "running", running ? "yes" : "no");
    set_obstacle_number(node, "snapshots", none_if_unknown(virDomainSnapshotNum(guest, 0)));
    set_obstacle_number(node, "checkpoints",
                        none_if_unknown(virDomainListAllCheckpoints(guest, NULL, 0)));
    qv_xml_set(node, "saved", virDomainHasManagedSaveImage(guest, 0) == 1 ? "yes" : "no");
    qv_xml_graft(node, qv_xml_root(domain));
    return TRUE;
}

/* What can be had without pushing others out: caches give way. */
static void
set_room(xmlNode *host, QvConnection *connection)
{
    virNodeMemoryStats stats[16];
    int n = G_N_ELEMENTS(stats);
    guint64 room = 0;

    if (virNodeGetMemoryStats(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) < 0)
        return;
    for (int i = 0; i < n; i++)
        if (!g_str_equal(stats[i].field, VIR_NODE_MEMORY_STATS_TOTAL))
            room += stats[i].value * 1024;
    set_obstacle_number(host, "room", room);
}

static xmlNode *
add_migration_host(xmlNode *migration, const char *role, QvConnection *connection, GError **error)
{
    g_autoptr(xmlDoc) record = qv_host_record(connection, error);
    xmlNode *node = record ? qv_xml_add(migration, role) : NULL;
    char *name = node ? virConnectGetHostname(connection) : NULL;

    if (node == NULL)
        return NULL;
    qv_xml_set(node, "name", name ? name : "?");
    free(name);
    set_room(node, connection);
    return qv_xml_graft(node, qv_xml_root(record));
}

static void
add_taken(xmlNode *destination, virDomain *other)
{
    xmlNode *taken = qv_xml_add(destination, "taken");
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(other, uuid);
    qv_xml_set(taken, "name", virDomainGetName(other));
    qv_xml_set(taken, "uuid", uuid);
    qv_xml_set(taken, "running", virDomainIsActive(other) == 1 ? "yes" : "no");
}

static void
add_taken_guests(xmlNode *node, QvConnection *destination, QvGuest *guest, const char *name)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    g_autoptr(virDomain) by_uuid = virDomainLookupByUUIDString(destination, uuid);
    g_autoptr(virDomain) by_name = virDomainLookupByName(destination, name);
    if (by_uuid != NULL)
        add_taken(node, by_uuid);
    if (by_name != NULL)
        add_taken(node, by_name);
}

static const char *
network_state(QvConnection *connection, const char *name)
{
    g_autoptr(virNetwork) network = virNetworkLookupByName(connection, name);

    if (network == NULL)
        return virGetLastErrorCode() == VIR_ERR_NO_NETWORK ? "missing" : "unknown";
    return virNetworkIsActive(network) == 1 ? "active" : "inactive";
}

static const char *
bridge_state(QvConnection *connection, const char *name)
{
    g_autoptr(virInterface) bridge = virInterfaceLookupByName(connection, name);

    if (bridge == NULL)
        return virGetLastErrorCode() == VIR_ERR_NO_INTERFACE ? "missing" : "unknown";
    return "active";
}

static const char *
volume_state(QvConnection *connection, const char *pool, const char *name)
{
    g_autoptr(xmlDoc) volume = qv_volume_find(connection, pool, name, NULL);

    return volume ? "active" : "missing";
}

static void
ask_for_file(xmlNode *file, QvConnection *connection)
{
    static const char *const words[] = {
        [QV_THERE_NO] = "no", [QV_THERE_YES] = "yes", [QV_THERE_UNKNOWN] = "unknown"};
    g_autofree char *path = qv_xml_get(file, "path");
    g_autofree char *pool = NULL;

    qv_xml_set(file, "there", words[qv_volume_there(connection, path, &pool)]);
    qv_xml_set(file, "pool", pool);
}

static void
ask_for_processor(xmlNode *uses, xmlNode *processor, QvConnection *connection)
{
    static const char *const words[] = {[VIR_CPU_COMPARE_INCOMPATIBLE] = "incompatible",
                                        [VIR_CPU_COMPARE_IDENTICAL] = "identical",
                                        [VIR_CPU_COMPARE_SUPERSET] = "superset"};
    g_autofree char *path = qv_xml_get(uses, "path");
    g_autofree char *arch = qv_xml_get(uses, "arch");
    g_autofree char *machine = qv_xml_get(uses, "machine");
    g_autofree char *virttype = qv_xml_get(uses, "virttype");
    g_autofree char *xml = qv_xml_write_node(qv_xml_content(processor));
    int result = virConnectCompareHypervisorCPU(connection, path, arch, machine, virttype, xml, 0);

    qv_xml_set(processor, "is",
               result >= 0 && result < (int)G_N_ELEMENTS(words) ? words[result] : "unknown");
}

static void
ask_for_emulator(xmlNode *uses, QvConnection *connection)
{
    g_autofree char *path = qv_xml_get(uses, "path");
    g_autofree char *arch = qv_xml_get(uses, "arch");
    g_autofree char *machine = qv_xml_get(uses, "machine");
    g_autofree char *virttype = qv_xml_get(uses, "virttype");
    char *text = virConnectGetDomainCapabilities(connection, path, arch, machine, virttype, 0);
    gboolean silent = text == NULL && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT;
    g_autoptr(GError) reason = NULL;

    if (text == NULL && !silent)
        qv_libvirt_fail(&reason);
    qv_xml_set(uses, "lacks", reason ? reason->message : NULL);
    free(text);
}

/* Each use gets the destination's answer as an attribute. */
static void
ask_for_uses(xmlNode *uses, QvConnection *connection)
{
    for (xmlNode *use = qv_xml_child(uses, NULL); use != NULL; use = qv_xml_next(use, NULL)) {
        const char *kind = (const char *)use->name;
        g_autofree char *name = qv_xml_get(use, "name");
        g_autofree char *pool = qv_xml_get(use, "pool");
        if (g_str_equal(kind, "network"))
            qv_xml_set(use, "state", network_state(connection, name));
        else if (g_str_equal(kind, "bridge"))
            qv_xml_set(use, "state", bridge_state(connection, name));
        else if (g_str_equal(kind, "volume"))
            qv_xml_set(use, "state", volume_state(connection, pool, name));
        else if (g_str_equal(kind, "file"))
            ask_for_file(use, connection);
        else if (g_str_equal(kind, "processor"))
            ask_for_processor(uses, use, connection);
    }
    ask_for_emulator(uses, connection);
}

xmlDoc *
qv_migrate_obstacles(QvGuest *guest, QvConnection *destination, xmlNode *request, const char *uri,
                     GError **error)
{
    g_autoptr(xmlDoc) doc = qv_xml_new("migration");
    xmlNode *root = qv_xml_root(doc);
    g_autofree char *new_name = qv_setting_get(request, "name");

    qv_xml_set(root, "uri", uri);
    qv_xml_graft(root, request);
    if (!add_migrating_guest(root, guest, error) ||
        !add_migration_host(root, "source", virDomainGetConnect(guest), error))
        return NULL;
    xmlNode *host = add_migration_host(root, "destination", destination, error);
    g_autoptr(xmlDoc) uses = host ? qv_stage("uses", doc, error) : NULL;
    if (uses == NULL)
        return NULL;
    add_taken_guests(host->parent, destination, guest, new_name ? new_name : qv_guest_name(guest));
    ask_for_uses(qv_xml_root(uses), destination);
    qv_xml_graft(root, qv_xml_root(uses));
    return g_steal_pointer(&doc);
}
