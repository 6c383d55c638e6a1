#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# view: which display a guest has, and what the viewers are told, on guests of the test driver.
. "$SOURCE_ROOT/tests/lib.sh"

# A node file whose guests have one kind of display each.
{
  echo '<node>'
  while read -r name graphics; do
    echo "<domain type='test'><name>$name</name><memory>8192</memory><os><type>hvm</type></os>"
    echo "<devices>$graphics</devices></domain>"
  done
  echo '</node>'
} > "$scratch/node.xml" <<'END'
spice <graphics type='spice' port='5901' listen='127.0.0.1'/>
both <graphics type='vnc' port='5902' listen='127.0.0.1'/><graphics type='spice' port='5903' listen='127.0.0.1'/>
all <graphics type='vnc' port='5904' listen='0.0.0.0'/>
six <graphics type='vnc' port='5905' listen='fd00::1'/>
tls <graphics type='spice' tlsPort='5906' listen='192.0.2.1'/>
socket <graphics type='vnc'><listen type='socket' socket='/run/vnc.sock'/></graphics>
nowhere <graphics type='spice'><listen type='none'/></graphics>
secret <graphics type='vnc' port='5907' listen='127.0.0.1' passwd='hunter2'/>
END
on_node() {
  "$QVIRT" -c "test://$scratch/node.xml" "$@"
}
viewer() {
  printf '#!/bin/sh\necho "${0##*/} $*" > "%s/argv"\n' "$scratch" > "$scratch/$1/$1"
  chmod +x "$scratch/$1/$1"
}
mkdir "$scratch/virt-viewer" "$scratch/remote-viewer"
viewer virt-viewer
viewer remote-viewer
# with VIEWER GUEST ARGUMENT...: what the viewer gets.
with() {
  PATH="$scratch/$1:/usr/bin:/bin" on_node view --wait "$2" && cat "$scratch/argv"
}

check "SPICE" has '^spice://127.0.0.1:5901$' on_node view --uri spice
check "SPICE before VNC" has '^spice://127.0.0.1:5903$' on_node view --uri both
check "all addresses are this machine's" has '^vnc://127.0.0.1:5904$' on_node view --uri all
check "IPv6" has '^vnc://\[fd00::1\]:5905$' on_node view --uri six
check "TLS" has '^spice://192.0.2.1\?tls-port=5906$' on_node view --uri tls
check "a socket" has '^vnc\+unix:///run/vnc.sock$' on_node view --uri socket
refused 1 "the display of guest 'nowhere' listens nowhere" on_node view --uri nowhere
check "virt-viewer is given the name" has ' -- spice$' with virt-viewer spice
check "and asked to attach to what listens nowhere" has ' --attach -- nowhere$' with virt-viewer nowhere
check "remote-viewer is given the URI" has '^remote-viewer vnc://127.0.0.1:5904$' with remote-viewer all
refused 6 "guest 'nowhere' is not reachable from here but through libvirt" with remote-viewer nowhere
check "no password is on the command line" without hunter2 with virt-viewer secret
check "nor in the URI" without hunter2 with remote-viewer secret
refused 1 "viewer '/nonexistent'" on_node view --viewer /nonexistent spice
refused 1 "viewer: .*quot" on_node view --viewer "a 'b" spice
done_testing
