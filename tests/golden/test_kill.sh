#!/usr/bin/env bash
# Killed at any moment: the store is as before the command or as after it, never between, and verify finds it whole.
# at_each_step kills the command before each system call that changes a file, and halfway through long writes: between them
# nothing changes on the disk, so these are all the states that a kill can leave.  Then some kills at random, which need not
# be traced (and are more where tracing is forbidden).
set -euo pipefail
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) # in memory, where there is such a place: what is tested is order, not the disk
trap 'wait; rm -rf "$work"' EXIT
cd "$work"
survey=trouble-2023-10
unset SHUKEI_STORE
export SOURCE_DATE_EPOCH=1790000000
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" # leaks cannot be looked for under ptrace
fail() { echo "FAIL: $*"; exit 1; }
shukei() { "$SHUKEI" --lang en "$@" >out 2>&1 || [ $? = 3 ] || { cat out; fail "$*"; }; }
. "$SOURCE/tests/golden/sample_rows.sh"

shukei --store empty.db init
shukei --store empty.db survey add "$SOURCE/templates/surveys/$survey.json"
sample_rows $survey 1 40 >first.csv
sample_rows $survey 31 60 >next.csv # ten of them are in already
cp empty.db some.db
shukei --store some.db import --survey $survey --batch first first.csv
shukei --store some.db export --survey $survey --with-text --format jsonl -o bundle.jsonl

printf 'P4 64 64\n%0512d' 7 >page.pbm
"$BUILD/tests/make_fax" fax.tif --times 3 page.pbm

# Its name, what is done to it, the store before it (- for none), its words.
victim() {
    local name=$1 how=$2 before=$3 place code=0
    shift 3
    place=$(mktemp -d -p .)
    [ "$before" = - ] || cp "$before" "$place/s.db"
    cp some.db "$place/from.db" # its own, to read from: another victim's death may leave a shared one to be recovered, which takes other steps
    # shellcheck disable=SC2086
    (cd "$place" && "$BUILD/tests/at_each_step" $how s.db "$SHUKEI" --lang en "$@" >out 2>&1) || code=$?
    [ $code = 0 ] || [ $code = 77 ] || { cat "$place/out" "$place/at_each_step.err"; fail "$name ($how)"; }
    echo "$name, $how: $(cat "$place/out")" | tee -a "log.$BASHPID"
    rm -rf "$place"
    [ $code = 0 ] || victim "$name" "random 40" "$before" "$@"
}
one_half() {
    victim import "$1" some.db --store s.db import --survey $survey ../next.csv
    victim edit "$1" some.db --store s.db return edit 3 remark=x --why x
    victim merge "$1" some.db --store s.db duplicates merge 3 5 --keep 3
    victim init "${2-$1}" - --store s.db init
    victim export "${2-$1}" - --store from.db export --survey $survey --format csv -o s.db
}
other_half() {
    victim bundle "$1" empty.db --store s.db import --survey $survey ../bundle.jsonl
    victim undo "$1" some.db --store s.db batch undo first --why x
    victim sheets "$1" some.db --store s.db sheets add --survey $survey --pages-per-sheet 2 ../fax.tif
    victim second "$1" some.db --store s.db import --survey $survey --second ../next.csv
    victim backup "${2-$1}" - --store from.db backup s.db
}
# A program under a sanitizer takes many times as long to start: every third step will do there.
every=1
! grep -q "SHUKEI_SANITIZE:BOOL=ON" "$BUILD/CMakeCache.txt" || every=3
one_half "kill $every" "kill $((3 * every))" &
other_half "kill $every" "kill $((3 * every))"
wait $!
one_half "random 3" &
other_half "random 3"
wait $!

kills=$(sed 's/.*: \([0-9]*\) times.*/\1/' log.* | awk '{ n += $1 } END { print n }')
echo "$kills kills"
[ "$kills" -ge $((200 / every)) ] || fail "only $kills kills"
