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
keyed() { # TITLE [more members]: a store with a survey to be keyed
    cat >survey.json <<END
{"format": "shukei-survey-1", "id": "keyed", "title": "$1", "organiser": "O", "lang": "en",${2:-}
 "questions": [
  {"id": "kind", "kind": "single", "label": "Kind", "required": true, "options": [{"id": "a", "label": "Alpha"}, {"id": "b", "label": "Beta"}]},
  {"id": "marks", "kind": "multi", "label": "Marks", "ask": "kind = a", "options": [{"id": "x", "label": "X-ray"}, {"id": "y", "label": "Yoke"}]},
  {"id": "cases", "kind": "number", "label": "Cases", "max": 100, "decimals": 0},
  {"id": "story", "kind": "text", "label": "Story"}]}
END
    shukei init >out
    shukei survey add survey.json >out
}
begin() { # [options]; $listen is where, if not on the loopback
    : >served # lest the address of the one before is read before the new one has begun
    "$SHUKEI" --lang en serve --listen "${listen:-127.0.0.1:0}" "$@" >served 2>warned &
    server=$!
    for _ in $(seq 100); do
        grep -q http served && break
        sleep 0.1
    done
    url=$(grep -o 'http://[0-9.:]*' served) || { cat warned; fail "it does not serve"; }
}
end() {
    kill $server
    wait $server || { cat warned; fail "it does not end well"; }
    server=
}
ask() { # METHOD PATH [curl's words]: the status goes to $status, the body to the file `body`
    status=$(curl -s -o body -w '%{http_code}' -X "$1" "${@:3}" "$url$2") || status=000
}
is() { [ "$status" = "$1" ] || { cat body; fail "$2: status $status, not $1"; }; }
says() { grep -qF -- "$1" body || { cat body; fail "does not say: $1"; }; }
sign_in() { # NAME [curl's words]: cookie and token in the files NAME.cookie, NAME.token
    ask POST /api/sign-in -c "$1.cookie" -H 'Content-Type: application/json' -d "{\"name\": \"$1\", \"password\": \"a long secret of $1\"}" "${@:2}"
    is 200 "$1 signs in"
    grep -o '"token": "[0-9a-f]*"' body | grep -o '[0-9a-f]\{64\}' >"$1.token"
}
by() { # NAME METHOD PATH [words]
    ask "$2" "$3" -b "$1.cookie" -H "X-Shukei-Token: $(cat "$1.token")" "${@:4}"
}
until_done() { # NAME: of the job whose number is in `body`, which then says how it ended; $job
    job=$(grep -o '[0-9]*' body)
    for _ in $(seq 1500); do
        by "$1" GET "/api/jobs/$job"
        grep -qE '"(done|failed)"' body && return
        sleep 0.02
    done
    fail "job $job does not end"
}
key() { printf '%032d' "$1"; }
sheet() { # NAME KEY SHEET ANSWERS [more members]
    by "$1" POST /api/surveys/keyed/sheets -d "{\"key\": \"$(key "$2")\", \"sheet\": {\"fields\": {\"sheet\": \"$3\", \"channel\": \"fax\"}, \"answers\": $4}${5:-}}"
}
routes() { # METHOD PATH WHO of every route, as the tables in the sources have them
    grep -hoE '\{WEB_(GET|POST), "[^"]*", WEB_[A-Z_]+' "$SOURCE"/{engine,importers,reports}/web/*.c | sed -E 's/[{",]|WEB_//g'
    [ "${PIPESTATUS[0]}" = 0 ] || fail "the routes were not found"
}
