#!/usr/bin/env bash
# Every message of the program has its Japanese translation, and no translation is left over or fuzzy.
set -euo pipefail
cd "$SOURCE"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find engine importers reports -name '*.c' | sort >"$work/files"
xgettext --from-code=UTF-8 -k_ -kN_ -c --sort-output -o "$work/shukei.pot" -f "$work/files" 2>"$work/warnings" || {
    cat "$work/warnings"
    exit 1
}
msgcmp templates/po/ja.po "$work/shukei.pot"
unused=$(comm -13 <(msgcat --no-wrap "$work/shukei.pot" | grep '^msgid ' | sort -u) \
    <(msgcat --no-wrap --no-obsolete templates/po/ja.po | grep '^msgid ' | sort -u))
[ -z "$unused" ] || {
    echo "translations without a message:"
    echo "$unused"
    exit 1
}
