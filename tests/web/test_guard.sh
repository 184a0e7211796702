#!/usr/bin/env bash
# The desk's server behind its guard (tests/web/guard.py), on a small record of its own.
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
printf 'Envoys meet in Geneva\n\nThe two envoys met in Geneva on Monday. “We agreed on nothing,” the Latvian minister, Anna Novak, said.\n' >"$work/a.txt"
"$program" --record "$work/r.db" add "$work/a.txt" >/dev/null
python3 "$here/guard.py" "$program" "$work/r.db" "$(sha256sum "$work/a.txt" | cut -d' ' -f1)"
