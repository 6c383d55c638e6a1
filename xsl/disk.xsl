<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- disk: copies a domain, and gives each disk whose target a <disk path= format=> below the root
     names that image. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@* | node()" priority="-5">
    <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="devices/disk[target/@dev = /*/disk/@dev]">
    <xsl:variable name="new" select="/*/disk[@dev = current()/target/@dev]"/>
    <disk type="file">
      <xsl:apply-templates select="@*[name() != 'type']"/>
      <driver>
        <xsl:apply-templates select="driver/@*"/>
        <xsl:attribute name="type"><xsl:value-of select="$new/@format"/></xsl:attribute>
        <xsl:apply-templates select="driver/*"/>
      </driver>
      <source file="{$new/@path}"><xsl:apply-templates select="source/*"/></source>
      <!-- libvirt follows the chain by what is written in the images. -->
      <xsl:apply-templates select="*[not(self::driver or self::source or self::backingStore
                                         or self::mirror)]"/>
    </disk>
  </xsl:template>
</xsl:stylesheet>
