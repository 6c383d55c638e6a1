<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- metadata: the guest remembers its making; the OS is told in libosinfo's own words. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"
                xmlns:qvirt="urn:qvirt:1">
  <xsl:template match="plan/domain">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates/>
      <metadata>
        <xsl:apply-templates select="/build/request" mode="remember"/>
        <xsl:apply-templates select="../os[@id != '']"/>
      </metadata>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="request" mode="remember">
    <qvirt:guest>
      <xsl:apply-templates select="setting" mode="remember"/>
    </qvirt:guest>
  </xsl:template>
  <xsl:template match="setting" mode="remember">
    <qvirt:setting name="{@name}" value="{@text}">
      <xsl:apply-templates select="@path | made" mode="remember"/>
    </qvirt:setting>
  </xsl:template>
  <xsl:template match="setting[@name = 'name']" mode="remember"/>
  <xsl:template match="setting[@name = 'label']" mode="remember">
    <qvirt:label key="{@key}" value="{@of}"/>
  </xsl:template>
  <xsl:template match="setting[@name = 'label'
                       and @key = following-sibling::setting[@name = 'label']/@key]"
                mode="remember" priority="2"/>
  <!-- A stage is followed by another; its disk is the one to remove then. -->
  <xsl:template match="setting[@name = 'stage']" mode="remember">
    <qvirt:setting name="stage" of="{@value}" value="{@path}" made="yes"/>
  </xsl:template>
  <!-- The disk that was made is the one to find again, not another of its size. -->
  <xsl:template match="setting/@path" mode="remember">
    <xsl:attribute name="value"><xsl:value-of select="."/></xsl:attribute>
  </xsl:template>
  <xsl:template match="made" mode="remember">
    <xsl:attribute name="made">yes</xsl:attribute>
  </xsl:template>

  <xsl:template match="plan/os">
    <libosinfo:libosinfo><libosinfo:os id="{@id}"/></libosinfo:libosinfo>
  </xsl:template>
</xsl:stylesheet>
