#!/usr/bin/env bash
# What a screen says: no message names a command or an option, and a return is called by the number on its sheet.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

weights='[{"id": "w-1", "label": "To the kinds", "method": "rake", "margins": [{"by": "kind", "population": {"a": 5, "b": 6}, "source": "S", "date": "2024"}]}]'
keyed Keyed ' "double_entry": 1, "weights": '"$weights,"
accounts sato:entry suzuki:entry okada:officer ken:research kanri:admin
begin
for name in sato suzuki okada ken kanri; do sign_in $name; done

clean() { # FILE...: nothing of a command line in what was answered, nor among what a job printed of findings
    grep -oE '"(error|message|suggestion|sentence)": "([^"\\]|\\.)*"' "$@" >told || true
    ! grep -nE 'shukei |(^|[^[:alnum:]-])--[a-z]' told || fail "a message names a command"
    ! grep -nE '"(error|sentence)": "([^"\\]|\\.)*([^[:alnum:]]|")(return|#)  *[0-9]' told || fail "a return is called by its own number"
}
keyed_by() { # as `sheet`
    sheet "$@"
    clean body
}
made_in() { # ROUTE NAME REQUEST
    by "$2" POST "/api/surveys/keyed/$1" -d "$3"
    clean body
    [ "$status" = 200 ] || return 0
    until_done "$2"
    clean body
}
printed() { # NAME: of the last job
    by "$1" GET "/api/jobs/$job/file"
    clean body
}
# Lines of METHOD PATH BODY, a ^ where the body has a new line; the answers go to answers/1 ... as `STATUS REQUEST` and what was said.
ask_all() {
    local n=0 method path body
    rm -rf answers
    mkdir answers
    while read -r method path body; do
        n=$((n + 1)) body=${body//\"/\\\"}
        printf '%s %s %s\n' "$method" "$path" "$body" >answers/$n.asked
        printf 'next\nsilent\ngloboff\nurl = "%s"\nrequest = %s\noutput = answers/%d\ncookie = kanri.cookie\nheader = "X-Shukei-Token: %s"\nwrite-out = "%%{http_code} %d\\n"\n' \
            "$url$path" "$method" $n "$(<kanri.token)" $n
        [ -z "$body" ] || printf 'data-raw = "%s"\n' "${body//^/\\n}"
    done >asking
    curl -K <(tail -n +2 asking) >codes
    [ "$(wc -l <codes)" = $n ] && ! grep '^000' codes || fail "requests without an answer"
}
# Lines of ROUTE REQUEST: a job each, as many at once as one person may have, and each to its end.
make_all() {
    local at begun lines
    mapfile -t lines
    for ((at = 0; at < ${#lines[@]}; at += 12)); do
        printf 'POST /api/surveys/keyed/%s\n' "${lines[@]:at:12}" | ask_all
        clean answers/*[0-9]
        begun=$(awk '$1 == 200 { print $2 }' codes)
        for job in $begun; do
            cp answers/"$job" body
            until_done kanri
            clean body
        done
    done
}

# Sheet 101 is return 1, a sheet without a number return 2, sheet 103 return 3.
keyed_by sato 1 101 '{"kind": {"options": ["a"]}, "marks": {"options": ["x"]}, "cases": {"text": "500"}}'
printf 'kind,marks,cases,story\na,,many,\n' >numberless.csv
shukei import --survey keyed numberless.csv >out || true
keyed_by okada 3 103 '{"kind": {"options": ["a"]}, "marks": {"options": ["x"]}}'
made_in results okada '{"do": "table", "options": {"weight": "w-1"}}'
says 'weighting \"To the kinds\": margin \"Kind\": nobody of \"'
says 'choose another weighting or none'
keyed_by suzuki 4 101 '{"kind": {"options": ["b"]}, "cases": {"text": "500"}}' ', "second": true'
keyed_by suzuki 5 103 '{"kind": {"options": ["b"]}}' ', "second": true'
made_in desk okada '{"do": "findings"}'
printed okada
says '"sheet": "101"'
says 'the screen \"Keying\"'

# --- every route, with what it cannot do ---
routes | while read -r method path _; do
    [ "$path" = /api/sign-out ] && continue
    for wild in keyed 99999; do
        [ "$method" = POST ] || echo "$method ${path//\*/$wild}"
        [ "$method" = GET ] || for body in '{"sheet": {"answers": {"nothing": {}}}, "why": ""}' '{"do": "nothing"}' 'association,sent^nowhere,many'; do
            echo "$method ${path//\*/$wild} $body"
        done
    done
done >wrong
[ "$(wc -l <wrong)" -ge 100 ] || fail "the routes were not found"
ask_all <wrong
clean $(awk '$1 != 200 { print "answers/" $2 }' codes)

# --- every kind of work, with options that make no sense and operands that are not there ---
works() { grep -hoE '^ *\{?(\.work = )?\{"[a-z-]+",|^ *"[a-z-]+",$' "$SOURCE/$1" | grep -oE '"[a-z-]+"' | tr -d '"' | sort -u; }
{
    for work in $(works importers/web/desk_routes.c); do
        [ "$work" != backup ] || continue
        echo "desk {\"do\": \"$work\", \"operands\": [\"1\", \"kind\", \"first\"], \"options\": {\"nothing\": \"x\"}}"
        echo "desk {\"do\": \"$work\", \"operands\": [\"99999\"]}"
    done
    for options in merge:'"keep": "7", "why": "x"' merge:'"keep": "99999", "why": "x"' duplicates:'"least": "0"' finding-accept:'"why": ""' void:'"why": ""'; do
        echo "desk {\"do\": \"${options%%:*}\", \"operands\": [\"1\", \"99999\"], \"options\": {${options#*:}}}"
        echo "desk {\"do\": \"${options%%:*}\", \"operands\": [\"1\"], \"options\": {${options#*:}}}"
    done
    for work in $(works reports/web/result_routes.c); do
        case $work in workbook* | kit) continue ;; esac
        echo "results {\"do\": \"$work\", \"operands\": [\"nothing\"]}"
    done
    for options in table:by table:where table:base table:interval table:test table:suppress table:figure table:weight table:sort table:percent table:no-answer \
        rank:best compare:surveys compare:concept trend:concept trend-series:series rank-series:at; do
        echo "results {\"do\": \"${options%%:*}\", \"options\": {\"${options#*:}\": \"nonsense (\"}}"
    done
} >senseless
[ "$(wc -l <senseless)" -ge 60 ] || fail "the kinds of work were not found"
make_all <senseless
made_in results okada '{"do": "kit", "options": {"kit": "nothing"}}'
printf 'sheet,art,kind\n7,a,a\n' >odd.csv
by sato POST '/api/upload?name=odd.csv' --data-binary @odd.csv -H 'Content-Type: text/csv'
made_in desk sato "{\"do\": \"import\", \"operands\": [\"$(grep -o 'upload:[0-9]*' body)\"]}"
says 'or that the column is not used'

# --- a return is called by its sheet ---
made_in desk okada '{"do": "merge", "operands": ["1", "1"], "options": {"keep": "1", "why": "x"}}'
says '"error": "sheet 101 cannot be a duplicate of itself"'
made_in desk okada '{"do": "void", "operands": ["2"], "options": {"why": "x"}}'
made_in desk okada '{"do": "void", "operands": ["2"], "options": {"why": "x"}}'
says '"error": "no sheet number (received as 2) is void already"'
by okada POST /api/returns/2 -d '{"why": "x", "sheet": {"fields": {}, "answers": {"kind": {"options": ["a"]}}}}'
is 409 "a void return is corrected"
clean body
made_in desk sato '{"do": "decide", "operands": ["1", "kind", "first"]}'
says 'sato has keyed this sheet'
made_in desk okada '{"do": "decide", "operands": ["1", "kind", "first"]}'
says '"done"'
made_in desk kanri '{"do": "decide", "operands": ["1", "kind", "second"]}'
says 'okada has decided \"Kind\" already'
by okada GET /api/trail
clean body
says '"sentence": "sheet 101, decided between two keyings: Kind: Alpha (first keying)"'
by okada GET /api/trail -G -d sheet=101
says 'sheet 101'
grep -q 'sheet 103' body && fail "the trail of a sheet tells of another"
# Whatever is written into the trail has words there.
grep -rhoE '(\.action = |note\(store, p, )"[a-z]+\.[a-z]+"' "$SOURCE/engine" "$SOURCE/importers" | grep -oE '"[^"]*"' | sort -u >kept
[ "$(wc -l <kept)" -ge 15 ] || fail "the kinds of entries were not found"
while read -r key; do grep -qF "{$key," "$SOURCE/engine/app/trail_words.c" || fail "an entry $key has no words"; done <kept
# On the command line nothing has changed.
shukei return void 2 --why x 2>err && fail "void twice"
grep -q 'return 2 is void already' err || fail "the command line speaks as the screen does"
shukei double decide --survey keyed 7 kind first 2>err || true
shukei finding list --survey keyed --format json >out || true
grep -q 'shukei return edit' out || fail "the command line speaks as the screen does"
end
