#!/usr/bin/env bash
# A workbook of long names, many columns and many rows opens without a word, is printed page by page without cut headings,
# has its charts, puts days together, and tells what changed from the earlier survey to the later.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
long=貴院の開設主体と病床規模と標榜診療科の組み合わせによる区分
numbers=$(seq 1 9) items=$(seq 1 60)
options() { for i in $1; do printf '%s{ "id": "%s-%s", "label": "%s%s", "concept": "%s.%s" }' "$comma" "$2" "$i" "$3" "$i" "$2" "$i"; comma=,; done; }
shukei init >/dev/null
for year in 2025 2026; do
    cat >$year.json <<END
{ "format": "shukei-survey-1", "id": "wide-$year", "title": "広い表", "organiser": "A", "lang": "en", "wave_label": "${year}年", "series": "wide",
  "field": { "from": "$year-01-01" }, "keys": { "type": "kind" }, "questions": [
  { "id": "kind", "kind": "single", "label": "$long", "options": [ $(comma=; options "$numbers" kind 区分) ] },
  { "id": "kit", "kind": "multi", "label": "持っている機器", "concept": "kit", "options": [ $(comma=; options "$items" kit 機器) ] },
  { "id": "beds", "kind": "number", "label": "病床数", "unit": "床" },
  { "id": "since", "kind": "date", "label": "開設日" } ] }
END
    awk -v label=$long 'BEGIN { print label ",持っている機器,病床数,開設日"
        for (i = 1; i <= 90; i++) printf "区分%d,機器%d、機器%d,%d,%d-%02d-10\n", i % 9 + 1, i % 60 + 1, i * 7 % 60 + 1, i % 45 * 100000, 1960 + i % 50, i % 12 + 1 }' >$year.csv
    shukei survey add $year.json >/dev/null
    shukei import --survey wide-$year $year.csv >/dev/null || [ $? = 3 ]
done
shukei excel --survey wide-2026 --compare wide-2025 -o wide.xlsx
opens_in_excel wide.xlsx
unzip -q wide.xlsx -d x

# What is printed of a wide sheet: the first page from the title on, then the other columns from their headings on, then the charts.
area() { grep -o "Print_Area\" localSheetId=\"[0-9]*\">'$1[^<]*" x/xl/workbook.xml | sed 's/.*">//' | tr , '\n' | sed 's/.*!//'; }
area '持っている機器 by' >areas
[ "$(wc -l <areas)" -ge 3 ] && [ "$(grep -c '^\$A\$1:' areas)" = 1 ] && [ "$(grep -c '^\$[B-Z]*\$4:' areas)" -ge 1 ] ||
    fail "areas: $(cat areas)"
grep -q "持っている機器 by ${long:0:8}[^!]*!\$A:\$A" x/xl/workbook.xml || fail "labels are not on every page"
grep -qc 'ptCount val="6[01]"' x/xl/charts/*.xml || fail "60 answers have no chart"

# A sum of ten million is a number; many modes are counted; days are put together.
grep -q '<v>198000000</v>' x/xl/worksheets/*.xml || fail "the sum is no number"
has "1960-1964 (years)" tabulate --survey wide-2026 since
has "45 values alike" tabulate --survey wide-2026 beds

# From the earlier to the later, with the question's name.
shukei excel --survey wide-2025 --compare wide-2026 -o back.xlsx
unzip -q back.xlsx -d back
for book in x back; do
    grep -q '<t[^>]*>2025年 to 2026年 (points)<' $book/xl/sharedStrings.xml && grep -q '>持っている機器<' $book/xl/sharedStrings.xml || fail "$book: not from earlier to later"
done
