#!/usr/bin/env bash
# PDF/A-2u: what shukei prints keeps the clauses that check_archive knows (test_kits.sh, test_press.sh, test_form.sh and
# test_cases.sh ask it of theirs), and check_archive sees it when one is broken.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
dir=$work
"$BUILD/tests/test_pdf" "$dir/sheet.pdf"
"$BUILD/tests/check_archive" "$dir/sheet.pdf" || fail "a sheet with every feature of the canvas"
qpdf --qdf --normalize-content=n --object-streams=disable --newline-before-endstream "$dir/sheet.pdf" "$dir/plain.pdf"
"$BUILD/tests/check_archive" "$dir/plain.pdf" || fail "the same, unpacked"

# Titles that neither a string of PDF nor XML can hold as they are; the bookmarks keep 𠮷, which libharu has not.
cd "$work"
long=$(printf '題%.0s' $(seq 20000))
printf '{"format": "shukei-survey-1", "id": "odd", "title": "<&>\\uffff\\ufdd0𠮷田\\r\\n😀]]>", "organiser": "%s", "questions": [
    {"id": "a", "kind": "single", "label": "𠮷\\u2028%s", "options": [{"id": "y", "label": "は\\ufffeい"}]}]}' "$long" "${long:0:40}" >odd.json
export SHUKEI_STORE=odd.db SOURCE_DATE_EPOCH=1706680800
shukei --quiet init && shukei --quiet survey add odd.json >/dev/null && shukei --quiet tabulate --survey odd --format pdf -o odd.pdf
"$BUILD/tests/check_archive" odd.pdf || fail "a survey with an odd title"
[ "$(pdfinfo odd.pdf | sed -n 's/^Title: *//p')" = '<&>𠮷田 😀]]>' ] || fail "$(pdfinfo odd.pdf | head -3)"
qpdf --json --json-key=outlines odd.pdf | sees -F '"title": "<&>𠮷田 😀]]>"' || fail "a bookmark lost its words"

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
6.2.11.3 s!+BIZUDPGothic-Bold!+BIZUDPGothic-Bold,Bold!
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
6.2.11.4.2 s!/CapHeight!/CIDSet 1 0 R /CapHeight!
6.6.4 s!<pdfaid:part>2!<pdfaid:part>1!
6.6.4 s!<pdfaid:conformance>U!<pdfaid:conformance>B!
6.6.2.1 s!</rdf:Seq>!</rdf:Sec>!
6.6.2.1 s!rdf:Seq>!rdf:Bag>!g
6.6.2.1 s!rdf:about=""!rdf:about="x"!
6.6.2.1 s! xml:lang="x-default"!!
6.6.2.1 s!+09:00</xmp:CreateDate>!</xmp:CreateDate>!
6.6.2.1 s!<pdf:Keywords>!<pdf:Producer>x</pdf:Producer>&!
6.6.2.1 s!<?xpacket end="r"?>!!
6.6.2.3 s!pdf:Keywords>!pdf:Trapped>!g
6.5 s!/Type /Page$!/Type /Pige!
BROKEN

# A font program: a table of another weight, a glyph that is gone, one of another character, a part that is not there.
program() { # clause, expression of perl over $_, what
    perl -0777 -pe "$2" "$dir/plain.pdf" >"$dir/edited.pdf"
    ! cmp -s "$dir/plain.pdf" "$dir/edited.pdf" || fail "nothing changed: $3"
    refused "$1" "$dir/edited.pdf" "$3"
}
program 6.2.11.4.1 's/(stream\n\x00\x01\x00\x00.{8}OS\/2)(.)/$1 . chr(ord($2) ^ 1)/se' "a checksum"
program 6.2.11.3.2 's/(stream\n)(\x00{8}(?:..){60000}.*?)(?=\nendstream)/my ($head, @g) = ($1, unpack "n*", $2); my ($a, $b) = grep { $g[$_] } 0 .. $#g; @g[$a, $b] = @g[$b, $a]; $head . pack "n*", @g/se' "two glyphs that have changed places"
program 6.2.11.4.1 's/(stream\n\x00\x01\x00\x00.{24}.*?)glyf/$1glyg/s' "no outlines"

perl -pe 's!/PageMode!"/Long (" . "x" x 32768 . ") /PageMode"!e' "$dir/plain.pdf" | fix-qdf >"$dir/broken.pdf"
refused 6.1.13 "$dir/broken.pdf" "a string too long"
qpdf "$dir/sheet.pdf" "$dir/broken.pdf"
refused 6.1.7.1 "$dir/broken.pdf" "rewritten without a line's end before endstream"
qpdf --newline-before-endstream --encrypt '' owner 256 -- "$dir/sheet.pdf" "$dir/broken.pdf"
refused 6.1.3 "$dir/broken.pdf" "encrypted"
{ cat "$dir/sheet.pdf"; echo more; } >"$dir/broken.pdf"
refused 6.1.3 "$dir/broken.pdf" "something behind the end"
