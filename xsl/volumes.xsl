<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- volumes: the images that were made for this guest and that it still has: its disks, and the
     overlays and files of memory of its snapshots.

     A clone inherits the metadata of its origin, so what the metadata names is a guest's own only
     while it is also among the images of its disks and snapshots. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:variable name="images" select="/own/images/image/@path"/>

  <xsl:template match="/own">
    <own>
      <xsl:apply-templates
          select="domain/metadata/qvirt:guest/qvirt:setting[@made = 'yes' and @value = $images]
                  | domain/metadata/qvirt:guest/qvirt:volume[@path = $images]"/>
    </own>
  </xsl:template>

  <xsl:template match="qvirt:setting"><made path="{@value}" kind="disk"/></xsl:template>
  <xsl:template match="qvirt:volume[@path = ../qvirt:setting[@made = 'yes']/@value]" priority="1"/>
  <xsl:template match="qvirt:volume"><made path="{@path}" kind="overlay"/></xsl:template>
</xsl:stylesheet>
