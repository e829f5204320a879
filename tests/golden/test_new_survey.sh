#!/usr/bin/env bash
# A survey that the authors never saw is one JSON file: every kind of question, in the encoding of an old spreadsheet,
# from the file to the table, the workbook and the form of the numbers.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
fixture=$SOURCE/tests/golden/new_survey
iconv -f UTF-8 -t CP932 "$fixture/returns.csv" | sed 's/$/\r/' >returns.csv

"$SHUKEI" init
"$SHUKEI" survey add "$fixture/survey.json"
"$SHUKEI" import --survey night-duty-2025 returns.csv --format json >import.json
"$SHUKEI" tabulate --survey night-duty-2025 --format csv >all.csv
"$SHUKEI" tabulate --survey night-duty-2025 why --by size --format csv >cross.csv
"$SHUKEI" excel --survey night-duty-2025 -o tables.xlsx
[ -s tables.xlsx ]

expect() { # file, pattern: table,row,column,...,count,n,percent text
    grep -qE "$2" "$1" || { echo "$1 has no line like: $2"; cat "$1" import.json; exit 1; }
}
expect import.json '"accepted":[[:space:]]*6'
check() { # table, row, column, expected "count n text", file
    got=$(awk -F, -v t="$1" -v r="$2" -v c="$3" '$3 == t && $4 == r && $6 == c { print $8, $9, $13 }' "${5:-all.csv}")
    [ "$got" = "$4" ] || { echo "$1.$2@$3: expected '$4', got '$got'"; cat "${5:-all.csv}"; exit 1; }
}
check place 13 total "2 6 33.3%"
check place 27 total "2 6 33.3%"
check place no_answer total "1 6 16.7%"
check duty yes total "3 6 50.0%"
check duty no_answer total "1 6 16.7%"
check why staff total "1 3 33.3%"
check why money total "2 3 66.7%"
check why none total "1 3 33.3%"
check view_pay good total "2 6 33.3%"
check view_load bad total "3 6 50.0%"
check why money size=large "1 2 50.0%" cross.csv
