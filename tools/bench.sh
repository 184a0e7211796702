#!/usr/bin/env bash
# tools/bench.sh BUILD DATA : every speed figure, as medians and ratios in one run each.
set -eu
build=$1 data=$2
[ -d "$data" ] || { echo "bench: $data is not there; skipped (make bench DATA=…)"; exit 0; }
for program in "$build"/dl_bench*; do
  [ -x "$program" ] || continue
  echo "== ${program##*/}"
  "$program" --data "$data"
done
