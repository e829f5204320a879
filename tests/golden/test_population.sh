#!/usr/bin/env bash
# data/reference/population.csv: its shape, that nothing stands twice, that every prefecture is there, and the national sums that
# the sources print.
set -euo pipefail
csv="$SOURCE/data/reference/population.csv"

[ "$(head -1 "$csv")" = table,area,type,count,date,source ]
awk -F, 'NR > 1 && (NF != 6 || $2 !~ /^[0-4][0-9]$/ || $4 !~ /^[1-9][0-9]*$/ || $5 !~ /^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ || $6 == "") {
    print "line " NR ": " $0; bad = 1 } END { exit bad }' "$csv"
[ -z "$(tail -n +2 "$csv" | cut -d, -f1-3 | sort | uniq -d)" ]

sum() { awk -F, -v table="$1" -v type="$2" '$1 == table && $3 == type { s += $4; n++ } END { print n + 0, s + 0 }' "$csv"; }
holds() { [ "$(sum "$1" "$2")" = "$3" ] || { echo "$1 $2: $(sum "$1" "$2"), not $3"; exit 1; }; }
holds institutions-by-prefecture-type hospital "47 8182"
holds institutions-by-prefecture-type clinic "47 105182"
holds institutions-by-prefecture-type dental "47 67755"
holds institutions-by-prefecture all "47 $((8182 + 105182 + 67755))"
holds institutions-by-type clinic "1 89695"
[ "$(awk -F, '$1 == "institutions-by-type" { s += $4 } END { print s }' "$csv")" = 229717 ]

# The table without types is the sum of the one with types, prefecture by prefecture.
awk -F, '$1 == "institutions-by-prefecture-type" { s[$2] += $4 } $1 == "institutions-by-prefecture" { t[$2] = $4 }
    END { for (a in s) if (s[a] != t[a]) { print a ": " t[a] ", not " s[a]; bad = 1 } exit bad }' "$csv"
