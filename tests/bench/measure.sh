# What benchmarks of whole commands share: a folder of their own ($work), a store in it, and how long a command takes.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SHUKEI_STORE=$work/store.db

measure() { # name, command...: leaves "seconds megabytes" in $work/NAME
    local name=$1
    shift
    /usr/bin/time -o "$work/time" -f '%e %M' "$@" >"$work/$name.out"
    awk '{ printf "%.2f %d\n", $1, $2 / 1024 }' "$work/time" >"$work/$name"
    read -r seconds megabytes <"$work/$name"
    printf '%-34s %8s s %8s MB\n' "$name" "$seconds" "$megabytes"
}
