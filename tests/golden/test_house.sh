#!/usr/bin/env bash
# The house rules that a machine can check: the direction of includes, the top level, sizes, and that every folder
# tells what it holds.
set -euo pipefail
cd "$SOURCE"
fail=0
complain() { echo "$*"; fail=1; }

complain_lines() { # message, lines
    [ -z "$2" ] || complain "$1"$'\n'"$2"
}
complain_lines "engine includes importers or reports:" \
    "$(grep -rnE '#include "(\.\./)*(importers|reports)/' engine || true)"
complain_lines "importers include reports:" "$(grep -rnE '#include "(\.\./)*reports/' importers || true)"
complain_lines "reports include importers:" "$(grep -rnE '#include "(\.\./)*importers/' reports || true)"

for entry in * .[!.]*; do
    case "$entry" in
    CMakeLists.txt | README.md | LICENSE | engine | importers | reports | templates | data | tests | .*) ;;
    build* | out*) ;; # made by the README's commands, ignored by git
    *) complain "top level has $entry" ;;
    esac
done

# No C file of the program names a question of a survey.
complain_lines "a C file names a question:" \
    "$(grep -rnE '"q[0-9]+(_[a-z]+)?"' engine importers reports --include=*.c --include=*.h || true)"
complain_lines "unfinished work:" \
    "$(grep -rnE 'TODO|FIXME|not (yet )?implemented' engine importers reports tests --include=*.c --include=*.h || true)"
complain_lines "a pipe that grep -q leaves early (use sees of preamble.sh):" \
    "$(grep -rnE '[^|]\| *grep -[a-zA-Z]*q' tests --include='*.sh' | grep -v 'complain_lines' || true)"
complain_lines "files over 700 lines:" \
    "$(find engine importers reports tests -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 700')"
complain_lines "typedefs of structs:" "$(grep -rnE '^typedef (struct|enum|union)' engine importers reports || true)"

for folder in engine importers reports templates data tests engine/*/ importers/*/ reports/*/; do
    case "$folder" in */commands/ | */figures/) continue ;; esac
    [ -d "$folder" ] || continue
    [ -f "$folder/README.md" ] || ls "$folder"/*.h >/dev/null 2>&1 || complain "$folder has neither README.md nor a header"
done
for room in engine importers reports templates data tests; do
    [ -f "$room/README.md" ] || complain "$room/README.md is missing"
done
exit $fail
