<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- request: the ends of the stack: the host below, and above all one fragment for each setting of
     the command line.

     Every row of the table of settings (src/model/settings.c) has its template here; the self-test
     compares the two. What a setting needs of the host, or taints, it says as a template does, with
     <needs> and <taints> in the mode "needs". One that means what an option means repeats nothing:
     the table names the option, which is in the stack already. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"
                xmlns:q="urn:qvirt:1">
  <xsl:include href="copy.xsl"/>
  <xsl:include href="host.xsl"/>

  <xsl:template match="/build/stack">
    <stack>
      <xsl:apply-templates select="/build/target" mode="fragment"/>
      <xsl:copy-of select="fragment"/>
      <xsl:apply-templates select="/build/request/setting" mode="fragment"/>
    </stack>
  </xsl:template>

  <xsl:template match="setting" mode="fragment">
    <fragment id="--{@name} {@text}" kind="setting">
      <xsl:apply-templates select="." mode="needs"/>
      <defaults q:why="asked for on the command line" q:source="the command line">
        <xsl:apply-templates select="." mode="defaults"/>
      </defaults>
      <domain q:why="asked for on the command line" q:source="the command line">
        <xsl:apply-templates select="." mode="setting"/>
      </domain>
    </fragment>
  </xsl:template>
  <xsl:template match="setting" mode="defaults"/>
  <xsl:template match="setting" mode="needs"/>

  <!-- What was not asked for comes from the preset: the disk it recommends. -->
  <xsl:template match="setting[@by]" mode="fragment">
    <fragment id="{@by}" kind="setting">
      <domain q:why="a disk of the size that the preset recommends, as none was asked for"
              q:source="the preset's &lt;disk size&gt;">
        <xsl:apply-templates select="." mode="setting"/>
      </domain>
    </fragment>
  </xsl:template>

  <!-- These change what every disk gets. io="native" goes with no other cache than these two. -->
  <xsl:template match="setting[@name = 'cache']" mode="setting"/>
  <xsl:template match="setting[@name = 'cache']" mode="defaults">
    <disk q:slot="disk"><driver cache="{@value}"/></disk>
  </xsl:template>
  <xsl:template match="setting[@name = 'cache' and @value != 'none' and @value != 'directsync']"
                mode="defaults">
    <disk q:slot="disk"><driver cache="{@value}" io="threads"/></disk>
  </xsl:template>
  <xsl:template match="setting[@name = 'io']" mode="setting"/>
  <xsl:template match="setting[@name = 'io']" mode="defaults">
    <disk q:slot="disk"><driver io="{@value}"/></disk>
  </xsl:template>

  <xsl:template match="setting[@name = 'io' and @value = 'io_uring']" mode="needs">
    <needs fact="disk.io.io_uring" why="it came with libvirt 6.3 and QEMU 5.0; threads is the next
           best"/>
  </xsl:template>

  <!-- libvirt takes a forward for QEMU's own user network and drops it, so QEMU gets the card as
       arguments; the first of the settings brings all of them. -->
  <xsl:template match="setting[@name = 'forward'
                       and not(preceding-sibling::setting/@name = 'forward')]" mode="needs">
    <taints as="custom-argv" why="QEMU gets the network card as arguments"/>
  </xsl:template>
  <xsl:template match="setting[@name = 'forward']" mode="setting"/>
  <xsl:template match="setting[@name = 'forward'
                       and not(preceding-sibling::setting/@name = 'forward')]" mode="setting">
    <devices><interface q:slot="nic.1" q:absent="yes"/></devices>
    <qemu:commandline q:source="https://www.qemu.org/docs/master/system/invocation.html">
      <qemu:arg q:slot="forward.1" value="-netdev"/>
      <qemu:arg q:slot="forward.2">
        <xsl:attribute name="value">
          <xsl:text>user,id=forward</xsl:text>
          <xsl:for-each select="../setting[@name = 'forward']">
            <xsl:value-of select="concat(',hostfwd=tcp:127.0.0.1:', @host, '-:', @guest)"/>
          </xsl:for-each>
        </xsl:attribute>
      </qemu:arg>
      <qemu:arg q:slot="forward.3" value="-device"/>
      <qemu:arg q:slot="forward.4"
                value='{{"driver":"virtio-net-pci","id":"forward-nic","netdev":"forward"}}'/>
    </qemu:commandline>
  </xsl:template>

  <xsl:template match="setting[@name = 'usb-stick']" mode="needs">
    <needs fact="disk.bus.usb" why="QEMU must have USB disks"/>
  </xsl:template>
  <xsl:template match="setting[@name = 'usb-stick']" mode="setting">
    <devices>
      <disk q:slot="stick.{count(preceding-sibling::setting[@name = 'usb-stick']) + 1}"
            device="disk">
        <xsl:apply-templates select="image | volume" mode="setting"/>
        <driver name="qemu" cache="none"/>
        <target bus="usb" removable="on"/>
      </disk>
    </devices>
  </xsl:template>

  <!-- It brings the option 'shared-memory', as the other process reads the guest's memory. -->
  <xsl:template match="setting[@name = 'vhost-user']" mode="setting">
    <devices>
      <disk q:slot="vhost.{count(preceding-sibling::setting[@name = 'vhost-user']) + 1}"
            type="vhostuser" device="disk">
        <driver name="qemu" type="raw" queues="1"
                q:why="every back end has one; asked for more than it has, it ends the guest"/>
        <source type="unix" path="{@value}"/>
        <target bus="virtio"/>
      </disk>
    </devices>
  </xsl:template>

  <xsl:template match="setting[@name = 'vhost-scsi']" mode="setting">
    <devices>
      <hostdev q:slot="vhost-scsi.{count(preceding-sibling::setting[@name = 'vhost-scsi']) + 1}"
               mode="subsystem" type="scsi_host">
        <source protocol="vhost" wwpn="{@value}"/>
      </hostdev>
    </devices>
  </xsl:template>

  <xsl:template match="setting[@name = 'usb']" mode="needs">
    <needs fact="hostdev.subsysType.usb" why="QEMU must be able to hand on USB devices"/>
  </xsl:template>
  <xsl:template match="setting[@name = 'usb']" mode="setting">
    <devices>
      <hostdev q:slot="usb-host.{count(preceding-sibling::setting[@name = 'usb']) + 1}"
               mode="subsystem" type="usb" managed="yes">
        <source><xsl:apply-templates select="." mode="usb"/></source>
      </hostdev>
    </devices>
  </xsl:template>
  <xsl:template match="setting[@vendor]" mode="usb">
    <vendor id="0x{@vendor}"/>
    <product id="0x{@product}"/>
  </xsl:template>
  <xsl:template match="setting[@bus]" mode="usb">
    <address bus="{number(@bus)}" device="{number(@device)}"/>
  </xsl:template>

  <xsl:template match="setting[@name = 'pci']" mode="needs">
    <needs fact="hostdev.pciBackend.vfio" why="VFIO hands PCI devices on, and needs the host's IOMMU:
           turn it on in the firmware, and on Intel boot with intel_iommu=on"/>
  </xsl:template>
  <xsl:template match="setting[@name = 'pci']" mode="setting">
    <devices>
      <hostdev q:slot="pci-host.{count(preceding-sibling::setting[@name = 'pci']) + 1}"
               mode="subsystem" type="pci" managed="yes">
        <source>
          <address domain="0x{@domain}{substring('0000', 1, 4 * not(@domain))}" bus="0x{@bus}"
                   slot="0x{@slot}" function="0x{@function}"/>
        </source>
      </hostdev>
    </devices>
  </xsl:template>

  <!-- The long tail: what was written is a fragment already. -->
  <xsl:template match="setting[@name = 'set']" mode="setting">
    <xsl:copy-of select="domain/*"/>
  </xsl:template>

  <!-- These steer the pipeline: which templates, which emulator, which pool. -->
  <xsl:template match="setting[@name = 'preset']" mode="setting"/>
  <xsl:template match="setting[@name = 'layout']" mode="setting"/>
  <xsl:template match="setting[@name = 'with']" mode="setting"/>
  <xsl:template match="setting[@name = 'pool']" mode="setting"/>
  <xsl:template match="setting[@name = 'image']" mode="setting"/>
  <xsl:template match="setting[@name = 'pin']" mode="setting"/>
  <xsl:template match="setting[@name = 'allow-taint']" mode="setting"/>
  <!-- Kept in the metadata, see derive/metadata.xsl. -->
  <xsl:template match="setting[@name = 'label']" mode="setting"/>

  <xsl:template match="setting[@name = 'name']" mode="setting">
    <name><xsl:value-of select="@value"/></name>
  </xsl:template>

  <xsl:template match="setting[@name = 'accel']" mode="setting"/>

  <xsl:template match="setting[@name = 'memory']" mode="setting">
    <memory unit="KiB"><xsl:value-of select="ceiling(@value div 1024)"/></memory>
  </xsl:template>

  <xsl:template match="setting[@name = 'vcpus']" mode="setting">
    <vcpu><xsl:value-of select="@value"/></vcpu>
  </xsl:template>

  <xsl:template match="setting[@name = 'disk']" mode="setting">
    <devices>
      <disk q:slot="disk.{count(preceding-sibling::setting[@name = 'disk']) + 1}">
        <xsl:apply-templates select="image | volume" mode="setting"/>
      </disk>
    </devices>
  </xsl:template>
  <xsl:template match="setting[@name = 'disk' and @value = 'none']" mode="setting"/>

  <xsl:template match="setting[@name = 'cdrom']" mode="setting">
    <devices>
      <disk q:slot="cdrom.{count(preceding-sibling::setting[@name = 'cdrom']) + 1}">
        <xsl:apply-templates select="image | volume" mode="setting"/>
      </disk>
    </devices>
  </xsl:template>

  <!-- A small disk on virtio, so that the installed system loads the driver for the large one. -->
  <xsl:template match="setting[@name = 'stage']" mode="setting">
    <devices>
      <disk q:slot="helper" device="disk">
        <xsl:apply-templates select="image | volume" mode="setting"/>
        <driver name="qemu"/>
        <target bus="virtio"/>
      </disk>
    </devices>
  </xsl:template>

  <xsl:template match="setting[@name = 'virtio-win']" mode="setting">
    <devices>
      <disk q:slot="cdrom.0"><xsl:apply-templates select="image | volume" mode="setting"/></disk>
    </devices>
  </xsl:template>

  <xsl:template match="setting[@name = 'network']" mode="setting">
    <xsl:variable name="slot"
        select="concat('nic.', count(preceding-sibling::setting[@name = 'network']) + 1)"/>
    <devices>
      <interface q:slot="{$slot}" q:absent="yes"/>
      <xsl:if test="@value != 'none'">
        <interface q:slot="{$slot}" type="{@value}">
          <xsl:apply-templates select="@source | @value[. = 'passt']" mode="setting"/>
        </interface>
      </xsl:if>
    </devices>
  </xsl:template>
  <!-- Some distributions build libvirt without it. Before it told so in its capabilities, it did
       when the guest was defined. -->
  <xsl:template match="setting[@value = 'passt' and /build/facts/fact/@name = 'interface']"
                mode="needs">
    <needs fact="interface.backendType.passt" why="libvirt must be built with passt; 'user' is
           QEMU's own network" install="passt"/>
  </xsl:template>
  <xsl:template match="@value[. = 'passt']" mode="setting">
    <xsl:attribute name="type">user</xsl:attribute>
    <backend type="passt" q:why="a user network without QEMU's own TCP/IP stack"/>
  </xsl:template>
  <xsl:template match="setting[@value = 'tap']/@source" mode="setting" priority="2">
    <xsl:attribute name="type">ethernet</xsl:attribute>
    <target dev="{.}" managed="no" q:why="a TAP device that was made for it beforehand"/>
  </xsl:template>
  <xsl:template match="@source" mode="setting">
    <source>
      <xsl:attribute name="{../@value}"><xsl:value-of select="."/></xsl:attribute>
    </source>
  </xsl:template>

  <!-- Where the bytes of a disk lie: a path that qvirt looked at, or a volume's own XML. -->
  <xsl:template match="image" mode="setting">
    <xsl:attribute name="type"><xsl:value-of select="@type"/></xsl:attribute>
    <driver type="{@format}">
      <xsl:apply-templates select="@direct[. = 'no']" mode="setting"/>
    </driver>
    <xsl:apply-templates select="@path" mode="setting"/>
  </xsl:template>
  <xsl:template match="volume" mode="setting">
    <xsl:attribute name="type"><xsl:apply-templates select="@type" mode="setting"/></xsl:attribute>
    <driver type="{target/format/@type}">
      <xsl:apply-templates select="../@direct[. = 'no']" mode="setting"/>
      <xsl:apply-templates select="self::*[target/format/@type = 'qcow2']/capacity" mode="cache"/>
    </driver>
    <xsl:apply-templates select="target/path | ../made/@path" mode="setting"/>
  </xsl:template>

  <!-- QEMU's cache of qcow2's tables covers 256 GiB of 64 KiB clusters; a cache too small for its
       disk costs a factor of 50 in random reads. What all of it takes: 8 bytes a cluster, in whole
       clusters, and four of them for the reference counts. -->
  <xsl:template match="capacity" mode="cache">
    <xsl:variable name="size" select="number(concat(../target/clusterSize,
        substring('65536', 1, 5 * not(../target/clusterSize))))"/>
    <xsl:variable name="clusters" select="ceiling(. div $size)"/>
    <xsl:if test="$clusters * 8 > 33554432">
      <metadata_cache q:why="this disk is larger than QEMU's cache of its tables covers"
                      q:source="https://www.qemu.org/docs/master/interop/qcow2.html">
        <max_size unit="bytes">
          <xsl:value-of select="format-number((ceiling($clusters * 8 div $size) + 4) * $size, '0')"/>
        </max_size>
      </metadata_cache>
    </xsl:if>
  </xsl:template>

  <xsl:template match="volume/@type" mode="setting">file</xsl:template>
  <xsl:template match="volume/@type[. = 'block']" mode="setting">block</xsl:template>

  <xsl:template match="image/@path | made/@path | volume/target/path" mode="setting">
    <source file="{.}"/>
  </xsl:template>
  <xsl:template match="image[@type = 'block']/@path | volume[@type = 'block']/target/path"
                mode="setting" priority="2">
    <source dev="{.}"/>
  </xsl:template>

  <!-- cache="none" needs O_DIRECT, and io="native" needs cache="none". -->
  <xsl:template match="@direct" mode="setting">
    <xsl:attribute name="cache">writeback</xsl:attribute>
    <xsl:attribute name="io">threads</xsl:attribute>
    <xsl:attribute name="q:why">the file system of this image has no O_DIRECT</xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
