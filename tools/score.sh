#!/usr/bin/env bash
# tools/score.sh [BUILD] [score.py's arguments]: the five reports, read with their dates into a record
# that is thrown away, exported and scored. `tools/score.sh build --errors attribution` lists what was
# missed and what is extra. Skips, saying so, where the reports are not there.
set -eu
cd "$(dirname "$0")/.."
build=build
[ -d "${1:-}" ] && { build=$1; shift; }
shared=${DATELINE_SHARED:-../shared}
[ -f "$shared/gold/score.py" ] || { echo "score: $shared/gold is not there; skipped"; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$build/dateline" --record "$dir/five.db" add --meta "$shared/gold/published.tsv" \
  "$shared"/reports/*.txt >/dev/null 2>"$dir/notes" || { cat "$dir/notes"; exit 1; }
"$build/dateline" --record "$dir/five.db" export --as jsonl --to "$dir/five.jsonl"
python3 "$shared/gold/score.py" "$dir/five.jsonl" "$@"
