#!/usr/bin/env bash
# What `audit` calls wrong in a folder of texts, and in the releases of data/published beside what their arithmetic_checks say.
#   SHUKEI=build/shukei tests/bench/audit_seeds.sh FOLDER
# Texts: every claim called impossible or unsupported, and the counts.  Releases: a figure that the checks call inconsistent, truncated or
# unattainable and that audit calls wrong is a hit, one that it does not call wrong a miss, one more a false alarm.
set -euo pipefail
shukei=${SHUKEI:-build/shukei}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for text in "${1:?a folder of texts}"/*.txt; do
    echo "== $(basename "$text")"
    "$shukei" --lang en audit "$text" || [ $? = 3 ]
done
hits=0 misses=0 alarms=0
for release in "$root"/data/published/*.json; do
    "$shukei" --lang en audit "$release" --format json >"$work/out" || [ $? = 3 ]
    found=$(grep -c '"verdict": "impossible"' "$work/out" || true)
    known=$(grep -cE '"status": "(inconsistent|truncated|unattainable)"' <(sed -n '/"automatic"/,$p' "$release") || true)
    both=$((found < known ? found : known))
    hits=$((hits + both)) misses=$((misses + known - both)) alarms=$((alarms + found - both))
    [ "$found" = "$known" ] || echo "$(basename "$release"): known $known, found $found"
done
echo "releases: hits $hits, misses $misses, false alarms $alarms"
