#!/usr/bin/env bash
# Files for researchers from many returns: seconds, memory and bytes per format.  Run by hand:
#
#     BUILD=build tests/bench/bench_export.sh [RETURNS]
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(realpath "${BUILD:-$source/build}")
returns=${1:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$build/tests/bench_count" make "$source/templates/surveys/trouble-2023-10.json" "$returns" 1 store.db
export_to() {
    /usr/bin/time -f "$*: %e s, %M KB" "$build/shukei" --quiet --store store.db export --survey trouble-2023-10-1 --for research \
        --format "$@" -o out."$1"
}
export_to csv >/dev/null 2>&1 # leaves the packed copy of the returns
for format in csv jsonl sav dta ddi; do export_to $format; done
export_to sav --with-text
ls -l out.*
