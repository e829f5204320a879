#!/usr/bin/env bash
# Counts, bases, silences and percentages of random returns against another program's (crosscheck/crosscheck.R), table by
# table and column by column.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
folder=$SOURCE/tests/oracle/crosscheck
export SHUKEI_STORE=$work/s.db
"$SHUKEI" init >/dev/null
"$SHUKEI" survey add "$folder/survey.json" >/dev/null
"$SHUKEI" --lang en import --survey crosscheck "$folder/returns.csv" --format json >import.json || { cat import.json; exit 1; }
grep -q '"read": 240, "accepted": 240,' import.json || { echo "FAIL: not every return was accepted"; head -3 import.json; exit 1; }

# One line per table and column, as crosscheck.R writes them.  Every printed percentage is worked out again, half up.
cat >compact.awk <<'END'
function cells(line, out,    n, quoted, i, c) {
    n = 1; quoted = 0; split("", out)
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) n++
        else out[n] = out[n] c
    }
}
function half_up(count, n,    tenths) {
    tenths = int((2 * count * 1000 + n) / (2 * n))
    return int(tenths / 10) "." tenths % 10 "%"
}
NR == 1 { next }
{
    cells($0, f)
    place = name " " f[3] " " f[6]
    if (f[4] ~ /^summary\.(n|sum|unstated|at_least|mean|median|lower_quartile|upper_quartile|mode|min|max)$/) {
        gsub(/, /, "|", f[13])
        if (!(place in summary)) order[++places] = place
        summary[place] = summary[place] f[4] "=" (f[4] == "summary.mean" ? sprintf("%.9g", f[13]) : f[13]) " "
    }
    if (f[4] ~ /^summary/) next
    if (f[9] > 0 && f[13] != half_up(f[8], f[9])) print "FAIL: " place " " f[4] ": " f[8] " of " f[9] " is printed as " f[13]
    if (f[8] == 0) next
    if (!(place in rows)) order[++places] = place
    if (f[9] > n[place]) n[place] = f[9] # of percentages of answers silences have none
    rows[place] = rows[place] f[4] "=" f[8] " "
}
END {
    for (i = 1; i <= places; i++)
        if (!seen[order[i]]++) {
            if (order[i] in rows) print order[i], n[order[i]], rows[order[i]]
            if ((order[i] in rows) && (order[i] in summary)) print order[i], "summary", summary[order[i]]
        }
}
END
trim() { sed 's/^ *//; s/ *$//' <<<"$1"; }
while IFS=';' read -r name words where base _; do
    arguments=($words)
    [ -z "$(trim "$where")" ] || arguments+=(--where "$(trim "$where")")
    [ -z "$(trim "$base")" ] || arguments+=(--base "$(trim "${base/-/}")")
    "$SHUKEI" --lang en tabulate --survey crosscheck "${arguments[@]}" --format csv >table.csv
    awk -v name="$(trim "$name")" -f compact.awk table.csv
done < <(grep -v '^#' "$folder/cases.txt") >all.txt
# The order of columns and rows is this program's own affair.
canonical() { awk '{ head = $1 " " $2 " " $3 " " $4; for (i = 5; i <= NF; i++) print head, $i }' "$1" | sort; }
canonical all.txt >here.txt
canonical "$folder/counts.txt" >there.txt
[ "$(wc -l <there.txt)" -gt 3500 ] || { echo "FAIL: the reference is cut short"; exit 1; }
diff there.txt here.txt >differences.txt || { echo "FAIL: R (<) and shukei (>) differ"; head -40 differences.txt; exit 1; }
echo "crosscheck: $(wc -l <there.txt) counts agree"
