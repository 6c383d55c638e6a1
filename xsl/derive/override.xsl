<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- override: an override of a device without a name is one for each virtio disk. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="qemu:override/qemu:device[not(@alias)]">
    <xsl:variable name="device" select="."/>
    <xsl:for-each select="/build/plan/domain/devices/disk[target/@bus = 'virtio']">
      <xsl:variable name="index"><xsl:apply-templates select="." mode="before"/></xsl:variable>
      <xsl:for-each select="$device">
        <xsl:copy>
          <xsl:copy-of select="@*"/>
          <xsl:call-template name="derived">
            <xsl:with-param name="name">alias</xsl:with-param>
            <xsl:with-param name="value" select="concat('virtio-disk', $index)"/>
            <xsl:with-param name="why">libvirt's name for the disk</xsl:with-param>
          </xsl:call-template>
          <xsl:copy-of select="*"/>
        </xsl:copy>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
