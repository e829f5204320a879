#!/usr/bin/env bash
# finding: listing, accepting and resolving; what was accepted stays accepted until the answer changes.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
survey=t
export SHUKEI_USER=clerk
findings() { # the rest of the arguments; finding, return, rule, state, value, status of the return
    shukei finding list --survey $survey --format json "$@" >list.json || [ $? = 3 ] || fail "finding list"
    sed -nE 's/^ *\{"id": ([0-9]+), "return": ([0-9]+), .*"rule": "([^"]*)", "state": "([^"]*)".*"value": "?([^"]*)"?, "status": "([^"]*)".*/\1 \2 \3 \4 \5 \6/p' list.json
}

cat >t.json <<'END'
{"format": "shukei-survey-1", "id": "t", "title": "T", "organiser": "O", "lang": "ja", "questions": [
  {"id": "kind", "kind": "single", "number": "問1", "label": "区分", "required": true,
   "options": [{"id": "clinic", "label": "診療所"}, {"id": "hospital", "label": "病院"}]},
  {"id": "ways", "kind": "multi", "number": "問2", "label": "方法",
   "options": [{"id": "fax", "label": "FAX"}, {"id": "none", "label": "なし", "exclusive": true}]},
  {"id": "beds", "kind": "number", "number": "問3", "label": "病床", "unit": "床", "min": 20}]}
END
cat >t.csv <<'END'
票番号,問1,問2,問3
1,病院,FAX,40
2,診療所,FAX,１９床
3,,FAX,
4,病院,"FAX、なし",30
5,病院,FAX,二百床くらいか
6,病院,FAX,3
END
shukei init >/dev/null
shukei survey add t.json >/dev/null
run 3 "set aside 2" import --survey $survey --batch b t.csv

# The numbers out of range are errors; the rest is counted, with a warning.
cat >expected <<'END'
1 2 number.range open 19 set_aside
2 3 required open null accepted
3 4 multi.exclusive open fax,none accepted
4 5 number.unreadable open 二百床くらいか accepted
5 6 number.range open 3 set_aside
END
findings >found
diff expected found || fail "the list after import"
run 3 '"id": 1, "return": 2, "severity": "error", "rule": "number.range", "state": "open"' finding list --survey $survey --format json
run 2 "exclude each other" finding list --survey $survey --open --all

# --- accepting: the return counts; check does not open it anew ------------------------------------------------------------
run 2 "--why is missing" finding accept 1
run 2 "is not the number of a finding" finding accept one --why x
run 1 "there is no finding 99" finding accept 99 --why x
run 0 "finding 1 is accepted; return 2: accepted" finding accept 1 --why "the institution confirmed 19 beds"
run 1 "has decided about this finding already" finding accept 1 --why again
run 0 "finding 3 is accepted; return 4: accepted" finding accept 3 --why "as on the sheet"
run 0 "finding 2 is accepted; return 3: accepted" finding accept 2 --why "left empty"
run 0 "the institution confirmed" history 2
run 0 "number.range beds=19; status=set_aside" history 2
for language in en ja; do
    "$SHUKEI" --lang $language check --survey $survey --format json >check.json || [ $? = 3 ] || fail "check"
    grep -qF '"accepted": 5, "duplicate": 0, "set_aside": 1' check.json || { cat check.json; fail "check counts"; }
    [ "$(findings --open | cut -d' ' -f1 | tr '\n' ' ')" = "4 5 " ] || { findings; fail "an accepted finding was opened anew ($language)"; }
done
[ "$(findings --all | wc -l)" = 5 ] || { findings --all; fail "check has written findings twice"; }

# As what an answer is counted; of a closed one, by whom and why it was closed.
shukei finding list --survey $survey --all --format json >list.json || [ $? = 3 ] || fail "finding list --all"
grep '"id": 1,' list.json | sees '"counted_as": "given", "who": "clerk", "at": "20.*", "why": "the institution confirmed 19 beds"' || { cat list.json; fail "who accepted it"; }
grep '"id": 2,' list.json | sees '"counted_as": "no_answer"' || { cat list.json; fail "a required answer that is missing"; }
grep '"id": 4,' list.json | sees '"counted_as": "invalid", "who": null' || { cat list.json; fail "an unreadable number is counted as invalid"; }

# A changed answer that breaks the rule is a new finding.
run 3 "19 → 18" return edit 2 beds=18 --why "counted again"
findings --open | sees "2 number.range open 18 set_aside" || { findings; fail "the new finding"; }
run 0 "set aside → accepted" return edit 2 beds=19 --why "19 after all" # accepted before

# --- resolving --------------------------------------------------------------------------------------------------------
run 1 "finding 5 is not resolved: the answers of return 6 still break this rule" finding resolve 5 --why x
run 0 "finding 4 is resolved; return 5: accepted" finding resolve 4 --why "stays invalid; the rest counts"
run 3 '"accepted": 5, "duplicate": 0, "set_aside": 1' check --survey $survey --format json
findings --all | sees "^4 5 number.unreadable resolved" || { findings --all; fail "4 is not resolved"; }
run 0 "accepted" finding accept 5 --why "three beds"
run 0 "no findings" finding list --survey $survey
run 0 "no findings" check --survey $survey

# --- reopening: what was accepted by mistake is open again, and its return set aside --------------------------------------
run 2 "--why is missing" finding reopen 5
run 0 "finding 5 is open again; return 6: set aside" finding reopen 5 --why "the wrong sheet was looked at"
run 1 "finding 5 is open" finding reopen 5 --why again
run 0 "the wrong sheet was looked at" history 6
run 0 "accepted number.range beds=3; status=accepted" history 6
run 3 '"accepted": 5, "duplicate": 0, "set_aside": 1' check --survey $survey --format json
run 0 "set aside → accepted" return edit 6 beds=30 --why "three was thirty"
run 1 "finding 5 cannot be reopened" finding reopen 5 --why x
run 0 "finding 3 is open again; return 4: accepted" finding reopen 3 --why "not so sure" # a warning sets nothing aside
findings --open | sees "^3 4 multi.exclusive open" || { findings; fail "3 is not open"; }

# --- the language is that of who reads, not of who imported ---------------------------------------------------------------
run 0 'is ticked together with other options' finding list --survey $survey
"$SHUKEI" --lang ja finding list --survey $survey | sees '問2 方法：「なし」がほかの選択肢と一緒に選ばれています' ||
    { "$SHUKEI" --lang ja finding list --survey $survey; fail "the finding is not in Japanese"; }
"$SHUKEI" --lang ja finding list --survey $survey --all | sees '問1 区分：必ず答える設問ですが、空欄です' ||
    { "$SHUKEI" --lang ja finding list --survey $survey --all; fail "a message without places is not in Japanese"; }
"$SHUKEI" --lang ja return edit 6 beds=3 --why x >out 2>&1 || [ $? = 3 ] || fail "edit"
run 3 "3 is out of range (20床 or more)" finding list --survey $survey
"$SHUKEI" --lang ja finding list --survey $survey --format json >out || [ $? = 3 ]
grep -q '3 は範囲外です（20床以上）.*"suggestion": "[^"]*`shukei return edit` で' out || { cat out; fail "an argument is not in Japanese"; }
run 3 "3 is out of range (20床 or more)" check --survey $survey
# What an older program stored as a sentence stays that sentence; its exact words are translated where they are known.
sqlite3 shukei.db "UPDATE finding SET message = '古い文', suggestion = 'Look at the sheet; what stays empty is counted as no answer' WHERE id = 3"
"$SHUKEI" --lang ja finding list --survey $survey --format json >out || [ $? = 3 ]
grep -q '"message": "古い文", "value": "[^"]*", .*"suggestion": "票を確かめてください。空欄のまま' out ||
    grep -q '古い文' out || { cat out; fail "an older finding"; }
run 0 "is whole" verify
echo "findings: all as expected"
