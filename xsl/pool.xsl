<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- pool: a directory pool, as virt-manager makes its "default". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/new">
    <pool type="dir">
      <name><xsl:value-of select="@name"/></name>
      <target><path><xsl:value-of select="@path"/></path></target>
    </pool>
  </xsl:template>
</xsl:stylesheet>
