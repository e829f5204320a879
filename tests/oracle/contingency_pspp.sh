#!/usr/bin/env bash
# Pearson's chi squared, the likelihood ratio and Cramer's V of the same tables by PSPP's CROSSTABS, for
# tests/unit/test_contingency.c; run by hand:  bash tests/oracle/contingency_pspp.sh > tests/oracle/contingency_pspp.csv
# The tables are those of contingency.csv that have no empty cell (PSPP leaves cases of weight 0 out) and so no empty row.
set -euo pipefail
folder=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -F, '$1 == "pearson" && $2 !~ /(^| )0( |$)/ { print $2 }' "$folder/contingency.csv" >"$work/tables"
while read -r rows columns counts; do
    {
        echo "SET FORMAT=F24.15."
        echo "DATA LIST LIST /r c w."
        echo "BEGIN DATA"
        tr ' ' '\n' <<<"$counts" | awk -v k="$columns" '{ print int((NR - 1) / k), (NR - 1) % k, $1 }'
        echo "END DATA."
        echo "WEIGHT BY w."
        echo "CROSSTABS /TABLES=r BY c /STATISTICS=CHISQ PHI /CELLS=COUNT."
    } >"$work/table.sps"
    pspp -O format=csv -o "$work/out.csv" "$work/table.sps" >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
    awk -F, -v given="$rows $columns $counts" '
        $1 == "Pearson Chi-Square" { chi = $2; df = $3 }
        $1 == "Likelihood Ratio" { g = $2 }
        $2 == "Cramer'\''s V" || $1 == "Cramer'\''s V" { v = $NF }
        END { print "pspp," given "," chi " " df " " g " " v }' "$work/out.csv"
done <"$work/tables"
