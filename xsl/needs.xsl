<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- needs: what the stack cannot do without and this host does not have. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="lacks.xsl"/>

  <xsl:template match="/build">
    <lacking><xsl:apply-templates select="stack/fragment/needs"/></lacking>
  </xsl:template>

  <xsl:template match="needs">
    <xsl:variable name="lacks">
      <xsl:call-template name="lacks">
        <xsl:with-param name="facts" select="@fact"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="$lacks != ''">
      <need by="{../@id}" kind="{../@kind}">
        <xsl:copy-of select="@fact | @install"/>
        <xsl:attribute name="why"><xsl:value-of select="normalize-space(@why)"/></xsl:attribute>
      </need>
    </xsl:if>
  </xsl:template>

  <!-- A host without domain capabilities says nothing of its devices, so nothing is held
       against it; its architectures, machine and pages are known all the same. -->
  <xsl:template match="needs[/build/facts/@known = 'false'
      and not(starts-with(@fact, 'arch.') or starts-with(@fact, 'machine.')
              or starts-with(@fact, 'hugepages.') or @fact = 'kvm')]" priority="2"/>
</xsl:stylesheet>
