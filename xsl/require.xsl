<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- require: drops what this host lacks, and keeps a note of it for explain. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="missing-facts.xsl"/>

  <xsl:template match="*[not(descendant-or-self::*/@q:requires)]" priority="-2">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="plan//*[@q:requires]">
    <xsl:variable name="lacks">
      <xsl:call-template name="lacks">
        <xsl:with-param name="facts" select="@q:requires"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$lacks = ''">
        <xsl:copy><xsl:copy-of select="@*"/><xsl:apply-templates/></xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <q:dropped name="{name()}" lacks="{normalize-space($lacks)}">
          <xsl:copy-of select="@q:by"/>
        </q:dropped>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
