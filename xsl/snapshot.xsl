<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- snapshot: what libvirt is asked for. A disk with an overlay is frozen under it; without any
     overlay libvirt chooses, and what it chooses is internal. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/new">
    <domainsnapshot>
      <name><xsl:value-of select="@name"/></name>
      <xsl:apply-templates select="@description | @memory-file"/>
      <xsl:if test="@kind = 'external'">
        <disks><xsl:apply-templates select="disk"/></disks>
      </xsl:if>
    </domainsnapshot>
  </xsl:template>

  <xsl:template match="@description">
    <description><xsl:value-of select="."/></description>
  </xsl:template>
  <xsl:template match="@memory-file"><memory snapshot="external" file="{.}"/></xsl:template>

  <xsl:template match="disk"><disk name="{@dev}" snapshot="no"/></xsl:template>
  <xsl:template match="disk[@overlay]">
    <disk name="{@dev}" snapshot="external" type="file">
      <driver type="qcow2"/>
      <source file="{@overlay}"/>
    </disk>
  </xsl:template>
</xsl:stylesheet>
