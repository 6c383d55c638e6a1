<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- tune: a domain with another amount of memory, of vCPUs, or with other limits to which both can
     grow while the guest runs. Sizes are in KiB; an amount above its limit raises the limit. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="domain" select="/tune/domain"/>
  <xsl:variable name="asked" select="/tune"/>

  <!-- A running guest keeps its limit, so that it can grow back to it; one that is off has it from
       the amount alone. -->
  <xsl:variable name="most-memory">
    <xsl:call-template name="limit">
      <xsl:with-param name="amount" select="$asked/@memory"/>
      <xsl:with-param name="limit" select="$asked/@most-memory"/>
      <xsl:with-param name="before" select="$domain/memory"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="most-vcpus">
    <xsl:call-template name="limit">
      <xsl:with-param name="amount" select="$asked/@vcpus"/>
      <xsl:with-param name="limit" select="$asked/@most-vcpus"/>
      <xsl:with-param name="before" select="$domain/vcpu"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="had-memory"
      select="($domain/currentMemory | $domain/memory[not($domain/currentMemory)])[1]"/>
  <xsl:variable name="had-vcpus"
      select="($domain/vcpu/@current | $domain/vcpu[not(@current)])[1]"/>

  <xsl:template name="limit">
    <xsl:param name="amount"/>
    <xsl:param name="limit"/>
    <xsl:param name="before"/>
    <xsl:choose>
      <xsl:when test="$limit"><xsl:value-of select="$limit"/></xsl:when>
      <xsl:when test="$amount &gt; $before or ($amount and $asked/@runs = 'no')">
        <xsl:value-of select="$amount"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$before"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The amount that was asked for, or that there was, but no more than the limit. -->
  <xsl:template name="amount">
    <xsl:param name="amount"/>
    <xsl:param name="before"/>
    <xsl:param name="limit"/>
    <xsl:choose>
      <xsl:when test="$amount"><xsl:value-of select="$amount"/></xsl:when>
      <xsl:when test="$before &gt; $limit"><xsl:value-of select="$limit"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$before"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="/tune"><xsl:apply-templates select="domain"/></xsl:template>

  <xsl:template match="@* | node()">
    <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
  </xsl:template>

  <!-- libvirt prints both in KiB. -->
  <xsl:template match="domain/memory">
    <memory unit="KiB"><xsl:value-of select="$most-memory"/></memory>
    <currentMemory unit="KiB">
      <xsl:call-template name="amount">
        <xsl:with-param name="amount" select="$asked/@memory"/>
        <xsl:with-param name="before" select="$had-memory"/>
        <xsl:with-param name="limit" select="$most-memory"/>
      </xsl:call-template>
    </currentMemory>
  </xsl:template>
  <xsl:template match="domain/currentMemory"/>

  <xsl:template match="domain/vcpu">
    <xsl:variable name="vcpus">
      <xsl:call-template name="amount">
        <xsl:with-param name="amount" select="$asked/@vcpus"/>
        <xsl:with-param name="before" select="$had-vcpus"/>
        <xsl:with-param name="limit" select="$most-vcpus"/>
      </xsl:call-template>
    </xsl:variable>
    <vcpu>
      <xsl:copy-of select="@*[name() != 'current']"/>
      <xsl:if test="$vcpus &lt; $most-vcpus">
        <xsl:attribute name="current"><xsl:value-of select="$vcpus"/></xsl:attribute>
      </xsl:if>
      <xsl:value-of select="$most-vcpus"/>
    </vcpu>
  </xsl:template>
  <!-- Which of them are plugged is libvirt's to say anew. -->
  <xsl:template match="domain/vcpus">
    <xsl:if test="not($asked/@vcpus or $asked/@most-vcpus)"><xsl:copy-of select="."/></xsl:if>
  </xsl:template>
  <xsl:template match="cputune/vcpupin">
    <xsl:if test="@vcpu &lt; $most-vcpus"><xsl:copy-of select="."/></xsl:if>
  </xsl:template>

  <!-- As derive/cpu.xsl has it: more cores of the sockets that are there, or else of one. -->
  <xsl:template match="cpu/topology">
    <xsl:variable name="dies" select="number(concat('0', @dies)) + not(@dies)"/>
    <xsl:variable name="others" select="@sockets * @threads * $dies"/>
    <topology>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="cores"><xsl:value-of select="$most-vcpus div $others"/></xsl:attribute>
      <xsl:if test="$most-vcpus mod $others != 0">
        <xsl:for-each select="@*"><xsl:attribute name="{name()}">1</xsl:attribute></xsl:for-each>
        <xsl:attribute name="cores"><xsl:value-of select="$most-vcpus"/></xsl:attribute>
      </xsl:if>
    </topology>
  </xsl:template>
</xsl:stylesheet>
