<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- needs: what the stack cannot do without and this host does not have. For a guest that is there,
     only what the settings add to it is looked at. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="missing-facts.xsl"/>

  <xsl:template match="/build">
    <xsl:variable name="fragments" select="stack/fragment[@kind = 'setting' or not(/build/guest)]"/>
    <lacking>
      <xsl:apply-templates select="$fragments/needs | $fragments/refuses"/>
      <xsl:if test="not(request/setting[@name = 'allow-taint'])">
        <xsl:apply-templates select="$fragments/taints[not(key('fact', @unless))]"/>
      </xsl:if>
    </lacking>
  </xsl:template>

  <xsl:template match="needs">
    <xsl:variable name="lacks">
      <xsl:call-template name="lacks">
        <xsl:with-param name="facts" select="@fact"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="$lacks != ''">
      <need>
        <xsl:apply-templates select=".." mode="owner"/>
        <xsl:copy-of select="@fact | @install"/>
        <xsl:attribute name="why"><xsl:value-of select="normalize-space(@why)"/></xsl:attribute>
      </need>
    </xsl:if>
  </xsl:template>

  <!-- Two templates that do not go together, whichever of them says so. -->
  <xsl:template match="refuses">
    <xsl:variable name="why" select="normalize-space(@why)"/>
    <xsl:variable name="list" select="concat(' ', normalize-space(@with), ' ')"/>
    <xsl:for-each select="../../fragment[contains($list, concat(' ', @id, ' '))][last()]">
      <refusal why="{$why}"><xsl:apply-templates select="." mode="owner"/></refusal>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="taints">
    <taint as="{@as}" why="{normalize-space(@why)}">
      <xsl:apply-templates select=".." mode="owner"/>
    </taint>
  </xsl:template>

  <!-- A fragment that another one brought into the stack speaks in the name of that one. -->
  <xsl:template match="fragment" mode="owner">
    <xsl:attribute name="kind"><xsl:value-of select="@kind"/></xsl:attribute>
    <xsl:attribute name="by"><xsl:value-of select="(@for | @id[not(../@for)])"/></xsl:attribute>
  </xsl:template>

  <!-- A host without domain capabilities says nothing of its devices, so nothing is held
       against it; its architectures, machine and pages are known all the same. -->
  <xsl:template match="needs[/build/facts/@known = 'false'
      and not(starts-with(@fact, 'arch.') or starts-with(@fact, 'machine.')
              or starts-with(@fact, 'hugepages.') or @fact = 'kvm')]" priority="2"/>
</xsl:stylesheet>
