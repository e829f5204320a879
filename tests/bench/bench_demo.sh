#!/usr/bin/env bash
# The main job as a whole and in its parts, on the sample's 8,672 returns: wall time and peak memory of each command, and the
# import beside `sqlite3 .import` of the same file into one bare table in the same run.  Run by hand (needs the packages
# sqlite3 and time):
#
#     SHUKEI=build/shukei tests/bench/bench_demo.sh
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
shukei=$(realpath "${SHUKEI:-$source/build/shukei}")
survey=trouble-2023-10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

measure() { # name, command...: five runs, the fastest; each run begins from a copy of start.db
    local name=$1 best=999 memory=0
    shift
    for _ in 1 2 3 4 5; do
        rm -rf out store.db* bare.db
        [ ! -f start.db ] || cp start.db store.db
        /usr/bin/time -o time -f '%e %M' "$@" >/dev/null 2>err || { cat err; exit 1; }
        read -r seconds kilobytes <time
        if awk "BEGIN { exit !($seconds < $best) }"; then best=$seconds memory=$((kilobytes / 1024)); fi
    done
    printf '%-28s %6s s %5s MB\n' "$name" "$best" "$memory"
    echo "$best" >"$name.seconds"
}

export SHUKEI_STORE=$work/store.db
sample=$source/data/samples/$survey.csv
measure demo "$shukei" --quiet demo out
"$shukei" --store start.db init >/dev/null
"$shukei" --store start.db survey add "$source/templates/surveys/$survey.json" >/dev/null
measure import "$shukei" --quiet import --survey $survey "$sample"
measure sqlite3-import sqlite3 bare.db '.mode csv' ".import $sample returns"
"$shukei" --store start.db import --survey $survey "$sample" >/dev/null
measure tabulate "$shukei" tabulate --survey $survey --by pref --format csv
measure press "$shukei" press --kit $survey -o kit.pdf
measure excel "$shukei" excel --survey $survey -o tables.xlsx
awk -v ours="$(cat import.seconds)" -v theirs="$(cat sqlite3-import.seconds)" \
    'BEGIN { printf "import / sqlite3 .import = %.1f\n", ours / (theirs > 0 ? theirs : 0.01) }'
