<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- labels: a guest's labels, sorted; included by what shows them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:template match="qvirt:guest" mode="labels">
    <xsl:for-each select="qvirt:label">
      <xsl:sort select="@key"/>
      <label key="{@key}" value="{@value}"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
