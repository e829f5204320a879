#!/usr/bin/env bash
# The results screens from outside: what each form of a view holds, what a request may not smuggle to a command, refusals in
# words, and what the screens ask before they ask for a table.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

wave() { # ID FROM LABEL CONCEPT-OF-THE-SECOND-OPTION
    cat >"$1.json" <<END
{"format": "shukei-survey-1", "id": "$1", "title": "Bicycles & boats <$1>", "organiser": "Riders", "lang": "en", "series": "wheels", "wave_label": "$3",
 "method": "by post", "field": {"from": "$2", "to": "2030-01-01"}, "keys": {"pref": "place", "type": "sort"},
 "questions": [
  {"id": "place", "kind": "prefecture", "label": "Place"},
  {"id": "sort", "kind": "single", "label": "Sort of shop", "options": [{"id": "small", "label": "Small"}, {"id": "large", "label": "Large"}]},
  {"id": "sells", "kind": "multi", "number": "Q3", "label": "What is sold", "concept": "wheels.sold", "options": [
    {"id": "bike", "label": "Bicycles", "concept": "wheels.bike"}, {"id": "boat", "label": "Boats", "concept": "$4"}]},
  {"id": "many", "kind": "number", "label": "How many", "max": 99}]}
END
    shukei --quiet survey add "$1.json"
    { echo sheet,place,sort,sells,many
      for i in $(seq 40); do echo "$i,$((13 + i % 2 * 14)),$([ $((i % 3)) = 0 ] && echo large || echo small),$([ $((i % $5)) = 0 ] && echo boat || echo bike),$i"; done; } >"$1.csv"
    shukei --quiet import --survey "$1" "$1.csv"
}
shukei init >out
wave w-24 2024-01-01 Then wheels.boat 4
wave w-25 2025-01-01 Now wheels.boat 2
printf 'series,period,area,group,value,unit,numerator,denominator,rank,source,note\nrides,2024-01,13,,10.5,%%,,,,S,\nrides,2024-01,27,,20.5,%%,,,,S,\nrides,2024-02,13,,11.5,%%,,,,S,\nrides,2024-02,27,,19.5,%%,,,,S,\n' >rides.csv
shukei --quiet import --as series rides.csv
accounts sato:entry okada:officer ken:research
begin
for name in sato okada ken; do sign_in $name; done

made() { # NAME REQUEST: it is made ($job), and `body` says how that ended
    by "$1" POST /api/surveys/w-25/results -d "$2"
    is 200 "$2"
    until_done "$1"
}
taken() { # NAME REQUEST: `body` is the file
    made "$@"
    grep -q '"done"' body || { cat body; fail "$2"; }
    by "$1" GET "/api/jobs/$job/file" -D head
}
refused() { # NAME TEXT REQUEST: the command says why not
    made "$1" "$3"
    grep -q '"failed"' body || fail "not refused: $3"
    says "$2"
}
wrong() { # TEXT REQUEST: the request itself is turned away
    by okada POST /api/surveys/w-25/results -d "$2"
    is 400 "$2"
    says "$1"
}

# --- every form of every view is what the command makes ---
views=('table|"operands": ["sells"], "options": {"by": "type"@}|tabulate --survey w-25 --by type sells|grouped|Boats'
    'rank|"operands": ["sells", "boat"], "options": {"best": "1"@}|rank --survey w-25 sells boat --best 1|map|Osaka'
    'rank-series|"options": {"series": "rides", "at": "2024-02"@}|rank --series rides --at 2024-02|map|rides'
    'compare|"options": {"surveys": "w-24,w-25"@}|compare --surveys w-24,w-25|slope|Boats'
    'trend|"options": {"concept": "wheels.boat"@}|trend --concept wheels.boat|line|Boats'
    'trend-series|"options": {"series": "rides"@}|trend --series rides|line|rides')
for view in "${views[@]}"; do
    IFS='|' read -r name more words kind text <<<"$view"
    of=$(grep -o '"operands": \[[^]]*' <<<"$more" | cut -c14- | tr -d '" ' | sed 's/^/-/; s/,/-/g') || of= # a file is called after what it is of
    ! grep -q '"by": "type"' <<<"$more" || of=$of-by-type
    for as in json csv; do
        taken ken "{\"do\": \"$name\", \"as\": \"$as\", ${more/@/}}"
        shukei ${words} --format ${as/%csv/csv-excel} >wanted
        cmp wanted body || fail "$name as $as is not what the command prints"
    done
    taken ken "{\"do\": \"$name\", \"as\": \"svg\", ${more/@/, \"figure\": \"$kind\"}}"
    xmllint --noout body && grep -q '<svg' body || fail "$name: no SVG"
    ! grep -qE ' style=|<script' body || fail "$name: an SVG that a strict page would not take"
    taken ken "{\"do\": \"$name\", \"as\": \"pdf\", ${more/@/, \"figure\": \"$kind\"}}"
    grep -qi "^content-disposition: attachment; filename=\"w-25-$name$of-20[0-9]\{6\}\.pdf\"" head || { cat head; fail "$name: its name"; }
    pdftotext -layout body text && grep -q -- "$text" text || { cat text; fail "$name: the page lacks $text"; }
    taken ken "{\"do\": \"$name\", \"as\": \"xlsx\", ${more/@/}}"
    cp body book.xlsx && unzip -p book.xlsx xl/sharedStrings.xml | sees -- "$text" || fail "$name: the workbook lacks $text"
done
taken ken '{"do": "table", "as": "pdf", "operands": ["sells"], "options": {"where": "many >= 3", "figure": "bars"}}'
pdftotext -layout body text
for wanted in 'Bicycles & boats <w-25>' 'n=38' 'by post' 'stated at least 3 for “How many”' 'Wilson' 'Riders'; do grep -qF "$wanted" text || { cat text; fail "the page lacks $wanted"; }; done
taken ken '{"do": "table", "operands": ["sells"], "options": {"by": "pref"}}'
tr -d '\n\t' <body | sees '"figures_across":\["bars",.*"map"\]' || fail "a map of one answer is not offered"
taken ken '{"do": "compare", "options": {"surveys": "w-24,w-25", "concept": "wheels.boat", "force": true, "matched": "prefecture"}}'

# --- a CSV from the screen is for a spreadsheet: a byte-order mark and headings in words; the command's own stays as it was ---
for words in 'tabulate --survey w-25 --by type sells' 'compare --surveys w-24,w-25' 'rank --survey w-25 sells boat' 'trend --series rides'; do
    "$SHUKEI" --lang ja $words --format csv-excel >excel
    [ "$(head -c 3 excel | od -An -tx1)" = ' ef bb bf' ] || fail "$words: no byte-order mark"
    head -1 excel | tail -c +4 | LC_ALL=C grep -q '[^ -~]' || { head -1 excel; fail "$words: no Japanese heading"; }
    ! head -1 excel | sees -E 'survey|label|value' || { head -1 excel; fail "$words: a heading for programs"; }
    "$SHUKEI" --lang ja $words --format csv >plain
    head -1 plain | sees -E '^[a-z_,]*$' || { head -1 plain; fail "$words: the program's CSV has changed"; }
done

# --- refusals are sentences ---
refused ken 'did you mean' '{"do": "compare", "options": {"surveys": "w-24,w-25", "concept": "wheels.boad"}}'
refused ken 'needs two surveys' '{"do": "compare", "options": {"surveys": "w-25"}}'
refused ken 'cannot be drawn as' '{"do": "table", "as": "svg", "operands": ["sells"], "options": {"figure": "pie"}}'
refused ken 'name one QUESTION' '{"do": "table", "as": "svg", "options": {"figure": "auto"}}'
refused ken 'no series in the store has two waves' '{"do": "trend", "options": {"concept": "wheels.nothing"}}'

# --- nothing but the view's options reaches a command ---
for option in output store o format lang survey quiet; do wrong 'is no option of this' "{\"do\": \"table\", \"options\": {\"$option\": \"$work/stolen\"}}"; done
wrong 'is no option of this' '{"do": "table", "options": {"force": true}}'
wrong 'expected' '{"do": "compare", "options": {"surveys": "w-24,w-25", "force": "--output=stolen"}}'
wrong 'expected' '{"do": "table", "operands": ["--output=stolen"], "options": {"by": true}}'
wrong 'nothing that this can be had as' '{"do": "table", "as": "../x"}'
wrong 'nothing that this can be had as' '{"do": "workbook", "as": "csv"}'
wrong 'nothing that can be done' '{"do": "backup"}'
wrong 'not a path' "{\"do\": \"kit\", \"options\": {\"kit\": \"$work/w-25.json\"}}"
wrong 'not a path' '{"do": "kit", "options": {"kit": "../surveys/x"}}'
wrong 'at most' '{"do": "compare", "operands": ["--output=stolen"]}'
refused okada '--output=stolen' '{"do": "table", "operands": ["--output=stolen"]}'
refused okada 'Split by' '{"do": "table", "options": {"by": "--output=stolen"}}'
[ ! -e stolen ] || fail "an option was smuggled in"
by ken POST /api/surveys/w-25/results -d '{"do": "kit", "options": {"kit": "x"}}'
is 403 "a press kit by a researcher"

# --- kits: of this survey or of none, by their titles, with what the store lacks for them; no message leads into the server ---
by okada GET '/api/kits?survey=w-25'
says '"name": "usage-prefecture", "title": "'
says '"survey": null, "missing": "the series \"'
[ "$(grep -c '"name"' body)" = 1 ] || { cat body; fail "kits of other surveys are offered"; }
by okada GET /api/kits
says '"missing": "the survey \"2023年10月1日以降のマイナ保険証トラブル調査\" has not been added"'
made okada '{"do": "kit", "options": {"kit": "trouble-2023-10"}}'
says 'trouble-2023-10.json'
! grep -qF "$SOURCE" body || { cat body; fail "a message names a folder of the server"; }
made okada '{"do": "kit", "options": {"kit": "nothing"}}'
! grep -qF "$SOURCE" body || { cat body; fail "a message names a folder of the server"; }

# --- what can be asked for ---
by ken GET /api/surveys/w-25/catalogue
says '{"id": "sells", "number": "Q3", "label": "What is sold", "kind": "multi", "concept": "wheels.sold", "options": [{"id": "bike"'
says '{"id": "pref", "label": "Place"}'
by ken GET /api/catalogue
says '"title": "Bicycles & boats <w-24>", "series": "wheels", "from": "2024-01-01", "returns": 40}'
says '{"id": "rides", "unit": "%", "first": "2024-01", "last": "2024-02"'
by ken GET /api/series/rides
says '"periods": ["2024-01", "2024-02"]'
by ken GET /api/series/none
is 409 "a series that is not there"
ask_expression() { by ken GET "/api/surveys/w-25/expression" -G --data-urlencode "text=$1"; }
ask_expression 'sells has boat and many >= 3'
says '{"fault": null}'
ask_expression 'sells has boot'
says 'did you mean'
ask_expression ''
says '{"fault": null}'

# --- the monitor: every role sees it, with the survey before found by itself ---
by sato GET /api/surveys/w-25/fieldwork
says '"last": "Bicycles & boats <w-24>'
says '"findings": {"open": '
says '"map": "<?xml'
