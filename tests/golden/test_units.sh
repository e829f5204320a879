#!/usr/bin/env bash
# Numbers under a heading of another unit than the question's: the same in other myriads is converted exactly and said, any
# other is refused with the question's unit; in the heading, or in a row of units below the headings.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
. "$SOURCE/tests/golden/import_preamble.sh"
cat >units.json <<'JSON'
{"format": "shukei-survey-1", "id": "units", "title": "Units", "organiser": "Nobody", "questions": [
 {"id": "kind", "kind": "single", "label": "種別", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
 {"id": "cost", "kind": "number", "label": "維持費用", "unit": "万円", "max": 100000, "decimals": 3},
 {"id": "staff", "kind": "number", "label": "職員数", "unit": "人", "max": 5000},
 {"id": "share", "kind": "number", "label": "利用割合", "unit": "%", "max": 100},
 {"id": "time", "kind": "number", "label": "対応時間", "unit": "分"}]}
JSON
survey=units
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
shukei survey add units.json >/dev/null


read_as() { # file, the answers of its first return to cost, staff, share and time
    import --dry-run "$1" >out || fail "$1: $(cat out)"
    got=$(sed -n '/^row/,/^rows/s/^    \(維持費用\|職員数\|利用割合\|対応時間\) *//p' out | head -4 | tr '\n' ' ')
    [ "$got" = "$2 " ] || { cat out; fail "$1: read as $got, not $2"; }
}
row='"1,234.5",約12,5,20'
printf 'No.,種別,維持費用（単位：千円）,職員数（百人）,利用割合（％）,対応時間[分]\n1,A,%s\n' "$row" >brackets.csv
printf 'No.,種別,維持費用,職員数,利用割合,対応時間\n,,千円,（百人）,％,単位：分\n1,A,%s\n' "$row" >below.csv
printf 'No.,種別,維持費用（円）,職員数（人）,利用割合,対応時間\n1,A,1234500,1200,5,20\n' >plain.csv
printf 'No.,種別,維持費用（千円）,職員数（百人）,利用割合,対応時間\n1,A,1億5000,3〜5,－,20\n' >parts.csv
printf 'No.,種別,維持費用（千円）,職員数（百人）,利用割合,対応時間\n1,A,1億2000万円,1200人,5,20\n' >own.csv
for file in brackets below plain; do read_as $file.csv '123.45 1200 5 20'; done
read_as parts.csv 'invalid invalid no answer 20'
read_as own.csv '12000 1200 5 20'
import below.csv >out
grep -qF 'column 3 "維持費用_千円" is in 千円; its numbers were converted to 万円' out || { cat out; fail "does not say that it converted"; }

sed 's/％/割/; s/分/時間/' brackets.csv >other.csv
sed 's/％/割/; s/分/時間/' below.csv >other_below.csv
for file in other other_below; do
    refused 'did you mean "利用割合 (%)"?' $file.csv
    grep -qF 'did you mean "対応時間 (分)"?' err || fail "$file: $(cat err)"
done
