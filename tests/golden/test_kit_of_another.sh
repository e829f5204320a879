#!/usr/bin/env bash
# A kit for a survey that no one here has made: other ids, other kinds, long labels; written from
# templates/press/README.md alone. Its words follow its numbers; what may tell who somebody is stays out.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
export SHUKEI_STORE="$work/store.db" SOURCE_DATE_EPOCH=1706680800
here="$SOURCE/tests/golden/kit_of_another"
"$SHUKEI" --quiet init >/dev/null
"$SHUKEI" --quiet survey add "$here/survey.json" >/dev/null
"$SHUKEI" --quiet import --survey homevisit-2026 "$here/returns.csv" >/dev/null
"$SHUKEI" press --kit "$here/kit.json" -o "$work/kit.pdf" --pages "$work/pages"
qpdf --check "$work/kit.pdf" >"$work/check" 2>&1 || fail "$(cat "$work/check")"
"$BUILD/tests/check_archive" "$work/kit.pdf" || fail "no PDF/A-2u"
pdftotext -layout "$work/kit.pdf" "$work/kit.txt"
while read -r line; do
    grep -Eq -- "$line" "$work/kit.txt" || fail "not printed: $line"
done <<'LINES'
夜間・休日の在宅医療はなお半数以上が対応
15事業所で、3割台（36\.6%）
19\.5ポイント
記入のあった21事業所
職員の安全が守れない +2 +13\.3%
数表 p\.[0-9]+
［氏名］さんの家は遠く|（氏名）さんの家は遠く|氏名
LINES
! grep -q '山田太郎\|090-1234' "$work/kit.txt" || fail "a name or a telephone number was printed"
[ "$(grep -c '報酬が低い。' "$work/kit.txt")" -le 3 ] || fail "the same words stand more than once in a group"
sizes=$(pdfinfo -f 1 -l 99 "$work/kit.pdf" | grep 'size:' | awk '{ print $4 "x" $6 }' | sort | uniq -c)
grep -q '595x842' <<<"$sizes" && grep -q '842x595' <<<"$sizes" || fail "no portrait and landscape in one file: $sizes"
# Other numbers, other words: the answers turned round, the title says the other thing.
sed 's/night.never - 50%/night.never - night.always/; s/why.#1/why.staff/g' "$here/kit.json" >"$work/kit.json"
awk -F, -v OFS=, '{ if ($3 == "対応していない") $3 = "常時対応している"; else if ($3 == "常時対応している") $3 = "対応していない"; print }' \
    "$here/returns.csv" >"$work/turned.csv"
title() { # store, returns
    SHUKEI_STORE="$1" "$SHUKEI" press --kit "$work/kit.json" -o "$work/title.pdf"
    pdfinfo "$work/title.pdf" | sed -n 's/^Title: *//p'
}
"$SHUKEI" --quiet --store "$work/turned.db" init >/dev/null
"$SHUKEI" --quiet --store "$work/turned.db" survey add "$here/survey.json" >/dev/null
"$SHUKEI" --quiet --store "$work/turned.db" import --survey homevisit-2026 "$work/turned.csv" >/dev/null || [ $? = 3 ]
[ "$(title "$SHUKEI_STORE")" = '夜間・休日の在宅医療は過半数が対応できない' ] || fail "more is not said as more"
[ "$(title "$work/turned.db")" = '夜間・休日の在宅医療はなお半数以上が対応' ] || fail "less is not said as less"

# Now two reasons are equally frequent: a sentence that names the most frequent one does not print.
! SHUKEI_STORE="$work/turned.db" "$SHUKEI" press --kit "$here/kit.json" -o "$work/no.pdf" 2>"$work/err" || fail "a tie was named"
grep -q '/bullets/0: {why.#1|label}: several options share this place' "$work/err" && [ ! -e "$work/no.pdf" ] || fail "$(cat "$work/err")"

# The same kit in English.
sed 's/"place": "県庁記者クラブ"/"place": "Press club", "lang": "en"/' "$here/kit.json" >"$work/en.json"
"$SHUKEI" press --kit "$work/en.json" -o "$work/en.pdf"
pdftotext -layout "$work/en.pdf" "$work/en.txt"
grep -q 'Table: p\.' "$work/en.txt" || fail "the English kit"
echo ok
