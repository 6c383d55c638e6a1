<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- copy: what a stage has nothing to say about passes as it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="*" priority="-9">
    <xsl:copy><xsl:copy-of select="@*"/><xsl:apply-templates/></xsl:copy>
  </xsl:template>

  <!-- What the later stages only look things up in. -->
  <xsl:template match="/build/facts | /build/target | /build/request" priority="-8">
    <xsl:copy-of select="."/>
  </xsl:template>
</xsl:stylesheet>
