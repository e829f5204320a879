#!/usr/bin/env bash
# tabulate, as a user types it, against tests/golden/tabulate/*.expected (UPDATE=1 writes them anew).
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/tabulate
export SHUKEI_STORE=$work/store.db

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$golden/survey.json" >/dev/null
"$SHUKEI" import --survey reception "$golden/returns.csv" >/dev/null

tabulate() { # name, further words
    local name=$1
    shift
    expect "$name" tabulate --survey reception "$@"
}
tabulate all type trouble kind story full cases
tabulate by_type kind full --by type
tabulate by_two trouble --by type,full --where 'pref in (13, 27)' --format csv
tabulate by_three trouble --by wave,type,full --format csv
tabulate json cases kind --format json --interval exact
tabulate answers kind --percent answers
tabulate wider kind --base '' --interval none
tabulate other_base full --base 'trouble = yes'
tabulate suppressed trouble --by type --suppress 2
tabulate unknown_question knd
tabulate unknown_key trouble --by tpe
tabulate unknown_option trouble --where 'type = clinc'
tabulate two_levels trouble --level 95
tabulate bad_percent trouble --percent rows

# Percentages of the row and of everything; no answer left out of the base; sorted.
tabulate of_row kind --by type --percent row
tabulate of_total full --by type --percent total --format csv
tabulate without_no_answer trouble kind --by type --no-answer out
# "At least" counts one for a yes without a number; where these are out of the base, it is not said.
shukei tabulate --survey reception cases | sees '^at least'
shukei tabulate --survey reception cases --no-answer out | grep '^at least\|^Number not' && failed=1
tabulate sorted kind --sort count
tabulate bad_sort kind --sort name
tabulate bad_no_answer kind --no-answer drop

# The finite population correction: of all, and of the prefectures whose number sent is known.
tabulate no_sent full --population sent
printf '都道府県,送付数\n東京都,6\n大阪府,4\n北海道,20\n' >"$work/sent.csv"
"$SHUKEI" survey sent reception "$work/sent.csv" >/dev/null
interval_of() { # column, further words: the interval of "yes" there
    local column=$1
    shift
    shukei tabulate --survey reception full --by where --format csv "$@" |
        sed -nE "s/^reception,full:where,full,yes,yes,$column,[^,]*,([^,]*,){3}([^,]*),([^,]*),.*/\2 \3/p"
}
# Wilson's interval at an effective n of n (N-1)/(N-n); Tokyo 2 of 3 with 6 sent, Osaka 2 of 4 with 4 sent: no doubt is left.
[ "$(interval_of where=27)" = "15.0038989152 84.9961010848" ] || failed=1
[ "$(interval_of where=27 --population sent)" = "50 50" ] || failed=1
[ "$(interval_of where=13 --population sent)" = "33.3333333333 83.3333333333" ] || failed=1
[ "$(interval_of total --population sent)" = "24.1634642742 75.8365357258" ] || failed=1
tabulate population_all kind --population 40
tabulate population_small kind --population 3

# Options counted as one: once a return, no part of any sum, hidden with its parts.
sed 's/"id": "reception"/"id": "nets"/
s/^      "base": { "where": "trouble = yes".*/&\n"nets": [{"id": "screen", "label": "on the screen", "options": ["reader", "masked"]}],/' \
    "$golden/survey.json" >"$work/nets.json"
"$SHUKEI" survey add "$work/nets.json" >/dev/null
"$SHUKEI" import --survey nets "$golden/returns.csv" >/dev/null
expect net tabulate --survey nets kind --by type
expect net_json tabulate --survey nets kind --format json --percent answers
expect net_suppressed tabulate --survey nets kind --by type --suppress 2

# Which columns differ (the numbers are held against R in tests/oracle/test_letters.sh).
letters=$SOURCE/tests/oracle/letters
"$SHUKEI" survey add "$letters/survey.json" >/dev/null
"$SHUKEI" import --survey letters "$letters/returns.csv" >/dev/null
expect letters tabulate --survey letters how rare times --by sort --test letters
expect letters_rest tabulate --survey letters hit --by how --test letters --adjust holm
expect letters_json tabulate --survey letters hit --by sort --test letters --format json --interval none --where 'sort in (small, large)'
expect letters_few tabulate --survey letters hit --by sort --test letters --suppress 20
tabulate letters_small trouble --by type --test letters --format csv
tabulate test_total trouble --test letters
tabulate test_percent trouble --by type --test letters --percent row
tabulate bad_test trouble --by type --test chi2
tabulate bad_adjust trouble --by type --test letters --adjust tukey
tabulate adjust_alone trouble --by type --adjust holm

# -o writes the same, and nothing when the command fails.
shukei tabulate --survey reception type trouble kind story full cases -o "$work/file" >/dev/null
steady <"$work/file" | cmp - "$work/all" || failed=1
! "$SHUKEI" tabulate --survey reception knd -o "$work/none" 2>/dev/null || failed=1
[ ! -e "$work/none" ] || failed=1

# A banner that is too wide is turned; no line is longer than the page.
shukei tabulate --survey reception kind --by pref >"$work/wide"
grep -q '^Tokyo' "$work/wide" || { echo "by pref is not turned"; failed=1; }

# A crossed table keeps its question's name in JSON, which scripts look for; the columns say by what.
shukei tabulate --survey reception kind --by type --format json >"$work/crossed"
grep -qE '"id":[[:space:]]*"kind"' "$work/crossed" && grep -qE '"key":[[:space:]]*"type=' "$work/crossed" ||
    { echo "the crossed table has another id"; failed=1; }

# A key may be named as it stands on the form.
shukei tabulate --survey reception kind --by full --format csv >"$work/by_id"
for name in Q6 ｑ６ 'Charged in full'; do
    shukei tabulate --survey reception kind --by "$name" --format csv | cmp - "$work/by_id" || failed=1
done
{ shukei tabulate --survey reception kind --by 'Charged in ful' 2>&1 || true; } | sees 'did you mean "Charged in full"' ||
    { echo "no near miss for a label"; failed=1; }

exit $failed
