<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- storage: the names, addresses, controllers and boot order of the disks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:key name="bus" match="plan/domain/devices/disk" use="target/@bus"/>

  <xsl:template match="disk/target[not(@dev)]">
    <xsl:variable name="prefix"><xsl:apply-templates select="@bus" mode="prefix"/></xsl:variable>
    <xsl:variable name="before"><xsl:apply-templates select=".." mode="before"/></xsl:variable>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="derived">
        <xsl:with-param name="name">dev</xsl:with-param>
        <xsl:with-param name="value"
            select="concat($prefix, substring('abcdefghijklmnopqrstuvwxyz', $before + 1, 1))"/>
        <xsl:with-param name="why">the next free name of its kind, disks before CD drives</xsl:with-param>
        <xsl:with-param
            name="source">https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms</xsl:with-param>
      </xsl:call-template>
    </xsl:copy>
  </xsl:template>

  <!-- How many drives of the same kind of name come before this one: virtio disks are numbered
       by themselves, IDE ones too, and all others share the names sda, sdb, … -->
  <xsl:template match="disk" mode="before">
    <xsl:variable name="bus" select="target/@bus"/>
    <xsl:variable name="own" select="$bus = 'virtio' or $bus = 'ide' or $bus = 'fdc'"/>
    <xsl:variable name="kin" select="../disk[target/@bus = $bus or not($own or
        target/@bus = 'virtio' or target/@bus = 'ide' or target/@bus = 'fdc')]"/>
    <xsl:variable name="earlier" select="preceding-sibling::disk"/>
    <xsl:value-of select="count($kin[@device = current()/@device
                                     and count(. | $earlier) = count($earlier)])
                          + count($kin[current()/@device != 'disk' and @device = 'disk'])"/>
  </xsl:template>

  <xsl:template match="@bus" mode="prefix">sd</xsl:template>
  <xsl:template match="@bus[. = 'virtio']" mode="prefix">vd</xsl:template>
  <xsl:template match="@bus[. = 'ide']" mode="prefix">hd</xsl:template>
  <xsl:template match="@bus[. = 'fdc']" mode="prefix">fd</xsl:template>

  <!-- Disks first, so that an installed system boots; an empty disk falls through to the CD. -->
  <xsl:template match="plan/domain/devices/disk">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates/>
      <xsl:if test="not(boot)">
        <boot>
          <xsl:call-template name="derived">
            <xsl:with-param name="name">order</xsl:with-param>
            <xsl:with-param name="value">
              <xsl:apply-templates select="." mode="order"/>
            </xsl:with-param>
            <xsl:with-param name="why">disks first, so that an installed system boots; the
              firmware goes on to the CD while the disk is empty</xsl:with-param>
            <xsl:with-param
                name="source">https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms</xsl:with-param>
          </xsl:call-template>
        </boot>
      </xsl:if>
    </xsl:copy>
  </xsl:template>
  <xsl:template match="disk" mode="order">
    <xsl:value-of select="count(preceding-sibling::disk[@device = 'disk']) + 1"/>
  </xsl:template>
  <xsl:template match="disk[@device = 'cdrom']" mode="order">
    <xsl:value-of select="count(../disk[@device = 'disk'])
                          + count(preceding-sibling::disk[@device = 'cdrom']) + 1"/>
  </xsl:template>

  <xsl:template match="disk/serial[not(text())]">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="derived">
        <xsl:with-param name="name">_</xsl:with-param>
        <xsl:with-param name="value"
            select="concat('disk-', count(../preceding-sibling::disk[@device = 'disk']) + 1)"/>
        <xsl:with-param name="why">told apart by number</xsl:with-param>
      </xsl:call-template>
    </xsl:copy>
  </xsl:template>

  <!-- pvscsi answers on LUN 0 only, so each of its disks needs a target of its own. -->
  <xsl:template match="disk/address[@type = 'drive' and not(@target)]">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="derived">
        <xsl:with-param name="name">target</xsl:with-param>
        <xsl:with-param name="value"><xsl:apply-templates select=".." mode="before"/></xsl:with-param>
        <xsl:with-param name="why">this controller answers on LUN 0 only, so each disk needs a
          target of its own</xsl:with-param>
        <xsl:with-param
            name="source">https://libvirt.org/formatdomain.html#device-addresses</xsl:with-param>
      </xsl:call-template>
    </xsl:copy>
  </xsl:template>

  <!-- Disks come before CD drives, whatever order they were asked for in; a bus in use brings the
       controller that the defaults hold for it. -->
  <xsl:template match="plan/domain/devices">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates select="emulator"/>
      <xsl:apply-templates select="disk[@device = 'disk']"/>
      <xsl:apply-templates select="disk[not(@device = 'disk')]"/>
      <xsl:apply-templates select="*[not(self::emulator or self::disk)]"/>
      <xsl:apply-templates select="../../defaults/controller[key('bus', @q:slot)]"/>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
