<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- host: the lowest fragment of the stack, the emulator that this host gives the guest; for
     request.xsl, which adds the topmost ones. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="target" mode="fragment">
    <fragment id="host" kind="host">
      <domain type="{@virttype}" q:source="https://libvirt.org/formatcaps.html">
        <xsl:attribute name="q:why"><xsl:apply-templates select="." mode="why"/></xsl:attribute>
        <os>
          <type arch="{@arch}" machine="{@machine}"
                q:why="the architecture and machine that the preset is made for">hvm</type>
        </os>
        <devices>
          <emulator q:why="the host's emulator for this architecture">
            <xsl:value-of select="@path"/>
          </emulator>
        </devices>
      </domain>
    </fragment>
  </xsl:template>

  <xsl:template match="target" mode="why">the only accelerator this driver has</xsl:template>
  <xsl:template match="target[@virttype = 'kvm']" mode="why">
    <xsl:text>the host lists KVM for this architecture and QEMU's user may open /dev/kvm</xsl:text>
  </xsl:template>
  <xsl:template match="target[@virttype = 'qemu' and /build/request/setting/@name = 'accel']"
                mode="why" priority="2">emulation (TCG), as asked</xsl:template>
  <xsl:template match="target[@virttype = 'qemu' and @listed = 'false']" mode="why">
    <xsl:text>the host has no KVM for this architecture: emulation (TCG)</xsl:text>
  </xsl:template>
  <xsl:template match="target[@virttype = 'qemu' and @listed = 'true']" mode="why">
    <xsl:text>KVM is listed, but QEMU's user may not open /dev/kvm: emulation (TCG)</xsl:text>
  </xsl:template>
</xsl:stylesheet>
