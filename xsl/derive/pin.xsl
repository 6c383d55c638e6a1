<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- pin: binds vCPUs to CPUs of the host, where that was asked for.

     "auto" takes the first NUMA cell with a CPU more than the guest has, leaves the cell's first
     CPU to the emulator, and keeps the guest's memory in that cell; a list is taken in turn. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:q="urn:qvirt:1">
  <xsl:template match="plan/domain/vcpu[/build/request/setting[@name = 'pin']/host-cpu]">
    <xsl:copy-of select="."/>
    <cputune>
      <xsl:call-template name="pins">
        <xsl:with-param name="n" select="number(.)"/>
        <xsl:with-param name="cpus" select="/build/request/setting[@name = 'pin']/host-cpu"/>
      </xsl:call-template>
    </cputune>
  </xsl:template>

  <xsl:template match="plan/domain/vcpu[/build/request/setting[@name = 'pin']/@value = 'auto']">
    <xsl:variable name="n" select="number(.)"/>
    <xsl:variable name="cell" select="/build/facts/cell[count(cpu) > $n][1]"/>
    <xsl:copy-of select="."/>
    <xsl:if test="$cell">
      <cputune>
        <xsl:call-template name="pins">
          <xsl:with-param name="n" select="$n"/>
          <xsl:with-param name="cpus" select="$cell/cpu[position() > 1]"/>
        </xsl:call-template>
        <emulatorpin>
          <xsl:call-template name="pinned">
            <xsl:with-param name="name">cpuset</xsl:with-param>
            <xsl:with-param name="value" select="$cell/cpu[1]/@id"/>
          </xsl:call-template>
        </emulatorpin>
      </cputune>
      <numatune>
        <memory>
          <xsl:call-template name="pinned">
            <xsl:with-param name="name">mode</xsl:with-param>
            <xsl:with-param name="value">preferred</xsl:with-param>
          </xsl:call-template>
          <xsl:call-template name="pinned">
            <xsl:with-param name="name">nodeset</xsl:with-param>
            <xsl:with-param name="value" select="$cell/@id"/>
          </xsl:call-template>
        </memory>
      </numatune>
    </xsl:if>
  </xsl:template>

  <!-- The last pin first, then those before it: counted by recursion, as XSLT has no loop. -->
  <xsl:template name="pins">
    <xsl:param name="n"/>
    <xsl:param name="cpus"/>
    <xsl:if test="$n > 1">
      <xsl:call-template name="pins">
        <xsl:with-param name="n" select="$n - 1"/>
        <xsl:with-param name="cpus" select="$cpus"/>
      </xsl:call-template>
    </xsl:if>
    <vcpupin q:slot="vcpu.{$n - 1}">
      <xsl:call-template name="pinned">
        <xsl:with-param name="name">vcpu</xsl:with-param>
        <xsl:with-param name="value" select="$n - 1"/>
      </xsl:call-template>
      <xsl:call-template name="pinned">
        <xsl:with-param name="name">cpuset</xsl:with-param>
        <xsl:with-param name="value" select="$cpus[($n - 1) mod count($cpus) + 1]/@id"/>
      </xsl:call-template>
    </vcpupin>
  </xsl:template>

  <xsl:template name="pinned">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:call-template name="derived">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="value" select="$value"/>
      <xsl:with-param name="why">asked for with the setting pin: no moving between CPUs, and memory
        beside them</xsl:with-param>
      <xsl:with-param name="source">https://libvirt.org/formatdomain.html#cpu-tuning</xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
