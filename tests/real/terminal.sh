#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# terminal: top on a terminal: sizes, keys, colours, hostile names, a guest that hangs, and the
# terminal as it was afterwards.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"
unset NO_COLOR COLUMNS LINES

# It never rests.
busy='\353\376'

# Each terminal is a server of its own: one that ends may still take a new session, and lose it.
terminals=0
tmux() {
  command tmux -S "$scratch/tmux.$terminals" -f /dev/null "$@"
}
# terminal COLUMNS LINES COMMAND: a new terminal that runs it and says when it ended.
terminal() {
  tmux kill-server 2> /dev/null
  terminals=$((terminals + 1))
  tmux new-session -d -x "$1" -y "$2" "$3; echo ended with \$?; sleep 1000"
}
screen() {
  tmux capture-pane -p "$@"
}
sees() {
  screen | grep -Eq -e "$1"
}
shows() {
  wait_for 60 sees "$1" || { screen; return 1; }
}
hides() {
  wait_for 60 lacks "$1" || { screen; return 1; }
}
lacks() {
  ! sees "$1"
}
press() {
  tmux send-keys "$@"
}
# The guests' names, from the top.
order() {
  screen | sed -n '4,$s/^\([a-z]*\)[^ ]* .*\(running\|shut off\|HANGS\).*/\1/p' | tr '\n' ' '
}
is_in_order() {
  [ "$(order)" = "$1" ]
}
ordered() {
  wait_for 60 is_in_order "$1" || { screen; return 1; }
}

small_pc calm "$obedient"
small_pc busy "$busy"
evil=$(printf 'evil\302\2331m\342\200\256\350\231\232')
small_pc "$evil" "$obedient"

# 80 by 24.
terminal 80 24 "stty -a > '$scratch/before'; '$QVIRT' top --every 0.3; stty -a > '$scratch/after'"
check "80x24: three guests" shows '^guests 3  running 3  hanging 0 '
check "the title" shows '^NAME .*STATE +CPU% HISTORY +MEMORY READ/S WRITTEN RECV/S SENT/S$'
check "the keys" shows '^q quit  \? help .* order'
check "the busiest first" shows 'by CPU'
first_is_busy() {
  screen | sed -n 4p | grep -q '^busy'
}
check "it is known who that is" wait_for 60 first_is_busy
check "with bars of its history" shows '^busy .*[▁▂▃▄▅▆▇█]{3}'
check "control bytes and directions are written out" shows '^evil.x9B1m.u.202E.'
press N
check "N orders by name" ordered 'busy calm evil '
press r
check "r turns it round" ordered 'evil calm busy '
press M
check "M orders by memory" shows 'by memory'
press N
press /
press c a l
check "/ filters" ordered 'calm '
press Escape
check "Escape ends that" ordered 'busy calm evil '
press '?'
check "? shows the keys" shows 'ask it to shut down, after y'
press '?'
check "and the guests again" ordered 'busy calm evil '
press Home Down S
check "S asks first" shows "stop guest 'calm'\? y or n"
press n
check "n leaves it" shows 'not stopped'
press S y
check "y stops it" shows "guest 'calm' stopped"
check "it is gone" ordered 'busy evil '
press a
check "a shows it, off" shows '^calm .* shut off '
press Home Down s
check "s starts it" shows "guest 'calm' started"
check "it runs" shows '^calm .* running '
press c
check "c leaves the screen and comes back" shows '(console failed|back from console)'
check "with the guests" shows '^calm .* running '

# Sizes.
tmux resize-window -x 200 -y 50
check "200x50: more columns" shows 'CPU-TIME +VCPUS MEMORY MAXIMUM READ/S WRITTEN +READS WRITES RECV/S SENT/S$'
keys_are_last() {
  screen | sed -n 50p | grep -q '^q quit'
}
check "and the keys in the last line" keys_are_last
tmux resize-window -x 80 -y 24
check "80x24 again" hides 'CPU-TIME'
tmux resize-window -x 30 -y 6
check "30x6 does no harm" shows '^guests 3'
tmux resize-window -x 80 -y 24
check "nor coming back" shows '^busy .* running '

# One hangs.
kill -STOP "$(qemu_process calm)"
check "a guest that hangs is marked" shows '^calm .* HANGS '
check "and counted" shows 'hanging 1 '
is_coloured() {
  screen -e | grep "$(printf '\033')\[[0-9;]*[34][0-7]"
}
check "in colour" is_coloured
press N
check "keys work meanwhile" shows 'by name'
kill -CONT "$(qemu_process calm)"
check "until it answers" shows '^calm .* running '

# The daemon.
end_daemon TERM
check "a lost connection is said" shows 'cannot connect'
start_daemon
check "and its return" shows 'connected again'

press q
check "q quits" shows '^ended with 0'
check "the terminal is as it was" cmp "$scratch/before" "$scratch/after"

# Two hosts.
terminal 80 24 "'$QVIRT' -c qemu:///system -c test:///default top --every 0.3 --sort name"
check "several hosts: a column says which" shows '^NAME +HOST +STATE .* SENT/S$'
check "a guest of the one" shows '^calm +qemu:///syst running '
check "and of the other" shows '^test +test:///defa running '
press End S y
check "keys act on the guest's own host" shows "guest 'test' stopped"
press q
check "and q quits" shows '^ended with 0'

# Without colours, without UTF-8, without a terminal that can be drawn on.
kill -STOP "$(qemu_process calm)"
terminal 80 24 "NO_COLOR=1 '$QVIRT' top --every 0.3 --sort name"
check "NO_COLOR: it is drawn" shows '^calm .* HANGS '
is_plain() {
  ! is_coloured
}
check "without one" is_plain
kill -CONT "$(qemu_process calm)"
press C-c
check "Ctrl-C quits" shows '^ended with 0'
terminal 80 24 "LC_ALL=C '$QVIRT' top --every 0.3 --sort name"
check "without UTF-8" shows '^busy .*[#*+=-]{2}'
press q
terminal 80 24 "TERM=nonsense '$QVIRT' top"
check "a terminal of no known kind is refused" shows 'cannot draw on a terminal .*TERM=nonsense'
tmux kill-server
check "piped, it is a table" has '^[0-9T:+-]+ +busy +running ' qvirt top --every 0.2 --count 1
done_testing
