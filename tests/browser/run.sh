#!/usr/bin/env bash
# run.sh [-d FOLDER FOR SCREENSHOTS] [SCENARIO…]: each scenario with a store and a server of its own; see README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source=$(realpath "$here/../..")
shukei=$(realpath "${SHUKEI:-$source/build/shukei}")
shots=
while getopts d: option; do case $option in d) shots=$(realpath -m "$OPTARG") ;; *) exit 1 ;; esac done
shift $((OPTIND - 1))
shots=${shots:-$(mktemp -d)}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$shots"
cd "$work"
npm install --silent --no-fund --no-audit playwright-core axe-core >/dev/null 2>&1 || { echo "npm cannot install playwright-core and axe-core"; exit 1; }
sed 's/"to": "[0-9-]*"/"to": "2099-12-31"/' "$source/templates/surveys/trouble-2023-10.json" >survey.json
cp "$here"/*.mjs .

fill_store() {
    "$shukei" --quiet init
    "$shukei" --quiet survey add survey.json
    "$shukei" --quiet import --as published "$source"/data/published/*.json
    "$shukei" --quiet import --as series "$source"/data/series/*.csv
    for account in sato:entry suzuki:entry okada:officer ken:research kanri:admin; do
        echo "a long secret of ${account%:*}" | "$shukei" --quiet user add "${account%:*}" --role "${account#*:}"
    done
}

play() {
    export SHUKEI_STORE=$work/$1.db
    fill_store
    "$shukei" --lang ja serve --listen 127.0.0.1:0 >"$1.served" &
    server=$!
    until grep -q http "$1.served"; do sleep 0.1; done
    SHOTS=$shots SHUKEI=$shukei SOURCE=$source URL=$(grep -o 'http://[0-9.:]*' "$1.served") node "$1.mjs"
    kill $server
    wait $server || true
    server=
    "$shukei" verify
}

[ $# -gt 0 ] || set -- $(cd "$here" && ls *.mjs | sed 's/\.mjs$//' | grep -vx desk)
for scenario; do play "$scenario"; done
echo "screenshots: $shots"
