<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- select: chooses among alternatives and marks every leaf with its origin.

     A leaf is an attribute, a text or an element that stands for itself. Its mark is an attribute
     too: q:by.NAME, NAME is "_" for a text and missing for the element; so the one merge rule
     carries it along with what it marks. A mark has three lines: the fragment, the reason, and the
     reason's source. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="missing-facts.xsl"/>

  <xsl:template match="fragment">
    <fragment>
      <xsl:copy-of select="@* | *[not(self::domain or self::defaults)]"/>
      <xsl:apply-templates select="domain | defaults" mode="mark"/>
    </fragment>
  </xsl:template>

  <xsl:template match="*" mode="mark">
    <xsl:variable name="mark"
        select="concat(ancestor::fragment/@id, '&#10;',
                       normalize-space(ancestor-or-self::*[@q:why][1]/@q:why), '&#10;',
                       ancestor-or-self::*[@q:source][1]/@q:source)"/>
    <xsl:element name="{name()}" namespace="{namespace-uri()}">
      <xsl:copy-of select="@*[namespace-uri() = '' or local-name() = 'slot'
                              or local-name() = 'requires' or local-name() = 'absent']"/>
      <xsl:attribute name="q:by"><xsl:value-of select="$mark"/></xsl:attribute>
      <xsl:if test="@q:takes and @q:takes != '_'">
        <xsl:variable name="form" select="string(@*[name() = current()/@q:takes])"/>
        <xsl:attribute name="{@q:takes}">
          <xsl:value-of select="concat(substring-before($form, '{value}'), ancestor::fragment/@value,
                                       substring-after($form, '{value}'))"/>
        </xsl:attribute>
        <xsl:attribute name="q:by.{@q:takes}"><xsl:value-of select="$mark"/></xsl:attribute>
      </xsl:if>
      <xsl:for-each select="@*[namespace-uri() = '']">
        <xsl:attribute name="q:by.{name()}"><xsl:value-of select="$mark"/></xsl:attribute>
      </xsl:for-each>
      <xsl:if test="@q:takes = '_'">
        <xsl:attribute name="q:by._"><xsl:value-of select="$mark"/></xsl:attribute>
        <xsl:value-of select="ancestor::fragment/@value"/>
      </xsl:if>
      <xsl:if test="not(*) and text()[normalize-space()]">
        <xsl:attribute name="q:by._"><xsl:value-of select="$mark"/></xsl:attribute>
        <xsl:value-of select="normalize-space()"/>
      </xsl:if>
      <xsl:apply-templates select="*" mode="mark"/>
    </xsl:element>
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
