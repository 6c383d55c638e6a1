#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# stats: figures agree with libvirt's own, Prometheus' parser reads them, and a guest whose QEMU
# stands still does not hold up the others.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"

# Writes the second sector eight times through the BIOS, and halts.
writer='\061\300\216\300\276\010\000\273\000\174\271\002\000\266\000\270\001\003\315\023\116\165\360\364\353\375'

# The interpreter that has the distribution's packages.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

# value FILTER CMD...: a value of the JSON that a command prints.
value() {
  filter=$1
  shift
  "$@" 2> /dev/null | "$python" -c "import json, sys
guests = {g['name']: g for g in json.load(sys.stdin)}
print($filter)"
}

# within SECONDS CMD...: the command succeeds in that time; says how long it took.
within() {
  limit=$1
  shift
  begin=$(date +%s%N)
  "$@" > "$scratch/within" 2>&1 || { cat "$scratch/within"; return 1; }
  took=$((($(date +%s%N) - begin) / 1000000))
  echo "# $took ms: $*" >&3
  [ $took -lt $((limit * 1000)) ]
}
exec 3>&1

for name in one two; do small_pc $name "$writer"; done
virsh -q define /dev/stdin <<END
<domain type="qemu"><name>off</name><memory unit="MiB">64</memory>
<os><type arch="x86_64" machine="pc">hvm</type></os></domain>
END

# Once.
wrote() {
  [ "$(value "guests['$1']['written']" qvirt stats --json)" = 4096 ]
}
check "what a guest writes is counted" wait_for 120 wrote one
check "in requests too" test "$(value "guests['one']['writes']" qvirt stats --json)" = 8
check "as libvirt itself counts" has 'block.0.wr.bytes=4096' virsh domstats --block one
before=$(value "guests['one']['cpu-time']" qvirt stats --json)
virsh_time=$(virsh domstats --cpu-total one | sed -n 's/ *cpu.time=//p')
after=$(value "guests['one']['cpu-time']" qvirt stats --json)
check "CPU time grows, and libvirt's own lies between" "$python" -c \
  "assert 0 < $before <= $virsh_time / 1e9 + 0.1 and $virsh_time / 1e9 <= $after + 0.1"
check "memory is what the process has" "$python" -c \
  "assert 1e7 < $(value "guests['one']['memory']" qvirt stats --json) < 1e9"
check "one that is off is not asked for" without 'off' qvirt stats
check "but with --all it is" has '^off +shut off' qvirt stats --all
check "a glob" has '^one ' qvirt stats 'o*' --noheadings
check "guests by name, once each" sh -c "[ \$('$QVIRT' stats --raw --noheadings one 'on?' | wc -l) = 1 ]"
refused 3 "no guest 'onne'; did you mean 'one'\?" "$QVIRT" stats onne
refused 3 "no guest matches 'x\*'" "$QVIRT" stats 'x*'

check "several hosts at once, each named" has '^test:///default +test +running ' \
  qvirt -c qemu:///system -c test:///default stats
check "each guest by its host" test "$("$QVIRT" -c qemu:///system -c test:///default stats \
  --raw --noheadings -o host,name test:///default/test one | tr '\n' ';')" = \
  'qemu:///system one;test:///default test;'
refused 3 "no guest 'onne'; did you mean 'one'\\?" \
  "$QVIRT" -c qemu:///system -c test:///default stats onne

# Again and again.
check "rates, as one object a line" sh -c "'$QVIRT' stats --every 0.2 --count 2 --json > '$scratch/lines' &&
  [ \$(wc -l < '$scratch/lines') = 4 ] &&
  '$python' -c 'import json, sys; assert all(json.loads(l)[\"cpu\"] >= 0 for l in sys.stdin)' < '$scratch/lines'"
check "top without a terminal prints the same" has '^[0-9T:+-]+ +one +running +[0-9.]+ ' \
  qvirt top --every 0.2 --count 1
env --default-signal=INT "$QVIRT" stats --every 0.2 > "$scratch/forever" &
stats=$!
check "it goes on" wait_for 60 grep -q '^20.*one' "$scratch/forever"
kill -INT $stats
check "until Ctrl-C, which is no failure" wait $stats
refused 2 'count needs --every' "$QVIRT" stats --count 2
refused 2 "'0' is not a number of seconds" "$QVIRT" stats --every 0

# For Prometheus.
parse() {
  "$python" -c "import sys
from prometheus_client${1:+.$1}.parser import text_string_to_metric_families as parse
samples = {(s.name, s.labels.get('guest'), s.labels.get('device')): s.value
           for family in parse(sys.stdin.read()) for s in family.samples}
assert samples['qvirt_guest_disk_written_bytes_total', 'one', 'hda'] == 4096, samples
assert samples['qvirt_guest_cpu_seconds_total', 'two', None] > 0
assert samples['qvirt_guest_hangs', 'two', None] == ${2:-0}"
}
check "Prometheus' parser reads OpenMetrics" sh -c "'$QVIRT' stats --openmetrics > '$scratch/metrics'"
check "with our values" parse openmetrics < "$scratch/metrics"
sed '/^# UNIT/d; /^# EOF/d' "$scratch/metrics" > "$scratch/older"
check "and its parser of the older text, as textfile collectors have it" parse "" < "$scratch/older"
mkdir "$scratch/textfiles"
(umask 077 && qvirt stats --openmetrics --output-file "$scratch/textfiles/guests.prom")
check "a file for the collector" cmp -n 200 "$scratch/textfiles/guests.prom" "$scratch/metrics"
check "everybody may read it" test "$(stat -c %a "$scratch/textfiles/guests.prom")" = 644
check "it is replaced as a whole" sh -c "ln '$scratch/textfiles/guests.prom' '$scratch/old' &&
  '$QVIRT' stats --openmetrics --output-file '$scratch/textfiles/guests.prom' &&
  ! [ '$scratch/old' -ef '$scratch/textfiles/guests.prom' ]"
check "and nothing else is left there" test "$(ls "$scratch/textfiles")" = guests.prom
refused 2 'null is not a file' "$QVIRT" stats --openmetrics --output-file /dev/null
refused 2 'every machine' "$QVIRT" stats --listen 0.0.0.0:0

"$QVIRT" stats --listen 127.0.0.1:0 > "$scratch/url" &
server=$!
check "the server says where it is" wait_for 60 grep -q '^serving http://127.0.0.1:[0-9]*/metrics$' \
  "$scratch/url"
url=$(sed -n 's/^serving //p' "$scratch/url")
scrape() {
  "$python" -c "import sys, urllib.request as web
answer = web.urlopen('$1', timeout=60)
assert answer.headers['Content-Type'].startswith('application/openmetrics-text')
sys.stdout.write(answer.read().decode())"
}
scrape_and_parse() {
  scrape "$url" > "$scratch/scraped" && parse openmetrics "$@" < "$scratch/scraped"
}
check "a scrape" scrape_and_parse
not_found() {
  ! "$python" -c "import urllib.request as web; web.urlopen('${url%metrics}other')" 2> "$scratch/404"
  grep -q 'HTTP Error 404' "$scratch/404"
}
check "another path is not found" not_found
many() {
  for i in 1 2 3 4 5 6 7 8; do scrape "$url" > "$scratch/many.$i" & clients="${clients:-} $!"; done
  for client in $clients; do wait "$client" || return 1; done
  for i in 1 2 3 4 5 6 7 8; do parse openmetrics < "$scratch/many.$i" || return 1; done
}
check "eight scrapes at a time" many

# A QEMU that stands still.
kill -STOP "$(qemu_process two)"
check "list answers" within 5 "$QVIRT" list
check "and names the guest" has "note: guest 'two' hangs" qvirt list
virsh -q destroy two > /dev/null
virsh -q start two > /dev/null
check "it is well after a new start" without "hangs" qvirt list --noheadings -o name
kill -STOP "$(qemu_process two)"
check "stats answers" within 5 "$QVIRT" stats
check "with the others' figures" grep -Eq '^one +running .* no$' "$scratch/within"
check "and says who hangs" grep -Eq '^two +running .* yes$' "$scratch/within"
check "now it knows" within 5 "$QVIRT" stats
check "top answers" within 8 "$QVIRT" top --every 0.2 --count 3 -o name,cpu,hangs
check "at each tick" test "$(grep -c '^two .* yes$' "$scratch/within")" = 3
check "one guest is asked alone" within 5 "$QVIRT" stats one
check "a scrape answers, and says so" within 5 scrape_and_parse 1
check "the guest can be stopped nevertheless" within 60 "$QVIRT" stop --force two
check "and the server goes on" has 'qvirt_guest_hangs.*one' scrape "$url"

kill -INT $server
check "Ctrl-C ends the server cleanly" wait $server

# The daemon goes and comes back.
"$QVIRT" stats --every 0.2 --json > "$scratch/through" 2> "$scratch/complaints" &
stats=$!
check "rates before" wait_for 60 test -s "$scratch/through"
end_daemon TERM
check "it says that the connection is lost" wait_for 60 grep -q 'cannot connect' "$scratch/complaints"
start_daemon
: > "$scratch/through"
check "rates after" wait_for 60 grep -q '"name":"one"' "$scratch/through"
check "the loss was said once" test "$(grep -c 'cannot connect' "$scratch/complaints")" = 1
kill -TERM $stats
wait $stats
done_testing
