#!/usr/bin/env bash
# What a screen says: no message names a command or an option, and a return is called by the number on its sheet.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "keyed", "title": "Keyed", "organiser": "O", "lang": "en", "double_entry": 1,
 "questions": [
  {"id": "kind", "kind": "single", "label": "Kind", "required": true, "options": [{"id": "a", "label": "Alpha"}, {"id": "b", "label": "Beta"}]},
  {"id": "marks", "kind": "multi", "label": "Marks", "ask": "kind = a", "options": [{"id": "x", "label": "X-ray"}, {"id": "y", "label": "Yoke"}]},
  {"id": "cases", "kind": "number", "label": "Cases", "max": 100, "decimals": 0},
  {"id": "story", "kind": "text", "label": "Story"}]}
END
shukei init >out
shukei survey add survey.json >out
accounts sato:entry suzuki:entry okada:officer ken:research kanri:admin
begin
for name in sato suzuki okada ken kanri; do sign_in $name; done

clean() { # WHAT: nothing of a command line in what was answered, nor among what a job printed of findings
    grep -oE '"(error|message|suggestion|sentence)": "([^"\\]|\\.)*"' body >told || true
    ! grep -nE 'shukei |(^|[^[:alnum:]-])--[a-z]' told || fail "$1: a message names a command"
    ! grep -nE '"(error|sentence)": "([^"\\]|\\.)*([^[:alnum:]]|")(return|#)  *[0-9]' told || fail "$1: a return is called by its own number"
}
key() { printf '%032d' "$1"; }
sheet() { # NAME KEY SHEET ANSWERS [more members]
    by "$1" POST /api/surveys/keyed/sheets -d "{\"key\": \"$(key "$2")\", \"sheet\": {\"fields\": {\"sheet\": \"$3\", \"channel\": \"fax\"}, \"answers\": $4}${5:-}}"
    clean "a sheet"
}
made_in() { # ROUTE NAME REQUEST
    by "$2" POST "/api/surveys/keyed/$1" -d "$3"
    clean "$1 $3"
    [ "$status" = 200 ] || return 0
    job=$(grep -o '[0-9]*' body)
    for _ in $(seq 100); do
        by "$2" GET "/api/jobs/$job"
        grep -qE '"(done|failed)"' body && break
        sleep 0.02
    done
    clean "$1 $3"
}
printed() { # NAME: of the last job
    by "$1" GET "/api/jobs/$job/file"
    clean "what was printed"
}

# Sheet 101 is return 1, a sheet without a number return 2, sheet 103 return 3.
sheet sato 1 101 '{"kind": {"options": ["a"]}, "marks": {"options": ["x"]}, "cases": {"text": "500"}}'
printf 'kind,marks,cases,story\nb,,many,\n' >numberless.csv
shukei import --survey keyed numberless.csv >out || true
sheet okada 3 103 '{"kind": {"options": ["a"]}, "marks": {"options": ["x"]}}'
sheet suzuki 4 101 '{"kind": {"options": ["b"]}, "cases": {"text": "500"}}' ', "second": true'
sheet suzuki 5 103 '{"kind": {"options": ["b"]}}' ', "second": true'
made_in desk okada '{"do": "findings"}'
printed okada
says '"sheet": "101"'
says 'the screen \"Keying\"'

# --- every route, with what it cannot do ---
routes=$(grep -hoE '\{WEB_(GET|POST), "[^"]*", WEB_[A-Z_]+' "$SOURCE"/{engine,importers,reports}/web/*.c | tr -d '{",')
[ "$(wc -l <<<"$routes")" -ge 15 ] || fail "the routes were not found"
while read -r method path _; do
    [ "$path" = /api/sign-out ] && continue
    for wild in keyed 99999; do
        for body in '{"sheet": {"answers": {"nothing": {}}}, "why": ""}' '{"do": "nothing"}' 'association,sent
nowhere,many'; do
            [ "$method" = WEB_POST ] || body=
            by kanri "${method#WEB_}" "${path//\*/$wild}" ${body:+-d "$body"}
            [ "$status" = 200 ] || clean "$method $path with $wild: $body"
            [ -n "$body" ] || break
        done
    done
done <<<"$routes"

# --- every kind of work, with options that make no sense and operands that are not there ---
works() { grep -hoE '^ *\{?(\.work = )?\{"[a-z-]+",|^ *"[a-z-]+",$' "$SOURCE/$1" | grep -oE '"[a-z-]+"' | tr -d '"' | sort -u; }
for work in $(works importers/web/desk_routes.c); do
    case $work in backup) continue ;; esac
    made_in desk kanri "{\"do\": \"$work\", \"operands\": [\"1\", \"kind\", \"first\"], \"options\": {\"nothing\": \"x\"}}"
    made_in desk kanri "{\"do\": \"$work\", \"operands\": [\"99999\"]}"
done
for options in merge:'"keep": "7", "why": "x"' merge:'"keep": "99999", "why": "x"' duplicates:'"least": "0"' finding-accept:'"why": ""' void:'"why": ""'; do
    made_in desk kanri "{\"do\": \"${options%%:*}\", \"operands\": [\"1\", \"99999\"], \"options\": {${options#*:}}}"
    made_in desk kanri "{\"do\": \"${options%%:*}\", \"operands\": [\"1\"], \"options\": {${options#*:}}}"
done
for work in $(works reports/web/result_routes.c); do
    case $work in workbook* | kit) continue ;; esac
    made_in results kanri "{\"do\": \"$work\", \"operands\": [\"nothing\"]}"
done
for options in table:by table:where table:base table:interval table:test table:suppress table:figure table:weight table:sort table:percent table:no-answer \
    rank:best compare:surveys compare:concept trend:concept trend-series:series rank-series:at; do
    made_in results kanri "{\"do\": \"${options%%:*}\", \"options\": {\"${options#*:}\": \"nonsense (\"}}"
done
made_in results okada '{"do": "kit", "options": {"kit": "nothing"}}'
printf 'sheet,art,kind\n7,a,a\n' >odd.csv
by sato POST '/api/upload?name=odd.csv' --data-binary @odd.csv -H 'Content-Type: text/csv'
made_in desk sato "{\"do\": \"import\", \"operands\": [\"$(grep -o 'upload:[0-9]*' body)\"]}"
says 'for \"Meaning of the headings\"'

# --- a return is called by its sheet ---
made_in desk okada '{"do": "merge", "operands": ["1", "1"], "options": {"keep": "1", "why": "x"}}'
says '"error": "sheet 101 cannot be a duplicate of itself"'
made_in desk okada '{"do": "void", "operands": ["2"], "options": {"why": "x"}}'
made_in desk okada '{"do": "void", "operands": ["2"], "options": {"why": "x"}}'
says '"error": "no sheet number (received as 2) is void already"'
by okada POST /api/returns/2 -d '{"why": "x", "sheet": {"fields": {}, "answers": {"kind": {"options": ["a"]}}}}'
is 409 "a void return is corrected"
clean "a void return is corrected"
made_in desk sato '{"do": "decide", "operands": ["1", "kind", "first"]}'
says 'sato has keyed this sheet'
made_in desk okada '{"do": "decide", "operands": ["1", "kind", "first"]}'
says '"done"'
made_in desk kanri '{"do": "decide", "operands": ["1", "kind", "second"]}'
says 'okada has decided \"Kind\" already'
by okada GET /api/trail
clean "the trail"
says '"sentence": "sheet 101, decided between two keyings: Kind: Alpha (first keying)"'
by okada GET /api/trail -G -d sheet=101
says 'sheet 101'
grep -q 'sheet 103' body && fail "the trail of a sheet tells of another"
# On the command line nothing has changed.
shukei return void 2 --why x 2>err && fail "void twice"
grep -q 'return 2 is void already' err || fail "the command line speaks as the screen does"
shukei double decide --survey keyed 7 kind first 2>err || true
shukei finding list --survey keyed --format json >out || true
grep -q 'shukei return edit' out || fail "the command line speaks as the screen does"
kill $server
wait $server || fail "it does not end well"
server=
