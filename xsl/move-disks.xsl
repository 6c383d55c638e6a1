<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- move-disks: a domain whose disks lie in other images.

     The domain is that of a snapshot, as it is when the guest is off where libvirt kept that too,
     with the metadata that the guest has now; or a domain as it stands. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="disk.xsl"/>

  <xsl:template match="/reseat">
    <xsl:apply-templates select="domain | domainsnapshot"/>
  </xsl:template>
  <xsl:template match="domainsnapshot"><xsl:apply-templates select="domain"/></xsl:template>
  <xsl:template match="domainsnapshot[inactiveDomain]">
    <xsl:apply-templates select="inactiveDomain"/>
  </xsl:template>
  <xsl:template match="inactiveDomain">
    <domain><xsl:apply-templates select="@* | node()"/></domain>
  </xsl:template>

  <xsl:template match="domainsnapshot/*/metadata">
    <xsl:copy-of select="/reseat/present/domain/metadata"/>
  </xsl:template>
</xsl:stylesheet>
