#!/usr/bin/env bash
# Tabulating everything by prefecture from a store of many returns, against the same counts by sqlite3 in the same run.
# Run by hand (needs the packages sqlite3, time and bc):
#
#     SHUKEI=build/shukei tests/bench/bench_tabulate.sh [RETURNS]
#
# The returns are the sample's rows over and over, each with a sheet number of its own.  sqlite3 is given the better part:
# its table is flat, holds nothing but small integers, and is counted in one scan with one sum per cell of a prefecture;
# shukei reads its whole store, applies the routing, counts, and works out percentages and intervals.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
shukei=${SHUKEI:-$source/build/shukei}
returns=${1:-1000000}
survey=trouble-2023-10
. "$source/tests/bench/measure.sh"

# A row may go on over several lines: it ends where its quotes are closed.
repeat_rows() {
    awk -v want="$returns" '
        NR == 1 { sub(/^\xef\xbb\xbf/, ""); print; next }
        { row = row == "" ? $0 : row "\n" $0 }
        gsub(/"/, "\"", row) % 2 == 0 { sub(/^[^,]*/, "", row); rows[count++] = row; row = "" }
        END { for (i = 0; i < want; i++) print (i + 1) rows[i % count] }' "$source/data/samples/$survey.csv"
}

repeat_rows >"$work/returns.csv"
"$shukei" init >/dev/null
"$shukei" survey add "$source/templates/surveys/$survey.json" >/dev/null
measure import "$shukei" --quiet import --survey "$survey" "$work/returns.csv"

# The flat table: one row per return, one small integer per question or option.
python3 - "$work/returns.csv" "$work/flat.db" <<'PY'
import csv, sqlite3, sys

rows = csv.reader(open(sys.argv[1], encoding="utf-8", newline=""))
heading = next(rows)
first = heading.index("問1 都道府県")
columns = [i for i in range(first, len(heading) - 1)]
codes = {}


def code(i, cell):
    if cell == "":
        return None
    if "件数" in heading[i]:
        return int(cell) if cell.isdigit() else None
    if "具体的な内容" in heading[i] or cell == "○":
        return 1
    return codes.setdefault((i, cell), len(codes))


db = sqlite3.connect(sys.argv[2])
db.execute("CREATE TABLE flat (%s)" % ", ".join("c%d INTEGER" % i for i in columns))
db.executemany("INSERT INTO flat VALUES (%s)" % ", ".join("?" * len(columns)),
               ([code(i, row[i]) for i in columns] for row in rows))
db.commit()
sums = []
for i in columns[1:]:
    if "件数" in heading[i]:
        sums += ["sum(c%d)" % i, "count(c%d)" % i]
        continue
    values = [v for (v,) in db.execute("SELECT DISTINCT c%d FROM flat WHERE c%d IS NOT NULL" % (i, i))]
    sums += ["sum(c%d = %d)" % (i, v) for v in values] + ["sum(c%d IS NULL)" % i]
open(sys.argv[2] + ".sql", "w").write("SELECT c%d, count(*), %s FROM flat GROUP BY c%d;\n" % (first, ", ".join(sums), first))
PY
measure "sqlite3, one scan of a flat table" sqlite3 "$work/flat.db" ".read $work/flat.db.sql"
measure "shukei tabulate --by pref" "$shukei" tabulate --survey "$survey" --by pref --format csv
measure "shukei tabulate" "$shukei" tabulate --survey "$survey" --format csv

read -r ours _ <"$work/shukei tabulate --by pref"
read -r theirs _ <"$work/sqlite3, one scan of a flat table"
echo "returns $returns, cells $(($(wc -l <"$work/shukei tabulate --by pref.out") - 1)), shukei / sqlite3 = $(echo "scale=2; $ours / $theirs" | bc)"
