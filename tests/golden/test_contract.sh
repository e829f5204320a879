#!/usr/bin/env bash
# What scripts outside the project rely on, whatever the survey: JSON that is JSON, with no key twice; CSV with rows as wide as its
# heading; "-o -" for everything that is written; an option that is given twice is not lost without a word.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei --quiet init
cat >survey.json <<'J'
{"format": "shukei-survey-1", "id": "ID", "title": "設備 \"B\" \\ ID", "lang": "ja", "organiser": "N", "keys": {"pref": "place", "type": "sort"}, "series": "rooms",
 "wave_label": "ID", "field": {"from": "2024-01-01"}, "sent": {"total": 40, "by": [{"association": "大阪府保険医協会", "prefecture": "27", "count": 30}]}, "questions": [
  {"id": "place", "kind": "prefecture", "label": "Place"},
  {"id": "sort", "kind": "single", "label": "Sort", "options": [{"id": "Big", "label": "大きい"}, {"id": "Small", "label": "小さい"}]},
  {"id": "uses", "kind": "single", "label": "利用", "concept": "r.uses", "options": [{"id": "Yes", "label": "はい", "concept": "r.yes"}, {"id": "No", "label": "いいえ"}]},
  {"id": "why", "kind": "multi", "label": "Why", "ask": "uses = No", "options": [{"id": "Cost", "label": "費用"}, {"id": "Time", "label": "時間"}]},
  {"id": "staff", "kind": "number", "label": "Staff", "unit": "人"}, {"id": "memo", "kind": "text", "label": "Memo", "confidential": true},
  {"id": "fee", "kind": "matrix", "label": "Fees", "rows": [{"id": "day", "label": "Day"}], "cells": {"kind": "number"}}]}
J
printf '%s\n' 'Place,Sort,利用,費用,時間,Staff,Memo,Fees Day,回収方法,受付日' '27,Big,Yes,,,3,"a ""b"" \c",abc,fax,2024-01-03' '27,Small,No,1,,,電話 03-1111-2222,,post,2024-01-04' \
    '13,Big,No,1,1,x,,,web,2024-01-05' '13,Small,Yes,,,9,,,fax,2024-01-05' ',,Yes;No,,,2,,,郵送,' >rows.csv
for id in first second; do
    sed "s/ID/$id/g" survey.json >$id.json
    shukei --quiet survey add $id.json
    shukei --quiet import --survey $id --batch $id rows.csv >out
done
printf '%s\n' series,period,area,value,unit,source load,2024-01,13,1,%,S load,2024-01,27,2,%,S load,2024-02,13,2,%,S load,2024-02,27,4,%,S >load.csv
shukei --quiet import --as series load.csv

readable() { # words of a command: its JSON and its CSV
    local code=0
    shukei "$@" --format json >out.json || code=$?
    [ $code = 0 ] || [ $code = 3 ] || fail "$*: exit code $code"
    local bad
    bad=$(sqlite3 :memory: "SELECT CASE WHEN json_valid(t) THEN (SELECT group_concat(DISTINCT k) FROM (SELECT fullkey k FROM json_tree(t) GROUP BY 1
        HAVING count(*) > 1)) ELSE 'no JSON' END FROM (SELECT CAST(readfile('out.json') AS TEXT) t)")
    [ -z "$bad" ] || fail "$* --format json: $bad"
    shukei "$@" --format csv >out.csv || [ $? = 3 ] || fail "$* --format csv"
    sed -e 's/""//g' -e ':a; s/"[^"]*"//g; /"/{N; ba}' out.csv | awk -F, 'NR == 1 { n = NF } NF != n { print; exit 1 }' || fail "$* --format csv: a row is not as wide as the heading"
    refuses 2 "--format yaml: expected" "$@" --format yaml
}
for command in "survey list" "survey show first" "survey sent first" "series list" "series show load" "batch list" "return show 1" "history 1" \
    "duplicates --survey first" "duplicates --survey first --decided" "progress --survey first" "progress --survey first --by pref" "progress --survey first --by day" \
    "fieldwork --survey second" "fieldwork --survey first --by pref" "check --survey first" "finding list --survey first --all" "mask --survey first" "cases --survey first" \
    "tabulate --survey first" "tabulate --survey first --by sort,place --suppress 2" "rank --survey first uses Yes" "rank --series load --at 2024-02" \
    "compare --surveys first,second" "compare --surveys first,second --by pref" "trend --concept r.yes" "trend --series load" "project --series load --target 2024-03" \
    "weights --survey first" "relate --survey first uses Yes --by sort" "nonresponse bounds --survey first" "nonresponse modes --survey first" \
    "double list --survey first" "double report --survey first" "sheets list" "user list" "verify"; do
    readable $command
done

# Standard output takes whatever a file would; a page does not go there unasked.
starts() { # first bytes, words of a command
    local bytes=$1
    shift
    shukei "$@" >out 2>err || { cat err; fail "$*"; }
    [ "$(head -c ${#bytes} out | tr -d '\0')" = "$bytes" ] || { head -c 200 out; fail "$*: does not begin with $bytes"; }
}
for command in "tabulate --survey first uses" "rank --survey first uses Yes" "rank --series load --at 2024-02" "compare --surveys first,second" "trend --series load" \
    "project --series load --target 2024-03" "fieldwork --survey first" "weights --survey first" "relate --survey first uses Yes --by sort" "nonresponse bounds --survey first"; do
    starts PK $command --format xlsx -o -
    refuses 2 "--format pdf makes a file: name it with -o" $command --format pdf
done
starts %PDF tabulate --survey first uses --format pdf -o -
for ending in xlsx:PK pdf:%PDF json:{ JSON:{ csv:survey,table, txt:利用; do # a file is what it is called
    shukei tabulate --survey first uses -o "t.${ending%:*}"
    sees -a "^${ending#*:}" "t.${ending%:*}" || fail "t.${ending%:*} begins otherwise"
done
shukei tabulate --survey first uses --format text -o t.csv
sees '^利用' t.csv || fail "--format is not what counts"
refuses 2 "--format xlsx: expected text, json or csv" audit rows.csv -o a.xlsx
starts '<!DOCTYPE html>' cases --survey first -o -
starts %PDF cases --survey first --format pdf -o -
starts PK cases --survey first --format xlsx -o -
starts PK excel --survey first --machine -o -
starts %PDF form --survey first -o -
starts SQLite backup -
refuses 2 "--format doc: expected pdf, xlsx, html, text, json or csv" cases --survey first --format doc -o -
refuses 2 "-o is missing" cases --survey first

# A row of a matrix without a number is called by its matrix: another may have a row of that name.
run 0 'Fees Day: "abc" is not one number' check --survey first

# Given twice; an empty filter filters nothing; names that are near, and names that are not.
refuses 2 'the options of "sort" have no concepts' compare --surveys first,second --by type
refuses 2 '--where is given twice, as "uses = Yes" and as "sort = Big"; leave one out' tabulate --survey first --where 'uses = Yes' --where 'sort = Big'
run 0 "n=5" tabulate --survey first --survey first uses --where ' '
! grep -q '絞り込み' out || fail "an empty filter is printed"
refuses 2 'unknown option -x' tabulate --survey first -x
! grep -q 'did you mean' err || fail "-x is near to nothing"
refuses 2 '--where: column 9: "99" is no prefecture; expected its code, 01 to 47, or its name' tabulate --survey first --where 'place = 99'
refuses 2 '--where: column 11: "pigeon" is no way by which returns come in; expected fax, post or web' tabulate --survey first --where 'channel = pigeon'
run 0 "n=2" tabulate --survey first uses --where 'channel = 郵送'
run 0 "channel" return edit 1 channel=郵送 --why "as the envelope says"
run 0 "n=3" tabulate --survey first uses --where 'channel = post'

# Completion in bash offers what the program itself knows.
completes() { # what must be among the proposals, words typed so far
    local wanted=$1 said
    shift
    said=$(set +eo pipefail; source "$SOURCE/data/completion/shukei"; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _shukei; echo " ${COMPREPLY[*]} ")
    [[ $said == *" $wanted "* ]] || fail "completion of $*: $said"
}
completes tabulate shukei ta
completes tabulate shukei help ta
completes merge shukei duplicates ""
completes bounds shukei nonresponse b
completes --percent shukei tabulate --pe
completes answers shukei tabulate --percent ""
completes officer shukei user add x --role o
completes second shukei --store "$SHUKEI_STORE" check --survey ""
completes load shukei trend --series l
completes first.json shukei audit fi

# A file that is not there, and a folder: what to do stands in the message.
refuses 1 "nowhere.json: no such questionnaire, neither here nor in templates/surveys; name its file" survey add nowhere.json
refuses 1 "nowhere.json: there is no such file; check the name and the folder" import --survey first --map nowhere.json rows.csv
refuses 1 "nowhere/x.json cannot be written: there is no such folder; make it, or name another" tabulate --survey first --format json -o nowhere/x.json

# The survey is Japanese and the interface English: what cannot be done is said in English, and why.
refuses 1 "nowhere has neither returns nor published figures in the store" excel --survey first --compare nowhere -o x.xlsx
refuses 1 "with counts below 1000 kept back there are no two ways of answering left to compare" nonresponse modes --survey first --suppress 1000

# Two stores: neither is taken for the other.  Of two languages the last counts.
refuses 2 '--store is given twice, as "a.db" and as "b.db"; leave one out' --store a.db --store b.db verify
refuses 2 '--store needs a value' --store= verify
run 0 '調査' --lang ja survey list
