<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- select: chooses among alternatives and marks every leaf with its origin.

     A leaf is an attribute, a text or an element that stands for itself. Its marks are attributes
     too (q:from.NAME, q:why.NAME, q:source.NAME; NAME is "_" for a text), so the one merge rule
     carries them along with what they mark. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="lacks.xsl"/>

  <xsl:template match="fragment">
    <fragment>
      <xsl:copy-of select="@* | *[not(self::domain or self::defaults)]"/>
      <xsl:apply-templates select="domain | defaults" mode="mark"/>
    </fragment>
  </xsl:template>

  <xsl:template match="*" mode="mark">
    <xsl:element name="{name()}" namespace="{namespace-uri()}">
      <xsl:copy-of select="@*[not(namespace-uri() = 'urn:qvirt:1')]
                           | @q:slot | @q:requires | @q:absent"/>
      <xsl:call-template name="marks"/>
      <xsl:for-each select="@*[namespace-uri() = '']">
        <xsl:variable name="leaf" select="concat('.', name())"/>
        <xsl:for-each select="..">
          <xsl:call-template name="marks">
            <xsl:with-param name="leaf" select="$leaf"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:if test="not(*) and text()[normalize-space()]">
        <xsl:call-template name="marks">
          <xsl:with-param name="leaf" select="'._'"/>
        </xsl:call-template>
        <xsl:value-of select="normalize-space()"/>
      </xsl:if>
      <xsl:apply-templates select="*" mode="mark"/>
    </xsl:element>
  </xsl:template>

  <xsl:template name="marks">
    <xsl:param name="leaf"/>
    <xsl:attribute name="q:from{$leaf}">
      <xsl:value-of select="ancestor::fragment/@id"/>
    </xsl:attribute>
    <xsl:attribute name="q:why{$leaf}">
      <xsl:value-of select="ancestor-or-self::*[@q:why][1]/@q:why"/>
    </xsl:attribute>
    <xsl:attribute name="q:source{$leaf}">
      <xsl:value-of select="ancestor-or-self::*[@q:source][1]/@q:source"/>
    </xsl:attribute>
  </xsl:template>

  <!-- The first alternative that this host can give; none, where it can give none. -->
  <xsl:template match="q:first" mode="mark" name="first">
    <xsl:param name="among" select="*"/>
    <xsl:variable name="lacks">
      <xsl:call-template name="lacks">
        <xsl:with-param name="facts" select="$among[1]/@q:requires"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="not($among)"/>
      <xsl:when test="$lacks = ''"><xsl:apply-templates select="$among[1]" mode="mark"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="first">
          <xsl:with-param name="among" select="$among[position() > 1]"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
