#!/usr/bin/env bash
# Installs from the distribution what building (and with `test`, testing; with `check`, checking)
# needs and is missing. Says what it installs. Debian 12 and relatives; elsewhere it names them.
set -eu
need=(cmake ninja-build gcc libc6-dev pkg-config libsqlite3-dev libxml2-dev zlib1g-dev
      libcurl4-openssl-dev libjansson-dev libmicrohttpd-dev libutf8proc-dev libxxhash-dev nettle-dev
      libarchive-dev libcmocka-dev poppler-utils)
[ "${1:-}" = test ] && need+=(python3 sqlite3 util-linux)
[ "${1:-}" = check ] && need+=(clang clang-format cppcheck libclang-rt-14-dev)
if ! command -v dpkg-query >/dev/null; then
  echo "This is not a Debian system. Please install the equivalents of: ${need[*]}" >&2
  exit 0
fi
missing=()
for p in "${need[@]}"; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0
sudo=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
  sudo=sudo
fi
echo "Installing from the distribution: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq >/dev/null
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/tmp/dateline-apt.$$ 2>&1 ||
  { tail -20 /tmp/dateline-apt.$$; exit 1; }
rm -f /tmp/dateline-apt.$$
