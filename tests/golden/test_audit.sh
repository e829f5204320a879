#!/usr/bin/env bash
# audit over drafts with known mistakes (tests/golden/audit, see tests/bench/audit_score.sh), over what was published, and against a store.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/audit
export SHUKEI_STORE=$work/store.db SHUKEI
audit() { # words of the command; the exit code is in $code
    code=0
    "$SHUKEI" --lang en audit "$@" >"$work/out" 2>"$work/err" || code=$?
}
calls() { # verdict: how many claims
    grep -c "^[0-9]*,\"$1\"" "$work/out" || true
}

bash "$SOURCE/tests/bench/audit_score.sh" "$golden"
for drafts in first second third fourth fifth sixth seventh eighth ninth tenth; do # written before they were ever run
    bash "$SOURCE/tests/bench/audit_score.sh" "$golden/$drafts.drafts"
done

# Exit codes, and no store is needed.
audit "$golden/right.txt"
[ $code = 0 ] || fail "a draft without mistakes leaves with $code"
audit "$golden/parts.md" --format json
[ $code = 3 ] || fail "a draft with mistakes leaves with $code"
grep -q '"verdict": "impossible"' "$work/out" || fail "JSON has no verdict"
audit "$work/none.txt"
[ $code = 1 ] || fail "a missing file leaves with $code"
audit
[ $code = 2 ] || fail "no file leaves with $code"

# The releases: what their arithmetic_checks call inconsistent, and nothing else.
published() { # id, impossible, unsupported
    audit "$SOURCE/data/published/$1.json" --format csv
    [ "$(calls impossible)" = "$2" ] && [ "$(calls unsupported)" = "$3" ] ||
        { cat "$work/out"; fail "$1: $(calls impossible) impossible, $(calls unsupported) unsupported, expected $2 and $3"; }
}
published chiba-2025-09 4 0
published ibaraki-2024-01 2 0
published yamaguchi-trouble-2024-05 2 0
published aomori-2024-09 1 0
published aichi-2022 1 0
published hodanren-2023-05-advance9 0 1
for id in trouble-2023-10 hodanren-2023-06-08-interim2 hodanren-2023-06-19-final kyoto-2023-06 mhlw-rate-facility mhlw-rate-national; do
    published $id 0 0
done

# Shift_JIS, a workbook, a PDF.
iconv -f UTF-8 -t CP932 <"$golden/vague.txt" >"$work/sjis.txt"
audit "$work/sjis.txt" --format csv
[ "$(calls impossible)" = 4 ] || fail "Shift_JIS: $(calls impossible)"
"$BUILD/tests/make_xlsx" "$golden/facility.csv" "$work/facility.xlsx"
audit "$work/facility.xlsx" --format csv
[ "$(calls impossible)" = 1 ] || { cat "$work/out" "$work/err"; fail "workbook: $(calls impossible)"; }

# A Word document: runs that Word has split, a table, what was deleted with the changes tracked; one made to harm, one cut short.
document() { "$BUILD/tests/pack" "$work/$1" '[Content_Types].xml' "$golden/right.txt" word/document.xml "$2"; }
document draft.docx "$golden/word.xml"
audit "$work/draft.docx" --format csv
[ "$(cut -d, -f1,2 "$work/out" | grep impossible | tr '\n' ' ')" = '2,"impossible" 4,"impossible" 8,"impossible" ' ] ||
    { cat "$work/out" "$work/err"; fail "Word document"; }
printf '<w:notes><w:p><w:r><w:t>注 回答5,188件のうち2,554件（49.3％）。</w:t></w:r></w:p></w:notes>' >"$work/notes.xml"
"$BUILD/tests/pack" "$work/notes.docx" '[Content_Types].xml' "$golden/right.txt" word/document.xml "$golden/word.xml" word/footnotes.xml "$work/notes.xml"
audit "$work/notes.docx" --format csv
[ "$(calls impossible)" = 4 ] || { cat "$work/out" "$work/err"; fail "footnote of a Word document: $(calls impossible)"; }
{ printf '<d><p><r><t>'; head -c 40000000 /dev/zero | tr '\0' 9; printf '</t></r></p></d>'; } >"$work/bomb.xml"
document bomb.docx "$work/bomb.xml"
audit "$work/bomb.docx"
[ $code = 1 ] && grep -q 'unpacks to far more' "$work/err" || { cat "$work/err"; fail "a bomb leaves with $code"; }
head -c 300 "$work/draft.docx" >"$work/cut.docx"
audit "$work/cut.docx"
[ $code = 1 ] && grep -q 'copy or download it again' "$work/err" || { cat "$work/err"; fail "a cut document leaves with $code"; }
printf '\320\317\021\340' >"$work/old.doc"
audit "$work/old.doc"
[ $code = 1 ] && grep -q 'old Word file' "$work/err" || { cat "$work/err"; fail "an old document leaves with $code"; }

# A PDF that makes its reader print without end, or is none.
mkdir "$work/tools"
printf '#!/bin/sh\nexec yes\n' >"$work/tools/pdftotext"
chmod +x "$work/tools/pdftotext"
printf '%%PDF-1.4\n' >"$work/any.pdf"
PATH=$work/tools:$PATH audit "$work/any.pdf"
[ $code = 1 ] && grep -q 'more text than a draft can have' "$work/err" || { cat "$work/err"; fail "an endless PDF leaves with $code"; }
audit "$work/any.pdf"
[ $code = 1 ] && grep -q 'cannot read this PDF' "$work/err" || { cat "$work/err"; fail "a damaged PDF leaves with $code"; }

# Against the store: what differs is named with the right figure.
"$SHUKEI" init >/dev/null
"$SHUKEI" survey add trouble-2023-10 >/dev/null
"$SHUKEI" --quiet import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null
bash "$SOURCE/tests/bench/audit_score.sh" "$golden/survey.drafts" --survey trouble-2023-10
bash "$SOURCE/tests/bench/audit_score.sh" "$golden/survey2.drafts" --survey trouble-2023-10
against() { # survey, drafts
    "$SHUKEI" survey add "$1" >/dev/null
    "$SHUKEI" --quiet import --survey "$1" "$SOURCE/data/samples/$1.csv" >/dev/null
    bash "$SOURCE/tests/bench/audit_score.sh" "$golden/$2" --survey "$1"
}
against yamaguchi-facilities-2024-09 facilities.drafts
against federation-web-2022-08 federation.drafts
cat >"$work/store.txt" <<'DRAFT'
8,672医療機関から回答があった。
「資格情報の無効がある」は49%（2,554医療機関）、「名前や住所の間違い」は21%（1,070医療機関）だった。
「名前や住所が●で表記される」は66%だった。
「限度額認定に誤り等があった」は307医療機関。前回は「資格情報の無効がある」が53.0%だった。
DRAFT
audit "$work/store.txt" --survey trouble-2023-10 --format csv
[ "$(calls impossible)" = 2 ] || { cat "$work/out" "$work/err"; fail "store: $(calls impossible)"; }
grep -q '1,071 of 5,188' "$work/out" || fail "the store's figure is not named"
echo '10割負担は753件だった。' >"$work/bound.txt"
audit "$work/bound.txt" --survey trouble-2023-10 --format csv
[ "$(calls unsupported)" = 1 ] || { cat "$work/out" "$work/err"; fail "a lower bound of the store"; }
# What is named behind a comma belongs to the next number; a type of institution is no column of itself.
cat >"$work/names.txt" <<'DRAFT'
8,672医療機関から回答があった。
保険証を残すべきは6,884医療機関（79.4%）、延期すべきは1,169（13.5%）、賛成は379（4.4%）だった。
回答した医科診療所は6,216医療機関（71.7%）、歯科診療所は1,744医療機関（20.1%）、病院は582医療機関（6.8%）。
DRAFT
audit "$work/names.txt" --survey trouble-2023-10 --format csv
[ "$(calls impossible)" = 1 ] || { cat "$work/out"; fail "names: $(calls impossible)"; }
grep -q '582 of 8,672 is 6.7%' "$work/out" || { cat "$work/out"; fail "the right share of hospitals is not named"; }
audit "$work/store.txt" --survey nosuch
[ $code = 1 ] || fail "an unknown survey leaves with $code"
echo "audit: done"
