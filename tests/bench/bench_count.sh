#!/usr/bin/env bash
# Counting returns from columns in memory, all questions by wave, prefecture and type at once, against DuckDB on the same data
# already loaded, in the same run, one thread each (and DuckDB with two); then how the time grows with the returns, and with the
# cells asked for.  With R and its package survey here, also against svyby and rowsum on at most 1,000,000.  Run by hand (needs
# node and npm, bc):
#
#     BUILD=build tests/bench/bench_count.sh [RETURNS] [WAVES]
#
# DuckDB is given the better part: it counts sums, ours distributions, of which sums, medians and modes are read; the
# fastest of six forms of its statement and columns counts.  The counts of both are compared cell by cell.  10,000,000 returns
# take 2 GB of disk and 4 GB of memory, which is DuckDB's.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
count=$(realpath "${BUILD:-$source/build}")/tests/bench_count
returns=${1:-10000000}
waves=${2:-4}
template=$source/templates/surveys/trouble-2023-10.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit @duckdb/node-api >/dev/null 2>&1 || { echo "npm cannot install @duckdb/node-api"; exit 1; }

value() { awk -v name="$1" '$1 == name { print $2 }' "$2"; }
same() { # the same counts, whatever the order of the rows
    cmp <(sort "$1") <(sort "$2") || { echo "they do not count the same"; exit 1; }
}

"$count" memory "$template" "$returns" "$waves" data.csv ours.csv | tee ours
for threads in 1 2; do
    node "$source/tests/bench/bench_duckdb.mjs" memory data.csv $threads theirs.csv | tee duckdb$threads
    same ours.csv theirs.csv
done
for threads in 1 2; do
    echo "DuckDB with $threads thread(s) / ours with one: $(echo "scale=1; $(value theirs_ms duckdb$threads) / $(value ours_ms ours)" | bc)"
done
echo "returns:"
for part in 10 3 1; do
    "$count" memory "$template" $((returns / part)) "$waves" | head -1
done
if [ "${SHUKEI_BENCH_R:-1}" = 1 ] && Rscript -e 'library(survey)' 2>/dev/null >&2; then
    [ "$returns" -le 1000000 ] || "$count" memory "$template" 1000000 "$waves" data.csv ours.csv >ours
    Rscript "$source/tests/bench/bench_rowsum.R" data.csv | tee r
    echo "rowsum / ours: $(echo "scale=1; $(value rowsum_ms r) / $(value ours_ms ours)" | bc)"
    echo "svyby of one question alone / ours of all: $(echo "scale=1; $(value svyby_ms r) / $(value ours_ms ours)" | bc)"
fi
