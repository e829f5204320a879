#!/usr/bin/env bash
# The disk gets full, or writing is forbidden, at any step of a command: it is done, or it says so in one line and nothing was
# changed.  (at_each_step; without a disk that may be filled, or where programs cannot be traced, a limit on file sizes.)
. "$SOURCE/tests/golden/preamble.sh" || exit 1
mounted=
cleanup() { [ -z "$mounted" ] || umount "$work/small"; rm -rf "$work"; }
trap cleanup EXIT
chmod 755 "$work"
cd "$work"
survey=trouble-2023-10
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
shukei() { "$SHUKEI" --lang en "$@" >out 2>&1 || [ $? = 3 ] || { cat out; fail "$*"; }; }
. "$SOURCE/tests/golden/sample_rows.sh"

shukei --store some.db init
shukei --store some.db survey add "$SOURCE/templates/surveys/$survey.json"
sample_rows $survey 1 40 >first.csv
sample_rows $survey 31 300 >next.csv
shukei --store some.db import --survey $survey --batch first first.csv

# A program under a sanitizer takes many times as long to start.
rarely=1
! grep -q "SHUKEI_SANITIZE:BOOL=ON" "$BUILD/CMakeCache.txt" || rarely=4

# Its name, every how many steps, the file it writes, its words.  $begin and $end say what happens and how it is taken back.
meets() {
    local name=$1 every=$2 file=$3 code=0
    shift 3
    "${as[@]}" "$BUILD/tests/at_each_step" do $((every * rarely)) "$begin" "$end" "$file" "$SHUKEI" --lang en "$@" >out 2>&1 || code=$?
    [ $code != 77 ] || { echo "skipped: $(cat out)"; return 0; }
    [ $code = 0 ] || { cat out at_each_step.err; fail "$name"; }
    echo "$what, $name: $(cat out)"
}

# --- full ------------------------------------------------------------------------------------------------------------
mkdir small
as=()
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=4m tmpfs small 2>/dev/null; then
    mounted=1
    what="disk full"
    begin="cat /dev/zero >small/filler 2>/dev/null; true"
    end="rm small/filler"
    cp some.db small/s.db
    meets import 5 small/s.db --store small/s.db import --survey $survey next.csv
    meets edit 4 small/s.db --store small/s.db return edit 3 remark=x --why x
    meets merge 4 small/s.db --store small/s.db duplicates merge 3 5 --keep 3
    meets undo 5 small/s.db --store small/s.db batch undo first --why x
    meets backup 9 small/b.db --store some.db backup small/b.db
    meets init 9 small/n.db --store small/n.db init
    echo "older" >small/o.csv
    meets export 2 small/o.csv --store some.db export --survey $survey --format jsonl -o small/o.csv
    meets sav 6 small/o.csv --store some.db export --survey $survey --format sav -o small/o.csv
    meets csv 6 small/o.csv --store some.db export --survey $survey --format csv -o small/o.csv
    rm small/*
    # A disk that is too small from the beginning.
    too_small() {
        local code=0
        "$SHUKEI" --lang en --store some.db "$@" >out 2>err || code=$?
        [ $code = 1 ] && grep -q "No space left\|disk is full" err && [ "$(wc -l <err)" = 1 ] ||
            { cat out err; fail "disk full: exit code $code of $*"; }
        [ -z "$(find small -name 'o*')" ] || fail "half a file: $(ls small)"
    }
    head -c 4080k /dev/zero >small/filler
    too_small backup small/o.db
    too_small excel --survey $survey -o small/o.xlsx
    too_small export --survey $survey --format jsonl -o small/o.jsonl
    head -c 4094k /dev/zero >small/filler
    for format in sav dta csv ddi; do too_small export --survey $survey --format $format -o small/o.$format; done
    umount small
    mounted=
else
    echo "skipped: a disk of its own (needs root)"
fi
cp some.db l.db
code=0
bash -c 'ulimit -f 150; exec "$0" --lang en --store l.db import --survey "$1" next.csv' "$SHUKEI" $survey >out 2>&1 || code=$?
[ $code = 1 ] && grep -q "limit on file sizes" out || { cat out; fail "file limit: exit code $code"; }
shukei --store l.db verify
[ "$(sqlite3 l.db "SELECT count(*) FROM ret")" = 40 ] || fail "file limit: returns are in"

# --- forbidden -------------------------------------------------------------------------------------------------------
# Root may write where it is forbidden, so another user it is.
as=()
[ "$(id -u)" != 0 ] ||
    as=(setpriv --reuid 65534 --regid 65534 --clear-groups env "SHUKEI_HOME=${SHUKEI_HOME:-$SOURCE}")
mkdir theirs
cp some.db theirs/s.db
cp next.csv theirs
[ "$(id -u)" != 0 ] || chown -R 65534:65534 theirs
cd theirs
if "${as[@]}" "$SHUKEI" --version >/dev/null 2>&1; then
    what="forbidden"
    begin="chmod 400 s.db* && chmod 500 ."
    end="chmod 700 . && chmod 600 s.db*"
    meets import 4 s.db --store s.db import --survey $survey next.csv
    meets edit 3 s.db --store s.db return edit 3 remark=x --why x
    meets merge 3 s.db --store s.db duplicates merge 3 5 --keep 3
else
    echo "skipped: forbidden writing (no other user may run the program)"
fi
