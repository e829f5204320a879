#!/usr/bin/env bash
# Double entry end to end: ten sheets with six planted mistakes; every one is found, decided, and laid to the person who
# made it; the draw is stable; nothing of it is counted, and all of it can be taken back.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db SHUKEI_USER=chief
says() { # text, file
    grep -qF -- "$1" "$2" || { cat "$2"; fail "does not say: $1"; }
}
ends() { # exit code, words of the command
    local code=0 wanted=$1
    shift
    shukei "$@" >out 2>err || code=$?
    [ $code = "$wanted" ] || { cat out err; fail "$*: exit code $code, not $wanted"; }
}
keyed() { ends 0 double "$1" --survey keyed "${@:2}"; }

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "keyed", "title": "Keyed twice", "organiser": "O", "lang": "en", "double_entry": 1,
 "questions": [
  {"id": "kind", "kind": "single", "label": "Kind", "options": [{"id": "a", "label": "Alpha"}, {"id": "b", "label": "Beta"}]},
  {"id": "marks", "kind": "multi", "label": "Marks", "options": [
    {"id": "x", "label": "X-ray"}, {"id": "y", "label": "Yoke"}, {"id": "first", "label": "Zinc"}]},
  {"id": "trouble", "kind": "single", "label": "Trouble", "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
  {"id": "cases", "kind": "number", "label": "Cases", "ask": "trouble = yes"},
  {"id": "story", "kind": "text", "label": "Story"}]}
END
# ann: marks of 2, cases of 4 and 5.  cho: kind of 6.
cat >first.csv <<'END'
sheet,operator,kind,marks,trouble,cases,story
1,ann,a,x,yes,1,ABC def
2,ann,a,x,yes,2,
3,ann,a,,yes,2,
4,ann,a,x,yes,21,
5,ann,a,x,yes,7,
6,cho,b,x,no,,
7,cho,b,x,no,,
8,cho,b,x,no,,
9,cho,b,x,no,,
10,cho,b,x,no,,
END
# bob: kind of 1, trouble of 3, cases of 5 (which is 9 on the sheet).
cat >second.csv <<'END'
sheet,operator,kind,marks,trouble,cases,story
1,bob,b,x,yes,1,ＡＢＣ　def
2,bob,a,"x,y",yes,2,
3,bob,a,,no,2,
4,bob,a,x,yes,12,
5,bob,a,x,yes,8,
6,bob,a,x,no,,
7,bob,b,x,no,,
8,bob,b,x,no,,
9,bob,b,x,no,,
10,bob,b,x,no,,
END
shukei init >/dev/null
shukei survey add survey.json >/dev/null

# --- two files, before anything is stored -----------------------------------------------------------------------------
ends 3 double compare --survey keyed first.csv second.csv --format csv
[ "$(cut -d, -f1,4,6,8 out)" = 'sheet,question,first_row,second_row
"1","kind",2,2
"2","marks",3,3
"3","trouble",4,4
"4","cases",5,5
"5","cases",6,6
"6","kind",7,7' ] || { cat out; fail "compare"; }
says '"5",,"differs","cases","Cases",6,"7",6,"8",4,5' out
ends 0 double compare --survey keyed first.csv first.csv
says "sheets in both files: 10, of which the same: 10" out
{ sed 's/^9,/8,/; s/^10,/,/' second.csv; echo '11,bob,b,x,no,,'; } >odd.csv
ends 3 double compare --survey keyed first.csv odd.csv --format csv
[ "$(cut -d, -f1,3 out | grep -v differs | tail -n +2 | tr '\n' ' ')" = \
    '"8","repeated" ,"no_sheet" "11","only_second" "9","only_first" "10","only_first" ' ] || { cat out; fail "odd rows"; }
ends 3 double compare --survey keyed first.csv odd.csv
ends 1 double compare --survey keyed first.csv absent.csv
[ "$(shukei batch list --format csv | wc -l)" = 1 ] || fail "compare stored something"

# --- the second keying is never counted -------------------------------------------------------------------------------
ends 0 import --survey keyed --batch first first.csv
shukei tabulate --survey keyed --format csv >before.csv
keyed plan --format json
[ "$(grep -c '"keyed_twice": false' out)" = 10 ] || fail "every sheet is to be keyed twice"
ends 0 import --survey keyed --batch second --second second.csv --format json
says '"read": 0, "accepted": 0, "duplicate": 0, "set_aside": 0, "void": 0, "tabulated": 0, "second": 10' out
shukei tabulate --survey keyed --format csv | cmp -s - before.csv || fail "second keyings are counted"
ends 0 check --survey keyed --format json
says '"read": 10, "accepted": 10, "duplicate": 0, "set_aside": 0, "void": 0, "tabulated": 10, "second": 10' out
keyed plan --format json
[ "$(grep -c '"keyed_twice": true' out)" = 10 ] || fail "the plan does not see the second keyings"
ends 1 import --survey keyed --second second.csv
says "imported before" err
ends 1 import --survey keyed --second first.csv
says "imported before" err

ends 2 import --as series --second second.csv

# --- every planted mistake is listed, and nothing else ------------------------------------------------------------------
keyed list --format csv
diff out - <<'END' || fail "the list of disagreements"
sheet,association,return,question,label,first,first_by,second,second_by,agreed,fields,decision,final,decided_by,why,decided_at,answer,entry,own
"1",,1,"kind","Kind","a","ann","b","bob",4,5,,"a",,,,,,false
"2",,2,"marks","Marks","x","ann","x,y","bob",4,5,,"x",,,,,,false
"3",,3,"trouble","Trouble","yes","ann","no","bob",4,5,,"yes",,,,,,false
"4",,4,"cases","Cases","21","ann","12","bob",4,5,,"21",,,,,,false
"5",,5,"cases","Cases","7","ann","8","bob",4,5,,"7",,,,,,false
"6",,6,"kind","Kind","b","cho","a","bob",3,4,,"b",,,,,,false
END
report() { # a line of the report in JSON
    keyed report --format json
    says "$1" out
}
report '"sheets": {"drawn": 10, "keyed_twice": 10, "agreeing": 4, "adjudicated": 0, "open": 6, "outside": 0, "not_compared": 0}'
report '"fields": {"compared": 45, "agreed": 39}'
# Who is wrong is not known yet, and the sheets that agree alone would make everybody look good.
report '{"keyed_by": "ann", "sheets": 0, "fields": 0, "errors": 0, "per_1000": null, "low": null, "high": null, "open": 5, "later": 5}'
# By hand: kind 8 of 10 agree, both a 5 and b 5: (.8 - .5) / .5.  marks: 9 agree, x 9 and 8, none 1 and 1: (.9 - .73) / .27.
# trouble: 9 agree, yes 5 and 4: (.9 - .5) / .5.
report '{"question": "kind", "label": "Kind", "fields": 10, "agreed": 8, "percent": 80.0, "kappa": 0.600}'
report '{"question": "marks", "label": "Marks", "fields": 10, "agreed": 9, "percent": 90.0, "kappa": 0.630}'
report '{"question": "trouble", "label": "Trouble", "fields": 10, "agreed": 9, "percent": 90.0, "kappa": 0.800}'
report '{"question": "cases", "label": "Cases", "fields": 5, "agreed": 3, "percent": 60.0, "kappa": null}'
report '{"question": "story", "label": "Story", "fields": 10, "agreed": 10, "percent": 100.0, "kappa": null}'

# What ann may know of her own errors: nothing before somebody has decided, not even that four sheets agree.
told() { # NAME, what is told of whom
    keyed report --keyer "$1" --format csv
    says "$2" out
}
told cho '"cho",0,0,0,'

# --- decisions --------------------------------------------------------------------------------------------------------
decide() { ends 0 double decide --survey keyed "$1" "$2" "$3" --why "looked at the sheet"; }
ends 2 double decide --survey keyed 1 nothing first --why x
ends 1 double decide --survey keyed 77 kind first --why x
ends 1 double decide 77 kind first --why x
ends 1 double decide --survey keyed 7 kind first --why x
says "both keyings agree on kind" err
ends 2 double decide --survey keyed 5 cases many --why x
decide 1 kind first
says "sheet 1 (return 1) is adjudicated" out
decide 2 marks second
decide 3 trouble second # a slip, decided anew
decide 3 trouble first
ends 1 double decide --survey keyed 3 trouble second --undecided --why "an old list" # of two with the same list the second is told
says 'chief has decided "Trouble" already' err
ends 0 double decide 4 cases second --why "looked at the sheet"
keyed list --open --format csv
[ "$(wc -l <out)" = 3 ] || fail "two are open: $(cat out)"
decide 5 cases 9
decide 6 kind second
keyed list --open
says "questions still to be decided: 0" out
keyed list --format json
says '"decision": "value", "final": "9", "decided_by": "chief", "why": "looked at the sheet"' out
report '"agreeing": 4, "adjudicated": 6, "open": 0'
# ann: 25 fields, 3 errors; Wilson by hand 41.7 to 299.6.  cho 1 of 20.  bob 3 of 45.
report '{"keyed_by": "ann", "sheets": 5, "fields": 25, "errors": 3, "per_1000": 120.0, "low": 41.7, "high": 299.6, "open": 0, "later": 0}'
report '{"keyed_by": "bob", "sheets": 10, "fields": 45, "errors": 3, "per_1000": 66.7, '
report '{"keyed_by": "cho", "sheets": 5, "fields": 20, "errors": 1, "per_1000": 50.0, '
keyed report --format csv
says '"cho",5,20,1,50.0,' out
# A keyer is told the same figure, and neither what is open nor what does not count yet.
told ann '"ann",5,25,3,120.0,41.7,299.6'
told cho '"cho",5,20,1,50.0,8.9,236.1'
told nobody '"nobody",0,0,0,'
keyed report
says "sheets keyed twice: 10 = agreeing 4 + adjudicated 6 + open 0" out
says "fields: 45, of which both keyed the same: 39 (86.7%)" out
ends 0 return show 5 --format json
says '"revision": 2' out
says '"value": "9"' out
ends 0 return show 1 --format json # decided for the first: it said so already
says '"revision": 1' out
ends 0 history 5
says "decided between two keyings" out
says "cases=9 (value)" out
# An option that is called first.
ends 0 double decide --survey keyed 2 marks "=first" --why "Zinc alone"
ends 0 return show 2 --format json
says '"value": "first"' out
ends 0 double decide --survey keyed 2 marks second --why "no, both"
ends 0 verify

# --- a correction for another reason is nobody's slip -------------------------------------------------------------------
ends 0 return edit 1 kind=b --why "the clinic called"
ends 0 return edit 7 marks=y --why "the clinic called"
report '{"keyed_by": "ann", "sheets": 5, "fields": 25, "errors": 3, "per_1000": 120.0, "low": 41.7, "high": 299.6, "open": 0, "later": 0}'
report '{"keyed_by": "bob", "sheets": 10, "fields": 45, "errors": 3, "per_1000": 66.7, '
keyed list --format csv
says '"1",,1,"kind","Kind","a","ann","b","bob",4,5,"first","b","chief","looked at the sheet",' out
grep -qE '"a",[0-9]+,false$' out || fail "what was decided is not told beside what the return says now"
ends 0 return edit 1 kind=a --why "no, it did not"
ends 0 return edit 7 marks=x --why "no, it did not"

# --- a reason is what a person said, or none ----------------------------------------------------------------------------
# --- and what was decided can be reopened: the return says again what it said before --------------------------------------
ends 0 double reopen --survey keyed 4 cases
says "1 questions still to be decided" out
ends 0 return show 4 --format json
says '"value": "21"' out
ends 1 double reopen --survey keyed 4 cases
says "nobody has decided" err
report '"agreeing": 4, "adjudicated": 5, "open": 1'
report '{"keyed_by": "ann", "sheets": 4, "fields": 20, "errors": 2, "per_1000": 100.0, "low": 27.9, "high": 301.0, "open": 1, "later": 1}'
ends 0 double decide --survey keyed 4 cases second
ends 0 return edit 4 marks=y --why "misread"
[ "$(sqlite3 s.db "SELECT count(*) FROM trail WHERE ret = 4 AND action = 'second.decide' AND why IS NULL")" = 1 ] ||
    fail "a reason was made up"
entry=$(sqlite3 s.db "SELECT max(id) FROM trail WHERE action = 'second.decide'")
ends 1 double reopen --survey keyed 4 cases --decision 1
says "was decided anew by chief" err
ends 0 double reopen 4 cases --decision "$entry" --why "a slip of the hand"
ends 0 return show 4 --format json # what was corrected since stays
says '"value": "21"' out
says '"value": "y"' out
ends 1 double reopen 4 cases --decision "$entry"
says "has been reopened already" err
ends 0 double decide 4 cases second --why "looked at the sheet"
ends 0 history 4
says "decision taken back" out
ends 0 verify

# --- who has keyed a sheet does not decide on it, unless there is nobody else ----------------------------------------------
export SHUKEI_USER=Ann
ends 0 double reopen --survey keyed 5 cases # there are no accounts: nobody else is known
ends 0 double decide --survey keyed 5 cases 9
ends 0 history 5
says "decided on one's own keying" out
for name in ann bob dora; do echo "a long secret" | shukei user add $name --role entry >out; done
ends 1 double reopen --survey keyed 5 cases
says "Ann has keyed this sheet" err
ends 1 double decide --survey keyed 5 cases second
ends 2 double decide --survey keyed 5 cases second --own # insisting needs a reason
ends 0 double decide --survey keyed 5 cases second --own --why "nobody is in today"
ends 0 double reopen --survey keyed 5 cases --own --why "somebody is"
keyed list --open --decider bob --format csv # what bob has keyed is not for bob to see
says '"5",,5,"cases","Cases",,,,,4,5,,,,,,,,true' out
keyed list --open --decider bob --own --format csv
says '"5",,5,"cases","Cases","7",,"8",,4,5,,"9",,,,,,true' out
keyed list --open --decider dora --format csv
says '"5",,5,"cases","Cases","7",,"8",,4,5,,"9",,,,,,false' out
SHUKEI_USER=dora ends 0 double decide --survey keyed 5 cases 9
export SHUKEI_USER=chief
ends 0 verify

# --- rows that cannot be compared -------------------------------------------------------------------------------------
cat >third.csv <<'END'
sheet,operator,kind,marks,trouble,cases,story
7,CHO,a,x,no,,
8,dai,a,x,no,,
99,dai,a,x,no,,
,dai,a,x,no,,
END
ends 3 import --survey keyed --batch third --second third.csv --format json
for rule in same_operator:error repeated:warning no_first:error no_sheet:error; do
    says "\"rule\": \"second.${rule%:*}\", \"severity\": \"${rule#*:}\"" out
done
report '"not_compared": 4'
report '{"sheet": "99", "association": null, "batch": "third", "file": "third.csv", "row": 4, "keyed_by": "dai", "reason": "no_first"}'
# The first entry may come later.
{ head -1 first.csv; echo '99,eva,b,x,no,,'; } >late.csv
ends 0 import --survey keyed --batch late late.csv
report '"not_compared": 3'
report '{"keyed_by": "eva", "sheets": 0, "fields": 0, "errors": 0, "per_1000": null, "low": null, "high": null, "open": 1, "later": 1}'
keyed list --open --format csv
says '"99",,11,"kind","Kind","b","eva","a","dai",3,4' out

# --- taking back ------------------------------------------------------------------------------------------------------
ends 0 batch undo third
says "4 second keyings are no longer compared" out
report '"keyed_twice": 10, "agreeing": 4, "adjudicated": 6, "open": 0, "outside": 0, "not_compared": 0'
ends 0 batch undo second
report '"keyed_twice": 0, "agreeing": 0'
ends 0 check --survey keyed --format json
says '"read": 11, "accepted": 11, "duplicate": 0, "set_aside": 0, "void": 0, "tabulated": 11}' out
ends 0 return show 5 --format json # what was decided stays
says '"value": "9"' out
ends 0 import --survey keyed --batch again --second second.csv # it may come again
report '"keyed_twice": 10, "agreeing": 4, "adjudicated": 0, "open": 6'
ends 0 batch undo first # and its first entries may go
report '"keyed_twice": 0, '
report '"not_compared": 10'
ends 0 verify

# --- tampering shows --------------------------------------------------------------------------------------------------
tamper() { # message, what sqlite does to a copy
    cp s.db t.db
    sqlite3 t.db "DROP TRIGGER second_not_overwritten; DROP TRIGGER second_not_deleted;
        DROP TRIGGER second_decision_not_overwritten; DROP TRIGGER second_plan_not_overwritten; $2"
    ends 1 --store t.db verify
    cat out >>err
    says "$1" err
}
sqlite3 s.db "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
sqlite3 s.db "DELETE FROM second" 2>err && fail "a second keying can be deleted"
says "is ever deleted" err
tamper "changed outside the program" "UPDATE second SET normal = (SELECT normal FROM second WHERE id = 2) WHERE id = 1"
tamper "changed outside the program" "DELETE FROM second WHERE id = 12"
tamper "changed outside the program" "UPDATE second SET skipped = 'kind' WHERE id = 1"
tamper "not the one in the trail" "UPDATE second_decision SET choice = 'first' WHERE choice = 'second'"

# --- the draw ---------------------------------------------------------------------------------------------------------
rows() { # from, to, association
    echo "sheet,association,channel,operator,kind,marks,trouble,cases,story"
    seq "$1" "$2" | sed "s/\$/,$3,fax,ann,a,x,no,,/"
}
fresh() {
    rm -f s.db*
    shukei init >/dev/null
    sed 's/"double_entry": 1/"double_entry": 0.1/' survey.json >tenth.json
    shukei survey add tenth.json >/dev/null
}
fresh
{ rows 1 200 東京; seq 1001 1100 | sed 's/$/,東京,web,,a,x,no,,/'; } >one.csv
rows 1 41 大阪 >two.csv
ends 0 import --survey keyed --batch one one.csv
keyed plan --format csv
cp out plan.csv
[ "$(wc -l <plan.csv)" = 21 ] || fail "a tenth of 200 sheets is 20 (what came by web has no sheet)"
ends 0 import --survey keyed --batch two two.csv
keyed plan --format csv
[ "$(wc -l <out)" = 26 ] || fail "a tenth of 41 sheets more is 5"
head -21 out | cmp -s - plan.csv || fail "a later batch changed the draw of the earlier one"
keyed plan --seed 7 --format csv
[ "$(wc -l <out)" = 26 ] || fail "seed 7"
cut -d, -f1 out | head -21 | cmp -s - <(cut -d, -f1 plan.csv) && fail "the seed changes nothing"
keyed plan --seed 0 --format csv
head -21 out | cmp -s - plan.csv || fail "the same seed draws other sheets"
keyed plan --share 0.2 --format csv
[ "$(wc -l <out)" = 50 ] || fail "a fifth is 40 and 9"
[ "$(tail -n +2 plan.csv | grep -cxFf out)" = 20 ] || fail "a greater share does not hold the smaller one"
ends 2 double plan --survey keyed --share 10
# A sheet that was not drawn is compared, but enters no rate.
drawn=$(sed -n 's/^"\([0-9]*\)","tokyo".*/\1/p' plan.csv | head -1)
other=$(seq 1 200 | grep -vxFf <(sed 's/^"\([0-9]*\)".*/\1/' out) | head -1)
{ rows 1 0 x; echo "$drawn,東京,fax,bob,b,x,no,,"; echo "$other,東京,fax,bob,b,x,no,,"; echo "7,,fax,bob,b,x,no,,"; } >sample.csv
ends 3 import --survey keyed --second sample.csv --format json
says '"rule": "second.not_drawn", "severity": "info"' out
says '"rule": "second.several", "severity": "error"' out
report '"keyed_twice": 1, "agreeing": 0, "adjudicated": 0, "open": 1, "outside": 1, "not_compared": 1'
ends 1 double decide --survey keyed "$drawn" kind first --why x # 東京 or 大阪?
ends 0 double decide --survey keyed --association 東京 "$drawn" kind first --why x
ends 0 verify
cp s.db t.db
ends 0 double plan --survey keyed --share 0 --format json
says '{"sheets": []}' out
report '"plan": {"share": 0, "seed": 0}'
report '"keyed_twice": 2, '
ends 1 double plan --survey keyed
says "set a share" err
sqlite3 s.db "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
tamper "not the one in the trail" "UPDATE second_plan SET share = 0.5"

# --- a question that the second file knowingly lacks ------------------------------------------------------------------
fresh
ends 0 import --survey keyed first.csv
cut -d, -f1-6 second.csv >short.csv
sed -i 's/^\(2,.*\),2$/\1,/; s/^story$//' short.csv
ends 1 import --survey keyed --second short.csv
echo '{"absent": ["story"]}' >map.json
ends 0 import --survey keyed --map map.json --second short.csv
keyed report --format json
grep -q '"question": "story"' out && fail "a question that was not keyed is compared"
ends 0 verify

# --- a version that drops an option which only a second keying has ticked ----------------------------------------------------
cat >drop.json <<'END'
{"format": "shukei-survey-1", "id": "drop", "title": "D", "organiser": "O", "lang": "en", "questions": [
  {"id": "k", "kind": "single", "label": "K", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}]}
END
sed 's/, {"id": "b", "label": "B"}//' drop.json >dropped.json
printf 'sheet,operator,k\n1,ann,a\n' >drop1.csv
printf 'sheet,operator,k\n1,bob,b\n' >drop2.csv
ends 0 survey add drop.json
ends 0 import --survey drop --batch drop1 drop1.csv
ends 0 import --survey drop --batch drop2 --second drop2.csv
ends 1 survey add dropped.json
says "drops the option b of k, which 1 returns and second keyings" err
ends 0 batch undo drop2
ends 0 survey add dropped.json
ends 0 verify
echo "double entry: all as it should be"
