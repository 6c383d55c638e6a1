<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- outline: what 'qvirt list' shows and filters by of each domain, in their order. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt libosinfo">
  <xsl:include href="disk-record.xsl"/>
  <xsl:include href="labels.xsl"/>

  <xsl:template match="/guests">
    <outlines><xsl:apply-templates select="domain"/></outlines>
  </xsl:template>

  <xsl:template match="domain">
    <outline preset="{metadata/qvirt:guest/qvirt:setting[@name = 'preset']/@value}"
             os="{metadata/libosinfo:libosinfo/libosinfo:os/@id}" title="{title}"
             description="{description}">
      <labels><xsl:apply-templates select="metadata/qvirt:guest" mode="labels"/></labels>
      <disks><xsl:apply-templates select="devices/disk" mode="record"/></disks>
    </outline>
  </xsl:template>
</xsl:stylesheet>
