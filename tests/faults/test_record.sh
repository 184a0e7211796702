#!/usr/bin/env bash
# What can be wrong with inputs and with the record's file, each with its clear error; run as an
# ordinary user where rights matter. Mount and user tests say so and are left out where not root.
set -u
dateline=$1
dir=$(mktemp -d)
chmod 755 "$dir"
cleanup() { umount "$dir/ro" "$dir/full" 2>/dev/null; rm -rf "$dir"; }
trap cleanup EXIT
cd "$dir"
bad=0
fail() { echo "FAILED: $1"; [ -n "${2:-}" ] && sed 's/^/   /' "$2"; bad=1; }
says() { grep -q -- "$1" err || fail "$2" err; } # the last command's stderr has $1
text() { printf 'Talks on the %s bridge\n\nMinister Jon Hale met Lena Orm in Oslo on Monday. "We agree on point %s," Hale said.\n' "$1" "$1"; }
add() { "$dateline" --record "$dir/r.db" add --published 2031-03-05 "$@" > out 2> err; }

# ── one bad file among good ones: named with its cause, counted, the rest recorded, exit 1 ──
mkdir in
for i in 1 2 3; do text $i > in/good$i.txt; done
: > in/empty.txt
head -c 4000 /dev/urandom > in/binary.dat
head -c 104857600 /dev/zero | tr '\0' 'a' > in/line.txt
printf 'Caf\xe9 talks\n\nThe caf\xe9 owner said \xe2\x82 nothing. Jon Hale met Lena Orm.\n' > in/broken.txt
ln -s ../in in/loop
add in
[ $? = 1 ] || fail "exit status 1 where something was kept out" err
grep -q '4 reports added' out || fail "the good ones and the broken UTF-8 are recorded" out
says 'in/empty.txt: ' "the empty file is named"
says 'in/binary.dat: ' "the binary file is named"
says 'in/line.txt: ' "the 100 MB line is named"
grep -q '4 kept out' out || fail "kept-out files (the loop is one) are counted" out
says 'in/loop: ' "the folder that leads back to itself is named"
"$dateline" --record r.db check > chk || fail "the record holds" chk
rm in/line.txt in/binary.dat in/empty.txt in/loop

# ── files that are no record, or of a newer version: refused, untouched ──
text 9 > note.txt
sum=$(sha256sum < note.txt)
"$dateline" --record note.txt show 2> err && fail "a text file is no record"
says 'not a dateline record' "it says so"
"$dateline" --record note.txt add in/good1.txt > out 2> err && fail "nor is it added to"
[ "$sum" = "$(sha256sum < note.txt)" ] || fail "a file that is not a record was changed"
: > zero.db
"$dateline" --record zero.db add in/good1.txt > out 2> err && fail "an empty file is no record"
[ -s zero.db ] && fail "an empty file was written to"
cp r.db newer.db
printf '\x00\x00\x00\x63' | dd of=newer.db bs=1 seek=60 conv=notrunc 2> /dev/null
sum=$(sha256sum < newer.db)
"$dateline" --record newer.db add in/good1.txt > out 2> err && fail "a newer record is refused"
says 'version 99' "the version is named"
"$dateline" --record newer.db show 2> err && fail "a newer record is refused for reading"
[ "$sum" = "$(sha256sum < newer.db)" ] && [ ! -e newer.db-wal ] || fail "a newer record was touched"
sqlite3 other.db 'create table t(x)' 2> /dev/null
"$dateline" --record other.db show 2> err && fail "another program's database is refused"
"$dateline" --record none.db show 2> err && fail "a record that is not there"
says 'there is no record' "it says so"
cp r.db torn.db
dd if=/dev/urandom of=torn.db bs=4096 seek=3 count=20 conv=notrunc 2> /dev/null
"$dateline" --record torn.db check > out 2> err && fail "a damaged record passes its check" out

# ── a record of another analysis: adding refuses and names rebuild ──
cp r.db old.db
sqlite3 old.db "update made_by set analysis='0000'" 2> /dev/null
"$dateline" --record old.db add in/good1.txt 2> err && fail "another analysis is refused"
says 'dateline rebuild' "the remedy is named"
"$dateline" --record old.db rebuild > /dev/null 2> err || fail "rebuild mends it" err
"$dateline" --record old.db add in/good1.txt > /dev/null 2> err || fail "then adding goes on" err

# ── what a table says ──
printf 'file\tpublished\tcolour\ngood1.txt\t2031-01-01\tred\n' > meta.tsv
add --meta meta.tsv in/good1.txt && fail "a column that is not known"
says 'colour' "it is named"
printf 'file\tpublished\ngood1.txt\t2031-01-01\nmissing.txt\t2031-01-02\n' > meta.tsv
rm -f r.db*
add --meta meta.tsv in/good1.txt in/good2.txt || fail "a table beside files" err
says 'missing.txt: .*no such file' "a row for no file is said"
says 'good2.txt: .*no row' "a file without a row is said"
printf 'file,outlet\n"good1.txt","The ""Post"", daily"\n' > meta.csv
add --meta meta.csv in/good1.txt || fail "the same as CSV" err
"$dateline" --record r.db show --json | grep -q 'The \\"Post\\", daily' || fail "a quoted cell, said later of a known report"

# ── a hostile record: its own views and functions are never used ──
cp r.db evil.db
sqlite3 evil.db "drop view v_report; create view v_report as select load_extension('x') as id" 2> /dev/null
"$dateline" --record evil.db show > out 2> err || fail "the program's own views are used" err

[ "$(id -u)" = 0 ] || { echo "not root: rights, mounts and full disks are left out"; exit $bad; }
nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }

# ── rights ──
text 5 > in/secret.txt
chmod 000 in/secret.txt
mkdir -m 777 open
nobody "$dateline" --record open/r.db add in > out 2> err
[ $? = 1 ] || fail "an unreadable file among readable ones: exit 1" err
says 'in/secret.txt: .*[Pp]ermission' "the unreadable file is named with its cause"
grep -q 'added' out || fail "the others are recorded" out
rm -f in/secret.txt
"$dateline" --record closed.db add in > /dev/null 2>&1
chmod 644 closed.db
nobody "$dateline" --record closed.db show > out 2> err || fail "a record that may only be read opens for reading" err
nobody "$dateline" --record closed.db add in/good1.txt > out 2> err && fail "and is not written to"
nobody "$dateline" --record /nowhere/r.db add in/good1.txt 2> err && fail "a folder that is not there"

# ── a read-only mount ──
mkdir ro full
if mount -t tmpfs -o size=64m tmpfs ro 2> /dev/null; then
  cp closed.db ro/r.db
  mount -o remount,ro ro
  "$dateline" --record ro/r.db show > out 2> err || fail "a record on a read-only mount opens for reading" err
  "$dateline" --record ro/r.db search bridge > out 2> err || fail "and is searched" err
  "$dateline" --record ro/r.db add in/good1.txt > out 2> err && fail "and is not written to"
  umount ro
else
  echo "mounts are not possible here: read-only and full disks are left out"
  exit $bad
fi

# ── a full disk: a clean error, what was committed stays, and room lets it go on ──
mount -t tmpfs -o size=2m tmpfs full
mkdir many
for i in $(seq 160); do { text "$i"; for k in $(seq 12); do text "$i-$k" | tail -1; done; } > many/r$i.txt; done
"$dateline" --record full/r.db add --batch 8000 many > out 2> err
[ $? = 3 ] || fail "a full disk fails" err
says 'disk is full' "it says so"
if [ -e full/r.db ]; then
  cp full/r.db* . && "$dateline" --record r.db check > chk 2> err || fail "what was committed holds" chk
  mount -o remount,size=64m full
  "$dateline" --record full/r.db add many > out 2> err || fail "with room it goes on" err
  "$dateline" --record whole.db add many > /dev/null 2> err
  "$dateline" --record full/r.db export --as dump > a
  "$dateline" --record whole.db export --as dump > b
  cmp a b || fail "interrupted and whole are the same"
fi
umount full
exit $bad
