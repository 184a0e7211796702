#!/usr/bin/env bash
# make check: both compilers with warnings as errors, sanitizers over all tests, layers, format,
# cppcheck. Stops at the first failure and says which.
set -eu
cd "$(dirname "$0")/.."
tools/deps.sh check
jobs=$(nproc)
step() { echo "check: $1"; }
step "layers"
tools/check_layers.sh
step "file sizes"
long=$(git ls-files 'src/*.c' 'src/*.h' 'show/*.c' 'show/*.h' 'train/*.c' | xargs -r wc -l | awk '$2!="total" && $1>800{print $2": "$1" lines (at most 800)"}')
[ -z "$long" ] || { echo "$long"; exit 1; }
step "format"
git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror 2>&1 | grep -E 'error' | head -20 | { ! grep .; }
step "clang, warnings are errors"
CC=clang cmake -G Ninja -B build-clang -S . -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-Werror >/dev/null
ninja -C build-clang -j "$jobs" --quiet
step "gcc, ASan + UBSan, every test"
cmake -G Ninja -B build-asan -S . -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-Werror -DDL_SANITIZE=ON >/dev/null
ninja -C build-asan -j "$jobs" --quiet
(cd build-asan && ASAN_OPTIONS=detect_leaks=1 ctest --output-on-failure -j "$jobs" -LE slow)
# cppcheck 2.10 cannot parse a compound literal in a conditional; it says so as internalAstError;
# NULL ends our argument lists: POSIX has it as (void *)0
step "cppcheck"
cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -j "$jobs" \
  --suppress=missingIncludeSystem --suppress=internalAstError --suppress=varFuncNullUB '-D__typeof__(x)=void *' -Iinclude -Isrc src show
echo "check: all good"
