#!/usr/bin/env bash
# duplicates: what is proposed and why; merging two returns, taking it back, and that the counts reconcile all along.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
survey=trouble-2023-10
export SHUKEI_USER=clerk
counts() { # accepted, duplicate, set aside
    shukei check --survey $survey --format json >out || [ $? = 3 ] || fail "check"
    grep -qF "\"accepted\": $1, \"duplicate\": $2, \"set_aside\": $3, \"void\": 0" out || { head out; fail "not $*"; }
    shukei verify >out || { cat out; fail "verify"; }
}

. "$SOURCE/tests/golden/sample_rows.sh"
shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null

# Three rows that nobody else has, by FAX; then the first again by web with one answer changed, the second keyed twice
# under another sheet number, and the third's sheet number on a stranger's sheet.
cat >fax.csv <<'END'
票番号,協会,医療機関コード,回収方法,受付日,問1 都道府県,問2 区分,問3 トラブルの有無,問4 トラブルの種類,問5 具体的な内容,問6,問7 10割負担の有無,問7 件数,問8 返戻・減点,問10 保険証廃止
5901,東京保険医協会,K1,FAX,2023/12/01,東京都,病院,あった,資格情報の無効,受付の画面に別の保険者が表示された,健康保険証で資格確認,あった,17,返戻,保険証は残すべき
5902,東京保険医協会,,FAX,2023/12/02,東京都,病院,あった,資格情報の無効,待合で三十分の行列になってしまった,健康保険証で資格確認,あった,41,減点,延期すべき
5903,東京保険医協会,,FAX,2023/12/03,東京都,病院,なかった,,,,なかった,,ない,賛成
END
cat >later.csv <<'END'
票番号,協会,医療機関コード,回収方法,受付日,問1 都道府県,問2 区分,問3 トラブルの有無,問4 トラブルの種類,問5 具体的な内容,問6,問7 10割負担の有無,問7 件数,問8 返戻・減点,問10 保険証廃止
,東京保険医協会,K1,web,2023/12/20,東京都,病院,あった,資格情報の無効,受付の画面に別の保険者が表示された,健康保険証で資格確認,あった,18,返戻,保険証は残すべき
5912,東京保険医協会,,FAX,2023/12/02,東京都,病院,あった,資格情報の無効,待合で三十分の行列になってしまった,健康保険証で資格確認,あった,41,減点,延期すべき
5903,東京保険医協会,,FAX,2023/12/30,大阪府,歯科診療所,あった,資格情報の無効,,,なかった,,減点,延期すべき
END
sample_rows $survey 1 1000 >others.csv
echo '{"absent": ["q9"]}' >map.json
for file in others fax later; do
    map=(--map map.json)
    [ $file != others ] || map=()
    shukei import --survey $survey "${map[@]}" --batch $file $file.csv >out || [ $? = 3 ] || { cat out; fail "import $file"; }
done
counts 1006 0 0

shukei duplicates --survey $survey --format csv >out
cat >expected <<'END'
score,a,b,why,evidence,sheet_a,sheet_b
100,1001,1004,"same institution; same free text; only 1 of 10 answers differ, as after a correction; came by two ways","institution,text,resent,channels","5901",
100,1002,1005,"all answers are the same (10), which chance hardly makes; same free text; received within three days","contents,text,near","5902","5912"
60,1003,1006,"same sheet number","sheet","5903","5903"
END
diff expected out || fail "pairs"
has '"score": 60, "a": 1003, "b": 1006' duplicates --survey $survey --format json
has "shukei duplicates merge A B" duplicates --survey $survey
shukei duplicates --survey $survey --least 61 --format csv >out
[ "$(wc -l <out)" = 3 ] || fail "--least"

# --- two sheets: not asked about again; and all of it can be taken back ----------------------------------------------------
SHUKEI_USER=okada has "return 1003 and return 1006 are two sheets" duplicates distinct 1003 1006
counts 1006 0 0
shukei duplicates --survey $survey --format csv >out
grep -q '^60,1003' out && fail "two sheets are proposed again"
refuses 1 "okada has decided already" duplicates merge 1003 1006 --keep 1003
refuses 1 "are two sheets" duplicates distinct 1006 1003
has '"a": 1003, "b": 1006, "sheet_a": "5903", "sheet_b": "5903", "decision": "distinct", "kept": null, "who": "okada"' duplicates --survey $survey --decided --format json
refuses 1 "are two sheets" duplicates reopen 1003 1006 --decision 1 # another decision than the one that was seen
# Of several decisions about one return, that one is taken back and no other.
decided() { shukei duplicates --survey $survey --decided --format json | grep -o '"a": [0-9]*, "b": [0-9]*' | tr -dc '0-9,\n' | tr '\n' ' '; }
for pair in "1003 1005" "1004 1005"; do has "are two sheets" duplicates distinct $pair; done
has "are listed again" duplicates reopen 1006 1003
[ "$(decided)" = "1003,1005 1004,1005 " ] || fail "decided after one was taken back: $(decided)"
for pair in "1003 1005" "1004 1005"; do has "are listed again" duplicates reopen $pair; done
refuses 1 "there is nothing to reopen" duplicates reopen 1003 1006
shukei duplicates --survey $survey --format csv >out
grep -q '^60,1003' out || fail "a pair that was reopened is not proposed"
# A return with a duplicate of its own goes, and comes back with it.
has "is a duplicate" duplicates merge 1003 1006 --keep 1003
has "is a duplicate" duplicates merge 1003 1002 --keep 1002 --why "the same clinic"
counts 1004 2 0
[ "$(shukei return show 1006 --format json | grep -o '"duplicate_of": [0-9]*')" = '"duplicate_of": 1002' ] || fail "the duplicate of the one that goes stays behind"
has '"kept": 1002' duplicates --survey $survey --decided --format json
has "are listed again" duplicates reopen 1002 1003
counts 1005 1 0
[ "$(shukei return show 1006 --format json | grep -o '"duplicate_of": [0-9]*')" = '"duplicate_of": 1003' ] || fail "a merge is taken back without what it took along"
refuses 1 "are one sheet" duplicates merge 1006 1003 --keep 1006
has "are listed again" duplicates reopen 1003 1006
has "decision on duplicates taken back" history 1006
counts 1006 0 0
shukei verify >/dev/null || fail "verify after pairs were reopened"

# --- merging ----------------------------------------------------------------------------------------------------------
refuses 2 "neither 1001 nor 1004" duplicates merge 1001 1004 --keep 5
refuses 2 "--keep is missing" duplicates merge 1001 1004
refuses 2 "of itself" duplicates merge 1001 1001 --keep 1001
refuses 1 "there is no return 2000" duplicates merge 1001 2000 --keep 1001
has "return 1001 is a duplicate of 1004 now" duplicates merge 1001 1004 --keep 1004 --why "the web answer is the newer one"
counts 1005 1 0
has "merged as a duplicate" history 1001
has "duplicate of 1004" history 1001
has "the newer one" history 1004
refuses 1 "return 1001 is a duplicate of return 1004 already" duplicates merge 1001 1002 --keep 1002
has '"name": "fax"' batch list --format json
grep -qF '"read": 3, "accepted": 2, "duplicate": 1, "set_aside": 0, "void": 0' out || { cat out; fail "batch counts"; }
shukei duplicates --survey $survey --format csv >out
grep -q '^100,1001' out && fail "a merged pair is proposed again"

# A grown file with the merged sheet in it does not count it again.
{ cat fax.csv; echo "5904,東京保険医協会,K4,FAX,2023/12/05,東京都,病院,なかった,,,,なかった,,ない,賛成"; } >grown.csv
has "accepted 1 + duplicate 3" import --survey $survey --map map.json --batch grown grown.csv
counts 1006 4 0

# Taken back by a decision; merged again, the other way; then the batch of the one that counts is taken back.
has "1001 is accepted now" return accept 1001 --why "two departments"
counts 1007 3 0
has "1004 is a duplicate of 1001" duplicates merge 1001 1004 --keep 1001
has "3 returns of other batches were duplicates of these" batch undo fax # 1001 goes; what was a duplicate of it takes its place
has "took its original's place" history 1004
shukei verify >/dev/null || fail "verify"
echo "duplicates: all as expected"
