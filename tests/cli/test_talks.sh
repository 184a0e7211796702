#!/usr/bin/env bash
# brief, positions, plan, differ, grade, retract on the bundled sample, as a person runs them.
set -u
dateline=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export DATELINE_RECORD=$dir/sample.db
bad=0
fail() { echo "FAIL: $1"; bad=1; }
"$dateline" add --meta "$here/sample/reports.tsv" "$here/sample/reports" >/dev/null 2>&1 || fail "add"

"$dateline" brief >"$dir/brief" || fail "brief runs"
[ "$(wc -l <"$dir/brief")" -le 40 ] || fail "the brief has more than 40 lines"
python3 -c 'import sys; sys.exit(any(len(l.rstrip("\n")) > 100 for l in open(sys.argv[1], encoding="utf-8")))' "$dir/brief" ||
  fail "a line of the brief is over 100 columns"
for head in "WHAT HAPPENED" "WHERE THEY STAND" "THE PLAN"; do
  grep -q "^$head" "$dir/brief" || fail "the brief lacks $head"
done
"$dateline" >"$dir/bare" && cmp -s "$dir/brief" "$dir/bare" || fail "bare dateline is the brief"
"$dateline" brief --json | python3 -c 'import json,sys; b=json.load(sys.stdin); assert b["reports"] >= 18 and b["happened"][0]["evidence"]' ||
  fail "brief --json"
"$dateline" brief --as markdown | grep -q '^\[^1\]: ' || fail "footnotes"
"$dateline" brief --as html --to "$dir/b.html" && grep -q '<blockquote>' "$dir/b.html" ||
  fail "the HTML file has its evidence inside"
grep -Eq '<script|https?://' "$dir/b.html" && fail "the HTML file fetches something"
"$dateline" brief --since yesterday >/dev/null 2>&1; [ $? = 2 ] || fail "--since takes a day"

"$dateline" positions --party Egypt --history | grep -q '^Egypt on ' || fail "history"
"$dateline" positions --issue withdrawal | grep -q 'Israel' || fail "matrix"
"$dateline" positions --json | python3 -c 'import json,sys; assert all(p["evidence"] for p in json.load(sys.stdin))' ||
  fail "every position opens its sentence"
"$dateline" differ >/dev/null || fail "differ"

i=1
while [ $i -le 28 ]; do echo "$i. Party $i keeps its own port number $i open."; i=$((i + 1)); done >"$dir/old.txt"
grep -v '^3\. ' "$dir/old.txt" | sed 's/^5\. .*/5. The army is capped at 800,000 persons./' >"$dir/new.txt"
sed -i 's/^5\. .*/5. The army is capped at 600,000 persons./' "$dir/old.txt"
"$dateline" plan add "$dir/old.txt" --label "first text" | grep -q '28 points, numbers to 28' || fail "plan add"
"$dateline" plan add "$dir/new.txt" --label "second text" | grep -q '27 points, numbers to 28' ||
  fail "27 points, numbers to 28"
"$dateline" plan compare "first text" "second text" >"$dir/plan" || fail "plan compare"
grep -q '27 points, numbers to 28, without 3' "$dir/plan" || fail "the count is not the highest number"
grep -q '^3 -> - *deleted' "$dir/plan" || fail "point 3 is deleted"
grep -q '\[-600,000-\] {+800,000+}' "$dir/plan" || fail "the number that changed"

"$dateline" grade 15 G --why x >/dev/null 2>&1; [ $? = 2 ] || fail "a grade off the scale is an error"
"$dateline" grade 15 B --why "named sources" >/dev/null || fail "grade"
before=$("$dateline" positions --json | cksum)
"$dateline" retract 15 --dry-run >"$dir/dry" || fail "retract --dry-run"
grep -q 'nothing was changed' "$dir/dry" || fail "dry run says so"
[ "$before" = "$("$dateline" positions --json | cksum)" ] || fail "a dry run changed the record"
"$dateline" retract 15 --why "withdrawn by its outlet" >"$dir/wet" || fail "retract"
grep -q 'WITHOUT ANY REPORT' "$dir/wet" || fail "what is lost is listed"
[ "$before" != "$("$dateline" positions --json | cksum)" ] || fail "the report still counts"
number=$(sed -n 's/^decision \([0-9]*\);.*/\1/p' "$dir/wet")
"$dateline" undo "$number" >/dev/null || fail "undo"
[ "$before" = "$("$dateline" positions --json | cksum)" ] || fail "undo does not bring it back"
exit $bad
