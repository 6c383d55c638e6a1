<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- fix-snapshot: libvirt's record of a snapshot, with the overlays that lie above its images now. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/correct">
    <record>
      <xsl:attribute name="changed">
        <xsl:apply-templates select="disk" mode="changed"/>
      </xsl:attribute>
      <xsl:apply-templates select="domainsnapshot"/>
    </record>
  </xsl:template>

  <xsl:template match="disk" mode="changed">
    <xsl:if test="not(../domainsnapshot/disks/disk[@name = current()/@dev]/source/@file = @path)">yes</xsl:if>
  </xsl:template>

  <xsl:template match="@* | node()" priority="-5">
    <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
  </xsl:template>
  <xsl:template match="domainsnapshot/@current"/>

  <xsl:template match="domainsnapshot/disks/disk[@name = /correct/disk/@dev]/source/@file">
    <xsl:attribute name="file">
      <xsl:value-of select="/correct/disk[@dev = current()/../../@name]/@path"/>
    </xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
