#!/usr/bin/env bash
# The ten returns of import/per_option.csv come out the same from workbooks of LibreOffice, openpyxl, libxlsxwriter and
# Microsoft Forms and from one that uses every oddity of the standard; what is no workbook is refused with a remedy.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
. "$SOURCE/tests/golden/import_preamble.sh" || exit 1
fixture=$SOURCE/tests/golden/xlsx

# --- the same returns ------------------------------------------------------------------------------------------------
same() { # file, format it is to be sniffed as, findings, options
    local file=$1 format=$2 findings=$3
    shift 3
    fresh
    import --format json "$@" "$fixture/$file" >out.json || fail "$file was refused"
    grep -q '"received": 10, "accepted": 10' out.json || grep -o '"reconciliation": {[^}]*}' out.json | sees ': 10, [^:]*: 10, ' ||
        fail "$file: not ten of ten: $(cat out.json)"
    [ "$(grep -c '"rule"' out.json)" = "$findings" ] || fail "$file: $(cat out.json)"
    "$SHUKEI" batch list --format json >batch.json
    grep -q "\"format\": \"$format\"" batch.json || fail "$file was not read as $format: $(cat batch.json)"
    export_all >"$file.out"
    cmp -s csv.out "$file.out" || fail "$file differs: $(diff csv.out "$file.out" | head -20)"
}
fresh
import "$SOURCE/tests/golden/import/per_option.csv" >/dev/null
export_all >csv.out
[ "$(wc -l <csv.out)" -gt 50 ] || fail "nothing to compare with"
same libreoffice.xlsx xlsx 2
same odd.xlsx xlsx 2
same xlsxwriter.xlsx xlsx 2
same merged.xlsx xlsx 4 # two more: what sheets there are, and a row that is hidden
grep -q '"rule": "file.opened".*転記表.*説明' out.json || fail "the other sheet is not named: $(cat out.json)"
same merged.xlsx xlsx 3 --sheet 転記表
same merged.xlsx xlsx 3 --sheet 2 --as xlsx
same msforms.xlsx msforms 2
# Who answered stands in the row as it was written and nowhere else.
sqlite3 s.db .dump | grep -v '^INSERT INTO sqlite' >dump.sql
[ "$(grep -c '医師 3' dump.sql)" = 1 ] || fail "a name stands in more than its row: $(grep -n '医師 3' dump.sql)"
same msforms_english.xlsx msforms 2

# --- what is refused --------------------------------------------------------------------------------------------------
fresh
refused 'no sheet "回答"; the workbook has: "作業用" (hidden), "転記表", "空", "説明"' --sheet 回答 "$fixture/merged.xlsx"
refused 'there is nothing in it' --sheet 空 "$fixture/merged.xlsx"
{ printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1'; head -c 2000 /dev/zero; } >old.xls
refused ".xls" old.xls
{ cat old.xls; printf 'EncryptedPackage' | sed 's/./&\n/g' | while read -r c; do printf '%s\0' "$c"; done; } >secret.xlsx
refused "password" secret.xlsx
head -c 3000 "$fixture/libreoffice.xlsx" >cut.xlsx
refused "its end is missing" cut.xlsx
printf 'a,b\n' >x.csv
import --sheet 1 x.csv 2>err.txt && fail "--sheet of a CSV" || [ $? = 2 ] || fail "--sheet of a CSV: exit code $?"
grep -q "has no sheets" err.txt || fail "--sheet of a CSV: $(cat err.txt)"
# A byte of a packed part turned over: no row of it comes in.
cp "$fixture/libreoffice.xlsx" wrong.xlsx
at=$(LC_ALL=C grep -obUa 'xl/worksheets/sheet1.xml' wrong.xlsx | head -1 | cut -d: -f1)
printf '\xAA\x55\xAA' | dd of=wrong.xlsx bs=1 seek=$((at + 300)) conv=notrunc 2>/dev/null
refused "is damaged" wrong.xlsx
# The same workbook twice.
import "$fixture/libreoffice.xlsx" >/dev/null
import --format json "$fixture/odd.xlsx" >again.json || fail "the same returns again"
[ "$(grep -c '"rule": "return.duplicate"' again.json)" = 10 ] || fail "duplicates are not named: $(cat again.json)"
