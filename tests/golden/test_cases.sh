#!/usr/bin/env bash
# The case list: masked, coded, placed no closer than disclosure allows, harmless whatever somebody wrote, the same on paper, screen
# and in the workbook, and quick with 5,000 texts.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei() { "$SHUKEI" --lang ja "$@"; }
has() { grep -qF -- "$2" "$1" || complain "$1 has no $2"; }
hasnt() { ! grep -qF -- "$2" "$1" || complain "$1 has $2"; }
shukei init >/dev/null
shukei survey add "$SOURCE/tests/golden/cases/survey.json" >/dev/null

# Six returns from Tokyo (one hospital), two from Aomori and three from Iwate, and what people write.
{
    printf '票番号,所在地,区分,困ったこと,困った事例,要望\n'
    printf '1,東京都,診療所,機械,"カードリーダーで山田太郎様（電話03-1234-5678、保険者番号12345678）の資格が出ない","**太字**"\n'
    printf '2,東京都,診療所,,"=HYPERLINK(""http://x"") <script>alert(1)</script> & '"'"'引用'"'"' ABC料金",\n'
    printf '3,東京都,診療所,,"タブ\tと\n改行と\xf0\x9f\x98\xb7絵文字、\xe2\x80\xaeright to left\xe2\x80\xac \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \x07ベル",\n'
    printf '4,東京都,診療所,,"%s",\n' "$(printf 'とても長い文です。%.0s' $(seq 4000))"
    printf '5,東京都,診療所,,"普通の事例",\n6,東京都,病院,,"病院の事例",\n'
    printf '7,青森県,診療所,,"青森の事例",\n8,青森県,診療所,,,\n9,岩手県,診療所,,"岩手の事例",\n10,岩手県,診療所,,,\n11,岩手県,診療所,,,\n'
} >returns.csv
shukei import --survey reception-voices returns.csv >/dev/null
for kind in html xlsx json csv pdf; do
    shukei cases --survey reception-voices -o list.$kind 2>err >said || complain "$kind: $(cat err)"
done
grep -q '9件。うち1件に伏せ字' said || complain "$(cat said)"
"$BUILD/tests/check_archive" list.pdf || fail "no PDF/A-2u"
pdftotext -layout list.pdf list.txt
unzip -qo list.xlsx -d book
cat book/xl/sharedStrings.xml >list.strings
for list in list.html list.txt list.strings list.json list.csv; do
    for secret in 山田太郎 03-1234-5678 12345678 青森 岩手; do
        hasnt $list "$secret"
    done
    has $list '〔氏名〕様' && has $list '東北（回答の少ない都道府県）' && has $list 普通の事例
    # The hospital stands alone in Tokyo, so no type is told there.
    ! grep -q '病院　\|>病院<\|"病院"' $list || complain "$list tells the only hospital"
done

# Strictly escaped, nothing from elsewhere, and nothing but the page's own script may run.
has list.html '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;引用&#39;'
has list.html '機械 &lt;b&gt;'
has list.html 'Voices &lt;from&gt; the &quot;reception&quot;'
[ "$(grep -c '<script' list.html)" = 1 ] || complain "another script"
! grep -nE '(src|href|action|url)(=|\()"?(https?:|//)' list.html || complain "the page fetches something"
script=$(awk '/^<script>/ { on = 1; sub(/^<script>/, "") } /<\/script>/ { sub(/<\/script>.*/, ""); if (on) printf "%s", $0; exit } on' list.html | openssl dgst -sha256 -binary | base64)
has list.html "script-src 'sha256-$script'"
has list.html "default-src 'none'"
hasnt list.html "$(printf '\xe2\x80\xae')" && hasnt list.html "$(printf '\x07')" && has list.html "$(printf '\xf0\x9f\x98\xb7')"
grep -q '<p class="text" dir="auto">タブ と' list.html || complain "a tab, a line break"
# Kinds by what was ticked and by words, in any width; a text, not a formula, in the workbook, and cut where a cell ends.
grep -q 'data-kinds="0:0" data-area="13"><p class="head"><a href="#case-1a">' list.html || complain "the ticked kind"
grep -q 'data-kinds="0:1".*case-2a' list.html || complain "the kind by its word"
has list.strings '=HYPERLINK' && has list.strings 'ここまで' && has list.strings '終わりが欠けます'
! grep -q '<f>' book/xl/worksheets/*.xml || complain "a formula"
opens_in_excel list.xlsx
# Bookmarks by area, the whole long text, no bold that somebody wrote.
[ "$(grep -o 'とても長い文です' list.txt | wc -l)" = 4000 ] || [ "$(tr -d ' \n' <list.txt | grep -o '長い文です' | wc -l)" -ge 3990 ] || complain "the long text"
has list.txt '＊＊太字＊＊'
# Everything is told when asked for, and the number of a case stays.
shukei cases --survey reception-voices --suppress 0 -o all.html >/dev/null
has all.html 青森県 && grep -q '>病院<' all.html || complain "--suppress 0 still hides"
shukei return void 1 --why test >/dev/null
shukei cases --survey reception-voices -o fewer.html >/dev/null
has fewer.html 'id="case-6a"' && hasnt fewer.html 'id="case-1a"'

# A person's masking is what leaves.
printf '票番号,所在地,区分,困ったこと,困った事例,要望\n20,東京都,診療所,,"秘密の話",\n' >one.csv
shukei import --survey reception-voices one.csv >/dev/null
id=$(shukei cases --survey reception-voices --suppress 0 -o all.html >/dev/null; grep -o 'case-[0-9]*a' all.html | sort -V | tail -1 | tr -dc 0-9)
shukei mask accept "$id" --question voice --text '〔内容〕の話' --why test >/dev/null
shukei cases --survey reception-voices --suppress 0 -o all.html >/dev/null
has all.html '〔内容〕の話' && hasnt all.html 秘密

# Wrong use, and templates that are wrong.
code=0; shukei cases --survey reception-voices -o list.doc 2>err || code=$?
[ $code = 2 ] && has err .html
for wrong in 's/"what has device"/"what has devise"/#/cases/0/kinds/0/when' 's/"question": "voice"/"question": "what"/#/cases/0/question' \
    's/"terms": \["料金"\]/"terms": []/#/cases/0/words/1' 's/, "when": "what has device"//#/cases/0/kinds/0'; do
    sed "${wrong%%#*}" "$SOURCE/tests/golden/cases/survey.json" >wrong.json
    code=0; shukei survey add wrong.json 2>err || code=$?
    [ $code = 1 ] && has err "${wrong#*#}"
done

# 5,000 cases, in a second or two and bounded memory.
awk 'BEGIN { print "票番号,所在地,区分,困ったこと,困った事例,要望"
    for (i = 1; i <= 5000; i++) printf "%d,%d,診療所,機械,\"%d番の事例。カードリーダーが止まり、窓口で三十分お待たせした。\",\n", i + 100, i % 47 + 1, i }' >many.csv
shukei import --survey reception-voices many.csv >/dev/null
bounded=true
! grep -q "SHUKEI_SANITIZE:BOOL=ON" "$BUILD/CMakeCache.txt" || bounded=false # a sanitizer takes all there is
for kind in html xlsx json csv pdf; do
    (! $bounded || ulimit -v 1500000; shukei cases --survey reception-voices -o many.$kind >said) || complain "$kind"
    grep -q '^50[0-9][0-9]件' said || complain "$kind: $(cat said)"
done
exit $failed
