#!/usr/bin/env bash
# progress: every grouping adds up, rates are exact, sent counts find their place, and the forecast is refused in time.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_USER=clerk

# --- the national survey ------------------------------------------------------------------------------------------------
survey=trouble-2023-10
shukei init >/dev/null
shukei survey add "$SOURCE/templates/surveys/$survey.json" >/dev/null
has '"sent": 55357, "received": 0, "valid": 0, "response_rate": 0' progress --survey $survey --format json
shukei import --survey $survey "$SOURCE/data/samples/$survey.csv" >/dev/null
has "sent 55,357, received 8,672, valid 8,672; response rate 15.7%" progress --survey $survey
has "received 8,672 = valid 8,672 + duplicate 0 + set aside 0 + void 0; tabulated 8,672 (checked)" progress --survey $survey
has "not returned 46,685" progress --survey $survey --by channel
has "about 1" progress --survey $survey
for key in association pref channel day; do
    shukei progress --survey $survey --by $key --format csv >out
    [ "$(tail -n +2 out | awk -F, '{ n += $5 } END { print n }')" = 8672 ] || { cat out; fail "--by $key"; }
done
[ "$(tail -n 1 out | awk -F, '{ print $NF }')" = 8672 ] || fail "the running total over days"
code=0
shukei progress --survey $survey --by kind >out 2>err || code=$?
[ $code = 2 ] && grep -q "expected association, pref, channel or day" err || fail "--by kind"

# --- a small one, counted by hand ---------------------------------------------------------------------------------------
rm -f shukei.db*
cat >t.json <<'END'
{"format": "shukei-survey-1", "id": "t", "title": "T", "organiser": "O", "lang": "ja", "keys": {"pref": "pref"}, "questions": [
  {"id": "pref", "kind": "prefecture", "label": "都道府県"},
  {"id": "beds", "kind": "number", "label": "病床", "min": 20}]}
END
cat >t.csv <<'END'
票番号,協会,回収方法,受付日,都道府県,病床
1,東京保険医協会,FAX,2024/01/09,東京都,40
2,東京保険医協会,FAX,2024/01/09,東京都,50
3,東京保険医協会,郵送,2024/01/10,神奈川県,3
4,山口県保険医協会,FAX,2024/01/10,山口県,60
5,,web,,,70
6,東京保険医協会,FAX,2024/01/11,東京都,80
END
printf '協会,都道府県,送付数\n東京保険医協会,,16\n,山口県,3\n' >sent.csv
shukei init >/dev/null
shukei survey add t.json >/dev/null
has "response rate -" progress --survey t
shukei survey sent t sent.csv >/dev/null
shukei import --survey t --batch one t.csv >/dev/null || [ $? = 3 ] || fail "import"
shukei import --survey t --batch two t.csv >/dev/null || [ $? = 3 ] || fail "import again"
shukei return void 6 --why "not a member" >/dev/null
shukei duplicates merge 1 2 --keep 1 >/dev/null
shukei progress --survey t --format csv >out
cat >expected <<'END'
key,label,sent,received,valid,duplicate,set_aside,void,not_returned,response_rate,text
"tokyo","東京保険医協会",16,8,1,5,1,1,14,6.25,"6.3%"
"yamaguchi","山口県保険医協会",3,2,1,1,0,0,2,33.33333333,"33.3%"
"","not stated",,2,1,1,0,0,,,
END
diff expected out || fail "by association"
shukei progress --survey t --by pref --format csv >out
cat >expected <<'END'
key,label,sent,received,valid,duplicate,set_aside,void,not_returned,response_rate,text
"13","東京都",16,6,1,4,0,1,15,6.25,"6.3%"
"14","神奈川県",,2,0,1,1,0,,,
"35","山口県",3,2,1,1,0,0,2,33.33333333,"33.3%"
"","not stated",,2,1,1,0,0,,,
END
diff expected out || fail "by prefecture"
shukei progress --survey t --by day --format csv >out
cat >expected <<'END'
key,label,sent,received,valid,duplicate,set_aside,void,not_returned,response_rate,text,cumulative
"2024-01-09","2024-01-09",,4,1,3,0,0,,,,1
"2024-01-10","2024-01-10",,4,1,2,1,0,,,,2
"2024-01-11","2024-01-11",,2,0,1,0,1,,,,2
"","not stated",,2,1,1,0,0,,,,3
END
diff expected out || fail "by day"
has '"fax", "label": "FAX", "sent": null, "received": 8, "valid": 2, "duplicate": 5' progress --survey t --by channel --format json
has '"sent": 19, "received": 12, "valid": 3, "response_rate": 15.78947368, "text": "15.8%", "cooperation_rate": 75' progress --survey t --format json
has '"outcomes": {"complete": 3, "set_aside": 1, "duplicate": 7, "void": 1, "not_returned": 15}' progress --survey t --format json
has '"expected": null, "expected_refused": "too few days' progress --survey t --format json
has "cannot be said: too few days of arrivals yet" progress --survey t
printf '協会,送付数\n東京保険医協会,3\n' >few.csv
shukei survey sent t few.csv >/dev/null
has "more came back than was sent" progress --survey t
echo "progress: all as expected"

# --- a total that counts more than its parts name ------------------------------------------------------------------------
rm -f shukei.db*
parts='"sent": {"by": [{"association": "東京", "count": 20}], "total"'
shukei init >/dev/null
sed "s/\"lang\"/$parts: 40}, &/" t.json >partly.json
shukei survey add partly.json >/dev/null
shukei import --survey t t.csv >/dev/null || true
has '"sent": 40,' progress --survey t --format json
sed "s/\"lang\"/$parts: 10}, &/" t.json >less.json
code=0
shukei survey add less.json >out 2>err || code=$?
[ $code = 1 ] && grep -q "/sent/total.*come to 20" err || { cat err; fail "a total below its parts"; }
