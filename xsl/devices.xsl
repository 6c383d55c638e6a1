<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- devices: the devices of a domain, each under its id, kind and title. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="title.xsl"/>

  <xsl:template match="/domain">
    <list><xsl:apply-templates select="devices/*"/></list>
  </xsl:template>

  <xsl:template match="devices/*">
    <device>
      <xsl:apply-templates select="." mode="attributes"/>
      <xsl:copy-of select="."/>
    </device>
  </xsl:template>
</xsl:stylesheet>
