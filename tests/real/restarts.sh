#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# restarts: one monitor sees a hundred daemons come and go, and what became of the guests meanwhile.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"
restarts=100
events=$scratch/events
if [ "$(id -u)" = 0 ]; then
  definitions=/etc/libvirt/qemu
  running=/run/libvirt/qemu
else
  definitions=$XDG_CONFIG_HOME/libvirt/qemu
  running=$XDG_RUNTIME_DIR/libvirt/qemu/run
fi

# count PATTERN: lines of the monitor that match.
count() {
  grep -cE "$1" "$events"
}

counts() {
  [ "$(count "$1")" = "$2" ] || { echo "$(count "$1") and not $2 times: $1"; return 1; }
}

# Polls more often than wait_for does, for it is done so often.
reaches() {
  for i in $(seq 1200); do
    [ "$(count "$1")" -ge "$2" ] && return
    sleep 0.05
  done
  return 1
}

# What happens while the daemon is away, in turn: a guest dies, is started by the new daemon, a
# definition appears, and disappears.
meanwhile() {
  case $1 in
  *1) kill -KILL "$(cat "$running/fickle.pid")" ;;
  *3) rm -f "$running/autostarted" ;;
  *5) cp "$scratch/late.xml" "$definitions/late.xml" ;;
  *7) rm "$definitions/late.xml" ;;
  esac
}

restart() {
  if [ $(($1 % 2)) = 0 ]; then end_daemon TERM; else end_daemon KILL; fi
  meanwhile "$1"
  start_daemon && reaches '"reconnected"' "$1" || return 1
  case $1 in
  *1) reaches '"name":"fickle","event":"stopped"' $(($1 / 10 + 1)) ;;
  *3) reaches '"name":"fickle","event":"started"' $(($1 / 10 + 1)) ;;
  *5) reaches '"name":"late","event":"defined"' $(($1 / 10 + 1)) ;;
  *7) reaches '"name":"late","event":"undefined"' $(($1 / 10 + 1)) ;;
  esac
}

restart_all() {
  for n in $(seq "$1" "$2"); do
    restart "$n" || { echo "restart $n"; tail -5 "$events"; return 1; }
  done
}

descriptors() {
  ls "/proc/$monitor/fd" | wc -l
}

memory() {
  sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$monitor/status"
}

# The last that the monitor said of each guest.
final() {
  sed -n "s/.*\"name\":\"$1\",\"event\":\"\([a-z]*\)\".*/\1/p" "$events" | tail -1
}

start_monitor() {
  env --default-signal=INT "$QVIRT" monitor --json "$@" > "$events" 2> "$scratch/complaints" &
  monitor=$!
}

ends_soon() {
  kill -INT "$monitor"
  begun=$(date +%s)
  wait "$monitor" && [ $(($(date +%s) - begun)) -lt 5 ]
}

for guest in steady fickle; do
  qvirt define --preset i386 $guest --accel tcg --memory 16M --disk none --start > /dev/null
done
virsh dumpxml --inactive fickle | sed -e 's/fickle/late/; s|<uuid>.*</uuid>|<uuid>c0ffee00-0000-4000-8000-000000000001</uuid>|' \
  -e '/<mac /d' > "$scratch/late.xml"
virsh autostart fickle > /dev/null

start_monitor
check "the monitor listens" wait_for 60 sh -c "virsh desc steady x; grep -q metadata '$events'"
before=$(descriptors)
check "10 restarts: reconnected each time" restart_all 1 10
warm=$(memory)
check "90 more" restart_all 11 $restarts
echo "# VmRSS after 10 restarts $warm KiB, after $restarts $(memory) KiB"
check "no file is left open" wait_for 60 sh -c "[ \$(ls /proc/$monitor/fd | wc -l) -le $before ]"
check "memory does not grow" [ $(($(memory) - warm)) -lt 20480 ]

check "each loss was said once" counts '"event":"disconnected","detail":"the daemon is gone"' $restarts
check "each return too" counts '"event":"reconnected"' $restarts
check "a guest that died meanwhile: each time once" counts '"name":"fickle","event":"stopped"' 10
check "one that the new daemon started: once" counts '"name":"fickle","event":"started"' 10
check "a definition that appeared: once" counts '"name":"late","event":"defined"' 10
check "and that disappeared: once" counts '"name":"late","event":"undefined"' 10
check "nothing of a guest that only ran" counts '"name":"steady","event":"(started|stopped|resumed|suspended)"' 0
check "no line twice" sh -c "[ -z \"\$(sort '$events' | uniq -d)\" ]"
check "the last word on the guest is right" sh -c "[ '$(final fickle)' = started ]"
check "libvirt's is the same" has 'fickle +running' virsh list --all
check "no complaint" test ! -s "$scratch/complaints"

kill -STOP "$(daemon)"
check "a daemon that hangs is noticed" wait_for 60 grep -q '"disconnected","detail":"the daemon does not answer"' "$events"
kill -CONT "$(daemon)"
check "and its return" reaches '"reconnected"' $((restarts + 1))
check "Ctrl-C ends it" ends_soon

start_monitor
check "the next one listens" wait_for 60 sh -c "virsh desc steady y; grep -q metadata '$events'"
kill -STOP "$(daemon)"
check "hangs again" wait_for 60 grep -q '"disconnected"' "$events"
check "Ctrl-C ends it while it waits for the daemon" ends_soon
kill -CONT "$(daemon)"

start_monitor --no-reconnect
check "the last one listens" wait_for 60 sh -c "virsh desc steady z; grep -q metadata '$events'"
end_daemon TERM
check "--no-reconnect ends with an error" sh -c "! wait $monitor"
done_testing
