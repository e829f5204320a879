#!/usr/bin/env bash
# The kits of the other surveys: each prints, is sound, holds every figure that was published, and says nothing
# that its numbers do not say.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
export SHUKEI_STORE="$work/store.db" SOURCE_DATE_EPOCH=1706680800
"$SHUKEI" --quiet init >/dev/null
for survey in trouble-2023-10 yamaguchi-trouble-2024-05 yamaguchi-facilities-2024-09 yamaguchi-municipal-2024-08; do
    "$SHUKEI" --quiet survey add $survey >/dev/null
    "$SHUKEI" --quiet import --survey $survey "$SOURCE/data/samples/$survey.csv" >/dev/null
done
"$SHUKEI" --quiet import --as published "$SOURCE"/data/published/*.json >/dev/null
"$SHUKEI" --quiet import --as series "$SOURCE"/data/series/*.csv >/dev/null

print_kit() { # name
    "$SHUKEI" press --kit "$1" -o "$work/$1.pdf" --trace "$work/$1.trace.json"
    qpdf --check "$work/$1.pdf" >"$work/check" 2>&1 || fail "$1: $(cat "$work/check")"
    "$BUILD/tests/check_archive" "$work/$1.pdf" || fail "$1: no PDF/A-2u"
    pdftotext -layout "$work/$1.pdf" "$work/$1.txt"
}
expect() { # kit, patterns on standard input
    while read -r line; do
        grep -Eq -- "$line" "$work/$1.txt" || fail "$1 does not print: $line"
    done
}

print_kit yamaguchi-trouble-2024-05
expect yamaguchi-trouble-2024-05 <<'FIGURES'
73\.6% +181
トラブルが「あった」 +74\.8% +53\.5% +\+21\.3
●表記 +71\.7% +65\.2% +\+6\.5
カードリーダーのエラー +48\.9% +40\.9% +\+8\.0
資格情報の無効 +48\.4% +53\.0% +−4\.6
保険証は残すべき」 +82\.9% +81\.4% +\+1\.5
74\.5% +137
19\.6% +48
9\.4% +23
1件 +8 +44\.4%
4件 +2 +11\.1%
無回答 +3 +16\.7%
約1割（9\.8%）
個人や団体の特定につながると認めた部分は伏せてある
FIGURES

print_kit yamaguchi-facilities-2024-09
expect yamaguchi-facilities-2024-09 <<'FIGURES'
反対」 +76\.9% +66\.3% +\+10\.6
賛成」 +0\.9% +3\.2% +−2\.3
39\.3% +46
21\.4% +25
88\.9% +104
91\.1% +82
87\.8% +79
約9割の施設が
FIGURES

print_kit yamaguchi-municipal-2024-08
grep -q '合成データ' "$work/yamaguchi-municipal-2024-08.txt" && fail "real answers are called synthetic"
expect yamaguchi-municipal-2024-08 <<'FIGURES'
平均63\.8%、中央値67\.5%、最
下関市 +247,000 +203,695 +188,014 +76\.1% +66\.8%
阿武町 +3,028 +2,754 +2,581 +85\.2% +16\.2%
山口県 +1,310,109 +1,116,661 +1,028,457 +78\.5% +–
2027年度 +27,593,847
下関市 +66\.8 +○ +○ +○ +○
美祢市 +67 +○
合計 +1 +13 +5 +16 +3 +17 +2 +17 +2
最頻値 +70\.00
FIGURES
# The listing has the answers as they were printed: 19 rows, a ○ for every answer.
[ "$(grep -o '○' "$work/yamaguchi-municipal-2024-08.txt" | wc -l)" = 77 ] || fail "the listing lacks a ○" # and one in the legend

print_kit usage-prefecture
expect usage-prefecture <<'FIGURES'
全国 +4\.60 +4\.99 +5\.47 +6\.56 +7\.73 +\+1\.17
富山県 +5\.77 +7 +7\.26 +▲4 +8\.16 +▲4 +10\.45 +▲2 +12\.52 +▲1 +\+2\.07 +↑1
沖縄県 +2\.31 +▽47 +2\.56 +▽47 +2\.79 +▽47 +3\.28 +▽47 +3\.42 +▽47 +\+0\.14 +→
栃木県 +4\.89 +19 +5\.70 +13 +6\.51 +12 +8\.10 +12
川棚町 +66\.9% +5 +16\.51% +1 +67\.3% +5 +18\.90% +1 +67\.9% +5 +22\.49% +1
全体 +40\.8% +63\.6% +\+22\.8
2023年12月 +4\.29 +−0\.04 +8期連続減 +7,633,413 +177,813,248
9\.10ポイント
FIGURES
# Every value and place of 47 prefectures in 5 months.
cat "$SOURCE/data/series/usage-prefecture.csv" | awk -F, '$1 == "usage-prefecture" && $3 != "00" { print $5 }' >"$work/values"
[ "$(wc -l <"$work/values")" = 235 ] || fail "the series has not 47 prefectures in 5 months"
while read -r value; do
    grep -q -- "$value" "$work/usage-prefecture.txt" || fail "$value is not in the ranking"
done <"$work/values"

# The map and the line are of the same numbers.
"$SHUKEI" press --kit usage-prefecture -o "$work/pages.pdf" --pages "$work/pages"
grep -q '12.52' "$work"/pages/*-prefectures.svg && grep -q '富山県.*12.52%' "$work"/pages/*-prefectures.csv || fail "no map of the ranking"
grep -q '4.29%' "$work"/pages/*-nation.svg || fail "no line of the nation"
# The highest and lowest by themselves fill a page, they make none.
pdfinfo "$work/pages.pdf" | sees '^Pages: *6$' || fail "the ranking has a page too many"

print_kit hearing-2024-09
expect hearing-2024-09 <<'FIGURES'
（1） +トラブルが続いている実態
8,672医療機関のうち59\.8%（5,188医療機関）
10,242医療機関の70%
11\.13%（前月より1\.23ポイント増）
少なくとも753件
19市町のうち1市町
10,762,266件
FIGURES

# Words that a number does not support, sources that are not there: exit 1, the place, nothing written.
refuse() { # sed script, pattern in the message
    sed "$1" "$SOURCE/templates/press/yamaguchi-facilities-2024-09.json" >"$work/bad.json"
    cmp -s "$work/bad.json" "$SOURCE/templates/press/yamaguchi-facilities-2024-09.json" && fail "$1 changes nothing"
    local code=0
    "$SHUKEI" press --kit "$work/bad.json" -o "$work/bad.pdf" 2>"$work/err" || code=$?
    [ $code = 1 ] || fail "$1 gave exit code $code"
    grep -q -- "$2" "$work/err" || fail "$1: $(cat "$work/err")"
    [ ! -e "$work/bad.pdf" ] || fail "$1: something was written"
}
refuse 's/{q3.yes|about}の施設/{q3.yes|claim:約半数}の施設/' '/sections/0/blocks/3/heading: .*88.9%.*約9割'
refuse 's/{q3.yes|about}の施設/{q3.yes|claim:約九割}の施設/' 'press-words.json.*claim:約'
refuse 's/before:abolish.agree/befor:abolish.agree/' 'befor.*before:abolish.agree'
refuse 's/before:abolish.agree/before:abolish.agre/' 'before:abolish.agree'
refuse 's/{before:abolish.oppose|percent}/{before:abolish.oppose|count}/' 'share 66.3%, count -, n 187'
refuse 's/"published": "yamaguchi-2023-06-facilities"/"published": "nowhere"/' '/sources/before'
refuse 's/{before:abolish.agree|percent}", "{q1.agree/{before:abolish.agree|percent}は", "{q1.agree/' 'one reference and nothing else'
refuse 's/"kind": "slope"/"kind": "pie"/' '/sections/1/blocks/1/figure'
refuse 's/words:増えた/words:増/;s/増\/減った\/変わらない/増えた/' 'more/less/same'
echo ok
