<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- derive: adds what follows from the plan itself, one rule file per section. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="derive/memory.xsl"/>
  <xsl:include href="derive/cpu.xsl"/>
  <xsl:include href="derive/override.xsl"/>
  <xsl:include href="derive/pin.xsl"/>
  <xsl:include href="derive/storage.xsl"/>
  <xsl:include href="derive/console.xsl"/>
  <xsl:include href="derive/metadata.xsl"/>

  <!-- An attribute, or with the name "_" a text, marked as derived and with its reason. -->
  <xsl:template name="derived">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="why"/>
    <xsl:param name="source">https://libvirt.org/formatdomain.html</xsl:param>
    <xsl:attribute name="q:by.{$name}">
      <xsl:value-of select="concat('derived&#10;', normalize-space($why), '&#10;', $source)"/>
    </xsl:attribute>
    <xsl:choose>
      <xsl:when test="$name = '_'"><xsl:value-of select="$value"/></xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="{$name}"><xsl:value-of select="$value"/></xsl:attribute>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
