<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- files: what a guest's domains and snapshots say of its files.

     owner: the guest, where nothing else has a use for the file. shared: others may use it too, and
     it is none of the guest's when that goes. host: it is a part of the host. chain: an image that
     may lie on others. optional: it may be gone by now. A <place> is a file that libvirt keeps
     where it keeps all of that kind; the domain does not say where. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/belongings">
    <files>
      <xsl:apply-templates select="domain"/>
      <xsl:apply-templates select="snapshots/domainsnapshot"/>
    </files>
  </xsl:template>

  <xsl:template match="domain">
    <xsl:apply-templates select="devices/disk"/>
    <xsl:apply-templates select="os/* | os/nvram/@template | os/acpi/table | sysinfo/entry/@file"/>
    <xsl:apply-templates select="devices/*[not(self::disk)]"/>
    <xsl:if test="os[@firmware = 'efi' or loader/@type = 'pflash'] and not(os/nvram)
                  and not(os/loader/@stateless = 'yes')">
      <place kind="variables"/>
    </xsl:if>
  </xsl:template>

  <!-- A disk of one's own is an image or a device of the host. -->
  <xsl:template match="disk">
    <xsl:apply-templates select="source | mirror/source | backingStore//source" mode="disk">
      <xsl:with-param name="disk" select="."/>
      <xsl:with-param name="kind">disk</xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>
  <xsl:template match="source" mode="disk"/>
  <xsl:template match="source[@file or @dev or @pool or @dir]" mode="disk">
    <xsl:param name="disk"/>
    <xsl:param name="kind"/>
    <file path="{@file | @dev | @dir}" device="{$disk/target/@dev}"
          format="{../driver/@type | ../format/@type}">
      <xsl:copy-of select="@pool | @volume"/>
      <xsl:if test="@file or @pool"><xsl:attribute name="chain">yes</xsl:attribute></xsl:if>
      <xsl:attribute name="kind">
        <xsl:choose>
          <xsl:when test="@dir">directory</xsl:when>
          <xsl:when test="$disk[@device = 'cdrom' or @device = 'floppy']">medium</xsl:when>
          <xsl:when test="parent::backingStore">base</xsl:when>
          <xsl:when test="parent::mirror">copy</xsl:when>
          <xsl:otherwise><xsl:value-of select="$kind"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="owner">
        <xsl:choose>
          <xsl:when test="@dev">host</xsl:when>
          <xsl:when test="@dir or $disk[@device = 'cdrom' or @device = 'floppy' or readonly
                                        or shareable]">shared</xsl:when>
          <xsl:otherwise>guest</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </file>
  </xsl:template>

  <xsl:template match="os/*"/>
  <xsl:template match="os/kernel | os/initrd | os/dtb">
    <file kind="{name()}" path="{.}" owner="shared"/>
  </xsl:template>
  <xsl:template match="os/loader[text()]"><file kind="firmware" path="{.}" owner="host"/></xsl:template>
  <xsl:template match="os/nvram/@template"><file kind="firmware" path="{.}" owner="host"/></xsl:template>
  <xsl:template match="os/nvram[text()]"><file kind="variables" path="{.}" owner="guest"/></xsl:template>
  <xsl:template match="os/nvram[source/@file]">
    <file kind="variables" path="{source/@file}" owner="guest"/>
  </xsl:template>
  <xsl:template match="os/acpi/table"><file kind="acpi-table" path="{.}" owner="shared"/></xsl:template>
  <xsl:template match="sysinfo/entry/@file">
    <file kind="firmware-setting" path="{.}" owner="shared"/>
  </xsl:template>

  <xsl:template match="devices/*" priority="-1">
    <xsl:apply-templates select="log/@file | rom/@file | backend/@logFile"/>
  </xsl:template>
  <xsl:template match="serial[@type = 'file'] | console[@type = 'file'] | parallel[@type = 'file']
                       | channel[@type = 'file']">
    <file kind="console-output" path="{source/@path}" owner="guest"/>
    <xsl:apply-templates select="log/@file"/>
  </xsl:template>
  <xsl:template match="log/@file"><file kind="console-log" path="{.}" owner="guest"/></xsl:template>
  <xsl:template match="backend/@logFile"><file kind="network-log" path="{.}" owner="guest"/></xsl:template>
  <xsl:template match="rom/@file[. != '']"><file kind="rom" path="{.}" owner="shared"/></xsl:template>
  <xsl:template match="audio[@type = 'file']">
    <file kind="sound" path="{@path}" owner="guest"/>
  </xsl:template>
  <xsl:template match="devices/memory[source/path]">
    <file kind="memory" path="{source/path}" owner="guest"/>
  </xsl:template>
  <xsl:template match="filesystem[source/@dir]">
    <file kind="directory" path="{source/@dir}" device="{target/@dir}" owner="shared"/>
  </xsl:template>
  <xsl:template match="filesystem[source/@file]">
    <file kind="disk" path="{source/@file}" device="{target/@dir}" owner="guest"/>
  </xsl:template>
  <xsl:template match="tpm[backend/@type = 'emulator']"><place kind="tpm"/></xsl:template>

  <!-- What a snapshot was made of, with the domain as it was when it was made; and the images that
       it went on in, as long as they are there. -->
  <xsl:template match="domainsnapshot">
    <xsl:apply-templates select="memory/@file"/>
    <xsl:apply-templates select="domain/devices/disk | inactiveDomain/devices/disk" mode="snapshot"/>
    <xsl:for-each select="disks/disk[@snapshot = 'external']/source/@file">
      <file kind="snapshot" path="{.}" device="{../../@name}" format="{../../driver/@type}"
            owner="guest" chain="yes" optional="yes"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="domainsnapshot/memory/@file">
    <file kind="snapshot-memory" path="{.}" owner="guest"/>
  </xsl:template>
  <xsl:template match="disk" mode="snapshot">
    <xsl:apply-templates select="source" mode="disk">
      <xsl:with-param name="disk" select="."/>
      <xsl:with-param name="kind">snapshot</xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>
</xsl:stylesheet>
