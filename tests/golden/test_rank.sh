#!/usr/bin/env bash
# rank: of a survey and of series, against tests/golden/areas/*.expected (UPDATE=1 writes them anew); every rank that the
# ministry printed is found again; what is hidden has neither rank nor rate.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/areas
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
shukei survey add "$SOURCE/tests/golden/tabulate/survey.json" >/dev/null
shukei import --survey reception "$SOURCE/tests/golden/tabulate/returns.csv" >/dev/null
shukei import --as series "$SOURCE"/data/series/usage-*.csv >/dev/null

# --- series: the ministry's own ranks
for month in 2024-01 2024-02 2024-03 2024-04 2024-05; do
    shukei rank --series usage-prefecture --at $month >ranks
    grep -q 'All 47 ranks that the source prints are the same' ranks || complain "$month: $(tail -8 ranks)"
done
for id in usage-insurer-nagasaki registration-insurer-nagasaki; do
    for month in 2024-03 2024-04 2024-05; do
        shukei rank --series $id --at $month >ranks
        ! grep 'cannot be right' ranks || complain "$id $month"
    done
done
expect prefecture rank --series usage-prefecture --at 2024-05
expect facility_csv rank --series usage-facility --at 2024-07 --against 2023-12 --best 1 --format csv
expect no_period rank --series usage-prefecture --at 2025-05
expect no_at rank --series usage-prefecture
expect misplaced rank --series usage-prefecture --at 2024-05 --where 'pref in (13)'
expect both rank --series usage-prefecture --survey reception
# A printed rank that its value does not allow is named.
sed 's/^\(usage-prefecture,2024-05,16,,12.52,%,,,\)1,/\12,/' "$SOURCE/data/series/usage-prefecture.csv" >wrong.csv
shukei import --as series wrong.csv >/dev/null
shukei rank --series usage-prefecture --at 2024-05 >ranks
grep -q '富山県: the printed rank 2 cannot be right; by the printed values it is 1' ranks || complain "$(tail -9 ranks)"

# --- survey
expect survey rank --survey reception trouble yes --by type
expect survey_json rank --survey reception kind reader --by type --format json --min-n 3
expect survey_pref rank --survey reception kind reader
expect no_option rank --survey reception trouble yess
expect no_question rank --survey reception troubel yes
shukei rank --survey reception trouble yes --by type --suppress 3 --format json | grep '"suppressed": true' >hidden || true
[ -s hidden ] || complain "nothing is hidden"
for member in rank count percent low high shrunken shrunken_low shrunken_high funnel end; do
    ! grep -v "\"$member\": null" hidden || complain "a hidden row tells its $member"
done
exit $failed
