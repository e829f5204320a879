#!/usr/bin/env bash
# Eight writers at once on one store, and one who reads: each command is done, or says in one line that the store is busy;
# what was done is there once, what was not is not, and the trail is whole.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
trap 'wait; rm -rf "$work"' EXIT
cd "$work"
survey=trouble-2023-10
export SHUKEI_STORE=$work/s.db
stored() { sqlite3 s.db "$1"; }
. "$SOURCE/tests/golden/sample_rows.sh"

shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
sample_rows $survey 1 100 >first.csv
shukei import --survey $survey --batch first first.csv >/dev/null
for i in 1 2 3 4 5 6; do sample_rows $survey $((100 + i * 20)) $((119 + i * 20)) >"$i.csv"; done
before=$(stored "SELECT count(*) FROM trail")

tries() { # writer, words: notes whether it was done
    local writer=$1 code=0
    shift
    shukei "$@" >"out.$writer" 2>"err.$writer" || code=$?
    case $code in
    0 | 3) echo "done $*" >>"log.$writer" ;;
    1)
        grep -q "another program is writing to the store" "err.$writer" && [ "$(wc -l <"err.$writer")" = 1 ] ||
            echo "wrong $*: $(cat "err.$writer")" >>"log.$writer"
        echo "busy $*" >>"log.$writer"
        ;;
    *) echo "wrong $*: exit code $code, $(cat "err.$writer")" >>"log.$writer" ;;
    esac
}
imports() { for i in "${@:2}"; do tries "$1" import --survey $survey --batch "b$i" "$i.csv"; done; }
edits() { for i in 1 2 3 4; do tries "$1" return edit 7 "$2=$i" --why "$1.$i"; done; }
voids() { for i in "${@:2}"; do tries "$1" return void "$i" --why "$1"; done; }
merges() { for i in "${@:2}"; do tries "$1" duplicates merge "$i" $((i + 1)) --keep "$i"; done; }

imports 1 1 2 3 &
imports 2 4 5 6 &
edits 3 remark &
edits 4 q7_count &
edits 5 operator &
voids 6 11 12 13 14 &
merges 7 21 23 25 27 &
merges 8 31 33 35 37 &
for i in 1 2 3 4 5; do
    shukei verify >out.9 2>&1 || { cat out.9; fail "verify beside eight writers"; }
    shukei tabulate --survey $survey q3 >/dev/null || fail "tabulate beside eight writers"
done
wait
! grep -h "^wrong" log.* || fail "not done, and no message that says that the store is busy"
count() { cat log.* | grep -c "^done $1" || true; }
same() { [ "$2" = "$3" ] || { cat log.*; fail "$1: $2 in the store, $3 done"; }; }
same "entries of the trail" "$(($(stored "SELECT count(*) FROM trail") - before))" \
    $(($(count '') + $(count "duplicates merge"))) # a merge is in the history of both
same "returns" "$(stored "SELECT count(*) FROM ret")" $((100 + 20 * $(count import)))
same "sheets" "$(stored "SELECT count(DISTINCT sheet) FROM revision")" $((100 + 20 * $(count import)))
same "batches" "$(stored "SELECT count(*) FROM batch")" $((1 + $(count import)))
same "corrections of 7" "$(stored "SELECT count(*) FROM revision WHERE ret = 7")" $((1 + $(count "return edit")))
same "void" "$(stored "SELECT count(*) FROM ret WHERE status = 3")" "$(count "return void")"
same "merged" "$(stored "SELECT count(*) FROM ret WHERE status = 1")" "$(count "duplicates merge")"
# Nobody's correction took back another's.
for field in remark q7_count operator; do
    last=$(cat log.* | grep "^done return edit 7 $field=" | tail -1 | sed 's/.*=\([0-9]\) .*/\1/')
    shukei return show 7 --format json | sees "\"$last\"" || fail "$field of 7 is not $last"
done
shukei verify >out 2>&1 || { cat out; fail "verify"; }
echo "done: $(count ''), busy: $(grep -hc "^busy" log.* | awk '{ n += $1 } END { print n }')"
