#!/usr/bin/env bash
# The commands on the store, end to end; and what a store that cannot be used gets: one message with a remedy, exit code 1, and
# nothing changed.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
chmod 755 "$work" # another user may enter
cd "$work"
survey=trouble-2023-10
export SHUKEI_USER=clerk

. "$SOURCE/tests/golden/sample_rows.sh"

# --- a survey, a batch, corrections -----------------------------------------------------------------------------------
has "an empty store was made" init
refuses 1 "exists already" init
refuses 1 "there is no survey \"x\" in this store; add it with" survey show x
has "added, 12 questions" survey add "$SOURCE/templates/surveys/$survey.json"
has "in the store already" survey add "$SOURCE/templates/surveys/$survey.json"
has "\"versions\": 1" survey list --format json
has "receipt_vendor" survey show $survey --format json
refuses 1 "there are: $survey" survey show x
sample_rows $survey 1 100 >returns.csv
has "read 100 = accepted 100" import --survey $survey --batch first returns.csv
has '"name": "first", "survey": "trouble-2023-10"' batch list --format json
has "\"first\",\"$survey\"" batch list --format csv

has '"question": "q3"' return show 5 --format json
refuses 1 "the newest is 100" return show 101
refuses 2 "--why is missing" return edit 5 q3=no
refuses 2 "did you mean" return edit 5 q33=no --why x
refuses 2 "there are: yes (あった), no (なかった)" return edit 5 q3=maybe --why x
refuses 2 "is not understood" return edit 5 q7_count=many --why x
refuses 2 "expected fax, post or web" return edit 5 channel=pigeon --why x
refuses 2 "is not a date" return edit 5 received=soon --why x

has "q4 " return edit 5 q3=yes q4=masked,invalid q7=yes q7_count=３件 association=大阪府保険医協会 received=令和6年1月9日 --why "sheet looked at again"
has '"value": "invalid,masked"' return show 5 --format json
has '"value": "3"' return show 5 --format json
has '"received": "2024-01-09"' return show 5 --format json
refuses 1 "nothing to change" return edit 5 q3=yes --why x
has '"name": "q4", "before": "invalid,masked", "after": "invalid,copay"' \
    return edit 5 q4=+copay,-masked q4_copay=国保 --why "again" --format json
has '"value": "nhi"' return show 5 --format json
shukei return edit 5 q3=no_answer --why "empty after all" >out
has '"question": "q4_copay", "label": "負担割合の齟齬があった制度", "state": "given"' return show 5 --format json
has '"revision": 4, "at": ' history 5 --format json
has 'q4=invalid,masked' history 5
has 'empty after all' history 5
[ "$(shukei history 5 --format csv | wc -l)" = 5 ] || fail "history of 5"

# A stated number without its yes is the template's own rule; an error sets the sheet aside, and mending it counts it.
code=0
shukei return edit 6 q7=yes q7_count=-1 --why typed >out || code=$?
[ $code = 3 ] || { cat out; fail "an error left: exit code $code, not 3"; }
grep -q "accepted → set aside" out || { cat out; fail "6 is not set aside"; }
shukei check --survey $survey >out || [ $? = 3 ] || fail "check"
grep -qF "accepted 99 + duplicate 0 + set aside 1" out || { cat out; fail "check forgets what is set aside"; }
has "set aside → accepted" return edit 6 q7_count=1 --why mended

has "return 7 is void now" return void 7 --why "not a member"
refuses 1 "void already" return void 7 --why x
refuses 1 "return accept 7" return edit 7 q3=no --why x
has '"returns": 99' survey list --format json
has "return 7 is accepted now" return accept 7 --why "a member after all"
has "is whole: 100 returns, 105 revisions" verify

# --- the same again, taken back, and again ------------------------------------------------------------------------------
has "duplicate 100" import --survey $survey --batch second returns.csv
refuses 1 "there is a batch \"second\" already" import --survey $survey --batch second returns.csv
has "100 returns are void now" batch undo first --why "wrong file"
refuses 1 "taken back before" batch undo first
refuses 1 "batch list" batch undo nothing
has '"returns": 100' survey list --format json # those of "second" stand in their place
has "took its original's place" history 101
has "is whole: 200 returns" verify

# --- sent counts ------------------------------------------------------------------------------------------------------
printf '協会,都道府県,送付数\r\n東京保険医協会,東京都,"1,234"\r\n\r\n,２７,５０\r\n' | iconv -f UTF-8 -t CP932 >sent.csv
has "1,284 sent in all, 2 rows" survey sent $survey sent.csv
has '"prefecture": "27", "count": 50' survey sent $survey --format json
printf 'prefecture,count\n13,5\n東京,6\n' >twice.csv
refuses 1 "row 3: the same place as in row 2" survey sent $survey twice.csv
printf 'prefecture,count\n13,5\n合計,5\n' >total.csv
refuses 1 "row 3: \"合計\" is no prefecture" survey sent $survey total.csv
printf 'prefecture,number\n13,5\n' >headings.csv
refuses 1 "row 1: the first row must have the headings" survey sent $survey headings.csv
has '"count": 1234' survey sent $survey --format json

# --- backup, tampering ------------------------------------------------------------------------------------------------
has "a copy of" backup copy.db
has "is whole: 200 returns" --store copy.db verify
refuses 1 "the store itself" backup shukei.db
refuses 1 "is no backup" backup returns.csv
# An older backup is given up for a copy that is whole, and no store that is in use for any.
cp copy.db damaged.db
LC_ALL=C sed -i "0,/合成データ/s//合作データ/" damaged.db
refuses 1 "was changed outside the program" --store damaged.db verify
refuses 1 "the copy is not whole" --store damaged.db backup --verify copy.db
cmp -s <(shukei --store copy.db survey list) <(shukei survey list) && shukei --store copy.db verify >out || fail "the older backup is gone"
has "a copy of" backup --verify copy.db
[ -z "$(find . -name 'copy.db?*')" ] || { ls; fail "something lies beside the backup"; }
touch copy.db-wal
refuses 1 "somebody works on" backup copy.db
rm copy.db
refuses 1 "copy.db-wal lies there" --store copy.db init
rm copy.db-wal
ln -s shukei.db alias.csv
refuses 1 "alias.csv is the store itself" export --survey $survey --format csv -o alias.csv
refuses 1 "shukei.db is the store itself" excel --survey $survey -o shukei.db
has "is whole: 200 returns" verify
head -c 30000 shukei.db >cut.db
refuses 1 "put the newest backup in its place" --store cut.db verify

# --- what is no store -------------------------------------------------------------------------------------------------
refuses 1 "there is no store here" --store nowhere.db survey list
refuses 1 "no/where.db" --store no/where.db init
refuses 1 "is a directory" --store . survey list
: >empty.db
refuses 1 "is an empty file" --store empty.db survey list
refuses 1 "not a store of this program" --store returns.csv survey list
cp shukei.db newer.db
printf '\x00\x00\x03\xe7' | dd of=newer.db bs=1 seek=60 conv=notrunc status=none
sha256sum newer.db >newer.sum
refuses 1 "was written by a newer version of this program (store version 999" --store newer.db survey list
refuses 1 "was written by a newer version of this program" --store newer.db return void 1 --why x
sha256sum --quiet -c newer.sum || fail "the newer store was changed"

# --- read-only --------------------------------------------------------------------------------------------------------
mkdir closed
cp shukei.db closed/
chmod 444 closed/shukei.db
chmod 555 closed
as_nobody=()
[ "$(id -u)" != 0 ] || as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups env "SHUKEI_HOME=${SHUKEI_HOME:-$SOURCE}")
if "${as_nobody[@]}" "$SHUKEI" --version >/dev/null 2>&1; then
    "${as_nobody[@]}" "$SHUKEI" --lang en --store closed/shukei.db verify >out 2>err || { cat err; fail "reading a read-only store"; }
    code=0
    "${as_nobody[@]}" "$SHUKEI" --lang en --store closed/shukei.db return void 1 --why x >out 2>err || code=$?
    [ $code = 1 ] && grep -q "read-only; allow writing\|cannot be opened; check the permissions" err ||
        { cat err; fail "writing to a read-only store: exit code $code"; }
fi
chmod 755 closed

# --- two programs at once ---------------------------------------------------------------------------------------------
rm -f shukei.db*
shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
jobs=()
for i in 1 2 3 4; do
    sample_rows $survey $((i * 300)) $((i * 300 + 299)) >"part$i.csv"
    shukei --quiet import --survey $survey "part$i.csv" >"out$i" 2>&1 &
    jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job" || { cat out?; fail "an import beside another"; }; done
has '"returns": 1200' survey list --format json
has "is whole: 1200 returns" verify
echo "store: all as expected"
