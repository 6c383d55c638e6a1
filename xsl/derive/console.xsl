<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- console: the log of a serial console lies beside QEMU's own log. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="serial/log[not(@file)]">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:call-template name="derived">
        <xsl:with-param name="name">file</xsl:with-param>
        <xsl:with-param name="value"
            select="concat(/build/facts/fact[@name = 'directory.log']/@value, '/',
                           /build/plan/domain/name, '-console.log')"/>
        <xsl:with-param name="why">beside QEMU's own log of the guest</xsl:with-param>
        <xsl:with-param
            name="source">https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices</xsl:with-param>
      </xsl:call-template>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
