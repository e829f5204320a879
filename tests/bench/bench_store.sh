#!/usr/bin/env bash
# Counting all questions by wave, prefecture and type when starting from the store on disk, against DuckDB starting from its file
# of the same returns, in the same run, one thread each; a process each, which finds the files in the page cache.  Run by hand
# (needs node and npm, bc):
#
#     BUILD=build tests/bench/bench_store.sh [RETURNS] [WAVES]
#
# The store is made return by return, and its first table is counted from the returns and leaves the packed copy that the next
# one is counted from (engine/tabulation/dataset_image.h).  10,000,000 returns take 5 GB of disk.
#
# Most of the time is the system's, to hand out memory.  Where a virtual machine has first to get it from its host, that takes ten
# times as long, and nothing else is measured: let a program take and give back some GB before.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(realpath "${BUILD:-$source/build}")
returns=${1:-10000000}
waves=${2:-4}
template=$source/templates/surveys/trouble-2023-10.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit @duckdb/node-api >/dev/null 2>&1 || { echo "npm cannot install @duckdb/node-api"; exit 1; }
value() { awk -v name="$1" '$1 == name { print $2 }' "$2"; }

"$build/tests/bench_count" make "$template" "$returns" "$waves" store.db
echo "the store: $(($(stat -c %s store.db) / 1048576)) MB; the first time, from the returns:"
"$build/tests/bench_count" store "$template" "$waves" store.db first.csv
"$build/tests/bench_count" memory "$template" "$returns" "$waves" data.csv memory.csv >/dev/null
sync # what was written while the store was made is not to be waited for by those who read it
cmp first.csv memory.csv || { echo "the store does not count as memory does"; exit 1; }
node "$source/tests/bench/bench_duckdb.mjs" make data.csv duck.db
rm data.csv
echo "the store with its packed copy: $(($(stat -c %s store.db) / 1048576)) MB; DuckDB's file: $(($(stat -c %s duck.db) / 1048576)) MB"
for run in 1 2 3 4 5; do
    "$build/tests/bench_count" store "$template" "$waves" store.db ours.csv >ours
    node "$source/tests/bench/bench_duckdb.mjs" file duck.db 1 theirs.csv >duckdb1
    node "$source/tests/bench/bench_duckdb.mjs" file duck.db 2 theirs.csv >duckdb2
    echo "$(value ours_ms ours) $(value theirs_ms duckdb1) $(value theirs_ms duckdb2)"
done | tee times
cmp ours.csv first.csv || { echo "the packed copy does not count as the returns do"; exit 1; }
cmp <(sort ours.csv) <(sort theirs.csv) || { echo "they do not count the same"; exit 1; }
cat ours duckdb1 duckdb2 | grep -v _ms
awk 'NR == 1 { a = $1; b = $2; c = $3 } { a = $1 < a ? $1 : a; b = $2 < b ? $2 : b; c = $3 < c ? $3 : c }
    END { printf "best of five: ours %.1f ms, DuckDB %.1f ms (1 thread), %.1f ms (2 threads): %.1f and %.1f times ours\n", a, b, c, b / a, c / a }' times
/usr/bin/time -f "as a command: %e s, %M KB" "$build/shukei" --store store.db tabulate --survey trouble-2023-10-1 --by pref,type --format csv -o table.csv || true
