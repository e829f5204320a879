#!/usr/bin/env bash
# A figure named x.xlsx is a sheet with the plot's numbers and a native chart that refers to these very cells: of which
# kind, with how many series, and what is hidden or missing is no nought in it.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
survey=trouble-2023-10
shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
shukei import --survey $survey "$SOURCE/data/samples/$survey.csv" >/dev/null
shukei import --as series "$SOURCE"/data/series/usage-*.csv >/dev/null
shukei import --as published "$SOURCE/data/published/hodanren-2023-06-19-final.json" >/dev/null

draw() { # name, words of the command: unpacked as name/
    local name=$1
    shift
    shukei "$@" -o "$name.xlsx" >out 2>&1 || { cat out; fail "$*"; }
    opens_in_excel "$name.xlsx"
    mkdir "$name" && unzip -q "$name.xlsx" -d "$name"
}
count() { { grep -oh "$2" "$1"/xl/charts/*.xml || true; } | wc -l; }
holds() { # name, series, what else must be in its chart
    [ "$(count "$1" '<c:ser>')" = "$2" ] || fail "$1: $(count "$1" '<c:ser>') series, not $2"
    for wanted in "${@:3}"; do grep -q -- "$wanted" "$1"/xl/charts/*.xml || fail "$1: no $wanted"; done
    grep -oh "<c:f>[^<]*" "$1"/xl/charts/*.xml | grep -v "<c:f>'\?Figure'\?!" && fail "$1: leads to another sheet" || true
}
numbers() { grep -o '<c [^>]*><v>[^<]*</v>' "$1/xl/worksheets/sheet1.xml" | grep -v 't="s"' | sed 's/.*<v>//; s/<.*//'; }
by=(tabulate --survey $survey)

draw bars "${by[@]}" q4 --figure bars
holds bars 1 '<c:barDir val="bar"/><c:grouping val="clustered"/>'
draw grouped "${by[@]}" q4 --by type --figure grouped --columns type=hospital,type=clinic
holds grouped 2 '<c:grouping val="clustered"/>'
# Long names are broken for the chart, beside the table; short ones are its labels.
draw names "${by[@]}" q9 --figure dots
grep -q '<c:cat><c:strRef><c:f>Figure!\$E\$' names/xl/charts/chart1.xml || fail "the chart takes its names from $(grep -o '<c:cat>.*</c:cat>' names/xl/charts/chart1.xml | head -c 80)"
[ "$(sed -n '/name in the chart/,$p' names/xl/sharedStrings.xml | wc -l)" -gt 4 ] || fail "the names are not broken"
grep -q '<c:cat><c:strRef><c:f>Figure!\$A\$' bars/xl/charts/chart1.xml || fail "short names stand twice"
draw facing "${by[@]}" q4 --by type --figure facing --columns type=hospital,type=clinic
holds facing 2 '<c:max val='
[ "$(ls facing/xl/charts | wc -l)" = 2 ] && [ "$(grep -ho '<c:max val="[^"]*"' facing/xl/charts/*.xml | sort -u | wc -l)" = 1 ] || fail "facing charts have no axis in common"
draw pie "${by[@]}" q10 --figure pie
holds pie 1 '<c:pieChart>'
draw stack "${by[@]}" q10 --figure stack
holds stack 4 '<c:grouping val="percentStacked"/>'
draw stacks "${by[@]}" q10 --by type --figure stacks
holds stacks 4 '<c:grouping val="percentStacked"/>' '<c:ptCount val="4"/>'
draw slope compare --surveys hodanren-2023-06-19-final,$survey --figure slope
holds slope 2 '<c:lineChart>' '<c:ptCount val="2"/>' '<c:symbol val="circle"/>' '<c:symbol val="square"/>'

# The numbers are those of the table, limits unrounded.
shukei "${by[@]}" q4 --format json -o q4.json
sqlite3 :memory: "SELECT printf('%.15g', (c.value->>'low') / 100) FROM json_each(readfile('q4.json'), '$.tables[0].rows') r, json_each(r.value, '$.cells') c" | cut -c1-12 | sort >lows
numbers bars | cut -c1-12 | sort >found
[ "$(comm -23 lows found | wc -l)" = 0 ] || { comm -23 lows found; fail "limits of q4 are missing"; }
grep -qE '<c r="E[67]"' bars/xl/worksheets/sheet1.xml && fail "something stands behind the limits of q4"
numbers bars >found
grep -qx 0.492 found || fail "49.2% is not there as printed"

# A course: one number per month that was published, empty cells and a gap for the others, never 0.
draw line trend --series usage-facility --figure line
holds line 5 '<c:lineChart>' '<c:dispBlanksAs val="span"/>' '<a:prstDash val="dash"/>'
published=$(numbers line | wc -l) cells=$(grep -o '<c r="[B-F][0-9]*"[^>]*/>' line/xl/worksheets/sheet1.xml | wc -l)
[ "$published" -ge 15 ] && [ "$cells" -ge 60 ] || fail "$published numbers and $cells empty cells"
numbers line >found
grep -qx 0 found && fail "a month that was not published is 0"
draw months trend --series usage-national --figure line
holds months 1 '<c:marker><c:symbol val="circle"/>'

# Areas: dots with lines from limit to limit; hidden ones are empty; a funnel with its limits; no map, and said.
areas=("${by[@]}" q3 --by pref --across yes)
draw dots "${areas[@]}" --figure dots --suppress 30
holds dots 3 '<c:hiLowLines>'
[ "$(count dots '<c:dispBlanksAs')" = 0 ] || fail 'a hidden dot is not a gap, which is what Excel makes of it when nothing is said'
grep -q 'Some empty cells stand for figures that may not be shown' dots/xl/sharedStrings.xml || fail "hidden figures are not spoken of"
grep -q '<t>\*</t>' dots/xl/sharedStrings.xml && [ "$(grep -o '<c r="C[0-9]*"[^>]* t="s"' dots/xl/worksheets/sheet1.xml | wc -l)" = 1 ] || fail "a mark stands among the numbers of a chart of dots"
draw funnel "${areas[@]}" --figure funnel
holds funnel 6 '<c:scatterChart>' '<c:v>大阪</c:v>\|<a:t>大阪</a:t>'
draw map "${areas[@]}" --figure map
[ ! -e map/xl/charts ] && grep -q 'no map of tiles' map/xl/sharedStrings.xml && grep -q '<colorScale>' map/xl/worksheets/sheet1.xml || fail "a map's sheet has a chart, no shading, or does not say why"

# In a workbook of tables too, the label of a hidden figure is its mark and not 0.0%.
small=yamaguchi-facilities-2024-09
shukei survey add "$SOURCE/templates/surveys/$small.json" >/dev/null
shukei import --survey $small "$SOURCE/data/samples/$small.csv" >/dev/null
shukei excel --survey $small --suppress 5 -o hidden.xlsx
mkdir hidden && unzip -q hidden.xlsx -d hidden
grep -q '<a:t>\*</a:t>' hidden/xl/charts/*.xml || fail "a hidden figure is a bar of 0.0%"
refuses 2 'x.svg, x.xlsx' "${by[@]}" q3 --figure bars --format json -o x.xlsx
