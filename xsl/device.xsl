<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- device: the devices of a guest that a word means: a disk by its target or source, a network card
     by its MAC address or target, a device of the host by its ids or place, and any by its alias.
     Also the names of all that have one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="title.xsl"/>

  <xsl:variable name="word" select="translate(/find/@word, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
                                              'abcdefghijklmnopqrstuvwxyz')"/>

  <xsl:template match="/find">
    <found>
      <xsl:attribute name="names">
        <xsl:for-each select="domain/devices/*[self::disk or self::interface or self::hostdev]">
          <xsl:if test="position() > 1">, </xsl:if>
          <xsl:apply-templates select="." mode="id"/>
        </xsl:for-each>
      </xsl:attribute>
      <xsl:apply-templates select="domain/devices/*" mode="meant"/>
    </found>
  </xsl:template>

  <xsl:template match="*" mode="meant">
    <xsl:variable name="id"><xsl:apply-templates select="." mode="id"/></xsl:variable>
    <xsl:variable name="place"><xsl:apply-templates select="." mode="place"/></xsl:variable>
    <xsl:if test="$id = $word or $place = $word or target/@dev = $word or alias/@name = /find/@word
                  or source/@file = /find/@word or source/@dev = /find/@word
                  or source/@name = /find/@word
                  or concat(source/@pool, '/', source/@volume) = /find/@word">
      <device source="{source/@file | source/@dev[../../self::disk]}">
        <xsl:apply-templates select="." mode="attributes"/>
        <xsl:copy-of select="."/>
      </device>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
