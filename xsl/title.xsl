<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- title: what a device is to a user: its kind, a word that stays the same, and its title, which
     tells it from the guest's others. Included by what speaks of devices. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="*" mode="kind"><xsl:value-of select="name()"/></xsl:template>
  <xsl:template match="disk" mode="kind">disk</xsl:template>
  <xsl:template match="disk[@device = 'cdrom']" mode="kind">cd</xsl:template>
  <xsl:template match="disk[@device = 'floppy']" mode="kind">floppy</xsl:template>
  <xsl:template match="interface" mode="kind">network-card</xsl:template>
  <xsl:template match="hostdev" mode="kind">
    <xsl:value-of select="concat(@type, '-device')"/>
  </xsl:template>
  <xsl:template match="hostdev[not(@type)]" mode="kind">host-device</xsl:template>

  <xsl:template match="*" mode="title">
    <xsl:variable name="id"><xsl:apply-templates select="." mode="id"/></xsl:variable>
    <xsl:apply-templates select="." mode="noun"/>
    <xsl:if test="$id != ''"><xsl:value-of select="concat(' ', $id)"/></xsl:if>
  </xsl:template>

  <xsl:template match="*" mode="noun"><xsl:value-of select="name()"/> device</xsl:template>
  <xsl:template match="disk" mode="noun">disk</xsl:template>
  <xsl:template match="disk[@device = 'cdrom']" mode="noun">CD drive</xsl:template>
  <xsl:template match="disk[@device = 'floppy']" mode="noun">floppy drive</xsl:template>
  <xsl:template match="interface" mode="noun">network card</xsl:template>
  <xsl:template match="hostdev" mode="noun">device of the host</xsl:template>
  <xsl:template match="hostdev[@type = 'usb']" mode="noun">USB device</xsl:template>
  <xsl:template match="hostdev[@type = 'pci']" mode="noun">PCI device</xsl:template>
  <xsl:template match="hostdev[@type = 'scsi']" mode="noun">SCSI device</xsl:template>
  <xsl:template match="controller" mode="noun">
    <xsl:value-of select="translate(@type, 'abcdefghijklmnopqrstuvwxyz',
                                    'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/> controller</xsl:template>
  <xsl:template match="filesystem" mode="noun">shared directory</xsl:template>
  <xsl:template match="graphics" mode="noun">display</xsl:template>
  <xsl:template match="memballoon" mode="noun">memory balloon</xsl:template>
  <xsl:template match="redirdev" mode="noun">USB redirection</xsl:template>
  <xsl:template match="rng" mode="noun">random number generator</xsl:template>
  <xsl:template match="serial" mode="noun">serial port</xsl:template>
  <xsl:template match="shmem" mode="noun">shared memory</xsl:template>
  <xsl:template match="tpm" mode="noun">TPM</xsl:template>
  <xsl:template match="video" mode="noun">video card</xsl:template>
  <xsl:template match="watchdog" mode="noun">watchdog</xsl:template>

  <!-- What it is called: the same while it runs and in its definition. -->
  <xsl:template match="*" mode="id"><xsl:value-of select="alias/@name"/></xsl:template>
  <xsl:template match="disk" mode="id"><xsl:value-of select="target/@dev"/></xsl:template>
  <xsl:template match="interface" mode="id"><xsl:value-of select="mac/@address"/></xsl:template>
  <xsl:template match="hostdev[@type = 'usb' and source/vendor]" mode="id">
    <xsl:value-of select="concat(substring-after(source/vendor/@id, '0x'), ':',
                                 substring-after(source/product/@id, '0x'))"/>
  </xsl:template>
  <xsl:template match="hostdev[@type = 'usb' and not(source/vendor)]" mode="id">
    <xsl:apply-templates select="." mode="place"/>
  </xsl:template>
  <xsl:template match="hostdev[@type = 'pci']" mode="id">
    <xsl:apply-templates select="source/address" mode="pci"/>
  </xsl:template>
  <xsl:template match="address" mode="pci">
    <xsl:value-of select="concat(substring-after(@bus, '0x'), ':', substring-after(@slot, '0x'),
                                 '.', substring-after(@function, '0x'))"/>
  </xsl:template>

  <xsl:template match="*" mode="place"/>
  <xsl:template match="hostdev[@type = 'usb' and source/address]" mode="place">
    <xsl:value-of select="concat(source/address/@bus, '.', source/address/@device)"/>
  </xsl:template>
</xsl:stylesheet>
