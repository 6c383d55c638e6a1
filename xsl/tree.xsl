<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- tree: what hangs on one domain: its snapshots, each below its parent, and its disks with their
     backing chains. An image whose chain is not told has more="yes" at its end. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="backing.xsl"/>
  <xsl:include href="states.xsl"/>

  <xsl:template match="/tree">
    <guest>
      <!-- A snapshot whose parent is not there is below none. -->
      <xsl:apply-templates
          select="snapshots/domainsnapshot[not(parent/name = ../domainsnapshot/name)]">
        <xsl:sort select="creationTime" data-type="number"/>
        <xsl:sort select="name"/>
      </xsl:apply-templates>
      <xsl:apply-templates select="domain/devices/disk[@device != 'cdrom' and @device != 'floppy'
                                                       and source]"/>
    </guest>
  </xsl:template>

  <xsl:template match="domainsnapshot">
    <snapshot name="{name}" created="{creationTime}" current="no">
      <xsl:attribute name="state"><xsl:apply-templates select="state" mode="state"/></xsl:attribute>
      <xsl:copy-of select="@current"/>
      <xsl:apply-templates select="../domainsnapshot[parent/name = current()/name]">
        <xsl:sort select="creationTime" data-type="number"/>
        <xsl:sort select="name"/>
      </xsl:apply-templates>
    </snapshot>
  </xsl:template>

  <xsl:template match="disk">
    <disk name="{target/@dev}">
      <xsl:call-template name="image">
        <xsl:with-param name="format" select="driver/@type"/>
      </xsl:call-template>
    </disk>
  </xsl:template>

  <xsl:template match="backingStore">
    <xsl:call-template name="image">
      <xsl:with-param name="format" select="format/@type"/>
    </xsl:call-template>
  </xsl:template>
  <!-- The end of the chain. -->
  <xsl:template match="backingStore[not(source)]"/>

  <xsl:template name="image">
    <xsl:param name="format"/>
    <xsl:variable name="file" select="source/@file | source/@dev"/>
    <image name="{$file}" format="{$format}">
      <xsl:if test="not($file)">
        <xsl:attribute name="name">
          <xsl:for-each select="source/@pool | source/@volume | source/@protocol | source/@name
                                | source/@dir | source/@path">
            <xsl:if test="position() > 1">/</xsl:if>
            <xsl:value-of select="."/>
          </xsl:for-each>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="$file and not(backingStore)">
        <xsl:call-template name="more"><xsl:with-param name="format" select="$format"/></xsl:call-template>
      </xsl:if>
      <xsl:apply-templates select="backingStore"/>
    </image>
  </xsl:template>
</xsl:stylesheet>
