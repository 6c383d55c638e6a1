<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- display: how a viewer finds the screen of a running domain. In: <view host=> around the domain,
     with the name of its host, empty for this one. Out: <display>, with uri= where there is one;
     attach= where only libvirt can hand a viewer its connection, local= where only the guest's own
     host can reach it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/view">
    <displays>
      <xsl:apply-templates select="domain/devices/graphics[@type = 'spice']"/>
      <xsl:apply-templates select="domain/devices/graphics[@type = 'vnc']"/>
    </displays>
  </xsl:template>

  <xsl:template match="graphics">
    <xsl:variable name="socket" select="(listen[@type = 'socket']/@socket | @socket)[1]"/>
    <xsl:choose>
      <xsl:when test="$socket">
        <display uri="{@type}+unix://{$socket}" local="yes"/>
      </xsl:when>
      <xsl:when test="@port > 0 or @tlsPort > 0">
        <display>
          <xsl:attribute name="uri"><xsl:apply-templates select="." mode="uri"/></xsl:attribute>
          <xsl:if test="starts-with(@listen, '127.') or @listen = '::1' or @listen = 'localhost'">
            <xsl:attribute name="local">yes</xsl:attribute>
          </xsl:if>
        </display>
      </xsl:when>
      <xsl:otherwise>
        <display attach="yes" local="yes"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="graphics" mode="uri">
    <xsl:value-of select="concat(@type, '://')"/>
    <xsl:call-template name="host"/>
    <xsl:if test="@port > 0"><xsl:value-of select="concat(':', @port)"/></xsl:if>
    <xsl:if test="@tlsPort > 0"><xsl:value-of select="concat('?tls-port=', @tlsPort)"/></xsl:if>
  </xsl:template>

  <!-- Who listens on all addresses is reached at the host's own. -->
  <xsl:template name="host">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@listen != '' and @listen != '0.0.0.0' and @listen != '::'">
          <xsl:value-of select="@listen"/>
        </xsl:when>
        <xsl:when test="/view/@host != ''"><xsl:value-of select="/view/@host"/></xsl:when>
        <xsl:otherwise>127.0.0.1</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="contains($name, ':')"><xsl:value-of select="concat('[', $name, ']')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
