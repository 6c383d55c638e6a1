<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- note: writes volumes that were made for a guest into its metadata, which libvirt hands out and
     takes without its namespace. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/note">
    <guest>
      <xsl:copy-of select="guest/@* | guest/*[not(self::volume and @path = /note/made/@path)]"/>
      <xsl:apply-templates select="made"/>
    </guest>
  </xsl:template>

  <xsl:template match="made"><volume path="{@path}"/></xsl:template>
</xsl:stylesheet>
