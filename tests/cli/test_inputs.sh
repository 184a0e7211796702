#!/usr/bin/env bash
# dateline add takes what a person has: pages saved whole, archives, lines of JSON, stdin; told by
# content; and says what it cannot read.
set -u
dateline=$1
dir=$(mktemp -d)
trap 'chmod -R u+rwx "$dir"; rm -r "$dir"' EXIT
bad=0
check() { # what expected got
  [ "$2" = "$3" ] || { echo "FAILED $1: expected $2, got $3"; cat "$dir/err"; bad=1; }
}
count() { sed -nE "s/.*\"$1\":([0-9]+).*/\1/p" "$dir/out" | tail -1; }
add() { "$dateline" add --json "$@" >"$dir/out" 2>"$dir/err"; code=$?; }
export DATELINE_RECORD=$dir/a.db
page() { echo "<html><head><title>$1</title></head><body><nav><a href=/>Home</a></nav><article><h1>$1</h1><p>Delegations from both sides met on $2 in the old town, officials said, and agreed to meet again.</p><p>The next round will be about the map, according to a person close to the talks.</p></article></body></html>"; }

mkdir -p "$dir/saved/One_files" "$dir/saved/deep"
page "Talks resume in Geneva" Monday >"$dir/saved/One.html"
echo "var x = 1;" >"$dir/saved/One_files/x.js"
printf '\x89PNG\r\n\x1a\n' >"$dir/saved/picture.png"
page "Map talks stall again" Tuesday >"$dir/saved/deep/no-ending"

add --dry-run "$dir/saved"
check "a dry run counts" 2 "$(count added)"
check "and makes no record" no "$([ -e "$DATELINE_RECORD" ] && echo yes || echo no)"
add "$dir/saved"
check "saved pages" "2 0" "$(count added) $(count failed)"
add --dry-run "$dir/saved"
check "a dry run knows what is there" "0 2" "$(count added) $(count known)"

(cd "$dir/saved" && tar czf ../saved.tar.gz One.html deep)
add "$dir/saved.tar.gz"
check "the same pages in an archive: only a path is new" "0 2" "$(count added) $(count changed)"

printf '%s\n' '{"title":"A","text":"The envoy spoke on Monday, officials said."}' '{"title": torn' '{"title":"B","text":"The envoy left on Tuesday, officials said."}' | gzip >"$dir/lines"
add "$dir/lines"
check "lines of JSON, one torn" "2 1 1" "$(count added) $(count failed) $code"
grep -q "lines#2: .*JSON" "$dir/err" || { echo "FAILED: the torn line is not named"; cat "$dir/err"; bad=1; }

body=$(page "Envoys fly to Doha" Friday)
record() { printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.bbc.com/news/%s\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s\r\n\r\n' "$1" $((44 + ${#body})) "$body"; }
{ record 1 | gzip; record 2 | gzip; } >"$dir/crawl"
add "$dir/crawl"
check "a gzipped WARC" "2 0" "$(count added) $(count failed)"

page "Talks from stdin" Sunday | "$dateline" add --json - >"$dir/out" 2>"$dir/err"
check "stdin" 1 "$(count added)"

echo '{"this": "is read as text, because --format says so, and not as JSON"}' >"$dir/forced"
add --format text "$dir/forced"
check "--format overrides" "1 0" "$(count added) $(count failed)"

: >"$dir/empty"
head -c 3000 /dev/zero >"$dir/binary"
ln -s "$dir/saved" "$dir/saved/loop"
add "$dir/empty" "$dir/binary" "$dir/missing" "$dir/saved"
check "each named, the rest read" "4 1" "$(count failed) $code"
for word in empty binary missing loop; do
  grep -q "$word" "$dir/err" || { echo "FAILED: $word is not named"; cat "$dir/err"; bad=1; }
done
rm "$dir/saved/loop"

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  cp "$dir/saved/One.html" "$dir/locked" && chmod 000 "$dir/locked" && chmod 777 "$dir"
  DATELINE_RECORD=$dir/b.db setpriv --reuid=65534 --clear-groups "$dateline" add --json "$dir/locked" >"$dir/out" 2>"$dir/err"
  check "an unreadable file" 1 "$(count failed)"
  grep -q "locked.*ermission denied" "$dir/err" || { echo "FAILED: no clear line"; cat "$dir/err"; bad=1; }
fi
exit $bad
