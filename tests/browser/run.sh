#!/usr/bin/env bash
# The browser test in a store of its own; see README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
shukei=$(realpath "${SHUKEI:-$here/../../build/shukei}")
shots=$(realpath -m "${1:-$(mktemp -d)}")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$shots"
cd "$work"
npm install --silent --no-fund --no-audit playwright-core axe-core >/dev/null 2>&1 || { echo "npm cannot install playwright-core and axe-core"; exit 1; }
export SHUKEI_STORE=$work/s.db
"$shukei" --quiet init
sed 's/"to": "[0-9-]*"/"to": "2099-12-31"/' "$here/../../templates/surveys/trouble-2023-10.json" >survey.json
"$shukei" --quiet survey add survey.json
"$shukei" --quiet import --as published "$here"/../../data/published/*.json
"$shukei" --quiet import --as series "$here"/../../data/series/*.csv
for account in sato:entry suzuki:entry okada:officer ken:research kanri:admin; do
    echo "a long secret of ${account%:*}" | "$shukei" --quiet user add "${account%:*}" --role "${account#*:}"
done
"$shukei" --lang ja serve --listen 127.0.0.1:0 >served &
server=$!
until grep -q http served; do sleep 0.1; done
cp "$here"/workstation.mjs .
SAMPLE=$here/../../data/samples/trouble-2023-10.csv SHOTS=$shots SHUKEI=$shukei URL=$(grep -o 'http://[0-9.:]*' served) node workstation.mjs
"$shukei" verify
echo "screenshots: $shots"
