<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- plug: of a plan, the devices that the command line adds to a guest that is there, under names
     that are free in it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>

  <xsl:variable name="guest" select="/build/guest/domain"/>
  <!-- Those whose last say was a setting's; the others are the preset's. -->
  <xsl:variable name="new" select="/build/plan/domain/devices/*[starts-with(@q:by, '-')]"/>
  <xsl:variable name="disks" select="$new[self::disk]"/>

  <xsl:template match="plan/domain">
    <domain>
      <devices>
        <xsl:apply-templates select="../defaults/controller[@q:slot = $disks/target/@bus
            and not(@type = $guest/devices/controller/@type)]" mode="named"/>
        <xsl:call-template name="disks">
          <xsl:with-param name="used">
            <xsl:for-each select="$guest/devices/disk/target">
              <xsl:value-of select="concat(' ', @dev, ' ')"/>
            </xsl:for-each>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:copy-of select="$new[not(self::disk)]"/>
      </devices>
    </domain>
  </xsl:template>

  <!-- One disk after the other, as each takes a name. -->
  <xsl:template name="disks">
    <xsl:param name="used"/>
    <xsl:param name="n" select="1"/>
    <xsl:if test="$disks[$n]">
      <xsl:variable name="dev">
        <xsl:call-template name="free">
          <xsl:with-param name="used" select="$used"/>
          <xsl:with-param name="prefix">
            <xsl:apply-templates select="$disks[$n]/target/@bus" mode="prefix"/>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:variable>
      <xsl:apply-templates select="$disks[$n]" mode="named">
        <xsl:with-param name="dev" select="$dev"/>
        <xsl:with-param name="n" select="$n"/>
      </xsl:apply-templates>
      <xsl:call-template name="disks">
        <xsl:with-param name="used" select="concat($used, ' ', $dev, ' ')"/>
        <xsl:with-param name="n" select="$n + 1"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="free">
    <xsl:param name="used"/>
    <xsl:param name="prefix"/>
    <xsl:param name="letters">abcdefghijklmnopqrstuvwxyz</xsl:param>
    <xsl:variable name="dev" select="concat($prefix, substring($letters, 1, 1))"/>
    <xsl:choose>
      <xsl:when test="contains($used, concat(' ', $dev, ' '))">
        <xsl:call-template name="free">
          <xsl:with-param name="used" select="$used"/>
          <xsl:with-param name="prefix" select="$prefix"/>
          <xsl:with-param name="letters" select="substring($letters, 2)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$dev"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="@bus" mode="prefix">sd</xsl:template>
  <xsl:template match="@bus[. = 'virtio']" mode="prefix">vd</xsl:template>
  <xsl:template match="@bus[. = 'ide']" mode="prefix">hd</xsl:template>
  <xsl:template match="@bus[. = 'fdc']" mode="prefix">fd</xsl:template>
  <xsl:template match="@bus[. = 'nvme']" mode="prefix">nvme</xsl:template>

  <!-- In the boot order it comes last, where the guest has one. -->
  <xsl:template match="disk" mode="named">
    <xsl:param name="dev"/>
    <xsl:param name="n"/>
    <disk>
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates select="*" mode="named">
        <xsl:with-param name="dev" select="$dev"/>
      </xsl:apply-templates>
      <xsl:if test="$guest/devices/*/boot and not(boot)">
        <xsl:variable name="last">
          <xsl:for-each select="$guest/devices/*/boot">
            <xsl:sort select="@order" data-type="number" order="descending"/>
            <xsl:if test="position() = 1"><xsl:value-of select="@order"/></xsl:if>
          </xsl:for-each>
        </xsl:variable>
        <boot order="{$last + $n}"/>
      </xsl:if>
    </disk>
  </xsl:template>
  <xsl:template match="controller" mode="named">
    <controller><xsl:copy-of select="@*"/><xsl:apply-templates select="*" mode="named"/></controller>
  </xsl:template>
  <xsl:template match="*" mode="named"><xsl:copy-of select="."/></xsl:template>
  <xsl:template match="target[not(@dev)]" mode="named">
    <xsl:param name="dev"/>
    <target dev="{$dev}"><xsl:copy-of select="@*"/></target>
  </xsl:template>
  <xsl:template match="serial[not(text())]" mode="named">
    <xsl:param name="dev"/>
    <serial><xsl:value-of select="concat('disk-', $dev)"/></serial>
  </xsl:template>
  <!-- See derive/storage.xsl: one target for each disk, here the place of its letter. -->
  <xsl:template match="address[@type = 'drive' and not(@target)]" mode="named">
    <xsl:param name="dev"/>
    <address target="{string-length(substring-before('abcdefghijklmnopqrstuvwxyz',
                                                     substring($dev, 3)))}">
      <xsl:copy-of select="@*"/>
    </address>
  </xsl:template>
  <!-- The guest may have been made with another layout, without the thread. -->
  <xsl:template match="driver[@iothread and not(/build/guest/domain/iothreads)]" mode="named">
    <driver><xsl:copy-of select="@*[name() != 'iothread'] | *"/></driver>
  </xsl:template>
</xsl:stylesheet>
