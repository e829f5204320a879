#!/usr/bin/env bash
# fieldwork: the course of a survey against the one before it in its series, found by series and field period and not by
# name; rates by prefecture; the figures that the monitoring screen shows.
set -euo pipefail
sees() { grep "$@" | cat >/dev/null; } # see preamble.sh
work=$(mktemp -d /tmp/test_fieldwork.XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset SHUKEI_STORE
fail() { echo "FAIL: $*"; exit 1; }
shukei() { "$SHUKEI" --lang en "$@"; }

wave() { # ID SERIES FROM LABEL
    printf '{"format": "shukei-survey-1", "id": "%s", "title": "Survey <%s>", "organiser": "O", "lang": "en", "series": "%s",
        "wave_label": "%s", "field": {"from": "%s", "to": "2030-12-31"}, "keys": {"pref": "place"}, "questions": [
        {"id": "place", "kind": "prefecture", "label": "Place"}, {"id": "n", "kind": "number", "label": "N"}]}' "$1" "$1" "$2" "$4" "$3" >"$1.json"
    shukei --quiet survey add "$1.json"
}
shukei --quiet init
wave zeta runs 2023-03-01 first # an earlier one with returns
wave alpha runs 2024-03-01 second
wave beta runs 2025-03-01 third
wave later runs 2026-03-01 fourth
wave other else 2024-12-01 "of another series"
wave empty runs 2024-12-01 "without returns"
printf 'sheet,received,place,n\n1,2023-03-01,13,1\n' >zeta.csv
printf 'sheet,received,place,n\n1,2024-03-01,13,1\n2,2024-03-03,13,2\n3,2024-03-03,27,3\n4,2024-03-08,01,4\n' >alpha.csv
printf 'sheet,received,place,n\n1,2025-02-27,13,1\n2,2025-03-01,13,2\n3,2025-03-02,13,3\n4,,27,4\n5,2025-03-04,27,5\n' >beta.csv
for id in zeta alpha beta; do shukei --quiet import --survey $id $id.csv; cp $id.csv later.csv; done
sed -i 's/2025-/2026-/' later.csv
shukei --quiet import --survey later later.csv
sed 's/2025-0[23]-/2024-12-/' beta.csv >other.csv
shukei --quiet import --survey other other.csv
printf 'prefecture,sent\n13,1500\n27,8\n01,1\n' >sent.csv
shukei --quiet survey sent beta sent.csv

# What came in before the first day counts on it, what has no day on none; a course ends with its last return.
shukei fieldwork --survey beta --format csv >out
printf '%s\n' day,date,valid,last_date,last_valid 1,2025-03-01,2,2024-03-01,1 2,2025-03-02,3,2024-03-02,1 3,2025-03-03,3,2024-03-03,3 \
    4,2025-03-04,4,2024-03-04,3 5,,,2024-03-05,3 6,,,2024-03-06,3 7,,,2024-03-07,3 8,,,2024-03-08,4 | diff - <(tr -d '"\r' <out) || fail "the course"
shukei fieldwork --survey beta --format json >out
grep -q '"last": "alpha", "last_refused": null, "undated": 1' out || { cat out; fail "the survey before"; }
shukei fieldwork --survey zeta --format json | sees 'no earlier survey of the series' || fail "the first of a series has none before it"
shukei fieldwork --survey beta --against other --format json | sees '"last": "other"' || fail "--against"
shukei fieldwork --survey beta --against beta 2>err && fail "against itself"
shukei fieldwork --survey beta --by pref --format csv | tr -d '"\r' | cut -d, -f1,3- |
    diff - <(printf '%s\n' key,sent,valid,text 01,1,0,0.0% 13,1500,3,0.2% 27,8,2,25.0%) || fail "rates"

# The figures: the same numbers, and nothing that a page with a strict policy would not take.
shukei fieldwork --survey beta --by pref --figure map -o map.svg
shukei fieldwork --survey beta --figure line -o course.svg
for figure in map course; do
    xmllint --noout $figure.svg || fail "$figure.svg is not well-formed"
    ! grep -qE ' style=|<style|<script| on[a-z]+=' $figure.svg || fail "$figure.svg has a style or a script of its own"
done
for text in '>0.2%<' '>25.0%<' '>n=1,500<' 'Survey &lt;beta&gt;'; do grep -qF "$text" map.svg || fail "the map lacks $text"; done
for text in '>second<' 'third' '>day 8<'; do grep -qF "$text" course.svg || fail "the course lacks $text"; done

# Where nobody has said how many were sent, the map counts; the greatest number is the darkest, though it has a comma in it.
{ echo sheet,received,place,n; for i in $(seq 1200); do echo "$i,2026-03-02,27,1"; done; echo 1201,2026-03-02,13,1; } >many.csv
wave many more 2026-03-01 x
shukei --quiet import --survey many many.csv
shukei fieldwork --survey many --by pref --figure map -o map.svg
grep -qF '>1,200<' map.svg && grep -qF 'is not known' map.svg || fail "a map of numbers"
tile() { grep -F -B 12 ">$1<" map.svg | grep -o '<rect [^>]*' | tail -1 | grep -o 'fill="[^"]*"'; }
[ "$(tile 1,200)" != "$(tile 1)" ] || fail "1,200 and 1 are of one class: $(tile 1,200)"

# Classes of counts are whole numbers from the least to the greatest in each, none of them empty; equal counts are one class.
counts() { # ID, CODE:COUNT...
    local id=$1 n=0 place
    shift
    { echo sheet,received,place,n; for place; do for _ in $(seq "${place#*:}"); do echo "$((++n)),2026-03-02,${place%:*},1"; done; done; } >"$id.csv"
    wave "$id" "$id" 2026-03-01 x
    [ "$n" = 0 ] || shukei --quiet import --survey "$id" "$id.csv"
    shukei fieldwork --survey "$id" --by pref --figure map -o "$id.svg"
    grep -o '<text [^>]*>[^<]*' "$id.svg" | sed 's/.*>//'
}
counts few 13:2 27:1 01:2 >out
grep -qx 2 out && ! grep -qE '[0-9]\.[0-9]|below|more' out || { cat out; fail "classes of 1 and 2"; }
counts same 13:3 27:3 >out
grep -qx 'all 3' out || { cat out; fail "equal counts"; }
counts wide 13:40 27:3 01:38 >out
for class in '3 to 9' '30 to 39'; do grep -qx "$class" out || { cat out; fail "no class $class"; }; done
! grep -q '10 to' out || { cat out; fail "an empty class"; }

# Made-up returns are what is said of those that were counted: none, some, all; never of the questionnaire's own samples.
sed 's/"title"/"synthetic": "SAMPLES OF NOBODY", "title"/; s/"many"/"mixed"/; s/"more"/"mix"/' many.json >mixed.json
shukei --quiet survey add mixed.json
told() { # what progress, both lists and both figures say of it
    shukei progress --survey mixed >out
    shukei progress --survey mixed --format json >>out
    shukei fieldwork --survey mixed >>out
    shukei fieldwork --survey mixed --by pref >>out
    shukei fieldwork --survey mixed --by pref --figure map -o map.svg
    shukei fieldwork --survey mixed --figure line -o course.svg
    cat map.svg course.svg >>out
    shukei tabulate --survey mixed n >>out
    grep -cE "$1" out || true
}
printf 'sheet,received,place,n\n1,2026-03-02,13,1\n2,2026-03-03,27,2\n' >real.csv
shukei --quiet import --survey mixed --batch real real.csv
[ "$(told 'SAMPLES|synthetic: they')" = 0 ] || { cat out; fail "real sheets are called made up"; }
printf 'sheet,received,place,n,remark\n3,2026-03-04,13,1,合成データ\n' >samples.csv
shukei --quiet import --survey mixed --batch samples samples.csv
[ "$(told '1 of the 3 returns counted are synthetic')" = 7 ] || { cat out; fail "some are made up: $(told '1 of the 3')"; }
shukei --quiet batch undo real --why test
[ "$(told 'SAMPLES OF NOBODY')" = 7 ] || { cat out; fail "all are made up: $(told SAMPLES)"; }
