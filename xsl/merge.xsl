<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- merge: the one rule of precedence.

     Given elements of one slot, least specific first, the result has the last value of every
     attribute and the last text; children that agree on name and q:slot are merged by the same
     rule. q:absent empties the slot of all that lies below it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template name="merge">
    <xsl:param name="nodes"/>
    <xsl:choose>
      <xsl:when test="not($nodes)"/>
      <xsl:when test="$nodes/@q:absent">
        <xsl:call-template name="merge">
          <xsl:with-param name="nodes" select="$nodes[position() > 1]"/>
        </xsl:call-template>
      </xsl:when>
      <!-- Most leaves stand alone; nothing is to be merged. -->
      <xsl:when test="count($nodes) = 1 and not($nodes/*)"><xsl:copy-of select="$nodes"/></xsl:when>
      <xsl:otherwise>
        <xsl:element name="{name($nodes[1])}" namespace="{namespace-uri($nodes[1])}">
          <xsl:for-each select="$nodes"><xsl:copy-of select="@*"/></xsl:for-each>
          <xsl:for-each select="$nodes/*">
            <xsl:variable name="slot" select="concat(name(), ' ', @q:slot)"/>
            <xsl:variable name="peers" select="$nodes/*[concat(name(), ' ', @q:slot) = $slot]"/>
            <xsl:if test="count(. | $peers[1]) = 1">
              <xsl:call-template name="merge">
                <xsl:with-param name="nodes" select="$peers"/>
              </xsl:call-template>
            </xsl:if>
          </xsl:for-each>
          <xsl:value-of select="$nodes[not(*)][text()][last()]"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
