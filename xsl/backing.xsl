<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- backing: the image below a volume, if there is one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/volume">
    <backing><xsl:apply-templates select="backingStore[path != '']"/></backing>
  </xsl:template>

  <xsl:template match="volume/backingStore">
    <image name="{path}" format="{format/@type}">
      <xsl:call-template name="more">
        <xsl:with-param name="format" select="format/@type"/>
      </xsl:call-template>
    </image>
  </xsl:template>

  <!-- A raw image is above no other, and to libvirt one without a format is raw. -->
  <xsl:template name="more">
    <xsl:param name="format"/>
    <xsl:if test="$format != 'raw'"><xsl:attribute name="more">yes</xsl:attribute></xsl:if>
  </xsl:template>
</xsl:stylesheet>
