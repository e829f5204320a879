#!/usr/bin/env bash
# Free texts on the screen, from outside: what who may see of them is found, and what is masked stays beside the answer.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1

cat >survey.json <<'END'
{"format": "shukei-survey-1", "id": "told", "title": "Told", "organiser": "O", "lang": "en", "keys": {"pref": "where"},
 "questions": [
  {"id": "where", "kind": "prefecture", "label": "Where"},
  {"id": "asked", "kind": "single", "label": "Asked", "options": [{"id": "y", "label": "Yes"}, {"id": "n", "label": "No"}]},
  {"id": "tale", "kind": "text", "label": "Tale", "ask": "asked = y"}],
 "cases": [{"question": "tale", "kinds": [{"id": "card", "label": "Card", "terms": ["カード"]}]}]}
END
{
    echo "Sheet,Where,Asked,Tale"
    for i in $(seq 1 12); do echo "$i,東京,Yes,ｶｰﾄﾞ の読み取り $i"; done
    echo "13,東京,Yes,患者の 山田 花子 様は 03-1234-5678 に電話した"
    echo "14,鳥取,Yes,鳥取県の雪"
    echo "15,東京,No,聞かれていない話"
} >told.csv
shukei init >out
shukei survey add survey.json >out
shukei import --survey told told.csv >out || [ $? = 3 ]
accounts sato:entry okada:officer ken:research
begin
for name in sato okada ken; do sign_in $name; done

finds() { # NAME COUNT [curl's words]
    by "$1" GET /api/surveys/told/texts -G "${@:3}"
    is 200 "$*"
    says "\"total\": $2,"
}
hides() { ! grep -qF -- "$1" body || { cat body; fail "shows $1"; }; }
finds okada 14
finds okada 12 --data-urlencode "q=かーどノ"
finds okada 1 --data-urlencode "q=読み取り　7"
finds okada 12 -d kind=tale:card
finds okada 1 -d place=31
finds okada 1 --data-urlencode "q=山田"
says '"text": "患者の 山田 花子 様は 03-1234-5678 に電話した"'
finds okada 0 --data-urlencode "q=聞かれて"
finds okada 1 -d review=proposed
for wrong in kind=tale:x kind=:: question=x review=x; do
    by okada GET /api/surveys/told/texts -G -d "$wrong"
    is 400 "$wrong"
done
by okada GET /api/surveys/none/texts
is 409 "a survey that is not there"

# A researcher: the masked text, placed as in the case list, and nothing found by what is not shown.
finds ken 0 --data-urlencode "q=山田"
finds ken 0 --data-urlencode "q=鳥取"
finds ken 1 --data-urlencode "q=電話した"
hides 山田
hides 1234
finds ken 1 --data-urlencode "q=の雪"
hides 鳥取
for what in '"masked"' '"spans"' '"reviews"'; do hides "$what"; done

# Masked by a person: spots in characters, proposals left out with a reason, nothing of what was seen changed meanwhile.
original='患者の 山田 花子 様は 03-1234-5678 に電話した'
mask() { # STATUS MEMBERS
    by okada POST /api/surveys/told/masks -d "{\"return\": 13, \"question\": \"tale\", \"original\": \"$original\", $2}"
    is "$1" "$2"
}
mask 400 '"spans": [[4, 9, "name"]], "why": ""'
says "say why"
mask 400 '"spans": [[4, 90, "name"]], "why": "x"'
mask 400 '"spans": [[9, 4, "name"]], "why": "x"'
mask 400 '"spans": [[4, 9, "name"], [8, 10, "name"]], "why": "x"'
mask 400 '"spans": [[4, 9, "face"]], "why": "x"'
mask 400 '"spans": [["4", 9, "name"]], "why": "x"'
mask 409 '"was": "something else", "spans": [], "why": "x"'
mask 200 '"spans": [[4, 9, "name"], [12, 13, "other"]], "why": "the number is the office'"'"'s"'
says '患者の 〔氏名〕 様は〔伏せ字〕03-1234-5678 に電話した'
mask 409 '"spans": [], "why": "x"'
original=$original。 mask 409 '"spans": [], "why": "x"'
finds ken 1 --data-urlencode "q=1234"
hides 山田
finds okada 0 -d review=proposed
finds okada 1 -d review=reviewed
shukei history 13 >history
grep -q "okada.*tale name=1 other=1 shown=1.*the number is" history || { cat history; fail "the trail does not say who masked what"; }
shukei return show 13 | sees 山田 || fail "the answer itself was changed"

# What happens elsewhere is seen at the next look.
shukei return edit 1 tale=別の話 --why test >out
finds okada 1 --data-urlencode "q=別の話"
shukei return void 1 --why test >out
finds okada 0 --data-urlencode "q=別の話"
sed -i 's/^1,/101,/; s/ 1$/ 新しい話/' told.csv
shukei import --survey told told.csv >out || [ $? = 3 ]
finds okada 1 --data-urlencode "q=新しい話"
shukei verify >out || { cat out; fail "the store is not whole"; }
