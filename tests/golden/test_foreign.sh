#!/usr/bin/env bash
# Files that others made: what they are is said in one line with a remedy, what is in them is read to the last cell, and nothing
# that a spreadsheet only shows is taken for an answer.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
. "$SOURCE/tests/golden/import_preamble.sh"
cat >foreign.json <<'JSON'
{"format": "shukei-survey-1", "id": "foreign", "title": "Foreign", "organiser": "Nobody", "questions": [
 {"id": "kind", "kind": "single", "label": "種別", "options": [{"id": "a", "label": "㈱A"}, {"id": "b", "label": "B①"}]},
 {"id": "staff", "kind": "number", "label": "職員数"}, {"id": "say", "kind": "text", "label": "意見"}]}
JSON
survey=foreign
begin() {
    rm -f s.db*
    export SHUKEI_STORE=$work/s.db
    shukei init >/dev/null
    shukei survey add foreign.json >/dev/null
}
takes() { # file, the counts of its import, rule that must be said or -
    begin
    import --format json "$1" >out || [ $? = 3 ] || fail "$1"
    expect_counts out "$2" "$1"
    [ "$3" = - ] || grep -q "\"rule\": \"$3\"" out || { cat out; fail "$1: $3 is not said"; }
}

begin
# --- text: encodings, separators, rows -------------------------------------------------------------------------------
printf '票番号,種別,職員数,意見\r\n1,㈱A,3,髙﨑\r\n2,B①,4,〜\r\n' >good.csv
takes good.csv '2 2 0 0 0 2' -
iconv -t UTF-16LE good.csv >le.csv
iconv -t UTF-16BE good.csv >be.csv
sed 's/,/|/g' good.csv >pipe.csv
{ cat good.csv; printf '　,　,　,　\r\n \xc2\xa0,,,\r\n'; } >blank.csv
for file in le be pipe blank; do
    takes $file.csv '2 2 0 0 0 2' -
    has 髙﨑 return show 1
    has B① return show 2
done
{ cat good.csv; printf '1,㈱A,3,髙﨑\r\n2,B①,5,〜\r\n'; } >twice.csv
takes twice.csv '4 3 1 0 0 3' batch.resent
{ cat good.csv; printf '3,㈱A,3,#VALUE!\r\n4,#REF!,3,x\r\n5,B①,#####,x\r\n#N/A,B①,1,x\r\n'; } >errors.csv
takes errors.csv '6 2 0 4 0 2' cell.error
[ "$(grep -c '"rule": "cell.error"' out)" = 4 ] || { cat out; fail "not every error of a spreadsheet is said"; }

begin
echo '<!DOCTYPE html><table><tr><td>種別</td></tr></table>' >page.xls
printf '\xef\xbb\xbf<?xml version="1.0"?><Workbook/>' >sheet.xls
echo '{"a": 1}' >json.csv
refused 'page.xls is a web page or XML' page.xls
refused 'sheet.xls is a web page or XML' sheet.xls
refused 'json.csv is JSON' json.csv
head -c 100 /dev/zero | cat good.csv - >zeros.csv
refused 'holds a byte of zero' zeros.csv

# --- workbooks -----------------------------------------------------------------------------------------------------------
: >types
sheets=$(for i in 1 2; do printf '<sheet name="S%d" sheetId="%d" r:id="r%d"/>' $i $i $i; done)
printf '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>%s</sheets></workbook>' \
    "$sheets" >book
{
    echo '<Relationships>'
    for i in 1 2; do
        printf '<Relationship Id="r%d" Target="s%d.xml" Type="%s/worksheet"/>' $i $i \
            http://schemas.openxmlformats.org/officeDocument/2006/relationships
    done
    echo '</Relationships>'
} >relations
cell() { printf '<c t="str"><v>%s</v></c>' "$@"; }
row() { printf '<row>%s</row>' "$(cell "$@")"; }
sheet() { printf '<worksheet><sheetData>%s</sheetData></worksheet>' "$1"; }
workbook() { # name, two sheets
    sheet "$2" >s1
    sheet "$3" >s2
    "$BUILD/tests/pack" "$1" '[Content_Types].xml' types xl/workbook.xml book xl/_rels/workbook.xml.rels relations xl/s1.xml s1 xl/s2.xml s2
}
returns="$(row 票番号 種別 職員数 意見)$(row 1 ㈱A 3 x)"
workbook two.xlsx "$returns" "$returns"
takes two.xlsx '1 1 0 0 0 1' file.opened
grep -q '"rule": "file.opened", "severity": "warning"' out || { cat out; fail "a sheet that is not read is no warning"; }
workbook hidden.xlsx "$returns$(row 2 B① 4 y | sed 's/<row>/<row hidden="1">/')" ''
takes hidden.xlsx '2 2 0 0 0 2' rows.hidden
workbook front.xlsx "$(row この表の説明)" "$returns"
refused 'sheet "S1" is read; these hold something too and are not: "S2" (choose with --sheet NAME): unknown headings' front.xlsx
import --sheet S2 front.xlsx >/dev/null || fail "front.xlsx, the second sheet"
workbook formula.xlsx "$returns<row>$(cell 2 B①)<c><f>1+1</f></c></row>" ''
refused 'row 3: the formula in column 3 has no value yet' formula.xlsx
