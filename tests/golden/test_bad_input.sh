#!/usr/bin/env bash
# What hands and disks do to a program: every failure is one message that names the place, the exit code of the contract,
# and nothing half-written.  Stores: test_store.sh and test_kill.sh; returns: test_import.sh.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
golden=$SOURCE/tests/golden/tabulate
shukei init >/dev/null
shukei survey add "$golden/survey.json" >/dev/null
shukei import --survey reception "$golden/returns.csv" >/dev/null || [ $? = 3 ]
shukei survey add "$SOURCE/templates/surveys/trouble-2023-10.json" >/dev/null
cp s.db kept.db

many() { head -c "$2" /dev/zero | tr '\0' "$1"; }

# --- wrong usage ----------------------------------------------------------------------------------------------------
refuses 2 'did you mean "demo"' dem
refuses 2 '--store needs a value' --store
refuses 2 'expected ja or en' --lang fr verify
refuses 2 '--survey is missing' tabulate
refuses 2 '--by needs a value' tabulate --survey reception --by
refuses 2 'unknown option --bye; did you mean --by?' tabulate --survey reception --bye type
refuses 2 'unknown option --bye=type; did you mean --by?' tabulate --survey reception --bye=type
refuses 2 'unknown option --storey' tabulate --survey reception --storey x
refuses 2 'stands before the command: shukei --quiet' tabulate --quiet --survey reception
refuses 2 'at most 4 keys' tabulate --survey reception --by type,full,kind,pref,channel
refuses 2 'the same key twice' tabulate --survey reception --by type,full,type
refuses 2 'the same key twice' tabulate --survey reception --by type,type
refuses 2 'expected one key' tabulate --survey reception --by ,
for level in 0 1 -1 nan inf 1e308 95; do refuses 2 'between 0 and 1' tabulate --survey reception --level $level; done
refuses 2 'is not a number' tabulate --survey reception --level 1e999
refuses 2 'is not a number' tabulate --survey reception --suppress 99999999999999999999
refuses 2 'not the number of a return' return show 99999999999999999999
refuses 2 'longer than 4096 bytes' tabulate --survey reception --where "$(for i in $(seq 9000); do printf 'full = yes or '; done)full = no"
refuses 2 'nested more than' tabulate --survey reception --where "$(many '(' 2000)full = no$(many ')' 2000)"
refuses 2 'is not UTF-8 text' tabulate --survey reception $'k\xff'
refuses 2 'is not UTF-8 text' return edit 1 full=no --why $'\xfe'
refuses 2 'is not UTF-8 text' import --survey reception --batch $'\e[31mred' "$golden/returns.csv"
SHUKEI_USER=$'\xff' refuses 2 'SHUKEI_USER is not UTF-8' return edit 1 full=no --why x
refuses 1 'there is no survey "xxx' tabulate --survey "$(many x 90000)"
refuses 1 'File name too long' --store "$(many x 1500)" verify
refuses 1 'xxx' tabulate --survey reception -o "$(many x 5000)"
refuses 1 'cannot be written' tabulate --survey reception -o "$(many x 300)"
refuses 1 'the name of the file to write is empty' tabulate --survey reception -o ''
refuses 1 'is a directory' tabulate --survey reception -o .
refuses 1 'cannot be written' excel --survey reception -o nowhere/tables.xlsx

# --- output that cannot be written ------------------------------------------------------------------------------------
for words in help --version 'survey list' 'survey show reception' 'tabulate --survey reception' \
    'tabulate --survey reception --format json' 'tabulate --survey reception --format csv' 'check --survey reception --format json' \
    'return show 1' 'history 1' 'batch list' 'verify' 'excel --survey reception -o -' 'backup -'; do
    code=0
    shukei $words >/dev/full 2>err || code=$?
    [ $code = 1 ] && [ "$(wc -l <err)" = 1 ] && grep -q 'standard output cannot be written' err ||
        { cat err; fail "$words to a full device: exit code $code"; }
    code=0
    shukei $words >&- 2>err || code=$?
    [ $code = 1 ] && [ "$(wc -l <err)" = 1 ] || { cat err; fail "$words to a closed output: exit code $code"; }
done
shukei tabulate --survey reception | head -1 >/dev/null || [ "${PIPESTATUS[0]}" = 141 ] # a reader that had enough
# The whole of it on standard output, and nothing else.
shukei excel --survey reception -o - >piped.xlsx
shukei backup - >piped.db
shukei --store piped.db verify >/dev/null
[ "$(head -c 2 piped.xlsx)" = PK ] || fail "excel -o - is no workbook"
[ ! -e ./- ] || fail "a file of the name -"

mkdir out.d
cat >kit.json <<'END'
{"format": "shukei-press-1", "meta": {"survey": "reception", "title": "T", "date": "2024-01-31"},
 "agenda": {"title": "A", "themes": [{"title": "t", "materials": [{"title": "m", "section": "s"}]}]},
 "sections": [{"id": "s", "type": "statement", "title": "S", "blocks": [{"paragraph": "BLOCK"}]}]}
END
for words in 'tabulate --survey reception --by pref --format json -o out.d/t' 'excel --survey trouble-2023-10 -o out.d/t.xlsx' \
    'press --kit kit.json -o out.d/k.pdf' 'backup out.d/b.db'; do
    code=0
    (ulimit -f 40; exec "$SHUKEI" --lang en $words) >out 2>err || code=$?
    [ $code = 1 ] && [ "$(wc -l <err)" = 1 ] || { cat out err; fail "$words beyond the limit of files: exit code $code"; }
    [ -z "$(ls -A out.d)" ] || fail "$words left a piece: $(ls -A out.d)"
done
# What was there before stays, also behind a link; the complaint is in the language of the interface, not of the report.
echo old >out.d/real
ln -s real out.d/link
(ulimit -f 40; "$SHUKEI" --lang ja excel --survey trouble-2023-10 -o out.d/link) 2>err && fail "a workbook beyond the limit"
grep -q 'に書き込めません' err || { cat err; fail "--lang ja, but the complaint is in another language"; }
[ "$(cat out.d/real)" = old ] || fail "an old file was lost"
shukei tabulate --survey reception -o out.d/link
[ -L out.d/link ] && grep -q Trouble out.d/real || fail "a link was replaced"

# --- questionnaires ---------------------------------------------------------------------------------------------------
survey() { # questions, comma between them: a survey of one good question and these
    cat <<END
{"format": "shukei-survey-1", "id": "x", "title": "T", "organiser": "N", "questions": [
{"id": "a", "kind": "single", "label": "A", "options": [{"id": "y", "label": "yes"}, {"id": "n", "label": "no"}]}, $1]}
END
}
bad_survey() { # part of the message; the questionnaire on standard input
    cat >bad.json
    refuses 1 "$1" survey add bad.json
}
options() { for i in $(seq "$1"); do printf '%s{"id": "o%d", "label": "L%d"}' "$([ $i = 1 ] || echo ,)" $i $i; done; }
questions() { for i in $(seq "$1"); do printf '%s{"id": "q%d", "kind": "text", "label": "L"}' "$([ $i = 1 ] || echo ,)" $i; done; }
ring='{"id": "b", "kind": "text", "label": "B", "ask": "answered(c)"}, {"id": "c", "kind": "text", "label": "C", "ask": "answered(b)"}'
survey "$ring" | bad_survey 'routing goes in a circle: b → c → b'
survey '{"id": "b", "kind": "text", "label": "B", "ask": "answered(b)"}' | bad_survey 'routing goes in a circle: b → b'
survey "$(questions 1000)" | bad_survey '/questions/1000: more than 1000 questions'
survey '{"id": "m", "kind": "multi", "label": "M", "options": ['"$(options 65)"']}' | bad_survey '1 to 64 options, found 65'
survey '{"id": "k", "kind": "number", "label": "K", "min": 10, "max": 3}' | bad_survey '"min" is above "max"'
survey '{"id": "k", "kind": "number", "label": "K", "max": 1e308}' | bad_survey '/questions/1/max: is too large'
survey '{"id": "k", "kind": "number", "label": "K", "max": 1e999}' | bad_survey '/questions/1/max: is too large'
survey '{"id": "k", "kind": "number", "label": "K", "decimals": 1.5}' | bad_survey 'expected a whole number'
survey '{"id": "k", "kind": "number", "label": "K", "classes": [5, 3]}' | bad_survey 'must rise'
survey '{"id": "a", "kind": "text", "label": "A"}' | bad_survey 'the id "a" is taken'
survey '{"id": "t", "kind": "text", "lable": "A"}' | bad_survey '/questions/1/lable: unknown key "lable"; did you mean "label"?'
survey '{"id": "t", "kind": "text", "label": "A\u0000B"}' | bad_survey 'a control character'
survey '{"id": "t", "kind": "text", "label": "T", "ask": "'"$(many '(' 3000)"'a = y"}' | bad_survey '/questions/1/ask'
survey '{"id": "s", "kind": "single", "label": "S", "options": [{"id": "no_answer", "label": "-"}]}' | bad_survey 'is the name of a silence'
survey 'null' | bad_survey '/questions/1: expected an object { }, found null'
survey "$(many '[' 100000)" | bad_survey 'nested more than 500 deep'
bad_survey 'not UTF-8' <<<$'{"format": "\xff"}'
bad_survey 'line 1, column 1' </dev/null
survey "$(questions 999)" >large.json
survey '{"id": "m", "kind": "multi", "label": "M", "options": ['"$(options 64)"']}' | sed 's/"id": "x"/"id": "y"/' >wide.json
cp s.db large.db
for good in large wide; do shukei --store large.db survey add $good.json >/dev/null || fail "$good.json was refuses"; done

# --- press kits -------------------------------------------------------------------------------------------------------
kit() { sed "s|{\"paragraph\": \"BLOCK\"}|$1|" kit.json >bad_kit.json; }
bad_kit() { # part of the message, blocks of the statement
    kit "$2"
    refuses 1 "$1" press --kit bad_kit.json -o bad.pdf
    [ ! -e bad.pdf ] || fail "a kit that was refuses left a PDF: $2"
}
bad_kit 'there is no such table' '{"paragraph": "{nothing.yes\|count}"}'
bad_kit 'the table has no such row' '{"paragraph": "{full.yess\|count}"}'
bad_kit 'there is no such format' '{"paragraph": "{full.yes\|percent9}"}'
bad_kit 'a { has no }' '{"paragraph": "{full.yes\|count"}'
bad_kit '/sections/0/blocks/0/image: unknown key' '{"image": "../../etc/passwd"}'
bad_kit 'a block has exactly one key' '{}'
bad_kit '1 to 6 cards fit side by side, not 7' '{"cards": [1, 2, 3, 4, 5, 6, 7]}'
sed 's/"section": "s"/"section": "z"/' kit.json >bad_kit.json
refuses 1 'no section with the id "z"' press --kit bad_kit.json -o bad.pdf
sed 's/"section": "s"/"section": "s", "through": "s", "note": "n"/' kit.json >bad_kit.json
refuses 1 'a material has either' press --kit bad_kit.json -o bad.pdf
pages() { # pages at least; the blocks on standard input: it prints, and breaks
    { sed '/"sections"/,$d' kit.json; echo '"sections": [{"id": "s", "type": "statement", "title": "S", "blocks": ['; cat; echo ']}]}'; } >long_kit.json
    shukei press --kit long_kit.json -o long.pdf 2>err || { cat err; fail "a long kit"; }
    [ "$(pdfinfo long.pdf | awk '/^Pages/ { print $2 }')" -ge "$1" ] || fail "a long kit has $(pdfinfo long.pdf | grep Pages), not $1"
}
if command -v pdfinfo >/dev/null; then
    echo "{\"paragraph\": \"$(many x 100000)\"}" | pages 30                  # no place to break a line
    echo "{\"paragraph\": \"$(many x 60000 | sed 's/x/（/g')\"}" | pages 15 # no line may end with it
    { for i in {1..2000}; do echo '{"paragraph": "One of two thousand."},'; done; echo '{"note": "z"}'; } | pages 50
fi

# --- an installation that is not whole ---------------------------------------------------------------------------------
mkdir home
cp -r "$SOURCE/templates" "$SOURCE/data" home/
fonts() { sed "$1" "$SOURCE/templates/fonts.json" >home/templates/fonts.json; SHUKEI_HOME=$work/home refuses 1 "$2" press --kit kit.json -o k.pdf; }
echo junk >junk.ttf
fonts 's|/usr/share|/nowhere|' 'is not installed; install the package'
fonts "s|/usr/share/.*Regular.ttf|$work/junk.ttf|" 'not a TrueType font'
fonts 's|"faces"|"phases"|' 'fonts.json'
SHUKEI_HOME=$work/home shukei excel --survey reception -o tables.xlsx || fail "a workbook needs no fonts"
SHUKEI_HOME=/nowhere refuses 1 'SHUKEI_HOME is /nowhere' tabulate --survey reception

cmp -s s.db kept.db || [ "$(shukei verify)" = "$(shukei --store kept.db verify | sed 's|kept.db|'"$SHUKEI_STORE"'|')" ] || fail "the store is not as it was"
echo "bad input: all as expected"
