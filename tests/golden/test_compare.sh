#!/usr/bin/env bash
# compare: the headline case on every base, part and whole, interim and final, the surveys of the seeds against each other, a
# later wave that is only a template and a file, refusals, footnotes and --force.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
here=$SOURCE/tests/golden/compare
compare() { "$SHUKEI" --lang en compare "$@"; }
golden() { # name, arguments...
    local name=$1
    shift
    compare "$@" >"$name.txt" || fail "$name"
    [ -z "${UPDATE:-}" ] || cp "$name.txt" "$here/$name.expected"
    diff -u "$here/$name.expected" "$name.txt" || fail "$name is not as expected"
}
# fact CONCEPT: lines "figure SURVEY COUNT N TEXT", "difference FROM TO TEXT P TEST", "refused SURVEY RULE" out of the CSV
has() { # file, line as a regular expression
    grep -qE -- "$2" "$1" || fail "no line like '$2' in: $(cut -c1-300 "$1")"
}
refuses() { # code, text, arguments...
    local code=$1 wanted=$2 got=0
    shift 2
    compare "$@" >out.txt 2>err.txt || got=$?
    [ $got = "$code" ] || fail "$*: code $got, not $code: $(cat err.txt)"
    grep -qF -- "$wanted" err.txt || fail "$*: no \"$wanted\" in: $(cat err.txt)"
}
"$SHUKEI" init >/dev/null
"$SHUKEI" import --as published "$SOURCE"/data/published/*.json >/dev/null

# --- the headline case ----------------------------------------------------------------------------------------------
waves=hodanren-2022-10,hodanren-2023-06-19-final,hodanren-2023-08-31-burden-final,trouble-2023-10,hodanren-2024-10-final
golden headline --surveys $waves --concept trouble.any
compare --surveys hodanren-2023-06-19-final,trouble-2023-10,hodanren-2024-10-final --concept trouble.any --format csv >head.csv
has head.csv '^figure,trouble.any,.*,total,published,hodanren-2023-06-19-final,,8437,5493,.*,65.1%'
has head.csv '^figure,trouble.any,.*,total,all,hodanren-2023-06-19-final,,10026,5493,.*,54.8%'
has head.csv '^figure,trouble.any,.*,total,all,trouble-2023-10,,8672,5188,.*,59.8%'
has head.csv '^figure,trouble.any,.*,total,all,hodanren-2024-10-final,,12735,8929,.*,70.1%'
has head.csv '^difference,trouble.any,.*,hodanren-2023-06-19-final,trouble-2023-10,.*,\+5.0,'
has head.csv '^difference,trouble.any,.*,trouble-2023-10,hodanren-2024-10-final,.*,\+10.3,'
compare --surveys hodanren-2024-10-final,trouble-2023-10 --concept trouble.any --format csv >swap.csv
has swap.csv '^difference,.*,hodanren-2024-10-final,trouble-2023-10,.*,-10.3,'
golden published --surveys hodanren-2023-06-19-final,trouble-2023-10,hodanren-2024-10-final --concept trouble.any --base published
golden operating --surveys hodanren-2023-06-19-final,kyoto-2023-06,trouble-2023-10 --concept trouble.any --base operating
golden forced --surveys hodanren-2022-10,hodanren-2023-06-19-final --concept trouble.any --force

# --- part and whole, interim and final, wave and wave before, other associations ------------------------------------
golden part --surveys yamaguchi-trouble-2024-05,hodanren-2024-10-final --concept trouble.any
golden interim --surveys hodanren-2023-06-08-interim2,hodanren-2023-06-19-final --concept trouble.any,response.card
golden yamaguchi --surveys yamaguchi-trouble-2023-10,yamaguchi-trouble-2024-05 --concept trouble.any,abolition.keep
golden facilities --surveys yamaguchi-2023-06-facilities,yamaguchi-facilities-2024-09 --concept facility.abolition.opinion
golden associations --surveys kanagawa-2022,aichi-2022
golden ticks --surveys ibaraki-2024-01,trouble-2023-10 --concept trouble.no_match

# --- the surveys of the seeds against each other: a table or a reason, never silence; and all there are at once ------
ids="trouble-2023-10 yamaguchi-trouble-2023-10 yamaguchi-trouble-2024-05 yamaguchi-2023-06-facilities
    yamaguchi-facilities-2024-09 yamaguchi-municipal-2024-08 federation-web-2022-08 kanagawa-2022 aichi-2022"
for a in $ids; do
    for b in $ids; do
        [[ $a < $b ]] || continue
        compare --surveys "$a,$b" --format csv >pair.csv || fail "$a and $b"
        grep -qE '^(difference|refused),' pair.csv || fail "$a and $b: neither a difference nor a reason"
    done
done

all=$("$SHUKEI" survey list --format csv | awk -F, '/"published"/ { gsub(/"/, "", $1); print $1 }' | paste -sd,)
compare --surveys "$all" --format csv >all.csv
[ "$(tr , '\n' <<<"$all" | wc -l)" -ge 20 ] && [ "$(grep -c '^difference' all.csv)" -ge 20 ] || fail "all: $all"

has all.csv '^difference,trouble.any,.*,all,hodanren-2023-06-19-final,trouble-2023-10,.*,\+5.0,' # from its own last wave
has all.csv '^difference,trouble.any,.*,all,trouble-2023-10,hodanren-2024-10-final,.*,\+10.3,'
has all.csv '^difference,trouble.any,.*,all,hodanren-2024-10-final,yamaguchi-trouble-2024-05,.*,part-rest,'
has all.csv '^refused,trouble.any,.*,hodanren-2024-01-31-final,.*published again' # not the one that it is of

# What one could publish: in time, an interim count before its final one, every reason once beneath a table, every figure
# on a named base, and who is not in it with the reason.
golden overview --surveys yamaguchi-trouble-2024-05,$waves,hodanren-2023-06-08-interim2,hodanren-2023-12-interim
compare --surveys "$all" >all.txt
[ "$(wc -l <all.txt)" -le 560 ] || fail "all: $(wc -l <all.txt) lines"
twice=$(awk '/^[^ ]/ { delete seen } /^  [0-9]+\) / && seen[$1]++' all.txt)
[ -z "$twice" ] || fail "said twice beneath a table: $twice"
awk '/^  Base: / { base = 1 } /^  ---/ { base = 0 } / %  / && !base { print; bad = 1 } END { exit bad }' all.txt || fail "no base"
for id in aichi-2022 kanagawa-2022 hodanren-2023-08-31-burden-final; do
    label=$(sed -n 's/.*"wave_label": "\([^"]*\)".*/\1/p' "$SOURCE/data/published/$id.json")
    sed -n '/^  - has no item in common/,/^  - was/p' all.txt | sees -F "$label; it asked" || fail "$id is not named: $label"
done
compare --surveys hodanren-2022-10,hodanren-2023-06-19-final --force >forced.txt
sees -E '^  [0-9]+\) printed although refused: .*answered by 4,738 of 8,707' forced.txt || fail "forced without the reason: $(cat forced.txt)"
compare --surveys "$all" --details >details.txt
! grep -nE '^  [^ *].* - +- +- +- +-$' details.txt || fail "rows without a figure"
[ "$(grep -c 'Without a figure of this concept: ' details.txt)" -ge 20 ] || fail "who did not ask is not said"

# On paper: the headline on each base, why two are not in it, notes, method, sources; all there are on few pages.
compare --surveys $waves --concept trouble.any --format pdf -o head.pdf
pdftotext -layout head.pdf head.txt
for wanted in '65.1%' '54.8%' '59.8%' '70.1%' '+5.0' '+10.3' '+15.3 points' 'Trend (Cochran-Armitage)' 'answered by 4,738 of 8,707' \
    'it asked' 'here the same 5,493 of 10,026' 'Wilson 1927' 'info/news/230703'; do
    grep -qF -- "$wanted" head.txt || fail "the page does not say $wanted: $(cat head.txt)"
done
compare --surveys "$all" --format pdf -o all.pdf
[ "$(pdfinfo all.pdf | awk '/^Pages/ { print $2 }')" -le 20 ] || fail "pages: $(pdfinfo all.pdf)"

# --- a concept over the waves of its series ---------------------------------------------------------------------------
"$SHUKEI" --lang en trend --concept trouble.any --format csv >trend.csv
[ "$(grep -c '^figure,.*,all,' trend.csv)" = 5 ] || fail "trend: $(cat trend.csv)"
has trend.csv '^difference,trouble.any,.*,hodanren-2023-06-19-final,hodanren-2024-10-final,.*,\+15.3,'
"$SHUKEI" --lang en trend --concept trouble.any >trend.txt
grep -q 'Cochran-Armitage' trend.txt || fail "no trend test"
"$SHUKEI" --lang en trend --concept trouble.any --format json >trend.json
grep -q '"series": "yamaguchi-trouble", "comparison"' trend.json || fail "trend as JSON"
if "$SHUKEI" --lang en trend --concept obligation.closing 2>err.txt; then fail "a trend of one wave"; fi
grep -qF "no series in the store" err.txt || fail "$(cat err.txt)"
if "$SHUKEI" --lang en trend --concept a.b --series c 2>err.txt; then fail "both at once"; fi
grep -qF "either" err.txt || fail "$(cat err.txt)"

# --- a later wave: a template and a file ----------------------------------------------------------------------------
for year in 2025 2026; do
    "$SHUKEI" survey add "$here/wave-$year.json" >/dev/null
    "$SHUKEI" import --survey trouble-$year-05 "$here/wave-$year.csv" >/dev/null
done
golden later --surveys hodanren-2024-10-final,trouble-2025-05 --details
golden two_later --surveys trouble-2025-05,trouble-2026-05 --concept trouble.any,trouble.masked,abolition.keep --by type --matched prefecture

# --- a net with a concept is compared like an option, with the count that its table has ----------------------------------
net='"nets": [{"id": "data", "label": "データ", "concept": "trouble.data", "options": ["masked", "invalid"]}]'
for year in 2025 2026; do
    sed "s/\"concept\": \"trouble.kind\"/&, $net/; s/trouble-$year-05/net-$year/" "$here/wave-$year.json" >net.json
    "$SHUKEI" survey add net.json >/dev/null
    tr -d '\r' <"$here/wave-$year.csv" | sed '1s/$/,備考/; 2,$s/$/,合成データ/' >net-$year.csv
    "$SHUKEI" import --survey net-$year net-$year.csv >/dev/null
done
compare --surveys net-2025,net-2026 --concept trouble.data --format csv >net.csv
for year in 2025 2026; do
    count=$("$SHUKEI" tabulate --survey net-$year q4 --format csv | awk -F, '$4 == "data" { print $8 }')
    has net.csv "^figure,trouble.data,.*,net-$year,,[0-9]*,$count,"
done
compare --surveys net-2025,net-2026 >net.txt
has net.txt 'counted from synthetic returns' # and nothing of published figures: there are none

# --- a survey of one prefecture stands in its row, and is not counted twice ---------------------------------------------
for n in 12 60; do
    cat >tokyo-$n.json <<J
{"id": "tokyo-$n", "title": "Tokyo $n", "organiser": "東京保険医協会", "order": "2025-08", "sources": ["s"], "responses": $n,
 "questions": [{"id": "a", "text": "t", "kind": "single", "concept": "trouble.status", "base_kind": "all", "base_n": $n,
   "options": [{"label": "l", "concept": "trouble.any", "count": 4}]}]}
J
    "$SHUKEI" import --as published tokyo-$n.json >/dev/null
    compare --surveys trouble-2025-05,tokyo-$n --concept trouble.any --by pref --format csv >tokyo-$n.csv
    has tokyo-$n.csv "^figure,trouble.any,.*,pref=13,all,tokyo-$n,,$n,4,"
    [ "$(grep -c "^figure,.*,pref=.*,tokyo-$n,,[0-9]" tokyo-$n.csv)" = 1 ] || fail "in other prefectures too: $(cat tokyo-$n.csv)"
done
has tokyo-12.csv '^difference,trouble.any,.*,pref=13,all,trouble-2025-05,tokyo-12,.*,-56.0,.*,part-rest,' # of 28 there are left 25
has tokyo-60.csv '^difference,trouble.any,.*,pref=13,all,trouble-2025-05,tokyo-60,,,,,,,,,,' # more than the country has there
compare --surveys trouble-2025-05,tokyo-60 --concept trouble.any --by pref >tokyo.txt
has tokyo.txt 'in a group where no rest is left, no difference is taken'

# --- every rule of the decision table is met, under the name that the README gives it -----------------------------------
sed 's/"method"/"unit": "施設", "method"/; s/trouble-2026-05/facilities-2026-05/' "$here/wave-2026.json" >unit.json
"$SHUKEI" survey add unit.json >/dev/null
"$SHUKEI" import --survey facilities-2026-05 "$here/wave-2026.csv" >/dev/null
rules=$(awk -F'|' '/^\| `/ && $3 !~ /published|holds/ { print $2 }' "$SOURCE/engine/waves/README.md" | grep -oE '`[a-z_]+`' | tr -d '`')
meets() { # rules, arguments...
    local wanted=$1 rule
    shift
    compare --format json "$@" >rules.json || fail "$*"
    for rule in $wanted; do
        grep -q "\"rule\": \"$rule\"" rules.json || fail "$*: not $rule: $(head -c 3000 rules.json)"
        rules=$(grep -vx "$rule" <<<"$rules" || true)
    done
}
meets "absent base_part prefectures restated" --surveys $waves --concept trouble.any
meets unpublished --surveys federation-web-2022-08,hodanren-2022-10 --concept trouble.any
meets no_share --surveys hodanren-2023-06-08-interim2,trouble-2023-10 --concept tenwari.count
meets "unit" --surveys trouble-2026-05,facilities-2026-05 --concept trouble.any
meets other_option --surveys kanagawa-2022,aichi-2022
meets "impossible forced organiser inferred" --surveys kanagawa-2022,aichi-2022 --force
meets "alternatives" --surveys trouble-2025-05,trouble-2026-05 --concept abolition.keep
meets "options panel" --surveys trouble-2025-05,trouble-2026-05 --concept trouble.masked
has rules.json '"p": [0-9.]*, "p_adjusted": null, "test": "mcnemar"' # a pair's p is none of those that are adjusted
# The same options, of which one could be chosen there and several here.
sed '/"kind": "single"/ { N; /トラブルの有無/s/single/multi/ }; s/trouble-2026-05/several-2026-05/' "$here/wave-2026.json" >several.json
"$SHUKEI" survey add several.json >/dev/null
"$SHUKEI" import --survey several-2026-05 "$here/wave-2026.csv" >/dev/null
meets "alternatives" --surveys trouble-2025-05,several-2026-05 --concept trouble.any
has rules.json 'several answers could be given, in .* only one'
meets forced --surveys several-2026-05,trouble-2025-05 --concept trouble.any --force
has rules.json 'only one answer could be given, in .* several'
# What prefectures make of a change is said once, though the key and the matching both ask for it.
compare --surveys trouble-2025-05,trouble-2026-05 --concept trouble.any --by pref --matched prefecture >once.txt
[ "$(grep -c Kitagawa once.txt)" = 1 ] || fail "$(grep Kitagawa once.txt)"
meets wording --surveys trouble-2025-05,trouble-2026-05 --concept trouble.any
meets no_groups --surveys trouble-2023-10,trouble-2025-05 --concept trouble.any --by pref
compare --surveys trouble-2023-10,trouble-2025-05 --concept trouble.any --by pref >groups.txt
has groups.txt '^  Tokyo +2025年5月以降 ' # a wave of which no prefecture is known is no row of that table
grep -A9 '^  By prefecture' groups.txt | grep '^ .*2023年10月以降' | grep -vx '  Not in it, without figures by prefecture: 2023年10月以降' && fail "$(cat groups.txt)"
meets base --surveys chiba-2025-09,hodanren-2024-10-final --concept trouble.any
meets no_answers_out --surveys chiba-2025-09,hodanren-2024-10-final --concept trouble.any --force
meets "base_unstated same" --surveys trouble-2023-10,hodanren-2024-01-31-final --concept trouble.any,tenwari.any
meets "asked interim" --surveys hodanren-2023-12-interim,hodanren-2024-01-31-final
meets "part_assumed range n_unknown rounding" --surveys yamaguchi-trouble-2024-05,hodanren-2024-10-final
meets part --surveys kyoto-2024-09,hodanren-2024-10-final --concept trouble.any
meets base_size --surveys yamaguchi-2023-06-facilities,yamaguchi-facilities-2024-09
meets small --surveys trouble-2025-05,trouble-2026-05 --concept trouble.any --base hospital
meets method --surveys federation-web-2022-08,trouble-2023-10
cat >ticks.json <<'J'
{"id": "ticks-2025", "title": "t", "organiser": "o", "order": "2025", "sources": ["s"], "questions": [{"id": "a", "text": "t", "kind": "multi",
 "concept": "trouble.kind", "base_kind": "answers", "base_n": 90, "options": [{"label": "l", "concept": "trouble.masked", "count": 30}]}]}
J
"$SHUKEI" import --as published ticks.json >/dev/null
meets ticks --surveys ticks-2025,trouble-2025-05 --concept trouble.masked

# --- reference series by concept: the value at each survey's period, by prefecture too; asked or not -------------------
"$SHUKEI" import --as series "$SOURCE"/data/series/usage-*.csv >/dev/null
margin='"by": "type", "source": "s", "population": {"clinic": 90, "dental": 60, "hospital": 8}'
scheme="\"weights\": [{\"id\": \"sorts\", \"label\": \"l\", \"method\": \"poststratify\", \"margins\": [{$margin}]}]"
sed "s/\"base_all\"/$scheme, &/; s/trouble-2026-05/weighted-2026-05/" "$here/wave-2026.json" >weighted.json
"$SHUKEI" survey add weighted.json >/dev/null
"$SHUKEI" import --survey weighted-2026-05 "$here/wave-2026.csv" >/dev/null
meets "unweighted weighted" --surveys trouble-2025-05,weighted-2026-05 --concept trouble.any --weight sorts
meets suppressed --surveys trouble-2025-05,trouble-2026-05 --concept trouble.any --suppress 60
meets reference --surveys hodanren-2024-10-final,trouble-2025-05 --concept usage.rate
golden reference --surveys trouble-2023-10,hodanren-2024-10-final,yamaguchi-trouble-2024-05 --concept usage.rate
compare --surveys hodanren-2024-10-final,trouble-2025-05 --concept trouble.any,usage.rate --by pref --format csv >usage.csv
has usage.csv '^difference,trouble.any,'
has usage.csv '^reference,usage.rate,.*,total,usage-national,hodanren-2024-10-final,,,,7.73,,,7.73%,,,,,,,2024-05,'
has usage.csv '^reference,usage.rate,.*,pref=13,usage-prefecture,trouble-2025-05,,,,7.25,.*,2024-05,' # the last before
sed 's/^series,period.*/&/; s/usage.rate$/trouble.any/' "$SOURCE/data/series/usage-national.csv" >asked.csv
"$SHUKEI" import --as series asked.csv >/dev/null
compare --surveys hodanren-2024-10-final,trouble-2025-05 --concept trouble.any --format csv >asked.out
has asked.out '^difference,trouble.any,'
has asked.out '^reference,trouble.any,'
sed '3s/usage.rate$//' "$SOURCE/data/series/usage-national.csv" >mixed.csv
if "$SHUKEI" --lang en import --as series mixed.csv 2>err.txt; then fail "two concepts in a series"; fi
grep -qF 'row 3: the series usage-national has the concept "usage.rate" above and "" here' err.txt || fail "$(cat err.txt)"

# --- what is typed wrongly ------------------------------------------------------------------------------------------
refuses 2 "needs two surveys" --surveys trouble-2025-05
refuses 2 "twice" --surveys trouble-2025-05,trouble-2025-05
refuses 2 "did you mean trouble.any" --surveys trouble-2025-05,trouble-2026-05 --concept trouble.ani
refuses 2 "expected pref, type" --surveys trouble-2025-05,trouble-2026-05 --by colour
refuses 2 "no such base" --surveys trouble-2025-05,trouble-2026-05 --base moon
refuses 2 "expected prefecture" --surveys trouble-2025-05,trouble-2026-05 --matched type
refuses 2 "expected holm" --surveys trouble-2025-05,trouble-2026-05 --adjust none-at-all
refuses 1 "survey list" --surveys trouble-2025-05,nothing-1999
rm -f "$work/empty.db"
SHUKEI_STORE=$work/empty.db "$SHUKEI" init >/dev/null
SHUKEI_STORE=$work/empty.db refuses 1 "import --as published" --surveys trouble-2023-10,hodanren-2024-10-final

# --- synthetic returns speak only of what was not published, and say so ---------------------------------------------
"$SHUKEI" survey add trouble-2023-10 >/dev/null
"$SHUKEI" import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null 2>&1
compare --surveys trouble-2023-10,trouble-2025-05 --concept trouble.any --format json >plain.json
"$SHUKEI" survey add yamaguchi-trouble-2024-05 >/dev/null
"$SHUKEI" import --survey yamaguchi-trouble-2024-05 "$SOURCE/data/samples/yamaguchi-trouble-2024-05.csv" >/dev/null 2>&1
compare --surveys trouble-2023-10,yamaguchi-trouble-2024-05 --format csv >default.csv
grep -q ',abolition.keep,' default.csv || fail "a published figure is missing: $(cat default.csv)"
if grep -q ',reception.swamped,' default.csv; then fail "invented margins without being asked"; fi
compare --surveys trouble-2023-10,yamaguchi-trouble-2024-05 --concept reception.swamped --format json >made_up.json
grep -q '"rule": "synthetic"' made_up.json || fail "invented margins without a word"
[ "$rules" = synthetic ] || fail "rules of the README that nothing meets: $rules"
grep -q '"rule": "synthetic"' plain.json && fail "the published figure is called synthetic"
compare --surveys trouble-2023-10,trouble-2025-05 --concept trouble.any --matched prefecture --format json >matched.json
grep -q '"rule": "synthetic"' matched.json || fail "synthetic prefectures without a word"
grep -o '"count": [0-9]*' plain.json | head -2 | tr '\n' ' ' | sees -x '"count": 5188 "count": 51 ' || fail "$(cat plain.json)"
grep -q '"refused": null, "compared": true' plain.json || fail "refused: $(cat plain.json)"
for key in from to points low high p p_adjusted test; do
    grep -qE "\"differences\": \[|\"$key\": " plain.json || fail "no $key"
done
grep -qF '"prefectures": ["Hokkaido", "Tokyo", "Osaka", "Fukuoka"]' matched.json || fail "prefectures: $(grep -o '"prefectures": [^]]*' matched.json)"
grep -oE '"total": [^,]*, "rate": [^,]*, "composition": [^,]*, "joined": [^,]*' matched.json | tr -d '":,a-z' |
    awk '{ d = $1 - $2 - $3 - $4; if (d * d > 1e-18) exit 1; n++ } END { exit !n }' || fail "a decomposition does not add up"

# --- how large a base is stands in the returns at hand, published or not -------------------------------------------------
unstated() { compare --surveys yamaguchi-2023-06-facilities,yamaguchi-facilities-2024-09 --format json | grep -o '2024年9月: how large a part' || true; }
[ -n "$(unstated)" ] || fail "the base of published figures alone is not called unstated"
"$SHUKEI" survey add yamaguchi-facilities-2024-09 >/dev/null
"$SHUKEI" import --survey yamaguchi-facilities-2024-09 "$SOURCE/data/samples/yamaguchi-facilities-2024-09.csv" >/dev/null 2>&1
[ -z "$(unstated)" ] || fail "the base of returns at hand is called unstated"
