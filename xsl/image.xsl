<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- image: what libvirt's storage API says of an image, in the words of a chain. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/volume">
    <image format="{target/format/@type}" path="{target/path}" physical="{physical}">
      <xsl:apply-templates select="backingStore/path | backingStore/format/@type"/>
    </image>
  </xsl:template>
  <xsl:template match="backingStore/path">
    <xsl:attribute name="below"><xsl:value-of select="."/></xsl:attribute>
  </xsl:template>
  <xsl:template match="backingStore/format/@type">
    <xsl:attribute name="below-format"><xsl:value-of select="."/></xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
