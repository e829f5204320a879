#!/usr/bin/env bash
# A kit of awkward results: days by the hundred, thirty long options, a question that nobody answered, few returns.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
options=$(for i in $(seq 30); do printf '%s{"id": "o%d", "label": "開館時間を短くした、職員の補充がなく窓口を一人で受け持つ日が続いたために（%d）"}' "${sep-}" "$i" "$i"; sep=,; done)
cat >s.json <<END
{"format": "shukei-survey-1", "id": "library", "title": "図書館調査", "organiser": "協議会", "unit": "館", "keys": {"type": "size"},
 "synthetic": "合成データです。", "questions": [
 {"id": "size", "kind": "single", "label": "規模", "options": [{"id": "a", "label": "大"}, {"id": "b", "label": "中"}, {"id": "c", "label": "小"}]},
 {"id": "hard", "kind": "multi", "label": "困ったこと", "options": [$options]},
 {"id": "opened", "kind": "date", "label": "開館した日"},
 {"id": "robot", "kind": "single", "label": "自動書架", "options": [{"id": "y", "label": "ある"}, {"id": "n", "label": "ない"}]}]}
END
{ echo size,hard,opened,robot,備考
  for i in $(seq 90); do
      echo "$(echo a b c | cut -d' ' -f$((i % 3 + 1))),o$((i % 30 + 1)),$((1950 + i % 60))-0$((i % 9 + 1))-1$((i % 7)),,合成データ"
  done; } >s.csv
"$SHUKEI" --quiet init
"$SHUKEI" --quiet survey add s.json >/dev/null
"$SHUKEI" --quiet import --survey library s.csv >/dev/null
kit() { # results
    cat >kit.json <<END
{"format": "shukei-press-1", "meta": {"survey": "library", "title": "図書館", "date": "2026-11-22"},
 "sections": [{"id": "r", "type": "results", "title": "結果", "results": [$1]},
              {"id": "f", "type": "questionnaire", "title": "調査票"}]}
END
    "$SHUKEI" --lang en press --kit kit.json -o kit.pdf 2>err
}
kit '{"question": "opened"}, {"question": "robot"}, {"question": "hard"}, {"question": "robot", "by": "type"}' || fail "$(cat err)"
"$BUILD/tests/check_archive" kit.pdf || fail "no PDF/A-2u"
pdftotext -layout kit.pdf text
grep -q '1950～1954年 *9 ' text && grep -q '2005～2009年 *5 ' text && ! grep -q '1950-0' text || fail "days are not counted by five years"
grep -q '困ったこと' text && grep -q '自動書架（規模別）' text || fail "a table does not say what it is crossed by"
# the thirty options of the form go over the page: they begin under the question before them
awk '/\f/ { page++ } { print page + 0, $0 }' text | grep -E '調査票$|困ったこと$' | tail -2 | awk '{ print $1 }' | uniq >pages
[ "$(wc -l <pages)" = 1 ] || fail "the options of the form begin on a page of their own: $(cat pages)"

! kit '{"question": "hard", "by": "type", "kind": "grouped"}' || fail "an illegible figure was printed"
grep -q '困ったこと.*too high for a page' err || fail "$(cat err)"
rm -f kit.pdf
! kit '{"question": "hard", "by": "type", "kind": "grouped"}' || true
[ ! -e kit.pdf ] || fail "something was written"
