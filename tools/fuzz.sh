#!/usr/bin/env bash
# tools/fuzz.sh SECONDS : runs each libFuzzer target that long with ASan and UBSan, from its seeds.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
tools/deps.sh check
CC=clang cmake -G Ninja -B build-fuzz -S . -DDL_FUZZ=ON -DDL_SANITIZE=ON >/dev/null
ninja -C build-fuzz --quiet
for target in build-fuzz/fuzz/fuzz_*; do
  [ -x "$target" ] && [ -f "$target" ] || continue
  name=${target##*/}
  mkdir -p "build-fuzz/corpus/$name"
  seeds=fuzz/seeds/${name#fuzz_}
  [ -d "$seeds" ] || seeds=
  echo "fuzz: $name for $seconds s"
  "$target" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=2048 -timeout=10 -print_final_stats=0 \
    "build-fuzz/corpus/$name" $seeds 2>"build-fuzz/$name.log" || { tail -30 "build-fuzz/$name.log"; exit 1; }
done
