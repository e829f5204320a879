#!/usr/bin/env bash
# What must never be taken for a command, a formula, markup, a header or a path is sent through every field of the workstation: it is
# stored as it was written, or refused with a reason, and comes out as text everywhere.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1
export TMPDIR=$work

cat >survey.json <<'END_OF_SURVEY'
{"format": "shukei-survey-1", "id": "fields", "title": "T </title><script>hit=1</script>", "organiser": "O \"><img src=x onerror=hit=1>", "lang": "en",
 "questions": [
  {"id": "kind", "kind": "single", "label": "K <b>'\"&", "required": true, "options": [{"id": "a", "label": "=1+1"}, {"id": "b", "label": "<script>hit=1</script>", "other": true}]},
  {"id": "cases", "kind": "number", "label": "@SUM(1)", "max": 100},
  {"id": "story", "kind": "text", "label": "Story"}]}
END_OF_SURVEY
payloads=(
    "'); DROP TABLE ret;-- ' OR 1=1 \$(touch $work/planted)\`touch $work/planted\`;touch $work/planted"
    "<script>window.hit=1</script>\"><img src=x onerror=hit=1></textarea></title><svg onload=hit=1>"
    "=HYPERLINK(\"http://evil.example\",\"x\")"
    "+cmd|' /C calc'!A0"
    "-2+3+cmd|' /C calc'!A0"
    "@SUM(1+1)*cmd"
    "＝1+1"
    "../../../../etc/passwd"
    "-o$work/planted"
    "--output=$work/planted"
    "%00%0d%0aSet-Cookie: hit=1 {out} {uploads} upload:1 %s%n%1\$s {{7*7}} javascript:hit=1"
    $'a\u2028b\u202egnp.exe\u2066'
    $'first\r\nSet-Cookie: hit=1\r\n\r\n<b>'
)
shukei init >out
shukei survey add survey.json >out
accounts sato:entry okada:officer kanri:admin
schema() { sqlite3 s.db 'SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2'; }
schema >schema.before
begin
ask() { # METHOD PATH [curl's words]: status in $status, body in `body`, and all headers in `heads`
    status=$(curl -s -g -D head -o body -w '%{http_code}' -X "$1" "${@:3}" "$url$2") || status=000
    cat head >>heads
    case $status in 2?? | 4??) ;; *) complain "$1 $2 ${*:3}: $status $(cat body)" ;; esac
}
for name in sato okada kanri; do sign_in $name; done
rm heads
by() { ask "$2" "$3" -b "$1.cookie" -H "X-Shukei-Token: $(cat "$1.token")" -H 'Content-Type: application/json' "${@:4}"; }
json() { # TEXT as a JSON string
    local t=${1//\\/\\\\}
    t=${t//\"/\\\"} t=${t//$'\r'/\\r}
    printf '"%s"' "${t//$'\n'/\\n}"
}
url_of() { LC_ALL=C; local i; for ((i = 0; i < ${#1}; i++)); do printf '%%%02X' "'${1:i:1}"; done | sed 's/%FFFFFFFFFFFFFF/%/g'; LC_ALL=; }
work() { # NAME PATH REQUEST: a job, to its end
    by "$1" POST "/api/surveys/fields/$2" -d "$3"
    [ "$status" = 200 ] || return 0
    until_done "$1"
    cp body job
    by "$1" GET "/api/jobs/$job/file"
}

# --- every field that is kept ---
n=0
for p in "${payloads[@]}"; do
    n=$((n + 1))
    j=$(json "$p")
    by sato POST /api/surveys/fields/sheets -d "{\"key\": \"$(printf %032d $n)\", \"sheet\": {\"fields\": {\"sheet\": $j, \"association\": $j, \"institution\": $j, \"received\": $j, \"remark\": $j},
        \"answers\": {\"kind\": {\"options\": [\"b\"], \"words\": $j}, \"cases\": {\"text\": $j}, \"story\": {\"text\": $j}}}}"
    [ "$status" = 200 ] || complain "a sheet with $p: $status $(cat body)"
    id=$(grep -o '"id": [0-9]*' body | grep -o '[0-9]*')
    by sato GET "/api/returns/$id"
    kept=$(grep -oF -- "$j" body | wc -l || true)
    [ "$kept" -ge 4 ] || complain "$p is not kept as it was written: $(cat body)"
    by sato POST "/api/returns/$id" -d "{\"why\": $j, \"sheet\": {\"fields\": {\"sheet\": \"$n\", \"institution\": \"Clinic $n\"}, \"answers\": {\"kind\": {\"options\": [\"b\"], \"words\": $j}, \"story\": {\"text\": $j}}}}"
    [ "$status" = 200 ] || complain "a correction because of $p: $status $(cat body)"
    by sato POST '/api/surveys/fields/draft?second=0' -d "{\"x\": $j}"
    by sato GET '/api/surveys/fields/draft?second=0'
    grep -qF -- "$j" body || complain "the draft with $p"
    by okada POST /api/surveys/fields/links -d "{\"association\": $j, \"institutions\": [$j]}"
    link=$(grep -o '/f/[a-z0-9]*' body)
    for kind in "" b; do # once to be looked at again, once taken
        ask GET "$link"
        ask POST "$link" --data-urlencode ".key=$(grep -o 'value="[0-9a-f]\{32\}"' body | grep -o '[0-9a-f]\{32\}')" --data-urlencode "kind=$kind" \
            --data-urlencode "kind.words=$p" --data-urlencode "story=$p" --data-urlencode "cases=1" --data-urlencode "x.words=$p"
        cat body >>pages
    done
    [ "$status" = 200 ] || complain "an answer with $p: $status $(grep -A9 alert body)"
    ask GET "$link"
    cat body >>pages
    grep -qF -- "$(head -1 <<<"$p" | tr -d '\r' | sed "s/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/\"/\&quot;/g; s/'/\&#39;/g")" body || complain "$p is not in the form again"
done

# --- every field that is not: names, operands, options, paths, queries, headers ---
for p in "${payloads[@]}"; do
    j=$(json "$p") u=$(url_of "$p")
    by kanri POST /api/accounts -d "{\"do\": \"add\", \"name\": $j, \"role\": \"entry\", \"password\": \"a long enough secret\"}"
    [ "$status" = 400 ] || complain "an account by the name of $p: $status"
    by kanri POST /api/accounts -d "{\"do\": $j, \"name\": \"sato\", \"role\": $j, \"password\": $j}"
    [ $((n++ % 4)) != 0 ] || ask POST /api/sign-in -d "{\"name\": $j, \"password\": $j}"
    [ $((n % 4)) != 0 ] || by sato POST /api/password -d "{\"was\": $j, \"is\": $j}"
    paths=("/api/surveys/$u/form" "/api/returns/$u" "/api/jobs/$u" "/api/jobs/$u/file" "/api/progress?survey=$u&by=$u" "/f/$u" "/$u"
        "/api/progress?survey=fields&by=$u" "/api/surveys/$u/draft?second=$u" "/api/kits?$u=$u"
        "/api/trail?who=$u&kind=$u&since=$u&until=$u" "/api/trail?survey=$u&return=$u" "/api/papers/$u" "/api/papers/$u/pages/$u" "/api/series/$u"
        "/api/surveys/fields/texts?q=$u" "/api/surveys/fields/texts?question=$u&kind=$u&place=$u&review=$u&from=$u" "/api/surveys/$u/fieldwork"
        "/api/surveys/$u/catalogue" "/api/surveys/$u/number" "/api/surveys/fields/number?sheet=$u&association=$u&second=$u" "/api/surveys/fields/expression?where=$u&$u=$u" "/api/surveys/$u/sent" "/api/backups/$u/file")
    curl -s -g -b okada.cookie -D head -w '\n%{http_code}\n' "${paths[@]/#/$url}" >codes || complain "no answer to paths with $p"
    ! grep -xE '5..|000' codes || complain "paths with $p"
    cat head >>heads
    by okada POST "/api/surveys/$u/desk" -d '{"do": "check"}'
    ask GET /api/hello -H "X-Forwarded-For: ${p//[$'\r\n']/}" -H "Origin: ${p//[$'\r\n']/}" -H "Cookie: shukei=${p//[$'\r\n']/}" -H "If-None-Match: ${p//[$'\r\n']/}"
    by okada POST /api/surveys/fields/masks -d "{\"return\": 1, \"question\": $j, \"original\": $j, \"was\": $j, \"spans\": [[0, 1, $j]], \"why\": $j}"
    by kanri POST "/api/admin/surveys?name=$u&keep=1" -d "{\"format\": $j, \"id\": $j}"
    [ "$status" = 400 ] || complain "a survey by the name of $p: $status"
    by kanri POST "/api/surveys/fields/sent" --data-binary "association,sent"$'\n'"\"${p//\"/\"\"}\",1"$'\n'
    by kanri POST /api/backups -d "{\"do\": \"verify\", \"name\": $j}"
    [ "$status" = 404 ] || complain "a backup by the name of $p: $status"
    for options in "\"as\": $j" "\"options\": {\"output\": $j}" "\"options\": {\"least-first\": $j}"; do
        by okada POST /api/surveys/fields/results -d "{\"do\": \"table\", $options}"
        [ "$status" = 400 ] || complain "a table with $options: $status"
    done
    by okada POST /api/surveys/fields/results -d "{\"do\": \"kit\", \"options\": {\"kit\": $(json "x/$p")}}"
    [ "$status" = 400 ] || complain "a kit from $p: $status"
    by sato POST "/api/upload?name=$u" --data-binary "kind,cases,story"$'\n'"a,,\"${p//\"/\"\"}\""$'\n'
    [ "$status" = 200 ] || complain "an upload by the name of $p: $status $(cat body)"
    file=$(grep -o 'upload:[0-9]*' body || true)
    [ $((n % 3)) != 0 ] || work sato desk "{\"do\": \"import-look\", \"operands\": [$(json "$file")], \"options\": {\"as\": \"csv\"}}"
    [ $((n % 3)) != 0 ] || grep -q '"done"' job || complain "the upload $p: $(cat job)"
    for operand in "import $p" "import upload:$p" "sheets-add $p"; do
        by sato POST /api/surveys/fields/desk -d "{\"do\": \"${operand%% *}\", \"operands\": [$(json "${operand#* }")]}"
        [ "$status" = 400 ] || complain "a file of this machine was read, $operand: $status"
    done
done
i=0
for p in "${payloads[@]}"; do # jobs, some of each kind: they take longer
    j=$(json "$p") i=$((i + 1))
    case $((i % 4)) in
    0) work okada results "{\"do\": \"table\", \"operands\": [$j], \"options\": {\"by\": $j, \"where\": $j}}" ;;
    1) work okada desk "{\"do\": \"finding-accept\", \"operands\": [$j], \"options\": {\"why\": $j}}" ;;
    2) work sato desk "{\"do\": \"decide\", \"operands\": [\"1\", \"kind\", $j], \"options\": {\"why\": $j}}" ;;
    3) work okada desk "{\"do\": \"batch-undo\", \"operands\": [$j], \"options\": {\"why\": $j}}" ;;
    esac
    grep -q '"failed"' job || complain "$p was done: $(cat job)"
    [ $((i % 5)) = 0 ] || continue
    work okada desk "{\"do\": \"void\", \"operands\": [\"$((2 * i))\"], \"options\": {\"why\": $j}}"
    grep -q '"done"' job || complain "making void because of $p: $(cat job)"
done

# --- nothing happened that was not asked for ---
schema >schema.after
cmp schema.before schema.after || complain "the tables are others"
shukei verify >out || complain "$(cat out)"
[ -z "$(find . /tmp -maxdepth 1 -name 'planted*' 2>/dev/null)" ] || complain "a file was planted"
! grep -i 'hit=' heads || complain "a header was planted"
! grep -nE '<(script|img|svg|b>)|</textarea></title>' pages || complain "markup in the form"
[ "$(sqlite3 s.db "SELECT count(*) FROM account")" = 3 ] || complain "an account was planted"

# --- and comes out as text: CSV that people open, pages, workbooks, paper; files for programs keep it exactly ---
for listing in "history 1" "finding list --survey fields" "batch list" "user list" "double report --survey fields"; do
    shukei $listing --format csv >>opened.csv 2>>errors || true
done
work okada results '{"do": "table-csv", "operands": ["kind", "story"]}'
cat body >>opened.csv
[ "$(wc -l <opened.csv)" -ge 40 ] || complain "$(cat errors opened.csv)"
! grep -nE '(^|,)"?([=@＝]|[+-][^",]*[^0-9".,%])' opened.csv || complain "a formula in a CSV"
grep -q "'=HYPERLINK" opened.csv || complain "no formula was there to be guarded against"
shukei cases --survey fields -o cases.html >out && shukei cases --survey fields -o cases.xlsx >out && shukei cases --survey fields -o cases.pdf >out
[ "$(grep -o '<script' cases.html | wc -l)" = 1 ] || complain "a script in the case list"
! grep -nE '<(img|svg|textarea)|[^-]onerror=hit=1>' cases.html || complain "markup in the case list"
work okada results '{"do": "workbook"}'
cp body tables.xlsx
for book in cases tables; do
    unzip -qo $book.xlsx -d $book
    ! grep -rl '<f>' $book/xl/worksheets || complain "a formula in $book.xlsx"
    ! grep -r 'TargetMode="External"' $book || complain "$book.xlsx leads elsewhere"
done
pdftotext cases.pdf - | tr -d '\n' | sees 'DROP TABLE' || complain "the text is not on paper"
shukei export --survey fields --format csv --for research --with-text --threshold 1 -o exact.csv 2>errors >out || complain "$(cat errors)"
grep -qE '(^|[",])=HYPERLINK' exact.csv || complain "the file for programs does not keep the text: $(head -5 exact.csv)"

end
! grep -E 'Sanitizer|runtime error' warned || complain "a sanitizer has found something"
exit $failed
