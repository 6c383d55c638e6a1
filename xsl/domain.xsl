<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- domain: what libvirt gets, the plan in libvirt's order and without qvirt's attributes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1" exclude-result-prefixes="q">
  <xsl:output indent="yes"/>

  <xsl:template match="/"><xsl:apply-templates select="/build/plan/domain"/></xsl:template>

  <xsl:template match="domain">
    <domain>
      <xsl:apply-templates select="@*"/>
      <xsl:apply-templates select="name"/>
      <xsl:apply-templates select="genid | title | description | metadata"/>
      <xsl:apply-templates select="memory | currentMemory | memoryBacking | vcpu | iothreads"/>
      <xsl:apply-templates select="*[namespace-uri() = ''][not(self::name or self::genid or self::title
          or self::description or self::metadata or self::memory or self::currentMemory
          or self::memoryBacking or self::vcpu or self::iothreads or self::devices)]"/>
      <xsl:apply-templates select="devices"/>
      <!-- QEMU's own namespace comes last. -->
      <xsl:apply-templates select="*[namespace-uri() != '']"/>
    </domain>
  </xsl:template>

  <!-- Elements are made anew, not copied: a copy would carry qvirt's namespace along. -->
  <xsl:template match="*">
    <xsl:element name="{name()}" namespace="{namespace-uri()}">
      <xsl:apply-templates select="@* | node()"/>
    </xsl:element>
  </xsl:template>
  <xsl:template match="@*"><xsl:copy/></xsl:template>
  <xsl:template match="@q:* | q:dropped"/>
</xsl:stylesheet>
