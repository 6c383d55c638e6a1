<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- info: the outlines of a domain, under the keys of 'qvirt info'. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt libosinfo">
  <xsl:include href="disk-record.xsl"/>
  <xsl:include href="labels.xsl"/>
  <xsl:variable name="made" select="/domain/metadata/qvirt:guest/qvirt:setting"/>

  <xsl:template match="/domain">
    <info type="{@type}" arch="{os/type/@arch}" machine="{os/type/@machine}"
          memory="{format-number(memory[@unit = 'KiB'] * 1024, '0')}" vcpus="{vcpu}"
          preset="{$made[@name = 'preset']/@value}"
          os="{metadata/libosinfo:libosinfo/libosinfo:os/@id}">
      <xsl:attribute name="firmware"><xsl:call-template name="firmware"/></xsl:attribute>
      <xsl:attribute name="cpu">
        <xsl:value-of select="concat(cpu/@mode, substring(' ', 1, number(boolean(cpu/model))),
                                     cpu/model)"/>
      </xsl:attribute>
      <settings>
        <xsl:for-each select="$made[@name != 'preset']">
          <setting name="{@name}" value="{@value}"/>
        </xsl:for-each>
      </settings>
      <labels><xsl:apply-templates select="metadata/qvirt:guest" mode="labels"/></labels>
      <disks><xsl:apply-templates select="devices/disk" mode="record"/></disks>
      <networks><xsl:apply-templates select="devices/interface"/></networks>
    </info>
  </xsl:template>

  <xsl:template name="firmware">
    <xsl:choose>
      <xsl:when test="os/@firmware"><xsl:value-of select="os/@firmware"/></xsl:when>
      <xsl:when test="os/loader/@type = 'pflash'">efi</xsl:when>
      <xsl:when test="starts-with(os/type/@arch, 'x86') or os/type/@arch = 'i686'">bios</xsl:when>
      <xsl:otherwise>none</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="interface">
    <network type="{@type}" source="{source/@network}{source/@bridge}" model="{model/@type}"
             mac="{mac/@address}"/>
  </xsl:template>
</xsl:stylesheet>
