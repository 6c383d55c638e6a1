<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- missing-facts: which of a list of facts this host does not have; nothing, where it has them all. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:key name="fact" match="/build/facts/fact" use="@name"/>

  <xsl:template name="lacks">
    <xsl:param name="facts"/>
    <xsl:variable name="list" select="concat(normalize-space($facts), ' ')"/>
    <xsl:variable name="name" select="substring-before($list, ' ')"/>
    <xsl:if test="$name != ''">
      <xsl:if test="not(key('fact', $name))"><xsl:value-of select="concat($name, ' ')"/></xsl:if>
      <xsl:call-template name="lacks">
        <xsl:with-param name="facts" select="substring-after($list, ' ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
