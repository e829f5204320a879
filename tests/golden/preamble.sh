# What the scripts beside this one share.  Each begins with: . "$SOURCE/tests/golden/preamble.sh" || exit 1
# A folder of its own that goes when it ends ($work), no store, the program in English, and ways to hold what it says to what it should.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset SHUKEI_STORE
fail() { echo "FAIL: $*"; exit 1; }
shukei() { "$SHUKEI" --lang en "$@"; }
# At the end of a pipe: grep -q goes at the first match, and a program that still writes then ends by SIGPIPE, which pipefail takes for no match.
sees() { grep "$@" | cat >/dev/null; }

has() { # text, words of the command: it prints the text
    local text=$1
    shift
    shukei "$@" >out 2>err || { cat err; fail "$*"; }
    grep -qF -- "$text" out || { cat out; fail "$*: does not say: $text"; }
}

run() { # exit code, text, words of the command; the text in either stream
    local code=0 wanted=$1 text=$2
    shift 2
    shukei "$@" >out 2>&1 || code=$?
    [ $code = "$wanted" ] || { cat out; fail "$*: exit code $code, not $wanted"; }
    grep -qF -- "$text" out || { cat out; fail "$*: does not say: $text"; }
}

refuses() { # exit code, text, words of the command: one line of message with the text, and nothing else printed
    local code=0 wanted=$1 text=$2
    shift 2
    shukei "$@" >out 2>err || code=$?
    [ $code = "$wanted" ] || { head -c 2000 out err; fail "$(head -c 300 <<<"$*"): exit code $code, not $wanted"; }
    grep -qF -- "$text" err || { head -c 2000 err; fail "$(head -c 300 <<<"$*"): does not say: $text"; }
    [ "$(wc -l <err)" = 1 ] || { head -c 2000 err; fail "$(head -c 300 <<<"$*"): more than one line of message"; }
    [ ! -s out ] || { head -c 2000 out; fail "$(head -c 300 <<<"$*"): printed something before it failed"; }
}

opens_in_excel() { # workbooks: each keeps all rules of its package
    for book; do
        "$SHUKEI" --lang en excel --check "$book" --format csv >package || [ $? = 3 ] || fail "$book cannot be looked at"
        [ "$(grep -c '^"package",.*,true,0$' package)" -ge 10 ] && ! grep '^"package",.*,false,' package || fail "$book: a spreadsheet would complain"
    done
}

# Expected outputs: what the command says is $golden/NAME.expected (UPDATE=1 writes it anew; read the difference); ends with: exit $failed
failed=0
complain() { echo "FAIL: $*"; failed=1; }
steady() { # what may differ from day to day or machine to machine: digests, and the last digits of doubles
    sed -E 's/("?(state|template)"?:?\t?"?)[0-9a-f]{64}/\1.../; s/(state|questionnaire) [0-9a-f]{12}/\1 .../g; s/([0-9]\.[0-9]{9})[0-9]+/\1/g'
}
expect() { # name, words of the command
    local name=$1 code=0
    shift
    shukei "$@" >"$work/out" 2>"$work/err" || code=$?
    { cat "$work/out" "$work/err"; [ $code = 0 ] || echo "exit $code"; } | steady >"$work/$name"
    [ -z "${UPDATE:-}" ] || cp "$work/$name" "$golden/$name.expected"
    diff -u "$golden/$name.expected" "$work/$name" || failed=1
}
