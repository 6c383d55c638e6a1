<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- read-metadata: the settings that a guest was made with, from its metadata. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:template match="/domain">
    <remembered>
      <setting name="name" value="{name}"/>
      <xsl:apply-templates select="metadata/qvirt:guest/qvirt:setting"/>
    </remembered>
  </xsl:template>

  <!-- The stage is past, or its disk is a disk as any other. -->
  <xsl:template match="qvirt:setting[@name = 'stage' or @name = 'virtio-win']" priority="2"/>
  <xsl:template match="qvirt:setting">
    <setting><xsl:copy-of select="@*"/></setting>
  </xsl:template>
</xsl:stylesheet>
