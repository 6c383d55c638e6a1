<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- verify: what libvirt dropped of the domain it was asked to define.

     libvirt accepts and forgets what it does not know, so each element asked for must be found
     again: with the same attributes, the same text and its own children found likewise. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/define">
    <dropped>
      <xsl:call-template name="children">
        <xsl:with-param name="asked" select="asked/domain"/>
        <xsl:with-param name="kept" select="kept/domain"/>
      </xsl:call-template>
    </dropped>
  </xsl:template>

  <!-- Prints a "what" for each child of one element that has no equal among the kept one's. -->
  <xsl:template name="children">
    <xsl:param name="asked"/>
    <xsl:param name="kept"/>
    <xsl:for-each select="$asked/*[not(self::metadata)]">
      <xsl:variable name="same" select="$kept/*[name() = name(current())]"/>
      <xsl:variable name="found">
        <xsl:call-template name="found">
          <xsl:with-param name="asked" select="."/>
          <xsl:with-param name="among" select="$same"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:choose>
        <xsl:when test="$found != ''"/>
        <xsl:when test="count($same) = 1">
          <xsl:call-template name="attributes">
            <xsl:with-param name="asked" select="."/>
            <xsl:with-param name="kept" select="$same"/>
          </xsl:call-template>
          <xsl:call-template name="children">
            <xsl:with-param name="asked" select="."/>
            <xsl:with-param name="kept" select="$same"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="what"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- Not empty where one of the candidates has all that was asked. -->
  <xsl:template name="found">
    <xsl:param name="asked"/>
    <xsl:param name="among"/>
    <xsl:for-each select="$among">
      <xsl:variable name="missing">
        <xsl:call-template name="attributes">
          <xsl:with-param name="asked" select="$asked"/>
          <xsl:with-param name="kept" select="."/>
        </xsl:call-template>
        <xsl:call-template name="children">
          <xsl:with-param name="asked" select="$asked"/>
          <xsl:with-param name="kept" select="."/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:if test="$missing = ''">yes</xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="attributes">
    <xsl:param name="asked"/>
    <xsl:param name="kept"/>
    <xsl:for-each select="$asked/@*">
      <xsl:variable name="value">
        <xsl:apply-templates select="$kept/@*[name() = name(current())]" mode="value">
          <xsl:with-param name="asked" select="."/>
        </xsl:apply-templates>
      </xsl:variable>
      <xsl:if test="string($value) != ."><xsl:call-template name="what"/></xsl:if>
    </xsl:for-each>
    <!-- What was asked for without a value, libvirt fills in. -->
    <xsl:if test="not($asked/*) and normalize-space($asked) != ''
                  and normalize-space($asked) != normalize-space($kept)">
      <xsl:for-each select="$asked"><xsl:call-template name="what"/></xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@*" mode="value"><xsl:value-of select="."/></xsl:template>
  <!-- A machine's alias is resolved to the version of this QEMU. -->
  <xsl:template match="type/@machine" mode="value">
    <xsl:param name="asked"/>
    <xsl:value-of select="$asked"/>
  </xsl:template>

  <xsl:template name="what">
    <what>
      <xsl:for-each select="ancestor-or-self::*[ancestor::domain]">
        <xsl:value-of select="concat('/', name())"/>
      </xsl:for-each>
      <xsl:if test="not(self::*)"><xsl:value-of select="concat('/@', name(), '=', .)"/></xsl:if>
    </what>
  </xsl:template>
</xsl:stylesheet>
