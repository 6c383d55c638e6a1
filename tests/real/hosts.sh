#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hosts: many hosts at once; one that fails or hangs is named, and hides none of the others.
. "$SOURCE_ROOT/tests/lib.sh"

export XDG_CONFIG_HOME="$scratch/config"
mkdir -p "$XDG_CONFIG_HOME/qvirt" "$XDG_CONFIG_HOME/libvirt"
system=$LIBVIRT_DEFAULT_URI
at() {
  echo "qemu+unix://${system#qemu://}?socket=$scratch/$1"
}

# Sockets that lead to a daemon: to none, as it accepts and never says a word; to the daemon of this
# host; to it over a wire that is cut when somebody asks for the guests' states (procedure 344 of
# libvirt's protocol).
cat > "$scratch/wire.py" << 'END'
import os, socket, struct, sys, threading

def read(peer, n):
    data = b""
    while len(data) < n:
        more = peer.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data

def forward(source, target, cut, last):
    try:
        while True:
            length = read(source, 4)
            packet = read(source, struct.unpack(">I", length)[0] - 4)
            if struct.unpack(">I", packet[8:12])[0] == last:
                cut.set()
            if not cut.is_set():
                target.sendall(length + packet)
    except (EOFError, OSError):
        target.close()

path, last = sys.argv[1], int(sys.argv[2])
server = socket.socket(socket.AF_UNIX)
server.bind(path)
server.listen(8)
os.chmod(path, 0o666)
kept = []
while True:
    client = server.accept()[0]
    kept.append(client)
    if last < 0:
        continue
    daemon = socket.socket(socket.AF_UNIX)
    if os.getuid() == 0:
        daemon.connect("/run/libvirt/libvirt-sock")
    else:
        daemon.connect(os.environ["XDG_RUNTIME_DIR"] + "/libvirt/libvirt-sock")
    cut = threading.Event()
    for pair in (client, daemon), (daemon, client):
        threading.Thread(target=forward, args=(*pair, cut, last), daemon=True).start()
END
python3 "$scratch/wire.py" "$scratch/dumb" -1 &
dumb=$!
python3 "$scratch/wire.py" "$scratch/stalls" 344 &
stalls=$!
# A second host, which ends with this one; for anyone but root with a lock of its own.
hide_kvm=-k
[ "$(id -u)" = 0 ] || { hide_kvm= && export PRIVATE_HOST_CACHE="$scratch/cache"; }
# virsh starts its session's daemon.
"$SOURCE_ROOT/tests/private-host" $hide_kvm -- \
  sh -c 'virsh uri && exec python3 "$0" "$1" 0' "$scratch/wire.py" "$scratch/second" > /dev/null &
second=$!
trap 'kill $dumb $stalls $second; wait $second; rm -rf "$scratch"' EXIT
for socket in dumb stalls second; do wait_for 60 test -S "$scratch/$socket"; done

define() {
  printf '%s' "<domain type='qemu'><name>$2</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type></os></domain>" > "$scratch/guest.xml"
  virsh -c "$1" define "$scratch/guest.xml" > /dev/null
}
define "$system" here
define "$system" both
virsh -c "$system" start here > /dev/null
define "$(at second)" there
define "$(at second)" both

cat > "$XDG_CONFIG_HOME/qvirt/hosts.conf" << END
# What is behind the = is a URI, or one of libvirt's own aliases.
[good]
first = daemon
second = $(at second)
test = test:///default
[bad]
dumb = $(at dumb)
stalls = $(at stalls)
[absent]
none = $(at none)
END
if [ "$(id -u)" = 0 ]; then aliases=/etc/libvirt; else aliases=$XDG_CONFIG_HOME/libvirt; fi
echo "uri_aliases = [ \"daemon=$system\" ]" > "$aliases/libvirt.conf"

list() {
  timeout 120 "$QVIRT" list --all -o host,name --noheadings --raw "$@" > "$scratch/rows" 2> "$scratch/errors"
  status=$?
  cat "$scratch/rows" "$scratch/errors"
}
shows() {
  printf '%s\n' "$@" | diff -u - "$scratch/rows"
}
fails() {
  n=$1
  shift
  [ $status = 4 ] || { echo "exit status $status"; return 1; }
  [ "$(wc -l < "$scratch/errors")" = "$n" ] || { cat "$scratch/errors"; return 1; }
  for pattern; do grep -Eq "$pattern" "$scratch/errors" || { cat "$scratch/errors"; return 1; }; done
}

check "all hosts of a group, with libvirt's aliases" list --hosts good
check "each guest beside its host" \
  shows "first both" "first here" "second both" "second there" "test test"
check "nobody complained" test ! -s "$scratch/errors"
check "-c may be repeated, before the command too" has '^HOST .*STATE' \
  "$QVIRT" -c "$(at second)" -c test:///default list
check "and takes aliases" has '^daemon +here' "$QVIRT" -c daemon -c "$(at second)" list -o host,name here
check "one host needs no column" has '^ID NAME' "$QVIRT" -c test:///default list
check "filters and orders span the hosts" sh -c \
  "'$QVIRT' list --hosts good 'b*' there --sort -host,name -o host,name --noheadings --raw |
   tr '\n' ';' | grep -qx 'second both;second there;first both;'"

start=$(date +%s)
list --hosts absent --hosts bad --hosts good > /dev/null
took=$(($(date +%s) - start))
check "the others are shown beside what fails and hangs" \
  shows "first both" "first here" "second both" "second there" "test test"
check "what failed is named, a line each" fails 3 '^qvirt: none: cannot connect to' \
  '^qvirt: dumb: cannot connect to .*no answer for 10 seconds' '^qvirt: stalls: '
check "all of them at once, not one after the other ($took s)" test $took -lt 19
list --hosts absent > /dev/null
check "one host that fails is an error as ever" fails 1 '^qvirt: cannot connect to'
check "JSON stays whole" sh -c \
  "'$QVIRT' list --hosts good --hosts absent --all --json 2> /dev/null | python3 -m json.tool"

# The same again and again: the first time waits for who connects, and later nobody is waited for.
figures() {
  timeout 120 "$QVIRT" stats --hosts bad --hosts good --hosts absent "$@" > "$scratch/rows" 2> "$scratch/errors"
}
figures --every 0.5 --count 3 --raw --noheadings -o host,name
check "rates of several hosts" test "$(sort "$scratch/rows" | uniq -c | tr -s ' ' | tr '\n' ';')" = \
  ' 3 ; 3 first here; 3 test test;'
names_silent() {
  [ "$(wc -l < "$scratch/errors")" = 3 ] && grep -q '^qvirt: note: none: cannot connect' "$scratch/errors" &&
    grep -q '^qvirt: note: dumb: cannot connect' "$scratch/errors" && grep -q '^qvirt: note: stalls: ' "$scratch/errors"
}
check "who is silent is named once" names_silent
"$QVIRT" stats --hosts bad --hosts good --listen 127.0.0.1:0 > "$scratch/url" 2> "$scratch/errors" &
server=$!
check "a server of several hosts" wait_for 60 grep -q '^serving' "$scratch/url"
python3 -c "import sys, time, urllib.request as web
begin = time.monotonic()
sys.stdout.write(web.urlopen(sys.argv[1], timeout=60).read().decode())
print('# took', time.monotonic() - begin)
assert time.monotonic() - begin < 8" "$(sed -n 's/^serving //p' "$scratch/url")" > "$scratch/metrics"
check "a scrape waits for nobody" test $? = 0
check "each host by its label" has 'qvirt_guest_cpu_seconds_total.host="first",guest="here".' cat "$scratch/metrics"
check "with those that are silent" has '^qvirt_host_up.host="dumb". 0$' cat "$scratch/metrics"
kill -INT $server
check "Ctrl-C ends it, whoever is waited for" wait $server

# What acts on a guest finds where it is.
shows_names() {
  for command in list stats; do
    "$QVIRT" $command --hosts good "$1" -o name --noheadings --raw > "$scratch/rows" || return 1
    [ "$(tr '\n' ';' < "$scratch/rows")" = "$2" ] || { cat "$scratch/rows"; return 1; }
  done
}
check "label finds the guest's host" has "'there' labelled" \
  "$QVIRT" label --hosts good there where=far
check "and it was that host" has '^second +there +where=far' \
  "$QVIRT" list --hosts good -l where -o host,name,labels
check "and many guests, of several hosts" sh -c "'$QVIRT' label --hosts good 'th*' first/both here role=x &&
  '$QVIRT' list --hosts good -l role=x -o host,name --noheadings --raw | tr '\n' ';' |
  grep -qx 'first both;first here;second there;'"
refused 2 "a guest 'both' on first and on second: say first/both or second/both" \
  "$QVIRT" info --hosts good both
check "HOST/GUEST says which" has 'Name +both' "$QVIRT" info --hosts good second/both
refused 4 "guest 'here' is on first, but may be on none too, which does not answer: say first/here" \
  "$QVIRT" delete --hosts good --hosts absent here
check "delete on one host" has "'both' deleted" "$QVIRT" delete --hosts good second/both
check "spares the other's" has '^first +both' "$QVIRT" list --hosts good -o host,name both
check "wait takes guests of several hosts" "$QVIRT" wait --hosts good --for off first/both there
check "so does start, with --wait" has "'here' is running already" "$QVIRT" start --hosts good here --wait
refused 3 "no guest 'nobody'" "$QVIRT" start --hosts good nobody
check "a host's guests by a pattern" shows_names 'second/*' 'there;'
check "by patterns of both" shows_names '[fs]*/th*' 'there;'
check "HOST/GUEST needs no other host" has '^here' \
  "$QVIRT" stats --hosts good --hosts absent first/here -o name --noheadings
refused 2 "works on one host, and there are 3" "$QVIRT" facts --hosts good

# One guest that cannot be read hides none of the others, and is named.
"$QVIRT" label --hosts good here first/both role=x > /dev/null
virsh -c "$system" desc both --config --title "$(printf 'a\033[31mb')" > /dev/null
names_both() {
  "$@" > "$scratch/rows" 2> "$scratch/errors" || { cat "$scratch/errors"; return 1; }
  cat "$scratch/rows" "$scratch/errors"
  [ "$(grep -c "^qvirt: note: guest 'both' cannot be read: " "$scratch/errors")" = 1 ] &&
    grep -q here "$scratch/rows"
}
check "list shows the others beside one with a control byte" \
  names_both "$QVIRT" list --hosts good --all -o name,title
check "and the one" grep -q '^both' "$scratch/rows"
check "by a label too" names_both "$QVIRT" list --hosts good -l role=x -o name
check "on one host" names_both "$QVIRT" -c "$system" list -l role=x -o name
check "on one host, in a tree" names_both "$QVIRT" -c "$system" list --all --tree
check "stats" names_both "$QVIRT" stats --hosts good -l role=x -o name
check "stats again and again, with one note" \
  names_both "$QVIRT" -c "$system" stats -l role=x --every 0.2 --count 2 -o name
check "label shows the others" names_both "$QVIRT" -c "$system" label here both
check "what acts on guests" names_both "$QVIRT" -c "$system" autostart -l role=x
"$QVIRT" -c "$system" monitor -l role=x --count 1 --timeout 60 > "$scratch/rows" 2> "$scratch/errors" &
watcher=$!
check "monitor follows the others" wait_for 30 sh -c \
  "virsh -c '$system' desc here b; grep -q 'here *metadata' '$scratch/rows'"
check "and names the one" grep -q "^qvirt: note: guest 'both' cannot be read: " "$scratch/errors"
wait $watcher
check "the autostart of a guest by name needs none of it" has "'both' starts with the host" \
  "$QVIRT" -c "$system" autostart both

# The file must be somebody's whom the user trusts.
chmod o+w "$XDG_CONFIG_HOME/qvirt/hosts.conf"
refused 1 "hosts.conf: must belong to you or root, and not everybody may write to it" \
  "$QVIRT" list --hosts good
rm "$XDG_CONFIG_HOME/qvirt/hosts.conf"
refused 3 "neither .*config/qvirt/hosts.conf nor /etc/qvirt/hosts.conf is there" \
  "$QVIRT" list --hosts good
done_testing
