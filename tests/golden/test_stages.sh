#!/usr/bin/env bash
# How far long work has come: the record that a command writes for whoever asked for one (engine/base/stages.h), and what the
# screen is told of a job.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1
shukei init >out
shukei --quiet survey add trouble-2023-10
shukei --quiet import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >out
shukei --quiet import --as published "$SOURCE"/data/published/*.json >out
shukei --quiet import --as series "$SOURCE"/data/series/*.csv >out

# LANG WORDS COMMAND: the file has one record, of the last stage, in the language of the interface, and not a byte more
record() {
    local lang=$1 words=$2
    shift 2
    rm -f record
    SHUKEI_PROGRESS=3 "$SHUKEI" --lang "$lang" --quiet "$@" 3>record >out 2>err || { cat err; fail "$*"; }
    [ "$(wc -c <record)" = 256 ] && [ "$(wc -l <record)" = 1 ] || { cat record; fail "$*: no record of 256 bytes"; }
    grep -qE "^shukei-progress-1 [0-9]+ [0-9]+ [0-9]+ $words *\$" record || { cat record; fail "$*: not $words"; }
    [ ! -s err ] || { cat err; fail "$*: says something else"; }
}
record en 'reading the copy again' backup --verify copy.db
record ja 'ブックをまとめています' excel --survey trouble-2023-10 -o book.xlsx
record en 'finishing the PDF' press --kit trouble-2023-10 -o kit.pdf
record en 'checking' check --survey trouble-2023-10
read -r _ stage stages permille _ <record
[ "$stage/$stages" = 1/1 ] && [ "$permille" -ge 0 ] && [ "$permille" -le 1000 ] || { cat record; fail "how far it is"; }
# Nobody who asked: nothing is written, whatever the descriptor is.
rm -f record
SHUKEI_PROGRESS=4 shukei --quiet backup copy.db 3>record 4>/dev/null
[ ! -s record ] || fail "a descriptor that nobody named was written to"
# Nor into a file that is more than a record, or that this process opens itself where nobody handed one over.
cp s.db other.db
SHUKEI_PROGRESS=3 shukei --quiet backup copy.db 3<>other.db
cmp s.db other.db || fail "another file was written over"
SHUKEI_PROGRESS=3 shukei --quiet backup copy.db 3>&- || fail "a descriptor that is closed"
shukei verify >out || { cat out; fail "the store was written over"; }

# The screen is told while the work goes on, and the share only grows.
accounts okada:officer
begin
sign_in okada
by okada POST /api/surveys/trouble-2023-10/results -d '{"do": "kit", "options": {"kit": "trouble-2023-10"}}'
is 200 "a kit"
job=$(grep -o '[0-9]*' body)
last=0
told=0
for _ in $(seq 3000); do
    by okada GET "/api/jobs/$job"
    grep -qE '"(done|failed)"' body && break
    share=$(grep -o '"permille": [0-9]*' body | grep -o '[0-9]*') || continue
    grep -q '"stages": 4' body || { cat body; fail "its stages"; }
    [ "$share" -ge "$last" ] || fail "it went back from $last to $share"
    last=$share
    told=$((told + 1))
done
says '"state": "done"'
[ "$told" -gt 0 ] || fail "the screen was never told how far the kit is"
