#!/usr/bin/env bash
# A survey goes from an association's store to the federation's as JSON Lines, and back: sent twice, corrected, made void,
# corrected on both sides, cut off, changed on its way, with and without free text.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
survey=trouble-2023-10
a() { "$SHUKEI" --lang en --quiet --store a.db "$@"; } # the association
f() { "$SHUKEI" --lang en --quiet --store f.db "$@"; } # the federation
send() { a export --survey $survey --format jsonl "${@:2}" -o "$1"; }
take() { f import --survey $survey "$1" >"$1.txt" || fail "$1: $(cat "$1.txt")"; }
says() { grep -q -- "$2" "$1" || fail "expected \"$2\" in: $(cat "$1")"; }
refused() { # file, what the message says
    if f import --survey $survey "$1" >out.txt 2>&1; then fail "$1 was taken in"; fi
    says out.txt "$2"
}
tables() { "$1" tabulate --survey $survey --format csv | sed 1d; }
whole() { a verify && f verify; }

cat >returns.csv <<'CSV'
票番号,協会,医療機関番号,問1 都道府県,問2 区分,問3 トラブルの有無,問4 トラブルの種類,問5 具体的な内容,問7 10割負担の有無,問7 件数,問10 保険証廃止,備考
1,宮城県保険医協会,0410001,宮城県,医科診療所,あった,資格情報の無効,患者の山田さんの話,あった,3,保険証は残すべき,要確認
2,宮城県保険医協会,0410002,宮城県,歯科診療所,なかった,,,なかった,,延期すべき,
3,宮城県保険医協会,0410003,宮城県,病院,あった,資格情報の無効,,なかった,,保険証は残すべき,
4,宮城県保険医協会,0410004,宮城県,健診センター,あった,資格情報の無効,,なかった,,保険証は残すべき,
1,宮城県保険医協会,0410001,宮城県,医科診療所,あった,資格情報の無効,患者の山田さんの話,あった,3,保険証は残すべき,要確認
CSV
echo '{"absent": ["q4_copay", "q6", "q8", "q9"]}' >map.json
a init >/dev/null
f init >/dev/null
a survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
a import --survey $survey --map map.json returns.csv >/dev/null || [ $? = 3 ]

# --- there, and again: the federation has not even the questionnaire ---
send 1.jsonl
send again.jsonl
cmp 1.jsonl again.jsonl
"$SHUKEI" --lang en --store f.db import --survey $survey --dry-run 1.jsonl >dry.txt || [ $? = 3 ]
says dry.txt "dry run"
[ "$(f survey list --format csv | wc -l)" = 1 ] || fail "the dry run stored something"
f import --survey $survey 1.jsonl >1.txt || [ $? = 3 ] || fail "$(cat 1.txt)"
says 1.txt "5 returns: 5 new"
says 1.txt "accepted 3 + duplicate 1 + set aside 1"
diff <(tables a) <(tables f)
whole
f history 3 >history-before.txt
sha256sum f.db >f.before
take 1.jsonl
says 1.jsonl.txt "nothing new"
# a bundle names its survey, so that --survey may be left out; of another file it may not
f import 1.jsonl >named.txt && says named.txt "nothing new"
f import --as jsonl 1.jsonl >named.txt && says named.txt "nothing new"
if f import returns.csv >named.txt 2>&1; then fail "returns of no survey"; fi
says named.txt "--survey ID is missing"
f history 3 | diff history-before.txt -
sha256sum --quiet -c f.before || fail "the same bundle again changed the store"

# --- free text and who answered stay at home unless asked for ---
for secret in 山田 要確認 0410001; do
    ! grep -q $secret 1.jsonl || fail "$secret was sent"
done
f return show 1 >shown.txt
! grep -q 山田 shown.txt || fail "free text came out of nowhere"

# --- a correction, a decision and a void, sent later ---
a return edit 3 q7=yes q7_count=12 --why "確認した" >/dev/null
a return edit 4 q2=clinic --why "FAX原本を確認" >/dev/null
a return void 2 --why "対象外" >/dev/null
send 2.jsonl
take 2.jsonl
says 2.jsonl.txt "2 corrected, 0 completed, 2 with another status, 1 with findings decided, 0 in conflict"
f history 3 --format csv >history.csv
says history.csv "q7_count=12"
says history.csv "確認した"
f history 2 --format csv >history.csv
says history.csv '"void","対象外"'
diff <(tables a) <(tables f)
take 1.jsonl
says 1.jsonl.txt "nothing new"
take 2.jsonl
says 2.jsonl.txt "nothing new"

# --- text sent later is added to what is there ---
send text.jsonl --with-text
take text.jsonl
says text.jsonl.txt "2 completed"
f return show 1 >shown.txt
says shown.txt 山田
take text.jsonl
says text.jsonl.txt "nothing new"
take 2.jsonl
says 2.jsonl.txt "nothing new"
send all.jsonl --with-text --with-identity
take all.jsonl
f return show 1 >shown.txt
says shown.txt 0410001
take all.jsonl
says all.jsonl.txt "nothing new"
whole

# --- back again: what the federation corrects arrives at home, and its text is not lost ---
f return edit 1 q10=postpone --why "電話で確認" >/dev/null
f export --survey $survey --format jsonl -o back.jsonl
a import --survey $survey back.jsonl >back.txt
says back.txt "0 new, 5 here already; of these 1 corrected"
a return show 1 >shown.txt
says shown.txt 山田
says shown.txt 0410001
diff <(tables a) <(tables f)
a import --survey $survey back.jsonl >back.txt
says back.txt "nothing new"

# --- corrected on both sides: ours stands, a person decides, once ---
a return edit 3 q7_count=13 --why "協会" >/dev/null
f return edit 3 q7_count=14 --why "連合会" >/dev/null
send conflict.jsonl
take conflict.jsonl
says conflict.jsonl.txt "1 in conflict"
says conflict.jsonl.txt "here q7_count=14; the sender has q7_count=13"
f check --survey $survey --format csv >check.csv || [ $? = 3 ]
says check.csv exchange.conflict
f return show 3 --format json >shown.txt
says shown.txt 14
take conflict.jsonl
says conflict.jsonl.txt "nothing new"
f return edit 3 q7_count=13 --why "協会が正しい" >/dev/null
a return edit 3 q10=postpone --why "もう一度" >/dev/null
send later.jsonl
take later.jsonl
says later.jsonl.txt "1 in conflict"
f return edit 3 q10=postpone --why "協会が正しい" >/dev/null
a return edit 3 q10=keep --why "さらに" >/dev/null
a return edit 3 q10=postpone --why "戻す" >/dev/null
send agreed.jsonl
take agreed.jsonl
says agreed.jsonl.txt "0 in conflict"
a return edit 3 q10=keep --why "最後に" >/dev/null
send forward.jsonl
take forward.jsonl
says forward.jsonl.txt "1 corrected"
diff <(tables a) <(tables f)
whole

# --- decided differently on both sides ---
a return void 4 --why "協会" >/dev/null
a return accept 2 --why "やはり有効" >/dev/null
f return void 4 --why "連合会" >/dev/null
send status.jsonl
take status.jsonl
says status.jsonl.txt "1 with another status, 0 with findings decided, 0 in conflict"
diff <(tables a) <(tables f)

# --- a batch that brought a bundle is taken back, and the bundle loaded again ---
f batch undo "$(f batch list --format csv | sed -n '2s/^"\([^"]*\)".*/\1/p')" --why "試し" >/dev/null
send new.jsonl --with-text --with-identity
f import --survey $survey new.jsonl >new.txt || [ $? = 3 ]
says new.txt "5 new"
diff <(tables a) <(tables f)
f export --survey $survey --format jsonl --with-text --with-identity -o round.jsonl
diff <(sed -n 's/{"return": "\([0-9a-f]*\)".*/\1/p' new.jsonl) <(sed -n 's/{"return": "\([0-9a-f]*\)".*/\1/p' round.jsonl)
diff <(grep -o '"revisions":.*' new.jsonl) <(grep -o '"revisions":.*' round.jsonl) || fail "something changed on the way there and back"
whole

# --- the same sheet came to the federation by itself ---
rm f.db*
f init >/dev/null
f survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
sed -n 1,2p returns.csv | sed 's/,要確認/,/' >direct.csv
f import --survey $survey --map map.json direct.csv >/dev/null
f import --survey $survey new.jsonl >new.txt || [ $? = 3 ]
says new.txt "duplicate 2"
f verify

# --- what is refused, with the line, and nothing of it stored ---
sha256sum f.db >f.before
head -n 4 new.jsonl >cut.jsonl
refused cut.jsonl "cut off after line 4"
head -c 3000 1.jsonl >cut.jsonl
refused cut.jsonl "line 1: the bundle is cut off here"
head -c -30 new.jsonl >cut.jsonl
refused cut.jsonl "cut off here"
sed '3s/"yes"/"no"/' new.jsonl >changed.jsonl
refused changed.jsonl "its digest differs"
sed '4s/"q3": "[a-z]*"/"q3": "perhaps"/' new.jsonl >changed.jsonl
refused changed.jsonl 'line 4: /revisions/0/answers/q3: q3 has no option "perhaps"'
sed '5s/^{/{{/' new.jsonl >changed.jsonl
refused changed.jsonl "line 5:"
cat new.jsonl returns.csv >changed.jsonl
refused changed.jsonl "something follows the end"
sed '1s/"version": 2/"version": 9/' new.jsonl >changed.jsonl
refused changed.jsonl "install the newer program"
refused returns.csv.missing "returns.csv.missing"
if f import --survey other new.jsonl >out.txt 2>&1; then fail "another survey's bundle was taken in"; fi
says out.txt 'use --survey trouble-2023-10'
if f import --survey $survey --channel fax new.jsonl >out.txt 2>&1; then fail "--channel was passed over"; fi
if a export --survey $survey --format xls -o x.xls >out.txt 2>&1; then fail "--format xls was taken"; fi
says out.txt "possible are sav"
sha256sum --quiet -c f.before || fail "a refused bundle changed the store"

# --- a questionnaire that contradicts ours ---
sed 's/"id": "keep"/"id": "retain"/; s/q10 = keep/q10 = retain/' "$SOURCE/templates/surveys/$survey.json" >other.json
rm f.db*
f init >/dev/null
f survey add other.json >/dev/null
refused new.jsonl "agree on one version"

# --- a store from before identities gets its identities when it is next written to ---
sqlite3 a.db "DROP TABLE identity; DROP TABLE exchange; DROP TABLE exchange_revision; ALTER TABLE batch DROP COLUMN tag;
    DROP TABLE masked;
    DROP TABLE fence; DROP TABLE packed; DROP TABLE packed_part; DROP TABLE account; DROP TABLE draft; DROP TABLE keyed; DROP TABLE link;
    DROP TABLE paper_hold; DROP TABLE paper_page; DROP TABLE paper_picture; DROP TABLE paper; DROP TABLE paper_batch;
    DROP INDEX revision_sheet; DROP INDEX second_sheet;
    DROP INDEX batch_sitting; ALTER TABLE batch DROP COLUMN sitting;
    ALTER TABLE published DROP COLUMN part_of;
    ALTER TABLE series_point DROP COLUMN concept;
    PRAGMA user_version = 3"
a verify
send old.jsonl
send again.jsonl
cmp old.jsonl again.jsonl
[ "$(grep -o '"return": "[0-9a-f]*"' old.jsonl | sort -u | wc -l)" = 5 ] || fail "identities are missing"
a verify
