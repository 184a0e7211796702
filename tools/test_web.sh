#!/usr/bin/env bash
# tools/test_web.sh PROGRAM [--shots FOLDER] : the desk in a real browser (Debian's Chromium,
# playwright-core and axe-core from the npm registry). Installs what is missing and says so.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath "$1"); shift
command -v node >/dev/null || { echo "web tests: node is not here; skipped"; exit 0; }
# What cannot be installed (no registry here) is said and skipped; what can be run must pass.
if ! [ -x /usr/bin/chromium ]; then
  echo "Installing from the distribution: chromium"
  sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
    >/tmp/dateline-chromium.log 2>&1 || { tail -5 /tmp/dateline-chromium.log; echo "web tests: no Chromium; skipped"; exit 0; }
fi
if ! [ -d tests/web/node_modules ]; then
  echo "Installing from the npm registry: tests/web/package.json"
  (cd tests/web && npm ci --silent --no-audit --no-fund) || { echo "web tests: no npm packages; skipped"; exit 0; }
fi
node tests/web/readers.mjs "$program"
node tests/web/desk.mjs "$program" "$@"
