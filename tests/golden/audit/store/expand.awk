# A line of digits, one an answer, as a row of the questionnaire hoiku: what was made by chance need not be long.
function option(list, digit,    part) { split(list, part, "|"); return digit == "-" ? "" : part[digit + 1] }
function ticks(from, count,    i, out) { for (i = 0; i < count; i++) out = out "," (substr($0, from + i, 1) == "1" ? "○" : ""); return out }
{
    number = substr($0, 12, 2); sub(/^0/, "", number)
    print NR "," option("新潟県|富山県|石川県|福井県", substr($0, 1, 1)) \
        "," option("認可保育所|認定こども園|小規模保育事業所|企業主導型保育施設", substr($0, 2, 1)) \
        "," option("よくある|ときどきある|ない", substr($0, 3, 1)) ticks(4, 7) \
        "," option("いた|いなかった", substr($0, 11, 1)) "," (number == "--" ? "" : number) \
        "," option("導入している|導入を検討中|導入の予定はない", substr($0, 14, 1)) \
        "," option("評価する|不十分だが一歩前進|まったく不十分|わからない", substr($0, 15, 1)) ticks(16, 6) ",合成データ"
}
