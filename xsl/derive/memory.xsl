<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- memory: in KiB, the unit libvirt keeps it in, so that what it kept can be compared. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="domain/memory | domain/currentMemory | features/tcg/tb-cache">
    <xsl:copy>
      <xsl:copy-of select="@*[name() != 'unit']"/>
      <xsl:attribute name="unit">KiB</xsl:attribute>
      <xsl:apply-templates select="@unit" mode="KiB"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="@unit" mode="KiB"><xsl:value-of select=".."/></xsl:template>
  <xsl:template match="@unit[. = 'MiB']" mode="KiB"><xsl:value-of select=".. * 1024"/></xsl:template>
  <xsl:template match="@unit[. = 'GiB']" mode="KiB"><xsl:value-of select=".. * 1048576"/></xsl:template>
</xsl:stylesheet>
