<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- record: what a guest remembers of its making, with what was added to it and without a disk that
     was taken away. libvirt gives the elements their namespace. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:template match="/record">
    <guest>
      <xsl:copy-of select="domain/metadata/qvirt:guest/@*"/>
      <xsl:apply-templates select="domain/metadata/qvirt:guest/*"/>
      <xsl:apply-templates select="request/setting[@new = 'yes']"/>
    </guest>
  </xsl:template>

  <xsl:template match="qvirt:*">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>
  <xsl:template match="qvirt:setting[@value = /record/@gone]" priority="1"/>

  <!-- As derive/metadata.xsl remembers them. -->
  <xsl:template match="request/setting">
    <setting name="{@name}" value="{@text}">
      <xsl:if test="@path"><xsl:attribute name="value"><xsl:value-of select="@path"/></xsl:attribute></xsl:if>
      <xsl:if test="made"><xsl:attribute name="made">yes</xsl:attribute></xsl:if>
    </setting>
  </xsl:template>
</xsl:stylesheet>
