#!/usr/bin/env bash
# The whole path on a few words of our own: add, show, search, export, decide, rebuild, check.
set -eu
dateline=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export DATELINE_RECORD=$dir/r.db
fail() { echo "FAILED: $1"; exit 1; }
mkdir reports
cat > reports/0101_border.txt <<'TEXT'
Ministers meet over border

By Ann Field
The Harbour Post, March 3, 2031

Foreign Minister Jon Hale met Prime Minister Lena Orm in Oslo on Monday. "We will not give up the
bridge," Hale said after the talks. Orm said the two sides were close to an agreement on water.
TEXT
cat > reports/0102_plan.txt <<'TEXT'
A plan with nine points

The Harbour Post reports that a nine-point plan was rejected by Hale on Tuesday. He demanded security
guarantees for the bridge.
TEXT
"$dateline" add --published 2031-03-05 reports > out 2> err || fail "add: $(cat err)"
grep -q '2 reports added' out || fail "add says how many: $(cat out)"
"$dateline" add --published 2031-03-05 reports > out 2> err
grep -q '0 reports added' out && grep -q '2 known already' out || fail "adding twice changes nothing"
"$dateline" show > out; grep -q '^0101 ' out || fail "handles are the shortest unique part"
"$dateline" show 0101:1 > out || fail "show a sentence"
"$dateline" show --json 0101 | python3 -c 'import json,sys; json.load(sys.stdin)' || fail "show --json is JSON"
"$dateline" search bridge > out; grep -q '0101:' out && grep -q '0102:' out || fail "search finds both"
"$dateline" search 'secur*' | grep -q '0102:' || fail "search by beginnings"
"$dateline" search '"; drop' > out || fail "a search with marks of its own is only words"
"$dateline" export --as jsonl --to x.jsonl
python3 - <<'PY' || fail "jsonl: types sorted, ids sorted, no floats, spans true"
import json
lines = [json.loads(l, parse_float=lambda s: 1/0) for l in open("x.jsonl", encoding="utf-8")]
types = [o["type"] for o in lines]
assert types == sorted(types), types
for t in set(types):
    ids = [o["id"] for o in lines if o["type"] == t and "id" in o and t != "decision"]
    assert ids == sorted(ids), t
assert all(list(o)[0] == "type" for o in lines)
PY
"$dateline" export --as dump > before
"$dateline" fix 0102 outlet="The Fjord Times" --why "its masthead" > out || fail "fix a report"
"$dateline" show | grep -q 'The Fjord Times' || fail "a fix holds at once"
"$dateline" rebuild > out || fail "rebuild: $(cat out)"
"$dateline" show | grep -q 'The Fjord Times' || fail "a fix holds after rebuild"
"$dateline" undo 1 > out || fail "undo"
"$dateline" export --as dump | grep -v '"view":"decision"' > after
grep -v '"view":"decision"' before | cmp - after || fail "undo brings everything back"
id=$("$dateline" export --as jsonl --of attribution | python3 -c 'import json,sys
print([json.loads(l)["id"] for l in sys.stdin][0])')
"$dateline" drop "$id" --why "not said" > out || fail "drop a row"
"$dateline" export --as jsonl --of attribution --all | grep -q "$id" && fail "a dropped row stays out"
"$dateline" undo 3 > out; "$dateline" export --as jsonl --of attribution --all | grep -q "$id" || fail "undo brings the row back"
"$dateline" fix "$id" colour=red 2> err && fail "a field that is not there"
grep -q 'can be fixed: speaker' err || fail "the refusal lists the fields: $(cat err)"
"$dateline" check > out || fail "check: $(cat out)"
"$dateline" help > out || fail help
for command in $(sed -n 's/^  \([a-z]*\)  .*/\1/p' out); do
  "$dateline" "$command" --help > one || fail "$command --help"
  grep -q 'exit codes' one || fail "$command --help names the exit codes"
done
"$dateline" nonsense 2> err && fail "an unknown command"
"$dateline" show 0199 2> err && fail "an unknown report"; grep -q 'no report is called' err || fail "it is said"
"$dateline" show 010 2> err && fail "an ambiguous name"; grep -q 'may be 2 reports' err || fail "it is said: $(cat err)"
echo ok
