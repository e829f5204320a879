#!/usr/bin/env bash
# The synthetic returns in data/samples are what the generator makes, byte for byte; and the generator refuses figures that
# cannot be met.
set -euo pipefail
make="$BUILD/tests/make_samples"
spec="$SOURCE/tests/tools/trouble-2023-10.spec.json"
published="$SOURCE/data/published/trouble-2023-10.json"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$make" "$spec" "$published" >"$work/returns.csv"
cmp "$work/returns.csv" "$SOURCE/data/samples/trouble-2023-10.csv"

# Another seed makes other returns.
sed 's/"seed": [0-9]*/"seed": 7/' "$spec" >"$work/other.json"
"$make" "$work/other.json" "$published" >"$work/other.csv"
if cmp -s "$work/other.csv" "$work/returns.csv"; then
    echo "the seed has no effect"
    exit 1
fi

# Counts that do not add up to the returns are refused.
sed 's/"count": 3042/"count": 3041/' "$published" >"$work/wrong.json"
if "$make" "$spec" "$work/wrong.json" >"$work/none.csv" 2>"$work/message"; then
    echo "counts that do not add up were accepted"
    exit 1
fi
grep -q "leave 1 returns over" "$work/message"
[ ! -s "$work/none.csv" ]
