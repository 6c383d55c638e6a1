<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- user: whom QEMU runs as, by the security label that libvirt gives it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="label"
      select="/capabilities/host/secmodel[model = 'dac']/baselabel[1]"/>

  <xsl:template match="/">
    <user uid="{translate(substring-before($label, ':'), '+', '')}"
          gid="{translate(substring-after($label, ':'), '+', '')}"/>
  </xsl:template>
</xsl:stylesheet>
