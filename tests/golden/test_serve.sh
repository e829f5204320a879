#!/usr/bin/env bash
# The workstation from outside: who may do what, what a request may not be, and that what it says is saved is saved.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

keyed "Keyed <b>here</b>"
accounts sato:entry okada:officer ken:research kanri:admin
echo short | shukei user add hana --role entry 2>err && fail "a short password was taken"
echo "long enough, this" | shukei user add "../x" --role entry 2>err && fail "a path was taken for a name"
shukei user close kanri 2>err && fail "the last administrator was closed"

begin

# --- signing in ---
ask POST /api/sign-in -d '{"name": "sato", "password": "wrong"}'
is 401 "a wrong password"
ask POST /api/sign-in -d '{"name": "nobody", "password": "wrong"}'
is 401 "an unknown name"
for name in sato okada ken kanri; do sign_in $name; done
grep -q 'HttpOnly' sato.cookie || fail "the cookie can be read by scripts"
curl -s -D head -o body -b sato.cookie "$url/api/me"
grep -qi "^content-security-policy: default-src 'none'" head || fail "no content security policy"
grep -qi '^cache-control: no-store' head || fail "an answer may be kept"

# --- every route, by everybody: the tables in the sources say who may ---
declare -A may=([ANYBODY]="none entry officer research admin" [ADMIN]=admin [OFFICER]="officer admin" [KEYING]="entry officer admin"
    [RESULTS]="officer research admin" [SIGNED_IN]="entry officer research admin")
declare -A person=([entry]=sato [officer]=okada [research]=ken [admin]=kanri)
routes >routes
while read -r method path who; do
    target=${path//\*/1}
    for role in none entry officer research admin; do
        [ "$path" = /api/sign-out ] && continue # ends the sessions that are used here
        if [ $role = none ]; then ask "$method" "$target"; else by "${person[$role]}" "$method" "$target"; fi
        case " ${may[$who]} " in
        *" $role "*) [ "$status" != 403 ] && { [ "$status" != 401 ] || [ $role = none ]; } || fail "$role may not $path: $status" ;;
        *) [ "$status" = $([ $role = none ] && echo 401 || echo 403) ] || fail "$role may $method $path: $status" ;;
        esac
    done
    if [ "$method" = POST ] && [ "$who" != ANYBODY ]; then
        ask POST "$target" -b kanri.cookie
        is 403 "$path without a token"
        ask POST "$target" -b kanri.cookie -H "X-Shukei-Token: $(cat sato.token)"
        is 403 "$path with another's token"
        by kanri POST "$target" -H 'Origin: http://evil.example'
        is 403 "$path from a foreign page"
    fi
done <routes
by sato GET /api/me -H 'Host: evil.example'
is 403 "a foreign name for this machine"

# --- signing out ends this session; another password, all of them ---
sign_in ken
cp ken.cookie there.cookie
cp ken.token there.token
sign_in ken
by ken POST /api/sign-out -d '{}'
is 200 "signing out"
by ken GET /api/me
is 401 "signed out"
by there GET /api/me
is 200 "signed in elsewhere"
by there POST /api/password -d '{"was": "a long secret of ken", "is": "another secret of ken"}'
is 200 "another password"
by there GET /api/me
is 401 "after another password"
echo "a long secret of ken" | shukei user password ken >out
sign_in ken

# --- what a request may not be ---
by sato GET /nothing
is 404 "a page that is not there"
by sato GET /app.css/..%2f..%2fs.db
is 400 "a way up"
by sato DELETE /api/me
is 405 "a method that is not there"
by sato POST /api/me -d '{}'
is 405 "a method that is not there"
head -c 700000 /dev/zero | tr '\0' x >large
refused_unread() { # the answer may be lost with the connection, when the rest of the body is on its way
    [ "$status" = 000 ] || is 413 "$1"
}
by sato POST /api/surveys/keyed/look --data-binary @large
refused_unread "a large body"
head -c 700000 /dev/zero | by sato POST /api/surveys/keyed/look -H 'Transfer-Encoding: chunked' --data-binary @-
refused_unread "a large body of unknown length"
by sato POST /api/surveys/keyed/look -d '{"sheet": {"answers": {"kind": {"options": ["a", "b"]}}}}'
is 400 "two options of a single answer"
by sato POST /api/surveys/keyed/look -d '{"sheet": '
is 400 "half a JSON text"
by sato POST /api/surveys/keyed/look --data-binary $'{"sheet": "\xff"}'
is 400 "bytes that are no text"
by sato POST "/api/surveys/x%27%20OR%201=1/look" -d '{"sheet": {}}'
is 409 "a survey that is not there"
for junk in 'GET' 'GET / HTTP/9.9' $'GET / HTTP/1.1\r\nHost: a\r\nHost: b' $'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5' \
    $'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999' $'\x16\x03\x01\x02'; do
    { printf '%s\r\n\r\n' "$junk" >&3; timeout 2 cat <&3 >/dev/null || true; } 3<>"/dev/tcp/127.0.0.1/${url##*:}" 2>/dev/null || true
done
by sato GET /api/me
is 200 "after junk"

# --- a sheet ---
by sato POST /api/surveys/keyed/look -d '{"sheet": {"answers": {"kind": {"options": ["b"]}, "cases": {"text": "１２件"}}}}'
is 200 look
says '"asked": ["kind", "cases", "story"]'
by sato POST /api/surveys/keyed/look -d '{"sheet": {"answers": {"cases": {"text": "101"}}}}'
says '"rule": "number.range"'
by sato POST '/api/surveys/keyed/draft?second=0' -d '{"answers": {"kind": {"options": ["a"]}}}'
by okada GET '/api/surveys/keyed/draft?second=0'
says '{"draft": null}'
by sato GET '/api/surveys/keyed/draft?second=0'
says '{"draft": {"answers": {"kind": {"options": ["a"]}}}}'
sheet sato 1 1 '{"kind": {"options": ["a"]}, "marks": {"options": ["y"]}, "cases": {"text": "３"}, "story": {"text": "<script>alert(1)</script>"}}'
is 200 "a sheet"
says '"id": 1, "before": false, "status": "accepted"'
by sato GET '/api/surveys/keyed/draft?second=0'
says '{"draft": null}'
one='{"kind": {"options": ["a"]}, "marks": {"options": ["y"]}, "cases": {"text": "３"}, "story": {"text": "<script>alert(1)</script>"}}'
sheet sato 1 1 "$one"
says '"id": 1, "before": true, "status": "accepted"'
sheet sato 1 1 '{"kind": {"options": ["b"]}}'
is 409 "another sheet with the key of one that is saved"
says 'in another window'
sheet okada 2 2 '{"kind": {"state": "invalid"}, "cases": {"text": "101"}}'
says '"id": 2, "before": false, "status": "set_aside"'
sheet sato 3 1 '{"kind": {"options": ["a"]}, "marks": {"options": ["y"]}, "cases": {"text": "3"}, "story": {"text": "<script>alert(1)</script>"}}'
says '"id": 3, "before": false, "status": "duplicate"'
by sato POST /api/returns/1 -d '{"why": "misread", "sheet": {"fields": {"sheet": "1", "channel": "fax"}, "answers": {"kind": {"options": ["b"]}}}}'
is 200 "a correction"
by sato POST /api/returns/1 -d '{"why": "", "sheet": {"fields": {"sheet": "9"}, "answers": {}}}'
is 400 "a correction without its reason"
shukei history 1 | sees misread || fail "the correction is not in the trail"
shukei history 1 | sees sato || fail "who corrected is not in the trail"
# A number that somebody has keyed is asked about once: not saved, and by whom; then it is meant.
before=$(sqlite3 s.db 'SELECT count(*) FROM ret')
sheet okada 4 1 '{"kind": {"options": ["b"]}}' ', "unless_taken": true'
is 409 "a number that is taken"
says 'Sheet 1 has been keyed already by sato'
[ "$(sqlite3 s.db 'SELECT count(*) FROM ret')" = "$before" ] || fail "it was saved all the same"
sheet sato 1 1 "$one" ', "unless_taken": true'
is 200 "the same sheet again"
sheet okada 1 1 '{"kind": {"options": ["b"]}}' ', "second": true'
is 200 "a second keying"
shukei double report --survey keyed --format json >out
grep -q '"fields": {"compared": 3, "agreed": 3}' out || { cat out; fail "what was keyed twice is not compared with what its keyer corrected"; }
shukei verify >out || { cat out; fail "the store is not whole"; }
[ "$(shukei batch list --format csv | grep -c keyed)" = 3 ] || fail "three sittings were expected"

# --- results are made by the commands, as jobs that only who began them sees ---
made_in() { # ROUTE NAME REQUEST: how it ended goes to `body`
    by "$2" POST "/api/surveys/keyed/$1" -d "$3"
    is 200 "$3"
    until_done "$2"
}
made() { made_in results "$@"; }
made ken '{"do": "table", "operands": ["kind"], "options": {"where": "kind = b", "interval": "none"}}'
by okada GET "/api/jobs/$job/file"
is 404 "another's job"
by ken GET "/api/jobs/$job/file"
shukei tabulate --survey keyed --where 'kind = b' --interval none --format json -- kind >wanted
cmp wanted body || fail "the screen's table is not the command's"
made ken '{"do": "table", "options": {"where": "nonsense"}}'
says nonsense
by ken POST /api/surveys/keyed/results -d '{"do": "table", "options": {"output": "/tmp/x"}}'
is 400 "an option that is not the screen's"
by ken POST /api/surveys/keyed/results -d '{"do": "backup"}'
is 400 "a command that is not the screen's"
made okada '{"do": "table", "operands": ["--output=stolen"]}'
says '"failed"'
[ ! -e stolen ] || fail "an operand was taken for an option"
made okada '{"do": "workbook"}'
by okada GET "/api/jobs/$job/file"
[ "$(head -c 2 body)" = PK ] || fail "no workbook"

# --- a file: uploaded, looked at, taken in under its own name, and taken back ---
printf 'sheet,kind,marks,cases,story\n71,a,x,2,\n72,b,,many,\n' >returns.csv
by sato POST '/api/upload?name=..%2F%E5%9B%9E%E7%AD%94.csv' --data-binary @returns.csv -H 'Content-Type: text/csv'
is 200 "an upload"
file=$(grep -o 'upload:[0-9]*' body)
desk() { # NAME REQUEST: what it printed goes to `body`
    made_in desk "$@"
    grep -q '"done"' body || { cat body; fail "$2"; }
    by "$1" GET "/api/jobs/$job/file"
}
desk sato "{\"do\": \"import-look\", \"operands\": [\"$file\"]}"
says '"dry_run": true'
desk sato "{\"do\": \"import-rehearse\", \"operands\": [\"$file\"]}"
says '"row": 3'
says '"read": 2'
shukei batch list | sees '回答' && fail "a rehearsal was stored"
desk sato "{\"do\": \"import\", \"operands\": [\"$file\"]}"
says '"file": "回答.csv"'
by okada POST /api/surveys/keyed/desk -d "{\"do\": \"import\", \"operands\": [\"$file\"]}"
is 400 "another's file"
by sato POST /api/surveys/keyed/desk -d '{"do": "batch-undo", "operands": ["x"]}'
is 403 "an officer's work"
name=$(shukei batch list --format csv | grep -o '[^"]*回答.csv' | head -1)
desk okada "{\"do\": \"batch-undo\", \"operands\": [\"$name\"], \"options\": {\"why\": \"test\"}}"
shukei history "$(sqlite3 s.db "SELECT max(id) FROM ret")" | sees okada || fail "who took the batch back is not in the trail"

# Headings that nobody knows are shown all the same, and mean what a person says: in an uploaded map, and no other file.
printf 'sheet,art,marks,cases,story\n81,a,x,2,\n' >odd.csv
by sato POST '/api/upload?name=odd.csv' --data-binary @odd.csv -H 'Content-Type: text/csv'
odd=$(grep -o 'upload:[0-9]*' body)
made_in desk sato "{\"do\": \"import-look\", \"operands\": [\"$odd\"]}"
says '"failed"'
says '"file": true'
by sato GET "/api/jobs/$job/file"
says '"heading": "art", "kind": "unknown"'
by sato POST '/api/upload?name=map.json' --data-binary '{"art": "kind"}' -H 'Content-Type: application/json'
map=$(grep -o 'upload:[0-9]*' body)
desk sato "{\"do\": \"import-look\", \"options\": {\"map\": \"$map\"}, \"operands\": [\"$odd\"]}"
says '"heading": "art", "kind": "question", "question": "kind"'
for bad in '"map": "/etc/passwd"' '"map": "upload:999999"' '"map:upload": "/etc/passwd"' '"map": 1'; do
    by sato POST /api/surveys/keyed/desk -d "{\"do\": \"import-look\", \"options\": {$bad}, \"operands\": [\"$odd\"]}"
    is 400 "$bad"
done
by okada POST '/api/upload?name=odd.csv' --data-binary @odd.csv -H 'Content-Type: text/csv'
by okada POST /api/surveys/keyed/desk -d "{\"do\": \"import-look\", \"options\": {\"map\": \"$map\"}, \"operands\": [\"$(grep -o 'upload:[0-9]*' body)\"]}"
is 400 "another's map"

# --- scanned sheets: loaded by a job, given to one person at a time, keyed from once; a broken one leaves the server be ---
printf 'P4 64 64\n%0512d' 7 >page.pbm
"$BUILD/tests/make_fax" fax.tif --times 2 page.pbm
"$BUILD/tests/make_fax" bomb.tif --claim 65000 65000
send() { # NAME FILE: loads it as scanned sheets
    by "$1" POST "/api/upload?name=$2" --data-binary "@$2" -H 'Content-Type: application/octet-stream'
    made_in desk "$1" "{\"do\": \"sheets-add\", \"options\": {\"from\": \"81\"}, \"operands\": [\"$(grep -o 'upload:[0-9]*' body)\"]}"
}
send okada bomb.tif
says '"failed"'
says '65000 x 65000'
send okada fax.tif
says '"done"'
turn() { by "$1" POST /api/surveys/keyed/papers -d "{\"second\": ${2:-false}}"; }
turn sato
says '"waiting": 2, "paper": {"id": 1,'
says '"sheet": "81"'
says '"story": {"page": 0, "top": '
turn okada
says '"waiting": 1, "paper": {"id": 2,'
curl -s -D head -o page.png -b sato.cookie "$url/api/papers/1/pages/0"
[ "$(head -c 4 page.png | tail -c 3)" = PNG ] || fail "no picture"
for line in 'content-type: image/png' 'cache-control: no-store' 'x-content-type-options: nosniff'; do
    grep -qi "^$line" head || fail "a picture comes without $line"
done
by sato GET /api/papers/1/pages/7
is 409 "a page that is not there"
by sato GET /api/papers/1%20OR%201/pages/0
is 400 "a picture's number that is none"
by sato POST /api/papers/2 -d '{"skip": ""}'
is 400 "a sheet set aside without a reason"
by sato POST /api/papers/1 -d '{"shift": 501}'
is 400 "a shift off the page"
by sato POST /api/papers/1 -d '{"turn": 6, "shift": -20}'
by okada GET /api/papers/1
says '"turn": 2, "shift": -20'
sheet sato 90 81 '{"kind": {"options": ["a"]}}' ', "paper": 1'
is 200 "a sheet keyed from its picture"
id=$(grep -o '"id": [0-9]*' body)
sheet sato 90 81 '{"kind": {"options": ["a"]}}' ', "paper": 1'
says '"before": true'
sheet okada 91 81 '{"kind": {"options": ["b"]}}' ', "paper": 1'
is 409 "a picture keyed by two"
by sato GET "/api/returns/${id#*: }"
says '"paper": 1'
turn sato true
says '"paper": null'
turn okada true
says '"waiting": 1, "paper": {"id": 1,'
by sato POST /api/surveys/keyed/desk -d '{"do": "sheets-drop", "operands": ["x"], "options": {"why": "x"}}'
is 403 "an officer's work"

# --- the online form: by a personal link once and corrected, by an open one as often as wanted ---
by okada POST /api/surveys/keyed/links -d '{"association": "tokyo", "institutions": ["Clinic <1>"]}'
personal=$(grep -o '/f/[a-z0-9]*' body)
says '"earlier": false'
by okada POST /api/surveys/keyed/links -d '{"institutions": ["Clinic <1>"]}'
says '"earlier": true' # and the first goes on below
by okada POST /api/surveys/keyed/links -d '{"association": "osaka"}'
open=$(grep -o '/f/[a-z0-9]*' body)
ask GET "$personal"
is 200 "a personal link"
grep -q '<b>' body && fail "a title was taken for markup"
says 'Keyed &lt;b&gt;here&lt;/b&gt;'
form_key() { grep -o 'name=".key" value="[0-9a-f]*"' body | grep -o '[0-9a-f]\{32\}'; }
answer() { # LINK [fields]
    ask GET "$1"
    local key=$(form_key)
    ask POST "$1" --data-urlencode ".key=$key" "${@:2}"
}
before=$(sqlite3 s.db "SELECT count(*) FROM ret")
answer "$personal" --data-urlencode 'cases=2'
is 422 "a required question without an answer"
says 'role="alert"'
answer "$personal" --data-urlencode 'kind=a' --data-urlencode 'marks=x' --data-urlencode 'marks=y' --data-urlencode 'cases=3' --data-urlencode 'story=<script>1</script>'
is 200 "an answer"
says 'Receipt number'
says "<code>$url$personal</code>" # the address itself, to be copied or written down
answer "$personal" --data-urlencode 'kind=a' --data-urlencode 'marks=y' --data-urlencode 'cases=3' --data-urlencode 'story=<script>1</script>'
is 200 "a corrected answer"
[ "$(sqlite3 s.db "SELECT count(*) FROM ret")" = $((before + 1)) ] || fail "a correction became a return of its own"
ask GET "$personal"
grep -q 'value="x" checked' body && fail "the correction is not shown"
says 'value="y" checked'
says '&lt;script&gt;1&lt;/script&gt;'
[ "$(sqlite3 s.db "SELECT association || institution || channel FROM revision WHERE seq = 2 ORDER BY id DESC LIMIT 1")" = 'tokyoClinic <1>web' ] || fail "who answered is not kept"
answer "$open" --data-urlencode 'kind=b'
own=$(grep -o 'href="/f/[a-z0-9]*' body | cut -c7-)
says "<code>$url$own</code>"
[ "$own" != "$open" ] || fail "an open link leads to somebody's answers"
answer "$open" --data-urlencode 'kind=b'
[ "$(sqlite3 s.db "SELECT count(*) FROM ret")" = $((before + 3)) ] || fail "an open link takes one answer only"
ask GET /f/aaaaaaaaaaaaaaaaaaaa
is 404 "a link that is none"
answer "$open" --data-urlencode 'kind=nonsense'
is 400 "an option that is none"
ask POST "$open" -d 'kind=a'
is 400 "a form without its key"
shukei verify >out || { cat out; fail "the store is not whole after online answers"; }
by kanri GET '/api/trail?kind=link'
says 'personal link to the online form of Keyed <b>here</b> made (tokyo, Clinic <1>)"'
says 'common link to the online form of Keyed <b>here</b> made (osaka)"'
by kanri GET '/api/trail?kind=paper'
says 'scanned sheets of Keyed <b>here</b> came in: '

# --- killed in the middle: every sheet that was acknowledged is there ---
(
    for i in $(seq 100 400); do
        sheet sato "$i" "$i" '{"kind": {"options": ["b"]}}'
        [ "$status" = 200 ] || exit 0
        echo "$i" >>acknowledged
    done
) 2>/dev/null &
typist=$!
sleep 1.5
kill -9 $server
wait $server 2>/dev/null || true
wait $typist || true
[ -s acknowledged ] || fail "nothing was saved in a second"
shukei verify >out || { cat out; fail "the store is not whole after a kill"; }
while read -r i; do
    echo "$i"
done <acknowledged | sort >wanted
sqlite3 s.db "SELECT sheet FROM revision WHERE seq = 1 AND CAST(sheet AS INTEGER) BETWEEN 100 AND 400" | sort >there
[ -z "$(comm -23 wanted there)" ] || fail "acknowledged sheets are gone"
[ -z "$(uniq -d there)" ] || fail "a sheet is there twice"

# --- and goes on: sent again, the last sheet is not doubled; a sitting is taken back as one ---
begin
sign_in sato
last=$(tail -1 acknowledged)
sheet sato "$last" "$last" '{"kind": {"options": ["b"]}}'
says '"before": true'
shukei batch list --format csv | grep 'keyed-sato' | cut -d'"' -f2 >names
shukei batch undo "$(grep -v again names | head -1)" --why test >out
shukei verify >out || { cat out; fail "the store is not whole after a sitting was taken back"; }

# --- behind the program's back ---
sqlite3 s.db "DROP TRIGGER revision_not_overwritten; UPDATE revision SET normal = zeroblob(4) WHERE ret = 2 AND seq = 1"
shukei verify >out && fail "a changed sheet was not noticed"
kill $server
wait $server || fail "it does not end well"
server=
