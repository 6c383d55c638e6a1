<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- title: what a device is to a user: its id; its kind, a word that stays the same; and its title, a
     sentence for qv_xml_get_message() which tells it from the guest's others. Included by what
     speaks of devices. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="*" mode="attributes">
    <xsl:attribute name="id"><xsl:apply-templates select="." mode="id"/></xsl:attribute>
    <xsl:attribute name="kind"><xsl:apply-templates select="." mode="kind"/></xsl:attribute>
    <xsl:attribute name="title"><xsl:apply-templates select="." mode="title"/></xsl:attribute>
  </xsl:template>

  <xsl:template match="*" mode="kind"><xsl:value-of select="name()"/></xsl:template>
  <xsl:template match="disk" mode="kind">disk</xsl:template>
  <xsl:template match="disk[@device = 'cdrom']" mode="kind">cd</xsl:template>
  <xsl:template match="disk[@device = 'floppy']" mode="kind">floppy</xsl:template>
  <xsl:template match="interface" mode="kind">network-card</xsl:template>
  <xsl:template match="hostdev" mode="kind">
    <xsl:value-of select="concat(@type, '-device')"/>
  </xsl:template>
  <xsl:template match="hostdev[not(@type)]" mode="kind">host-device</xsl:template>

  <xsl:template match="*" mode="title">$kind device $id</xsl:template>
  <xsl:template match="disk" mode="title">disk $id</xsl:template>
  <xsl:template match="disk[@device = 'cdrom']" mode="title">CD drive $id</xsl:template>
  <xsl:template match="disk[@device = 'floppy']" mode="title">floppy drive $id</xsl:template>
  <xsl:template match="interface" mode="title">network card $id</xsl:template>
  <xsl:template match="hostdev" mode="title">device of the host $id</xsl:template>
  <xsl:template match="hostdev[@type = 'usb']" mode="title">USB device $id</xsl:template>
  <xsl:template match="hostdev[@type = 'pci']" mode="title">PCI device $id</xsl:template>
  <xsl:template match="hostdev[@type = 'scsi']" mode="title">SCSI device $id</xsl:template>
  <xsl:template match="controller" mode="title">controller $id</xsl:template>
  <xsl:template match="controller[@type = 'scsi']" mode="title">SCSI controller $id</xsl:template>
  <xsl:template match="controller[@type = 'usb']" mode="title">USB controller $id</xsl:template>
  <xsl:template match="filesystem" mode="title">shared directory $id</xsl:template>
  <xsl:template match="graphics" mode="title">display $id</xsl:template>
  <xsl:template match="memballoon" mode="title">memory balloon $id</xsl:template>
  <xsl:template match="redirdev" mode="title">USB redirection $id</xsl:template>
  <xsl:template match="rng" mode="title">random number generator $id</xsl:template>
  <xsl:template match="serial" mode="title">serial port $id</xsl:template>
  <xsl:template match="shmem" mode="title">shared memory $id</xsl:template>
  <xsl:template match="tpm" mode="title">TPM $id</xsl:template>
  <xsl:template match="video" mode="title">video card $id</xsl:template>
  <xsl:template match="watchdog" mode="title">watchdog $id</xsl:template>

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
