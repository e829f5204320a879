#!/usr/bin/env bash
# Killed at any moment, or out of disk: the store is as before the command or as after it, never between.
set -euo pipefail
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) # in memory, where there is such a place: what is tested is order, not the disk
mounted=
cleanup() { [ -z "$mounted" ] || umount "$work/small"; rm -rf "$work"; }
trap cleanup EXIT
cd "$work"
survey=trouble-2023-10
unset SHUKEI_STORE
fail() { echo "FAIL: $*"; exit 1; }
shukei() { "$SHUKEI" --lang en "$@"; }
returns() { shukei --store "$1" survey list --format csv | awk -F, 'NR == 2 { print $(NF - 2) }'; }
whole() { shukei --store "$1" verify >out 2>&1 || { cat out; fail "$2"; }; }
milliseconds() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

shukei --store base.db init >/dev/null
shukei --store base.db survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
. "$SOURCE/tests/golden/sample_rows.sh"
all=1000
sample_rows $survey 1 $all >small.csv

# --- killed while importing -------------------------------------------------------------------------------------------
# A full run says how long it takes; the kills are spread over that time and a little beyond it.
cp base.db s.db
begun=$(milliseconds)
shukei --store s.db import --survey $survey small.csv >/dev/null
lasted=$(($(milliseconds) - begun))
[ "$(returns s.db)" = $all ] || fail "the import itself: $(returns s.db) of $all"
cp s.db full.db

strike() { # words of the command: run it, kill it at a random moment
    "$SHUKEI" --lang en "$@" >/dev/null 2>&1 &
    local pid=$! wait_ms=$((RANDOM * (lasted * 6 / 5 + 2) / 32768))
    sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
    { kill -9 $pid && wait $pid; } 2>/dev/null || true
}
before=0 after=0
for i in $(seq 36); do
    rm -f k.db*
    cp base.db k.db
    strike --store k.db import --survey $survey small.csv
    whole k.db "kill $i of the import"
    case "$(returns k.db)" in
    0) before=$((before + 1)) ;;
    "$all") after=$((after + 1)) ;;
    *) fail "kill $i of the import left $(returns k.db) of $all returns" ;;
    esac
done
echo "import killed 36 times: $before as before, $after as after"
[ $before -gt 0 ] || fail "no kill came before the end: this tests nothing"
# What was killed can be done again.
rm -f k.db*
cp base.db k.db
strike --store k.db import --survey $survey small.csv
shukei --store k.db import --survey $survey small.csv >/dev/null
[ "$(returns k.db)" = $all ] || fail "the import after a kill: $(returns k.db)"

# --- killed while correcting ------------------------------------------------------------------------------------------
# The store goes on from kill to kill.  Each correction is whole (a revision and its trail entry) or not there.
cp full.db e.db
begun=$(milliseconds)
shukei --store e.db return edit 3 remark=0 --why x >/dev/null
lasted=$(($(milliseconds) - begun))
done_count=0
for i in $(seq 24); do
    strike --store e.db return edit 3 "remark=$i" --why "kill $i"
    whole e.db "kill $i of a correction"
    [ "$(returns e.db)" = $all ] || fail "kill $i of a correction: $(returns e.db) of $all returns"
    case "$(shukei --store e.db return show 3 --format json | grep -o '"remark": "[^"]*"')" in
    "\"remark\": \"$i\"") done_count=$((done_count + 1)) ;;
    esac
done
revisions=$(shukei --store e.db return show 3 --format json | grep -o '"revision": [0-9]*' | grep -o '[0-9]*')
[ "$revisions" = $((done_count + 2)) ] || fail "$done_count corrections seen, but $revisions revisions"
echo "correction killed 24 times: $done_count done"

# --- killed while a batch is taken back -------------------------------------------------------------------------------
batch=$(shukei --store full.db batch list --format json | sed -n 's/.*"batch": "\([^"]*\)".*/\1/p; s/.*"name": "\([^"]*\)".*/\1/p' | head -1)
[ -n "$batch" ] || fail "the batch has no name: $(shukei --store full.db batch list --format json)"
cp full.db u.db
begun=$(milliseconds)
shukei --store u.db batch undo "$batch" --why x >/dev/null
lasted=$(($(milliseconds) - begun))
[ "$(returns u.db)" = 0 ] || fail "the undo itself left $(returns u.db) returns"
for i in $(seq 16); do
    rm -f u.db*
    cp full.db u.db
    strike --store u.db batch undo "$batch" --why x
    whole u.db "kill $i of an undo"
    case "$(returns u.db)" in 0 | "$all") ;; *) fail "kill $i of an undo left $(returns u.db) of $all returns" ;; esac
done

# --- killed while the store is made -----------------------------------------------------------------------------------
for i in $(seq 8); do
    rm -f n.db*
    strike --store n.db init
    [ ! -e n.db ] || whole n.db "kill $i of init"
done

# --- a full disk ------------------------------------------------------------------------------------------------------
full() { # store, words of the command that must fail for want of room
    local store=$1 code=0
    shift
    "$@" >out 2>&1 || code=$?
    [ $code = 1 ] && grep -q "disk is full\|No space left" out || { cat out; fail "full disk: exit code $code of $*"; }
}
mkdir small
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=360k tmpfs small 2>/dev/null; then
    mounted=1
    cp base.db small/s.db
    full small/s.db shukei --store small/s.db import --survey $survey small.csv
    [ "$(returns small/s.db)" = 0 ] || fail "full disk: $(returns small/s.db) returns are in"
    whole small/s.db "full disk"
    full small/s.db shukei --store full.db backup small/b.db
    [ -z "$(find small -name 'b.db*')" ] || fail "half a backup: $(ls small)"
    head -c 400k /dev/zero >small/filler 2>/dev/null || true
    full small/s.db shukei --store small/n.db init
    [ -z "$(find small -name 'n.db*')" ] || fail "half a store: $(ls small)"
    rm small/filler
    shukei --store small/s.db return show 1 >out 2>&1 && fail "there is no return 1"
    umount small
    mounted=
fi
cp base.db l.db
full l.db bash -c 'ulimit -f 300; exec "$0" --lang en --store l.db import --survey "$1" small.csv' "$SHUKEI" $survey
[ "$(returns l.db)" = 0 ] || fail "file limit: $(returns l.db) returns are in"
whole l.db "file limit"
echo "kill: all as expected"
