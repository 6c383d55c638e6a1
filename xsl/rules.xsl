<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- rules: what no guest can have, or not together, whoever asked for it. libvirt takes some of
     it and the guest then does not start, or starts without it. "$word" in a reason is the rule's
     attribute "word", so that the sentence can be translated. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/build">
    <broken><xsl:apply-templates select="plan/domain | plan/domain//*" mode="rule"/></broken>
  </xsl:template>
  <xsl:template match="*" mode="rule" priority="-1"/>

  <xsl:template match="devices[count(disk[target/@bus = 'ide']) > 4]" mode="rule">
    <rule why="$count drives on IDE: the machine has places for four; --layout ahci or virtio has
               more" count="{count(disk[target/@bus = 'ide'])}"/>
  </xsl:template>

  <xsl:template match="disk[@device = 'cdrom' and target/@bus = 'virtio']" mode="rule">
    <rule why="a CD drive on virtio-blk: it has no removable media; sata, scsi or ide have"/>
  </xsl:template>

  <xsl:template match="disk/driver[@io = 'native' and @cache != 'none' and @cache != 'directsync']"
                mode="rule">
    <rule why="--io native goes with --cache none or directsync only; --io threads goes with all"/>
  </xsl:template>

  <xsl:template match="disk/driver[@iothread and ../target/@bus != 'virtio']" mode="rule">
    <rule why="an iothread for a disk that is not on virtio-blk; --layout virtio has one"/>
  </xsl:template>

  <xsl:template match="os/firmware/feature[@name = 'secure-boot' and @enabled = 'yes'
                       and starts-with(../../type/@machine, 'q35')
                       and not(../../../features/smm/@state = 'on')]" mode="rule">
    <rule why="Secure Boot without SMM, which guards its keys; --with secure-boot turns on both"/>
  </xsl:template>

  <xsl:template match="tpm[@model = 'tpm-crb' and backend/@version = '1.2']" mode="rule">
    <rule why="TPM 1.2 has no CRB interface; --with tpm-tis has both"/>
  </xsl:template>

  <xsl:template match="features/gic[@version = '2' and ../../vcpu > 8]" mode="rule">
    <rule why="$vcpus vCPUs: interrupt controller GICv2 ends at 8" vcpus="{../../vcpu}"/>
  </xsl:template>

  <xsl:template match="iommu[@model = 'intel' and ../hostdev/@type = 'pci'
                       and not(driver/@caching_mode = 'on')]" mode="rule">
    <rule why="intel-iommu and PCI passthrough together need caching_mode='on'"/>
  </xsl:template>

  <xsl:template match="domain[/build/request/setting/@name = 'stage'
                       and devices/disk[1]/target/@bus != 'sata']" mode="rule">
    <rule why="--stage install needs the disk where the installer sees it: --layout ahci"/>
  </xsl:template>
  <xsl:template match="domain[/build/request/setting/@name = 'virtio-win'
                       and not(/build/request/setting/@name = 'stage')]" mode="rule">
    <rule why="--virtio-win goes with --stage install; later, it is a --cdrom as any other"/>
  </xsl:template>

  <xsl:template match="input[@bus = 'usb' and ../controller[@type = 'usb']/@model = 'none']"
                mode="rule">
    <rule why="a USB $device in a machine without USB" device="{@type}"/>
  </xsl:template>
  <xsl:template match="disk[target/@bus = 'usb' and ../controller[@type = 'usb']/@model = 'none']
                       | hostdev[@type = 'usb' and ../controller[@type = 'usb']/@model = 'none']"
                mode="rule">
    <rule why="a USB device in a machine without USB; --with usb-1 or a newer one adds it"/>
  </xsl:template>

  <xsl:template match="channel[@type = 'spicevmc' and not(../graphics/@type = 'spice')]"
                mode="rule">
    <rule why="a SPICE channel without a SPICE display"/>
  </xsl:template>

  <xsl:template match="vcpupin[/build/facts/cell
                       and not(@cpuset = /build/facts/cell/cpu/@id)]" mode="rule">
    <rule host="yes" why="it has no CPU $cpu to pin to" cpu="{@cpuset}"/>
  </xsl:template>

  <xsl:template match="domain[/build/request/setting[@name = 'pin']/@value = 'auto'
                       and not(cputune)]" mode="rule">
    <rule host="yes" why="no NUMA cell of it has more than $vcpus CPUs for --pin auto; a list such as
                          --pin 0 may share them" vcpus="{vcpu}"/>
  </xsl:template>

  <!-- Pages are counted, as libvirt finds out at the start only: guest memory over page size. -->
  <xsl:template match="memoryBacking/hugepages/page[@unit = 'KiB']" mode="rule">
    <xsl:variable name="pages" select="ceiling(../../../memory div @size)"/>
    <xsl:variable name="free"
        select="/build/facts/fact[@name = concat('hugepages.', current()/@size)]/@value"/>
    <xsl:if test="$free &lt; $pages">
      <rule host="yes" why="$pages pages of $size KiB are needed and $free are free; 'virsh
                 allocpages $size $pages --add' sets more aside"
            pages="{$pages}" size="{@size}" free="{$free}"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
