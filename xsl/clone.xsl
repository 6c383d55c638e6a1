<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- clone: a domain of another name, with disks of its own. libvirt gives it a UUID and MAC
     addresses when it is defined. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:include href="disk.xsl"/>
  <xsl:variable name="old" select="string(/clone/domain/name)"/>
  <xsl:variable name="new" select="string(/clone/@name)"/>

  <xsl:template match="/clone"><xsl:apply-templates select="domain"/></xsl:template>

  <xsl:template match="domain/name"><name><xsl:value-of select="$new"/></name></xsl:template>
  <xsl:template match="domain/uuid | interface/mac"/>
  <xsl:template match="domain/genid"><genid/></xsl:template>
  <xsl:template match="sysinfo/system/entry[@name = 'uuid']"/>

  <xsl:template match="domain/title/text()">
    <xsl:choose>
      <xsl:when test=". = $old"><xsl:value-of select="$new"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="os/nvram/text()">
    <xsl:choose>
      <xsl:when test="/clone/@nvram != ''"><xsl:value-of select="/clone/@nvram"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Logs and sockets that are called as the guest. -->
  <xsl:template match="log/@file | devices/*[not(self::disk)]/source/@path">
    <xsl:variable name="dash" select="concat('/', $old, '-')"/>
    <xsl:variable name="dot" select="concat('/', $old, '.')"/>
    <xsl:attribute name="{name()}">
      <xsl:choose>
        <xsl:when test="contains(., $dash)">
          <xsl:value-of select="concat(substring-before(., $dash), '/', $new, '-',
                                       substring-after(., $dash))"/>
        </xsl:when>
        <xsl:when test="contains(., $dot)">
          <xsl:value-of select="concat(substring-before(., $dot), '/', $new, '.',
                                       substring-after(., $dot))"/>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>

  <!-- What was made for the original is not the clone's: its disks are others. -->
  <xsl:template match="qvirt:guest/qvirt:volume"/>
  <xsl:template match="qvirt:setting[@made = 'yes']">
    <xsl:variable name="own" select="/clone/disk[image/@path = current()/@value]"/>
    <xsl:copy>
      <xsl:apply-templates select="@*[name() != 'made' and name() != 'value']"/>
      <xsl:attribute name="value">
        <xsl:choose>
          <xsl:when test="$own"><xsl:value-of select="$own[1]/@path"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@value"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="$own"><xsl:attribute name="made">yes</xsl:attribute></xsl:if>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
