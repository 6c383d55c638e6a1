<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- guess-preset: which preset has the machine of a guest that qvirt did not make. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/domain">
    <like><xsl:apply-templates select="os/type"/></like>
  </xsl:template>

  <xsl:template match="type"/>
  <xsl:template match="type[@arch = 'x86_64']">
    <xsl:attribute name="preset">amd64-bios</xsl:attribute>
  </xsl:template>
  <xsl:template match="type[@arch = 'i686'
                       or (@arch = 'x86_64' and starts-with(@machine, 'pc-i440fx'))]" priority="1">
    <xsl:attribute name="preset">i386</xsl:attribute>
  </xsl:template>
  <xsl:template match="type[@arch = 'aarch64']">
    <xsl:attribute name="preset">aarch64</xsl:attribute>
  </xsl:template>
  <xsl:template match="type[@arch = 'armv7l']">
    <xsl:attribute name="preset">arm</xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
