<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- cpu: vCPUs are cores of one socket; libvirt would make each a socket of its own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="domain/cpu[not(topology)]">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates/>
      <topology>
        <xsl:call-template name="topology">
          <xsl:with-param name="name">sockets</xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="topology">
          <xsl:with-param name="name">cores</xsl:with-param>
          <xsl:with-param name="value" select="../vcpu"/>
        </xsl:call-template>
        <xsl:call-template name="topology">
          <xsl:with-param name="name">threads</xsl:with-param>
        </xsl:call-template>
      </topology>
    </xsl:copy>
  </xsl:template>

  <xsl:template name="topology">
    <xsl:param name="name"/>
    <xsl:param name="value">1</xsl:param>
    <xsl:call-template name="derived">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="value" select="$value"/>
      <xsl:with-param name="why">desktop editions of Windows use one or two sockets only, and
        every guest schedules better on cores that share a socket</xsl:with-param>
      <xsl:with-param
          name="source">https://libvirt.org/formatdomain.html#cpu-model-and-topology</xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
