#!/usr/bin/env bash
# What a statistician looks for on every table: base in words, n, interval with its level and method, source; on a survey with
# everything that makes formulas stumble: a group of none, of one, all yes, all silent, ties, one prefecture with one return.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db

cat >desk.json <<'END'
{"format": "shukei-survey-1", "id": "desk", "title": "Trouble at the desk", "organiser": "Nobody", "lang": "en", "unit": "clinics",
 "base_all": "all clinics that answered", "sent": {"total": 200}, "keys": {"type": "sort", "pref": "place"},
 "weights": [{"id": "sorts", "label": "by sort", "method": "poststratify", "margins": [
   {"by": "sort", "population": {"small": 60, "middle": 30, "large": 10}, "source": "made up"}]},
  {"id": "ghosts", "label": "by sort", "method": "poststratify", "margins": [
   {"by": "sort", "population": {"small": 60, "middle": 30, "large": 10, "ghost": 5}, "source": "made up"}]}],
 "questions": [
  {"id": "place", "kind": "prefecture", "label": "Place"},
  {"id": "sort", "kind": "single", "label": "Sort", "options": [{"id": "small", "label": "Small"}, {"id": "middle", "label": "Middle"},
    {"id": "large", "label": "Large"}, {"id": "ghost", "label": "Ghost"}]},
  {"id": "ever", "kind": "single", "label": "Trouble", "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
  {"id": "cases", "kind": "number", "label": "Cases", "unit": "cases", "min": 1, "max": 99, "at_least": true, "ask": "ever = yes"},
  {"id": "what", "kind": "multi", "label": "What", "ask": "ever = yes", "options": [{"id": "slow", "label": "Slow"},
    {"id": "broken", "label": "Broken"}, {"id": "never", "label": "Never ticked"}]},
  {"id": "all_yes", "kind": "single", "label": "All yes", "options": [{"id": "yes", "label": "Yea"}, {"id": "no", "label": "Nay"}]},
  {"id": "silent", "kind": "single", "label": "Silent", "options": [{"id": "yes", "label": "Yep"}, {"id": "no", "label": "Nope"}]},
  {"id": "hush", "kind": "number", "label": "Hush"}]}
END
awk 'BEGIN { srand(5); print "Channel,Received,Place,Sort,Trouble,Cases,What Slow,What Broken,What Never ticked,All yes,Silent,Hush"
    split("Small Small Middle Large", sorts, " ")
    for (i = 1; i <= 120; i++) {
        yes = i % 3 != 0
        print (i % 2 ? "FAX" : "Web") ",2025-04-0" 1 + i % 8 "," (i == 120 ? "沖縄県" : i % 2 ? "東京都" : "大阪府") "," sorts[1 + i % 4] "," \
            (i % 7 ? yes ? "Yes" : "No" : "") "," (yes && i % 7 && i % 5 ? 1 + i % 4 : "") "," (yes && i % 7 && i % 4 ? 1 : "") "," \
            (yes && i % 7 && i % 8 == 0 ? 1 : "") ",,Yea,,"
    } }' >returns.csv
shukei init >/dev/null
shukei survey add desk.json >/dev/null
shukei import --survey desk returns.csv >import.out || { cat import.out; exit 1; }
printf 'series,period,area,group,value,unit,source\n' >rates.csv
for area in 東京都 大阪府 沖縄県; do printf 'rates,2025-0%d,%s,,%d.5,%%,The ministry\n' 3 $area ${#area} 4 $area 7; done >>rates.csv
shukei import --as series rates.csv >/dev/null

# Each of these, as text and as JSON, has all that is asked for.
has() { # words of the command; then, after --, what must stand there (extended regular expressions)
    local words=() wanted
    while [ "$1" != -- ]; do words+=("$1"); shift; done
    shift
    for format in text json; do
        shukei "${words[@]}" --format $format >out.txt 2>err.txt || { complain "${words[*]}: $(cat err.txt)"; continue; }
        for wanted in "$@" 'state "?:?|"state"|made up|The ministry'; do
            grep -qiE -- "$wanted" out.txt || complain "${words[*]} --format $format does not say: $wanted"
        done
    done
}
has tabulate --survey desk ever -- 'all clinics that answered' 'n=120|"n":	120' 'Wilson' '95|0\.95'
has tabulate --survey desk what --by type --interval exact --level 0.9 -- 'answered .Yes. to .Trouble' 'exact' '90%|0\.9'
has tabulate --survey desk ever --by type --test letters -- 'Fisher|pearson' 'bonferroni' 'all clinics'
has tabulate --survey desk ever --weight sorts -- 'made up|"scheme":	"sorts"' 'design effect|design_effect' 'effective'
has rank --survey desk ever yes -- 'all clinics that answered' '95' 'Wilson' 'Spiegelhalter' 'state'
has relate --survey desk ever yes --by channel -- 'logistic regression' '95%' 'all clinics that answered'
has nonresponse modes --survey desk ever -- 'Newcombe' '95%' 'state'
has nonresponse bounds --survey desk ever -- 'returns of Trouble at the desk' '120'

# A yes without a number counts as one, also where routing says who said yes.
shukei tabulate --survey desk cases --format json >cases.json
asked=$(awk -F, '$5 == "Yes"' returns.csv | wc -l)
stated=$(awk -F, '$5 == "Yes" && $6 != "" { n++ } END { print n }' returns.csv)
sum=$(awk -F, '$5 == "Yes" { s += $6 } END { print s }' returns.csv)
grep -q "\"unstated\":	$((asked - stated))," cases.json || complain "unstated: $(grep unstated cases.json)"
grep -q "\"at_least\":	$((sum + asked - stated))\b" cases.json || complain "at least: $(grep at_least cases.json)"

# The total of a row is 100% by definition, so it has no interval.
shukei tabulate --survey desk ever --by type --percent row --format csv | sees -E ',yes,Yes,total,total,[0-9]+,[0-9]+,100,,,100.0%' ||
    complain "an interval of 100% of itself"

# No number that is none, whatever is asked for; a refusal is one line and names the remedy.
turn=0
for by in '' type pref channel ever what silent all_yes type,pref; do
    for words in '' '--test letters' '--weight sorts' '--suppress 5 --interval exact' '--percent row --population sent' \
        '--percent answers --no-answer out --interval agresti-coull' "--where sort=ghost --interval logit" "--where pref=47"; do
        formats=(text json csv) code=0 turn=$((turn + 1))
        shukei tabulate --survey desk ${by:+--by $by} $words --format ${formats[turn % 3]} >out.txt 2>err.txt || code=$?
        ! grep -qE '(^|[^A-Za-z])(-?nan|-?inf)([^A-Za-z]|$)|(^|[ ,:	])-0(\.0+)?([^.0-9]|$)' out.txt || complain "--by $by $words: no number"
        [ $code -le 2 ] && [ "$(wc -l <err.txt)" -le 1 ] || complain "--by $by $words: exit $code, $(cat err.txt)"
    done
done
! shukei tabulate --survey desk ever --weight ghosts >out.txt 2>err.txt || complain "weights with an empty cell"
grep -q 'nobody of "Ghost" answered.*leave_out' err.txt || complain "$(cat err.txt)"
exit $failed
