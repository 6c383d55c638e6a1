<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- uses: what of its host a guest uses, and would have to find on another one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="domain" select="/migration/guest/domain"/>
  <xsl:variable name="copied" select="/migration/request/setting/@name = 'copy-storage'"/>

  <xsl:template match="/migration">
    <uses arch="{$domain/os/type/@arch}" machine="{$domain/os/type/@machine}"
          virttype="{$domain/@type}" path="{$domain/devices/emulator}"
          bytes="{format-number($domain/memory[@unit = 'KiB'] * 1024, '0')}">
      <xsl:apply-templates select="$domain"/>
    </uses>
  </xsl:template>

  <xsl:template match="domain">
    <xsl:apply-templates select="devices/interface/source | devices/disk | os/kernel | os/initrd
                                 | os/dtb | os/loader"/>
    <!-- TCG has every CPU that it has on every host. -->
    <xsl:apply-templates select="cpu[../@type = 'kvm']"/>
  </xsl:template>

  <xsl:template match="source"/>
  <xsl:template match="source[@network]"><network name="{@network}"/></xsl:template>
  <xsl:template match="source[@bridge and not(@network)]"><bridge name="{@bridge}"/></xsl:template>

  <xsl:template match="os/*"><file path="{.}" role="{name()}"/></xsl:template>
  <!-- Firmware of the host's own is found by its descriptor: the path can be another there. -->
  <xsl:template match="os/loader" priority="1"/>
  <xsl:template match="os/loader[@type = 'pflash' and not(../@firmware)]" priority="2">
    <file path="{.}" role="firmware"/>
  </xsl:template>

  <!-- A copy has all of a disk in one file; what is moved alone needs its backing files too. -->
  <xsl:template match="disk">
    <xsl:choose>
      <xsl:when test="$copied and @type = 'file' and @device = 'disk' and source/@file
                      and not(readonly or shareable)">
        <file path="{source/@file}" role="disk" device="{target/@dev}" copied="yes"
              format="{driver/@type}"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="source | backingStore//source" mode="disk">
          <xsl:with-param name="disk" select="."/>
        </xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="source" mode="disk"/>
  <xsl:template match="source[@file or @dev]" mode="disk">
    <xsl:param name="disk"/>
    <file path="{@file | @dev}" device="{$disk/target/@dev}" cache="{$disk/driver/@cache}"
          optional="{@startupPolicy}">
      <xsl:attribute name="role">
        <xsl:choose>
          <xsl:when test="$disk/@device != 'disk'">
            <xsl:value-of select="$disk/@device"/>
          </xsl:when>
          <xsl:otherwise>disk</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </file>
  </xsl:template>
  <xsl:template match="source[@pool]" mode="disk">
    <volume pool="{@pool}" name="{@volume}"/>
  </xsl:template>

  <!-- What a guest has by the host's leave is compared by that host's own CPU. -->
  <xsl:template match="cpu[model]">
    <processor mode="{@mode}"><xsl:copy-of select="."/></processor>
  </xsl:template>
  <xsl:template match="cpu[@mode = 'host-passthrough' or @mode = 'maximum']" priority="1">
    <processor mode="{@mode}">
      <xsl:copy-of select="/migration/source/host/capabilities/host/cpu"/>
    </processor>
  </xsl:template>
  <xsl:template match="cpu"/>
</xsl:stylesheet>
