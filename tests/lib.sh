# SPDX-License-Identifier: LGPL-2.1-or-later
# lib: checks that print TAP, and where a private host keeps its files.
set -u

scratch=$(mktemp -d "${TMPDIR:-/tmp}/qvirt-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$scratch"

if [ "$(id -u)" = 0 ]; then
  images=/var/lib/libvirt/images
  logs=/var/log/libvirt/qemu
else
  images=${XDG_DATA_HOME:-$HOME/.local/share}/libvirt/images
  logs=${XDG_CACHE_HOME:-$HOME/.cache}/libvirt/qemu/log
fi

checks=0

# What was checked is kept for tests/howto.sh: each test's output has a file of the test's name.
record=/dev/null
if [ -n "${TEST_NAME:-}" ]; then
  mkdir -p "$BUILD_ROOT/checks"
  record=$BUILD_ROOT/checks/$TEST_NAME
  : > "$record"
fi

# check WHAT CMD...: the command succeeds.
check() {
  what=$1
  shift
  checks=$((checks + 1))
  if "$@" > "$scratch/out" 2>&1; then
    echo "ok $checks - $what" | tee -a "$record"
  else
    echo "not ok $checks - $what"
    sed 's/^/# /' "$scratch/out"
  fi
}

# skip WHAT WHY: the check cannot be made here.
skip() {
  checks=$((checks + 1))
  echo "ok $checks - $1 # SKIP $2" | tee -a "$record"
}

# refused STATUS PATTERN CMD...: the command fails with that status, prints nothing on its standard
# output and one line on standard error that matches the extended regular expression.
refused() {
  wanted=$1 pattern=$2
  shift 2
  check "refused with $wanted: $(printf %s "$pattern" | tr '#' '?')" is_refused "$@"
}

is_refused() {
  "$@" > "$scratch/stdout" 2> "$scratch/stderr"
  status=$?
  printf '%.200s\n' "$*" | tr -c '[:print:]\n' '?'
  cat "$scratch/stdout" "$scratch/stderr"
  grep -v '^qvirt: note: ' "$scratch/stderr" > "$scratch/lines"
  [ "$status" = "$wanted" ] || { echo "exit status $status"; return 1; }
  [ ! -s "$scratch/stdout" ] || { echo "something on standard output"; return 1; }
  [ "$(wc -l < "$scratch/lines")" = 1 ] || { echo "not one line"; return 1; }
  grep -Eq "$pattern" "$scratch/lines" || { echo "does not match: $pattern"; return 1; }
}

# has TEXT CMD...: the command succeeds and its output matches.
has() {
  text=$1
  shift
  "$@" > "$scratch/has" 2>&1 || { cat "$scratch/has"; return 1; }
  grep -Eq -e "$text" "$scratch/has" || { cat "$scratch/has"; echo "no: $text"; return 1; }
}

# without TEXT CMD...: the command succeeds and nothing in its output matches.
without() {
  text=$1
  shift
  "$@" > "$scratch/has" 2>&1 || { cat "$scratch/has"; return 1; }
  ! grep -E -e "$text" "$scratch/has"
}

# wait_for SECONDS CMD...: the command succeeds at last.
wait_for() {
  end=$(($(date +%s) + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ "$(date +%s)" -lt $end ] || return 1
    sleep 0.2
  done
}

# live NAME [ARGUMENTS]: a guest, defined from 'amd64-bios' with these arguments too, that runs the
# small system of tests/linuximage. LIVE_WORDS are more words for its kernel.
live() {
  live_name=$1
  shift
  mkdir -p "$images"
  cp "$BUILD_ROOT/linux/vmlinuz" "$BUILD_ROOT/linux/initrd" "$images/" || return
  case " $* " in *' --disk '*) ;; *) set -- --disk none "$@" ;; esac
  "$QVIRT" define --preset amd64-bios "$live_name" --accel tcg --layout virtio --memory 256M \
    --vcpus 1 --with agent --with console-log --set "os/kernel=$images/vmlinuz" \
    --set "os/initrd=$images/initrd" \
    --set "os/cmdline=console=ttyS0 quiet no_timer_check qvirt.live ${LIVE_WORDS-}" "$@"
}

# is_live NAME: it is up, and has a shell on its console.
is_live() {
  grep -q LIVE "$logs/$1-console.log"
}

# inside NAME WORDS...: runs the words in a shell of the live guest, by its agent, and prints what
# they print; their exit status.
inside() {
  inside_name=$1
  shift
  inside_words=$(printf '%s' "$*" | sed 's/[\\"]/\\&/g')
  inside_pid=$(virsh qemu-agent-command --timeout 10 "$inside_name" "{\"execute\":\"guest-exec\",
    \"arguments\":{\"path\":\"/bin/sh\",\"arg\":[\"-c\",\"$inside_words\"],
    \"capture-output\":true}}" | sed -n 's/.*"pid":\([0-9]*\).*/\1/p')
  [ "$inside_pid" ] || return 1
  until virsh qemu-agent-command --timeout 10 "$inside_name" "{\"execute\":\"guest-exec-status\",
    \"arguments\":{\"pid\":$inside_pid}}" > "$scratch/inside" && grep -q '"exited":true' "$scratch/inside"
  do
    grep -q '"exited"' "$scratch/inside" || return 1
    sleep 0.1
  done
  sed -n 's/.*"out-data":"\([^"]*\)".*/\1/p' "$scratch/inside" | base64 -d
  return "$(sed -n 's/.*"exitcode":\([0-9]*\).*/\1/p' "$scratch/inside")"
}

# The daemon of the private host: its process, its end by a signal, and another one. A session's is
# started by whoever connects.
daemon() {
  cat "$(daemon_files)/libvirtd.pid"
}

daemon_files() {
  if [ "$(id -u)" = 0 ]; then echo /run; else echo "$XDG_RUNTIME_DIR/libvirt"; fi
}

end_daemon() {
  process=$(daemon)
  kill "-$1" "$process"
  while kill -0 "$process" 2> /dev/null; do sleep 0.02; done
}

start_daemon() {
  if [ "$(id -u)" = 0 ]; then libvirtd -d; else virsh uri > /dev/null; fi
}

# qemu_process NAME: the QEMU of a running guest.
qemu_process() {
  if [ "$(id -u)" = 0 ]; then cat "/run/libvirt/qemu/$1.pid"; else
    cat "$XDG_RUNTIME_DIR/libvirt/qemu/run/$1.pid"
  fi
}

# boot_disk CODE: a disk of 1 MiB whose boot sector is that machine code, written as for printf.
boot_disk() {
  { printf "$1"; head -c 510 /dev/zero; } | head -c 510
  printf '\125\252'
  head -c 1048064 /dev/zero
}

# Waits for the power button of the PC's ACPI registers (SeaBIOS puts them at port 0x600) and turns
# the machine off: enable the button (0x602), poll its status (0x600), and enter the sleep state S5
# (0x604).
obedient='\272\002\006\270\000\001\357\272\000\006\355\366\304\001\164\367\272\004\006\270\000\040\357\364\353\375'

# small_pc NAME CODE: a running guest, not made by qvirt, that does nothing but that.
small_pc() {
  small_disk=$images/$(printf %s "$1" | md5sum | cut -c1-8).raw
  boot_disk "$2" > "$small_disk"
  cat > "$scratch/small.xml" << END
<domain type="qemu"><name>$1</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
<os><type arch="x86_64" machine="pc">hvm</type></os><features><acpi/></features>
<devices><controller type="usb" model="none"/>
<disk type="file" device="disk"><driver name="qemu" type="raw"/>
<source file="$small_disk"/><target dev="hda" bus="ide"/></disk></devices></domain>
END
  virsh -q define "$scratch/small.xml" > /dev/null && virsh -q start "$1" > /dev/null
}

# The device models of a running guest, without what belongs to the machine itself: buses, bridges,
# the chipset and the PC's fixed devices, as QEMU lists them for a machine without any device.
models() {
  virsh qemu-monitor-command "$1" --hmp 'info qtree' |
    sed -n 's/^ *dev: \([^,]*\),.*/\1/p' | sort -u
}

bare() {
  cat > "$scratch/bare.xml" <<END
<domain type="qemu"><name>bare</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
<os><type arch="$1" machine="$2">hvm</type></os><features><acpi/><apic/></features>
<devices><controller type="usb" model="none"/><memballoon model="none"/></devices></domain>
END
  virsh create "$scratch/bare.xml" > /dev/null
  models bare
  virsh destroy bare > /dev/null
}

# The machine's own, and the sockets that libvirt plugs devices into.
is_exactly() {
  bare "$2" "$3" > "$scratch/bare"
  models "$1" > "$scratch/all"
  shift 3
  printf '%s\n' "$@" | sort -u > "$scratch/wanted"
  comm -13 "$scratch/bare" "$scratch/all" | grep -vx 'pcie-root-port' > "$scratch/extra"
  diff -u "$scratch/wanted" "$scratch/extra"
}

done_testing() {
  echo "1..$checks"
}

qvirt() {
  "$QVIRT" "$@"
}
