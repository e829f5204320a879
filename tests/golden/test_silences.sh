#!/usr/bin/env bash
# 無回答, 非該当, 無効 and なし are four things, for every kind of question: as stored, as counted, after corrections that lead
# elsewhere; and the rows of a table add up to its base.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
fixture=$SOURCE/tests/golden/silences
shukei init >/dev/null
shukei survey add "$fixture/survey.json" >/dev/null
shukei import --survey silences "$fixture/returns.csv" --format json >import.json && fail "two rows must wait for a person" || [ $? = 3 ]
grep -q '"read": 11, "accepted": 9, "duplicate": 0, "set_aside": 2, ' import.json || fail "$(cat import.json)"

# --- as stored --------------------------------------------------------------------------------------------------------
# g given, - no answer, . not applicable, x invalid, 0 none; s m k t p d x_r1 x_r1_why x_r2 x_r2_why u un
states() {
    shukei return show "$1" --format csv | awk -F'","' 'NR > 1 { print $4 }' | cut -d'"' -f1 |
        sed 's/given/g/; s/no_answer/-/; s/not_applicable/./; s/invalid/x/; s/none/0/' | tr -d '\n'
}
expect_states() { [ "$(states "$1")" = "$2" ] || fail "return $1 is $(states "$1"), not $2${3:+ ($3)}"; }
expect_states 1 ggggggggg.gg "all given"
expect_states 2 g------.-.-. "all left empty"
expect_states 3 g.........g. "led past"
expect_states 4 ggxgxxx.x.xx "badly written; two ticks; exclusive and another stay as ticked"
expect_states 5 gg00000.0.g- "none of these"
expect_states 6 ggggggg.g.gg "led past, but answered: kept"
expect_states 7 -gggggg.g.-. "not known whether asked"
expect_states 8 xgggggg.g.g- "two ticks where the way divides"

# --- as counted -------------------------------------------------------------------------------------------------------
counts() { # question, further words: every row that is not 0, and the base
    shukei tabulate --survey silences "$@" --format csv >table.csv
    awk -F, 'NR > 1 && $8 > 0 { printf "%s=%d ", $4, $8; n = $9 } END { print "n=" n + 0 }' table.csv
}
expect_counts() { # expected, words
    local expected=$1
    shift
    [ "$(counts "$@")" = "$expected" ] || fail "$*: $(counts "$@"), not $expected"
}
expect_counts "y=4 n=2 o=1 no_answer=1 invalid=1 n=9" s
expect_counts "a=1 z=1 no_answer=1 n=3" m --where 'not invalid(k)'
expect_counts "3.25=1 none=1 no_answer=1 invalid=1 n=4" k
expect_counts "answered=2 none=1 no_answer=1 n=4" t
expect_counts "13=1 47=1 none=1 no_answer=1 n=4" p
expect_counts "2023-11-01=2 none=1 no_answer=1 n=4" d
expect_counts "g=1 h=1 none=1 no_answer=1 n=4" x_r1
expect_counts "answered=1 n=1" x_r1_why
expect_counts "-3=1 4=1 no_answer=3 n=5" un
# Everybody as the base: who was led past is said, and is not among the answers even when something is written there.
expect_counts "3.25=1 none=1 no_answer=1 invalid=1 not_applicable=5 n=9" k --base ''
expect_counts "a=2 z=1 no_answer=1 not_applicable=5 n=9" m --base ''
expect_counts "-3=1 4=1 no_answer=3 not_applicable=4 n=9" un --base ''
# A sheet that a person accepts comes in with its silences.
shukei return accept 4 --why "as the sheet says" >/dev/null
expect_counts "13=1 47=1 none=1 no_answer=1 invalid=1 n=5" p
expect_counts "g=2 none=1 no_answer=1 invalid=1 n=5" x_r2

# The rows of every single-answer table add up to the base of its column, whatever the base, the key and the filter.
for words in "" "--base=" "--by s --base=" "--by u" "--by u,s --base=" "--by m --base=" "--by pref --where answered(t)" "--where not_applicable(d) --base="; do
    shukei tabulate --survey silences s k t p d x_r1 x_r1_why x_r2 u un $words --format csv |
        sed 's/, / /g; s/"\([^",]*\),\([^"]*\)"/\1 \2/g' >table.csv
    awk -F, 'NR > 1 && $4 !~ /^summary/ { sum[$2 " " $6] += $8; n[$2 " " $6] = $9 }
        END { for (c in n) if (sum[c] != n[c]) { print "FAIL: " c ": rows add up to " sum[c] ", the base is " n[c]; bad = 1 } exit bad }' table.csv ||
        fail "tabulate $words"
done
# In JSON a silence is told from an option of the same name by its kind.
shukei tabulate --survey silences k --format json >k.json
for silence in none no_answer invalid; do
    tr -d '\n\t ' <k.json | sees "\"key\":\"$silence\",\"label\":\"[^\"]*\",\"concept\":null,\"kind\":\"silence\"" || fail "JSON of $silence"
done

# An option that is called unknown and the column of those who did not answer have different names.
sed 's/"id": "silences"/"id": "unsure"/; s/"id": "o", "label"/"id": "unknown", "label"/' "$fixture/survey.json" >unsure.json
shukei survey add unsure.json >/dev/null
shukei import --survey unsure "$fixture/returns.csv" >/dev/null || [ $? = 3 ]
shukei tabulate --survey unsure u --by s --format csv >table.csv
[ "$(awk -F, 'NR > 1 { print $6 }' table.csv | sort -u | tr '\n' ' ')" = "s=n s=no_answer s=unknown s=y total " ] || fail "columns of --by s: $(cat table.csv)"

# --- corrections that lead elsewhere ------------------------------------------------------------------------------------
shukei return edit 2 s=no --why "keyed wrongly" >/dev/null
expect_states 2 g.........-. "now led past"
shukei return edit 2 s=yes m=none --why "it was right" >/dev/null
expect_states 2 g0-----.-.-. "and back, with one answer more"
shukei return edit 1 s=no --why "keyed wrongly" >/dev/null
expect_states 1 ggggggggg.gg "what was written is kept"
expect_counts "47=1 none=1 no_answer=1 invalid=1 n=4" p
shukei return edit 1 s=invalid --why "two ticks" >/dev/null
expect_counts "y=4 n=2 o=1 no_answer=1 invalid=2 n=10" s
shukei return edit 1 s=yes --why "no, one" >/dev/null
expect_counts "13=1 47=1 none=1 no_answer=1 invalid=1 n=5" p
shukei return edit 3 x_r1=h --why "seen" >/dev/null
expect_states 3 g.....g...g. "what hangs on an answer that was led past is led past too"
shukei verify >/dev/null
echo "silences: all as expected"
