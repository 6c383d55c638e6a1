<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- explain: every leaf of the plan, with its origin, its reason and the reason's source. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:output indent="yes"/>

  <xsl:template match="/build">
    <leaves><xsl:apply-templates select="plan/domain"/></leaves>
  </xsl:template>

  <xsl:template match="*">
    <xsl:variable name="path"><xsl:call-template name="path"/></xsl:variable>
    <xsl:for-each select="@*[namespace-uri() = '']">
      <xsl:variable name="name" select="name()"/>
      <xsl:variable name="value" select="."/>
      <xsl:for-each select="..">
        <xsl:call-template name="leaf">
          <xsl:with-param name="path" select="concat($path, '/@', $name)"/>
          <xsl:with-param name="value" select="$value"/>
          <xsl:with-param name="mark" select="concat('.', $name)"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="text()">
      <xsl:call-template name="leaf">
        <xsl:with-param name="path" select="$path"/>
        <xsl:with-param name="value" select="string(text())"/>
        <xsl:with-param name="mark" select="'._'"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="not(text() or * or @*[namespace-uri() = ''])">
      <xsl:call-template name="leaf"><xsl:with-param name="path" select="$path"/></xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="*"/>
  </xsl:template>

  <xsl:template match="metadata"/>

  <xsl:template match="q:dropped">
    <xsl:variable name="path">
      <xsl:for-each select=".."><xsl:call-template name="path"/></xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="leaf">
      <xsl:with-param name="path" select="concat($path, '/', @name)"/>
      <xsl:with-param name="lacks" select="@lacks"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="leaf">
    <xsl:param name="path"/>
    <xsl:param name="value"/>
    <xsl:param name="lacks"/>
    <xsl:param name="mark"/>
    <xsl:variable name="by" select="@q:*[local-name() = concat('by', $mark)]"/>
    <xsl:variable name="reason" select="substring-after($by, '&#10;')"/>
    <leaf path="{substring($path, 1 + 2 * starts-with($path, './'))}" value="{$value}" lacks="{$lacks}" from="{substring-before($by, '&#10;')}"
          why="{substring-before($reason, '&#10;')}" source="{substring-after($reason, '&#10;')}"/>
  </xsl:template>

  <!-- A path below the domain, as the setting 'set' takes it: an
       element is its name and its slot. -->
  <xsl:template name="path">
    <xsl:for-each select="ancestor-or-self::*[ancestor::domain]">
      <xsl:if test="position() > 1">/</xsl:if>
      <xsl:value-of select="name()"/>
      <xsl:if test="@q:slot"><xsl:value-of select="concat('[', @q:slot, ']')"/></xsl:if>
    </xsl:for-each>
    <xsl:if test="not(ancestor::domain)">.</xsl:if>
  </xsl:template>
</xsl:stylesheet>
