#!/usr/bin/env bash
# Small counts are hidden in everything that --suppress writes: text, JSON, CSV, rank and both workbooks, in large tables too.
# That nothing hidden can be worked out is held by tests/unit/test_suppress.c.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
shukei survey add trouble-2023-10 >/dev/null
shukei import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null

# No count and no n below the threshold but nought; nothing beside a hidden count; one hidden cell never stands alone in its row.
shukei tabulate --survey trouble-2023-10 q3 q4 q7 q7_count q8 q10 --by type --suppress 40 --format csv >all.csv
awk -F, 'NR > 1 && $4 !~ /^summary/ { n = 14; hidden = $n; text = $(n - 1); count = $(n - 6); base = $(n - 5)
    if (hidden == 1) { unseen[$2 "," $4]++; if (count $(n - 4) $(n - 3) $(n - 2) != "" || text != "*") bad = bad "\n" $0 }
    if (hidden == 0 && count > 0 && count < 40) bad = bad "\n" $0
    if (base != "" && base > 0 && base < 40) bad = bad "\n" $0 }
    END { for (k in unseen) { all++; if (unseen[k] == 1) bad = bad "\n" k }
          if (bad != "" || all < 5) { print all, bad; exit 1 } }' all.csv || complain "CSV"
shukei tabulate --survey trouble-2023-10 q7_count --by type --suppress 40 --format json >all.json
! tr -d '\n\t ' <all.json | grep -oE '"count":[0-9]+,[^}]*"suppressed":true' || complain "JSON tells a hidden count"
# A base that is small itself is hidden, and so is a partner of it.
shukei tabulate --survey trouble-2023-10 q3 --by type --where 'pref = 31' --suppress 12 >tottori.txt
grep -E '^n .*\*.*\*' tottori.txt >/dev/null || complain "$(cat tottori.txt)"

# Who took no part is known, so a prefecture without a return shows its noughts: behind them nothing is hidden.
shukei tabulate --survey trouble-2023-10 q3 --by pref --suppress 12 --format csv >pref.csv
[ "$(grep -cE '^([^,]*,){5}"?pref=06"?,山形,0,0,' pref.csv)" = 3 ] || complain "$(grep 'pref=06' pref.csv)"

# The workbooks take it for all their sheets together.
shukei excel --survey trouble-2023-10 --suppress 10 -o people.xlsx >/dev/null
shukei excel --survey trouble-2023-10 --suppress 10 --machine -o machine.xlsx >/dev/null
shukei excel --survey trouble-2023-10 -o open.xlsx >/dev/null
for book in people open; do
    mkdir $book && (cd $book && unzip -q ../$book.xlsx)
done
grep -q '<t[^>]*>\*</t>' people/xl/sharedStrings.xml || complain "the workbook hides nothing"
! grep -q '<t[^>]*>\*</t>' open/xl/sharedStrings.xml || complain "the workbook hides without being asked to"

# What is computed from hidden counts is hidden, and nothing stands there in its place: the lines under a number's table,
# up to "greatest" and without "at least" where the number has none.
for book in people open; do
    sed 's/<si>/\n<si>/g' $book/xl/sharedStrings.xml | sed -n 's/^<si><t[^>]*>\(.*\)<\/t><\/si>.*/\1/p' >strings
    cat $book/xl/worksheets/sheet*.xml | sed 's/<row /\n<row /g' | awk -v strings=strings '
        BEGIN { while ((getline line < strings) > 0) text[n++] = line
                split("数を答えた 数の記入なし 合計 平均 中央値 第1四分位 第3四分位 最頻値 最小 最大", labels, " ")
                for (i in labels) wanted[labels[i]] = 1 }
        /^<row / { out = ""; label = ""; rest = $0
            while (match(rest, /<c r="[A-Z]+[0-9]+"[^>]*><v>[^<]*<\/v>/)) {
                cell = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH); shared = cell ~ / t="s"/
                sub(/.*<v>/, "", cell); sub(/<.*/, "", cell); cell = shared ? text[cell] : cell
                if (label == "") label = cell; else out = out " " cell }
            if (label in wanted) print label ":" out }' >$book.lines
    [ "$(wc -l <$book.lines)" = 10 ] || complain "$book: $(cat $book.lines)"
done
! grep -vxE '[^:]*:( \*)+' people.lines || complain "the workbook writes a figure where it is hidden"
grep -qx '数を答えた: 343 .*' open.lines && grep -qxE '平均: 2 2.1 1.9 1.9 2.3' open.lines || complain "$(cat open.lines)"

# Thousands of counts that hang together: a question of nine answers by 38 prefectures and 4 types.
shukei tabulate --survey trouble-2023-10 q4 --by pref,type --suppress 5 --format csv >many.csv
awk '{ gsub(/"[^"]*"/, "") } NR > 1' many.csv | awk -F, '$4 !~ /^summary/ { all++; unseen += $14 == 1; bad += $14 == 0 && $8 > 0 && $8 < 5 }
    END { if (all < 1500 || unseen < 500 || unseen > 0.6 * all || bad) { print all, unseen, bad; exit 1 } }' || complain "a large table"
exit $failed
