#!/usr/bin/env bash
# Law 4: the record is a function of the set. Random orders, splits, batch sizes, threads, files added
# twice, rebuilt, interrupted: one dump. Own texts with copies, relays and late reports, and the sample.
set -u
dateline=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
bad=0
fail() { echo "FAILED: $1"; [ -n "${2:-}" ] && head -c 1500 "$2"; bad=1; }
RANDOM=7
mkdir texts
python3 - <<'PY'
import random
random.seed(5)
who = ["Jon Hale", "Lena Orm", "Tomas Reve", "Prime Minister Orm", "Hale", "Minister Hale", "Anna Lund", "the Norwegian president"]
places = ["Oslo", "Geneva", "Paris", "Kyiv", "Moscow"]
days = ["Monday", "Tuesday", "Wednesday", "on March 3", "last week", "later this week"]
acts = ["met {b} in {p} {d}", "is expected to meet {b} in {p} {d}", "spoke with {b} by phone {d}", "denied that he met {b}"]
said = ['"We will not give up the bridge," {a} said', '{a} said the two sides were close to an agreement on water',
        '{a} told The Harbour Post that a 9-point plan was rejected', 'According to The Fjord Times, {a} demanded security guarantees',
        '{a} rejected the 12-point plan', 'An official said {a} wanted 600,000 troops', 'Only Norway can decide on its territory, {a} said']
def sentence():
    a, b = random.sample(who, 2)
    s = random.choice(acts if random.random() < .4 else said)
    return s.format(a=a, b=b, p=random.choice(places), d=random.choice(days)) + "."
bodies = []
for i in range(24):
    if i % 5 == 4:  # a copy, whole or in part, of an earlier one
        body = random.choice(bodies)
        body = body[: random.randint(len(body) // 2, len(body))] + [sentence()]
    else:
        body = [sentence() for _ in range(random.randint(4, 10))]
    bodies.append(body)
    with open(f"texts/{i:02}_report.txt", "w") as f:
        f.write(f"Report {i} on the bridge\n\n" + " ".join(body) + "\n")
with open("meta.tsv", "w") as f:
    f.write("file\tpublished\toutlet\n")
    for i in range(24):
        if i % 7:
            f.write(f"{i:02}_report.txt\t2031-03-{1 + i * 5 % 28:02}\tOutlet {i % 6}\n")
PY
run() { "$dateline" --record "$1" add --meta "${META:-meta.tsv}" "${@:2}" > out 2> err; }
dump() { "$dateline" --record "$1" export --as dump; }

run whole.db texts || fail "adding" err
dump whole.db > want
[ "$(wc -l < want)" -gt 200 ] || fail "the dump is not empty"
"$dateline" --record whole.db check > chk || fail "check" chk
for round in 1 2 3 4 5 6; do
  rm -f r.db*
  ls texts/*.txt | shuf --random-source=<(yes $round) > order
  threads=$((round % 3 == 0 ? 8 : round % 3))
  split -n l/$((round + 1)) order part.
  for part in part.*; do
    mapfile -t files < "$part"
    run r.db --threads $threads --batch $((300 * round)) "${files[@]}" || fail "adding part of round $round" err
  done
  rm part.*
  run r.db "$(head -1 order)" "$(tail -1 order)" # what is there already
  dump r.db > got
  cmp -s want got || { diff want got > why; fail "round $round ($threads threads) gives another dump" why; }
done
"$dateline" --record r.db rebuild --threads 8 > out 2> err || fail "rebuild" err
dump r.db | cmp -s want - || fail "rebuild gives another dump"

# said later, by another path: the same as said at once
rm -f late.db*
"$dateline" --record late.db add texts > out 2> err || fail "adding without the table" err
run late.db texts || fail "the table afterwards" err
dump late.db | cmp -s want - || { dump late.db | diff want - > why; fail "what is said later gives another dump" why; }

# killed in the middle: whole batches only, and the same record in the end
for round in 1 2 3 4 5; do
  rm -f k.db*
  "$dateline" --record k.db add --meta meta.tsv --batch 400 texts > out 2> err &
  victim=$!
  sleep 0.$((RANDOM % 6))$((RANDOM % 10))
  kill -9 $victim 2> /dev/null
  wait $victim 2> /dev/null
  if [ -e k.db ]; then "$dateline" --record k.db check > chk 2>&1 || fail "a killed record holds" chk; fi
  run k.db texts || fail "going on after a kill" err
  dump k.db | cmp -s want - || fail "killed and gone on gives another dump"
done

# the sample, in one go and one by one backwards
sample=$here/sample/reports META=$here/sample/reports.tsv
if [ -d "$sample" ]; then
  [ -f "$META" ] || META=meta.tsv
  run s1.db "$sample" || [ $? = 1 ] || fail "the sample" err
  for f in $(ls -r "$sample"/*); do run s2.db --threads 1 "$f"; done
  dump s1.db > want; dump s2.db > got
  cmp -s want got || { diff want got > why; fail "the sample backwards gives another dump" why; }
fi
exit $bad
