#!/usr/bin/env bash
# A press kit with weights and with letters: what is printed is what tabulate prints, and says that it is weighted.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db SOURCE_DATE_EPOCH=1706680800
"$SHUKEI" init >/dev/null
sed "s/WAVE/1/g" "$SOURCE/tests/oracle/weighted/survey.json" >survey.json
"$SHUKEI" survey add survey.json >/dev/null
"$SHUKEI" import --survey weighted-1 "$SOURCE/tests/oracle/weighted/1.csv" >/dev/null
kit() { # meta, result
    cat >kit.json <<K
{"format": "shukei-press-1", "meta": {"survey": "weighted-1", "title": "t", "date": "2024-01-31" $1},
 "sections": [{"id": "a", "type": "results", "title": "Results", "blocks": [
   {"paragraph": "share {hit.yes|percent1}, {hit.yes|percent0}, of large {hit.yes@type=large|percent1}, {hit.yes|count} of {hit.yes|n}"}],
   "results": [{"question": "hit", "by": "type", "kind": "table" $2}]},
  {"id": "b", "type": "methodology", "title": "Method"}]}
K
}
cell() { # column, further words: percentage of hit = yes
    "$SHUKEI" tabulate --survey weighted-1 hit --by type --format csv "${@:2}" | awk -F, -v column="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["row"] == "yes" && $at["column"] == column { print $at["text"] }'
}
prints() { grep -qE -- "$1" kit.txt || fail "no \"$1\" in: $(cat kit.txt)"; }
make() { "$SHUKEI" --lang en press --kit kit.json -o kit.pdf --trace trace.json && pdftotext -layout kit.pdf kit.txt; }

kit ', "weight": "raked"' ', "test": "letters", "adjust": "holm"'
make
total=$(cell total --weight raked) large=$(cell type=large --weight raked)
[ "$total" != "$(cell total)" ] || fail "the weights change nothing here"
prints "share ${total}, [0-9]+%, of large ${large}, 103 of 211"
prints 'weighted: raked, effective n 169'
prints 'Weighted: by sort and area, drawn by area \(raking\)'
prints 'Drawn by strata: Area \(4\)'
prints 'Large \(B\).*Odd \(C\)'
prints "${large} A C"
prints 'adjusted by Holm within each row, at most 3 comparisons'
grep -q '"weight":[[:space:]]*"raked"' trace.json || fail "the trace does not say so: $(head -c 600 trace.json)"

kit '' ''
make
prints "share $(cell total), "
if grep -qi 'weighted:' kit.txt; then fail "unweighted, and speaks of weights"; fi
grep -q '"weight":[[:space:]]*null' trace.json || fail "the trace of an unweighted kit"

refuses() { # text, meta, result
    kit "$2" "$3"
    if "$SHUKEI" --lang en press --kit kit.json -o no.pdf 2>err.txt; then fail "$2 $3 was printed"; fi
    grep -qF -- "$1" err.txt && [ ! -e no.pdf ] || fail "no \"$1\" in: $(cat err.txt)"
}
refuses 'no weighting "rakt"; there is: post, raked, whole' ', "weight": "rakt"' ''
refuses '/sections/0/results/0/test: expected "letters"' '' ', "test": "stars"'
refuses 'expected "bonferroni"' '' ', "test": "letters", "adjust": "least"'
sed -i 's/"by": "type", //; s/, "test": "letters", "adjust": "least"/, "test": "letters"/' kit.json
if "$SHUKEI" --lang en press --kit kit.json -o no.pdf 2>err.txt; then fail "letters without columns"; fi
grep -qF '"test" needs "by"' err.txt || fail "$(cat err.txt)"
