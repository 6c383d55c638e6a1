<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- volumes: the disks that were made for this guest and that it still has.

     A clone inherits the metadata of its origin, so what the metadata names is a guest's own only
     while it is also among its disks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:variable name="disks" select="/domain/devices/disk/source"/>

  <xsl:template match="/domain">
    <volumes>
      <xsl:apply-templates
          select="metadata/qvirt:guest/qvirt:setting[@made = 'yes' and @value = $disks/@*]"/>
    </volumes>
  </xsl:template>

  <xsl:template match="qvirt:setting"><volume path="{@value}"/></xsl:template>
</xsl:stylesheet>
