<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- states: the state of a guest at a snapshot, in the words that libvirt's tools have for the
     states of guests; included by what shows it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="state" mode="state"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="state[. = 'nostate']" mode="state">no state</xsl:template>
  <xsl:template match="state[. = 'blocked']" mode="state">idle</xsl:template>
  <xsl:template match="state[. = 'shutdown']" mode="state">in shutdown</xsl:template>
  <xsl:template match="state[. = 'shutoff']" mode="state">shut off</xsl:template>
</xsl:stylesheet>
