#!/usr/bin/env bash
# By hand: pdf.js and poppler read the same characters from PDFs.   tests/browser/pdf/compare.sh FILE.pdf...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=()
for file in "$@"; do files+=("$(realpath "$file")"); done
cp "$here/compare.mjs" "$work"
cd "$work"
npm install --silent --no-fund --no-audit pdfjs-dist@4 >/dev/null 2>&1 || { echo "npm cannot install pdfjs-dist"; exit 2; }
node compare.mjs "${files[@]}"
