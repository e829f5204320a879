#!/usr/bin/env bash
# Published figures and series end to end: every file of data/published and data/series goes into one store, twice; the
# second time nothing changes; a changed file is a new version; bad files are refused with place and remedy.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
has() { # text, command...
    local wanted=$1
    shift
    shukei "$@" >out.txt || fail "$* failed"
    grep -qF -- "$wanted" out.txt || fail "$*: no \"$wanted\" in: $(head -c 1500 out.txt)"
}
refuses() { # code, text, command...
    local code=$1 wanted=$2 got=0
    shift 2
    shukei "$@" >out.txt 2>err.txt || got=$?
    [ $got = "$code" ] || fail "$*: code $got, not $code"
    grep -qF -- "$wanted" err.txt || fail "$*: no \"$wanted\" in: $(cat err.txt)"
}
published=("$SOURCE"/data/published/*.json)
series=("$SOURCE"/data/series/*.csv)
shukei init >/dev/null

# --- all of it, twice -----------------------------------------------------------------------------------------------
outcomes() { awk -F, 'NR > 1 { gsub(/"/, "", $2); n[$2]++ } END { for (k in n) print k, n[k] }' "$1"; }
shukei import --as published --dry-run --format csv "${published[@]}" >dry.csv
[ "$(outcomes dry.csv)" = "added ${#published[@]}" ] || fail "dry run: $(cat dry.csv)"
[ "$(shukei survey list --format csv | wc -l)" = 1 ] || fail "a dry run stored something"
for round in added same; do
    shukei import --as published --format csv "${published[@]}" >published.csv
    shukei import --as series --format csv "${series[@]}" >series.csv
    [ "$(outcomes published.csv)" = "$round ${#published[@]}" ] || fail "$round: $(cat published.csv)"
    [ "$(outcomes series.csv)" = "$round 29" ] || fail "$round: $(cat series.csv)"
    shukei verify >verify.$round
done
cmp verify.added verify.same || fail "loading the same files again changed the store"
has "$((${#published[@]} + 29)) entries in the trail" verify

# --- what was loaded ------------------------------------------------------------------------------------------------
shukei survey list --format csv >list.csv
[ "$(grep -c '"published"' list.csv)" = ${#published[@]} ] || fail "$(cat list.csv)"
has '"id": "hodanren-2024-10-final"' survey list --format json
has 'n=8,672' survey show trouble-2023-10
has '"q3","yes","あった","trouble.any",5188,59.8,,8672,"回答医療機関","all"' survey show trouble-2023-10 --format csv
has '"question": "trouble_all", "option": "yes"' survey show hodanren-2023-06-19-final --format json
has '"derived": true' survey show hodanren-2023-06-19-final --format json
shukei series show usage-prefecture --at 2024-05 --format csv >may.csv
[ "$(wc -l <may.csv)" = 49 ] || fail "48 points in May expected"
grep -qF '"2024-05","13","東京都",,"7.25","%",,,32,' may.csv || fail "$(cat may.csv)"
has '"numerator": 7633413, "denominator": 177813248' series show usage-national --format json
has "certificate-renewals" series list
[ "$(shukei series list --format csv | wc -l)" = 30 ] || fail "29 series expected"

# The ministry's figures in data/published are the points of the series.
cat "${series[@]}" >all.csv
for id in mhlw-rate-national mhlw-rate-facility; do
    shukei survey show $id --format json | grep -o '"percent": [0-9.]*' | awk '{ print $2 }' >percents
    while read -r percent; do
        grep -qF ",$percent,%," all.csv || fail "$id: $percent is in no series"
    done <percents
    shukei survey show $id --format json | grep -o '"count": [0-9]*' | awk '{ print $2 }' >counts
    while read -r count; do # the exact count of December 2023 stands for the one rounded to 10,000
        grep -qE ",($count|${count}0000)," all.csv || [ "$count" = 7630000 ] || fail "$id: $count is in no series"
    done <counts
done

# --- a survey of the same name --------------------------------------------------------------------------------------
shukei survey add "$SOURCE/templates/surveys/trouble-2023-10.json" >/dev/null
has '"kind": "returns"' survey list --format json
has 'q10' survey show trouble-2023-10
has '59.8' survey show trouble-2023-10 --published
refuses 1 "there is no survey" survey show nothing
refuses 1 "the store has published figures only, and no returns; they can be looked at with" tabulate --survey aichi-2022
refuses 1 "there is no series \"nothing\" in this store; there are: card-holding-yamaguchi" series show nothing
refuses 1 "has nothing at 2030" series show usage-national --at 2030

# --- another version ------------------------------------------------------------------------------------------------
sed 's/5188/5187/' "$SOURCE/data/published/trouble-2023-10.json" >changed.json
has "new version" import --as published changed.json
has '"あった","trouble.any",5187' survey show trouble-2023-10 --published --format csv
has "in the store already" import --as published changed.json
sed 's/^usage-age,2023-12,,65～69歳,~7,/usage-age,2023-12,,65～69歳,7,/' "$SOURCE/data/series/usage-age.csv" >changed.csv
has '"revised"' import --as series --format csv changed.csv
shukei verify >/dev/null

# --- refused, and nothing stored ------------------------------------------------------------------------------------
entries() { shukei verify | grep -o '[0-9]* entries'; }
before=$(entries)
sed 's/"organiser"/"organizer"/' changed.json >bad.json
refuses 1 'bad.json: /organizer: unknown key "organizer"; did you mean "organiser"?' import --as published "$SOURCE/data/published/aichi-2022.json" bad.json
sed 's/,4.29,/,4.29%,/' "$SOURCE/data/series/usage-national.csv" >bad.csv
refuses 1 'bad.csv: row 13, column value: "4.29%" is not a number' import --as series bad.csv
refuses 1 '"trouble-2023-10" stands in' import --as published changed.json "$SOURCE/data/published/trouble-2023-10.json"
refuses 1 "there is no such file" import --as series nowhere.csv
refuses 2 "takes no --survey" import --as series --survey x changed.csv
refuses 2 "name the files" import --as published
refuses 2 "--survey ID is missing" import changed.csv
[ "$(entries)" = "$before" ] || fail "a refused file left something"
iconv -f UTF-8 -t CP932 changed.csv >cp932.csv
has "in the store already" import --as series cp932.csv
