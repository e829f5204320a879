#!/usr/bin/env bash
# Files for researchers: every format says what the tables say, nothing in them tells who answered, and a survey with awkward ids
# and labels fits into all of them.  PSPP reads the file back where it is installed; with SHUKEI_DDI_SCHEMA=codebook.xsd (2.5)
# xmllint validates the description against the schema itself (last done for all five surveys and three invented ones on
# 2026-11-22); codebook.rng is what of it is written here.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db SOURCE_DATE_EPOCH=1790000000
shukei() { "$SHUKEI" --lang en --quiet "$@"; }
export_to() { shukei export --survey "$survey" --format "$@"; }
codebook() { sqlite3 :memory: "SELECT $2 FROM json_each(readfile('$1'), '\$.variables') v $3"; }
json() { echo "json_extract(v.value, '\$.$1')"; }

shukei init >/dev/null
shukei survey add trouble-2023-10 >/dev/null
shukei import --survey trouble-2023-10 "$SOURCE/data/samples/trouble-2023-10.csv" >/dev/null || [ $? = 3 ]
shukei survey add "$SOURCE/tests/golden/export/survey.json" >/dev/null
awk 'BEGIN {
    print "整理番号,協会,医療機関番号,回収方法,受付日,Q1,Q2,Q3,Q4,稼働病床数,前年からの増減,開設日,報酬,負担,自由意見,備考"
    split("東京,東京,東京,大阪,大阪,北海道,沖縄,", pref, ","); split("内科,内科,産科・婦人科,その他：眼科,", type, ",")
    split("1～9床,10～19床,休床中,1～9床、10～19床,", size, ","); split("分娩、短期入所,どれでもない,看取り,,なし", use, ",")
    for (i = 1; i <= 90; i++)
        printf "%d,東京保険医協会,999%04d,%s,2026-05-%02d,%s,%s,%s,%s,%s,%d,%d/%d/15,%s,%s,%s,秘密の備考%d\n", i, i, i % 3 ? "郵送" : "Web",
            i % 28 + 1, pref[i % 8 + 1], type[i % 5 + 1], size[i % 5 + 1], use[i % 5 + 1], i % 11 == 10 ? "多数" : i * i % 97, i % 7 - 3,
            1950 + i % 60, i % 12 + 1, i % 2 ? "良い" : "悪い", i % 4 ? "" : "良い",
            i % 9 ? "" : "\"患者の山田太郎さんが、\"\"電話03-1234-5678\"\"へ\nどうぞ\"", i }' >beds.csv
(head -1 beds.csv; tail -n +2 beds.csv | tr '\n' '\1' | sed 's/\(秘密の備考[0-9]*\)\x01/\1\n/g' | tac | tr '\1' '\n') >reversed.csv
shukei import --survey beds-2026 beds.csv >/dev/null || [ $? = 3 ]

# --- the same counts as the tables ------------------------------------------------------------------------------------
agrees() { # survey, least number of rows that are compared
    survey=$1
    export_to csv --threshold 1 -o whole.csv
    codebook whole.codebook.json "$(json question) || ',' || coalesce($(json option), json_extract(c.value, '$.id')) || ',' ||
        json_extract(c.value, '$.count')" ", json_each(v.value, '\$.categories') c WHERE $(json kind) <> 'tick' OR
        json_extract(c.value, '\$.code') = 1" >counts
    codebook whole.codebook.json "DISTINCT $(json question) || ',' || json_extract(c.value, '$.key') || ',' ||
        json_extract(c.value, '$.count')" ", json_each(v.value, '\$.missing') c" >>counts
    shukei tabulate --survey "$survey" --format csv | awk -F, '$6 == "total" { print $3 "," $4 "," $8 }' >tables
    awk -F, 'NR == FNR { if (!(($1 "," $2) in count)) count[$1 "," $2] = $3; next } ($1 "," $2) in count && $2 != "not_applicable" { n++
        if (count[$1 "," $2] != $3) { print $0 " in the table, " count[$1 "," $2] " in the file"; wrong = 1 } }
        END { print n " rows agree" >"/dev/stderr"; exit wrong || n < least }' least="$2" counts tables || fail "$survey"
    # What the codebook counts is in the file.
    codebook whole.codebook.json "$(json name) || ',' || json_extract(c.value, '$.code') || ',' || json_extract(c.value, '$.count')" \
        ", json_each(v.value, '\$.categories') c" >counts
    awk -F, 'NR == FNR { expect[$1 "," $2] = $3; next } FNR == 1 { sub(/\r/, ""); split($0, name, ","); next }
        { sub(/\r/, ""); for (i = 1; i <= NF; i++) seen[name[i] "," $i]++ }
        END { for (k in expect) if (expect[k] + 0 != seen[k] + 0) { print k ": " expect[k] ", " seen[k] + 0 " in the file"; exit 1 } }' \
        counts whole.csv || fail "$survey: the codebook and its file"
}
agrees trouble-2023-10 90
agrees beds-2026 40

# --- nobody can be told apart -----------------------------------------------------------------------------------------
alike() { # file, least size of a class, key columns
    awk -F, -v keys="$3" 'NR == 1 { sub(/\r/, ""); for (i = 1; i <= NF; i++) at[$i] = i; count = split(keys, key, " ")
            for (i = 1; i <= count; i++) if (!(key[i] in at)) { print "no column " key[i]; exit 1 } next }
        { k = ""; for (i = 1; i <= count; i++) k = k "," $at[key[i]]; n[k]++ }
        END { for (k in n) if (n[k] < least) { print k ": " n[k]; exit 1 } }' least="$2" "$1" || fail "$1: fewer than $2 look alike"
}
for k in 5 20; do
    survey=trouble-2023-10 export_to csv --threshold $k -o s1.csv
    alike s1.csv $k "q1 q2 region association channel received_month received_week"
    survey=beds-2026 export_to csv --threshold $k --keys size -o beds-$k.csv
    alike beds-$k.csv $k "to_2 byte_2 region channel received_month received_week size"
done
! (alike whole.csv 5 "to_2 byte_2 region") >/dev/null || fail "the test of anonymity sees nothing"
for format in sav dta csv jsonl ddi; do
    survey=beds-2026 export_to $format --for research -o secret.$format
    survey=beds-2026 export_to $format --for research --with-text -o text.$format
    for word in 秘密 9990001 山田太郎 03-1234; do
        ! grep -qa "$word" secret.* text.* || fail "$word is in a file: $(grep -la "$word" secret.* text.*)"
    done
    ! grep -qa "どうぞ" secret.$format || fail "free text in $format without being asked for"
    [ $format = ddi ] || grep -qa "どうぞ" text.$format || fail "no free text in $format"
done
# The words beside an option of the type tell the type: they are withheld with it.
survey=beds-2026 export_to csv --with-text --threshold 1 -o words.csv
grep -q "眼科" words.csv || fail "the words beside an option are missing"
! grep -q "眼科" text.csv || fail "the words tell what is withheld"

# --- the same returns, the same bytes; whatever order they came in ----------------------------------------------------
shukei --store r.db init >/dev/null
shukei --store r.db survey add "$SOURCE/tests/golden/export/survey.json" >/dev/null
shukei --store r.db import --survey beds-2026 reversed.csv >/dev/null || [ $? = 3 ]
for format in sav dta csv ddi; do
    shukei --store r.db export --survey beds-2026 --format $format -o reversed.$format
    cmp reversed.$format secret.$format || fail "$format depends on the order in which returns came in"
done
survey=beds-2026 export_to csv -o - | cmp - secret.csv || fail "standard output differs"
[ "$(wc -l <secret.jsonl)" = "$(($(wc -l <secret.csv) - 1))" ] || fail "JSON Lines has other rows"
sqlite3 :memory: "SELECT json_extract(value, '\$.row') FROM json_each('[' || replace(rtrim(readfile('text.jsonl'), char(10)), '}' || char(10) || '{', '},{') || ']')" |
    cmp - <(seq "$(wc -l <secret.jsonl)") || fail "JSON Lines cannot be read"

# --- read back --------------------------------------------------------------------------------------------------------
if command -v pspp >/dev/null; then
    for survey in trouble-2023-10 beds-2026; do
        export_to csv -o p.csv
        export_to sav -o p.sav
        cat >p.sps <<'SPS'
GET FILE='p.sav'.
MRSETS /DISPLAY NAME=ALL.
FORMATS ALL (F12.6).
SAVE TRANSLATE /OUTFILE='q.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /REPLACE.
SPS
        sed -i "s/FORMATS ALL/FORMATS $(head -1 p.csv | tr -d '\r' | tr , '\n' | grep -v '^received\|^since' | tr '\n' ' ')/" p.sps
        pspp -o p.out -O format=csv p.sps >/dev/null || fail "PSPP: $(cat p.out)"
        awk -F, 'NR == FNR { line[NR] = $0; next } { sub(/\r/, ""); n = split(line[FNR], other, ",")
            if (FNR == 1) for (i = 1; i <= NF; i++) day[i] = $i ~ /^(received|since)/
            else for (i = 1; i <= NF; i++) if (!day[i] && other[i] + 0 != $i + 0) {
                print "row " FNR ", column " i ": " other[i] " in PSPP, " $i; exit 1 } }
            END { if (FNR < 50) exit 1 }' q.csv p.csv || fail "PSPP reads another file"
        while IFS= read -r set; do grep -q "^\\\$$set," p.out || fail "PSPP does not see the set $set: $(cat p.out)"; done < \
            <(sqlite3 :memory: "SELECT json_extract(value, '\$.name') FROM json_each(readfile('p.codebook.json'), '\$.sets')")
    done
else
    echo "skipped: PSPP is not installed"
fi

# --- the description: every reference has its target, every variable's frequencies make up the returns ----------------
described() { # survey
    survey=$1
    export_to ddi -o d.xml
    awk -F'"' '/<varGrp / { for (i = 1; i < NF; i++) if ($i ~ / var=$/) groups = groups " " $(i + 1) }
        /<caseQnty>/ { n = $0; gsub(/[^0-9]/, "", n) } /<var ID/ { id[$2] = 1; sum = 0; cats = 0 }
        /<catgry / { cats++ } /<catValu>|<labl>/ { text++ } /type="freq"/ { f = $0; sub(/^[^>]*>/, "", f); sum += f + 0; }
        /<\/var>/ { vars++; if (coded && sum != n) { print "frequencies make " sum ", not " n; exit 1 } coded = 0 }
        /representationType="code"/ { coded = 1 }
        END { count = split(groups, g, " "); for (i = 1; i <= count; i++) if (!(g[i] in id)) { print "no " g[i]; exit 1 }
            if (vars < 10 || count < 3 || !text) exit 1 }' d.xml || fail "$survey: the description"
    xmllint --noout ${SHUKEI_DDI_SCHEMA:+--nonet --schema "$SHUKEI_DDI_SCHEMA"} d.xml || fail "$survey: XML"
    xmllint --noout --relaxng "$SOURCE/tests/golden/export/codebook.rng" d.xml 2>err || fail "$survey: $(head -3 err)"
}
described trouble-2023-10
described beds-2026
for edit in '0,/<titl>/{/<titl>/d}' '0,/<labl>/s/\(<labl>.*\)/<universe>u<\/universe>\1/' 's/missing="Y"/missing="yes"/'; do
    sed "$edit" d.xml >broken.xml
    ! cmp -s d.xml broken.xml && ! xmllint --noout --relaxng "$SOURCE/tests/golden/export/codebook.rng" broken.xml 2>/dev/null || fail "not seen: $edit"
done
grep -q '<universe>' d.xml && grep -q 'missing="Y"' d.xml && grep -q 'type="multipleResp"' d.xml && grep -q 'type="grid"' d.xml &&
    grep -q '<respRate>.*90' d.xml || fail "the description lacks a part"

# --- what cannot be done ----------------------------------------------------------------------------------------------
refused() { # what the message says, words
    local code=0
    shukei export --survey beds-2026 -o no.csv "${@:2}" 2>err || code=$?
    [ $code = 2 ] && grep -q -- "$1" err || fail "exit code $code of ${*:2}: $(cat err)"
    [ ! -e no.csv ] || fail "a file was written"
}
refused "possible are sav" --format xls
refused "least number of returns" --format csv --threshold 0
refused 'no question "beads"' --format csv --keys beads
refused 'no single-answer question' --format csv --keys using
refused "only in a bundle" --format sav --with-identity
refused "expected research or store" --format csv --for press
refused "bundle" --format jsonl --threshold 3
shukei export --survey beds-2026 --format jsonl -o bundle.jsonl
head -1 bundle.jsonl | sees '"shukei": "exchange"' || fail "--format jsonl is no bundle any more"
! ls | sees '\.csv\.\|\.sav\.' || fail "a temporary file was left: $(ls)"
