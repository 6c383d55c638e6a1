<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- label: qvirt's metadata with labels added and removed; all else in it stays. libvirt hands it
     out, and takes it, without its namespace. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/label">
    <guest>
      <xsl:copy-of select="guest/*[not(self::label[@key = /label/change/@key])]"/>
      <xsl:apply-templates select="change[@value]"/>
    </guest>
  </xsl:template>

  <!-- Of two changes of one label the last one holds. -->
  <xsl:template match="change[@key = following-sibling::change/@key]" priority="2"/>
  <xsl:template match="change"><label key="{@key}" value="{@value}"/></xsl:template>
</xsl:stylesheet>
