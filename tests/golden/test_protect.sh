#!/usr/bin/env bash
# --suppress of nonresponse, relate, weights and compare: a small count is nowhere, nor can it be worked out from another line;
# what cannot be protected is refused with the reason.  The returns are those of tests/oracle/weighted, and a few made small.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
folder=$SOURCE/tests/oracle/weighted
run() { "$SHUKEI" --lang en "$@"; }
says() { grep -qF -- "$2" "$1" || fail "no \"$2\" in: $(cat "$1")"; }
refuses() { # text, command...
    local wanted=$1 got=0
    shift
    run "$@" >out.txt 2>err.txt || got=$?
    [ $got = 1 ] && [ ! -s out.txt ] || fail "$*: code $got, $(cat out.txt)"
    says err.txt "$wanted"
}
run init >/dev/null
for wave in 1 2; do
    sed "s/WAVE/$wave/g; s/\"keys\"/\"columns\": {\"channel\": [\"Ch\"], \"received\": [\"Day\"]}, &/" "$folder/survey.json" >$wave.json
    awk -F, -v wave=$wave -v OFS=, 'NR == 1 { print $0, "Ch", "Day"; next }
        wave == 1 && $3 == "w" && NR % 6 { next }
        { print $0, (NR % 17 == 3 ? "post" : NR % 3 ? "fax" : "web"), sprintf("2024-05-%02d", 1 + NR % 20) }' "$folder/$wave.csv" >$wave.csv
    run survey add $wave.json >/dev/null
    run import --survey weighted-$wave $wave.csv >/dev/null
done

# nonresponse prints what tabulate prints and hides what it hides; nothing that is worked out from a hidden count
hidden() { awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["column"] == "total" && $at["suppressed"] ~ /1|yes|true/ {
    print $at["question"] "," $at["row"] }' "$1" | sort; }
run tabulate --survey weighted-1 area hit how --suppress 5 --format csv >table.csv
run nonresponse bounds --survey weighted-1 area hit how --suppress 5 --format csv | tr -d '"' >bounds.csv
grep -q '^area,w,,' bounds.csv || fail "a small count: $(cat bounds.csv)"
[ "$(hidden table.csv | grep -c '^area,')" = "$(grep -cE '^area,[a-z],,' bounds.csv)" ] || fail "not the cells of tabulate: $(cat bounds.csv)"
awk -F, 'NR > 1 && $3 == "" && ($6 $7 $8 $9) != "" { exit 1 }' bounds.csv || fail "worked out from a hidden count: $(cat bounds.csv)"
for report in modes timing; do
    run nonresponse $report --survey weighted-1 area hit how --suppress 5 --format csv | tr -d "\"" >$report.csv
    awk -F, 'NR > 1 { n++; if ($4 == "" || $7 == "") { hid++; if (($9 $10 $11 $12) != "") exit 1 }
        if ($4 != "" && $4 > 0 && $4 < 5 || $7 != "" && $7 > 0 && $7 < 5) exit 2 } END { exit !(n && hid) }' $report.csv ||
        fail "$report: $(cat $report.csv)"
done

# relate and weights: every figure follows from all counts, so they refuse; with nothing small they are as without
refuses '"West" of "Area" has fewer' relate --survey weighted-1 hit yes --by sort,area --suppress 5
refuses 'fewer returns are of "West"' weights --survey weighted-1 raked --suppress 7
refuses 'weighted totals give them away' tabulate --survey weighted-1 hit area --weight raked --suppress 5
refuses 'weighted totals give them away' excel --survey weighted-1 --weight raked --suppress 5 -o refused.xlsx
[ ! -e refused.xlsx ] || fail "a refused workbook is there"
run tabulate --survey weighted-2 hit --weight raked >plain.txt
run tabulate --survey weighted-2 hit --weight raked --suppress 5 >weighted.txt
says weighted.txt "$(grep '^Was hit' plain.txt)"
run weights --survey weighted-2 raked >plain.txt
run weights --survey weighted-2 raked --suppress 5 | diff plain.txt - || fail "weights differ"
run relate --survey weighted-2 hit yes --by sort --suppress 5 >relate.txt
says relate.txt "No count here is smaller than 5"
run import --as series "$SOURCE/data/series/usage-prefecture.csv" >/dev/null

# compare: whole questions and whole banners go, for every format; a base that is a hidden answer goes with it
run compare --surveys weighted-1,weighted-2 --by type --suppress 7 >compare.txt
says compare.txt "wave 1: a count of the question is smaller than 7"
run compare --surveys weighted-1,weighted-2 --concept oracle.hit --by type --suppress 5 >banner.txt
says banner.txt "wave 1: nothing is shown by Sort, because a count is smaller than 5"
run compare --surveys weighted-1,weighted-2 --concept oracle.hit,oracle.red --by type --format csv |
    awk -F, '$1 == "figure" && $6 == "weighted-1" { print $9; print $13 }' | sort -u >secrets
[ "$(wc -l <secrets)" -gt 10 ] || fail "nothing to keep: $(cat secrets)"
for format in csv json text; do
    run compare --surveys weighted-1,weighted-2 --concept oracle.hit,oracle.red --by type --suppress 7 --force --format $format >c.$format
    grep -v 'weighted-2\|wave 2' c.$format | tr ' ,:"' '\n' | sort -u | grep -xFf <(grep -vx '[0-9]\{1,2\}' secrets) && fail "$format shows a hidden figure: $(cat c.$format)"
done
awk -F, '$1 == "difference" { exit 1 }' c.csv || fail "a difference from a hidden count"
run compare --surveys weighted-1,weighted-2 --concept oracle.hit --by type --suppress 5 --format csv >c.csv
grep -q '^figure,oracle.hit,.*,total,all,weighted-1,,184,88,' c.csv || fail "too much is hidden: $(cat c.csv)"
if grep -q ',type=.*weighted-1' c.csv; then fail "a banner with a small count: $(cat c.csv)"; fi
run compare --surveys weighted-1,weighted-2 --concept oracle.hit --weight post --suppress 7 --format csv >c.csv
grep -q '^refused,.*weighted-1,.*smaller than 7' c.csv || fail "weights show it: $(cat c.csv)"
for command in "relate --survey weighted-1 hit yes --by sort" "weights --survey weighted-1 post" "nonresponse bounds --survey weighted-1" \
    "compare --surveys weighted-1,weighted-2"; do
    if run $command --suppress -1 2>err.txt; then fail "$command --suppress -1"; fi
    says err.txt "the least count that may be shown"
done
