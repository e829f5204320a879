#!/usr/bin/env bash
# The office's own routes, from outside: surveys, sent counts, the trail in words, backups.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "kept", "title": "Kept", "organiser": "O", "lang": "en", "field": {"from": "2026-11-01", "to": "2026-12-31"},
 "questions": [
  {"id": "colour", "kind": "single", "label": "Colour", "options": [{"id": "r", "label": "Red"}, {"id": "g", "label": "Green"}]},
  {"id": "count", "kind": "number", "label": "Count"}]}
END
shukei init >out
accounts sato:entry okada:officer kanri:admin
begin
for name in sato okada kanri; do sign_in $name; done

# --- surveys: a fault names its place; what is looked at is not added ---
add() { by kanri POST "/api/admin/surveys?name=$1&${2:-}" --data-binary "@$1"; }
sed 's/"number"/"numer"/' survey.json >faulty.json
add faulty.json keep=1
is 400 "a faulty questionnaire"
says 'faulty.json: /questions/1/kind'
echo '{' >half.json
add half.json keep=1
is 400 "half a questionnaire"
add survey.json
is 200 "a questionnaire to look at"
says '"versions": 0'
says '{"number": "", "label": "Colour", "kind": "single", "options": 2}'
by kanri GET /api/admin/surveys
says '{"surveys": []}'
add survey.json keep=1
by okada GET /api/admin/surveys
says '"from": "2026-11-01", "to": "2026-12-31"'
says '"versions": 1, "questions": 2, "returns": 0, "sent": 0'
sed -i 's/"Green"/"Green!"/' survey.json
add survey.json keep=1
says '"versions": 1'
by okada GET /api/admin/surveys
says '"versions": 2'

# --- questionnaire files: of a survey as it was added last, and those that came with the program; no other file ---
by okada GET /api/surveys/kept/questionnaire
cmp body survey.json || fail "another questionnaire than was added"
by kanri GET /api/admin/questionnaires
says '{"name": "trouble-2023-10.json", "title": "'
by kanri GET /api/admin/questionnaires/trouble-2023-10.json
cmp body "$SOURCE/templates/surveys/trouble-2023-10.json" || fail "another questionnaire than came with the program"
for path in ..%2F..%2FREADME.md %2Fetc%2Fpasswd x.json; do
    by kanri GET "/api/admin/questionnaires/$path"
    [ "$status" = 404 ] || [ "$status" = 400 ] || { cat body; fail "$path: status $status"; }
done

# --- sent counts ---
put() { by kanri POST "/api/surveys/kept/sent$1" --data-binary "$2"; } # arguments, CSV
put '' $'association,count\ntokyo,x'
is 400 "a count that is none"
says 'row 2'
put '' $'prefecture,count\n東京,1\n東京都,2'
is 400 "a place twice"
put '' $'association,prefecture,count\n"Nowhere, <b>",,7\n,13,"1,000"'
is 200 "a list to look at"
says '{"association": "Nowhere, <b>", "prefecture": "", "known": false, "count": 7}'
by okada GET /api/surveys/kept/sent
says '{"sent": []}'
put '?keep=1' $'association,prefecture,count\n"Nowhere, <b>",,7\n,13,"1,000"'
by okada GET /api/surveys/kept/sent
says '"prefecture": "東京都", "known": true, "count": 1000'
[ "$(shukei survey sent kept --format csv | grep -c 1000)" = 1 ] || fail "the sent counts were not kept"

# --- the trail, in words ---
by okada POST /api/surveys/kept/sheets -d '{"key": "00000000000000000000000000000001", "sheet": {"fields": {"sheet": "1"}, "answers": {"colour": {"options": ["r"]}, "count": {"text": "3"}}}}'
is 200 "a sheet"
by okada POST /api/returns/1 -d '{"why": "misread", "sheet": {"fields": {"sheet": "1"}, "answers": {"colour": {"state": "invalid"}, "count": {"text": "8"}}}}'
is 200 "a correction"
trail() { # ARGUMENTS, what it says
    by okada GET /api/trail -G "${@:2}"
    is 200 "the trail"
    says "$1"
}
trail '"sentence": "sheet 1 corrected: Colour: Red; Count: 3 → Colour: invalid; Count: 8", "why": "misread", "return": 1' -d return=1
by kanri POST /api/surveys/kept/sheets -d '{"key": "00000000000000000000000000000002", "second": true, "sheet": {"fields": {"sheet": "1"}, "answers": {"colour": {"options": ["r"]}}}}'
is 200 "a second keying"
trail '"sentence": "sheet 1 keyed a second time"' -d sheet=1 -d kind=second
printf 'sheet,colour,count\n2,plaid,4\n' >plaid.csv
shukei --quiet import --survey kept plaid.csv >out || true
shukei --quiet finding accept "$(sqlite3 s.db 'SELECT max(id) FROM finding')" --why "as on the sheet"
trail '"sentence": "sheet 2, counted as it stands: Colour: plaid (none of the options); set aside → accepted"' -d sheet=2 -d kind=finding
trail '"sentence": "account made: sato role data entry"' -d kind=account
trail '"sentence": "sent counts of Kept changed"' -d who=kanri -d survey=kept
trail '{"entries": [], "more": false}' -d until=2000-01-01
trail '{"entries": [], "more": false}' --data-urlencode "who=x' OR 1=1 --"
by okada GET /api/trail -G -d return=x
is 400 "no number"

# --- backups: made, read again, listed, sent; nothing else of the folder is ---
done_job() {
    until_done kanri
    says '"done"'
}
by kanri GET /api/backups
says '"old": true'
by kanri POST /api/backups -d '{"do": "make"}'
done_job
by kanri GET /api/backups
says '"old": false'
name=$(grep -o '[0-9]\{8\}-[0-9]\{6\}\.db' body)
[ "$(ls -A s.db.backups)" = "$name" ] || { ls -A s.db.backups; fail "there is more than the backup"; }
shukei --store "s.db.backups/$name" verify >out || fail "the backup is not whole"
by kanri POST /api/backups -d "{\"do\": \"verify\", \"name\": \"$name\"}"
done_job
by kanri GET "/api/backups/$name/file"
is 200 "a backup"
cmp -s body "s.db.backups/$name" || fail "another file was sent"
cp survey.json s.db.backups/
for path in s.db survey.json '..%2fs.db' "$name%00" 20000101-000000.db; do
    by kanri GET "/api/backups/$path/file"
    [ "$status" = 404 ] || [ "$status" = 400 ] || fail "$path: $status"
    by kanri POST /api/backups -d "{\"do\": \"verify\", \"name\": \"${path//%/}\"}"
    [ "$status" = 404 ] || fail "verify $path: $status"
done
touch -d '9 days ago' "s.db.backups/$name"
by kanri GET /api/backups
says '"old": true'
head -c 4096 /dev/urandom | dd of="s.db.backups/$name" bs=4096 seek=20 conv=notrunc 2>/dev/null
by kanri POST /api/backups -d "{\"do\": \"verify\", \"name\": \"$name\"}"
until_done kanri
says '"failed"'
shukei backup kept.db --verify >out
shukei --store kept.db verify >out || fail "a verified backup is not whole"
