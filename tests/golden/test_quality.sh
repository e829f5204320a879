#!/usr/bin/env bash
# The data-quality checks that REDCap calls A to H, and the survey's own: each planted once among sound returns, found on
# import, after an edit and by check, with a suggestion; then resolved, or accepted with a reason.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db SHUKEI_USER=clerk
survey=staffing-2026
quietly() { shukei "$@" >out 2>&1 || [ $? = 3 ] || { cat out; fail "$*"; }; }
found() { # the open findings: return, rule, question, severity, value; and each has its suggestion
    shukei finding list --survey $survey --format json >list.json || [ $? = 3 ] || fail "finding list"
    sed -nE 's/.*"return": ([0-9]+), "severity": "([^"]*)", "rule": "([^"]*)".*"question": "([^"]*)".*"value": "?([^"]*)"?, "status".*/\1 \3 \4 \2 \5/p' list.json
}

# Forty sound returns, whose doctors add up, and then the planted ones.
{
    echo '票番号,問1,問2,医師（男）,医師（女）,医師（計）,問4,問5,問6'
    for i in $(seq 1 40); do
        if [ $((i % 4)) = 0 ]; then
            echo "$i,病院,$((80 + 5 * i)),$((5 + i % 7)),$((i % 5)),$((5 + i % 7 + i % 5)),平成$((i % 20 + 1))年4月1日,なかった,"
        else
            echo "$i,診療所,,1,$((i % 2)),$((1 + i % 2)),20$((10 + i % 10))-05-01,あった,負担割合"
        fi
    done
    echo '41,診療所,,1,0,1,2001/4/1,,'                        # A an answer left empty
    echo '42,,,1,0,1,2001/4/1,なかった,'                      # B one that is required
    echo '43,診療所,,ひとり,0,1,2001/4/1,なかった,'           # C no number
    echo '44,病院,１０床,2,1,3,2001/4/1,なかった,'            # D out of range
    echo '45,診療所,,100,0,100,2001/4/1,なかった,'            # E far from all others
    echo '46,診療所,120,1,0,1,2001/4/1,なかった,'             # F answered, though led past
    echo '47,薬局,,1,0,1,2001/4/1,なかった,'                  # G none of the options
    echo '48,診療所,,2人,1人,4人,2001/4/1,なかった,'          # H a total that its parts do not make
    echo '49,診療所,,1,0,1,2026/4/1,なかった,'                # D a day out of range
    echo '50,診療所,,1,0,1,2001/4/1,なかった,カードリーダー'  # the way through the form
    echo '51,診療所,,1,0,1,2001/4/1,あった,いずれもない、負担割合' # none of these, and one of these
} >returns.csv
shukei init >/dev/null
shukei survey add "$SOURCE/tests/golden/quality/survey.json" >/dev/null
quietly import --survey $survey returns.csv
grep -q 'accepted 46 .* set aside 5' out || { cat out; fail "what was set aside"; }
cat >expected <<'END'
41 blank trouble info null
42 required kind warning null
43 doctors.total doctors error 1
43 number.unreadable men warning ひとり
44 number.range beds error 10
45 number.outlier doctors warning 100
45 number.outlier men warning 100
46 routing.answered beds warning 120
47 option.unknown kind error 薬局
48 doctors.total doctors error 4
49 date.range opened error 2026-04-01
50 routing.answered which warning reader
50 trouble.contradiction which warning reader
51 multi.exclusive which warning copay,nothing
END
found | sort -n -k1,1 -k2,2 >got
diff expected got || fail "the findings after import"
grep -q '"suggestion": null' list.json && fail "a finding without a suggestion: $(grep '"suggestion": null' list.json)"
grep -q '内訳の合計は3人ですが、計は4人です.*doctors=3' list.json || fail "the rule's own words: $(grep doctors.total list.json)"
grep -q '100 lies far from the other answers (half of the' list.json || fail "what an outlier is"

# check finds the same again, whatever was done before, and nothing more.
quietly check --survey $survey
found | sort -n -k1,1 -k2,2 | diff expected - || fail "the findings after check"

# An edit to the same wrong answer finds it, and to a right one resolves it.
planted() { # return, wrong, rule, right
    quietly return edit "$1" "$2" --why "planted again"
    found | sees "^$1 $3 " || fail "$3 is not found when return $1 is edited to $2"
    quietly return edit "$1" "$4" --why "as on the sheet"
    found | sees "^$1 $3 " && fail "$3 is still there after $4"
    return 0
}
planted 1 trouble= blank trouble=yes
planted 2 kind= required kind=clinic
planted 4 beds=19 number.range beds=100
planted 3 men=90 number.outlier men=1
planted 5 beds=50 routing.answered beds=
planted 6 doctors=9 doctors.total doctors=1
planted 7 opened=2026-04-01 date.range opened=2016-05-01
planted 8 which=reader trouble.contradiction which=
planted 9 which=nothing,copay multi.exclusive which=copay
# What is no number and no option does not come in by hand at all.
shukei return edit 10 men=ひとり --why x >out 2>&1 && fail "no number was let in"
grep -q 'is not one number' out || fail "$(cat out)"
shukei return edit 10 kind=薬局 --why x >out 2>&1 && fail "no option was let in"
grep -q 'clinic (診療所), hospital (病院)' out || fail "$(cat out)"

# Resolved by correcting, or accepted because the sheet really says so; what was accepted stays so.
quietly return edit 48 doctors=3 --why "the total was miskeyed"
number() { found >/dev/null; sed -nE "s/^ *\{\"id\": ([0-9]+), \"return\": $1, .*\"rule\": \"$2\".*/\1/p" list.json | head -1; }
for one in "41 blank" "42 required" "45 number.outlier" "46 routing.answered" "50 trouble.contradiction"; do
    id=$(number ${one% *} ${one#* })
    shukei finding accept "$id" >out 2>&1 && fail "accepted without a reason"
    quietly finding accept "$id" --why "the institution said so on the telephone"
done
quietly return edit 43 men=1 --why "ひとり is 1"
quietly return edit 44 beds=100 --why "read again"
quietly return edit 47 kind=clinic --why "asked"
quietly return edit 49 opened=2006-04-01 --why "read again"
quietly check --survey $survey
cat >expected <<'END'
45 number.outlier doctors warning 100
50 routing.answered which warning reader
51 multi.exclusive which warning copay,nothing
END
found | sort -n -k1,1 -k2,2 | diff expected - || fail "what is left"
shukei tabulate --survey $survey kind --format csv | sees 'total,.*,51,' || fail "not all returns are counted now"

# A rule's expression also filters: who has more women than men among the doctors.
shukei tabulate --survey $survey kind --where 'women > men' --format csv >out
awk -F, '$4 == "clinic" { exit $8 == 0 ? 0 : 1 }' out || fail "$(cat out)"
shukei tabulate --survey $survey kind --where 'men + women >= 8' --format csv >out
wanted=$(awk -F, 'NR > 1 && $4 + $5 >= 8' returns.csv | wc -l)
[ "$(awk -F, '$6 == "total" && !/summary/ { n += $8 } END { print n }' out)" = "$wanted" ] || fail "men + women >= 8 is not $wanted: $(cat out)"

# An import holds what comes in beside what is there: the fences are those that check makes of all returns together.
fences() { sqlite3 s.db "SELECT question, n, low, high, q1, q3 FROM fence ORDER BY question"; }
for first in 100 200; do
    { head -1 returns.csv; for i in $(seq $first $((first + 30))); do echo "$i,診療所,,$((i % 9)),$((i % 2)),,20$((10 + i % 10))-05-01,なかった,"; done; } >more.csv
    quietly import --survey $survey more.csv
    fences >imported
    quietly check --survey $survey
    fences | diff imported - || fail "fences after the import from $first"
done
grep -q '^men|11[0-9]|' imported || { cat imported; fail "the fences are not of all returns"; }
shukei verify >/dev/null
echo "quality: all as expected"
