<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- facts: what the host can do for the target, under names; templates/facts.xml explains them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output indent="yes"/>
  <xsl:include href="copy.xsl"/>

  <xsl:variable name="target" select="/build/target"/>
  <xsl:variable name="host" select="/build/host"/>
  <xsl:variable name="caps" select="$host/domain-capabilities[@arch = $target/@arch
      and @machine = $target/@machine and @virttype = $target/@virttype]/domainCapabilities"/>
  <xsl:variable name="hyperv" select="$caps/features/hyperv/enum[@name = 'features']/value"/>

  <xsl:template match="/build/stack"><xsl:copy-of select="."/></xsl:template>

  <!-- The record of the host ends here: what follows knows facts only. -->
  <xsl:template match="/build/host">
    <facts known="{boolean($caps)}">
      <xsl:call-template name="target"/>
      <xsl:apply-templates select="capabilities/host/cpu/vendor | capabilities/guest/arch
                                   | pages | network | directory" mode="fact"/>
      <xsl:apply-templates select="$caps/* | $caps/devices/* | $caps/features/*" mode="fact"/>
      <xsl:call-template name="versions"/>
      <xsl:apply-templates select="capabilities/host/topology/cells/cell" mode="cell"/>
    </facts>
  </xsl:template>

  <xsl:template name="target">
    <xsl:variable name="machine" select="concat($target/@machine, ' ', $target/@canonical)"/>
    <xsl:choose>
      <xsl:when test="$target/@virttype = 'kvm'"><fact name="kvm"/></xsl:when>
      <xsl:when test="$target/@virttype = 'qemu'"><fact name="tcg"/></xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="contains($machine, 'q35')"><fact name="machine.q35"/></xsl:when>
      <xsl:when test="starts-with($machine, 'pc')"><fact name="machine.pc"/></xsl:when>
      <xsl:when test="starts-with($machine, 'virt')"><fact name="machine.virt"/></xsl:when>
    </xsl:choose>
    <xsl:if test="$target/@arch != '' and $target/@arch != $target/@wanted">
      <fact name="arch.{$target/@wanted}"/>
    </xsl:if>
  </xsl:template>

  <!-- No capability tells of these; only the versions do. -->
  <xsl:template name="versions">
    <xsl:variable name="libvirt"><xsl:apply-templates select="@libvirt" mode="version"/></xsl:variable>
    <xsl:variable name="qemu"><xsl:apply-templates select="@hypervisor" mode="version"/></xsl:variable>
    <xsl:if test="$libvirt >= 10004 and $qemu >= 8002"><fact name="sound.model.virtio"/></xsl:if>
    <xsl:if test="$libvirt >= 6003 and $qemu >= 5000"><fact name="disk.io.io_uring"/></xsl:if>
    <xsl:if test="$libvirt >= 9010 and $qemu >= 8001"><fact name="audio.type.pipewire"/></xsl:if>
  </xsl:template>
  <!-- "9.0.0" and "QEMU 7.2.22" as 9000 and 7002. -->
  <xsl:template match="@*" mode="version">
    <xsl:variable name="number" select="translate(., 'QEMU ', '')"/>
    <xsl:value-of select="substring-before($number, '.') * 1000
        + substring-before(concat(substring-after($number, '.'), '.'), '.')"/>
  </xsl:template>

  <!-- The host's NUMA cells are no yes or no, so they stand beside the facts. -->
  <xsl:template match="cell" mode="cell">
    <cell id="{@id}"><xsl:apply-templates select="cpus/cpu" mode="cell"/></cell>
  </xsl:template>
  <xsl:template match="cpu" mode="cell"><cpu id="{@id}"/></xsl:template>

  <xsl:template match="cpu/vendor" mode="fact">
    <fact name="cpu.vendor.{.}"/>
  </xsl:template>

  <xsl:template match="guest/arch" mode="fact">
    <fact name="arch.{@name}"/>
  </xsl:template>

  <xsl:template match="pages" mode="fact">
    <xsl:variable name="all" select="$host/capabilities/host/topology/cells/cell/pages"/>
    <xsl:if test="sum($all[@size = current()/@size]) > 0">
      <fact name="hugepages.{@size}" value="{@free}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="network" mode="fact">
    <fact name="network.{@name}"/>
  </xsl:template>

  <xsl:template match="directory" mode="fact">
    <fact name="directory.{@name}" value="{.}"/>
  </xsl:template>

  <!-- Domain capabilities name nearly every fact by themselves. -->
  <xsl:template match="*" mode="fact" priority="-1">
    <xsl:if test="@supported = 'yes'">
      <fact name="{local-name()}"/>
      <xsl:apply-templates select="enum/value | loader | mode" mode="fact"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="enum/value" mode="fact">
    <fact name="{local-name(../..)}.{../@name}.{.}"/>
  </xsl:template>
  <xsl:template match="cpu" mode="fact">
    <xsl:apply-templates select="mode[@supported = 'yes']" mode="fact"/>
  </xsl:template>
  <xsl:template match="mode" mode="fact">
    <fact name="cpu.{@name}"/>
    <xsl:if test="enum[@name = 'hostPassthroughMigratable']/value = 'on'">
      <fact name="cpu.migratable"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="mode[@name = 'custom']" mode="fact">
    <xsl:for-each select="model[@usable != 'no']"><fact name="cpu.model.{.}"/></xsl:for-each>
  </xsl:template>

  <!-- QEMU refuses to start a guest whose enlightenments lack what they build on, so a fact
       holds only where its dependencies do (QEMU, docs/system/i386/hyperv.rst). TCG accepts
       most of them and does nothing with them. -->
  <xsl:template match="hyperv" mode="fact">
    <xsl:if test="$target/@virttype = 'kvm' and $hyperv">
      <fact name="hyperv"/>
      <xsl:apply-templates select="$hyperv" mode="hyperv"/>
      <xsl:if test="$hyperv[. = 'vapic' or . = 'vpindex' or . = 'synic']">
        <fact name="hyperv.clock"/>
      </xsl:if>
    </xsl:if>
  </xsl:template>
  <xsl:template match="value" mode="hyperv">
    <fact name="hyperv.{.}"/>
  </xsl:template>
  <xsl:template match="value[. = 'synic' or . = 'tlbflush' or . = 'ipi']" mode="hyperv">
    <xsl:if test="$hyperv = 'vpindex'"><fact name="hyperv.{.}"/></xsl:if>
  </xsl:template>
  <xsl:template match="value[. = 'stimer']" mode="hyperv">
    <xsl:if test="$hyperv = 'synic' and $hyperv = 'vpindex'"><fact name="hyperv.stimer"/></xsl:if>
  </xsl:template>
  <xsl:template match="value[. = 'evmcs']" mode="hyperv">
    <xsl:if test="$hyperv = 'vapic'"><fact name="hyperv.evmcs"/></xsl:if>
  </xsl:template>
</xsl:stylesheet>
