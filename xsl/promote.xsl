<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- promote: a guest whose system has the virtio drivers by now gets virtio disks and network cards;
     undo gives it back what its installer knew. MAC addresses, images and all else stay. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qvirt="urn:qvirt:1" exclude-result-prefixes="qvirt">
  <xsl:variable name="undo" select="/promote/@undo = 'yes'"/>
  <xsl:variable name="stage" select="/promote/domain/metadata/qvirt:guest/qvirt:setting[@name = 'stage']"/>
  <!-- The small disk that made the installer load the driver; it has done its work. -->
  <xsl:variable name="helper" select="$stage[@made = 'yes']/@value"/>

  <xsl:template match="/promote">
    <promoted stage="{$stage/@of}" helper="{$helper}"><xsl:apply-templates/></promoted>
  </xsl:template>

  <xsl:template match="@* | node()">
    <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="qvirt:setting[@name = 'stage']">
    <qvirt:setting name="stage">
      <xsl:attribute name="of">
        <xsl:choose>
          <xsl:when test="$undo">install</xsl:when>
          <xsl:otherwise>promoted</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </qvirt:setting>
  </xsl:template>

  <xsl:template match="disk[source/@file = /promote/domain/metadata/qvirt:guest
                       /qvirt:setting[@name = 'stage' and @made = 'yes']/@value]" priority="2"/>

  <xsl:template match="disk[/promote/@undo = 'no' and @device = 'disk'
                       and target/@bus = 'sata']">
    <xsl:call-template name="disk">
      <xsl:with-param name="bus">virtio</xsl:with-param>
      <xsl:with-param name="prefix">vd</xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="disk[/promote/@undo = 'yes' and @device = 'disk'
                       and target/@bus = 'virtio']">
    <xsl:call-template name="disk">
      <xsl:with-param name="bus">sata</xsl:with-param>
      <xsl:with-param name="prefix">sd</xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- libvirt gives the disk an address on its new bus. -->
  <xsl:template name="disk">
    <xsl:param name="bus"/>
    <xsl:param name="prefix"/>
    <xsl:copy>
      <xsl:apply-templates select="@* | *[not(self::target or self::address)]"/>
      <target bus="{$bus}" dev="{$prefix}{substring(target/@dev, 3)}"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="interface/model/@type">
    <xsl:attribute name="type">
      <xsl:choose>
        <xsl:when test="$undo">e1000e</xsl:when>
        <xsl:otherwise>virtio</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>
  <xsl:template match="interface/address"/>
</xsl:stylesheet>
