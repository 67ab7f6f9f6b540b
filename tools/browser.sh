#!/bin/sh
# A browser for the tests of the page: Debian's chromium. Installed here where that may be done (as root, with apt-get);
# elsewhere the tests that need it are skipped with a message. In CI nothing is skipped: there it is an error.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; } >/dev/null 2>&1
  command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "no chromium: the tests that open the page in a browser are skipped (Debian: apt-get install chromium)" >&2
[ "${CI:-}" != true ]
