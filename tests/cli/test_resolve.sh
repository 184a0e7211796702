#!/usr/bin/env bash
# The record is a function of the set: any order, any batches, 1, 2 or 8 threads, a late arrival and a
# rebuild give the same dump, with and without a person's merge and split. Origins, stories and
# meetings print, and nothing is ever called confirmed.
set -eu
dateline=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
fail() { echo "test_resolve: $*"; exit 1; }
export USER=tester

mkdir "$dir/in"
cat >"$dir/in/a.txt" <<'TEXT'
Published: 2025-03-04
Source: Veld Post

President Marta Lenko of Ukraine met with President Emmanuel Macron of France in Paris on Tuesday. "We will not leave the valley before the last prisoner is home," Ms. Lenko told reporters after the meeting, which lasted two hours and ended without a joint statement.
TEXT
cat >"$dir/in/b.txt" <<'TEXT'
Published: 2025-03-05
Source: Coast Herald

President Marta Lenko of Ukraine met with President Emmanuel Macron of France in Paris on Tuesday. "We will not leave the valley before the last prisoner is home," Ms. Lenko told reporters after the meeting, which lasted two hours and ended without a joint statement. The Veld Post first reported the talks.
TEXT
cat >"$dir/in/c.txt" <<'TEXT'
Published: 2025-03-12
Source: Lake Courier

President Marta Lenko of Ukraine met with President Emmanuel Macron of France in Paris on Wednesday, their second meeting in eight days. A French official said that the two leaders had agreed on nothing.
TEXT
cat >"$dir/in/d.txt" <<'TEXT'
Harvests in the northern plains were poor this year, farmers said, and the price of wheat rose by a tenth in the markets of the capital.
TEXT

dump() { "$dateline" --record "$1" export --as dump --to "$2"; }
add() { "$dateline" --record "$@" >/dev/null 2>&1 || fail "add $*"; }

add "$dir/one.db" add "$dir"/in/*.txt
dump "$dir/one.db" "$dir/one"
for threads in 1 2 8; do
  add "$dir/t$threads.db" add --threads "$threads" "$dir"/in/*.txt
  dump "$dir/t$threads.db" "$dir/t$threads"
  cmp "$dir/one" "$dir/t$threads" || fail "$threads threads give another dump"
done
for order in "d c b a" "b d a c" "c a d b"; do
  rm -f "$dir/o.db"*
  for f in $order; do add "$dir/o.db" add "$dir/in/$f.txt"; done
  dump "$dir/o.db" "$dir/o"
  cmp "$dir/one" "$dir/o" || fail "the order $order gives another dump"
done
"$dateline" --record "$dir/o.db" rebuild >/dev/null 2>&1 || fail "rebuild"
dump "$dir/o.db" "$dir/o"
cmp "$dir/one" "$dir/o" || fail "a rebuild gives another dump"

run() { "$dateline" --record "$dir/one.db" "$@" >"$dir/out" 2>"$dir/err" || fail "$* failed: $(cat "$dir/err")"; }
run origins
run origins prisoner
grep -q 'origin' "$dir/out" || fail "origins of a word: $(cat "$dir/out")"
grep -q 'copy' "$dir/out" || fail "b is a copy of a: $(cat "$dir/out")"
run meetings Macron
[ "$(grep -c '^2025-03-\(04\|12\)' "$dir/out")" = 2 ] || fail "two meetings a week apart: $(cat "$dir/out")"
run stories
run origins --json
for command in origins stories meetings; do
  run "$command"
  ! grep -qi confirmed "$dir/out" || fail "$command calls something confirmed"
done

run merge "Emmanuel Macron" "Marta Lenko" --why "a test"
run who Lenko
grep -q 'Macron' "$dir/out" || fail "merge does nothing: $(cat "$dir/out")"
run rebuild
run who Lenko
grep -q 'Macron' "$dir/out" || fail "merge does not outlive a rebuild"
run undo 2
dump "$dir/one.db" "$dir/back"
run split "Emmanuel Macron" c
run export --of entity
[ "$(grep -c 'Emmanuel Macron' "$dir/out")" = 2 ] || fail "split does nothing: $(cat "$dir/out")"
echo ok
