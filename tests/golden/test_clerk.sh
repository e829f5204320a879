#!/usr/bin/env bash
# A clerk's own spreadsheet: a title above, totals below, numbered rows that nobody filled in, days without a year.  What is
# no return is not counted until somebody says so, and the numbers are those that awk finds in the file.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
survey=trouble-2023-10
shukei() { "$SHUKEI" --lang en --store s.db "$@"; }

cat >rows.csv <<'END'
1,12月28日(木),広島,医科,3,2,なし,無,,保険証,停電した,●表記、資格無効,有
2,1/9,東京都,歯科,残す,1,返戻,有,３件,1,,④,あり
3,R6.1.9,27,病院,延期,,無,無,,,,,無
4,2024/1/10,大阪,2,賛成,待ち時間、スタッフ増,なし,無,,,,,なかった
END
{
    echo '回答一覧（東京協会）,,,,,,,,,,,,'
    echo ',,,,,,,,,,,,'
    echo '整理番号,受付日,県名,区分,問１０　廃止の賛否,問９（受付業務）,問8,問7,件数,問６．対応,自由記載,問4,問3'
    cat rows.csv
    echo '5,,,,,,,,,,,,'
    echo '合計,4件,,,,,,,3,,,,2'
} | sed 's/$/\r/' | iconv -f UTF-8 -t CP932 >回答.csv
shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null

# The dry run says what the whole file would come to, and stores nothing.
shukei import --survey $survey --dry-run 回答.csv >dry.txt
grep -q '^rows 6: 4 would be accepted, 2 set aside; findings: 2 errors' dry.txt || fail "dry run: $(tail -3 dry.txt)"
[ "$(shukei check --survey $survey --format json | grep -c '"read": 0')" = 1 ] || fail "the dry run stored something"

shukei import --survey $survey --format json 回答.csv >in.json && fail "errors must end with exit code 3" || [ $? = 3 ]
grep -q '"accepted": 4, "duplicate": 0, "set_aside": 2' in.json || fail "counts: $(grep reconciliation in.json)"
grep -E '"row": 9\}.*"rule": "row.total", "severity": "error".*"value": "合計"' in.json >/dev/null || fail "the total is not found"
grep -E '"row": 8\}.*"rule": "row.blank", "severity": "error"' in.json >/dev/null || fail "the blank row is not found"
[ "$(grep -c '"rule"' in.json)" = 2 ] || fail "more is said than that: $(cat in.json)"

count() { shukei tabulate --survey $survey "$1" --format csv "${@:3}" | awk -F, -v row="$2" '$4 == row && $6 == "total" { print $8 "/" $9 }'; }
expect() { [ "$(count "${@:2}")" = "$1" ] || fail "${*:2}: $(count "${@:2}"), not $1"; }
yes=$(awk -F, '$13 ~ /^(有|あり)$/' rows.csv | wc -l)
expect "$yes/4" q3 yes
expect "2/2" q4 masked
expect "1/2" q4 invalid
expect "$(awk -F, '$5 ~ /残す|3/' rows.csv | wc -l)/4" q10 keep
expect "1/1" q3 yes --where 'received = 2023-12-28'
expect "0/1" q3 no --where 'received = 2024-01-09 and q3 = yes'
expect "1/2" q3 no --where 'received = 2024-01-09'

# A file without most of the questions: the message holds the map that says so.
printf '問1,問2,問3\n東京,医科,有\n' >short.csv
shukei import --survey $survey --dry-run short.csv >short.txt 2>&1 && fail "missing columns were let in" || [ $? = 1 ]
grep -o '{"absent": .*}' short.txt >map.json || fail "no map is offered: $(cat short.txt)"
shukei import --survey $survey --dry-run --map map.json short.csv >short.txt 2>&1 || fail "the map that was offered: $(cat short.txt)"

# A person decides: the total is none, the blank sheet is one.
shukei return void 6 --why "合計の行" >/dev/null
shukei return accept 5 --why "白票として数える" >/dev/null
expect "$yes/5" q3 yes
shukei check --survey $survey >/dev/null || fail "an error is still open"

# Headings: a number before a name that is the id too; names that several questions bear are told apart by id.
cat >ward.json <<'END'
{"format": "shukei-survey-1", "id": "ward", "title": "Wards", "lang": "en", "organiser": "x", "questions": [
 {"id": "beds", "kind": "number", "number": "Q1", "label": "Beds"},
 {"id": "sat", "kind": "matrix", "number": "Q2", "label": "Satisfaction", "rows": [{"id": "pay", "label": "Pay"}, {"id": "rota", "label": "Rota"}],
  "cells": {"kind": "single", "options": [{"id": "good", "label": "Good"}, {"id": "poor", "label": "Poor",
   "questions": [{"id": "why", "kind": "text", "label": "Why poor"}]}]}}]}
END
shukei survey add ward.json >/dev/null
printf 'Q1 Beds,Q2 Pay,Q2 Rota,Why poor so\n12,Good,Poor,x\n' >ward.csv
shukei import --survey ward --dry-run ward.csv >ward.txt 2>&1 && fail "an unknown heading was let in" || [ $? = 1 ]
grep -q 'Q1 Beds  *→ Q1 Beds (beds)' ward.txt || fail "Q1 Beds: $(cat ward.txt)"
grep -q 'Why poor so.*"sat_pay_why", "sat_rota_why"' ward.txt || fail "suggestions: $(cat ward.txt)"

# A number with places is the same in the table and in a kit's sentence; a matrix's row is printed with what all rows share;
# a word follows its number after a space; a long label has a row high enough in the workbook.
cat >shifts.json <<'END'
{"format": "shukei-survey-1", "id": "shifts", "title": "Shifts", "lang": "en", "organiser": "x", "questions": [
 {"id": "agency", "kind": "single", "number": "Q1", "label": "Agency", "options": [{"id": "no", "label": "No"}, {"id": "yes", "label": "Yes",
   "questions": [{"id": "covered", "kind": "number", "label": "Covered", "unit": "shifts", "decimals": 1, "at_least": true}]}]},
 {"id": "sat", "kind": "matrix", "number": "Q2", "label": "Satisfaction", "rows": [{"id": "pay", "label": "Pay"}],
  "cells": {"kind": "single", "options": [{"id": "good", "label": "Good"}, {"id": "poor", "label": "Poor, and this is a reason that needs many more words than a column is wide",
   "questions": [{"id": "why", "kind": "text", "label": "Why poor"}]}]}}]}
END
cat >kit.json <<'END'
{"format": "shukei-press-1", "meta": {"survey": "shifts", "title": "Shifts", "date": "2025-05-01"},
 "agenda": {"title": "Agenda", "themes": []}, "sections": [
 {"id": "s", "type": "statement", "title": "Statement", "blocks": [{"paragraph": "In all {covered|at_least} or {covered|at_least,}."}]},
 {"id": "q", "type": "questionnaire", "title": "Form"}]}
END
shukei survey add shifts.json >/dev/null
printf 'Q1,Covered,Q2 Pay,Why poor\nYes,1200.5,Good,\nYes,,Poor,\nNo,,Good,\n' | sed 's/Poor/2/' >shifts.csv
shukei import --survey shifts shifts.csv >/dev/null
shukei tabulate --survey shifts >shifts.txt
grep -q '^1,200.5 shifts ' shifts.txt || fail "no space before the unit: $(cat shifts.txt)"
grep -q '^at least  *1,201.5' shifts.txt || fail "at least: $(cat shifts.txt)"
grep -q '^ *Pay: Why poor' shifts.txt || fail "the nested question does not name its row: $(cat shifts.txt)"
shukei tabulate --survey shifts covered --format csv | sees 'summary.at_least,.*1201.5' || fail "at least in CSV"
shukei press --kit kit.json -o kit.pdf
pdftotext -layout kit.pdf kit.txt
grep -q 'In all 1201.5 or 1,201.5\.' kit.txt || fail "the sentence: $(grep 'In all' kit.txt)"
grep -q 'Satisfaction: Pay' kit.txt || fail "the form does not say what the row is about"
shukei excel --survey shifts -o book.xlsx
unzip -q -o book.xlsx -d book
grep -l 'Satisfaction: Pay' book/xl/sharedStrings.xml >/dev/null
grep -hoE '<row r="8"[^>]*ht="[0-9]+"' book/xl/worksheets/*.xml | sees -v 'ht="15"' || fail "no row is higher for its label"

# Made-up returns say so in their remark, and then every result says so; real ones under the same questionnaire do not.
notice='合成データです'
shukei tabulate --survey $survey q3 | sees "$notice" && fail "real returns are called synthetic"
sed 's/"shifts"/"'$survey'"/; s/In all {covered.*or {covered|at_least,}/{q3.yes|count}/' kit.json >small.json
shukei press --kit small.json -o real.pdf
pdftotext real.pdf - | sees '合成データ' && fail "the kit calls real returns synthetic"
shukei excel --survey $survey -o real.xlsx
unzip -p real.xlsx xl/sharedStrings.xml docProps/core.xml | sees '合成データ' && fail "the workbook calls real returns synthetic"
printf '票番号,問1,問2,問3,問4,問5,問6,問7,件数,問8,問9,問10,備考\n900,東京,医科,有,,,,,,,,,合成データ\n' >made_up.csv
shukei import --survey $survey made_up.csv >/dev/null
shukei tabulate --survey $survey q3 | sees '票のうち1票は合成データです' || fail "a made-up return among the real ones is not said"
