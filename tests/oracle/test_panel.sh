#!/usr/bin/env bash
# tabulate with three and four keys, filters and weights, pairs of institutions and the decomposition of a change against R's
# `survey` (panel/panel.R), to 1e-9.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
folder=$SOURCE/tests/oracle/panel
export SHUKEI_STORE=$work/s.db
shukei init >/dev/null
for wave in 1 2; do
    sed "s/WAVE/$wave/g" "$folder/survey.json" >"$work/$wave.json"
    shukei survey add "$work/$wave.json" >/dev/null
    shukei import --survey panel-$wave "$folder/$wave.csv" >/dev/null
done
# CSV with quotes, to fields apart by \x1f
fields() { awk '{ out = ""; for (i = 1; i <= length($0); i++) { c = substr($0, i, 1)
    if (c == "\"") quoted = !quoted; else out = out (c == "," && !quoted ? "\x1f" : c) } print out }'; }
table() { # name, wave, words of tabulate: "case;column;row;what;value"
    local name=$1 wave=$2
    shift 2
    shukei tabulate --survey panel-$wave "$@" --format csv | fields | awk -F'\x1f' -v name="$name" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; k = split("count n percent low high weighted_count n_effective", what, " "); next }
        $at["row"] ~ /^summary/ || $at["count"] == 0 { next }
        { for (i = 1; i <= k; i++) if ($at[what[i]] != "") print name ";" $at["column"] ";" $at["row"] ";" what[i] ";" $at[what[i]] }'
}
busy="loads >= 6 and not (keep = leave)"
{
    table three 1 signs --by place,trade_of,age --where "$busy"
    table four 2 crack --by place,trade_of,age,keep --where "not (place = isle)"
    table exact 1 crack --by trade_of,keep --interval exact --level 0.9
    table coull 2 keep --by age,crack --interval agresti-coull --level 0.99
    table row 1 crack --by place,age --percent row
    table whole 1 crack --by place,keep --percent total
    table post3 1 signs --by age,keep,place --where "$busy" --weight two-keys
    table post 2 crack --by place,trade_of --weight two-keys
    table trim 1 crack --by place,age --weight trimmed
    table trimfilter 2 signs --by trade_of --where "not (age = old)" --weight trimmed
    table within 1 signs --by age,keep --weight within
    table withinall 2 keep --by crack,place --where "$busy" --weight within
    for by in place trade_of; do
        shukei compare --surveys panel-1,panel-2 --concept kiln.crack,kiln.soot,kiln.ash --by $by --format csv | fields | awk -F'\x1f' -v by=$by '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; k = split("n value low high p", what, " "); next }
            $1 == "panel" || $1 == "difference" { for (i = 1; i <= k; i++) if ($at[what[i]] != "")
                print $1 ";" $at["concept"] ";" $at["group"] ";" what[i] ";" $at[what[i]] }'
        shukei compare --surveys panel-1,panel-2 --concept kiln.crack,kiln.soot --by $by --format json | tr -d '\n\t ' |
            sed 's/{"concept":/\n&/g' | awk -v by=$by '/^{"concept":"kiln/ { concept = $0; sub(/^{"concept":"/, "", concept); sub(/".*/, "", concept)
                n = split("total rate composition joined", what, " "); sub(/.*"decompositions":/, "")
                for (i = 1; i <= n; i++) if (match($0, "\"" what[i] "\":[-0-9.e]+")) {
                    value = substr($0, RSTART, RLENGTH); sub(/.*:/, "", value); print "shift;" concept ";" by ";" what[i] ";" value } }'
    done
} | LC_ALL=C sort -u >"$work/here.csv"
awk -F';' 'NR == FNR { there[$1 ";" $2 ";" $3 ";" $4] = $5; next }
    { key = $1 ";" $2 ";" $3 ";" $4 }
    !(key in there) { next }
    { off = $5 - there[key]; off = off < 0 ? -off : off; size = there[key] < 0 ? -there[key] : there[key]; size = size > 1 ? size : 1
      if (off > 1e-9 * size) { print "FAIL: R says " key " is " there[key] ", shukei " $5; bad = 1 }
      met++; delete there[key] }
    END { for (key in there) { print "FAIL: not here: " key " = " there[key]; bad = 1 }
          if (met < 3500) { print "FAIL: the reference is cut short"; bad = 1 }
          print "panel: " met " numbers compared"; exit bad }' "$folder/expected.csv" "$work/here.csv"
