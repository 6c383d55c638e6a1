<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- consoles: the serial ports of a running domain, each once: the first is a console too. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/domain">
    <consoles>
      <xsl:for-each select="devices/serial | devices/console[not(alias/@name = ../serial/alias/@name)]">
        <console name="{alias/@name}"/>
      </xsl:for-each>
    </consoles>
  </xsl:template>
</xsl:stylesheet>
