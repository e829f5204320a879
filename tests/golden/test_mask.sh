#!/usr/bin/env bash
# mask: proposals for free text, accepted one by one, all together, or in a person's own words; the answers stay.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_USER=clerk

cat >t.json <<'END'
{"format": "shukei-survey-1", "id": "t", "title": "T", "organiser": "O", "lang": "ja", "questions": [
  {"id": "story", "kind": "text", "number": "問1", "label": "内容"},
  {"id": "way", "kind": "single", "number": "問2", "label": "方法", "options": [
    {"id": "card", "label": "保険証"}, {"id": "etc", "label": "その他", "other": true}]}]}
END
cat >t.csv <<'END'
票番号,問1,問2
1,"田中様（昭和12年5月6日生）の番号が違い、03-1111-2222へ電話した",保険証
2,患者様に説明した,保険証
3,,その他（鈴木さんに聞いた）
4,早乙女の資格が無効と出た,保険証
END
shukei init >/dev/null
shukei survey add t.json >/dev/null
shukei import --survey t t.csv >import.txt || { cat import.txt; fail "import"; }
shukei mask --survey t --format csv >out
cat >expected <<'END'
return,question,found,masked,text
1,"story","name: 田中; birth: 昭和12年5月6日; phone: 03-1111-2222","〔氏名〕様（〔生年月日〕生）の番号が違い、〔電話番号〕へ電話した","田中様（昭和12年5月6日生）の番号が違い、03-1111-2222へ電話した"
3,"way","name: 鈴木","〔氏名〕さんに聞いた","鈴木さんに聞いた"
END
diff expected out || fail "proposals"
run 0 "Read the texts before you accept" mask --survey t
run 0 '"return": 3, "question": "way", "found": "name: 鈴木"' mask --survey t --format json

run 2 "--why is missing" mask accept 1
run 2 "expected: shukei mask accept" mask accept --all --why x
run 2 "expected: shukei mask accept" mask accept 1 --text x --why x
run 1 "return 2: nothing to mask was found" mask accept 2 --why x
run 1 "there is no return 9" mask accept 9 --why x
run 1 "no written text under \"way\"" mask accept 1 --question way --text x --why x
run 0 "texts masked: 1; the answers stay as they are" mask accept 1 --why "read"
run 1 "nothing to mask was found that is not masked yet" mask accept 1 --why x
run 0 "story name=1 phone=1 birth=1" history 1
grep -q "田中" out && fail "the trail repeats a name"
run 0 "田中様" return show 1
run 0 "texts masked: 1" mask accept 4 --question story --text "〔氏名〕の資格が無効と出た" --why "a name without 様"
run 0 "story by hand" history 4
run 0 "texts masked: 1" mask accept --all --survey t --why "read them all"
run 0 "nothing to mask was found" mask --survey t

# A corrected text is not taken for masked.
run 0 "story" return edit 1 'story="田中様の番号が違う"' --why "read again"
run 0 "〔氏名〕様の番号が違う" mask --survey t
run 0 "is whole: 4 returns" verify
# --- masked texts go to another store with the texts they stand for ------------------------------------------------------
take() { shukei --store f.db import --survey t "$1" >out 2>&1 || { cat out; fail "import $1"; }; }
masks() { sqlite3 "$1" "SELECT ret, question, hex(original), text FROM masked ORDER BY 1, 2, 3"; }
shukei --quiet export --survey t --format jsonl --with-text -o m.jsonl
shukei --quiet export --survey t --format jsonl -o bare.jsonl
grep -q '"masked": \[{"question": "story", "original": "' m.jsonl || fail "the bundle has no masked text"
grep -q '"masked"' bare.jsonl && fail "a bundle without texts has masked ones"
shukei --store f.db init >/dev/null
take bare.jsonl
[ -z "$(masks f.db)" ] || fail "masks out of nothing"
take m.jsonl
grep -q "returns got masked free text" out || { cat out; fail "it is not said"; }
diff <(masks shukei.db) <(masks f.db) || fail "the masked texts differ"
diff <(shukei mask --survey t) <(shukei --store f.db mask --survey t) || fail "the federation is asked again"
sha256sum f.db >f.sum
take m.jsonl
grep -q "nothing new" out || { cat out; fail "the same bundle again"; }
sha256sum --quiet -c f.sum || fail "the same bundle again changed the store"
# A later decision of the sender arrives; one that the federation has made itself stays.
run 0 "texts masked: 1" mask accept 4 --question story --text "〔氏名〕が無効" --why "shorter"
shukei --quiet export --survey t --format jsonl --with-text -o later.jsonl
take later.jsonl
diff <(masks shukei.db) <(masks f.db) || fail "a later masked text did not arrive"
shukei --store f.db --quiet mask accept 4 --question story --text "〔氏名〕" --why "shorter still"
run 0 "texts masked: 1" mask accept 4 --question story --text "〔氏名〕の話" --why "no"
shukei --quiet export --survey t --format jsonl --with-text -o last.jsonl
take last.jsonl
masks f.db | sees '^4|story|[0-9A-F]*|〔氏名〕$' || { masks f.db; fail "the federation's own masked text was overwritten"; }
shukei --store f.db verify >/dev/null
echo "mask: all as expected"
