#!/usr/bin/env bash
# Chromium, node and npm from the distribution, for `make test-browser` and `make bench-app`.
set -euo pipefail

wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
command -v node >/dev/null || wanted+=(nodejs)
command -v npm >/dev/null || wanted+=(npm)
[ ${#wanted[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "install ${wanted[*]} by hand: this script knows apt-get only" >&2
    exit 1
fi
[ "$(id -u)" -eq 0 ] && sudo= || sudo=sudo
$sudo apt-get update --quiet=2
$sudo apt-get install --yes --quiet=2 --no-install-recommends "${wanted[@]}"
