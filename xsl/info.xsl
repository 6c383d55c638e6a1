<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- info: the outlines of a domain, under the keys of 'qvirt info'. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt libosinfo">
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
      <xsl:attribute name="settings">
        <xsl:for-each select="$made[@name != 'preset']">
          <xsl:if test="position() > 1">; </xsl:if>
          <xsl:value-of select="concat('--', @name, ' ', @value)"/>
        </xsl:for-each>
      </xsl:attribute>
      <xsl:attribute name="labels">
        <xsl:apply-templates select="metadata/qvirt:guest" mode="labels"/>
      </xsl:attribute>
      <xsl:attribute name="disks"><xsl:apply-templates select="devices/disk"/></xsl:attribute>
      <xsl:attribute name="networks">
        <xsl:apply-templates select="devices/interface"/>
      </xsl:attribute>
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

  <xsl:template match="disk">
    <xsl:if test="position() > 1">; </xsl:if>
    <xsl:value-of select="concat(target/@dev, ' (', target/@bus, ' ', @device, ') ',
                                 source/@*[name() != 'index' and name() != 'startupPolicy'][1])"/>
  </xsl:template>

  <xsl:template match="interface">
    <xsl:if test="position() > 1">; </xsl:if>
    <xsl:value-of select="normalize-space(concat(@type, ' ', source/@network, source/@bridge,
                                                 ' (', model/@type, ') ', mac/@address))"/>
  </xsl:template>
</xsl:stylesheet>
