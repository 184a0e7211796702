#!/usr/bin/env bash
# dateline watch against a server on loopback: new pages, 304, an edited page, traps.
set -u
dateline=$1
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
exec 3< <(exec python3 "$here/watch_server.py")
server=$!
read -r port <&3
trap 'kill $server 2>/dev/null; rm -r "$dir"' EXIT
export DATELINE_RECORD=$dir/w.db
base=http://127.0.0.1:$port
bad=0
ask() { python3 -c 'import urllib.request,sys; print(urllib.request.urlopen(sys.argv[1]).read().decode())' "$base$1"; }
check() { # what expected got
  [ "$2" = "$3" ] || { echo "FAILED $1: expected $2, got $3"; bad=1; }
}
count() { # JSON key
  sed -nE "s/.*\"$1\":([0-9]+).*/\1/p" "$dir/out"
}
watch() {
  "$dateline" watch --once --json "$@" >"$dir/out" 2>"$dir/err"
  code=$?
}

watch "$base/feed.xml" # loopback is inside: refused without the switch
check "inside is refused" 1 "$code"
check "and nothing was asked" "" "$(ask /log | grep feed)"
grep -q "address inside" "$dir/err" || { echo "FAILED: no clear line"; cat "$dir/err"; bad=1; }

rm -f "$DATELINE_RECORD"
watch --allow-private "$base/feed.xml"
check "two pages added" 2 "$(count added)"
check "three traps named" 3 "$(count pages_failed)"
check "status says so" 1 "$code"
grep -q "file:///etc/passwd.*not fetched\|no web page" "$dir/err" || { echo "FAILED: file: not named"; cat "$dir/err"; bad=1; }
grep -q "redirected more than 5" "$dir/err" || { echo "FAILED: loop not named"; cat "$dir/err"; bad=1; }
check "the loop ended" 6 "$(ask /log | grep -c '^/loop$')"

watch --allow-private "$base/feed.xml"
check "unchanged feed" 1 "$(count unchanged)"
check "nothing added" 0 "$(count added)"

ask /edit >/dev/null
watch --allow-private --recheck 1s "$base/feed.xml"
check "the edited page is a second version" 1 "$(count added)"
watch --allow-private --recheck 1s "$base/feed.xml"
check "the same text is no third one" 0 "$(count added)"

watch --allow-private "$base/laughs.xml"
check "a document type is refused" 1 "$(count failed)"
grep -q "document type declaration" "$dir/err" || { echo "FAILED: laughs not named"; cat "$dir/err"; bad=1; }
watch --allow-private "$base/laughs.xml"
check "a failing feed is left alone" 1 "$(count waiting)"

watch --allow-private "ftp://127.0.0.1/x" "file:///etc/passwd" "http://169.254.169.254/latest"
check "three feeds failed" 3 "$(count failed)"
[ $bad = 0 ] || { cat "$dir/err"; "$dateline" show --json 2>/dev/null | head -5; }
exit $bad
