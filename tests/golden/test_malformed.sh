#!/usr/bin/env bash
# Files that would fill the memory: archives that unpack to far more than they are, rows of ten million columns, cells without
# end.  Each gets one line of message, exit code 1, little memory and little time, and nothing of it is stored.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
survey=trouble-2023-10
export SHUKEI_STORE=$work/s.db
megabytes=400 # of addresses, the file itself among them, which is read where it lies
! grep -q "SHUKEI_SANITIZE:BOOL=ON" "$BUILD/CMakeCache.txt" || megabytes= # a sanitizer takes all there are
many() { head -c "$1" /dev/zero | tr '\0' "$2"; }

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
"$SHUKEI" export --survey $survey --format jsonl -o good.jsonl >/dev/null 2>&1
head -1 "$SOURCE/data/samples/$survey.csv" >headings

refuses() { # what it says, file, options
    local code=0 text=$1 file=$2
    shift 2
    (
        [ -z "$megabytes" ] || ulimit -v $((megabytes * 1024))
        ulimit -t 20
        exec "$SHUKEI" --lang en import --survey $survey "$@" "$file"
    ) >out 2>err || code=$?
    [ $code = 1 ] || { cat out err; fail "$file: exit code $code"; }
    grep -qF -- "$text" err || { cat err; fail "$file: does not say: $text"; }
    [ "$(wc -l <err)" = 1 ] || { cat err; fail "$file: more than one line of message"; }
    rm "$file"
}

# --- text tables ------------------------------------------------------------------------------------------------------
{ many 10000000 ,; printf '\n1\n'; } >headings.csv
refuses "row 1: more than 4,096 cells" headings.csv
{ cat headings; many 10000000 ,; printf '1\n'; } >row.csv
refuses "row 2: more than 4,096 cells" row.csv
{ cat headings; printf '1,'; many 50000000 x; echo; } >cell.csv
refuses "row 2: a cell longer than 1 MB" cell.csv
{ cat headings; printf '1,"'; many 50000000 x; printf '"\n'; } >quoted.csv
refuses "row 2: a cell longer than 1 MB" quoted.csv
many 50000000 x >words.csv
refuses "row 1: a cell longer than 1 MB" words.csv

# --- workbooks --------------------------------------------------------------------------------------------------------
: >types
cat >book <<'END'
<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1"
 r:id="r1"/></sheets></workbook>
END
cat >relations <<'END'
<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
 Target="s.xml"/><Relationship Id="r2"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="t.xml"/></Relationships>
END
workbook() { # name, sheet, shared strings
    "$BUILD/tests/pack" "$1" '[Content_Types].xml' types xl/workbook.xml book xl/_rels/workbook.xml.rels relations \
        xl/s.xml "$2" xl/t.xml "$3"
}
echo '<sst/>' >strings
{ printf '<worksheet><sheetData><row>'; many 50000000 ' '; } >sheet
workbook bomb.xlsx sheet strings
refuses "unpacks to far more" bomb.xlsx
{ printf '<worksheet><sheetData><row>'; many 2000000 ' ' | sed 's/ /<c><v>1<\/v><\/c>/g'; } >sheet
workbook row.xlsx sheet strings
refuses "a cell stands beyond the last column" row.xlsx
{ printf '<worksheet><sheetData><row><c t="str"><v>'; many 20000000 x; } >sheet
workbook cell.xlsx sheet strings
refuses "more than 1 MB" cell.xlsx
echo '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>' >sheet
{ printf '<sst><si><t>'; many 100000000 x; } >strings
workbook strings.xlsx sheet strings
refuses "strings.xlsx" strings.xlsx

# --- bundles ----------------------------------------------------------------------------------------------------------
many 50000000 x >long.jsonl
refuses "line 1: the line is longer than 16 MB" long.jsonl --as jsonl
header() { head -1 good.jsonl | tr -d '\n' | sed 's/}$//'; }
{ header; printf ', "x": [0'; many 4000000 ' ' | sed 's/ /,0/g'; printf ']}\n'; } >values.jsonl
refuses "more than 500,000 values" values.jsonl --as jsonl
{ header; seq 300000 | sed 's/.*/, "k&": 1/' | tr -d '\n'; printf '}\n'; } >keys.jsonl
refuses "keys.jsonl: " keys.jsonl --as jsonl
{ printf '{"shukei": '; many 10000000 '['; echo; } >deep.jsonl
refuses "nested more than 500 deep" deep.jsonl --as jsonl

[ "$(sqlite3 s.db "SELECT count(*) FROM ret")" = 0 ] || fail "something is stored"
"$SHUKEI" verify >/dev/null
echo "malformed: all refused"
