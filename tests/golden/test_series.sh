#!/usr/bin/env bash
# trend and project over the reference series, against tests/golden/areas/*.expected (UPDATE=1 writes them anew): S8's runs and
# rates from counts, S9's projection.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/areas
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
shukei import --as series "$SOURCE"/data/series/*.csv >/dev/null

# --- trend
expect national trend --series usage-national
grep -q 'Falling for 8 months: 2023-04 (6.30) to 2023-12 (4.29)' national || complain "8 months of falling are not found"
expect toyama_json trend --series usage-prefecture --area 富山 --format json
expect facilities trend --series usage-facility
expect hospital trend --series usage-facility --group 病院
expect no_area trend --series usage-prefecture --area 満州
expect by_what trend --series usage-facility --by type
[ "$(shukei trend --series usage-prefecture --format csv | wc -l)" = $((48 * 5 + 1)) ] || complain "48 areas by 5 months"

# --- project: S9
totals=229717,病院=8192,薬局=61495,医科診療所=89695,歯科診療所=70335
expect readiness project --series readiness-facility --target 2023-03-31 --goal readiness-obligation --total $totals \
    --printed readiness-facility-projected
expect prepared_json project --series readiness-prepared --target 2023-03-31 --printed readiness-prepared-projected --format json
# The printed gaps in institutions lie between the bounds, to the hundred that they were rounded to.
shukei project --series readiness-facility --target 2023-03-31 --goal readiness-obligation --total $totals \
    --printed readiness-facility-projected --format csv >gaps.csv
column() { head -1 gaps.csv | tr , '\n' | grep -nx "$1" | cut -d: -f1; }
gaps=0
while IFS=, read -r id _ _ group value _; do
    [ "$id" = readiness-gap-institutions ] || continue
    awk -F, -v name="\"$group\"" -v v="$value" -v low="$(column units_low)" -v high="$(column units_high)" \
        '$1 == name { found = 1; if (v < $low - 50 || v > $high + 50) exit 1 } END { exit !found }' gaps.csv ||
        complain "$group: $value is outside of $(grep "$group" gaps.csv)"
    gaps=$((gaps + 1))
done <"$SOURCE/data/series/readiness-facility.csv"
[ $gaps = 4 ] || complain "$gaps gaps in institutions"
expect band project --series usage-national --target 2026-12 --from 2025-01 --goal 100
expect past project --series usage-national --target 2024-12
expect bad_goal project --series usage-national --target 2026-12 --goal 5.5.5
expect bad_total project --series usage-national --target 2026-12 --total many
# A total of no row would be asked for and not shown; of the only row that is wanted it is that row's.
printf 'series,period,area,group,value,unit,source\nbox,2026-01-01,,tin,10,%%,me\nbox,2026-02-01,,tin,20,%%,me\nbox,2026-01-01,,jar,10,%%,me\nbox,2026-02-01,,jar,30,%%,me\n' >box.csv
shukei import --as series box.csv >/dev/null
project_box() { "$SHUKEI" project --series box --target 2026-03-01 --goal 90 --total 200 "$@" 2>&1; }
project_box >of_no_row || true
grep -q 'the total of no row; write NAME=COUNT, of which the names are: tin, jar' of_no_row || complain "a total of no row is taken"
project_box --group jar --format csv | sees 'jar.*,200,' || complain "$(project_box --group jar --format csv)"
# A projection that does not follow from its values is named.
sed 's/^\(readiness-facility-projected,2023-03-31,,,\)47,/\148,/' "$SOURCE/data/series/readiness-facility.csv" >wrong.csv
shukei import --as series wrong.csv >/dev/null
shukei project --series readiness-facility --target 2023-03-31 --printed readiness-facility-projected >wrong
grep -q 'total: the printed projection 48 cannot be right at this pace; it is 46.8' wrong || complain "$(cat wrong)"
# A projection as a figure, on a page and as a native chart: both values and the day to come, with what a line does not know.
shukei project --series readiness-facility --target 2023-03-31 --figure line -o pace.svg
for word in 19.3% 31.0% 46.8% 'at this pace' 'no ceiling'; do
    grep -q "$word" pace.svg || complain "the projection's figure lacks $word"
done
shukei project --series readiness-facility --target 2023-03-31 --format pdf --figure auto -o pace.pdf
pdftotext -layout pace.pdf - | sees '46\.8%' || complain "the page lacks the figure"
# What is carried on is dashed, one stretch of it, and the figure says what that means; natively it is a line of its own.
[ "$(grep -o stroke-dasharray pace.svg | wc -l)" = 1 ] && grep -q 'carried on, not observed' pace.svg || complain "the carried-on stretch is not told apart"
shukei project --series readiness-facility --target 2023-03-31 --figure line -o dashed.xlsx
unzip -p dashed.xlsx 'xl/charts/chart1.xml' >dashed.xml
[ "$(grep -o '<c:ser>' dashed.xml | wc -l)/$(grep -o 'prstDash' dashed.xml | wc -l)" = 2/1 ] || complain "the native line is not dashed once"
unzip -p dashed.xlsx xl/sharedStrings.xml | sees 'leads to what is not observed' || complain "the sheet does not say what is dashed"
unzip -p dashed.xlsx xl/sharedStrings.xml | sees 'crosses what was not published' && complain "the sheet speaks of a gap that is not there"
shukei project --series readiness-facility --target 2023-03-31 --figure grouped -o pace.xlsx
unzip -p pace.xlsx 'xl/charts/chart1.xml' >/dev/null || complain "no native chart"
exit $failed
