#!/usr/bin/env bash
# What `audit` finds in drafts whose mistakes are known: hits, misses, false alarms.
#   SHUKEI=build/shukei tests/bench/audit_score.sh FOLDER|FILE.drafts [options of audit]
# In a FOLDER, beside DRAFT stands DRAFT.want, one mistake a line: LINE <tab> VERDICT <tab> WORDS that the claim must have (A|B: either).
# A FILE.drafts holds many: a line "=== NAME" begins each, and a line with mistakes ends in " @@VERDICT|WORDS", once for each.
# VERDICT is impossible, unsupported, either (both count), or open: a mistake that is known to be missed, counted apart.
# Whatever else is called impossible or unsupported is a false alarm.
set -euo pipefail
shukei=${SHUKEI:-build/shukei}
folder=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack() { # FILE.drafts: drafts and wants in $work/drafts
    mkdir "$work/drafts"
    awk -v to="$work/drafts" '
        /^=== / { file = to "/" $2; want = file ".want"; printf "" >want; line = 0; next }
        {
            count = split($0, part, " @@"); line++
            print part[1] >file
            for (i = 2; i <= count; i++) { sub(/\|/, "\t", part[i]); print line "\t" part[i] >want }
        }' "$1"
}
if [ -f "$folder" ]; then
    unpack "$folder"
    folder=$work/drafts
fi
hits=0 misses=0 alarms=0 right=0 open=0
for want in "$folder"/*.want; do
    draft=${want%.want}
    code=0
    "$shukei" --lang en audit "$draft" --format csv "$@" >"$work/out" || code=$?
    [ "$code" = 0 ] || [ "$code" = 3 ] || { echo "$draft: exit $code"; exit 1; }
    awk -v draft="$(basename "$draft")" -v want="$want" '
        BEGIN { while ((getline row < want) > 0) { split(row, w, "\t"); line[++n] = w[1]; verdict[n] = w[2]; words[n] = w[3] } }
        NR == 1 { next }
        /^[0-9]+,"/ {
            at = $0; sub(/,.*/, "", at); rest = substr($0, length(at) + 3); said = rest; sub(/".*/, "", said)
            if (said == "consistent") right++
            if (said != "impossible" && said != "unsupported") next
            for (i = 1; i <= n; i++)
                if (!found[i] && line[i] == at && rest ~ words[i] && (verdict[i] == said || verdict[i] ~ /either|open/)) { found[i] = 1; next }
            for (i = 1; i <= n; i++) if (line[i] == at && found[i] && rest ~ words[i]) next
            print draft ": false alarm: " $0 > "/dev/stderr"; alarms++
        }
        END {
            for (i = 1; i <= n; i++)
                if (found[i]) hits++
                else if (verdict[i] == "open") open++
                else { misses++; print draft ":" line[i] ": missed: " words[i] " (" verdict[i] ")" > "/dev/stderr" }
            print hits + 0, misses + 0, alarms + 0, right + 0, open + 0
        }' "$work/out" >"$work/score"
    read -r h m a r o <"$work/score"
    hits=$((hits + h)) misses=$((misses + m)) alarms=$((alarms + a)) right=$((right + r)) open=$((open + o))
done
echo "hits $hits, misses $misses, known to be missed $open, false alarms $alarms, consistent $right"
[ "$misses" = 0 ] && [ "$alarms" = 0 ]
