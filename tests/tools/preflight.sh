#!/usr/bin/env bash
# By hand: Apache PDFBox's preflight (PDF/A-1b) on PDFs of shukei, without what PDF/A-2 permits or changes.
# Needs the Debian packages libpdfbox2-java libactivation-java libjaxb-api-java and a Java runtime.
set -euo pipefail
java=/usr/share/java classes=
for jar in preflight pdfbox2 xmpbox fontbox2 commons-logging javax.activation jaxb-api; do
    [ -e "$java/$jar.jar" ] || { echo "no $java/$jar.jar; install libpdfbox2-java libactivation-java libjaxb-api-java"; exit 2; }
    classes="$classes$java/$jar.jar:"
done
permitted='1.4 : Trailer Syntax error, /XRef|3.1.11 : .*CIDSet entry is missing|7.11.1 : .*must be A or B|7.11.2 : .*part must be 1'
found=0
for file in "$@"; do
    left=$(java -cp "$classes" org.apache.pdfbox.preflight.Validator_A1b "$file" 2>/dev/null | grep -E '^[0-9]+\.' | grep -vE "^($permitted)" || true)
    echo "$file: ${left:-nothing that PDF/A-2 forbids}"
    [ -z "$left" ] || found=1
done
exit $found
