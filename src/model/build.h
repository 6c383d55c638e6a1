/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build: one document that holds all a guest is made of, and its way through the pipeline. */
#pragma once

#include "model/template.h"

typedef struct {
    xmlDoc *doc;          /* <build>: host, request, stack */
    GPtrArray *templates; /* (element-type QvTemplate): the stack, least specific first */
} QvBuild;

/* Which emulator a build is for: the attributes of what xsl/target.xsl says. */
typedef struct {
    char *arch;
    char *machine;
    char *virttype;
    char *path;      /* the emulator's */
    char *wanted;    /* the architecture that the preset names */
    char *user;      /* whom QEMU runs as, where that is known */
    gboolean known;  /* the emulator has the machine */
    gboolean listed; /* the capabilities list KVM for the architecture */
    gboolean usable; /* and QEMU's user may open /dev/kvm, as far as can be seen from here */
} QvTarget;

void qv_build_free(QvBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvBuild, qv_build_free)
void qv_target_free(QvTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvTarget, qv_target_free)

/**
 * qv_build_new:
 * @request: a <request> element with a "preset" and other settings; copied
 *
 * Reads the preset's chain, its layout, the options, and those that settings bring along.
 *
 * Returns: (transfer full): the build; NULL with @error, as of qv_template_chain().
 */
QvBuild *qv_build_new(xmlNode *request, GError **error);

/** qv_build_request: the build's own copy of the request, to which settings may be added. */
xmlNode *qv_build_request(QvBuild *build);

/**
 * qv_build_disk_size:
 * @by: (out): the name of the preset that says so
 *
 * Returns: (transfer full) (nullable): the size of the disk that the preset recommends.
 */
char *qv_build_disk_size(QvBuild *build, char **by);

/**
 * qv_build_target:
 * @host: a <host> record; copied into the build, in place of one that was there
 *
 * Returns: (transfer full): the target on that host; NULL with @error: QV_ERROR_HOST where the
 *   accelerator that was asked for, or the machine, cannot be had.
 */
QvTarget *qv_build_target(QvBuild *build, xmlDoc *host, GError **error);

/** qv_build_host: the build's own copy of the host's record, to which can be added. */
xmlNode *qv_build_host(QvBuild *build);

/**
 * qv_build_plan:
 *
 * Runs the pipeline to the plan. The build must have a target on a host whose record holds the
 * target's domain capabilities, if any.
 *
 * Returns: (transfer full): the plan; NULL with @error: QV_ERROR_HOST naming each need that the
 *   host does not meet, or QV_ERROR_TEMPLATE.
 */
xmlDoc *qv_build_plan(QvBuild *build, GError **error);

/**
 * qv_build_devices:
 * @domain: the XML of a guest that is there
 *
 * Runs the pipeline for the devices that the request adds to that guest. What its templates need is
 * not looked at: it is there; what the settings need is.
 *
 * Returns: (transfer full): a <domain> with these devices only, in the order in which they can be
 *   attached; NULL with @error: QV_ERROR_HOST naming each need that the host does not meet.
 */
xmlDoc *qv_build_devices(QvBuild *build, xmlDoc *domain, GError **error);

/**
 * qv_build_check_rules:
 * @plan: a plan that is to be made
 *
 * Holds a plan against xsl/rules.xsl. Not for one that only explains a guest which is there: that
 * guest has its huge pages already.
 *
 * Returns: FALSE with @error: QV_ERROR_USAGE, or QV_ERROR_HOST, with the first rule that the plan
 *   breaks; the others may be its consequences.
 */
gboolean qv_build_check_rules(xmlDoc *plan, GError **error);

/** qv_build_facts: (transfer full): the build's <facts>, of its target; NULL with @error. */
xmlDoc *qv_build_facts(QvBuild *build, GError **error);
