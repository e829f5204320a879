#!/usr/bin/env bash
# A question that is asked by way of answering tells it: where the way is withheld, so is the answer, its silence too.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
cat >told.json <<'END'
{"format": "shukei-survey-1", "id": "told", "title": "Told", "organiser": "Nobody", "lang": "en", "questions": [
  {"id": "web_only", "kind": "single", "label": "Web only", "ask": "channel = web", "options": [{"id": "y", "label": "Y"}, {"id": "n", "label": "N"}]},
  {"id": "after", "kind": "single", "label": "After it", "ask": "web_only = y", "options": [{"id": "y", "label": "Yy"}, {"id": "n", "label": "Nn"}]},
  {"id": "every", "kind": "single", "label": "All", "options": [{"id": "y", "label": "Yes"}, {"id": "n", "label": "No"}]}]}
END
awk 'BEGIN { print "Channel,Web only,After it,All"
    for (i = 1; i <= 30; i++) print (i <= 3 ? "Web,Y,Nn," : "FAX,,,") (i % 2 ? "Yes" : "No") }' >told.csv
shukei init >/dev/null
shukei survey add told.json >/dev/null
shukei import --survey told told.csv >/dev/null
shukei export --survey told --format csv -o told.out.csv >/dev/null
head -1 told.out.csv | sees 'web_only.*after.*channel' || fail "$(head -1 told.out.csv)"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["channel"] == -5 { held++; bad += $at["web_only"] != -5 || $at["after"] != -5 }
    $at["channel"] != -5 { bad += $at["web_only"] != -2 }
    { bad += $at["every"] < 1 }
    END { print held + 0, bad + 0; exit !(held >= 5 && held < 30 && !bad) }' told.out.csv || fail "$(head -12 told.out.csv)"
