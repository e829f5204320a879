#!/usr/bin/env bash
# Seconds and pages of press kits, fonts included: the best of five runs each. Run by hand:
#
#     SHUKEI=build/shukei tests/bench/bench_kits.sh [STORE KIT.json...]
#
# Without arguments the kits that come with the program, from a store that `shukei demo` makes. The issue's bound is 1 s.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
shukei=${SHUKEI:-$source/build/shukei}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=${1:-$work/demo/shukei.db}
[ $# -gt 0 ] && shift || "$shukei" --quiet demo "$work/demo" >/dev/null
[ $# -gt 0 ] || set -- "$source"/templates/press/*.json

seconds() { # of one run
    local begin=$EPOCHREALTIME
    "$shukei" --quiet --store "$store" press --kit "$1" -o "$work/kit.pdf"
    echo "$begin $EPOCHREALTIME" | awk '{ printf "%.3f\n", $2 - $1 }'
}
printf '%8s %6s %6s  %s\n' seconds pages KB kit
for kit in "$@"; do
    best=$(for _ in 1 2 3 4 5; do seconds "$kit"; done | sort -n | head -n 1)
    pages=$(pdfinfo "$work/kit.pdf" | sed -n 's/^Pages: *//p')
    printf '%8s %6s %6s  %s\n' "$best" "$pages" $(($(stat -c %s "$work/kit.pdf") / 1024)) "$(basename "$kit" .json)"
done
