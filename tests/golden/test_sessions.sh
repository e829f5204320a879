#!/usr/bin/env bash
# Who is signed in, for how long, and behind what: sessions end when their account changes, wherever it was changed; requests with two
# meanings are refused; a proxy is believed in what it saw itself; what lies on the disk is for one person.
. "$SOURCE/tests/golden/serve_preamble.sh" || exit 1
export TMPDIR=$work
umask 022
shukei init >out
accounts sato:entry okada:officer kanri:admin
me() { ask GET /api/me -b "$1.cookie"; }
begin

# --- what a cookie is, and when it ends ---
printf 'shukei=%064d' 0 >planted
ask POST /api/sign-in -c sato.cookie -b "$(cat planted)" -d '{"name": "sato", "password": "a long secret of sato"}'
grep -q "$(cut -d= -f2 planted)" sato.cookie && fail "a planted cookie became a session"
cp sato.cookie first.cookie
sign_in sato -b sato.cookie
me first
is 401 "the session that was replaced"
me sato
is 200 "the one that replaced it"
curl -s -D head -o body -d '{"name": "okada", "password": "a long secret of okada"}' "$url/api/sign-in"
grep -qi '^set-cookie: shukei=[0-9a-f]\{64\}; Path=/; HttpOnly; SameSite=Strict.$' head || { cat head; fail "the cookie's flags"; }
echo "another long secret" | shukei user password sato >out
me sato
is 401 "after another password, from the command line"
sign_in okada
shukei user role okada --role entry >out
ask GET /api/kits -b okada.cookie
is 403 "a role that was taken away, from the command line"
shukei user role okada --role officer >out
ask GET /api/kits -b okada.cookie
is 200 "a role that was given back"
shukei user close okada >out
me okada
is 401 "a closed account"
shukei user open okada >out
me okada
is 401 "a session of before it was closed"

# --- requests with two meanings: a proxy may have understood the other one ---
raw() { # STATUS WORDS REQUEST
    local got
    got=$({ printf '%b' "$3" >&3; timeout 3 head -1 <&3; } 3<>"/dev/tcp/127.0.0.1/${url##*:}" | cut -d' ' -f2)
    [ "$got" = "$1" ] || fail "$2: $got, not $1"
}
raw 200 "a whole request" 'GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n'
raw 400 "two hosts" 'GET /api/hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n'
raw 400 "two lengths" 'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n'
raw 400 "a length and chunks" 'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n'
raw 400 "another coding" 'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'
raw 400 "a blank in a header's name" 'GET /api/hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n'
raw 413 "a page with a large body" 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n'
raw 400 "JSON without what it must have" 'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}'

# --- what lies on the disk ---
sign_in kanri
token=$(grep -o '"token": "[0-9a-f]*"' body | grep -o '[0-9a-f]\{64\}')
ask POST '/api/upload?name=x.csv' -b kanri.cookie -H "X-Shukei-Token: $token" --data-binary 'secret'
shukei backup copy.db >out
open=$(find . \( -name 's.db*' -o -name 'copy.db' -o -path './shukei-serve-*' \) -perm /077)
[ -z "$open" ] || { ls -lR; fail "others can read: $open"; }
[ "$(find . -path './shukei-serve-*' -name x.csv | wc -l)" = 1 ] || fail "the upload was not found"
end

# --- by which names it may be called: from other machines by numbers, its own name and those given; from this one by none but its own ---
called() { # STATUS HOST...
    local wanted=$1 host
    shift
    for host; do
        ask GET /api/hello -H "Host: $host"
        is "$wanted" "called $host"
    done
}
listen=0.0.0.0:0 begin --host Tally.example --host tally2.example
grep -q "http://$(hostname):[0-9]*/" served || { cat served; fail "the name to call it by"; }
url=http://127.0.0.1:$(grep -o ':[0-9][0-9]*/' served | tr -d ':/')
called 200 192.0.2.7:8380 127.0.0.1 '[2001:db8::1]:80' localhost "$(hostname)" "$(hostname).local:8380" tally.example:8380 TALLY2.EXAMPLE
called 403 evil.example "$(hostname).evil.example" tally.example.evil 192.0.2.7.evil.example 0x7f000001 2130706433 '[::1].evil' '[tally.example]'
grep -qF -- '--host' body || { cat body; fail "no remedy"; }
grep -q 'not encrypted' warned && grep -q 'unless --host' warned || { cat warned; fail "what is missing"; }
end
begin --host tally.example
called 200 tally.example 127.0.0.1:1 '[::1]:9' localhost
called 403 "$(hostname)" 192.0.2.7 evil.example
end
for wrong in http://tally.example tally.example:80 'a b' ''; do
    shukei serve --listen 127.0.0.1:0 --host "$wrong" 2>err && fail "--host $wrong"
    grep -q 'the name alone' err || { cat err; fail "--host $wrong"; }
done

# --- behind a proxy ---
begin --proxy
curl -s -D head -o body -H 'X-Forwarded-For: 198.51.100.7' -d '{"name": "kanri", "password": "a long secret of kanri"}' "$url/api/sign-in"
grep -qi '^set-cookie: __Host-shukei=[0-9a-f]\{64\}; Path=/; HttpOnly; SameSite=Strict; Secure.$' head || { cat head; fail "the cookie's flags behind a proxy"; }
for i in $(seq 16); do # what a guesser says of himself is not believed: the proxy's own line is the last
    ask POST /api/sign-in -H "X-Forwarded-For: 203.0.113.$i" -H "X-Forwarded-For: 203.0.113.$i, 198.51.100.66" -d '{"name": "kanri", "password": "a wrong guess"}'
done
is 429 "a guesser"
ask POST /api/sign-in -H 'X-Forwarded-For: 198.51.100.7' -d '{"name": "kanri", "password": "a long secret of kanri"}'
is 200 "who is guessed at, elsewhere"
end
