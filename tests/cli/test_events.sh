#!/usr/bin/env bash
# Events from a report to the timeline, the audit, and the PLOVER and CSV exports. $1: the program.
set -eu
dateline=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/report.txt" <<'TEXT'
=== METADATA ===

Source: Test Wire
Title: Talks in Muscat
Published_Date: 2025-12-01

=== ARTICLE ===
Iran and the United States held talks in Muscat on Saturday.

Turkey will provide food aid to Somalia next week.

Pakistan did not release the Afghan prisoners on Sunday.
TEXT
"$dateline" --record "$dir/r.db" add "$dir/report.txt" >/dev/null 2>&1
say() { echo "$1" >&2; exit 1; }

"$dateline" --record "$dir/r.db" timeline >"$dir/all"
grep -q '● CONSULT' "$dir/all" || say "no held talks in the timeline"
grep -q '○ AID' "$dir/all" || say "no planned aid in the timeline"
"$dateline" --record "$dir/r.db" timeline --actor Somalia >"$dir/one"
grep -q AID "$dir/one" && ! grep -q CONSULT "$dir/one" || say "--actor keeps others"
"$dateline" --record "$dir/r.db" timeline --until 2025-11-29 >"$dir/until"
grep -q CONSULT "$dir/until" && ! grep -q AID "$dir/until" || say "--until keeps later days"
"$dateline" --record "$dir/r.db" timeline --status denied --json | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert len(rows) == 1 and rows[0]["event_type"] == "RETREAT", rows'

"$dateline" --record "$dir/r.db" export --as plover 2>/dev/null | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
types = {row["event"][0] for row in rows}
assert types == {"CONSULT", "AGREE"}, types  # planned AID is AGREE; what was denied stays out
for row in rows:
    assert row["id"] and len(row["date"]) == 10 and row["actor"] and row["coder"].startswith("dateline ")
    assert row["event"][0] != "AGREE" or "planned" in row["comment"]'
"$dateline" --record "$dir/r.db" export --as plover --status all 2>/dev/null |
  grep -q RETREAT || say "--status all leaves the denied one out"
"$dateline" --record "$dir/r.db" export --as csv | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert len(rows) == 3 and all(row["handle"] for row in rows), rows'
"$dateline" --record "$dir/r.db" export --as codebook | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert {"event_type", "status", "frame"} <= {row["name"] for row in rows}
assert all(row["what"] for row in rows)'

printf 'y\nn\ny\n' | "$dateline" --record "$dir/r.db" audit --sample 3 --to "$dir/audit.tsv" |
  grep -q '2 right of 3' || say "audit counts wrongly"
[ "$(wc -l <"$dir/audit.tsv")" -eq 5 ] || say "audit's file"
