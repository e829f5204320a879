#!/usr/bin/env bash
# Letters and tests of tabulate against base R and `survey` (letters/letters.R), cell by cell: marks alike, numbers to 1e-9.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$SOURCE/tests/oracle/letters
export SHUKEI_STORE=$work/s.db
"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$folder/survey.json" >/dev/null
"$SHUKEI" import --survey letters "$folder/returns.csv" >/dev/null

tabulate() { # case, further words: "case,question,row,column,value" of every mark and test
    local name=$1
    shift
    "$SHUKEI" --lang en tabulate --survey letters --test letters "$@" --format csv |
        awk -F, -v name="$name" '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; after = NF - at["marks"]; next } # a label may have commas
            $at["row"] ~ /^test\./ { print name "," $at["question"] "," $at["row"] ",total," $at["text"]; next }
            { marks = $(NF - after); sub(/^small_n ?/, "", marks) }
            marks != "" { print name "," $at["question"] "," $at["row"] "," $at["column"] "," marks }'
}
tabulate bonferroni hit how rare --by type >"$work/all.csv"
sed -i 's/,type=/,sort=/' "$work/all.csv"
for how in holm bh none; do tabulate $how hit how rare --by sort --adjust $how | grep -v ',test\.'; done >>"$work/all.csv"
tabulate level hit how rare --by sort --level 0.99 | grep -v ',test\.' >>"$work/all.csv"
tabulate by_hit how --by hit >>"$work/all.csv"
tabulate rest hit rare --by how >>"$work/all.csv"

sort "$work/all.csv" >"$work/here.csv"
sort "$folder/expected.csv" >"$work/there.csv"
[ "$(wc -l <"$work/there.csv")" -gt 70 ] || { echo "FAIL: the reference is cut short"; exit 1; }
paste -d'|' "$work/there.csv" "$work/here.csv" | awk -F'|' '
    function apart(a, b,    x, y, head_a, head_b) {
        if (a == b) return 0
        x = a; y = b; sub(/.*,/, "", x); sub(/.*,/, "", y)
        head_a = a; head_b = b; sub(/,[^,]*$/, "", head_a); sub(/,[^,]*$/, "", head_b)
        if (head_a != head_b || x !~ /^[0-9.e-]+$/ || y !~ /^[0-9.e-]+$/) return 1
        return (x - y > 0 ? x - y : y - x) > 1e-9 * (x > 0 ? x : -x)
    }
    apart($1, $2) { print "FAIL: R says " $1 ", shukei " $2; bad = 1 }
    END { exit bad }'
[ "$(wc -l <"$work/there.csv")" = "$(wc -l <"$work/here.csv")" ] || { echo "FAIL: not as many lines"; exit 1; }
echo "letters: $(wc -l <"$work/there.csv") marks and numbers agree"
