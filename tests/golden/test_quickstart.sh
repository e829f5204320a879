#!/usr/bin/env bash
# The README's Japanese quick start, line by line in its order, as staff would type it: every command does what the line says.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
shukei() { "$SHUKEI" --lang ja "$@"; }
ln -s "$SOURCE/data" data
cp data/samples/trouble-2023-10.csv 回答.csv
"$BUILD/tests/make_xlsx" 回答.csv 回答.xlsx
echo '8,672医療機関が回答し、トラブルが「あった」のは5,188医療機関（59.8%）だった。' >原稿.txt
printf 'P4 8 8\n12345678' >page.pbm
"$BUILD/tests/make_fax" 受信FAX.tif page.pbm
ln -s 機械判読.xlsx どこかの表.xlsx

# The commands, without their comments.  What stands for something of the reader's own gets a name that is here.
sed -n '/^shukei init/,/^```/p' "$SOURCE/README.md" | grep '^shukei ' | sed -E 's/ +# .*//' |
    sed 's/原稿.pdf/原稿.txt/; s/ --sheet 転記表//; s/取り込み名/'"$(date +%F)"'-回答.csv/' >lines
[ "$(wc -l <lines)" -ge 35 ] || fail "the quick start was not found"
while read -r line; do
    case $line in
    'shukei serve'*) continue ;; # does not end; test_serve.sh
    'shukei user add '*) input='a long secret of mine' ;;
    'shukei finding accept 12 '*) line=${line/ 12 / $("$SHUKEI" finding list --survey trouble-2023-10 --format csv | sed -n '2s/^"\{0,1\}\([0-9]*\).*/\1/p') } input= ;;
    *) input= ;;
    esac
    code=0
    eval "$line" <<<"$input" >out 2>err || code=$?
    [ $code = 0 ] || [ $code = 3 ] || { tail -5 out; cat err; fail "exit code $code: $line"; }
done <lines
[ -s 会見資料.pdf ] && [ -s 集計表.xlsx ] && [ -s 控え.db ] || fail "files are missing"
shukei --store 控え.db verify >out || fail "the copy is not whole"
