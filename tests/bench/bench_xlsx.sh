#!/usr/bin/env bash
# Reading a large workbook, against openpyxl in its read-only mode on the same file in the same run.
# Run by hand (needs the packages python3-openpyxl, time and bc):
#
#     BUILD=build tests/bench/bench_xlsx.sh [RETURNS]
#
# Both read every cell and count the filled ones.  Then the same file is imported: read, normalised, checked and stored.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$source/build}
returns=${1:-200000}
survey=trouble-2023-10
. "$source/tests/bench/measure.sh"

"$build/tests/make_xlsx" "$source/data/samples/$survey.csv" "$work/returns.xlsx" "$returns"
ls -l "$work/returns.xlsx" | awk '{ printf "workbook %.1f MB packed, ", $5 / 1048576 }'
unzip -l "$work/returns.xlsx" | awk 'END { printf "%.1f MB unpacked\n", $1 / 1048576 }'

measure "reader alone" "$build/tests/count_cells" "$work/returns.xlsx"
measure "openpyxl read-only" /usr/bin/python3 - "$work/returns.xlsx" <<'PY'
import sys

import openpyxl

rows = cells = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    rows += 1
    cells += sum(cell is not None for cell in row)
print("xlsx: %d rows, %d cells" % (rows, cells))
PY
cmp "$work/reader alone.out" "$work/openpyxl read-only.out" || { echo "they do not read the same"; exit 1; }
"$build/shukei" init >/dev/null
"$build/shukei" survey add "$source/templates/surveys/$survey.json" >/dev/null
measure "shukei import" "$build/shukei" --quiet import --survey "$survey" "$work/returns.xlsx"

read -r reader _ <"$work/reader alone"
read -r import _ <"$work/shukei import"
read -r peer _ <"$work/openpyxl read-only"
cat "$work/reader alone.out"
echo "openpyxl / reader = $(echo "scale=1; $peer / $reader" | bc), openpyxl / whole import = $(echo "scale=1; $peer / $import" | bc)"
