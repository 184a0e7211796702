#!/usr/bin/env bash
# The house rule of src/README.md: includes run one way, base <- model <- each stage; stages never
# include one another; only pipeline.c and dateline.c see stage headers; show and python see
# dateline.h (and their own headers).
set -u
cd "$(dirname "$0")/.."
stages="read parse find copies resolve record"
bad=0
complain() { echo "$1: includes \"$2\" ($3)"; bad=1; }
while IFS=: read -r file _ line; do
  inc=$(sed -E 's/.*#include "([^"]+)".*/\1/' <<<"$line")
  dir=${file#src/}; dir=${dir%%/*}
  case "$file" in
    src/base/*) case "$inc" in base/*|dateline.h) ;; *) complain "$file" "$inc" "base knows only base" ;; esac ;;
    src/model/*) case "$inc" in base/*|model/*|dateline.h|tuning.h) ;; *) complain "$file" "$inc" "model knows base and model" ;; esac ;;
    src/*/*) case "$inc" in
        base/*|model/*|dateline.h|tuning.h|"$dir"/*) ;;
        */*) complain "$file" "$inc" "stages know base, model and themselves" ;;
        *) complain "$file" "$inc" "write the folder: $dir/$inc" ;;
      esac ;;
    show/*|python/*) case "$inc" in
        dateline.h|cli/*|export/*|http/*|web/*|*.h) case "$inc" in base/*|model/*|read/*|parse/*|find/*|copies/*|resolve/*|record/*|tuning.h) complain "$file" "$inc" "programs know dateline.h only" ;; esac ;;
        *) complain "$file" "$inc" "programs know dateline.h only" ;;
      esac ;;
  esac
done < <(grep -rnE '^ *#include "' src show python --include='*.c' --include='*.h' 2>/dev/null)
# every header compiles alone
while read -r h; do
  case "$h" in src/*|include/*) ;; *) continue ;; esac
  echo "#include \"${h#*/}\"" | ${CC:-cc} -std=gnu17 -fsyntax-only -Iinclude -Isrc -x c - 2>/dev/null || { echo "$h: does not compile alone"; bad=1; }
done < <([ "${1:-}" = --fast ] || find src include -name '*.h' | sort)
# no preprocessor conditions outside header guards and base/platform.h
if grep -rnE '^ *#\s*(ifdef|ifndef|if |elif)' src show --include='*.c' --include='*.h' | grep -vE '#ifndef (DL|DATELINE)_[A-Z0-9_]+_H$|base/platform|parse/kernels'; then
  echo "conditions belong in base/platform.h"; bad=1
fi
exit $bad
