#!/usr/bin/env bash
# compare --weight against R's `survey` (weighted/weighted.R): figures, limits, differences and p, to 1e-9 (raked: 1e-6), and
# rank --weight and the workbook against tabulate --weight.
set -euo pipefail
sees() { grep "$@" | cat >/dev/null; } # see preamble.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$SOURCE/tests/oracle/weighted
export SHUKEI_STORE=$work/s.db
fail() { echo "FAIL: $*"; exit 1; }
"$SHUKEI" init >/dev/null
for wave in 1 2; do
    sed "s/WAVE/$wave/g" "$folder/survey.json" >"$work/$wave.json"
    "$SHUKEI" survey add "$work/$wave.json" >/dev/null
    "$SHUKEI" import --survey weighted-$wave "$folder/$wave.csv" >/dev/null
done
compare() { "$SHUKEI" --lang en compare --surveys weighted-1,weighted-2 "$@"; }

here() { # scheme, concept, base: "scheme,concept,group,wave,name,value"
    compare --concept "$2" --base "$3" --by type --weight "$1" --format csv | awk -F, -v scheme="$1" -v base="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["base"] != base { next }
        $1 == "figure" { who = $at["survey"]; sub(/.*-/, "", who); names = "n count value low high weighted_count n_effective" }
        $1 == "difference" { who = "difference"; names = "value low high p" }
        $1 ~ /figure|difference/ { k = split(names, name, " ")
            for (i = 1; i <= k; i++) if ($at[name[i]] != "") print scheme "," $at["concept"] "," $at["group"] "," who "," name[i] "," $at[name[i]] }'
}
for scheme in post raked whole; do
    here $scheme oracle.hit all
    here $scheme oracle.red oracle.hit | grep ',total,'
done | LC_ALL=C sort >"$work/here.csv"
[ "$(wc -l <"$folder/expected.csv")" -gt 200 ] || fail "the reference is cut short"
LC_ALL=C sort "$folder/expected.csv" >"$work/there.csv"
diff <(cut -d, -f1-5 "$work/there.csv") <(cut -d, -f1-5 "$work/here.csv") || fail "not the same figures"
paste -d, "$work/there.csv" "$work/here.csv" | awk -F, '
    { off = $6 - $12; off = off < 0 ? -off : off; size = $6 < 0 ? -$6 : $6; size = size > 1 ? size : 1
      if (off > 1e-9 * size) { print "FAIL: R says " $1 "," $2 "," $3 "," $4 "," $5 "," $6 ", shukei " $12; bad = 1 } }
    END { exit bad }'

# What is said, and what is not: neither trend nor pairs nor decomposition; a published wave is refused, forced it is unweighted.
compare --concept oracle.hit --weight post --by type >"$work/text"
grep -q 'wave 1: weighted, by sort (post-stratification)' "$work/text" || fail "$(cat "$work/text")"
grep -q 'effective' "$work/text" && ! grep -q 'Kitagawa' "$work/text" || fail "$(cat "$work/text")"
compare --concept oracle.hit --weight post --format json | sees '"weight": "post"' || fail "JSON does not say so"
cat >"$work/published.json" <<'J'
{"id": "printed", "title": "t", "organiser": "o", "wave_label": "printed wave", "order": "2020", "sources": ["s"], "questions": [{"id": "a",
 "text": "t", "kind": "single", "concept": "oracle.experience", "base_kind": "all", "base_n": 90, "options": [
 {"label": "l", "concept": "oracle.hit", "count": 30}, {"label": "m", "concept": "oracle.spared", "count": 60}]}]}
J
"$SHUKEI" import --as published "$work/published.json" >/dev/null
"$SHUKEI" --lang en compare --surveys printed,weighted-1,weighted-2 --concept oracle.hit --weight post --format csv >"$work/mixed"
grep -q '^refused,oracle.hit.*printed wave: published figures cannot be weighted' "$work/mixed" || fail "$(cat "$work/mixed")"
grep -q '^difference,.*weighted-1,weighted-2,.*design-based' "$work/mixed" || fail "$(cat "$work/mixed")"
"$SHUKEI" --lang en compare --surveys printed,weighted-1 --concept oracle.hit --weight post --force --format csv >"$work/forced"
grep -qE '^difference,[^,]*,[^,]*,total,all,printed,weighted-1,,,[^,]+,,,[^,]+,,,,' "$work/forced" || fail "$(cat "$work/forced")"
if "$SHUKEI" --lang en compare --surveys printed,weighted-1 --weight past 2>"$work/err"; then fail "an unknown weighting"; fi
grep -q 'there is: post, raked, whole' "$work/err" || fail "$(cat "$work/err")"
if compare --weight post --base published 2>"$work/err"; then fail "--base published"; fi

# rank prints the cells of tabulate
"$SHUKEI" tabulate --survey weighted-1 hit --by area --weight raked --format csv |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["row"] == "yes" && $at["column"] ~ /=/ {
        print $at["column"] "," $at["count"] "," $at["text"] "," $at["weighted_count"] "," $at["n_effective"] }' | sort >"$work/cells"
"$SHUKEI" rank --survey weighted-1 hit yes --by area --weight raked --format csv |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["key"] ~ /=/ {
        print $at["key"] "," $at["count"] "," $at["text"] "," $at["weighted_count"] "," $at["n_effective"] }' | tr -d '"' | sort >"$work/ranks"
[ "$(wc -l <"$work/cells")" = 4 ] && diff "$work/cells" "$work/ranks" || fail "rank and tabulate differ"
"$SHUKEI" --lang en rank --survey weighted-1 hit yes --by area --weight raked >"$work/text"
grep -q 'neither funnel' "$work/text" && grep -q 'Drawn by strata: Area (4)' "$work/text" || fail "$(cat "$work/text")"
awk 'NR > 3' "$work/text" | sees '▲' && fail "a funnel mark"
"$SHUKEI" excel --survey weighted-1 --weight raked -o "$work/w.xlsx"
unzip -p "$work/w.xlsx" xl/sharedStrings.xml | sees 'weighted: raked, effective n' || fail "the workbook does not say that it is weighted"
echo "weighted: $(wc -l <"$work/there.csv") numbers agree"
