#!/usr/bin/env bash
# Exports of form services end to end: the same six returns from every service come out the same, and so they do in other
# orders, separators and encodings; what was not finished is set aside; the mistakes that people make are told.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
. "$SOURCE/tests/golden/import_preamble.sh" || exit 1
fixture=$SOURCE/tests/golden/forms
survey=forms
export SHUKEI_STORE=$work/s.db

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$fixture/survey.json" >/dev/null
"$SHUKEI" survey add "$SOURCE/templates/surveys/federation-web-2022-08.json" >/dev/null
cp s.db empty.db
fresh() { rm -f s.db*; cp empty.db s.db; }
tables() { # every count; then by which way and on which day the returns came in, and what was written beside その他
    "$SHUKEI" --lang en tabulate --survey $survey --format csv | awk -F, '$9 ~ /^[0-9]+$/ { print $3, $4, $8 "/" $9 }'
    [ "$1" = counts ] && return
    "$SHUKEI" --lang en tabulate --survey $survey q1 --by channel --format csv | awk -F, '$8 > 0 { print $4, $6, $8 }'
    for day in 2024-01-09 2024-01-10 2024-01-11; do
        "$SHUKEI" tabulate --survey $survey q1 --where "received <= $day" --format csv | awk -F, 'NR == 2 { print $9 }'
    done
    for words in 'q1 contains "訪問看護"' 'q3 contains "停電で、機器が止まった"' 'q6 contains "改行"'; do
        "$SHUKEI" tabulate --survey $survey q2 --where "$words" --format csv | awk -F, 'NR == 2 { print $8, $9 }'
    done
}
load() { # file, returns that were not finished, further options
    local file=$1 unfinished=$2
    shift 2
    fresh
    import --format json "$@" "$file" >out.json || [ $? = $((unfinished ? 3 : 0)) ] || fail "$file was refused"
    expect_counts out.json "$((6 + unfinished)) 6 0 $unfinished 0 6" "$file"
}
whole() { # an export as it comes: every table and field; and its service is named
    "$SHUKEI" --lang en import --survey $survey --dry-run "$1" >dry.txt || fail "$1: the dry run failed: $(cat dry.txt)"
    grep -q "read as an export of $3" dry.txt || fail "$1 is not known as an export of $3: $(head -3 dry.txt)"
    load "$1" "$2"
    tables all | diff "$fixture/expected.txt" - || fail "$1 differs"
}
same() { # the same in another shape: every table
    load "$@"
    tables counts | diff counts.txt - || fail "$1 differs"
}
cp "$fixture"/* .

# --- each service, as it comes and as people save it again ------------------------------------------------------------
grep / expected.txt >counts.txt
for export in google:0:"Google Forms" google_sheet:0:"Google Forms" limesurvey:1:LimeSurvey limesurvey_text:1:LimeSurvey \
    kobo:0:KoboToolbox kobo_labels:0:KoboToolbox redcap:1:REDCap redcap_labels:1:REDCap surveymonkey:0:SurveyMonkey; do
    IFS=: read -r name unfinished service <<<"$export"
    whole $name.csv "$unfinished" "$service"
done
# The records of kintone may have come by any way.
load kintone.csv 0 --channel web
tables all | diff "$fixture/expected.txt" - || fail "kintone.csv differs"
sed 's/$/\r/' google.csv | { printf '\xEF\xBB\xBF'; cat; } >google.bom.csv
same google.bom.csv 0
iconv -f UTF-8 -t CP932 redcap_labels.csv >redcap_labels.cp932.csv
same redcap_labels.cp932.csv 1
{ printf '\xFF\xFE'; iconv -f UTF-8 -t UTF-16LE kobo.csv; } >kobo.utf16.csv
same kobo.utf16.csv 0
{ printf '\xFE\xFF'; iconv -f UTF-8 -t UTF-16BE limesurvey_text.csv; } >limesurvey_text.utf16.csv
same limesurvey_text.utf16.csv 1 --as limesurvey
# The table with its cells and headings ($r: a row, $h: the headings) changed by a piece of Perl, under another separator.
reshape() { # file, separator, separator of the result, what to do to each row
    perl -Mstrict -e '
        my ($file, $from, $to, $change) = @ARGV;
        open(my $in, "<", $file) or die; local $/; my $text = <$in>; my (@h, $r);
        my $do = eval "sub { my (\$r, \$h, \$first) = \@_; $change; \$r }" or die $@;
        while ($text =~ /\G((?:(?:"(?:[^"]|"")*"|[^"$from\n]*)$from?)+)\n/g) {
            my $line = $1; my @cells;
            while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^"$from]*))($from|$)/g) {
                push @cells, defined $1 ? $1 =~ s/""/"/gr : $2;
                last if $3 eq "";
            }
            my $first = !@h; @h = @cells if $first;
            print join($to, map { s/"/""/g; "\"$_\"" } @{ $do->([@cells], [@h], $first) }), "\n";
        }' "$1" "$2" "$3" "$4"
}
for name in google limesurvey redcap; do
    reshape $name.csv , "$(printf '\t')" '' >$name.tab.csv
    reshape $name.csv , , '@$r = reverse @$r' >$name.reversed.csv
done
reshape kobo.csv ';' "$(printf '\t')" '' >kobo.tab.csv
reshape kobo.csv ';' , '@$r = reverse @$r' >kobo.reversed.csv
reshape google.csv , ';' '' >google.semicolon.csv
reshape limesurvey.csv , , 'if ($first) { s/\[(.*)\]/_$1/ for @$r }' >limesurvey.under.csv
reshape limesurvey.csv , , 'if ($first) { $_ = lc for @$r }' >limesurvey.lower.csv
reshape limesurvey.csv , , 'if ($first) { s/^(Q.*)/$1. 質問 [行]/ for @$r }' >limesurvey.both.csv
reshape limesurvey.csv , , 'splice(@$r, 2, 6)' >limesurvey.bare.csv
reshape limesurvey.csv , , 'for (grep { $$h[$_] =~ /^Q3.SQ/ } 0 .. $#$r) { $$r[$_] = $$r[$_] eq "Y" ? 1 : 2 if $$r[$_] =~ /^Y?$/ }' >limesurvey.codes.csv
reshape redcap.csv , , 'if ($first) { my @o = qw(0 invalid masked reader other); s/(q3___)(\d)/$1$o[$2]/ for @$r }' >redcap.ids.csv
reshape redcap.csv , , 'for (grep { $$h[$_] =~ /^q3___/ } 0 .. $#$r) { $$r[$_] = "" if $$r[$_] eq "0" }' >redcap.blank.csv
reshape kobo.csv ';' ';' '@$r = @$r[grep { $$h[$_] ne "grp/kinds/q3" } 0 .. $#$r]' >kobo.split.csv
reshape kobo.csv ';' ';' '@$r = @$r[grep { $$h[$_] !~ m{q3/} } 0 .. $#$r]' >kobo.joined.csv
for name in google limesurvey kobo redcap; do
    unfinished=$([ $name = limesurvey ] || [ $name = redcap ] && echo 1 || echo 0)
    same $name.tab.csv "$unfinished"
    same $name.reversed.csv "$unfinished" --as $name
done
same google.semicolon.csv 0
for variant in under lower both bare codes; do
    same limesurvey.$variant.csv 1
done
same redcap.ids.csv 1
same redcap.blank.csv 1
same kobo.split.csv 0
same kobo.joined.csv 0

# --- what people do to them, and what the program says ---------------------------------------------------------------
finding() { # row, rule, severity, of out.json
    grep -E "\"row\": $1[,}].*\"rule\": \"$2\", \"severity\": \"$3\"" out.json >/dev/null || fail "no $3 $2 in row $1: $(cat out.json)"
}
fresh
sed '1s/Q6/Q7/' limesurvey.csv >unknown.csv
refused 'unknown headings: "Q7"' unknown.csv
refused '"submitdate"' --as csv limesurvey.csv # a table as it stands
# Options of the form that are worded otherwise than in the template are not その他, and a form without その他 has no words.
sed 's/歯科診療所/歯科診僚所/; s/"なかった"/"わからない"/' google.csv >reworded.csv
import --format json reworded.csv >out.json && fail "reworded.csv" || [ $? = 3 ] || fail "reworded.csv: exit code $?"
expect_counts out.json "6 4 0 2 0 4" reworded.csv
finding 2 option.unknown error
finding 3 option.unknown error
finding 4 other.words info
# An answer that looks like another service's heading decides nothing: the first row that is anybody's does.
sed 's/カードの画面が、固まる/q_SQ001/' redcap.csv >lookalike.csv
load lookalike.csv 1
# What the service did not show although the questionnaire asks it.
fresh
sed '2s/"Y","","Y",""/"N\/A","N\/A","N\/A","N\/A"/' limesurvey.csv >hidden.csv
import --format json hidden.csv >out.json || [ $? = 3 ] || fail "hidden.csv"
finding 2 routing.not_shown warning
finding 4 return.unfinished error
# Codes that are not the form's numbers: a map says what they are.
fresh
sed 's/"A2","","Y"/"A9","","Y"/; 1s/SQ001/SQ008/g; 1s/Q5\[SQ008\]/Q5[SQ001]/' limesurvey.csv >codes.csv
refused 'unknown headings: "Q3[SQ008]"' codes.csv
echo '{"Q3[SQ008]": "q3.invalid", "answers": {"q1": {"A9": "dental"}}}' >map.json
load codes.csv 1 --map map.json
tables counts | diff counts.txt - || fail "a map of codes"
echo '{"answers": {"q1": {"A9": "dentist"}}}' >map.json
refused 'question q1 has no option "dentist"' --map map.json limesurvey.csv
# A missing-data code that the template does not know is no answer to anything.
fresh
sed '2s/,2,,1,/,-99,,1,/' redcap.csv >missing.csv
import --format json missing.csv >out.json && fail "missing.csv" || [ $? = 3 ]
finding 2 option.unknown error
# Someone else's channel, and a column of one's own that comes before what the service notes.
fresh
import --channel fax google.csv >/dev/null
[ "$("$SHUKEI" --lang en tabulate --survey $survey q1 --by channel --format csv | grep -c 'channel=fax')" -gt 0 ] || fail "--channel"
fresh
reshape google.csv , , 'push @$r, $first ? "受付日" : "2024/2/1"' >own.csv
load own.csv 0
[ "$("$SHUKEI" tabulate --survey $survey q1 --where 'received = 2024-02-01' --format csv | awk -F, 'NR == 2 { print $9 }')" = 6 ] ||
    fail "a column of one's own gives way to the service's"
# Addresses of respondents stay in the row as written.
grep -aq 'a@example.jp' s.db || fail "the row as written is not kept"

# --- the federation's form of August 2022 (S6) ------------------------------------------------------------------------
fresh
survey=federation-web-2022-08
for file in federation.csv federation_sheet.csv; do
    fresh
    import --format json $file >out.json || fail "$file was refused"
    expect_counts out.json "8 8 0 0 0 8" $file
    "$SHUKEI" tabulate --survey $survey --format csv | awk -F, '$9 ~ /^[0-9]+$/ { print $3, $4, $8 "/" $9 }' >tables.txt
    diff "$fixture/federation.txt" tables.txt || fail "$file differs"
done
