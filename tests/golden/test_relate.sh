#!/usr/bin/env bash
# relate, as a user types it, against tests/golden/relate/*.expected (UPDATE=1 writes them anew).  The survey is that of test_weights.sh;
# the relation to a series is of the national survey's synthetic returns.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/relate
export SHUKEI_STORE=$work/store.db

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$SOURCE/tests/golden/weights/survey.json" >/dev/null
"$SHUKEI" import --survey weighed "$SOURCE/tests/golden/weights/returns.csv" >/dev/null
"$SHUKEI" survey add trouble-2023-10 >/dev/null
"$SHUKEI" --quiet import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null
"$SHUKEI" import --as series "$SOURCE/data/series/usage-prefecture.csv" >/dev/null

relate() { # name, further words
    local name=$1
    shift
    expect "$name" relate --survey weighed "$@"
}
relate plain trouble yes --by type,area
relate weighted trouble yes --by type --weight towns --where 'not (area = D)'
relate json trouble yes --by type --weight towns --format json
relate csv trouble yes --by area --format csv
relate separated trouble yes --by type --base 'type = dental or (type = clinic and trouble = yes)'
relate alike trouble yes --by type --where 'type = dental'
relate aliased trouble yes --by type,area --where 'type = dental and area = A or type = clinic and area = B'
relate constant trouble yes --by type --where 'trouble = yes'
relate nobody trouble yes --by type --where 'no_answer(trouble)'
relate no_key trouble yes --by tpye
relate no_option trouble maybe --by type
relate neither trouble yes
relate misplaced trouble yes --by type --at 2024-01

expect series relate --survey trouble-2023-10 q3 yes --with-series usage-prefecture --at 2024-01 --min-n 50
expect series_json relate --survey trouble-2023-10 q4 masked --with-series usage-prefecture --at 2024-05 \
    --where 'pref in (1, 13, 14, 26, 27, 28, 40)' --weight institutions --format json
expect no_period relate --survey trouble-2023-10 q3 yes --with-series usage-prefecture --at 2025-01

exit $failed
