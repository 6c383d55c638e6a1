<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- directory: where a storage pool keeps its volumes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/pool"><directory path="{target/path}"/></xsl:template>
</xsl:stylesheet>
