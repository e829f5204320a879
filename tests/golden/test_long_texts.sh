#!/usr/bin/env bash
# Files for researchers hold long texts whole: strL in Stata, many pieces with names of their own in SPSS; what has no room
# is said in the file, and Stata's notes are counted so that `notes` lists them.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db LC_ALL=C
long=$(printf '長い選択肢のラベル%.0s' {1..20})
cat >survey.json <<END
{ "format": "shukei-survey-1", "id": "long", "title": "$long", "organiser": "A", "lang": "en", "questions": [
  { "id": "voice", "kind": "text", "label": "$long" },
  { "id": "words", "kind": "text", "label": "short" },
  { "id": "q1", "kind": "single", "label": "q1", "options": [ { "id": "a", "label": "$long" }, { "id": "b", "label": "b" } ] } ] }
END
awk 'BEGIN { print "voice,words,q1"
    for (i = 1; i <= 40; i++) {
        text = ""
        if (i % 4) for (j = 0; j < 60 * i; j++) text = text "困りました"
        printf "%s end%02d,word%02d,%s\n", text, i, i, i % 2 ? "a" : "b" } }' >long.csv
shukei init >/dev/null
shukei survey add survey.json >/dev/null
shukei import --survey long long.csv >/dev/null || [ $? = 3 ]
for format in dta sav csv; do
    shukei export --survey long --format $format --with-text --threshold 1 -o long.$format >/dev/null
    [ $format = sav ] || [ "$(grep -ao 'end[0-9][0-9]' long.$format | sort -u | wc -l)" = 40 ] || fail "the end of a text is not in long.$format"
done

# The places in Stata's map lead where they should, behind the count of notes too; the long texts are strL, the short not.
place() { od -A n -t u8 -j $(($(grep -abo '<map>' long.dta | head -1 | cut -d: -f1) + 5 + 8 * $1)) -N 8 long.dta | tr -d ' '; }
at() { tail -c +$(($(place $1) + 1)) long.dta | head -c ${#2} | tr -d '\0'; }
for tag in 8:'<characteristics>' 9:'<data>' 10:'<strls>' 11:'<value_labels>' 12:'</stata_dta>'; do
    [ "$(at "${tag%%:*}" "${tag#*:}")" = "${tag#*:}" ] || fail "the map does not lead to ${tag#*:}"
done
[ "$(place 13)" = "$(stat -c %s long.dta)" ] || fail "the map has another length"
notes=$(grep -ao 'note[1-9][0-9]*' long.dta | sort -u | wc -l)
grep -qaP "note0\x00+$notes\x00</ch>" long.dta || fail "$notes notes are not counted"
[ "$(tail -c +$(($(place 10) + 1)) long.dta | head -c $(($(place 11) - $(place 10))) | grep -ao 'GSO' | wc -l)" = 40 ] || fail "there are not as many long texts as returns"
tail -c +$(($(place 10) + 1)) long.dta >apart
grep -qa word07 apart && fail "a short text is kept apart"
grep -qa 'labels are longer than this format holds' long.dta && grep -qa 'labels are longer than this format' long.sav || fail "cut labels are not spoken of"

# In SPSS every piece has a name of its own: 40 texts of up to 36,000 bytes, cut at 32,767 and said.
grep -qa 'texts of 1 variables are cut' long.sav || fail "a cut text is not spoken of"
[ "$(grep -ao 'VOICE[0-9A-Z] ' long.sav | sort | uniq -d | wc -l)" = 0 ] || fail "two pieces of a text have one name"
if command -v pspp >/dev/null; then
    printf "GET FILE='long.sav'.\nCOMPUTE n = LENGTH(RTRIM(voice_text)).\nDESCRIPTIVES n /STATISTICS=MAX.\n" >p.sps
    pspp -O format=csv p.sps >p.out 2>&1
    ! grep -qi 'warning\|error' p.out && grep -q '^n,40,3276[0-9]' p.out || { head -5 p.out; fail "PSPP reads another file"; }
fi
