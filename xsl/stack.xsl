<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- stack: merges the fragments, least specific first, into one plan. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="merge.xsl"/>

  <xsl:template match="/build/stack">
    <plan>
      <os id="{(fragment/os)[last()]/@id}"/>
      <xsl:call-template name="merge">
        <xsl:with-param name="nodes" select="fragment/defaults"/>
      </xsl:call-template>
      <xsl:call-template name="merge">
        <xsl:with-param name="nodes" select="fragment/domain"/>
      </xsl:call-template>
    </plan>
  </xsl:template>
</xsl:stylesheet>
