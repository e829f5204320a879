#!/usr/bin/env bash
# The workbook's cells are the tables' cells: every count, printed percentage and interval of `tabulate` stands in the
# sheet of its question, as a number, beside the right label.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
survey=trouble-2023-10
"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
"$SHUKEI" import --survey $survey "$SOURCE/data/samples/$survey.csv" >/dev/null
SOURCE_DATE_EPOCH=1700000000 "$SHUKEI" excel --survey $survey -o tables.xlsx
SOURCE_DATE_EPOCH=1700000000 "$SHUKEI" excel --survey $survey -o again.xlsx
cmp tables.xlsx again.xlsx || { echo "the same returns make another workbook"; exit 1; }
"$SHUKEI" excel --survey $survey --machine -o machine.xlsx

mkdir book
unzip -q -d book tables.xlsx
# Every cell of every sheet, limits of intervals and what stands in the place of them included: of whom, count, printed
# percentage, low, high; as `tabulate` has them in the same three sets, and nothing else.
cat >cells.sql <<'END'
SELECT r.value->>'label', t.value->'columns'->c.key->>'label' || iif(c.value->>'marks' LIKE '%small_n%', '†', ''),
       iif(c.value->>'suppressed', '*', c.value->>'count'),
       iif(c.value->>'text' LIKE '%\%' ESCAPE '\', printf('%g', rtrim(c.value->>'text', '%') / 100), c.value->>'text'),
       iif(c.value->'low' = 'null', replace(c.value->>'text', '0.0%', '-'), printf('%.9g', (c.value->>'low') / 100)),
       iif(c.value->'high' = 'null', replace(c.value->>'text', '0.0%', '-'), printf('%.9g', (c.value->>'high') / 100))
FROM json_each(readfile('tables.json'), '$.tables') t, json_each(t.value, '$.rows') r, json_each(r.value, '$.cells') c;
END
questions="q3 q4 q4_copay q5 q6 q7 q7_count q8 q9 q10"
hold_cells() { # workbook's folder, options
    local folder=$1 coded
    shift
    coded=${questions/ q5}
    coded=${coded/ q7_count} # few values are in common over prefectures: the workbook has no such sheet
    for set in "q1 q2" "$questions --by type" "$coded --by pref"; do
        "$SHUKEI" --lang ja tabulate --survey $survey $set "$@" --format json -o tables.json
        sqlite3 -separator $'\t' :memory: <cells.sql
    done | sort >expected
    sed 's/<si>/\n<si>/g' $folder/xl/sharedStrings.xml | sed -n 's/^<si><t[^>]*>\(.*\)<\/t><\/si>.*/\1/p' >strings
    for sheet in $(ls $folder/xl/worksheets/sheet*.xml | sort -V | tail -n +2); do
        sed 's/<row /\n<row /g; s/<c /\n<c /g' "$sheet"
    done | awk -v strings=strings -f "$SOURCE/tests/golden/excel/cells.awk" | sort >found
    [ "$(wc -l <expected)" -ge 1000 ] && diff expected found >differences || { head -5 differences; exit 1; }
}
hold_cells book

# Contents first, one table per sheet, charts, print set-up and frozen panes on every table.
grep -q '<sheet name="目次"' book/xl/workbook.xml
sheets=$(ls book/xl/worksheets/sheet*.xml | wc -l)
for wanted in 'fitToPage="1"|<pageSetup [^>]*scale="[4-9]' 'state="frozen"' 'paperSize="9"'; do
    [ "$(grep -lE "$wanted" book/xl/worksheets/*.xml | wc -l)" = "$sheets" ] || { echo "a sheet lacks $wanted"; exit 1; }
done
[ "$(ls book/xl/charts | wc -l)" -ge 10 ] || { echo "charts are missing"; exit 1; }
grep -q '_xlnm.Print_Titles' book/xl/workbook.xml
grep -rq '合成データ' book/xl/sharedStrings.xml || { echo "the workbook does not say that the data are synthetic"; exit 1; }

# Nothing is left behind when it cannot be written.
if "$SHUKEI" excel --survey $survey -o /nonexistent/t.xlsx 2>err; then exit 1; fi
grep -q '/nonexistent/t.xlsx' err

# Both workbooks open without a word, and the one for machines keeps every rule; somebody's that does not is a finding.
"$SHUKEI" excel --survey $survey --machine --suppress 5 -o hidden.xlsx
for book in machine hidden; do
    "$SHUKEI" --lang en excel --check $book.xlsx >report || { cat report; exit 1; }
done
unzip -qo machine.xlsx -d machine
"$SHUKEI" excel --survey $survey --suppress 5 -o hidden.xlsx
unzip -q hidden.xlsx -d hidden
hold_cells hidden --suppress 5
grep -q 'ウィルソンのスコア法、Wilson 1927' hidden/xl/sharedStrings.xml && grep -q '出典：8,672医療機関' hidden/xl/sharedStrings.xml || { echo "a sheet does not say what its interval is and whose returns these are"; exit 1; }
grep -q '<t>13000</t>.*<t>東京都</t>' machine/xl/sharedStrings.xml || { echo "an area has no code"; exit 1; }
code=0
"$SHUKEI" excel --check tables.xlsx --format json -o report.json || code=$?
[ $code = 3 ] && ! grep -q '"group": "package".*"holds": false' report.json || { cat report.json; exit 1; }
grep -q '"rule": "1-4".*"holds": false' report.json || { echo "merged cells are not found"; exit 1; }

# By prefecture: shaded, ranked from the highest, on paper with the prefectures on every page.
grep -l '<colorScale>' book/xl/worksheets/*.xml | wc -l | sees -x 8 || { echo "prefectures are not shaded"; exit 1; }
sheet=$(grep -l '<colorScale>' book/xl/worksheets/*.xml | sort -V | head -1)
sed 's/<row /\n<row /g' "$sheet" | awk '/^<row r="(7|8|9|[1-4][0-9]|5[0-2])"/ { match($0, /<c r="D[0-9]+"[^>]*><v>[^<]*/); share = substr($0, RSTART, RLENGTH); sub(/.*<v>/, "", share)
    rank = match($0, /<c r="G[0-9]+"[^>]*><v>[^<]*/) ? substr($0, RSTART, RLENGTH) : ""; sub(/.*<v>/, "", rank); if (rank != "") print rank, share }' | sort -n >ranks
[ "$(head -1 ranks | cut -d' ' -f1)" = 1 ] && [ "$(wc -l <ranks)" -ge 30 ] || { echo "ranks are missing"; exit 1; }
awk 'NR > 1 && $2 > before + 0.00001 { print "a higher share with a lower rank: " $0; exit 1 } { before = $2 }' ranks
grep -q '<c:grouping val="clustered"/>.*<c:ser>.*<c:ser>.*<c:ser>' book/xl/charts/*.xml || { echo "no chart by type"; exit 1; }
grep -q '<dc:subject>' book/docProps/core.xml

# What changed since an earlier wave is a sheet with the figures of compare.
"$SHUKEI" import --as published "$SOURCE/data/published/hodanren-2023-06-19-final.json" >/dev/null
"$SHUKEI" excel --survey $survey --compare hodanren-2023-06-19-final -o changes.xlsx
opens_in_excel changes.xlsx
unzip -qo changes.xlsx -d changes
last=$(ls changes/xl/worksheets/sheet*.xml | sort -V | tail -1)
grep -q 'name="変化"' changes/xl/workbook.xml
"$SHUKEI" --lang en compare --surveys hodanren-2023-06-19-final,$survey --format json | tr -d ' \n' |
    grep -o '"text":"[+-][^"]*","low":[^,]*,"high":[^,]*' | sed 's/"text":"+\?//; s/"[^:]*":/ /g; s/[",]/ /g' >differences
[ -s differences ]
while read -r points low high; do # points are there as printed, limits unrounded
    grep -q "<v>${points%.0}</v>" "$last" && grep -q "<v>$(printf '%.6s' "$low")[0-9]*</v>" "$last" && grep -q "<v>$(printf '%.6s' "$high")[0-9]*</v>" "$last" || { echo "no $low $high"; exit 1; }
done <differences
"$SHUKEI" --lang en compare --surveys hodanren-2023-06-19-final,$survey --format json -o compared.json
sqlite3 -separator ' ' :memory: "SELECT substr(printf('%.15f', (w.value->>'low') / 100), 1, 12), substr(printf('%.15f', (w.value->>'high') / 100), 1, 12) FROM
    json_each(readfile('compared.json'), '$.concepts') c, json_each(c.value, '$.waves') w WHERE w.value->>'low' IS NOT NULL" >limits
[ -s limits ]
while read -r low high; do # of each wave's own figure, beside each other
    grep -q "<v>$low[0-9]*</v></c><c [^>]*><v>$high[0-9]*</v>" "$last" || { echo "no interval from $low to $high"; exit 1; }
done <limits
code=0
"$SHUKEI" excel --survey $survey --compare $survey -o none.xlsx 2>/dev/null || code=$?
[ $code = 2 ]
