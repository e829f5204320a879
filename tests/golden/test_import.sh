#!/usr/bin/env bash
# Import end to end: the same ten returns in every layout and encoding that offices use come out the same; what cannot be
# read is refused with the place and a remedy, and nothing of it is stored.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
. "$SOURCE/tests/golden/import_preamble.sh" || exit 1
fixture=$SOURCE/tests/golden/import

# --- the same returns, many ways ------------------------------------------------------------------------------------
same() { # name of the variant
    fresh
    import --format json "$1" >"$1.json" || fail "$1 was refused"
    expect_counts "$1.json" "10 10 0 0 0 10" "$1"
    [ "$(grep -c '"rule"' "$1.json")" = 2 ] || fail "$1: $(cat "$1.json")"
    export_all >"$1.out"
    cmp -s per_option.csv.out "$1.out" || fail "$1 differs: $(diff per_option.csv.out "$1.out" | head -20)"
}
for layout in per_option one_cell marks; do
    cp "$fixture/$layout.csv" $layout.csv
    sed 's/$/\r/' $layout.csv >$layout.crlf.csv
    { printf '\xEF\xBB\xBF'; cat $layout.crlf.csv; } >$layout.bom.csv
    sed 's/✓\|✔\|☑/○/g' $layout.crlf.csv | iconv -f UTF-8 -t CP932 >$layout.cp932.csv # which has no check marks
    { printf '\xFF\xFE'; iconv -f UTF-8 -t UTF-16LE $layout.crlf.csv; } >$layout.utf16.csv
    { printf '\xFE\xFF'; iconv -f UTF-8 -t UTF-16BE $layout.csv; } >$layout.utf16be.csv
done
cp one_cell.csv plain.csv
{ echo 'sep=,'; cat plain.csv; } >sep.csv
sed 's/^\([0-9]*\),/="00\1",/' plain.csv >formula.csv
fresh
import --format json per_option.csv >first.json
export_all >per_option.csv.out
head -n "$(wc -l <"$fixture/expected.txt")" per_option.csv.out | diff "$fixture/expected.txt" - ||
    fail "the tables of per_option.csv are not as expected"
for variant in {per_option,one_cell,marks}{.csv,.crlf.csv,.bom.csv,.cp932.csv,.utf16.csv,.utf16be.csv} sep.csv formula.csv; do
    same $variant
done

# --- loading twice --------------------------------------------------------------------------------------------------
fresh
import per_option.csv >/dev/null
import --format json per_option.csv >again.json || fail "the same file again"
expect_counts again.json "10 0 10 0 0 0" "the same file again"
grep -q '"rule": "file.seen"' again.json || fail "the same file again is not said"
import --format json one_cell.cp932.csv >again.json || fail "the same returns in another layout"
expect_counts again.json "10 0 10 0 0 0" "the same returns in another layout"
[ "$(grep -c '"rule": "return.duplicate"' again.json)" = 10 ] || fail "duplicates are not named"
"$SHUKEI" check --survey $survey --format json >check.json || fail "check found errors"
expect_counts check.json "30 10 20 0 0 10" "check"
[ "$(grep -c '"rule"' check.json)" = 2 ] || fail "check finds other than import did"
"$SHUKEI" check --survey $survey --format json | cmp -s - check.json || fail "checking twice changes the findings"

# --- rows that a person must look at ---------------------------------------------------------------------------------
fresh
{ head -1 one_cell.csv; cat <<'END'
101,3,1,3,2,,,,4,,1,療養所,愛知県,2024/1/10,愛知,web,
102,3,1,3,2,,,,4,,1,1,愛知県,2024/1/10,愛知,web,,溢れた
103,3,1,3,2,,,,4,,1,1,愛知県,いつか,月面協会,鳩,
104,3,1,3,1,五,,,4,,1,1,愛知県,2024/1/10,愛知,web,
END
    printf '105,3,1,3'; } >doubtful.csv
import --format json doubtful.csv >doubtful.json && fail "errors must end with exit code 3" || [ $? = 3 ] || fail "exit code $?"
expect_counts doubtful.json "5 2 0 3 0 2" "doubtful.csv"
finding() { grep -E "\"row\": $1\}.*\"rule\": \"$2\", \"severity\": \"$3\".*\"value\": $4, \"suggestion\": \"[^\"]" doubtful.json >/dev/null ||
    fail "no finding $2 in row $1: $(cat doubtful.json)"; }
finding 2 option.unknown error '"療養所"'
finding 3 row.surplus error '"溢れた"'
finding 4 association.unknown warning '"月面協会"'
finding 4 channel.unknown warning '"鳩"'
finding 4 received.unreadable warning '"いつか"'
finding 5 number.unreadable warning '"五"'
finding 6 row.truncated error null
"$SHUKEI" check --survey $survey >check.txt && fail "check must end with 3 while errors are open" || [ $? = 3 ]

# Rules of a newer version: a number that was out of range no longer is, and the return that waited for it is counted.
fresh
{ head -1 one_cell.csv; echo '201,3,1,3,1,20000,,,4,,1,1,愛知県,2024/1/10,愛知,web,'; } >range.csv
import --format json range.csv >range.json && fail "out of range" || [ $? = 3 ] || fail "out of range: exit code $?"
expect_counts range.json "1 0 0 1 0 0" "range.csv"
sed 's/"max": 9999/"max": 99999/' "$SOURCE/templates/surveys/$survey.json" >wider.json
"$SHUKEI" survey add wider.json >/dev/null
"$SHUKEI" check --survey $survey --format json >range.json || fail "check under the wider range: $?"
expect_counts range.json "1 1 0 0 0 1" "check under the wider range"

# --- what is refused --------------------------------------------------------------------------------------------------
fresh
head -2 per_option.csv >cut.csv # in the quoted cell of row 2
refused "a quote (\") opened in row 2 is never closed" cut.csv
head -c 700 per_option.csv >cut.csv
refused "in the middle of a character" cut.csv
truncate -s 100M zeros.csv
refused "is not text" zeros.csv
cut -d, -f1-10,12- one_cell.csv >missing.csv
refused "問3 2023年10月1日以降のトラブルの有無 (q3)" missing.csv
sed '1s/問10/天気/' one_cell.csv >unknown.csv
refused 'unknown headings: "天気"' unknown.csv
sed '1s/問10/問10 天気/' one_cell.csv >numbered.csv
refused 'unknown headings: "問10 天気" (did you mean "' numbered.csv
sed '1s/問9/問10/' one_cell.csv >doubled.csv
refused "both mean" doubled.csv
{ head -1 one_cell.csv; printf '1,\xFF\xFF\n2,3\n'; } >wrong.csv
refused "line 2: the byte 0xFF" wrong.csv
iconv -f UTF-8 -t EUC-JP one_cell.csv >euc.csv 2>/dev/null || iconv -c -f UTF-8 -t EUC-JP one_cell.csv >euc.csv || true
refused "EUC-JP" euc.csv
mkdir folder
refused "is a folder" folder
refused "there is no such file" nowhere.csv
: >empty.csv
refused "is empty" empty.csv
printf 'PK\x03\x04rest' >book.xlsx
refused "Excel" book.xlsx
head -1 one_cell.csv >headings.csv
refused "no returns below" headings.csv
# A good file before a bad one: neither is stored.
refused "nowhere.csv" one_cell.csv nowhere.csv
refused "unknown headings" one_cell.csv unknown.csv
# Ctrl-C: the store is as before.
{ cat per_option.csv; for i in $(seq 1 20000); do echo "2$i,東京,FAX,2023/12/1,東京,歯科,なかった"; done; } >some.csv
{ cat some.csv; for i in $(seq 1 30); do tail -n +13 some.csv; done; } >many.csv
"$SHUKEI" --lang en import --survey "$survey" many.csv >out.txt 2>err.txt &
child=$!
sleep 0.3
while kill -INT $child 2>/dev/null; do sleep 0.3; done # a slow machine may not have begun to listen yet
wait $child && fail "an interrupted import must fail" || [ $? = 1 ] || fail "interrupted: exit code $?"
grep -q "nothing was stored" err.txt || fail "interrupted: $(cat err.txt)"
import --as nonsense one_cell.csv 2>err.txt && fail "--as nonsense" || [ $? = 2 ] || fail "--as nonsense: exit code $?"
grep -q "csv" err.txt || fail "--as nonsense does not list the formats"
import --dry-run one_cell.csv >dry.txt
grep -q '問10 .*→ 問10' dry.txt || fail "the dry run does not show what headings mean: $(cat dry.txt)"
import --dry-run unknown.csv >dry.txt 2>err.txt && fail "a dry run of unknown headings" || [ $? = 1 ]
grep -q '天気 .*→ unknown' dry.txt || fail "the dry run does not show the unknown heading"
"$SHUKEI" check --survey $survey --format json >check.json
expect_counts check.json "0 0 0 0 0 0" "after refusals"

# --- a map ------------------------------------------------------------------------------------------------------------
echo '{"天気": "q10", "absent": ["q3"]}' >map.json
sed -n '1p;4,11p' unknown.csv | cut -d, -f1-10,12- >mapped.csv # without the rows that have line breaks
refused "unknown headings" mapped.csv
import --map map.json --as fax --channel post --batch mapped mapped.csv --format json >mapped.json || fail "mapped: $?"
expect_counts mapped.json "8 8 0 0 0 8" "mapped.csv"
grep -q '"batch": "mapped"' mapped.json || fail "the batch has another name"
[ "$("$SHUKEI" tabulate --survey $survey q10 --format csv | awk -F, '$4 == "keep" { print $8 }')" = 4 ] || fail "the map was not followed"
echo '{"天気予報": "q10", "天気": "q10", "absent": ["q3"]}' >map.json
refused "天気予報" --map map.json mapped.csv

# --- the same sheets again with other answers: both count, and the import says so -------------------------------------
fresh
import per_option.csv >/dev/null
sed 's/保険証は残すべき/賛成/' per_option.csv >corrected.csv
cmp -s per_option.csv corrected.csv && fail "the correction changes nothing"
import --format json corrected.csv >resent.json || fail "the corrected file: $?"
grep -q '"rule": "batch.resent"' resent.json || fail "sheets that came again are not said: $(head -c 600 resent.json)"
