<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- volume: the XML of a new disk image in its pool, and what to preallocate of it.

     thin: metadata is preallocated, the data is not; the image writes nearly as fast as a full one
     and stays small. libvirt does so for an allocation below the capacity, and reserves all space
     for one that is equal (full). fast: the same with clusters of 2 MiB, which need 32 times less
     metadata in memory. libvirt makes an image of the 0.10 format unless told otherwise. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/new">
    <made name="{@name}" preallocate="metadata" size="{@size}">
      <xsl:apply-templates select="@image[. = 'fast' or . = 'full']" mode="reserve"/>
      <xsl:apply-templates select="@image[. = 'raw']" mode="preallocate"/>
      <volume type="file">
        <name><xsl:value-of select="@name"/></name>
        <capacity unit="bytes"><xsl:value-of select="@size"/></capacity>
        <allocation unit="bytes"><xsl:apply-templates select="@image" mode="allocation"/></allocation>
        <target><xsl:apply-templates select="@image" mode="target"/></target>
      </volume>
    </made>
  </xsl:template>

  <!-- A copy has the format of the original; what is not allocated there is not here. A raw image
       may have no compat. -->
  <xsl:template match="/copy">
    <made name="{@name}" size="{volume/allocation}" reserve="yes">
      <volume type="file">
        <name><xsl:value-of select="@name"/></name>
        <capacity unit="bytes"><xsl:value-of select="volume/capacity"/></capacity>
        <allocation unit="bytes">0</allocation>
        <target>
          <format type="{volume/target/format/@type}"/>
          <permissions><mode>0600</mode></permissions>
          <xsl:if test="volume/target/format/@type = 'qcow2'"><compat>1.1</compat></xsl:if>
        </target>
      </volume>
    </made>
  </xsl:template>

  <!-- An overlay names the format of the image below, so that nobody ever probes it. -->
  <xsl:template match="/overlay">
    <made name="{@name}" size="{volume/capacity}">
      <volume type="file">
        <name><xsl:value-of select="@name"/></name>
        <capacity unit="bytes"><xsl:value-of select="volume/capacity"/></capacity>
        <allocation unit="bytes">0</allocation>
        <target>
          <format type="qcow2"/>
          <permissions><mode>0600</mode></permissions>
          <compat>1.1</compat>
        </target>
        <backingStore>
          <path><xsl:value-of select="volume/target/path"/></path>
          <format type="{@format}"/>
        </backingStore>
      </volume>
    </made>
  </xsl:template>

  <xsl:template match="@image" mode="preallocate">
    <xsl:attribute name="preallocate">no</xsl:attribute>
  </xsl:template>

  <xsl:template match="@image" mode="reserve">
    <xsl:attribute name="reserve">yes</xsl:attribute>
  </xsl:template>

  <xsl:template match="@image" mode="allocation">0</xsl:template>
  <xsl:template match="@image[. = 'fast' or . = 'full']" mode="allocation">
    <xsl:value-of select="../@size"/>
  </xsl:template>

  <xsl:template match="@image" mode="target">
    <format type="qcow2"/>
    <compat>1.1</compat>
  </xsl:template>
  <xsl:template match="@image[. = 'fast']" mode="target">
    <format type="qcow2"/>
    <compat>1.1</compat>
    <clusterSize unit="B">2097152</clusterSize>
  </xsl:template>
  <xsl:template match="@image[. = 'raw']" mode="target">
    <format type="raw"/>
  </xsl:template>
</xsl:stylesheet>
