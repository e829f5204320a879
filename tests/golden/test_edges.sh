#!/usr/bin/env bash
# Where a statistic ends: nobody in the base, one return, all of them said yes, a stratum of one return or none, a population of
# nought.  Each command says one clear thing or prints what is defined; no interval leaves 0..100 and no table has a NaN.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
margin() { echo "{\"id\": \"$1\", \"label\": \"$1\", \"method\": \"poststratify\", ${3:-} \"margins\": [{\"by\": \"sort\", \"source\": \"s\", \"population\": {$2}}]}"; }
cat >survey.json <<J
{"format": "shukei-survey-1", "id": "ID", "title": "Ends ID", "lang": "en", "organiser": "N", "keys": {"type": "sort"}, "series": "ends",
 "wave_label": "ID", "field": {"from": "2024-01-01"}, "weights": [$(margin plain '"a": 50, "b": 30, "c": 20'), $(margin lack '"a": 5, "b": 3'),
  $(margin empty '"a": 5, "b": 3, "c": 2, "d": 1'), $(margin strat '"a": 50, "b": 30, "c": 20' '"strata": "sort",'),
  $(margin census '"a": 2, "b": 1, "c": 1' '"strata": "sort", "finite": true,')],
 "questions": [{"id": "pref", "kind": "prefecture", "label": "Pref"}, {"id": "sort", "kind": "single", "label": "Sort", "concept": "e.sort", "options": [
   {"id": "a", "label": "A", "concept": "e.a"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}, {"id": "d", "label": "D"}]},
  {"id": "hit", "kind": "single", "label": "Hit", "concept": "e.hit", "options": [{"id": "yes", "label": "Yes", "concept": "e.yes"}, {"id": "no", "label": "No"}]},
  {"id": "every", "kind": "single", "label": "Everybody", "concept": "e.every", "options": [{"id": "yes", "label": "Yes", "concept": "e.all"}, {"id": "no", "label": "No"}]},
  {"id": "why", "kind": "multi", "label": "Why", "ask": "every = no", "options": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}]},
  {"id": "number", "kind": "number", "label": "Number"}]}
J
# five returns, three, one, none
printf '%s\n' pref,sort,hit,every,why,number,回収方法,受付日 13,a,yes,yes,,3,fax,2024-01-03 13,a,no,yes,,,fax,2024-01-04 27,b,yes,yes,,,post,2024-01-05 \
    27,c,,yes,,0,web,2024-01-06 ,,yes,yes,,5,fax,2024-01-07 >five.csv
printf '%s\n' pref,sort,hit,every,why,number 13,a,yes,yes,,3 13,b,yes,yes,, 27,c,yes,yes,, >three.csv
printf '%s\n' pref,sort,hit,every,why,number 13,a,yes,yes,,7 >one.csv
for id in five three one none; do
    sed "s/ID/$id/g" survey.json >$id.json
    shukei survey add $id.json >/dev/null
    [ $id = none ] || shukei import --survey $id $id.csv >/dev/null
done

sound() { # words of a command: it prints a table without a NaN and with intervals in their place, or one line of message
    local code=0
    timeout 20 "$SHUKEI" --lang en "$@" >out 2>err || code=$?
    ! grep -nE '(^|[^[:alpha:]])-?(nan|inf|NaN|Infinity)([^[:alpha:]]|$)|[^0-9]-0\.00' out err || fail "$*"
    case $code in
    0) ;;
    1) [ "$(wc -l <err)" = 1 ] && [ ! -s out ] || fail "$*: $(head -c 500 out err)" ;;
    *) fail "$*: exit code $code: $(head -c 500 err)" ;;
    esac
    [[ $* == *"--format csv"* ]] || return 0
    sed 's/"[^"]*"//g' out | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; low = at["low"]; high = at["high"]; next }
        low && $low != "" { if ($low > $high) { print; exit 1 }
            if (at["percent"] && ($low < 0 || $high > 100 || $(at["percent"]) < $low - 1e-9 || $(at["percent"]) > $high + 1e-9)) { print; exit 1 } }' ||
        fail "$*: an interval is not in its place"
}
for id in five none; do
    for format in text csv; do
        for weight in "" "--weight plain" "--weight strat" "--weight census"; do
            for how in "--interval wilson" "--interval exact --where every=no" "--interval logit --percent row" "--interval agresti-coull --percent answers"; do
                [[ $format$how != text*where* ]] || continue
                sound tabulate --survey $id sort hit every why number --by type $how $weight --format $format
            done
            sound tabulate --survey $id hit --by type,every,hit $weight --no-answer out --format $format
            sound rank --survey $id every yes --by type $weight --format $format
            sound rank --survey $id hit yes --by type --where every=no $weight --format $format
            sound relate --survey $id hit yes --by type $weight --format $format
        done
        sound tabulate --survey $id hit every why --by type --test letters --suppress 3 --format $format
        for report in bounds modes timing; do sound nonresponse $report --survey $id --where every=yes --format $format; done
        sound compare --surveys three,$id --by type --format $format
    done
    sound excel --survey $id --weight strat -o $id.xlsx
    sound excel --survey $id --test letters -o $id.xlsx
done

sound tabulate --survey one --by type --test letters --format csv
sound rank --survey one every yes --by type --format csv
sound compare --surveys one,three --by type --format csv

# What cannot be weighted is said, with the remedy.
refuses 1 'the population has no number for "C", yet 1 of the returns are of it' tabulate --survey five hit --weight lack
refuses 1 'nobody of "D" answered, yet the population has 1 of them' tabulate --survey five hit --weight empty
refuses 1 'there are no returns to weight' weights --survey none plain
refuses 1 'nobody in the base' nonresponse bounds --survey five --where every=no
refuses 1 'separation' relate --survey five hit yes --by pref
sed 's/five/nought/g; s/"c": 20/"c": 0/' five.json >nought.json
refuses 1 '/weights/0/margins/0/population/c: expected a number above 0' survey add nought.json

# One return in a stratum: as survey.lonely.psu = "adjust".  R survey 4.1-1, the residuals of the margin, Wilson on the effective number.
figures() { shukei tabulate --survey five $1 --weight strat --format csv | awk -F, -v row=$2 '$4 == row { print $10, $11, $12 }'; }
[ "$(figures pref 13)" = "40 26.4784645568 55.2386143052" ] || fail "Tokyo: $(figures pref 13)"
[ "$(figures hit yes)" = "64 28.6189883296 88.7423542535" ] || fail "hit: $(figures hit yes)"
# Everybody has answered: nothing is left to chance.
shukei tabulate --survey five hit --population 5 --format csv | awk -F, '$4 == "yes" { found = 1; if ($11 != 60 || $12 != 60) exit 1 } END { exit !found }' || fail "a census"
