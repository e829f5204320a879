#!/usr/bin/env bash
# audit --survey over drafts on surveys that the program does not know: two waves of one (made by chance), one in English.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
store=$SOURCE/tests/golden/audit/store
export SHUKEI_STORE=$work/store.db SHUKEI

"$SHUKEI" init >/dev/null
add() { # survey, file of returns
    "$SHUKEI" survey add "$store/$1.json" >/dev/null
    "$SHUKEI" --quiet import --survey "$1" "$2" >/dev/null
}
for wave in hoiku-2024-06 hoiku-2026-06; do
    { cat "$store/hoiku.head"; awk -f "$store/expand.awk" "$store/$wave.returns"; } >"$work/$wave.csv"
    add $wave "$work/$wave.csv"
done
add ward-2026-03 "$store/ward-2026-03.csv"
for drafts in a b d f g; do
    bash "$SOURCE/tests/bench/audit_score.sh" "$store/$drafts.drafts" --survey hoiku-2026-06
done
bash "$SOURCE/tests/bench/audit_score.sh" "$store/ward.drafts" --survey ward-2026-03

# The store's figure, its question, base, division and wave are named, and whose number it is that stands in the draft.
cat >"$work/draft.txt" <<'DRAFT'
福井県で研修の充実を求める施設は12.2％だった。
前回の調査で有給休暇を取れないとした施設は66.9％だった。
DRAFT
"$SHUKEI" --lang en audit "$work/draft.txt" --survey hoiku-2026-06 >"$work/out" && fail "wrong figures leave with 0"
for words in '"研修の充実" (国や自治体に求めること; 福井) is 34 of 198, 17.2%' 'that of "研修の充実" (国や自治体に求めること; 石川)' \
    '"職員が有給休暇を取れない" (人手不足による影響; 2024年, 保育士の不足を感じた施設) is 474 of 719, 65.9%'; do
    grep -qF "$words" "$work/out" || { cat "$work/out"; fail "not said: $words"; }
done
# Of a whole in the bracket: its count is no claim of its own.
echo '新潟では「よくある」が37.5％（443施設中166施設）だった。' >"$work/draft.txt"
"$SHUKEI" --lang en audit "$work/draft.txt" --survey hoiku-2026-06 >"$work/out" || { cat "$work/out"; fail "accused of its whole"; }
echo "audit against a store: done"
