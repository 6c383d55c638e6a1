<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- default: lays every device on the defaults in force: slot "disk.2" on the default "disk". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="merge.xsl"/>

  <xsl:template match="plan/defaults | plan/domain/*[not(self::devices)]">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="plan/domain/devices/*[@q:slot]">
    <xsl:variable name="name" select="name()"/>
    <xsl:variable name="slot" select="substring-before(concat(@q:slot, '.'), '.')"/>
    <xsl:call-template name="merge">
      <xsl:with-param name="nodes"
                      select="/build/plan/defaults/*[name() = $name and @q:slot = $slot] | ."/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
