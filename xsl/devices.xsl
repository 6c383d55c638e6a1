<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- devices: the devices of a domain, each under its kind and title. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="title.xsl"/>

  <xsl:template match="/domain">
    <list><xsl:apply-templates select="devices/*"/></list>
  </xsl:template>

  <xsl:template match="devices/*">
    <device>
      <xsl:attribute name="kind"><xsl:apply-templates select="." mode="kind"/></xsl:attribute>
      <xsl:attribute name="title"><xsl:apply-templates select="." mode="title"/></xsl:attribute>
      <xsl:copy-of select="."/>
    </device>
  </xsl:template>
</xsl:stylesheet>
