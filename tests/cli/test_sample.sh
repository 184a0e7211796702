#!/usr/bin/env bash
# The whole path on the bundled sample: add, every view, every export; what must hold of it.
set -u
program=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
record=$work/sample.db
passed=0 failed=0
check() { if eval "$2"; then passed=$((passed+1)); else failed=$((failed+1)); echo "FAILED: $1"; fi; }
run() { "$program" --record "$record" "$@" 2>"$work/err"; }

run add --meta "$root/sample/reports.tsv" "$root/sample/reports" >"$work/add"
check "add exits 0: $(cat "$work/err")" '[ -s "$work/add" ]'
check "twenty reports" 'grep -q "^20 reports" "$work/add"'
run export --as jsonl >"$work/all.jsonl"
for type in report attribution event entity position version relay copy statement meeting; do
  check "the export has rows of $type" 'grep -q "^{\"type\":\"'$type'\"" "$work/all.jsonl"'
done
run add --meta "$root/sample/reports.tsv" "$root/sample/reports" >"$work/again"
run export --as jsonl >"$work/again.jsonl"
check "adding twice changes nothing" 'cmp -s "$work/all.jsonl" "$work/again.jsonl"'
for format in csl ris atom ics webannotation plover; do
  check "export --as $format" 'run export --as '$format' >"$work/out" && [ -s "$work/out" ]'
done
check "no view calls anything confirmed" '! grep -qi "confirmed" "$work/all.jsonl"'
check "the spelling Menahem is the same man" '[ "$(grep "^{\"type\":\"entity\"" "$work/all.jsonl" | grep -c "Menahem")" -le 1 ]'
check "the courier is a copy of the wire" 'grep -q "^{\"type\":\"copy\"" "$work/all.jsonl"'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
