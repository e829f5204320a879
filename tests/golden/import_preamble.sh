# What the scripts about imports share, after preamble.sh: a fresh store with $survey in it, its imports, and what they may say.
survey=trouble-2023-10
cd "$work"
fresh() { # a new store with the survey in it
    rm -f s.db*
    export SHUKEI_STORE=$work/s.db
    shukei init >/dev/null
    shukei survey add "$survey" >/dev/null
}
import() { shukei import --survey "$survey" "$@"; }
counts() { # the reconciliation of an import or check in JSON: read accepted duplicate set_aside void tabulated
    grep -o '"reconciliation": {[^}]*}' "$1" | grep -o '[0-9][0-9]*' | tr '\n' ' '
}
expect_counts() { [ "$(counts "$1")" = "$2 " ] || fail "$3: counts are $(counts "$1"), not $2: $(head -c 2000 "$1")"; }
refused() { refuses 1 "$1" import --survey "$survey" "${@:2}"; } # part of the message, arguments of import

# Question row count/n of everything, and who sent it by which way on which day: two imports are the same when this is.
export_all() {
    "$SHUKEI" tabulate --survey "$survey" --format csv |
        awk -F, '($3 != "q1" || $8 > 0) && $9 ~ /^[0-9]+$/ { print $3, $4, $8 "/" $9 }'
    for key in association channel; do
        shukei tabulate --survey "$survey" q1 --by $key --format csv | awk -F, '$8 > 0 { print $4, $6, $8 }'
    done
    for day in 2023-12-01 2023-12-04 2023-12-05 2024-01-09 2024-01-10; do
        "$SHUKEI" tabulate --survey "$survey" q3 --where "received <= $day" --format csv | awk -F, 'NR == 2 { print $8, $9 }'
    done
    "$SHUKEI" tabulate --survey "$survey" q3 --where 'q5 contains "①保険証" or q5 contains "無効"' --format csv |
        awk -F, 'NR == 2 { print $8, $9 }'
}
