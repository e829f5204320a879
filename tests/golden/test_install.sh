#!/usr/bin/env bash
# `cmake --install` leaves a program that works from any directory on its own templates, data and messages.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cmake --install "$BUILD" --prefix "$work/usr" >/dev/null
template=$work/usr/share/shukei/templates/surveys/trouble-2023-10.json
sed -i 's/"title": "/"title": "INSTALLED /' "$template"
cd "$work"
env -u SHUKEI_HOME usr/bin/shukei --lang ja demo out >log
grep -q 'INSTALLED' <(pdftotext out/press-kit.pdf - 2>&1; usr/bin/shukei --store out/shukei.db survey list)
grep -q '作成したファイル' log
for file in shukei.db press-kit.pdf tables.xlsx tables-machine.xlsx; do
    [ -s "out/$file" ] || { echo "out/$file is missing"; exit 1; }
done
# What came with the program is found by its name, wherever one stands.
usr/bin/shukei --store named.db init >/dev/null
usr/bin/shukei --store named.db survey add trouble-2023-10 | sees 'INSTALLED'
# The program says where it looked when its home is gone.
mv usr/share/shukei usr/share/away
if SHUKEI_HOME=$work/none usr/bin/shukei demo out2 2>err; then echo "a missing home was not noticed"; exit 1; fi
grep -q 'SHUKEI_HOME' err
