#!/usr/bin/env bash
# PDF/A-2u: what shukei prints keeps the clauses that check_archive knows (test_kits.sh, test_press.sh, test_form.sh and
# test_cases.sh ask it of theirs), and check_archive sees it when one is broken.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
dir=$work
"$BUILD/tests/test_pdf" "$dir/sheet.pdf"
"$BUILD/tests/check_archive" "$dir/sheet.pdf" || fail "a sheet with every feature of the canvas"
qpdf --qdf --normalize-content=n --object-streams=disable --newline-before-endstream "$dir/sheet.pdf" "$dir/plain.pdf"
"$BUILD/tests/check_archive" "$dir/plain.pdf" || fail "the same, unpacked"

refused() { # clause, file
    ! "$BUILD/tests/check_archive" "$2" >"$dir/said" || fail "$1: not seen ($3)"
    grep -q ": $1: " "$dir/said" || fail "$1 ($3): $(cat "$dir/said")"
}
while read -r clause edit; do
    sed "$edit" "$dir/plain.pdf" >"$dir/edited.pdf"
    ! cmp -s "$dir/plain.pdf" "$dir/edited.pdf" || fail "nothing changed: $edit"
    fix-qdf "$dir/edited.pdf" >"$dir/broken.pdf"
    refused "$clause" "$dir/broken.pdf" "$edit"
done <<'BROKEN'
6.2.11.2 s!/CapHeight [0-9]*!!
6.2.11.3 0,/BaseFont/s!/BaseFont /HPDFAA!/BaseFont /HPDFAZ!
6.2.11.3.2 s!/CIDToGIDMap!/CIDToGIDMip!
6.2.11.5 s!/DW 1000!/DW 900!
6.2.11.7.2 s!<3000> <30FF> <3000>!<3000> <3001> <3000>!
6.2.11.8 s! Tf$! Tf <FFFD> Tj!
6.2.2 s!^BT$!gs BT!
6.2.3 s!/GTS_PDFA1!/GTS_PDFX!
6.3.2 s!/F 4!/F 2!
6.5.2 s!/PageMode!/AA << /O null >> /PageMode!
6.6.3 s!xmp:ModifyDate>2024!xmp:ModifyDate>2023!
6.6.3 s!<pdf:Producer>shukei!<pdf:Producer>somebody!
6.6.4 s!<pdfaid:part>2!<pdfaid:part>1!
6.5 s!/Type /Page$!/Type /Pige!
BROKEN

qpdf "$dir/sheet.pdf" "$dir/broken.pdf"
refused 6.1.7.1 "$dir/broken.pdf" "rewritten without a line's end before endstream"
qpdf --newline-before-endstream --encrypt '' owner 256 -- "$dir/sheet.pdf" "$dir/broken.pdf"
refused 6.1.3 "$dir/broken.pdf" "encrypted"
{ cat "$dir/sheet.pdf"; echo more; } >"$dir/broken.pdf"
refused 6.1.3 "$dir/broken.pdf" "something behind the end"
