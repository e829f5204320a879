#!/usr/bin/env bash
# Scanned sheets: loaded page by page, known again, refused whole when they are broken or claim too much, dropped, kept by
# backup and verify; and nothing else in the program is slower for it.
. "$SOURCE/tests/golden/preamble.sh" || exit 1
cd "$work"
export SHUKEI_STORE=$work/s.db
survey=trouble-2023-10
fax() { "$BUILD/tests/make_fax" "$@"; }
add() { # text, words: the sheets are loaded
    has "$1" sheets add --survey $survey "${@:2}"
}
broken() { # text, file: refused, and nothing of it is stored
    local before
    before=$(sqlite3 s.db 'SELECT count(*) FROM paper_page')
    refuses 1 "$1" sheets add --survey $survey "$2"
    [ "$before" = "$(sqlite3 s.db 'SELECT count(*) FROM paper_page')" ] || fail "$2 is half there"
}

shukei init >out
shukei survey add $survey >out
shukei form --survey $survey -o form.pdf >out
pdftoppm -rx 204 -ry 196 -mono form.pdf fine
pdftoppm -rx 204 -ry 98 -mono form.pdf coarse

# --- a FAX as it comes: coarse and fine pages, either order of bits, upside down, sideways ---
fax fax.tif --g3 --lsb --dpi 204 98 coarse-1.pbm --g4 --dpi 204 196 fine-1.pbm --turn 3 fine-1.pbm --turn 6 fine-1.pbm
add "4 pages, 4 sheets" --from T-0099 fax.tif
shukei sheets list "$(date +%F)-fax.tif" --format csv >out
[ "$(sed 1d out | cut -d, -f2,3,4,8,9 | tr -d '"' | tr '\n' ' ')" = \
    "1,T-0099,waiting,1686,1147 2,T-0100,waiting,1686,2293 3,T-0101,waiting,1686,2293 4,T-0102,waiting,2293,1686 " ] || { cat out; fail "other sheets"; }
[ "$(sqlite3 s.db 'SELECT group_concat(dpi_x || ":" || dpi_y, " ") FROM paper_page')" = "20400:9800 20400:19600 20400:19600 19600:20400" ] || fail "other resolutions"
refuses 1 "this very file was loaded" sheets add --survey $survey fax.tif

# --- sheets of two pages; an odd page over; other formats ---
fax two.tif --none coarse-1.pbm fine-1.pbm coarse-1.pbm
add "2 sheets" --pages-per-sheet 2 two.tif
grep -q "fewer than 2 pages" out || fail "a missing page was not told of"
add "1 pages, 1 sheets" form.pdf
pdftoppm -r 100 -gray -png form.pdf grey
add "1 pages" grey-1.png
pdftoppm -r 100 -jpeg form.pdf photo
add "1 pages" photo-1.jpg
awk 'BEGIN { printf "P4 7016 9921\n"; for (y = 0; y < 9921; y++) printf "%877s", "" }' >large.pbm
fax large.tif --g4 --dpi 600 600 large.pbm # A3 at 600 dpi
add "1 pages" large.tif
refuses 2 "1 to 16 pages" sheets add --survey $survey --pages-per-sheet 0 fax.tif
refuses 2 "ends in digits" sheets add --survey $survey --from T fax.tif
refuses 1 "no such file" sheets add --survey $survey none.tif
refuses 1 "no-such-survey" sheets add --survey no-such-survey fax.tif

# --- what is broken, or claims too much, is refused whole, with its place ---
fax bomb.tif fine-1.pbm --claim 65000 65000
broken "bomb.tif: page 2: the page claims 65000 x 65000 dots" bomb.tif
head -c -3000 fax.tif >cut.tif
broken "copy it here once more" cut.tif
printf 'II*\0\10\0\0\0\377\377' >stub.tif
broken "stub.tif: " stub.tif
head -c 3000 grey-1.png >cut.png
broken "cut.png: page 1: this PNG cannot be read" cut.png
head -c 5000 form.pdf >cut.pdf
broken "cut.pdf: this PDF" cut.pdf
qpdf --encrypt secret owner 256 -- form.pdf locked.pdf
broken "locked.pdf: this PDF is locked with a password" locked.pdf
head -c 3000 photo-1.jpg >cut.jpg
broken "cut.jpg: page 1: " cut.jpg
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 28400 842]>>endobj\ntrailer<</Root 1 0 R>>\n' >wide.pdf
broken "wide.pdf: page 1: the page is 10.0 m long" wide.pdf
echo "no picture" >text.tif
broken "no TIFF, PDF, PNG or JPEG" text.tif
printf 'P4 8 8\n12345678' >tiny.pbm
fax many.tif --none --times 1001 tiny.pbm
broken "it has 1001 pages; a file may have 1000" many.tif

# --- a page in which lines were lost is shown, not refused ---
cp fax.tif bad.tif
for at in $(seq 3000 13 3400); do printf '\125' | dd of=bad.tif bs=1 seek="$at" conv=notrunc status=none; done
add "lines were lost in 1 pages, the first of them page 1" bad.tif
grep -q "kept once" out || fail "the pages that were there before were not told of"

# --- set aside, taken back, dropped ---
refuses 2 "say why" sheets skip 1 --why ""
shukei sheets skip 1 --why "cover page"
shukei sheets list "$(date +%F)-fax.tif" | sees "cover page" || fail "why a sheet was set aside is not told"
shukei sheets reopen 1 --why "it was one"
refuses 1 "was not set aside" sheets reopen 1 --why "twice"
refuses 1 "there are no sheets" sheets drop nothing --why x
has "4 sheets are not shown" sheets drop "$(date +%F)-fax.tif" --why "loaded by mistake"
refuses 1 "dropped before" sheets drop "$(date +%F)-fax.tif" --why "again"
add "4 pages" fax.tif
for action in paper.add paper.skip paper.reopen paper.drop; do
    [ "$(sqlite3 s.db "SELECT count(*) FROM trail WHERE action = '$action'")" -ge 1 ] || fail "$action is not in the trail"
done

# --- kept: in the backup, unchangeable, and a change behind the program's back shows ---
shukei verify >out
shukei backup copy.db >out
[ "$(sqlite3 copy.db 'SELECT sum(length(bytes)) FROM paper_picture')" = "$(sqlite3 s.db 'SELECT sum(length(bytes)) FROM paper_picture')" ] || fail "the backup lacks pictures"
sqlite3 s.db "DELETE FROM paper_picture" 2>/dev/null && fail "a picture can be deleted"
tampered() { # SQL, what verify says
    cp s.db t.db
    sqlite3 t.db "$1"
    SHUKEI_STORE=t.db run 1 "$2" verify
}
tampered "DROP TRIGGER paper_picture_not_overwritten; UPDATE paper_picture SET bytes = x'00' WHERE id = 1" "picture number 1"
tampered "DROP TRIGGER paper_page_not_overwritten; UPDATE paper_page SET picture = 1 WHERE paper = 2" "fax.tif were changed"
tampered "UPDATE paper SET number = 'T-0200' WHERE id = 2" "fax.tif were changed"
