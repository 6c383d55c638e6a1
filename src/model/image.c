/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image: looks at a disk image that is already there, without trusting it. */
#include "model/image.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/safe-text.h"

#define HEADER 512

static const struct {
    gsize offset;
    const char *magic;
    gsize length;
    const char *format;
} magics[] = {
    {0, "QFI\xfb", 4, "qcow2"},           {0, "KDMV", 4, "vmdk"},
    {0, "vhdxfile", 8, "vhdx"},           {0, "conectix", 8, "vpc"},
    {0x40, "\x7f\x10\xda\xbe", 4, "vdi"},
};

static const char *
format_of_header(const guchar *header)
{
    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
        if (memcmp(header + magics[i].offset, magics[i].magic, magics[i].length) == 0)
            return magics[i].format;
    return "raw";
}

static guint32
big_endian_32(const guchar *bytes)
{
    guint32 number;

    memcpy(&number, bytes, sizeof number);
    return GUINT32_FROM_BE(number);
}

static guint64
big_endian(const guchar *bytes)
{
    guint64 number;

    memcpy(&number, bytes, sizeof number);
    return GUINT64_FROM_BE(number);
}

/* QEMU, docs/interop/qcow2.txt: the backing file's name is at the offset in bytes 8 to 15, and
   bit 2 of the incompatible features (bytes 72 to 79 from version 3 on) tells of a data file. */
static gboolean
refers_elsewhere(const guchar *header)
{
    gboolean version3 = big_endian(header) % (G_GUINT64_CONSTANT(1) << 32) >= 3;

    return big_endian(header + 8) != 0 || (version3 && big_endian(header + 72) & 4);
}

/* The same document: extensions of type, length and data, padded to 8 bytes, follow the header;
   that of this type is the format of the backing file. */
#define BACKING_FORMAT 0xe2792aca

static char *
backing_format(const guchar *header, gsize size)
{
    gboolean version3 = big_endian_32(header + 4) >= 3;
    gsize at = version3 ? big_endian_32(header + 100) : 72;

    while (at + 8 <= size) {
        guint32 type = big_endian_32(header + at);
        gsize length = big_endian_32(header + at + 4);
        at += 8;
        if (type == 0 || length > size - at)
            return NULL;
        if (type == BACKING_FORMAT)
            return g_strndup((const char *)header + at, length);
        at += (length + 7) / 8 * 8;
    }
    return NULL;
}

/* The kernel lends a block device exclusively only while nothing on the host uses it: no mounted
   file system, swap, RAID or volume group. */
static gboolean
is_in_use(const char *path)
{
    int file = g_open(path, O_RDONLY | O_EXCL | O_CLOEXEC | O_NONBLOCK, 0);

    if (file >= 0)
        close(file);
    return file < 0 && errno == EBUSY;
}

static gboolean
read_image_header(const char *path, guchar *header, gsize size, gboolean *block, GError **error)
{
    int file = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
    struct stat status;

    if (file < 0)
        return qv_fail(error, QV_ERROR_USAGE, "'%s': %s", path, g_strerror(errno));
    if (fstat(file, &status) < 0 || !(S_ISREG(status.st_mode) || S_ISBLK(status.st_mode))) {
        close(file);
        return qv_fail(error, QV_ERROR_USAGE, _("'%s': neither a file nor a block device"), path);
    }
    *block = S_ISBLK(status.st_mode);
    gssize n = pread(file, header, size, 0);
    close(file);
    return n >= 0 || qv_fail(error, QV_ERROR_USAGE, "'%s': %s", path, g_strerror(errno));
}

gboolean
qv_image_direct(const char *directory)
{
    int file = open(directory, O_TMPFILE | O_RDWR | O_DIRECT | O_CLOEXEC, 0600);

    if (file >= 0)
        close(file);
    /* Only a file system that refuses the flag itself answers EINVAL. */
    return file >= 0 || errno != EINVAL;
}

static gboolean
opens_direct(const char *path)
{
    int file = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC | O_NONBLOCK);

    if (file >= 0)
        close(file);
    return file >= 0 || errno != EINVAL;
}

static xmlNode *
add_image(xmlNode *setting, const char *path, const char *type, const char *format)
{
    xmlNode *image = qv_xml_add(setting, "image");

    qv_xml_set(image, "path", path);
    qv_xml_set(image, "type", type);
    qv_xml_set(image, "format", format);
    return image;
}

gboolean
qv_image_look(const char *path, xmlNode *setting, GError **error)
{
    guchar header[HEADER] = {0};
    gboolean block = FALSE;

    if (!read_image_header(path, header, sizeof header, &block, error))
        return FALSE;
    if (block && is_in_use(path))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s' is in use on this host (mounted, swap, RAID or LVM); a guest that "
                         "writes to it as well would destroy it"),
                       path);
    const char *format = block ? "raw" : format_of_header(header);
    if (g_str_equal(format, "qcow2") && refers_elsewhere(header))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s' refers to another file (see 'qemu-img info'); make it stand alone "
                         "with 'qemu-img convert -O qcow2'"),
                       path);
    xmlNode *image = add_image(setting, path, block ? "block" : "file", format);
    qv_xml_set(image, "direct", opens_direct(path) ? "yes" : "no");
    return TRUE;
}

/* The name below is a path, relative to the image's directory, or "file:" and a path; else it is
   something that no guest of ours should be built on. */
static char *
path_below(const char *path, const char *name, GError **error)
{
    g_autofree char *directory = g_path_get_dirname(path);
    const char *file = g_str_has_prefix(name, "file:") ? name + strlen("file:") : name;

    if (*file != '/' && strchr(file, ':') != NULL) {
        qv_fail(error, QV_ERROR_FAILED, _("'%s' lies on '%s', which is not a file"), path, name);
        return NULL;
    }
    return g_canonicalize_filename(file, directory);
}

/* More than any header with its extensions and the name below takes. */
#define WHOLE_HEADER 65536

/* What the header names as lying below, NULL for nothing; FALSE for a header that is damaged. */
static gboolean
name_below(const guchar *header, char **name)
{
    guint64 offset = big_endian(header + 8);
    guint32 length = big_endian_32(header + 16);

    *name = NULL;
    if (offset == 0)
        return TRUE;
    if (length == 0 || length > 1023 || offset > WHOLE_HEADER - length)
        return FALSE;
    *name = g_strndup((const char *)header + offset, length);
    return TRUE;
}

static gboolean
read_qcow2(const char *path, const guchar *header, xmlNode *image, GError **error)
{
    gboolean version3 = big_endian_32(header + 4) >= 3;
    g_autofree char *name = NULL;

    if (version3 && big_endian(header + 72) & 4)
        return qv_fail(error, QV_ERROR_FAILED, _("'%s' has its data in another file"), path);
    if (!name_below(header, &name))
        return qv_fail(error, QV_ERROR_FAILED, _("'%s': the header is damaged"), path);
    if (name == NULL)
        return TRUE;
    g_autofree char *below = path_below(path, name, error);
    g_autofree char *format = backing_format(header, WHOLE_HEADER);
    if (below == NULL)
        return FALSE;
    if (!g_utf8_validate(below, -1, NULL))
        return qv_fail(error, QV_ERROR_FAILED, _("'%s': the header is damaged"), path);
    qv_xml_set(image, "below", below);
    qv_xml_set(image, "below-format", format && g_str_is_ascii(format) ? format : NULL);
    return TRUE;
}

gboolean
qv_image_read(const char *path, xmlNode *image, GError **error)
{
    g_autofree guchar *header = g_malloc0(WHOLE_HEADER);
    gboolean block = FALSE;

    if (!read_image_header(path, header, WHOLE_HEADER, &block, error)) {
        if (error != NULL)
            (*error)->code =
                g_file_test(path, G_FILE_TEST_EXISTS) ? QV_ERROR_FAILED : QV_ERROR_NOT_FOUND;
        return FALSE;
    }
    const char *format = block ? "raw" : format_of_header(header);
    qv_xml_set(image, "format", format);
    return !g_str_equal(format, "qcow2") || read_qcow2(path, header, image, error);
}

void
qv_image_guess(const char *path, xmlNode *setting)
{
    add_image(setting, path, g_str_has_prefix(path, "/dev/") ? "block" : "file",
              g_str_has_suffix(path, ".qcow2") ? "qcow2" : "raw");
}

gboolean
qv_image_add_backing(const char *path, xmlNode *image)
{
    g_autofree guchar *header = g_malloc0(WHOLE_HEADER);
    g_autofree char *name = NULL;
    gboolean block = FALSE;

    if (!read_image_header(path, header, WHOLE_HEADER, &block, NULL) ||
        !g_str_equal(format_of_header(header), "qcow2") || !name_below(header, &name))
        return FALSE;
    if (name == NULL)
        return TRUE;
    g_autofree char *below = path_below(path, name, NULL);
    g_autofree char *safe = qv_safe_text(below ? below : name, FALSE);
    g_autofree char *format = backing_format(header, WHOLE_HEADER);
    g_autofree char *safe_format = format ? qv_safe_text(format, FALSE) : NULL;
    xmlNode *next = qv_xml_add(image, "image");
    qv_xml_set(next, "name", safe);
    qv_xml_set(next, "format", safe_format);
    if (g_strcmp0(safe, below) == 0 && g_strcmp0(format, "raw") != 0)
        qv_xml_set(next, "more", "yes");
    return TRUE;
}
