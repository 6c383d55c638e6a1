#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# options: a guest with each option starts on a real QEMU, which has what the option names.
. "$SOURCE_ROOT/tests/lib.sh"
key=0123456789abcdefghijklmnopqrstuvwxyz.ABCDEFGHIJKLMNOPQRSTUVWXYZ!
socket=$scratch/run/monitor
mkdir -m 777 "$scratch/run"

# What a guest looks like: argv is the command line that QEMU was started with, xml what libvirt
# keeps, everything else an "info" of QEMU's monitor.
look() {
  case $1 in
    argv) cat "$logs/$2.log" ;;
    xml) virsh dumpxml --inactive "$2" ;;
    *) virsh qemu-monitor-command "$2" --hmp "info $1" ;;
  esac
}

# shows FILE PATTERN;PATTERN...: lines of the file match each pattern, and none one after "!".
shows() {
  [ -s "$1" ] || return 1
  rest="$2;"
  while [ -n "$rest" ]; do
    pattern=${rest%%;*}
    rest=${rest#*;}
    case $pattern in
      !*) ! grep -E -e "${pattern#!}" "$1" || return 1 ;;
      *) grep -Eq -e "$pattern" "$1" || { cat "$1"; echo "no: $pattern"; return 1; } ;;
    esac
  done
}

# with OPTION+OPTION...: as arguments of define; no value has a space or a plus.
with() {
  rest=$1+
  while [ -n "$rest" ]; do
    printf -- '--with %s ' "${rest%%+*}"
    rest=${rest#*+}
  done
}

# define OPTIONS PRESET ARGS...
define() {
  options=$1 preset=$2
  shift 2
  # shellcheck disable=SC2046 # one word for each argument
  qvirt define --preset "$preset" --accel tcg --memory 256M --disk none --allow-taint \
    $(with "$options") "$@"
}

# The table has a line for each start: the options, the preset, where to look, and what is there.
guest=0
while read -r options preset at patterns; do
  guest=$((guest + 1))
  name=with-$guest
  words=$(printf %s "$options" | sed -e "s|$scratch|SCRATCH|" -e "s|$key|KEY|")
  check "$preset starts with $words" define "$options" "$preset" "$name" --start
  look "$at" "$name" > "$scratch/look" 2>&1
  check "$preset shows $words in its $at" shows "$scratch/look" "$patterns"
  check "delete" qvirt delete --force "$name"
done <<END
video-cirrus      linux   qtree   dev: cirrus-vga;vgamem_mb = 4 ;!dev: virtio-vga
video-cirrus16    i386    qtree   dev: cirrus-vga;vgamem_mb = 16
video-vga         linux   qtree   dev: VGA,;!dev: virtio-vga
video-virtio      i386    qtree   dev: virtio-vga,;max_outputs = 1 ;!dev: cirrus
video-virtio=2    linux   qtree   dev: virtio-vga,;max_outputs = 2 ;!max_outputs = 1
video-virtio=2    aarch64 qtree   dev: virtio-gpu-pci,;max_outputs = 2
video-ramfb       linux   qtree   dev: ramfb,;!dev: virtio-vga
video-ramfb       aarch64 qtree   dev: ramfb,;!dev: virtio-gpu-pci
video-bochs       linux   qtree   dev: bochs-display,;!dev: virtio-vga
video-qxl         linux   qtree   dev: qxl-vga,;max_outputs = 1 ;!dev: virtio-vga
video-qxl=2       i386    qtree   dev: qxl-vga,;max_outputs = 2 ;!dev: cirrus
video-none        linux   qtree   dev: mch;!dev: .*(vga|VGA|display|ramfb)
audio-ac97        linux   qtree   dev: AC97,;!dev: ich9-intel-hda
audio-ac97        aarch64 qtree   dev: AC97,
audio-ich6        linux   qtree   dev: intel-hda,;dev: hda-duplex;!dev: ich9-intel-hda
audio-ich6=micro  i386    qtree   dev: intel-hda,;dev: hda-micro;!dev: (hda-duplex|AC97)
audio-ich9        i386    qtree   dev: ich9-intel-hda,;!dev: AC97
audio-usb         linux   qtree   dev: usb-audio,;!dev: ich9-intel-hda
audio-none        linux   qtree   dev: mch;!dev: .*(hda|AC97|usb-audio)
backend-none      linux   argv    "driver":"none";!"driver":"spice"
backend-alsa      linux   argv    "driver":"alsa";"in":.*"dev":"default";"out":.*"dev":"default"
backend-spice     i386    argv    "driver":"spice"
vnc+backend-alsa  i386    argv    -vnc ;"driver":"alsa";!-spice
usb-1             i386    qtree   dev: piix3-usb-uhci,;dev: usb-tablet,
usb-1             linux   qtree   dev: pci-ohci,;dev: usb-tablet,;!dev: qemu-xhci
usb-2             linux   qtree   dev: ich9-usb-ehci1,;-usb-uhci1,;-usb-uhci3,;dev: usb-tablet,;!xhci
usb-2             aarch64 qtree   dev: ich9-usb-ehci1,;-usb-uhci1,;-usb-uhci3,;dev: usb-kbd,;!xhci
usb-3             i386    argv    qemu-xhci","p2":8,"p3":8;!uhci
usb-3=15          linux   argv    qemu-xhci","p2":15,"p3":15
usb-3-fewer=3     linux   argv    qemu-xhci","p2":8;"p3":3
usb-nec-intx      linux   qtree   dev: nec-usb-xhci;msi = "off"
video-virtio-gpu  linux   qtree   dev: virtio-gpu-pci;!virtio-vga
backend-alsa-nopoll linux argv    out.try-poll=off;"driver":"hda-duplex".*"audiodev":"alsa-nopoll"
audio-ac97+backend-alsa-nopoll=sound0 i386 argv "driver":"AC97".*"audiodev":"alsa-nopoll"
usb-nec=4         linux   argv    nec-usb-xhci","p2":4,"p3":4;!qemu-xhci
mouse             linux   qtree   dev: usb-mouse,;!dev: usb-tablet
keyboard          linux   qtree   dev: usb-kbd,;dev: usb-tablet,
tablet            linux   qtree   dev: usb-tablet,
virtio-input      linux   qtree   dev: virtio-tablet-pci,;dev: virtio-keyboard-pci,;!dev: usb-tablet
virtio-input      aarch64 qtree   dev: virtio-tablet-pci,;dev: virtio-keyboard-pci,;dev: usb-kbd,
nic-rtl8139       linux   qtree   dev: rtl8139,;!dev: virtio-net
nic-e1000         i386    qtree   dev: e1000,;!dev: rtl8139
nic-e1000e        linux   qtree   dev: e1000e,;!dev: virtio-net
nic-virtio        i386    qtree   dev: virtio-net-pci,;!dev: rtl8139
rng               i386    argv    "filename":"/dev/urandom";virtio-rng-pci
tpm-crb           linux   tpm     model=tpm-crb
tpm-tis           aarch64 tpm     model=tpm-tis
tpm-tis=1.2       i386    xml     <tpm model='tpm-tis'>;version='1.2'
agent             i386    qtree   name = "org.qemu.guest_agent.0"
watchdog          linux   argv    i6300esb;watchdog.action[= ]reset|watchdog=reset
watchdog=pause    i386    argv    i6300esb;watchdog.action[= ]pause|watchdog=pause
panic             linux   qtree   dev: pvpanic,
spice             linux   argv    -spice ;spicevmc;"driver":"spice";!-vnc
vnc               linux   argv    -vnc 127.0.0.1:.*audiodev=audio1;"driver":"none";!spice
clipboard         linux   argv    -vnc ;qemu-vdagent.*clipboard=on;!spicevmc
clipboard+vnc     i386    argv    -vnc ;qemu-vdagent.*clipboard=on;!spicevmc
headless          linux   qtree   dev: isa-serial,;!dev: .*(vga|VGA|hda|usb-tablet)
headless          i386    argv    isa-serial;sgabios|graphics=off;!-vnc|-spice
headless          aarch64 qtree   dev: pl011,;!dev: (virtio-gpu|usb-kbd|usb-tablet)
no-balloon        linux   qtree   dev: mch;!dev: virtio-balloon
shared-memory     linux   argv    memory-backend-memfd.*"share":true
iommu-intel       linux   qtree   dev: intel-iommu,;intremap = "on";caching-mode = true
iommu-virtio      linux   qtree   dev: virtio-iommu-pci,
iommu-virtio      aarch64 qtree   dev: virtio-iommu-pci,
iommu-smmuv3      aarch64 qtree   dev: arm-smmuv3,
tcg-cache=64      linux   argv    -accel tcg,tb-size=64
smbios=Maker      linux   argv    type=1,manufacturer=Maker;type=2,manufacturer=Maker
applesmc=$key     linux   qtree   dev: isa-applesmc,;osk = "$key"
monitor-socket=$socket+applesmc=$key i386 chardev unix:$socket,server
END

# What cannot be started here is translated: this is what QEMU would be told, as far as libvirt can
# tell without the hardware.
while read -r options patterns; do
  check "linux can be defined with $options" define "$options" linux translated
  { virsh dumpxml translated; virsh domxml-to-native qemu-argv --domain translated; } \
    > "$scratch/look" 2>&1
  check "and QEMU is told of $options" shows "$scratch/look" "${patterns%% # *}"
  check "delete" qvirt delete translated
  echo "# not started: $options: ${patterns##* # }"
done <<'END'
gl accel3d='yes';type='egl-headless' # no graphics card here
backend-alsa=hw:0,0 "driver":"alsa";"out":.*"dev":"hw:0,0" # no sound card here
backend-pulse=unix:/run/pulse/native "driver":"pa";"server":"unix:/run/pulse/native" # no server here
backend-jack "driver":"jack";"server-name":"default" # no server here
locked-memory mem-lock=on # a container may not lock its memory
END

refused 6 'hugepages.1048576' define hugepages-1g linux refused
refused 6 'machine.q35' define iommu-intel i386 refused
refused 2 "'i386' does not go with it" define iommu-virtio i386 refused
refused 2 'through ACPI' define iommu-virtio arm refused
refused 2 'no driver' define tpm-crb winxp refused
refused 2 'one USB controller' define usb-1+usb-3 linux refused
refused 2 'without a screen' define headless+vnc linux refused
refused 2 'exactly 64' define applesmc=short linux refused
refused 2 'custom-argv' qvirt define --preset linux refused --with "monitor-socket=$socket"
echo "# not started: audio-virtio, backend-pipewire: this libvirt and QEMU are older"
check "audio-virtio where versions allow it" has '<sound model="virtio"/>' "$QVIRT" define \
  --facts "$SOURCE_ROOT/tests/hosts/intel-kvm.xml" --dry-run --preset linux x --with audio-virtio
check "backend-pipewire too" has 'type="pipewire" runtimeDir="/run/user/1000"' "$QVIRT" define \
  --facts "$SOURCE_ROOT/tests/hosts/intel-kvm.xml" --dry-run --preset linux x \
  --with backend-pipewire=/run/user/1000
refused 6 "sound.model.virtio: the card came with libvirt 10.4" "$QVIRT" define \
  --facts "$SOURCE_ROOT/tests/hosts/debian12-tcg.xml" --dry-run --preset linux x --with audio-virtio
echo "# not started: hugepages-1g: no such pages here"
check "nothing is left of the guests" without 'with-|translated|refused' virsh list --all --name
done_testing
