#!/usr/bin/env bash
# The blank questionnaire: every question and option of it, the association's name, room for the sheet's number; S1 on one page.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db SOURCE_DATE_EPOCH=1700000000
"$SHUKEI" --quiet init
"$SHUKEI" --quiet survey add trouble-2023-10
"$SHUKEI" --lang en form --survey trouble-2023-10 --association 東京協会 -o form.pdf
"$SHUKEI" --lang ja form --survey trouble-2023-10 --association tokyo -o again.pdf
cmp form.pdf again.pdf || fail "the form follows the screen's language, or the name's spelling"
qpdf --check form.pdf >/dev/null || fail "qpdf finds fault"
"$BUILD/tests/check_archive" form.pdf || fail "no PDF/A-2u"
[ "$(pdfinfo form.pdf | sed -n 's/^Pages: *//p')" = 1 ] || fail "it is not one page"
pdftotext -raw form.pdf - | tr -d ' \n' | sed 's/[　☑✓]//g' >text
grep -qF "→［国保社保後期高齢］" text || fail "the nested answers have no end: $(grep -o "→.*" text | head -c 200)"
"$SHUKEI" survey show trouble-2023-10 --format json >/dev/null
# Questions and options (by their indent); what is nested stands behind its option without its wording.  ☑ is printed as ✓.
grep -E '^( {6}| {10})"text"' "$SOURCE/templates/surveys/trouble-2023-10.json" | sed 's/.*"text": "//; s/",\{0,1\}$//; s/[ 　☑✓]//g' | sort -u >wordings
[ "$(wc -l <wordings)" -gt 20 ] || fail "the wordings were not found"
while read -r wording; do
    grep -qF -- "$wording" text || fail "not on the form: $wording"
done <wordings
grep -q 東京保険医協会 text || fail "the association's name is missing"
grep -q 票番号 text || fail "there is no room for the sheet's number"
# A nested question with a number of its own, or for words, is asked in words: else the reader misses 問6.
"$SHUKEI" --quiet survey add yamaguchi-trouble-2024-05
"$SHUKEI" form --survey yamaguchi-trouble-2024-05 -o nested.pdf
pdftotext -raw nested.pdf - | tr -d ' \n' | sees '→問6　*10割負担とした具体的事例（' || fail "問6 is not on the form"

# A questionnaire that nobody here knew, with other kinds of question, in English, goes on over pages.
{
    printf '{"format": "shukei-survey-1", "id": "new", "title": "New <form>", "organiser": "O", "lang": "en", "questions": ['
    for i in $(seq 40); do
        printf '{"id": "n%d", "number": "%d", "kind": "single", "label": "Question %d with a label", "options": [{"id": "a", "label": "Alpha"}, {"id": "o", "label": "Other", "other": true}]},' "$i" "$i" "$i"
    done
    printf '{"id": "since", "kind": "date", "label": "Since"}, {"id": "kinds", "kind": "multi", "label": "Kinds", "ask": "n1 = o", "options": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}]}, {"id": "where", "kind": "prefecture", "label": "Where"}, {"id": "why", "kind": "text", "label": "Why"}]}'
} >new.json
"$SHUKEI" --quiet survey add new.json
"$SHUKEI" form --survey new --association 'Somebody & Sons' -o new.pdf
[ "$(pdfinfo new.pdf | sed -n 's/^Pages: *//p')" -gt 1 ] || fail "forty questions on one page"
pdftotext new.pdf - | sees 'Somebody & Sons' || fail "another name does not stand as it is written"
pdftotext -raw new.pdf - | tr '\n' ' ' | sees 'Kinds (only .*Other.*) (tick all that apply)' || fail "who is asked, and how much, is not said"
grep -q '複数回答可.*複数回答可）（複数回答可' text && fail "what the wording says already is said again"

# A matrix is a grid: its answers stand once above it, each of its rows once at the left; what has no room in a grid is asked row by row.
cat >grid.json <<'END'
{"format": "shukei-survey-1", "id": "grid", "title": "Grid", "organiser": "O", "lang": "en", "questions": [
 {"id": "view", "number": "Q1", "kind": "matrix", "label": "Views", "text": "How do you find these?", "rows": [{"id": "pay", "label": "The pay"}, {"id": "form", "label": "The form"}, {"id": "law", "label": "The law"}],
  "cells": {"kind": "single", "options": [{"id": "good", "label": "Suitable"}, {"id": "bad", "label": "Unsuitable"}]}},
 {"id": "staff", "kind": "matrix", "label": "Staff", "rows": [{"id": "doc", "label": "Doctors"}, {"id": "nurse", "label": "Nurses"}], "cells": {"kind": "number", "unit": "people"}},
 {"id": "more", "kind": "matrix", "label": "More", "rows": [{"id": "a", "label": "First"}, {"id": "b", "label": "Second"}], "cells": {"kind": "single", "options": [{"id": "x", "label": "Alpha"}, {"id": "o", "label": "Else", "other": true}]}}]}
END
"$SHUKEI" --quiet survey add grid.json
"$SHUKEI" form --survey grid -o grid.pdf
"$BUILD/tests/check_archive" grid.pdf || fail "the grid is no PDF/A-2u"
pdftotext -raw grid.pdf grid.txt
for words in 'How do you find these?:1' 'Suitable:1' 'The form:1' 'people:2' 'Nurses:1' 'Alpha:2' 'More. Second:1'; do
    [ "$(grep -cE "${words%:*}" grid.txt)" = "${words#*:}" ] || fail "the grid: $words: $(cat grid.txt)"
done

code=0
"$SHUKEI" --lang en form --survey nothing -o no.pdf 2>err || code=$?
[ $code = 1 ] && [ ! -e no.pdf ] && grep -q trouble-2023-10 err || fail "an unknown survey"
