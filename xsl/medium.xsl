<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- medium: the CD and floppy drives of a guest, each with another medium or none. The medium is the
     source of the disk among the devices that were made of it, which stand beside the guest. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="medium" select="/medium/list/device/disk[1]"/>

  <xsl:template match="/medium">
    <drives>
      <xsl:apply-templates
          select="domain/devices/disk[@device = 'cdrom' or @device = 'floppy']"/>
    </drives>
  </xsl:template>

  <xsl:template match="disk">
    <drive dev="{target/@dev}" holds="{source/@*[name() != 'index' and name() != 'startupPolicy'][1]}"
           gets="{$medium/source/@*[1]}">
      <disk>
        <xsl:copy-of select="@*"/>
        <xsl:copy-of select="$medium/@type"/>
        <xsl:if test="driver">
          <driver>
            <xsl:copy-of select="driver/@*"/>
            <xsl:copy-of select="$medium/driver/@type"/>
          </driver>
        </xsl:if>
        <xsl:copy-of select="$medium/source"/>
        <xsl:copy-of select="*[not(self::driver or self::source or self::backingStore
                                   or self::alias)]"/>
      </disk>
    </drive>
  </xsl:template>
</xsl:stylesheet>
