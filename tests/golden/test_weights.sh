#!/usr/bin/env bash
# weights and tabulate --weight, as a user types them, against tests/golden/weights/*.expected (UPDATE=1 writes them anew).
. "$SOURCE/tests/golden/preamble.sh" || exit 1
golden=$SOURCE/tests/golden/weights
export SHUKEI_STORE=$work/store.db

"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$golden/survey.json" >/dev/null
"$SHUKEI" import --survey weighed "$golden/returns.csv" >/dev/null

expect list weights --survey weighed
expect towns weights --survey weighed towns
expect towns_json weights --survey weighed towns --format json
expect dentists_csv weights --survey weighed dentists --format csv
expect ministry weights --survey weighed ministry
expect unknown weights --survey weighed town
expect table tabulate --survey weighed trouble cases --weight towns
expect table_by tabulate --survey weighed trouble --by type --weight towns
expect table_letters tabulate --survey weighed trouble --by area --weight towns --test letters
expect table_json tabulate --survey weighed trouble --weight towns --interval logit --format json
expect table_csv tabulate --survey weighed trouble cases --weight dentists --format csv
expect table_unknown tabulate --survey weighed trouble --weight town

# The federation's members beside the ministry's split of claims, as its paper prints them: 68 and 29% against 72.8 and 23.7,
# 23 and 64.6% against 24.6 and 66.8.
"$SHUKEI" survey add federation-web-2022-08 >/dev/null
"$SHUKEI" --quiet import --survey federation-web-2022-08 "$SOURCE/data/samples/federation-web-2022-08.csv" >/dev/null
expect federation weights --survey federation-web-2022-08 claims

# Without --weight nothing of it is seen.
"$SHUKEI" tabulate --survey weighed --format json >"$work/plain"
! grep -q weighted "$work/plain" || { echo "an unweighted table speaks of weights"; failed=1; }
grep -q '"weight":[[:space:]]*null' "$work/plain" || { echo "an unweighted table's weight is not null"; failed=1; }

exit $failed
