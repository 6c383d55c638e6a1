/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hv: what stylesheets read in the XML of guests and hosts, and what QEMU leaves in its log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gi18n.h>
#include <locale.h>

#include "hv/log.h"
#include "model/stage.h"

/* "KIND PATH OWNER" for each file, and "KIND" for what has a place of libvirt's own. */
static char *
files_of(const char *belongings)
{
    g_autofree char *text = g_strdup_printf("<belongings>%s</belongings>", belongings);
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "belongings", NULL);
    g_autoptr(xmlDoc) files = qv_stage("files", doc, NULL);
    GString *found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(files), NULL); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *kind = qv_xml_get(n, "kind");
        g_autofree char *path = qv_xml_get(n, "path");
        g_autofree char *owner = qv_xml_get(n, "owner");
        g_autofree char *pool = qv_xml_get(n, "pool");
        g_string_append_printf(found, path ? "%s %s %s\n" : "%s\n", kind, pool ? pool : path,
                               owner);
    }
    return g_string_free(found, FALSE);
}

static void
the_files_of_a_guest_are_read_in_its_domain(void **state G_GNUC_UNUSED)
{
    g_autofree char *found = files_of(
        "<domain><os firmware='efi'><kernel>/k</kernel><initrd>/i</initrd></os>"
        "<sysinfo type='fwcfg'><entry name='opt/x' file='/fw'/></sysinfo><devices>"
        "<disk device='disk'><driver type='qcow2'/><source file='/d'/><backingStore>"
        "<source file='/base'/></backingStore><target dev='vda'/></disk>"
        "<disk device='disk'><source file='/shared'/><shareable/></disk>"
        "<disk device='disk'><source dev='/dev/sdb'/></disk>"
        "<disk device='disk'><source pool='p' volume='v'/></disk>"
        "<disk device='cdrom'><source file='/iso'/></disk><disk device='cdrom'/>"
        "<serial type='file'><source path='/serial'/><log file='/serial.log'/></serial>"
        "<console type='pty'><source path='/dev/pts/1'/><log file='/console.log'/></console>"
        "<interface><rom file='/rom'/></interface>"
        "<filesystem type='mount'><source dir='/share'/><target dir='tag'/></filesystem>"
        "<memory model='nvdimm'><source><path>/nvdimm</path></source></memory>"
        "<tpm model='tpm-crb'><backend type='emulator'/></tpm></devices></domain>");

    assert_string_equal(found, "disk /d guest\nbase /base guest\ndisk /shared shared\n"
                               "disk /dev/sdb host\ndisk p guest\nmedium /iso shared\n"
                               "kernel /k shared\ninitrd /i shared\n"
                               "firmware-setting /fw shared\nconsole-output /serial guest\n"
                               "console-log /serial.log guest\nconsole-log /console.log guest\n"
                               "rom /rom shared\ndirectory /share shared\n"
                               "memory /nvdimm guest\ntpm\nvariables\n");
}

static void
variables_that_a_domain_names_are_in_no_other_place(void **state G_GNUC_UNUSED)
{
    g_autofree char *named = files_of("<domain><os><loader type='pflash'>/code</loader>"
                                      "<nvram template='/vars'>/own</nvram></os></domain>");
    g_autofree char *bios = files_of("<domain><os><loader type='rom'>/bios</loader></os></domain>");

    assert_string_equal(named, "firmware /code host\nvariables /own guest\nfirmware /vars host\n");
    assert_string_equal(bios, "firmware /bios host\n");
}

static void
the_files_of_snapshots_belong_to_the_guest(void **state G_GNUC_UNUSED)
{
    g_autofree char *found =
        files_of("<snapshots><domainsnapshot><memory snapshot='external' file='/memory'/>"
                 "<disks><disk name='vda' snapshot='external'><source file='/overlay'/></disk>"
                 "<disk name='sda' snapshot='no'/></disks><domain><devices><disk device='disk'>"
                 "<source file='/frozen'/></disk></devices></domain></domainsnapshot></snapshots>");

    assert_string_equal(found, "snapshot-memory /memory guest\nsnapshot /frozen guest\n"
                               "snapshot /overlay guest\n");
}

static xmlDoc *
devices_of(const char *devices)
{
    g_autofree char *text = g_strdup_printf("<domain><devices>%s</devices></domain>", devices);
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "domain", NULL);

    return qv_stage("devices", doc, NULL);
}

static void
a_device_has_a_title_in_the_users_words(void **state G_GNUC_UNUSED)
{
    g_autoptr(xmlDoc) devices = devices_of(
        "<disk device='cdrom'><target dev='sda'/></disk>"
        "<disk device='disk'><target dev='vdb'/></disk>"
        "<interface><mac address='52:54:00:00:00:01'/></interface>"
        "<hostdev type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>"
        "<hostdev type='pci'><source><address bus='0x01' slot='0x00' function='0x0'/></source>"
        "</hostdev><controller type='scsi'/><controller type='ide'/><tpm/>"
        "<sound><alias name='ua-s'/></sound>");
    g_autoptr(GString) found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(devices), "device"); n;
         n = qv_xml_next(n, "device")) {
        g_autofree char *kind = qv_xml_get(n, "kind");
        g_autofree char *title = qv_xml_get_message(n, "title", FALSE);
        g_string_append_printf(found, "%s: %s\n", kind, title);
        assert_non_null(qv_xml_content(n));
    }
    assert_string_equal(found->str, "cd: CD drive sda\ndisk: disk vdb\n"
                                    "network-card: network card 52:54:00:00:00:01\n"
                                    "usb-device: USB device 046d:c52b\n"
                                    "pci-device: PCI device 01:00.0\n"
                                    "controller: SCSI controller\ncontroller: controller\n"
                                    "tpm: TPM\n"
                                    "sound: sound device ua-s\n");
}

static void
and_in_the_users_language(void **state G_GNUC_UNUSED)
{
    g_autofree char *catalogues = g_build_filename(g_getenv("BUILD_ROOT"), "po", NULL);
    g_autoptr(xmlDoc) devices = devices_of("<interface><mac address='$id'/></interface>");

    g_setenv("LANGUAGE", "es", TRUE);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, catalogues);
    textdomain(GETTEXT_PACKAGE);
    g_autofree char *title =
        qv_xml_get_message(qv_xml_child(qv_xml_root(devices), "device"), "title", TRUE);
    g_setenv("LANGUAGE", "C", TRUE);
    assert_string_equal(title, "tarjeta de red $id");
}

static void
what_a_guest_uses_of_its_host_is_listed(void **state G_GNUC_UNUSED)
{
    static const char text[] =
        "<migration><request/><guest><domain type='kvm'><memory unit='KiB'>1024</memory>"
        "<os><type arch='x86_64' machine='pc'>hvm</type><kernel>/k</kernel>"
        "<loader type='pflash'>/l</loader></os><cpu mode='host-passthrough'/><devices>"
        "<disk type='file' device='disk'><driver type='qcow2'/><source file='/d'/>"
        "<backingStore><source file='/base'/></backingStore><target dev='vda'/></disk>"
        "<disk type='volume' device='cdrom'><source pool='p' volume='v'/></disk>"
        "<interface type='bridge'><source bridge='br0'/></interface>"
        "<interface type='network'><source network='n' bridge='virbr0'/></interface>"
        "<emulator>/e</emulator></devices></domain></guest>"
        "<source><host><capabilities><host><cpu><model>m</model></cpu></host></capabilities>"
        "</host></source></migration>";
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "migration", NULL);
    g_autoptr(xmlDoc) uses = qv_stage("uses", doc, NULL);
    g_autoptr(GString) found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(uses), NULL); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *path = qv_xml_get(n, "path");
        g_string_append_printf(found, "%s %s\n", (const char *)n->name,
                               name   ? name
                               : path ? path
                                      : "");
    }
    assert_true(qv_xml_is(qv_xml_root(uses), "bytes", "1048576"));
    assert_string_equal(found->str, "file /k\nfile /l\nfile /d\nfile /base\nvolume v\n"
                                    "bridge br0\nnetwork n\nprocessor \n");
    qv_xml_set(qv_xml_add(qv_xml_child(qv_xml_root(doc), "request"), "setting"), "name",
               "copy-storage");
    g_autoptr(xmlDoc) copied = qv_stage("uses", doc, NULL);
    xmlNode *disk = qv_xml_next(qv_xml_child(qv_xml_root(copied), "file"), "file");
    disk = qv_xml_next(disk, "file");
    assert_true(qv_xml_is(disk, "copied", "yes") && qv_xml_is(disk, "format", "qcow2"));
    assert_null(qv_xml_next(disk, "file"));
}

static char *
obstacles(xmlDoc *migration)
{
    g_autoptr(xmlDoc) found = qv_stage("migrate-check", migration, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    xmlNode *n = qv_xml_child(qv_xml_root(found), NULL);

    for (; n != NULL; n = qv_xml_next(n, NULL)) {
        g_autofree char *what = qv_xml_get(n, "what");
        g_autofree char *blocks = qv_xml_get(n, "blocks");
        g_autofree char *why = qv_xml_get_message(n, "why", FALSE);
        g_autofree char *how = qv_xml_get_message(n, "how", FALSE);
        g_string_append_printf(text, "%s %s\n", what, blocks);
        if (strchr(why, '$') != NULL || strchr(how, '$') != NULL)
            fail_msg("a word without a value: %s (%s)", why, how);
    }
    return g_strdup(text->str);
}

static void
every_obstacle_of_a_migration_is_found(void **state G_GNUC_UNUSED)
{
    g_autoptr(xmlDoc) migration = qv_xml_read_file(TESTS "/migration.xml", NULL);
    xmlNode *root = qv_xml_root(migration);
    g_autofree char *all = obstacles(migration);

    assert_string_equal(all, "snapshots yes\ncheckpoints unsafe\nsaved state yes\n"
                             "cache unsafe\nshared directory unsafe\nvhost-user no\n"
                             "host device yes\nhost device yes\nhost device unsafe\n"
                             "name yes\nmemory unsafe\n"
                             "emulator yes\nnetwork yes\nnetwork yes\nbridge yes\ndisk yes\n"
                             "disk yes\ncdrom yes\nkernel yes\ncdrom no\ndisk no\ndisk yes\n"
                             "disk yes\nCPU yes\nCPU unsafe\n");
    qv_xml_set(qv_xml_child(root, "destination"), "name", "here");
    g_autofree char *same = obstacles(migration);
    assert_string_equal(same, "host yes\n");
}

static void
what_is_a_guests_own_over_there_is_told_apart(void **state G_GNUC_UNUSED)
{
    static const char *const cases[][4] = {
        {"2", "g", "no", "name yes\n"},
        {"1", "g", "no", "definition no\n"},
        {"1", "g", "yes", "copy yes\n"},
        {"1", "h", "no", "UUID yes\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(xmlDoc) migration = qv_xml_read_file(TESTS "/migration.xml", NULL);
        xmlNode *there = qv_xml_child(qv_xml_root(migration), "destination");
        xmlNode *taken = qv_xml_child(there, "taken");
        qv_xml_set(taken, "uuid", cases[i][0]);
        qv_xml_set(taken, "name", cases[i][1]);
        qv_xml_set(taken, "running", cases[i][2]);
        g_autofree char *all = obstacles(migration);
        assert_non_null(strstr(all, cases[i][3]));
    }
}

static char *
dropped(const char *asked, const char *kept)
{
    g_autofree char *text = g_strdup_printf("<define><asked><domain>%s</domain></asked>"
                                            "<kept><domain>%s</domain></kept></define>",
                                            asked, kept);
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "define", NULL);
    g_autoptr(xmlDoc) verdict = qv_stage("verify", doc, NULL);
    xmlNode *what = qv_xml_child(qv_xml_root(verdict), "what");
    xmlChar *path = what ? xmlNodeGetContent(what) : NULL;
    g_autofree char *copy = g_strdup(path ? (const char *)path : "");

    xmlFree(path);
    return g_steal_pointer(&copy);
}

static void
what_libvirt_dropped_is_noticed(void **state G_GNUC_UNUSED)
{
    g_autofree char *attribute = dropped("<video><model type='cirrus' vram='16384'/></video>",
                                         "<video><model type='cirrus'/></video>");
    g_autofree char *element = dropped("<a/><forward/>", "<a/>");
    g_autofree char *text = dropped("<memory>1</memory>", "<memory>2</memory>");
    g_autofree char *sibling = dropped("<d n='1'/><d n='2'><x/></d>", "<d n='2'/><d n='1'/>");
    g_autofree char *nothing =
        dropped("<os><type machine='q35'>hvm</type></os><genid/><d n='1'/><d n='2'/>",
                "<genid>7</genid><d n='2'/><c/><d n='1' m='3'/>"
                "<os><type machine='pc-q35-7.2'>hvm</type></os>");

    assert_string_equal(attribute, "/video/model/@vram=16384");
    assert_string_equal(element, "/forward");
    assert_string_equal(text, "/memory");
    assert_string_equal(sibling, "/d");
    assert_string_equal(nothing, "");
}

static void
qemus_last_words_are_found_in_its_log(void **state G_GNUC_UNUSED)
{
    static const char log[] = "old words\n"
                              "2026-01-01 00:00:00.000+0000: starting up libvirt version: 9.0.0\n"
                              "LC_ALL=C \\\n"
                              "/usr/bin/qemu-system-x86_64 \\\n"
                              "-name guest=x \\\n"
                              "-msg timestamp=on\n"
                              "char device redirected to /dev/pts/0 (label charserial0)\n"
                              "KVM internal error. Suberror: 1\n"
                              "emulation failure\n";
    g_autofree char *words = qv_log_words(log);
    g_autofree char *none = qv_log_words("starting up libvirt version: 9\n-msg timestamp=on\n");

    assert_string_equal(words, "KVM internal error. Suberror: 1; emulation failure");
    assert_null(none);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_files_of_a_guest_are_read_in_its_domain),
        cmocka_unit_test(variables_that_a_domain_names_are_in_no_other_place),
        cmocka_unit_test(the_files_of_snapshots_belong_to_the_guest),
        cmocka_unit_test(a_device_has_a_title_in_the_users_words),
        cmocka_unit_test(and_in_the_users_language),
        cmocka_unit_test(what_a_guest_uses_of_its_host_is_listed),
        cmocka_unit_test(every_obstacle_of_a_migration_is_found),
        cmocka_unit_test(what_is_a_guests_own_over_there_is_told_apart),
        cmocka_unit_test(what_libvirt_dropped_is_noticed),
        cmocka_unit_test(qemus_last_words_are_found_in_its_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
