<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- target: which emulator of this host shall run the guest, and accelerated by what. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output indent="yes"/>

  <xsl:variable name="hint" select="/build/stack/fragment/host"/>
  <xsl:variable name="wanted" select="string(($hint/@arch)[last()])"/>
  <xsl:variable name="machine" select="string(($hint/@machine)[last()])"/>
  <xsl:variable name="guests"
                select="/build/host/capabilities/guest[os_type = 'hvm']/arch"/>
  <!-- libvirt's test driver knows one architecture: it stands for all of them. -->
  <xsl:variable name="guest" select="($guests[@name = $wanted]
                                      | $guests[domain/@type = 'test'])[1]"/>
  <xsl:variable name="accel"
                select="string(/build/request/setting[@name = 'accel']/@value)"/>
  <xsl:variable name="kvm" select="/build/host/device[@path = '/dev/kvm']"/>
  <xsl:variable name="listed" select="boolean($guest/domain[@type = 'kvm'])"/>
  <!-- A remote host's /dev/kvm cannot be looked at: there the list is all we have. -->
  <xsl:variable name="usable" select="$listed and not($kvm/@usable = 'no')"/>

  <xsl:template match="/build">
    <target arch="{$guest/@name}" wanted="{$wanted}" machine="{$machine}"
            listed="{$listed}" usable="{$usable}" user="{$kvm/@user}">
      <xsl:variable name="type"><xsl:call-template name="type"/></xsl:variable>
      <xsl:variable name="domain" select="$guest/domain[@type = $type]"/>
      <xsl:variable name="machines" select="$guest/machine | $domain/machine"/>
      <xsl:attribute name="virttype"><xsl:value-of select="$domain/@type"/></xsl:attribute>
      <xsl:attribute name="path">
        <xsl:value-of select="($domain/emulator | $guest[not($domain/emulator)]/emulator)[1]"/>
      </xsl:attribute>
      <!-- The test driver lists no machines, and takes all. -->
      <xsl:attribute name="known">
        <xsl:value-of select="$machines = $machine or not($machines)"/>
      </xsl:attribute>
      <xsl:attribute name="canonical">
        <xsl:value-of select="$machines[. = $machine]/@canonical"/>
      </xsl:attribute>
    </target>
  </xsl:template>

  <xsl:template name="type">
    <xsl:choose>
      <xsl:when test="$accel = 'kvm'">kvm</xsl:when>
      <xsl:when test="$accel = 'tcg'">qemu</xsl:when>
      <xsl:when test="$usable">kvm</xsl:when>
      <xsl:when test="$guest/domain[@type = 'qemu']">qemu</xsl:when>
      <xsl:otherwise><xsl:value-of select="$guest/domain[@type != 'kvm'][1]/@type"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
