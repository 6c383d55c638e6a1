<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- migrate-check: what is in the way of moving a guest to another host. An obstacle blocks ("yes"),
     blocks unless it is called safe ("unsafe"), or is only to be known ("no").

     What and why it is, and how it would be right, are sentences that can be translated: "$word" in
     them is the attribute "word" of the obstacle, or of all obstacles. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="migration" select="/migration"/>
  <xsl:variable name="uri" select="$migration/@uri"/>
  <xsl:variable name="here" select="$migration/source/@name"/>
  <xsl:variable name="there" select="$migration/destination/@name"/>
  <xsl:variable name="domain" select="$migration/guest/domain"/>
  <xsl:variable name="runs" select="$migration/guest/@running = 'yes'"/>
  <xsl:variable name="options" select="$migration/request/setting"/>

  <xsl:template match="/migration">
    <obstacles guest="{$domain/name}" here="{$here}" there="{$there}" uri="{$uri}"
               running="{$migration/guest/@running}">
      <xsl:apply-templates select="guest | destination | uses | uses/* | guest/domain/devices/*"
                           mode="find"/>
    </obstacles>
  </xsl:template>
  <!-- These two make all others meaningless. -->
  <xsl:template match="/migration[not(source/host/capabilities/host/migration_features)]"
                priority="2">
    <obstacles guest="{$domain/name}" here="{$here}" there="{$there}">
      <obstacle what="driver" why="the driver of $here cannot migrate guests"
                how="-c names a host of QEMU or another driver that can" blocks="yes"/>
    </obstacles>
  </xsl:template>
  <xsl:template match="/migration[source/host/capabilities/host/uuid
                                  = destination/host/capabilities/host/uuid
                                  or source/@name = destination/@name]" priority="1">
    <obstacles guest="{$domain/name}" here="{$here}" there="{$there}">
      <obstacle what="host" why="the destination is $here, where the guest is" blocks="yes"
                how="another URI; two hosts with one UUID need a host_uuid in libvirtd.conf, two of
                     one name another name"/>
    </obstacles>
  </xsl:template>

  <xsl:template match="*" mode="find" priority="-1"/>

  <xsl:template match="guest" mode="find">
    <xsl:if test="@snapshots > 0">
      <obstacle what="snapshots" why="libvirt moves no guest that has snapshots; it has $count"
                how="delete them, or with 'virsh snapshot-delete --metadata' their records only"
                blocks="yes" count="{@snapshots}"/>
    </xsl:if>
    <xsl:if test="@checkpoints > 0">
      <obstacle what="checkpoints" why="$count checkpoints of it stay on $here"
                how="the next backup has to be a full one" blocks="unsafe" count="{@checkpoints}"/>
    </xsl:if>
    <xsl:if test="@saved = 'yes'">
      <obstacle what="saved state" why="its saved memory stays on $here" blocks="yes"
                how="start it, or 'virsh managedsave-remove $guest'"/>
    </xsl:if>
    <xsl:if test="not($runs) and domain/os/nvram">
      <obstacle what="UEFI variables"
                why="$path stays on $here: only a guest that runs takes its UEFI variables along"
                how="copy the file" blocks="unsafe" path="{domain/os/nvram}"/>
    </xsl:if>
    <xsl:if test="not($runs) and domain/devices/tpm/backend/@type = 'emulator'">
      <obstacle what="TPM" why="its TPM's state stays on $here" how="copy /var/lib/libvirt/swtpm"
                blocks="unsafe"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="destination" mode="find">
    <xsl:apply-templates select="taken[1]" mode="find"/>
    <xsl:if test="$runs and @room and @room &lt; ../uses/@bytes">
      <obstacle what="memory" why="$there has $room MiB free, and the guest has $memory MiB"
                how="stop another guest there" blocks="unsafe" room="{floor(@room div 1048576)}"
                memory="{floor(../uses/@bytes div 1048576)}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="taken" mode="find">
    <xsl:variable name="name"
        select="concat($options[@name = 'name']/@value,
                       substring($domain/name, 1 div not($options/@name = 'name')))"/>
    <xsl:choose>
      <xsl:when test="@uuid != $domain/uuid">
        <obstacle what="name" why="there is another guest '$name' ($uuid) on $there"
                  how="rename or delete it, or give this one another name with --name"
                  blocks="yes" name="{@name}" uuid="{@uuid}"/>
      </xsl:when>
      <xsl:when test="@running = 'yes'">
        <obstacle what="copy" why="the guest runs on $there already" blocks="yes"
                  how="stop the copy that is wrong, before both write to the disks"/>
      </xsl:when>
      <xsl:when test="@name != $name">
        <obstacle what="UUID" why="$there has a guest with its UUID, called '$name'"
                  how="delete one of them" blocks="yes" name="{@name}"/>
      </xsl:when>
      <xsl:otherwise>
        <obstacle what="definition" why="$there has a definition of it, which is replaced"
                  how="" blocks="no"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="uses" mode="find">
    <xsl:if test="@lacks">
      <obstacle what="emulator" why="$there has no $path with machine $machine ($accel): $reason"
                how="install it there, or the version that knows the machine" blocks="yes"
                path="{@path}" machine="{@machine}" accel="{@virttype}" reason="{@lacks}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="network[@state = 'missing']" mode="find">
    <obstacle what="network" why="$there has no network '$name'" blocks="yes"
              how="'virsh net-dumpxml $name' here, 'virsh -c $uri net-define' there"
              name="{@name}"/>
  </xsl:template>
  <xsl:template match="network[@state = 'inactive']" mode="find">
    <obstacle what="network" why="network '$name' is not active on $there" blocks="yes"
              how="'virsh -c $uri net-start $name'" name="{@name}"/>
  </xsl:template>
  <xsl:template match="bridge[@state = 'missing']" mode="find">
    <obstacle what="bridge" why="$there has no bridge '$name'" how="make it there"
              blocks="yes" name="{@name}"/>
  </xsl:template>
  <xsl:template match="volume[@state = 'missing']" mode="find">
    <obstacle what="disk" why="$there has no volume '$name' in a pool '$pool'"
              how="make both hosts share the pool" blocks="yes" name="{@name}" pool="{@pool}"/>
  </xsl:template>

  <!-- Where a pool shows the directory, its word is final; else libvirt finds out. -->
  <xsl:template match="file[@there = 'no' and not(@copied)]" mode="find">
    <obstacle what="{@role}" why="$path is not on $there" blocks="yes"
              how="share it between the hosts, or copy the guest's disks along with
                   --copy-storage" path="{@path}"/>
  </xsl:template>
  <xsl:template match="file[@there = 'no' and (@role = 'cdrom' or @role = 'floppy')
                            and not(@copied)]" mode="find" priority="1">
    <obstacle what="{@role}" why="$path is not on $there" blocks="yes"
              how="copy it there, or 'virsh change-media $guest $drive --eject'" path="{@path}"
              drive="{@device}"/>
  </xsl:template>
  <xsl:template match="file[@there = 'no' and (@role = 'kernel' or @role = 'initrd'
                            or @role = 'dtb' or @role = 'firmware')]" mode="find" priority="1">
    <obstacle what="{@role}" why="$path is not on $there" how="copy it there" blocks="yes"
              path="{@path}"/>
  </xsl:template>
  <xsl:template match="file[@there = 'no' and @optional != '' and @optional != 'mandatory']"
                mode="find" priority="2">
    <obstacle what="{@role}" why="$path is not on $there: the drive will be empty" how=""
              blocks="no" path="{@path}"/>
  </xsl:template>
  <xsl:template match="file[@there = 'unknown' and not(@copied)]" mode="find">
    <obstacle what="{@role}" why="no storage pool of $there shows whether $path is there"
              how="" blocks="no" path="{@path}"/>
  </xsl:template>

  <xsl:template match="file[@copied and not(@pool)]" mode="find">
    <obstacle what="{@role}" why="no storage pool of $there holds the directory of $path"
              how="'virsh -c $uri pool-create-as NAME dir --target DIRECTORY'" blocks="yes"
              path="{@path}"/>
  </xsl:template>
  <xsl:template match="file[@copied and @there = 'yes']" mode="find" priority="1">
    <obstacle what="{@role}" why="$path is on $there already, and a copy would overwrite it"
              how="if nobody needs it: 'virsh -c $uri vol-delete $path'" blocks="yes"
              path="{@path}"/>
  </xsl:template>

  <xsl:template match="processor[@is = 'incompatible']" mode="find">
    <obstacle what="CPU" why="the CPU of $there lacks what the guest's has" blocks="yes"
              how="give the guest a CPU model that both hosts have, and start it anew"/>
  </xsl:template>
  <xsl:template match="processor[@mode != 'custom' and @is = 'superset']" mode="find">
    <obstacle what="CPU" why="the guest sees the CPU of $here itself, and that of $there is
              another" how="give the guest a CPU model that both hosts have" blocks="unsafe"/>
  </xsl:template>

  <!-- A card that is unplugged for the move has a virtio one beside it. -->
  <xsl:template match="hostdev[teaming] | interface[teaming]" mode="find" priority="2"/>
  <xsl:template match="hostdev | interface[@type = 'hostdev']" mode="find">
    <obstacle what="host device" why="a host device ($type) of $here belongs to the guest"
              blocks="yes"
              how="detach it first: 'virsh detach-device $guest'" type="{@type}"/>
  </xsl:template>
  <xsl:template match="hostdev[@type = 'usb']" mode="find" priority="1">
    <obstacle what="host device" why="a USB device of $here belongs to the guest, and $there
              would have to have it too" how="detach it first: 'virsh detach-device $guest'"
              blocks="unsafe"/>
  </xsl:template>
  <xsl:template match="filesystem" mode="find">
    <xsl:if test="$runs">
      <obstacle what="shared directory" why="$path of $here is mounted in the guest"
                how="unmount and detach it first" blocks="unsafe" path="{source/@dir}"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="interface[@type = 'vhostuser']" mode="find">
    <obstacle what="vhost-user" why="$path needs its switch on $there too" how=""
              blocks="no" path="{source/@path}"/>
  </xsl:template>

  <!-- Since version 4, QEMU drops its host's cache of a disk that moves. -->
  <xsl:template match="disk[driver/@cache and driver/@cache != 'none'
                            and driver/@cache != 'directsync']" mode="find">
    <xsl:variable name="qemu" select="substring-after($migration/source/host/@hypervisor, ' ')"/>
    <xsl:if test="$runs and substring-before($qemu, '.') &lt; 4
                  and not($options/@name = 'copy-storage')">
      <obstacle what="cache"
                why="disk $drive goes through the cache of $here, which $there does not see"
                how="--cache none, and start it anew" blocks="unsafe" drive="{target/@dev}"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
