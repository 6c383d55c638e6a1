#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hands: on a guest that runs: its console at a terminal, its screen, its keys, its agent, QEMU's
# monitor, and waiting for it.
. "$SOURCE_ROOT/tests/lib.sh"

console_log=$logs/hands-console.log
term() {
  tmux -f /dev/null -S "$scratch/tmux" "$@"
}
trap 'term kill-server 2> /dev/null; rm -rf "$scratch"' EXIT
# The terminal's text, with what has scrolled away.
pane() {
  term capture-pane -p -J -S - -t "$1"
}
# shows PANE TEXT [TIMES]
shows() {
  [ "$(pane "$1" | grep -c -e "$2")" -ge "${3:-1}" ]
}
# shown SECONDS PANE TEXT [TIMES]
shown() {
  seconds=$1
  shift
  wait_for "$seconds" shows "$@" || { pane "$1"; return 1; }
}
type_in() {
  term send-keys -t "$1" "$2" Enter
}
says() {
  grep -q "$1" "$console_log"
}
# What is typed while the console gives the terminal back is thrown away.
has_left() {
  [ "$(term display-message -p -t "$1" '#{pane_current_command}')" = sh ]
}
colours() {
  pngtopnm "$1" | tail -c +16 | od -An -v -tx1 -w3 | sort -u | wc -l
}
pixels() {
  pngtopnm "$1" | sed -n 2p | head -1
}
restart_daemon() {
  kill "$(cat /run/libvirtd.pid)"
  wait_for 60 sh -c '! virsh -q uri'
  libvirtd -d
}

mkdir -p "$images" "$scratch/viewers" "$scratch/none"
truncate -s 16M "$images/hands.raw"
mkfs.ext4 -q "$images/hands.raw"
check "define" live hands --disk "$images/hands.raw"

# Off.
refused 1 "guest 'hands' is off; 'qvirt start hands' starts it, --wait waits" "$QVIRT" console hands
refused 1 "cannot take a picture of guest 'hands': .*not running" "$QVIRT" screenshot hands
refused 1 "guest 'hands' is off" "$QVIRT" view hands
refused 1 "the agent of guest 'hands': .*not running" "$QVIRT" agent hands ping
refused 1 "QEMU's monitor of guest 'hands': .*not running" "$QVIRT" qmp hands query-status
refused 7 "guest 'hands': not running within 1 seconds" "$QVIRT" wait hands --timeout 1
check "it is off, so there is nothing to wait for" qvirt wait --all --for off

# A guest without a channel to an agent will never have one.
check "one without an agent" qvirt define --preset i386 mute --accel tcg --memory 64M --disk none \
  --start
refused 6 "guest 'mute' has no channel to an agent; define it --with agent" "$QVIRT" agent mute ping
refused 6 "guest 'mute' has no channel to an agent" "$QVIRT" wait mute --for agent
refused 2 "device: guest 'mute' has no 'serial7'; there are: serial0" \
  "$QVIRT" console mute --device serial7 < /dev/null
check "delete it" qvirt delete --force mute

# Coming up: those who wait began before it was started.
for until in running agent ip; do
  "$QVIRT" wait hands --for $until --timeout 300 > "$scratch/$until" 2>&1 &
  eval "$until=$!"
done
check "start --wait" qvirt start hands --wait agent --timeout 300
check "wait --for running" wait $running
check "wait --for agent" wait $agent
check "wait --for ip" wait $ip
check "the guest is up" wait_for 300 is_live hands

# The agent.
"$QVIRT" self-test --columns > "$scratch/table"
# keeps WORD...: the JSON of an action has the keys and types of its table.
keeps() {
  qvirt agent hands "$@" --json > "$scratch/json" &&
    python3 "$SOURCE_ROOT/tests/json-keys.py" "$scratch/table" "agent $1" all < "$scratch/json"
}
for action in ping info ip fsfreeze fsthaw time; do
  check "agent $action keeps to its JSON keys" keeps $action
done
check "agent ping" has 'Answers +yes' qvirt agent hands ping
check "agent info" has 'os.pretty-name +Live test system' qvirt agent hands info
check "agent ip" has 'eth0 +52:54:[0-9a-f:]+ +ipv4 +10.0.2.15 +24 agent' qvirt agent hands ip
check "in JSON" has '"address" : "10.0.2.15"' qvirt agent hands ip --json --source agent
check "no lease, no error" qvirt agent hands ip --source lease
check "agent fsfreeze" has 'File systems +1' qvirt agent hands fsfreeze
check "agent fsthaw" has 'File systems +1' qvirt agent hands fsthaw
check "agent fsfreeze of one" has 'File systems +1' qvirt agent hands fsfreeze /mnt
check "and its thaw" has 'File systems +1' qvirt agent hands fsthaw
check "agent time" has 'Ahead +-?[0-9]+' qvirt agent hands time --sync
check "agent users" qvirt agent hands users
check "nothing of this taints the guest" without tainted \
  virsh dominfo hands
refused 2 "exec runs a command inside of the guest; --allow-exec" "$QVIRT" agent hands exec -- /bin/id
refused 2 "agent exec: missing GUEST -- COMMAND" "$QVIRT" agent hands exec --allow-exec
"$QVIRT" agent hands exec --allow-exec -- /bin/sh -c 'echo out; echo "$1" >&2; exit 3' - 'a b' \
  > "$scratch/exec" 2> "$scratch/exec-errors"
check "agent exec fails as the command does" test $? = 1
check "its output" test "$(cat "$scratch/exec")" = out
check "its errors, its status and its taint" test "$(cat "$scratch/exec-errors")" = "\
qvirt: note: libvirt calls guest 'hands' tainted from now on: its agent was spoken to past it
a b
qvirt: '/bin/sh' ended with status 3"
check "agent exec keeps to its JSON keys" keeps exec --allow-exec /bin/echo hi
check "agent exec in JSON" has '"out" : "hi' qvirt agent hands exec --allow-exec --json -- /bin/echo hi
refused 7 "still runs in guest 'hands' after 1 seconds, as process" \
  "$QVIRT" agent hands exec --allow-exec --timeout 1 -- /bin/sleep 20

# QEMU's monitor.
check "qmp" has '^\{"status":"running",.*"running":true' qvirt qmp hands query-status
check "the note of the taint comes once" without note qvirt qmp hands query-status
check "qmp with arguments" has 'QEMU [0-9]|^"[0-9]' qvirt qmp hands human-monitor-command command-line='info version'
check "qmp with all in JSON" has '^\{"name":"hands"\}' qvirt qmp hands '{"execute":"query-name"}'
check "qmp with arguments in JSON" has '^\{\}' qvirt qmp hands balloon '{"value":268435456}'
refused 1 'QEMU says: The command nosuch has not been found \(CommandNotFound\)' \
  "$QVIRT" qmp hands nosuch
check "hmp" has '^VM status: running$' qvirt hmp hands info status

# The screen and the keys.
check "screenshot" qvirt screenshot hands "$scratch/a.png"
check "is not of one colour" test "$(colours "$scratch/a.png")" -gt 1
check "has a text mode's size" test "$(pixels "$scratch/a.png")" = '720 400'
check "is for nobody else" test "$(stat -c %a "$scratch/a.png")" = 600
refused 1 "a.png' is there already; --force replaces it" "$QVIRT" screenshot hands "$scratch/a.png"
check "--force replaces it" qvirt screenshot --force hands "$scratch/a.png"
check "the file's own name" sh -c "cd '$scratch' && '$QVIRT' screenshot hands && ls hands-*.png"
"$QVIRT" screenshot hands - > "$scratch/b.png"
check "into a pipe" test "$(colours "$scratch/b.png")" -gt 1
refused 1 "cannot write '/dev/full': No space" "$QVIRT" screenshot hands /dev/full --force
check "--text types into the guest" qvirt send-key hands --text 'echo "~Typed {1}?" > /dev/ttyS0\n'
check "the guest got it" wait_for 60 says '~Typed {1}?'
check "keys by name" qvirt send-key hands e c h o space KEY_K shift+e y - 1 space '>' / d e v / \
  t t y shift-s 0 enter
check "the guest got them" wait_for 60 says 'kEy-1'

# The viewer.
check "view --uri" has '^spice://127.0.0.1:59[0-9]+$' qvirt view hands --uri
for viewer in virt-viewer remote-viewer; do
  printf '#!/bin/sh\necho "$0 $*" > "%s/argv"\nexit 3\n' "$scratch" > "$scratch/viewers/$viewer"
  chmod +x "$scratch/viewers/$viewer"
done
refused 1 "viewer '.*/virt-viewer': .*3" env PATH="$scratch/viewers:$PATH" "$QVIRT" view hands --wait
check "virt-viewer gets the connection and the name" has \
  'virt-viewer --connect qemu:///system -- hands$' cat "$scratch/argv"
rm "$scratch/viewers/virt-viewer" "$scratch/argv"
check "view detaches" env PATH="$scratch/viewers:/usr/bin:/bin" "$QVIRT" view hands
check "remote-viewer gets the URI" wait_for 60 grep -q 'remote-viewer spice://127.0.0.1:59' "$scratch/argv"
refused 6 'no viewer is installed; the package virt-viewer' \
  env PATH="$scratch/none" "$QVIRT" view hands
check "another viewer" has 'spice://127' qvirt view hands --wait --viewer 'echo a'

# The console, piped and at a terminal.
check "piped" sh -c "echo 'echo pi''ped' | '$QVIRT' console hands --linger 5 | grep -q '^piped'"
term new-session -d -s one -x 80 -y 24 "exec sh"
term new-session -d -s two -x 80 -y 24 "exec sh"
type_in one "PS1='host% '; stty -a | tail -n +2 > '$scratch/before'"
type_in one "'$QVIRT' qmp hands query-status"
check "qmp for people" shown 60 one '"running" : true'
type_in one "'$QVIRT' console hands --resize"
check "at a terminal" shown 60 one "at serial0 of guest 'hands'; ^] leaves"
type_in one 'stty size; echo $((6 * 7))-fold'
check "a command and its output" shown 60 one '42-fold'
check "the guest knows the terminal's size" shown 60 one '24 80'
term resize-window -t one -x 100 -y 30
check "and its change" shown 60 one 'stty rows 30 columns 100'
type_in two "'$QVIRT' console hands"
check "a second console is refused" shown 60 two "cannot open a console .*--force takes it over"
type_in two "'$QVIRT' console hands --force --reconnect --device 0 --escape ^A"
check "--force takes it over" shown 60 two 'at serial0'
check "and the first one is told" shown 60 one "was closed: somebody else took it over"
wait_for 60 has_left one
type_in one "stty -a | tail -n +2 > '$scratch/after'; echo ba''ck"
check "its terminal works" shown 60 one 'back'
check "as before" diff "$scratch/before" "$scratch/after"

# It goes on, whatever happens.
virsh -q reset hands
check "the guest's reset is told" shown 60 two "guest 'hands' reboots"
check "and the console goes on" shown 300 two 'LIVE'
restart_daemon
check "the daemon's restart is told" shown 60 two 'the connection is lost; waiting for the daemon'
check "and the console comes back" shown 60 two 'at serial0' 2
type_in two 'echo $((6 * 8))-fold'
check "to the same guest" shown 60 two '48-fold'
"$QVIRT" wait hands --for off --timeout 100 & off=$!
virsh -q destroy hands
check "wait --for off" wait $off
check "the guest's end is told" shown 60 two "guest 'hands' is off; waiting for its start"
virsh -q start hands
check "and the console comes back again" shown 60 two 'at serial0' 3
check "to a guest that starts" shown 300 two 'LIVE' 2
term send-keys -t two C-a
wait_for 60 has_left two
type_in two 'echo do''ne'
check "its own escape key leaves" shown 60 two 'done'

# A console that is not to go on.
type_in one "'$QVIRT' console hands; echo st''atus \$?"
check "once more" shown 60 one 'at serial0' 2
term send-keys -t one 'C-]'
check "^] leaves with 0" shown 60 one 'status 0'
rm "$scratch/after"
type_in one "sh -c 'echo \$\$ > $scratch/pid; exec $QVIRT console hands'; echo st''atus \$?"
check "and once more" shown 60 one 'at serial0' 3
kill -TERM "$(cat "$scratch/pid")"
check "SIGTERM ends it" shown 60 one 'status 143'
type_in one "stty -a | tail -n +2 > '$scratch/after'"
wait_for 60 test -s "$scratch/after"
check "and leaves the terminal sane" diff "$scratch/before" "$scratch/after"

"$QVIRT" wait hands --for paused --timeout 100 & paused=$!
sleep 1
virsh -q suspend hands
check "wait --for paused" wait $paused
virsh -q resume hands
check "wait is for running where nothing is said" qvirt wait hands
type_in one "'$QVIRT' console hands; echo st''atus \$?"
check "a last time" shown 60 one 'at serial0' 4
check "stop" has "'hands' stopped" qvirt stop hands
check "a console ends with its guest" shown 60 one "guest 'hands' is off"
check "with 0" shown 60 one 'status 0' 2

type_in one "'$QVIRT' console hands --wait; echo st''atus \$?"
check "--wait waits" shown 60 one 'waiting for its start'
term send-keys -t one 'C-]'
check "and can be left meanwhile" shown 60 one 'status 0' 3
type_in one "'$QVIRT' console hands --wait; echo st''atus \$?"
check "it waits again" shown 60 one 'waiting for its start' 2
"$QVIRT" wait hands --for crashed --timeout 100 & crashed=$!
check "start" qvirt start hands
check "and is there then" shown 60 one 'at serial0' 5
kill -SEGV "$(cat /run/libvirt/qemu/hands.pid)"
check "wait --for crashed" wait $crashed
check "the console ended" shown 60 one 'status 0' 4
check "delete" qvirt delete hands
done_testing
