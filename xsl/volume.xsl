<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- volume: the XML of a new disk image in its pool.

     Metadata is preallocated, the data is not: the image stays thin and writes nearly as fast as
     a full one. libvirt does so for an allocation below the capacity; it makes an image of the
     0.10 format unless told otherwise. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/new">
    <volume type="file">
      <name><xsl:value-of select="@name"/></name>
      <capacity unit="bytes"><xsl:value-of select="@size"/></capacity>
      <allocation unit="bytes">0</allocation>
      <target>
        <format type="qcow2"/>
        <compat>1.1</compat>
      </target>
    </volume>
  </xsl:template>
</xsl:stylesheet>
