#!/usr/bin/env bash
# The packed copy of a large survey's columns: made by the first table, used by the next, never in the way of a correction,
# whole after a kill, and held against the returns by verify.
set -euo pipefail
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset SHUKEI_STORE
fail() { echo "FAIL: $*"; exit 1; }
shukei() { "$SHUKEI" --lang en --store s.db "$@"; }
kept() { sqlite3 s.db 'SELECT count(*) FROM packed'; }
table() { shukei tabulate --survey poll --by type,care --format csv; }

cat >poll.json <<'END'
{"format": "shukei-survey-1", "id": "poll", "title": "Poll", "lang": "en", "organiser": "Nobody", "keys": {"type": "type"}, "questions": [
 {"id": "type", "kind": "single", "label": "Type", "options": [{"id": "clinic", "label": "Clinic"}, {"id": "dental", "label": "Dental"}]},
 {"id": "care", "kind": "multi", "label": "Care", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
 {"id": "staff", "kind": "number", "label": "Staff", "ask": "type = clinic"}]}
END
rows() { # from, to
    awk -v from="$1" -v to="$2" 'BEGIN { print "sheet,Type,Care,Staff"
        for (i = from; i <= to; i++) print i "," (i % 3 ? "Clinic" : "Dental") "," (i % 5 ? "" : "A") (i % 10 ? "" : "、B") "," (i % 3 && i % 7 ? i % 11 : "") }'
}
rows 1 20500 >first.csv
rows 20501 20600 >second.csv
shukei init >/dev/null
shukei survey add poll.json >/dev/null
shukei import --survey poll --batch first first.csv >import.out 2>&1 || { tail -3 import.out; fail "import"; }
[ "$(kept)" = 0 ] || fail "a copy before anything was counted"

# Filtering by a sheet's number takes the returns themselves: what it gives for all of them is the truth here.
table >first.out
[ "$(kept)" = 1 ] || fail "the first table kept no copy"
table >again.out
cmp first.out again.out || fail "the copy gives another table"
truth() {
    shukei tabulate --survey poll --by type,care --format csv --where 'not (sheet = "none")' |
        sed 's/,"not (sheet = ""none"")",/,,/'
}
truth >truth.out
cmp first.out truth.out || fail "the copy is not what the returns say"
shukei verify >/dev/null || fail "verify"

# A correction, a batch, and taking it back.
check() { # what was done
    table >changed.out
    truth >truth.out
    cmp changed.out truth.out || fail "$1: the copy is not what the returns say"
    ! cmp -s changed.out "${2:-first.out}" || fail "$1: nothing changed"
    shukei verify >/dev/null || fail "$1: verify"
}
shukei return edit 5 type=dental --why "the sheet" >/dev/null
check "a correction"
cp changed.out edited.out
shukei import --survey poll --batch second second.csv >/dev/null
check "a second batch" edited.out
shukei batch undo second --why "test" >/dev/null
table >undone.out
cmp undone.out edited.out || fail "undoing a batch does not give back the table before it"

# Killed while it makes the copy: the returns are whole, and the next table is right.
for i in 1 2 3 4 5; do
    sqlite3 s.db 'DELETE FROM packed; DELETE FROM packed_part'
    "$SHUKEI" --store s.db tabulate --survey poll >/dev/null 2>&1 &
    pid=$!
    sleep "0.0$((i + 1))"
    { kill -9 $pid && wait $pid; } 2>/dev/null || true
    shukei verify >/dev/null || fail "kill $i: verify"
    table >killed.out
    cmp killed.out edited.out || fail "kill $i: another table"
done

# While somebody else writes, the returns are counted all the same.
sqlite3 s.db 'DELETE FROM packed; DELETE FROM packed_part; PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
printf 'BEGIN IMMEDIATE;\n.shell sleep 1\nROLLBACK;\n' | sqlite3 s.db >/dev/null &
sleep 0.4
table >busy.out
cmp busy.out edited.out || fail "another table while somebody writes"
wait
[ "$(kept)" = 0 ] || fail "a copy was kept beside another writer"

# A copy that was tampered with is found out, and thrown away.
table >/dev/null
[ "$(kept)" = 1 ] || fail "no copy to tamper with"
sqlite3 s.db "UPDATE packed_part SET bytes = CAST(substr(bytes, 1, 999) || x'0100' || substr(bytes, 1002) AS BLOB)
    WHERE id = (SELECT max(id) FROM packed_part WHERE length(bytes) > 5000)" # the numbers stated: a byte each
code=0
shukei verify >out 2>&1 || code=$?
[ $code = 1 ] && grep -q 'the returns of poll are whole, but the packed copy' out || { cat out; fail "verify after tampering: exit code $code"; }
[ "$(kept)" = 0 ] || fail "a wrong copy was left"
shukei verify >/dev/null || fail "verify after the wrong copy is gone"
table >mended.out
cmp mended.out edited.out || fail "another table after the wrong copy is gone"
