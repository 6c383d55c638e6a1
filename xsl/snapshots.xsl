<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- snapshots: libvirt's records of a guest's snapshots, each in one with the keys of 'qvirt snapshot'
     and followed by those that grew out of it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/snapshots">
    <records>
      <xsl:apply-templates select="domainsnapshot[not(parent/name = /snapshots/*/name)]">
        <xsl:sort select="creationTime" data-type="number"/>
        <xsl:with-param name="depth" select="0"/>
      </xsl:apply-templates>
    </records>
  </xsl:template>

  <xsl:template match="domainsnapshot">
    <xsl:param name="depth"/>
    <record name="{name}" depth="{$depth}" state="{state}" created="{creationTime}"
            parent="{parent/name}" description="{description}" memory-file="{memory/@file}">
      <xsl:attribute name="current">
        <xsl:choose><xsl:when test="@current">yes</xsl:when><xsl:otherwise>no</xsl:otherwise></xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="kind"><xsl:apply-templates select="." mode="kind"/></xsl:attribute>
      <xsl:attribute name="memory">
        <xsl:choose>
          <xsl:when test="memory/@snapshot = 'external' or memory/@snapshot = 'internal'
                          or (not(memory) and state = 'running')">yes</xsl:when>
          <xsl:otherwise>no</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="disks">
        <xsl:for-each select="disks/disk[@snapshot = 'external' or @snapshot = 'internal']">
          <xsl:if test="position() > 1">; </xsl:if>
          <xsl:value-of select="@name"/>
          <xsl:apply-templates select="../../domain/devices/disk[target/@dev = current()/@name]
                                       /source/@*[name() != 'index'][1]" mode="disk"/>
        </xsl:for-each>
      </xsl:attribute>
      <xsl:copy-of select="."/>
    </record>
    <xsl:apply-templates select="/snapshots/domainsnapshot[parent/name = current()/name]">
      <xsl:sort select="creationTime" data-type="number"/>
      <xsl:with-param name="depth" select="$depth + 1"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="@*" mode="disk"><xsl:value-of select="concat(' ', .)"/></xsl:template>

  <xsl:template match="domainsnapshot" mode="kind">internal</xsl:template>
  <xsl:template match="domainsnapshot[disks/disk/@snapshot = 'external'
                       or memory/@snapshot = 'external']" mode="kind">external</xsl:template>
</xsl:stylesheet>
