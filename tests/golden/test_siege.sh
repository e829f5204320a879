#!/usr/bin/env bash
# The workstation besieged, on this machine: ten thousand malformed requests, a thousand clients that dawdle, more connections than
# there are places, another server at the same door.  It goes on answering, and nothing of it leaks.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1
slow=
trap 'kill -9 $server $slow 2>/dev/null || true; rm -rf "$work"' EXIT
export TMPDIR=$work
seed=${SEED:-20261122}

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "keyed", "title": "Keyed", "organiser": "O", "lang": "en",
 "questions": [{"id": "kind", "kind": "single", "label": "Kind", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B", "other": true}]},
  {"id": "cases", "kind": "number", "label": "Cases"}, {"id": "story", "kind": "text", "label": "Story"}]}
END
shukei init >out
shukei survey add survey.json >out
echo "a long secret" | shukei user add sato --role officer >out
mkdir -m 700 shukei-serve-killed
echo "returns of somebody" >shukei-serve-killed/left.csv
touch -d '5 minutes ago' shukei-serve-killed

begin
port=${url##*:}
[ ! -e shukei-serve-killed ] || fail "what a killed server left lies about"
shukei serve --listen "127.0.0.1:$port" >out 2>&1 && fail "two servers at one port"
grep -q "cannot listen" out || { cat out; fail "that the port is taken is not said"; }

curl -s -o body -c cookie -d '{"name": "sato", "password": "a long secret"}' "$url/api/sign-in"
token=$(grep -o '"token": "[0-9a-f]*"' body | grep -o '[0-9a-f]\{64\}')
cookie=shukei=$(awk '/shukei/ {print $7}' cookie)
sheets=0
save() { # SECONDS: a sheet, within that time; its time is added to the file `times`
    sheets=$((sheets + 1))
    curl -s -m "$1" -o body -w '%{time_total}\n' -H "Cookie: $cookie" -H "X-Shukei-Token: $token" \
        -d "{\"key\": \"$(printf 'f%031d' $sheets)\", \"sheet\": {\"fields\": {\"sheet\": \"s$sheets\"}, \"answers\": {\"kind\": {\"options\": [\"a\"]}}}}" \
        "$url/api/surveys/keyed/sheets" >>times || fail "no answer to a sheet within $1 s"
    grep -q '"before": false' body || { cat body; fail "a sheet was not taken"; }
}
resident() { awk '/^VmRSS/ {print int($2 / 1024)}' /proc/$server/status; }
files() { ls /proc/$server/fd | wc -l; }
settled() { # FILES: as few are open again, within three seconds
    for _ in $(seq 30); do
        [ "$(files)" -le "$1" ] && return
        sleep 0.1
    done
    ls -l /proc/$server/fd
    fail "$(files) files are open, not $1"
}

# Under a sanitizer what was freed is kept for a while, and everything is slower; it finds leaks itself, when the server ends.
sanitized=$(grep -c 'SHUKEI_SANITIZE:BOOL=ON' "$BUILD/CMakeCache.txt" || true)
patience=$([ "$sanitized" = 1 ] && echo 10 || echo 2)

# --- malformed requests ---
save 5
before=$(files)
"$BUILD/tests/bombard" requests "$port" "$((seed + 1))" 2000 "$cookie" "$token" # what is made once is made
warm=$(resident)
"$BUILD/tests/bombard" requests "$port" "$seed" 10000 "$cookie" "$token" || fail "seed $seed"
kill -0 $server || { cat warned; fail "it fell"; }
settled $((before + 2))
save 5
echo "memory: $warm MB, then $(resident) MB; files: $before, then $(files)"
[ "$sanitized" = 1 ] || [ "$(resident)" -le $((warm + 32)) ] || fail "it grew by more than 32 MB"

# --- a thousand slow clients, and somebody who works ---
besiege() { # CLIENTS SECONDS
    : >slow
    "$BUILD/tests/bombard" slow "$port" "$1" "$2" >slow &
    slow=$!
    for _ in $(seq 100); do
        grep -q connections slow && break
        sleep 0.1
    done
    : >times
}
lift() {
    kill $slow
    wait $slow 2>/dev/null || true
    slow=
}
besiege 1000 30
for _ in $(seq 40); do save "$patience"; done
echo "40 sheets beside $(head -1 slow): the median $(sort -n times | sed -n 20p) s, the slowest $(sort -n times | tail -1) s"
lift
settled $((before + 2))

# --- more than there are places: who has something to say gets in ---
if [ "$(ulimit -Hn)" -ge 4096 ]; then
    besiege 2400 30
    save 10
    echo "a sheet before a full house: $(cat times) s"
    lift
fi

# --- people who sign in hold up nobody but each other, and not the end either ---
: >times
for i in $(seq 24); do curl -s -m 60 -o /dev/null -d "{\"name\": \"nobody$i\", \"password\": \"x\"}" "$url/api/sign-in" & done
for _ in 1 2 3 4 5; do save "$patience"; done
echo "5 sheets beside 24 sign-ins: the slowest $(sort -n times | tail -1) s"

shukei verify >out || { cat out; fail "the store is not whole"; }
[ "$(sqlite3 s.db "SELECT count(DISTINCT sheet) FROM revision WHERE sheet GLOB 's[0-9]*'")" = $sheets ] || fail "sheets are lost"
end
! grep -E 'AddressSanitizer|LeakSanitizer|runtime error' warned || fail "a sanitizer has found something"
! ls -d shukei-serve-* 2>/dev/null || fail "its directory lies about"
