#!/usr/bin/env bash
# Every survey and table that the associations published has its data in the repository and in a store: one store takes every
# questionnaire, every sample, all of data/published and data/series, and is asked row by row for what was printed.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
shukei() { "$SHUKEI" --lang en --quiet "$@"; }

shukei init
for file in "$SOURCE"/templates/surveys/*.json; do
    survey=$(basename "$file" .json)
    shukei survey add "$file" >/dev/null
    [ -f "$SOURCE/data/samples/$survey.csv" ] || { echo "$survey has no returns in data/samples"; exit 1; }
    shukei import --survey "$survey" --format json "$SOURCE/data/samples/$survey.csv" >import.json
    grep -q '"set_aside": 0, "void": 0' import.json || { echo "$survey:"; cat import.json; exit 1; }
done
shukei import --as published "$SOURCE"/data/published/*.json >/dev/null
shukei import --as series "$SOURCE"/data/series/*.csv >/dev/null
shukei verify >/dev/null

# row | what was printed | command whose output has it | the text to find there, or lines=N for so many lines of data
failed=0 held=0
while IFS='|' read -r row what command expected; do
    case $row in '' | \#*) continue ;; esac
    read -r row <<<"$row"; read -r what <<<"$what"; read -r expected <<<"$expected"
    read -ra words <<<"$command"
    output=${command//[^a-z0-9]/_}
    [ -f "$output" ] || shukei "${words[@]}" >"$output" || { echo "$row, $what: $command failed"; exit 1; }
    case $expected in
    lines=*) [ "$(tail -n +2 "$output" | wc -l)" = "${expected#lines=}" ] && good=yes || good=no ;;
    *) grep -qF -- "$expected" "$output" && good=yes || good=no ;;
    esac
    held=$((held + 1))
    [ $good = yes ] || { echo "$row, $what: no \"$expected\" in $command"; failed=1; }
done <<'ROWS'
# S1: the national trouble survey; returns, and what was published
S1 | 回答件数 8,672件 | progress --survey trouble-2023-10 | 8,672
S1 | 送付件数 55,357件 | survey show trouble-2023-10 | 55,357
S1 | 41保険医協会・保険医会 | progress --survey trouble-2023-10 --format csv | lines=41
S1 | 38都道府県 | tabulate --survey trouble-2023-10 q1 --format csv | q1,13,東京,total
S1 | あった 5,188（59.8%） | tabulate --survey trouble-2023-10 q3 --format csv | q3,yes,あった,total,全体,5188,8672,59.8
S1 | 病院 582 | tabulate --survey trouble-2023-10 q2 --format csv | q2,hospital,病院,total,全体,582,8672
S1 | 資格情報の無効 49%（2554医療機関） | tabulate --survey trouble-2023-10 q4 --format csv | ,2554,5188,49.2
S1 | 少なくとも753件 | tabulate --survey trouble-2023-10 q7_count --format csv | summary.at_least,total,全体,,,,,,753
S1 | 保険証は残すべき 6,884 | survey show trouble-2023-10 --published --format csv | "q10","keep","保険証は残すべき","abolition.keep",6884
# S2: the press kit of it (the kit itself: test_press.sh)
S2 | 事例を記載 3,648医療機関 | tabulate --survey trouble-2023-10 q5 --format csv | q5,answered,回答あり,total,全体,3648,5188
S2 | 健康保険証で資格確認 4,300（83%） | tabulate --survey trouble-2023-10 q6 --format csv | ,4300,5188,82.88
S2 | 12月の利用件数 7,633,413 | series show usage-facility --at 2023-12 --format csv | 7633413,177813248
S2 | 病院の薬剤情報 230,217 | series show views-drug-facility --at 2023-12 --format csv | "病院","230217"
# S3: Yamaguchi, fourth wave, and the wave before
S3 | 246件 | tabulate --survey yamaguchi-trouble-2024-05 type --format csv | ,clinic,医科診療所,total,全体,181,246
S3 | トラブルあり 75% | tabulate --survey yamaguchi-trouble-2024-05 q1 --format csv | q1,yes,あった,total,全体,184,246,74.7
S3 | ●表記 71.7% | tabulate --survey yamaguchi-trouble-2024-05 q2 --format csv | ,132,184,71.7
S3 | 期限切れ 19.0%（新しい選択肢） | tabulate --survey yamaguchi-trouble-2024-05 q2 --format csv | ,35,184,19.0
S3 | 10割負担 1件が8 | tabulate --survey yamaguchi-trouble-2024-05 q5_count --format csv | q5_count,1,1件,total,全体,8,18,44.4
S3 | 10割負担 無回答3 | tabulate --survey yamaguchi-trouble-2024-05 q5_count --format csv | q5_count,no_answer,無回答,total,全体,3,18,16.6
S3 | 利用促進に協力していない 19.6% | tabulate --survey yamaguchi-trouble-2024-05 q7 --format csv | ,48,245,19.59
S3 | 自由記述の一覧 104件 | tabulate --survey yamaguchi-trouble-2024-05 q3 --format csv | q3,answered,回答あり,total,全体,104,184
S3 | 残すべき 82.9% | tabulate --survey yamaguchi-trouble-2024-05 q10 --format csv | ,204,246,82.9
S3 | 前回 53.5% | survey show yamaguchi-trouble-2023-10 --format csv | "trouble.any",,53.5
S3 | 前回 残すべき 81.4% | survey show yamaguchi-trouble-2023-10 --format csv | "abolition.keep",,81.4
# S4: care facilities
S4 | グループホーム 25 | tabulate --survey yamaguchi-facilities-2024-09 type --format csv | group_home,グループホーム,total,全体,25,117,21.3
S4 | 反対 76.9% | tabulate --survey yamaguchi-facilities-2024-09 q1 --format csv | q1,oppose,反対,total,全体,90,117,76.9
S4 | 管理している 88.9% | tabulate --survey yamaguchi-facilities-2024-09 q3 --format csv | ,104,117,88.8
S4 | 管理できない理由 暗証番号 91.1% | tabulate --survey yamaguchi-facilities-2024-09 q5_why --format csv | q5_why,pin,暗証番号の取扱い,total,全体,82,90,91.1
S4 | 前回調査 反対 66.3% | survey show yamaguchi-2023-06-facilities --format csv | 66.3
# S5: municipalities, as printed
S5 | 19市町 | tabulate --survey yamaguchi-municipal-2024-08 --format csv | summary.n,total,全体,,,,,,19
S5 | 登録利用率の平均 63.8% | tabulate --survey yamaguchi-municipal-2024-08 --format csv | summary.mean,total,全体,,,,,,63.8
S5 | 中央値 67.5% | tabulate --survey yamaguchi-municipal-2024-08 --format csv | summary.median,total,全体,,,,,,67.5
S5 | 最頻値 70% | tabulate --survey yamaguchi-municipal-2024-08 --format csv | summary.mode,total,全体,,,,,,70
S5 | 以外のすべての方に送付する 16 | survey show yamaguchi-municipal-2024-08 --published --format csv | ,16,
# S6: the federation's web survey, every question with its own N, beside the ministry's split
S6 | N=489 歯科診療所235 | tabulate --survey federation-web-2022-08 q1 --format csv | q1,dental,歯科診療所,total,全体,235,489
S6 | 医科診療所 オンライン請求68% | tabulate --survey federation-web-2022-08 q2 --by type --format csv | q2,online,オンライン請求,type=clinic,医科診療所,164,241,68.0
S6 | N=94の3割強 | tabulate --survey federation-web-2022-08 q4_1 --format csv | q4_1,yes,あった,total,全体,31,94,32.9
S6 | N=31 データ上のトラブル71.0% | tabulate --survey federation-web-2022-08 q4_2 --format csv | ,22,31,70.9
S6 | N=466 設備投資やランニングコスト85.4% | tabulate --survey federation-web-2022-08 q5 --format csv | ,398,466,85.4
S6 | N=481 | tabulate --survey federation-web-2022-08 q6 --format csv | ,481,
S6 | N=486 | tabulate --survey federation-web-2022-08 q7 --format csv | ,486,
S6 | 厚労省報告 医科オンライン72.8% | survey show mhlw-claims-2022-03 --format csv | "q2:type=clinic","online","オンライン請求","respondent.claim_method.online",,72.8
S6 | 厚労省報告 歯科電子媒体66.8% | survey show mhlw-claims-2022-03 --format csv | "q2:type=dental","media","電子媒体請求","respondent.claim_method.media",,66.8
# S7: other associations' surveys
S7 | 神奈川 閉院も考える9.2%（N=565） | survey show kanagawa-2022 --format csv | "obligation.closing",,9.2,,565
S7 | うち60歳以上で75% | survey show kanagawa-2022 --format csv | "60歳以上","obligation.closing.age.60_over",,75
S7 | 愛知 廃業せざるを得ない12.4%（N=311） | survey show aichi-2022 --format csv | ,12.4,,311
S7 | 出典つき | survey show aichi-2022 --format csv | 全国保険医団体連合会「マイナ保険証とオンライン資格確認システム義務化の対応」（2022年10月）
# S8: the ministry's usage statistics
S8 | 8カ月連続低下して4.29% | series show usage-national --at 2023-12 --format csv | "4.29","%",7633413,177813248
S8 | その始まり、2023年4月 6.30% | series show usage-national --at 2023-04 --format csv | "6.30"
S8 | 歯科診療所 1,139,873 / 12,095,006 | series show usage-facility --at 2023-12 --format csv | 1139873,12095006
S8 | 年代別 65～69歳 わずか7% | series show usage-age --format csv | "65～69歳","~7"
S8 | 47都道府県と全国 × 5カ月 | series show usage-prefecture --format csv | lines=240
S8 | 富山県 12.52% 1位 | series show usage-prefecture --at 2024-05 --format csv | "16","富山県",,"12.52","%",,,1
S8 | 沖縄県 3.42% 47位 | series show usage-prefecture --at 2024-05 --format csv | "47","沖縄県",,"3.42","%",,,47
S8 | 沖縄県 +0.14ポイント | series show usage-prefecture-change --format csv | "47","沖縄県",,"0.14","ポイント"
S8 | 上位5県に印 | rank --series usage-prefecture --at 2024-05 --format csv | "16","富山県",12.52,2.07,10.45,2,"best",1
S8 | 下位5県に印 | rank --series usage-prefecture --at 2024-05 --format csv | "47","沖縄県",3.42,0.14,3.28,47,"worst",47
S8 | 25保険者と平均 × 3カ月、利用率 | series show usage-insurer-nagasaki --format csv | lines=78
S8 | 25保険者と平均 × 3カ月、登録率 | series show registration-insurer-nagasaki --format csv | lines=78
S8 | 川棚町 22.49% 1位 | series show usage-insurer-nagasaki --at 2024-05 --format csv | "川棚町",,"22.49","%",,,1
S8 | 県薬剤師国保 登録率76.5% 1位 | series show registration-insurer-nagasaki --at 2024-05 --format csv | "76.5","%",,,1
S8 | 声かけ 薬局42.57% | series show outreach-desk-facility --at 2024-02 --format csv | "薬局","42.57"
S8 | 声かけ 薬局72.65% | series show outreach-desk-facility --at 2024-05 --format csv | "薬局","72.65"
S8 | ホームページの案内 総計26.15% | series show outreach-notice-facility --at 2024-05 --format csv | "26.15"
S8 | 取組なし 医科診療所20.12% | series show outreach-none-facility --at 2024-05 --format csv | "医科診療所","20.12"
# S9: readiness on two dates, carried forward, and the gap (by type the second date was a picture: data/series/README.md)
S9 | 運用開始 19.3% | series show readiness-facility --at 2022-05-22 --format csv | "19.3"
S9 | 医科診療所 13.6% | series show readiness-facility --at 2022-05-22 --format csv | "医科診療所","13.6"
S9 | 運用開始 31.0% | series show readiness-facility --at 2022-10-02 --format csv | "31.0"
S9 | 準備完了 35.9% | series show readiness-prepared --at 2022-10-02 --format csv | "35.9"
S9 | 見込み 薬局82% | series show readiness-facility-projected --format csv | "薬局","82"
S9 | 義務化対象 歯科91.4% | series show readiness-obligation --format csv | "歯科診療所","91.4"
S9 | 医科診療所 ▲65% | series show readiness-gap --format csv | "医科診療所","-65"
S9 | 医科診療所 ▲58,300 | series show readiness-gap-institutions --format csv | "医科診療所","-58300"
S9 | 種類別、厚労省の別の日 | series show readiness-ministry --at 2022-08-14 --format csv | "薬局","46.8","%",28621
# S10: card holding and certificate renewals
S10 | 山口県 保有枚数 1,028,457（78.50%） | series show card-holding-yamaguchi --format csv | "35","山口県",,"78.50","%",1028457,1310109
S10 | 19市町と県 | series show card-holding-yamaguchi --format csv | lines=20
S10 | 累計交付 1,116,661 | series show card-issued-yamaguchi --format csv | "1116661"
S10 | 阿武町 登録16.2% | series show registration-municipal-yamaguchi --format csv | "阿武町",,"16.2"
S10 | 更新必要件数 2025年度 27,686,936 | series show certificate-renewals --format csv | "FY2025",,,,"27686936"
S10 | 2016年度は「-」 | series show certificate-renewals --format csv | "FY2016",,,,,
ROWS
[ $failed = 0 ]

# All 38 prefectures of S1 sent returns.
shukei tabulate --survey trouble-2023-10 q1 --format csv >prefectures
[ "$(tail -n +2 prefectures | awk -F, '$8 > 0 && $4 != "no_answer"' | wc -l)" = 38 ]
echo "$held figures of S1 to S10 are in the store"

# The national trend from 2022 to 2024 is there: one series, four waves, the published bases.
shukei survey show hodanren-2022-10 --format csv >waves
shukei survey show hodanren-2023-06-19-final --format csv >>waves
shukei survey show trouble-2023-10 --published --format csv >>waves
shukei survey show hodanren-2024-10-final --format csv >>waves
[ "$(grep -c '"trouble.any"' waves)" = 5 ] || { grep trouble.any waves; exit 1; }

# The demonstration's store holds as much: every questionnaire, every sample, every file.
"$SHUKEI" --lang en --quiet demo demo >demo.txt
grep -q "4 more surveys" demo.txt
for list in survey series; do
    shukei $list list --format csv | cut -d, -f1,2 | sort >all.txt
    shukei --store demo/shukei.db $list list --format csv | cut -d, -f1,2 | sort | diff all.txt -
done

# In silence an import says only what a person must look at: nothing of a file that is in the store already, but that a sheet came
# again with another answer.
municipal=yamaguchi-municipal-2024-08
[ -z "$(shukei import --survey $municipal "$SOURCE/data/samples/$municipal.csv")" ]
shukei import --survey $municipal "$SOURCE/data/samples/$municipal-as-printed.csv" >warnings.txt
grep -q "batch.resent" warnings.txt
