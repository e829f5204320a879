#!/usr/bin/env bash
# Importing a FAX CSV of many returns, with normalisation, rules, findings and trail, against `sqlite3 .import` of the same
# file into one bare table, in the same run; then the same returns as a bundle to another store and back.
# Run by hand (needs the packages sqlite3, time and bc):
#
#     SHUKEI=build/shukei tests/bench/bench_import.sh [RETURNS]
#
# The returns are the sample's rows over and over, each with a sheet number of its own.  The target is a ratio of 3 and less
# than 200 MB, and no more than for half of the returns.  Processor time is printed too: on a machine that does other things, its
# ratio is the one to look at.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
shukei=${SHUKEI:-$source/build/shukei}
returns=${1:-1000000}
survey=trouble-2023-10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

measure() { # name, command...: leaves "elapsed processor megabytes" in NAME.time
    local name=$1
    shift
    /usr/bin/time -o raw -f '%e %U %S %M' "$@" >"$name.out"
    awk '{ printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024 }' raw >"$name.time"
    read -r elapsed processor megabytes <"$name.time"
    printf '%-24s %8s s %8s s processor %6s MB\n' "$name" "$elapsed" "$processor" "$megabytes"
}

ratio() { # what is compared, ours, theirs, column of NAME.time
    echo "$1: $(echo "scale=2; $(cut -d' ' -f"$4" "$2.time") / $(cut -d' ' -f"$4" "$3.time")" | bc)"
}

# A row may go on over several lines: it ends where its quotes are closed.
awk -v want="$returns" '
    NR == 1 { sub(/^\xef\xbb\xbf/, ""); print; next }
    { row = row == "" ? $0 : row "\n" $0 }
    gsub(/"/, "\"", row) % 2 == 0 { sub(/^[^,]*/, "", row); rows[count++] = row; row = "" }
    END { for (i = 0; i < want; i++) print (i + 1) rows[i % count] }' "$source/data/samples/$survey.csv" >returns.csv
awk -v half=$((returns / 2)) '{ print; quotes += gsub(/"/, "") } quotes % 2 == 0 && rows++ >= half { exit }' \
    returns.csv >half.csv

for store in a b c; do "$shukei" --store $store.db init >/dev/null; done
for store in a c; do "$shukei" --store $store.db survey add "$source/templates/surveys/$survey.json" >/dev/null; done
measure sqlite3 sqlite3 bare.db ".mode csv" ".import returns.csv returns"
measure import "$shukei" --quiet --store a.db import --survey $survey returns.csv
measure import-of-half "$shukei" --quiet --store c.db import --survey $survey half.csv
measure export-jsonl "$shukei" --quiet --store a.db export --survey $survey --format jsonl -o bundle.jsonl
measure import-jsonl "$shukei" --quiet --store b.db import --survey $survey bundle.jsonl
measure import-jsonl-again "$shukei" --quiet --store b.db import --survey $survey bundle.jsonl
"$shukei" --quiet --store b.db verify
echo "returns: $returns"
ratio "import / sqlite3, elapsed" import sqlite3 1
ratio "import / sqlite3, processor" import sqlite3 2
