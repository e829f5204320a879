#!/usr/bin/env bash
# A PDF with every feature of the canvas, looked at from outside: text comes back, fonts are embedded, nothing warns.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
fail() { echo "$*"; exit 1; }
sheet() { "$BUILD/tests/test_pdf" "$@"; }

sheet "$dir/sheet.pdf"
pdftotext -layout "$dir/sheet.pdf" "$dir/text" 2>"$dir/warnings"
[ ! -s "$dir/warnings" ] || fail "pdftotext warns: $(cat "$dir/warnings")"
for wanted in '〜 髙 ① ● ○ ㊗ ✓ 﨑 − ‖ ～ ー ￥ № ㈱ ℡ ½ é Ω ﾄﾗﾌﾞﾙ' '0123456789 11,111 88,888 59.8% ６７％ 【『「（）」』】' \
    '保険証を残すべき だ' '8,672医療機関' '55,357' '1,111' '……と続く' 'http://hodanren.doc-net.or.jp/を見よ。'; do
    grep -qF -- "$wanted" "$dir/text" || { cat "$dir/text"; fail "not in the text: $wanted"; }
done

# embedded, subset, with a Unicode map: columns emb, sub, uni; both faces and the fallback
pdffonts "$dir/sheet.pdf" 2>&1 | tail -n +3 >"$dir/fonts"
[ "$(wc -l <"$dir/fonts")" -eq 3 ] || fail "fonts: $(cat "$dir/fonts")"
[ "$(grep -cE 'yes yes yes +[0-9]+ +0$' "$dir/fonts")" -eq 3 ] || fail "fonts: $(cat "$dir/fonts")"

qpdf --check "$dir/sheet.pdf" >"$dir/check" 2>&1 || fail "$(cat "$dir/check")"
! grep -qi warning "$dir/check" || fail "$(cat "$dir/check")"
qpdf --qdf --object-streams=disable "$dir/sheet.pdf" "$dir/plain.pdf"
for wanted in '/Lang (ja)' '/PageMode /UseOutlines' '/DisplayDocTitle true' '/PageLabels' '/Subtype /Link' \
    "(D:20240131102030+09'00')" '/Ordering (Identity)'; do
    grep -aqF -- "$wanted" "$dir/plain.pdf" || fail "not in the file: $wanted"
done
# what an archive asks for: metadata that agree with the information, an output intent, printed links, no transparency
for wanted in '<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>' '/S /GTS_PDFA1' '/N 3' '/F 4' \
    '<xmp:CreateDate>2024-01-31T10:20:30+09:00</xmp:CreateDate>' '調査結果（〜髙①●）</rdf:li>'; do
    grep -aqF -- "$wanted" "$dir/plain.pdf" || fail "not in the file: $wanted"
done
! grep -aqE '/SMask|/CA |/ca |/Encrypt|/JavaScript|/EmbeddedFile|/URI' "$dir/plain.pdf" || fail "something an archive refuses"
[ "$(pdfinfo -meta "$dir/sheet.pdf" | head -c 9)" = '<?xpacket' ] || fail "no metadata"
# no character stands for U+0000, U+FEFF or U+FFFE
grep -aq '^<0001> <00FF> <0001>' "$dir/plain.pdf" && grep -aq '^<FE00> <FEFE> <FE00>' "$dir/plain.pdf" || fail "the Unicode map"

# "文字", a bookmark of the second level
grep -aqiF '<feff65875b57>' "$dir/plain.pdf" || fail "a bookmark is missing"
[ "$(pdfinfo "$dir/sheet.pdf" | sed -n 's/^Title: *//p')" = '調査結果（〜髙①●）' ] || fail "$(pdfinfo "$dir/sheet.pdf")"

sheet "$dir/again.pdf"
cmp "$dir/sheet.pdf" "$dir/again.pdf"

# ISO dates, whole or in part, with and without a zone
while read -r iso wanted; do
    sheet "$dir/dated.pdf" "$iso"
    qpdf --qdf --object-streams=disable "$dir/dated.pdf" "$dir/plain.pdf"
    grep -aqF "/CreationDate ($wanted)" "$dir/plain.pdf" || fail "$iso became $(grep -a CreationDate "$dir/plain.pdf")"
done <<'DATES'
2024-01-31 D:20240131
2024-01 D:202401
2024-01-31T10:20:30Z D:20240131102030Z
2024-01-31T10:20:30 D:20240131102030Z
2024-01-31T10:20:30-05:30 D:20240131102030-05'30'
2024-01-31T10:20:30.5+09:00 D:20240131102030+09'00'
DATES

# A font that is not there: the package is named, nothing is written.
mkdir -p "$dir/home/templates" "$dir/home/data"
sed 's/ipaexg\.ttf/absent.ttf/; s/fonts-japanese-gothic\.ttf/absent.ttf/' "$SOURCE/templates/fonts.json" >"$dir/home/templates/fonts.json"
! SHUKEI_HOME="$dir/home" sheet "$dir/none.pdf" 2>"$dir/message" || fail "printed without a font"
grep -q 'fonts-ipaexfont-gothic' "$dir/message" || fail "$(cat "$dir/message")"
[ ! -e "$dir/none.pdf" ] || fail "half-written"

# A font file that is none.
sed "s|/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf|$dir/message|" "$SOURCE/templates/fonts.json" >"$dir/home/templates/fonts.json"
! SHUKEI_HOME="$dir/home" sheet "$dir/none.pdf" 2>"$dir/message2" || fail "printed with a broken font"
grep -qF "$dir/message" "$dir/message2" || fail "$(cat "$dir/message2")"
[ ! -e "$dir/none.pdf" ] || fail "half-written"
