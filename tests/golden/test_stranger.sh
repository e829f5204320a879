#!/usr/bin/env bash
# Files that nobody here wrote, for a survey that nobody here knew: other orders and separators, encodings that change within
# a file, titles, merged headings, totals, eras, 35万円, and the mistakes people make.  What comes of each row stands in
# stranger/expected.txt (UPDATE=1 writes it anew), to be read by eye.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/stranger
export SHUKEI_STORE=$work/s.db
survey=online-billing-2025
cd "$work"
cp "$golden"/*.xlsx "$golden"/merged_map.json "$golden"/{google,google_english,limesurvey,kobo,redcap,mistakes}.csv .
sed 's/$/\r/' "$golden/clerk.csv" | iconv -f UTF-8 -t CP932 >clerk.csv
{ printf '\xff\xfe'; iconv -f UTF-8 -t UTF-16LE "$golden/unicode.txt"; } >unicode.txt
{ sed -n 1,2p "$golden/mixed.csv"; sed -n 3p "$golden/mixed.csv" | iconv -f UTF-8 -t CP932; sed -n 4p "$golden/mixed.csv"; } >mixed.csv
"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$golden/survey.json" >/dev/null

dry() { # words of the command: what a clerk sees before anything is stored
    echo "== $*"
    local code=0
    "$SHUKEI" --lang en import --survey $survey --dry-run "$@" 2>&1 || code=$?
    [ $code = 0 ] || echo "exit $code"
}
used_map() { # only what the file has: a map's leftover headings are refused
    printf '{%s}' "$(grep -oE "\"($1)\": \"[^\"]*\"" "$golden/map.json" | paste -sd,)"
}
used_map '請求件数\\n（1か月）|電子処方箋|障害|意見' >clerk.json
used_map 開始日 >unicode.json
used_map '開始日|請求件数' >mistakes.json
{
    dry clerk.csv
    dry --map clerk.json clerk.csv
    dry --map unicode.json unicode.txt
    dry mixed.csv
    dry --sheet 回答 merged.xlsx
    dry --sheet 回答 --map merged_map.json merged.xlsx
    dry google.csv
    dry google_english.csv
    dry msforms.xlsx
    dry limesurvey.csv
    dry kobo.csv
    dry redcap.csv
    dry --map mistakes.json mistakes.csv
} >got.txt
[ -z "${UPDATE:-}" ] || cp got.txt "$golden/expected.txt"
diff -u "$golden/expected.txt" got.txt || fail "a file is understood otherwise than it was"

# What the dry run promised is what is stored.
stored() { # accepted, set aside, words of the command
    local accepted=$1 aside=$2
    shift 2
    "$SHUKEI" --lang en import --survey $survey --format json "$@" >in.json || [ $? = 3 ] || fail "$*"
    grep -q "\"accepted\": $accepted, \"duplicate\": 0, \"set_aside\": $aside," in.json || fail "$*: $(grep reconciliation in.json)"
}
stored 5 2 --map clerk.json clerk.csv
stored 3 0 --map unicode.json unicode.txt
stored 3 0 mixed.csv
stored 3 1 --sheet 回答 --map merged_map.json merged.xlsx
stored 3 0 google.csv
stored 2 0 msforms.xlsx
stored 2 1 limesurvey.csv
stored 1 0 kobo.csv
stored 2 0 redcap.csv
stored 3 4 --map mistakes.json mistakes.csv

# Days of a form service whose owner's country is not said: the whole column decides, else a finding asks.
days() { # timestamps of a file, "|" between them; received of each, and how many are doubtful
    local i=0
    {
        head -1 google_english.csv
        tr '|' '\n' <<<"$1" | while read -r stamp; do
            echo "$stamp,東京都,医科診療所,,$((i += 1))00,,導入予定,,,ない,満足,満足,$RANDOM$RANDOM"
        done
    } >days.csv
    rm -f d.db*
    "$SHUKEI" --store d.db init >/dev/null
    "$SHUKEI" --store d.db survey add "$golden/survey.json" >/dev/null
    "$SHUKEI" --store d.db --lang en import --survey $survey --format json days.csv >in.json || fail "days $1"
    local number=0 list=
    for _ in $(tr ' |' '_ ' <<<"$1"); do
        number=$((number + 1))
        list="$list$("$SHUKEI" --store d.db return show $number --format json | grep -oE '20[0-9]{2}-[0-9]{2}-[0-9]{2}"' | head -1 | tr -d '"') "
    done
    echo "$list$(grep -c received.doubtful in.json || true)"
}
expect_days() { [ "$(days "$1")" = "$2" ] || fail "days $1: $(days "$1"), not $2"; }
expect_days '05/10/2025 09:12:33|13/10/2025 10:00:00' '2025-10-05 2025-10-13 0'
expect_days '05/10/2025 09:12:33|10/13/2025 10:00:00' '2025-05-10 2025-10-13 0'
expect_days '05/10/2025 09:12:33|06/10/2025 10:00:00' '2025-05-10 2025-06-10 2'
expect_days '2025/10/05 9:12:33|2025/10/06 午後 3:00:00 GMT+9' '2025-10-05 2025-10-06 0'
"$SHUKEI" verify >/dev/null
echo "stranger: all as expected"
