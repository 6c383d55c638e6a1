<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- disk-record: a disk under the keys of 'qvirt info' and 'qvirt list'; included by both. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="disk" mode="record">
    <disk target="{target/@dev}" bus="{target/@bus}" device="{@device}"
          source="{source/@*[name() != 'index' and name() != 'startupPolicy'][1]}"/>
  </xsl:template>
</xsl:stylesheet>
