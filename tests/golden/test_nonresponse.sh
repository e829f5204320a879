#!/usr/bin/env bash
# nonresponse, as a user types it, against tests/golden/nonresponse/*.expected (UPDATE=1 writes them anew).  The survey is that of
# test_weights.sh.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/nonresponse
export SHUKEI_STORE=$work/store.db

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$SOURCE/tests/golden/weights/survey.json" >/dev/null
expect nothing nonresponse modes --survey weighed
"$SHUKEI" import --survey weighed "$SOURCE/tests/golden/weights/returns.csv" >/dev/null

expect bounds nonresponse bounds --survey weighed
expect bounds_json nonresponse bounds --survey weighed trouble --format json
expect bounds_part nonresponse bounds --survey weighed trouble --where 'type = dental'
expect modes nonresponse modes --survey weighed trouble
expect modes_csv nonresponse modes --survey weighed trouble --where 'type = clinic' --format csv
expect timing nonresponse timing --survey weighed trouble
expect thirds nonresponse timing --survey weighed --split thirds --level 0.9
expect quarters nonresponse timing --survey weighed --split quarters
expect misplaced nonresponse bounds --survey weighed --split halves
expect one_day nonresponse timing --survey weighed --where 'received = 2024-01-03'
expect no_verb nonresponse late --survey weighed

exit $failed
