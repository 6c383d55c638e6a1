#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# obey: a guest that obeys the power button is stopped by asking, and monitor sees it all.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"

count() {
  [ "$(grep -c "$1" "$scratch/events")" = "$2" ]
}

boot_disk "$obedient" > "$images/obey.raw"
env --default-signal=INT "$QVIRT" monitor --json > "$scratch/events" 2> "$scratch/complaints" &
monitor=$!
env --default-signal=INT "$QVIRT" monitor > "$scratch/people" &
lines=$!
sleep 1

check "define with a disk that is there" qvirt define --preset i386 obedient --accel tcg \
  --memory 64M --disk "$images/obey.raw"
check "start" qvirt start obedient
check "another that does not listen" qvirt define --preset i386 deaf --accel tcg --memory 64M \
  --disk none --start
sleep 1
check "stop asks, and the guest obeys" has "'obedient' stopped" qvirt stop obedient --timeout 30
check "it turned itself off" has 'obedient +shut off +shutdown' \
  qvirt list --all -o name,state,reason
check "start again, by UUID" sh -c "'$QVIRT' start \$(virsh domuuid obedient)"
check "stop it by its id" sh -c "sleep 1; '$QVIRT' stop \$(virsh domid obedient) --timeout 30"
refused 7 'still runs after 1 seconds' "$QVIRT" stop deaf --timeout 1
check "one that is off is no error" has 'off already' qvirt stop obedient
check "start of what runs changes nothing" has "is running already" qvirt start deaf
check "stop --force pulls the plug" qvirt stop --force deaf
check "delete both" qvirt delete obedient deaf
check "the disk that was there is still there" test -e "$images/obey.raw"

kill -INT $monitor $lines
check "Ctrl-C ends monitor cleanly" wait $monitor
check "and says nothing on standard error" test ! -s "$scratch/complaints"
check "two guests were defined" count '"event":"defined"' 2
check "three starts" count '"event":"started"' 3
check "two guests stopped by themselves" count '"event":"stopped","detail":"shutdown"' 2
check "one was destroyed" count '"event":"stopped","detail":"destroyed"' 1
check "both are gone" count '"event":"undefined"' 2
check "every event is one object on one line" sh -c \
  "! grep -vE '^\{\"time\":\"[0-9T:.+-]+\",\"name\":\"(obedient|deaf)\",.*\"uuid\":\"[0-9a-f-]{36}\".*\}\$' \
   '$scratch/events'"
check "for people too" has "^[0-9T:.+-]+  obedient  stopped  shutdown\$" cat "$scratch/people"
done_testing
