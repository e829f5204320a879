#!/usr/bin/env bash
# The numbers of compare, against sums done here from the counts that the sources print: Wilson, Newcombe, the z test,
# Holm, Cochran-Armitage, a part against the rest, an interim count against what came in afterwards.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
"$SHUKEI" init >/dev/null
"$SHUKEI" import --as published "$SOURCE"/data/published/*.json >/dev/null

compare() { # surveys, concept: a line per figure "w COUNT N %.15g...", per difference "d ...", the trend "t ..."
    "$SHUKEI" compare --surveys "$1" --concept "$2" --format json -o c.json || fail "$*"
    sqlite3 -separator ' ' :memory: "
        SELECT 'w', w.value->>'count', w.value->>'n', w.value->>'percent', w.value->>'low', w.value->>'high'
          FROM json_each(readfile('c.json'), '\$.concepts[0].waves') w WHERE w.value->>'n' IS NOT NULL;
        SELECT 'd', d.value->>'points', d.value->>'low', d.value->>'high', d.value->>'p', d.value->>'p_adjusted', d.value->>'test'
          FROM json_each(readfile('c.json'), '\$.concepts[0].differences') d;
        SELECT 't', c->>'z', c->>'p' FROM (SELECT json_extract(readfile('c.json'), '\$.concepts[0].trend') c) WHERE c IS NOT NULL;"
}
# by_hand PROGRAM: what the lines ought to be, out of awk; agree compares number by number
sums='
function abs(x) { return x < 0 ? -x : x }
function density(x) { return exp(-x * x / 2) / sqrt(8 * atan2(1, 1)) }
function tail(z,  i, s, h, m) { # two-sided, by Simpson over the tail itself
    z = abs(z); m = 20000; h = 12 / m
    for (i = 0; i <= m; i++) s += density(z + i * h) * (i == 0 || i == m ? 1 : i % 2 ? 4 : 2)
    return 2 * s * h / 3
}
function wilson(k, n,  c, w) { # sets LOW and HIGH, of 1
    c = (k + Z * Z / 2) / (n + Z * Z); w = Z / (n + Z * Z) * sqrt(k * (n - k) / n + Z * Z / 4)
    LOW = c - w; HIGH = c + w
}
function figure(k, n) { wilson(k, n); printf "w %d %d %.15g %.15g %.15g\n", k, n, 100 * k / n, 100 * LOW, 100 * HIGH }
function z_of(a, an, b, bn,  p) { p = (a + b) / (an + bn); return (b / bn - a / an) / sqrt(p * (1 - p) * (1 / an + 1 / bn)) }
function newcombe(a, an, b, bn,  d, la, ha) { # second minus first, in points: sets FROM and TO
    wilson(a, an); la = LOW; ha = HIGH; wilson(b, bn); d = b / bn - a / an
    FROM = 100 * (d - sqrt((b / bn - LOW) ^ 2 + (ha - a / an) ^ 2)); TO = 100 * (d + sqrt((HIGH - b / bn) ^ 2 + (a / an - la) ^ 2))
}
function difference(a, an, b, bn, p, adjusted, test) {
    newcombe(a, an, b, bn); printf "d %.15g %.15g %.15g %.15g %.15g %s\n", 100 * (b / bn - a / an), FROM, TO, p, adjusted, test
}
BEGIN { Z = 1.959963984540054 }'
agree() { # what, the awk program that prints what is expected
    awk "$sums BEGIN { $2 }" >expected || fail "$1: the sums"
    paste -d' ' expected found | awk -v name="$1" '
        { n = NF / 2; for (i = 1; i <= n; i++) { a = $i; b = $(i + n); d = a - b; d = d < 0 ? -d : d; m = a < 0 ? -a : a
            if (a ~ /^[-0-9]/ ? d > 1e-9 * m + 1e-300 : a != b) { print name ", line " NR ": " a " by hand, " b; bad = 1 } } }
        END { exit bad }' && [ "$(wc -l <expected)" = "$(wc -l <found)" ] || fail "$1: $(cat found)"
}

# 65.1 % of those operating, 59.8 and 70.1 % of all; on one base 54.8, 59.8 and 70.1 %
headline=hodanren-2023-06-19-final,trouble-2023-10,hodanren-2024-10-final
compare $headline trouble.any >found
agree headline 'figure(5493, 10026); figure(5188, 8672); figure(8929, 12735)
    p1 = tail(z_of(5493, 10026, 5188, 8672)); p2 = tail(z_of(5188, 8672, 8929, 12735)); p3 = tail(z_of(5493, 10026, 8929, 12735))
    difference(5493, 10026, 5188, 8672, p1, p1, "newcombe") # Holm: the greatest of three is its own
    difference(5188, 8672, 8929, 12735, p2, 2 * p2, "newcombe"); difference(5493, 10026, 8929, 12735, p3, 3 * p3, "newcombe")
    n = 10026 + 8672 + 12735; k = 5493 + 5188 + 8929; mean = (10026 + 2 * 8672 + 3 * 12735) / n; p = k / n
    t = 5493 * (1 - mean) + 5188 * (2 - mean) + 8929 * (3 - mean)
    v = p * (1 - p) * (10026 * (1 - mean) ^ 2 + 8672 * (2 - mean) ^ 2 + 12735 * (3 - mean) ^ 2); z = t / sqrt(v)
    printf "t %.15g %.15g\n", z, tail(z)'
published=$(sqlite3 :memory: "SELECT group_concat(round(w.value->>'percent', 1), ' ') FROM json_each(readfile('c.json'), '\$.concepts[0].published.waves') w")
[ "$published" = "65.1 59.8 70.1" ] || fail "each on its own base: $published"

# an interim count of those operating: what came in afterwards, 1,564 of 2,375, is held against it, and moves the later figure by
# its share of the later returns
compare hodanren-2023-06-08-interim2,hodanren-2023-06-19-final trouble.any >found
agree interim 'figure(3929, 6062); figure(5493, 8437); p = tail(z_of(3929, 6062, 1564, 2375)); f = 2375 / 8437
    newcombe(3929, 6062, 1564, 2375)
    printf "d %.15g %.15g %.15g %.15g %.15g interim-final\n", 100 * (5493 / 8437 - 3929 / 6062), f * FROM, f * TO, p, p'

# a part against the rest of the whole, nothing counted twice: 38 of 75 are among the 5,188 of 8,672
compare trouble-2023-10,okinawa-2024-01 trouble.any >found
agree part 'figure(5188, 8672); figure(38, 75); p = tail(z_of(5150, 8597, 38, 75)); difference(5150, 8597, 38, 75, p, p, "part-rest")'

# two samples of one association
compare yamaguchi-2023-06-facilities,yamaguchi-facilities-2024-09 facility.abolition.oppose >found
agree facilities 'figure(124, 187); figure(90, 117); p = tail(z_of(124, 187, 90, 117)); difference(124, 187, 90, 117, p, p, "newcombe")'

# a difference that rounds to nought has no sign; it is of the unrounded percentages: 50.04 % and 50.00 %
for n in 2499 2500; do
    cat >n.json <<J
{"id": "even-$n", "title": "t", "organiser": "o$n", "order": "2025-0$((n - 2494))", "sources": ["s"], "questions": [{"id": "a",
 "text": "t", "kind": "single", "concept": "c.d", "base_kind": "all", "base_n": $((n == 2499 ? 4994 : 5000)), "options": [{"label": "l", "concept": "c.e", "count": $n}]}]}
J
    "$SHUKEI" import --as published n.json >/dev/null
done
"$SHUKEI" compare --surveys even-2499,even-2500 --concept c.e --format csv | sees '^difference,.*,0\.0,0\.9' || fail "a sign of nought"
! "$SHUKEI" --lang en compare --surveys even-2499,even-2500 | sees -E '[-+]0\.0( |\*|$)' || fail "a sign of nought in the overview"
