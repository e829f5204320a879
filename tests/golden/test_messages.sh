#!/usr/bin/env bash
# Every message of the program has its Japanese translation, and no translation is left over or fuzzy.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$SOURCE"
find engine importers reports -name '*.[ch]' | sort >"$work/files"
xgettext --from-code=UTF-8 -k_ -kN_ -c --sort-output -o "$work/shukei.pot" -f "$work/files" 2>"$work/warnings" || {
    cat "$work/warnings"
    exit 1
}
msgcmp templates/po/ja.po "$work/shukei.pot"
# msgids as whole entries (they may go over several lines), one a line
ids() { msgattrib --no-obsolete --no-wrap "$1" | sed -n '/^msgid /,/^msgstr/{/^msgstr/d;p}' | tr '\n' ' ' | sed 's/msgid /\n/g' | sed '/^$/d' | sort -u; }
ids "$work/shukei.pot" >"$work/wanted"
ids templates/po/ja.po >"$work/have"
[ "$(wc -l <"$work/wanted")" -gt 300 ] || { echo "too few messages were found in the source"; exit 1; }
unused=$(comm -13 "$work/wanted" "$work/have")
[ -z "$unused" ] || {
    echo "translations without a message:"
    echo "$unused"
    exit 1
}
[ -z "$(msgattrib --only-fuzzy templates/po/ja.po)" ] || { echo "fuzzy translations"; exit 1; }
