#!/usr/bin/env bash
# Figures from the command line and in a kit: the numbers are the table's own, hidden cells stay hidden, and what cannot
# be drawn says why.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
export SHUKEI_STORE="$work/store.db"
"$SHUKEI" --quiet init >/dev/null
"$SHUKEI" --quiet survey add "$SOURCE/templates/surveys/trouble-2023-10.json" >/dev/null
"$SHUKEI" --quiet import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null
tabulate() { "$SHUKEI" --lang en tabulate --survey trouble-2023-10 "$@"; }
texts() { sed -n 's/.*<text[^>]*>\([^<]*\)<.*/\1/p' "$1"; }

# Every percentage of the table stands in the figure, and no other.
tabulate q4 --by type --figure grouped -o "$work/grouped.svg"
tabulate q4 --by type --format csv | grep -o '[0-9.]*%' | sort -u >"$work/table"
texts "$work/grouped.svg" | grep -xE '[0-9]+\.[0-9]%' | sort -u >"$work/figure"
[ -s "$work/figure" ] && [ -z "$(comm -13 "$work/table" "$work/figure")" ] || fail "the figure has other numbers: $(comm -13 "$work/table" "$work/figure")"
[ "$(wc -l <"$work/figure")" -gt 25 ] || fail "the figure has only $(wc -l <"$work/figure") numbers"

# A map: 47 tiles, the rate of all, the notice that the data are made up.
tabulate q3 --by pref --across yes --figure map -o "$work/map.svg"
texts "$work/map.svg" >"$work/map"
for word in Tokyo Okinawa 61.5% '全体 (n=8,672)  59.8%' 'n=24†' 合成データ; do
    grep -qF "$word" "$work/map" || fail "the map lacks $word"
done
[ "$(grep -c '^n=' "$work/map")" = 47 ] || fail "$(grep -c '^n=' "$work/map") prefectures have an n"
tabulate q3 --by q1 --across yes --figure map -o "$work/same.svg" # the question that asks for the prefecture
texts "$work/same.svg" | cmp - "$work/map" || fail "by q1 is not by pref"

# Suppression holds: what the table hides has no number in the figure.
tabulate q3 --by pref --across yes --figure bars --suppress 40 -o "$work/hidden.svg"
texts "$work/hidden.svg" | sees -x '\*' || fail "nothing is hidden"
! texts "$work/hidden.svg" | sees -x '78.9%' || fail "a hidden rate is printed"

expect() { # exit code, words, arguments
    local code=0
    tabulate "${@:3}" -o "$work/no.svg" 2>"$work/err" || code=$?
    [ $code = "$1" ] && grep -qF -- "$2" "$work/err" || fail "$*: $code, $(cat "$work/err")"
    [ ! -e "$work/no.svg" ] || fail "$* left a file"
}
expect 1 'cannot be drawn as "pie": its answers do not exclude each other' q4 --figure pie
expect 1 'at least 2 are needed: cross it by a key' q4 --figure grouped
expect 2 'expected auto or one of bars, grouped' q4 --figure bar
expect 2 'name one QUESTION' --figure bars
expect 1 'no row "ja"; write for example "yes"' q3 --by pref --figure map --across ja

# In a kit, and a fault of it names its place.
cat >"$work/kit.json" <<'END'
{"format": "shukei-press-1", "meta": {"survey": "trouble-2023-10", "title": "t", "date": "2024-01-31"},
 "sections": [{"id": "a", "type": "results", "title": "t", "results": [
   {"question": "q3", "by": "pref", "option": "yes", "kind": "map"},
   {"question": "q4", "by": "type", "columns": ["type=hospital", "type=clinic"], "kind": "facing", "order": "form"}]}]}
END
"$SHUKEI" press --kit "$work/kit.json" -o "$work/kit.pdf" --pages "$work/pages"
grep -q 沖縄 "$work"/pages/*-q3.svg || fail "the kit has no map"
sed -i 's/"kind": "map"/"kind": "pie", "columns": ["pref=13", "pref=27"]/' "$work/kit.json"
! "$SHUKEI" --lang en press --kit "$work/kit.json" -o "$work/kit.pdf" 2>"$work/err" || fail "a pie of many columns was drawn"
grep -q '/sections/[0-9]*/results/0: ' "$work/err" || fail "the fault has no place: $(cat "$work/err")"

# Series and comparisons: printed texts with their unit, broken where nothing was published, sources below.
"$SHUKEI" --quiet import --as series "$SOURCE"/data/series/usage-national.csv "$SOURCE"/data/series/usage-prefecture.csv >/dev/null
"$SHUKEI" --quiet import --as published "$SOURCE"/data/published/hodanren-2023-06*.json >/dev/null
draw() { "$SHUKEI" --lang en "${@:2}" --figure auto -o "$work/$1.svg"; texts "$work/$1.svg" >"$work/$1"; }
draw natural tabulate --survey trouble-2023-10 q4 --by region # more columns than can stand side by side: the commonest answer across them
for word in '問4　トラブルの種類, by 地域　&quot;名前や住所の●表記&quot;' 67.3% 72.6%; do
    grep -qF -- "$word" "$work/natural" || fail "auto by region lacks $word"
done
draw line trend --series usage-national
grep -qx '39.24%' "$work/line" && grep -q 'dotted line crosses' "$work/line" && grep -q '^Source: ' "$work/line" ||
    fail "the line of the series: $(cat "$work/line")"
grep -q stroke-dasharray "$work/line.svg" || fail "no dotted line"
draw rank rank --series usage-prefecture --at 2024-05 --against 2024-01
[ "$(grep -x '[0-9]*\.[0-9]*%' "$work/rank" | sed -n '3,5p' | tr '\n' ' ')" = '5.77% 12.52% 6.14% ' ] || fail "ranks: $(cat "$work/rank")"
"$SHUKEI" rank --series usage-prefecture --at 2024-05 --figure map -o "$work/map2.svg"
grep -q '>12.52%<' "$work/map2.svg" || fail "the map of a series"
draw compare compare --surveys hodanren-2023-06-19-final,trouble-2023-10
for word in '54.8%' '59.8%' 'n=10,026→8,672'; do
    grep -qF "$word" "$work/compare" || fail "the comparison lacks $word: $(cat "$work/compare")"
done
draw places rank --survey trouble-2023-10 q3 yes
[ "$(grep -x '[0-9]*\.[0-9]*%' "$work/places" | sed -n 2p)" = '78.9%' ] || fail "places: $(cat "$work/places")"

# Pages of series and comparisons draw the same plots; what has no table leaves its numbers as CSV.
cat >"$work/pages.json" <<'END'
{"format": "shukei-press-1", "meta": {"survey": "trouble-2023-10", "title": "t", "date": "2024-01-31"},
 "sources": {"nation": {"series": "usage-national"}, "prefectures": {"series": "usage-prefecture"}},
 "sections": [
  {"id": "course", "type": "trend", "title": "利用率の推移", "source": "nation", "figure": "line"},
  {"id": "places", "type": "ranking", "title": "都道府県", "source": "prefectures", "periods": ["2024-01", "2024-05"], "figure": "map"},
  {"id": "waves", "type": "comparison", "title": "前回との比較", "surveys": ["hodanren-2023-06-19-final", "trouble-2023-10"]}]}
END
"$SHUKEI" press --kit "$work/pages.json" -o "$work/pages.pdf" --pages "$work/out"
[ "$(cd "$work/out" && echo *)" = '01-course.csv 01-course.svg 02-places.csv 02-places.svg 03-waves.csv 03-waves.svg' ] ||
    fail "files: $(ls "$work/out")"
grep -q '^"pref=16","富山県","2024-05",.*,12.52,,,"12.52%","shown"' "$work/out/02-places.csv" || fail "$(head -3 "$work/out/02-places.csv")"
pdftotext -layout "$work/pages.pdf" "$work/pages.txt"
for word in 39.24% 利用率の推移 12.52% '59.8%' '10,026→8,672' '差（ポイント）' '+5.0' 合成データ; do
    grep -qF "$word" "$work/pages.txt" || fail "the pages lack $word"
done

# Facing figures of a section on one axis: the bars of few reach as far as those of many.
cat >"$work/axis.json" <<'END'
{"format": "shukei-press-1", "meta": {"survey": "trouble-2023-10", "title": "t", "date": "2024-01-31"},
 "sections": [{"id": "a", "type": "results", "title": "t", "common_axis": true, "results": [
   {"question": "q4", "kind": "bars"}, {"question": "q6", "kind": "bars"}]}]}
END
"$SHUKEI" press --kit "$work/axis.json" -o "$work/axis.pdf" --pages "$work/axis"
[ "$(texts "$work"/axis/01-q4.svg | grep -x '[0-9]*%')" = "$(texts "$work"/axis/02-q6.svg | grep -x '[0-9]*%')" ] ||
    fail "two axes: $(texts "$work"/axis/02-q6.svg | grep -x '[0-9]*%')"

sed -i 's/"figure": "line"/"figure": "pie"/' "$work/pages.json"
! "$SHUKEI" --lang en press --kit "$work/pages.json" -o "$work/no.pdf" 2>"$work/err" || fail "a series was drawn as a pie"
grep -q '/sections/0: .*cannot be drawn as "pie"' "$work/err" || fail "the fault has no place: $(cat "$work/err")"
