<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- disks: what each disk of a domain is, to those who copy or freeze it.

     image: a file of the guest's own. shared: nothing writes to it, so others may use it as well.
     host: a device of the host. other: on the network, or served by another process. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/domain">
    <disks name="{name}" uuid="{uuid}" nvram="{os/nvram}">
      <xsl:attribute name="efi">
        <xsl:value-of select="os/@firmware = 'efi' or os/loader/@type = 'pflash'"/>
      </xsl:attribute>
      <xsl:attribute name="tpm">
        <xsl:value-of select="boolean(devices/tpm/backend[@type = 'emulator'])"/>
      </xsl:attribute>
      <xsl:apply-templates select="devices/disk"/>
    </disks>
  </xsl:template>
  <!-- A snapshot has the domain as it was, and the file of its memory. -->
  <xsl:template match="/domainsnapshot">
    <disks>
      <xsl:apply-templates select="memory/@file"/>
      <xsl:apply-templates select="domain/devices/disk"/>
    </disks>
  </xsl:template>

  <xsl:template match="memory/@file">
    <disk kind="memory" path="{.}" format="raw"/>
  </xsl:template>

  <xsl:template match="disk">
    <disk dev="{target/@dev}" format="{driver/@type}" path="{source/@file | source/@dev}">
      <xsl:copy-of select="source/@pool | source/@volume"/>
      <xsl:attribute name="kind"><xsl:apply-templates select="." mode="kind"/></xsl:attribute>
    </disk>
  </xsl:template>

  <xsl:template match="disk" mode="kind">other</xsl:template>
  <xsl:template match="disk[@type = 'block']" mode="kind" priority="1">host</xsl:template>
  <xsl:template match="disk[@type = 'file' or @type = 'volume']" mode="kind"
                priority="2">image</xsl:template>
  <xsl:template match="disk[@device = 'cdrom' or @device = 'floppy' or readonly or shareable]"
                mode="kind" priority="3">shared</xsl:template>
</xsl:stylesheet>
