#!/usr/bin/env bash
# `shukei help COMMAND` explains every option that the usage names, in one line, in both languages.
set -euo pipefail
sees() { grep "$@" | cat >/dev/null; } # see preamble.sh
fail() { echo "FAIL: $*"; exit 1; }
for command in survey series batch progress import return history duplicates finding mask check double sheets; do
    for language in en ja; do
        text=$("$SHUKEI" --lang $language help $command)
        usage=$(grep -vE '^  --?[a-z]' <<<"$text" | tail -n +2)
        options=$(grep -oE -- '(^|[^a-z-])--?[a-z][a-z-]*' <<<"$usage" | grep -oE -- '--?[a-z-]+' | grep -E -- '^(--[a-z-]+|-[a-z])$' | sort -u)
        for option in $options; do
            grep -qE -- "^  $option  *[^ ]" <<<"$text" ||
                fail "help $command ($language) does not explain $option: add it to the command's options, or to engine/app/explain.c"
        done
    done
done
"$SHUKEI" --lang ja help finding | sees '^  --why  .*理由' || fail "the explanation is not translated"
echo "help: all options are explained"
