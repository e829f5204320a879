# What the scripts share that ask a server.  Each begins with: . "$SOURCE/tests/golden/serve_preamble.sh" || exit 1
# After the preamble: a store in $work, `begin` starts the server ($url), and people sign in and ask.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
server=
trap '[ -z "$server" ] || kill -9 $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
export SHUKEI_STORE=$work/s.db

accounts() { # NAME:ROLE...
    for account; do
        echo "a long secret of ${account%:*}" | shukei user add "${account%:*}" --role "${account#*:}" >out
    done
}
begin() {
    "$SHUKEI" --lang en serve --listen 127.0.0.1:0 >served 2>warned &
    server=$!
    for _ in $(seq 100); do
        grep -q http served && break
        sleep 0.1
    done
    url=$(grep -o 'http://[0-9.:]*' served) || { cat warned; fail "it does not serve"; }
}
ask() { # METHOD PATH [curl's words]: the status goes to $status, the body to the file `body`
    status=$(curl -s -o body -w '%{http_code}' -X "$1" "${@:3}" "$url$2") || status=000
}
is() { [ "$status" = "$1" ] || { cat body; fail "$2: status $status, not $1"; }; }
says() { grep -qF -- "$1" body || { cat body; fail "does not say: $1"; }; }
sign_in() { # NAME: cookie and token in the files NAME.cookie, NAME.token
    ask POST /api/sign-in -c "$1.cookie" -H 'Content-Type: application/json' -d "{\"name\": \"$1\", \"password\": \"a long secret of $1\"}"
    is 200 "$1 signs in"
    grep -o '"token": "[0-9a-f]*"' body | grep -o '[0-9a-f]\{64\}' >"$1.token"
}
by() { # NAME METHOD PATH [words]
    ask "$2" "$3" -b "$1.cookie" -H "X-Shukei-Token: $(cat "$1.token")" "${@:4}"
}
