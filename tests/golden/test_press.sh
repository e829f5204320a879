#!/usr/bin/env bash
# The press kit of the national survey, from returns to paper: every published figure is in its text, its page references
# are right, and a kit that refers to what is not there does not print.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
export SHUKEI_STORE="$work/store.db" SOURCE_DATE_EPOCH=1706680800

"$SHUKEI" --quiet init >/dev/null
"$SHUKEI" --quiet survey add "$SOURCE/templates/surveys/trouble-2023-10.json" >/dev/null

# No returns yet: said so, nothing written.
code=0
"$SHUKEI" press --kit trouble-2023-10 -o "$work/none.pdf" 2>"$work/err" || code=$?
[ $code = 1 ] || fail "a survey without returns gave exit code $code"
grep -q 'no returns' "$work/err" || fail "a survey without returns: $(cat "$work/err")"
[ ! -e "$work/none.pdf" ] || fail "a kit without returns was written"

"$SHUKEI" --quiet import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null
"$SHUKEI" --quiet import --as published "$SOURCE"/data/published/*.json >/dev/null
"$SHUKEI" --quiet import --as series "$SOURCE"/data/series/*.csv >/dev/null
"$SHUKEI" press --kit trouble-2023-10 -o "$work/kit.pdf" --pages "$work/pages" --trace "$work/trace.json"

# The file: sound, fonts embedded as subsets, the same bytes again, a document with a name.
qpdf --check "$work/kit.pdf" >"$work/check" 2>&1 || fail "$(cat "$work/check")"
"$BUILD/tests/check_archive" "$work/kit.pdf" || fail "no PDF/A-2u"
pdffonts "$work/kit.pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes") exit 1 }' ||
    fail "a font is not embedded: $(pdffonts "$work/kit.pdf")"
(cd "$work" && "$SHUKEI" press --kit "$SOURCE/templates/press/trouble-2023-10.json" -o again.pdf)
cmp "$work/kit.pdf" "$work/again.pdf" || fail "the same kit gave other bytes"
pdfinfo "$work/kit.pdf" | sees 'Title:.*マイナ保険証' || fail "no title in the document information"

pages=$(pdfinfo "$work/kit.pdf" | awk '/^Pages/ { print $2 }')
for page in $(seq "$pages"); do
    pdftotext -layout -f "$page" -l "$page" "$work/kit.pdf" "$work/$page.txt"
    grep -Eq "(^| )$page / $pages *$" "$work/$page.txt" || fail "page $page has no number"
    grep -q '合成データです' "$work/$page.txt" || fail "page $page does not say that the data are synthetic"
done
cat $(seq -f "$work/%g.txt" "$pages") >"$work/all.txt"

# Agenda: the pages whose running head is the section's title.
first_page() { grep -lE "^ *「総点検」.* $1 *$" "$work"/[0-9]*.txt | sed 's|.*/||; s|\.txt||' | sort -n | head -1; }
last_page() { grep -lE "^ *「総点検」.* $1 *$" "$work"/[0-9]*.txt | sed 's|.*/||; s|\.txt||' | sort -n | tail -1; }
expect_reference() { # title in the agenda, first section, last section
    local from to printed
    from=$(first_page "$2") to=$(last_page "$3")
    printed=$(grep -F "$1" "$work/1.txt" | grep -oE 'p\.[0-9]+(-[0-9]+)?' || true)
    [ "$printed" = "p.$from-$to" ] || [ "$from" = "$to" -a "$printed" = "p.$from" ] ||
        fail "agenda says $printed for $1, it stands on $from-$to"
}
expect_reference 会見にあたって 会見にあたって 会見にあたって
expect_reference 調査の結果 調査の結果 調査票
expect_reference 災害時のオンライン資格確認とマイナ保険証 災害時のオンライン資格確認とマイナ保険証 災害時のオンライン資格確認とマイナ保険証
grep -q '竹田智雄会長' "$work/1.txt" || fail "no speaker on the agenda"
grep -q 'ウェブ掲載のみ' "$work/1.txt" || fail "no outside note on the agenda"
[ "$(wc -l <<<"$(qpdf --qdf "$work/kit.pdf" - | strings | grep '/Subtype /Link')")" -ge 2 ] || fail "no links in the agenda"

# Every published figure, beside what it is about.
while read -r line; do
    [ -n "$line" ] || continue
    grep -Eq "$line" "$work/all.txt" || fail "not printed: $line"
done <<'FIGURES'
8,672
55,357
15\.7%
38都道府県
41協会・医会
6,216
1,744
医科診療所6,216、歯科診療所1,744、病院582、無回答130
59\.8% +5,188
35\.1% +3,042
5\.1% +442
名前や住所の●表記 +67\.3% +3,492
資格情報の無効 +49\.2% +2,554
カードリーダーのエラー +39\.8% +2,063
該当の被保険者番号がない +25\.5% +1,321
名前や住所の間違い +20\.6% +1,071
負担割合の齟齬 +15\.0% +776
限度額認定の誤り +5\.9% +307
他人の情報の紐づけ +2\.0% +102
間違った医療情報の紐づけ +1\.9% +99
●で表記される +67%（3,492医療機関）
無効がある +49%（2,554医療機関）
エラーが出る +40%（2,063医療機関）
番号がない +25%（1,321医療機関）
住所の間違い +21%（1,071医療機関）
776医療機関（15%）
307医療機関（6%）
102医療機関（2%）
99医療機関（2%）
3,648
健康保険証で資格確認 +82\.9% +4,300
4,300（83%）
74\.4% +6,454
20\.9% +1,815
4\.6% +403
少なくとも753件
14\.2% +1,231
1\.1% +94
70\.6% +6,120
14\.1% +1,227
379 +4\.4%
1,169 +13\.5%
6,884 +79\.4%
240 +2\.8%
n=5,188
n=8,672
前回に比べて5\.0ポイント増となった
8カ月続けて
薬局 +79,866,965 +1,851,158 +78,015,807 +2\.32%
全体 +177,813,248 +7,633,413 +170,179,835 +4\.29%
約7%、5～14歳は1\.5%未満
診療所 +1,044,802 +1,998,855 +1,807,395
北海道 +[0-9]
沖縄 +[0-9]
FIGURES

# Where the numbers come from; the figures as pictures.
grep -q '"text":.*"67%"' "$work/trace.json" && grep -q '"count":.*3492' "$work/trace.json" || fail "the trace lacks a number"
# Each figure cites the page of its table, which is in the kit, names its file for programs, and leads there.
tables=$(first_page 数表)
[ "$(grep -o '数表 p\.[0-9]*' "$work/all.txt" | wc -l)" = "$(grep -l '^survey,table' "$work"/pages/*.csv | wc -l)" ] || fail "not every figure cites its table"
while read -r page; do
    { [ "$page" -ge "$tables" ] && [ "$page" -le "$(last_page 数表)" ]; } || [ "$page" = "$(first_page 都道府県別の結果)" ] ||
        fail "a figure cites page $page"
done < <(grep -o '数表 p\.[0-9]*' "$work/all.txt" | grep -o '[0-9]*$')
for file in $(grep -l '^survey,table' "$work"/pages/*.csv); do
    grep -q "機械可読データ：.*$(basename "$file")" "$work/all.txt" || fail "no table names $(basename "$file")"
done
grep -q '^trouble-2023-10,q4,q4,masked,.*,3492,5188,' "$work"/pages/*-q4.csv || fail "the figure's table lacks a number"
ls "$work"/pages/*-q4.svg >/dev/null || fail "no picture of q4"
grep -q '67.3%' "$work"/pages/*-q4.svg || fail "the picture of q4 lacks its figure"

# Kits that cannot be printed: exit 1, the place, the nearest, and nothing written.
refuse() { # sed script, pattern in the message
    sed "$1" "$SOURCE/templates/press/trouble-2023-10.json" >"$work/bad.json"
    local code=0
    "$SHUKEI" press --kit "$work/bad.json" -o "$work/bad.pdf" --pages "$work/badpages" 2>"$work/err" || code=$?
    [ $code = 1 ] || fail "$1 gave exit code $code"
    grep -q "$2" "$work/err" || fail "$1: $(cat "$work/err")"
    [ ! -e "$work/bad.pdf" ] && [ ! -e "$work/badpages" ] || fail "$1: something was written"
}
refuse 's/{q4.masked|percent0}/{q4.maskd|percent0}/' 'bad.json: /sections/.*{q4.maskd|percent0}.*{q4.masked|percent0}'
refuse 's/{q4.masked|percent0}/{q4.masked|persent0}/' '{q4.masked|percent0}'
refuse 's/{survey|rate1}/{survey|rat1}/' '{survey|rate1}'
refuse 's/"question": "q10"/"question": "q11"/' '/sections/1/results/.*the nearest is "q1'
refuse 's/"question": "q4", "kind": "bars"/"question": "q4", "kind": "pie"/' 'do not exclude each other'
refuse 's/"by": "type"/"by": "typ"/' '/sections/1/results/2'
refuse 's/"option": "yes"/"option": "maybe"/' '/sections/[0-9]*/results/0.*maybe'
refuse 's/"option": "yes"/"option": "yess"/' '"yess"; write for example "yes"'
refuse 's/{q4.masked|percent0}/{pref|at_least}/' '/sections/.*{pref|at_least}'
refuse 's/"survey": "trouble-2023-10"/"survey": "trouble-2023"/' 'trouble-2023-10'
code=0
"$SHUKEI" press --kit nowhere -o "$work/bad.pdf" 2>"$work/err" || code=$?
[ $code = 1 ] && grep -q 'nowhere' "$work/err" || fail "a kit that does not exist: $(cat "$work/err")"
echo ok
