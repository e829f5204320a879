#!/usr/bin/env bash
# Sheet numbers at the keying screens: which is next, which is taken, which may be keyed a second time; said before the sheet
# is keyed and held to when it is saved; found by an index; and what a request of the wrong shape is told.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "beds", "title": "Beds", "organiser": "O", "lang": "en",
 "questions": [{"id": "full", "kind": "single", "number": "1", "label": "All taken", "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
  {"id": "wait", "kind": "number", "label": "Waiting"}]}
END
shukei init >out
shukei survey add survey.json >out
accounts sato:entry suzuki:entry
begin
sign_in sato
sign_in suzuki

n=0
keyed() { # NAME FIELDS [more members] [answers]: with a key of its own
    n=$((n + 1))
    by "$1" POST /api/surveys/beds/sheets -d "{\"key\": \"$(printf '%032d' $n)\", \"sheet\": {\"fields\": {$2}, \"answers\": ${4:-{\"full\": {\"options\": [\"yes\"]\}\}}}${3:+, $3}}"
}
number() { by "$1" GET "/api/surveys/beds/number?$2"; } # NAME ARGUMENTS

# --- without a number, a sheet is not kept; the next one skips what is taken, or on somebody's screen ---
number sato ''
says '{"next": {"sheet": "1"'
keyed sato '"remark": "no number"'
is 400 "a sheet without a number"
says 'The sheet has no number'
keyed sato '"sheet": " 　"'
is 400 "a number of blanks"
keyed sato '"sheet": "１"'
is 200 "full-width digits"
says '"next": {"sheet": "2"'
keyed suzuki '"sheet": "2"'
keyed suzuki '"sheet": "3"'
number sato 'sheet=1'
says '"sheet": "1", "state": "taken"'
says 'You have keyed sheet 1 already'
says '"return": 1'
says '"next": {"sheet": "4"'
by suzuki POST '/api/surveys/beds/draft?second=0' -d '{"fields": {"sheet": "4"}}'
number sato ''
says '"next": {"sheet": "5"'
number sato 'sheet=4'
says '"state": "held", "message": "suzuki is keying sheet 4 at this moment."'
number suzuki 'sheet=4'
says '"state": "free"'
number sato 'sheet=A-9&association=tokyo'
says '"next": {"sheet": "A-10"'
number sato 'sheet=abc'
says '"next": {"sheet": null'
keyed sato '"sheet": "2"' '"unless_taken": true'
is 409 "a number that is taken"
says 'Sheet 2 has been keyed already by suzuki'
keyed sato '"sheet": "7", "association": "tokyo"'
keyed sato '"sheet": "7", "association": "osaka"' '"unless_taken": true'
is 200 "the same number of another association"
[ "$(sqlite3 s.db 'SELECT count(*) FROM ret')" = 5 ] || fail "five sheets were to be kept"

# --- a second keying: of what another person keyed, once; refused at the number and when it is saved ---
number sato 'second=1'
says '"next": {"sheet": "2"'
refused() { # NAME SHEET STATE WORDS
    number "$1" "second=1&sheet=$2"
    says "\"state\": \"$3\""
    says "$4"
    keyed "$1" "\"sheet\": \"$2\"" '"second": true'
    is 409 "second keying of $2 by $1"
    says "$4"
}
by suzuki GET /api/returns/4 # sheet 7 of tokyo, which sato keyed
says '"first_look": true'
by suzuki GET /api/returns/4
says '"first_look": false'
# Who only looks does not wait for who writes, as for an import of many returns.
exec 9> >(sqlite3 s.db >writing)
echo "BEGIN IMMEDIATE; SELECT 'it writes';" >&9
until [ -s writing ]; do sleep 0.02; done
by suzuki GET /api/returns/4 --max-time 2
is 200 "a return looked at while somebody writes"
exec 9>&-
number suzuki 'second=1&sheet=7&association=tokyo'
says '"state": "seen"'
keyed suzuki '"sheet": "7", "association": "tokyo"' '"second": true'
is 409 "a second keying by somebody who has seen the first"
says 'seen its first keying'
shukei verify >out || fail "the trail is not whole"
refused sato 99 no_first 'Nobody has keyed sheet 99 yet'
refused sato 1 same_operator 'You keyed sheet 1 first yourself'
refused suzuki 7 several 'Several sheets have the number 7'
number suzuki 'second=1&sheet=7&association=osaka'
says '"state": "free"'
keyed sato '"sheet": "2"' '"second": true'
is 200 "a second keying"
says '"next": {"sheet": "3"'
refused sato 2 repeated 'has been keyed a second time already, by sato'
keyed sato '"remark": "x"' '"second": true'
is 400 "a second keying without a number"
by sato POST '/api/surveys/beds/draft?second=1' -d '{"fields": {"sheet": "1"}}'
number suzuki 'second=1'
says '"next": {"sheet": "7", "association": "osaka"'
[ "$(sqlite3 s.db 'SELECT count(*) FROM second')" = 1 ] || fail "what was refused was kept"

# --- two windows of one person: the other's draft stays, and a sheet that is saved is not saved twice ---
key=$(printf '%032d' 3)
by suzuki POST '/api/surveys/beds/draft?second=0' -d "{\"key\": \"$key\", \"fields\": {\"sheet\": \"3\"}}"
says '{"saved": 1}'
by suzuki GET '/api/surveys/beds/draft?second=0'
says '"4"'
by suzuki POST '/api/surveys/beds/draft?second=0' -d "{\"key\": \"$(printf '%032d' 77)\", \"fields\": {\"sheet\": \"31\"}}"
keyed suzuki '"sheet": "30"'
by suzuki GET '/api/surveys/beds/draft?second=0'
says '"31"'

# --- why an answer is invalid: in the trail, with the sheet and with its correction; no answer ---
keyed sato '"sheet": "40"' '' '{"full": {"state": "invalid", "note": "both are ticked"}, "wait": {"state": "invalid", "note": "<b>"}}'
is 200 "notes"
id=$(grep -o '"id": [0-9]*' body | grep -o '[0-9]*')
by suzuki GET "/api/returns/$id"
says '"noted": [{"at": "'
says '1 invalid: both are ticked; Waiting invalid: <b>'
by suzuki POST "/api/returns/$id" -d '{"why": "looked again", "sheet": {"fields": {"sheet": "40"}, "answers": {"full": {"state": "invalid", "note": "crossed out"}}}}'
shukei history "$id" | sees 'looked again; 1 invalid: crossed out' || fail "the note is not in the trail"
by suzuki POST "/api/returns/$id" -d '{"why": "wrong number", "unless_taken": true, "sheet": {"fields": {"sheet": "2"}, "answers": {}}}'
is 409 "a correction to a number that is taken"

# --- two have the same sheet open: the second correction does not undo the first unseen ---
by sato GET "/api/returns/$id"
opened=$(grep -o '"revision": [0-9]*' body)
both='"sheet": {"fields": {"sheet": "40"}, "answers": {"full": {"state": "invalid", "note": "x"}}}'
by sato POST "/api/returns/$id" -d '{"why": "one", "sheet": {"fields": {"sheet": "40"}, "answers": {}}}'
is 200 "a correction that does not say what it was opened at"
by suzuki POST "/api/returns/$id" -d '{"why": "the other", '"$opened, "'"sheet": {"fields": {"sheet": "41"}, "answers": {}}}'
is 409 "a correction of what another has corrected since"
says 'sato'
shukei history "$id" | sees 'the other' && fail "it was stored all the same"
by suzuki GET "/api/returns/$id"
by suzuki POST "/api/returns/$id" -d '{"why": "the other", '"$(grep -o '"revision": [0-9]*' body), $both}"
is 200 "a correction of what it is now"
by sato POST /api/surveys/beds/look -d '{"sheet": {"answers": {"full": {"note": 3}}}}'
is 400 "a note that is no text"

# --- what is of the wrong type is the request's fault ---
for wrong in '"second": "yes"' '"unless_taken": 1' '"paper": "x"' '"paper": true'; do
    keyed sato '"sheet": "50"' "$wrong"
    is 400 "$wrong"
done
by sato POST "/api/returns/$id" -d '{"why": 3, "sheet": {"answers": {}}}'
is 400 "a reason that is a number"
by sato POST "/api/returns/$id" -d '{"why": "x", "unless_taken": "x", "sheet": {"answers": {}}}'
is 400 "unless_taken that is a text"
by sato GET '/api/surveys/nothing/number'
is 409 "a survey that is not there"

# --- found by the index, however many returns there are; and the store is whole ---
for table in revision second; do
    sqlite3 s.db "EXPLAIN QUERY PLAN SELECT 1 FROM $table WHERE sheet = '1'" | sees "USING INDEX ${table}_sheet\|USING COVERING INDEX ${table}_sheet" || fail "$table is searched from end to end"
done
shukei verify >out || { cat out; fail "the store is not whole"; }
kill $server
wait $server || fail "it does not end well"
server=
