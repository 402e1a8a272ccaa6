#!/usr/bin/env bash
# The bare install on every supported Python that is here, and which ones were not tried. Where an
# interpreter is missing, it is checked at least that all dependencies have wheels for it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

interpreter() {  # of version $1, from the path or from pyenv; nothing if there is none
  local name=python$1 version
  if command -v pyenv >/dev/null && version=$(pyenv whence "$name" | tail -1) && [ "$version" ]; then
    echo "$(pyenv prefix "$version")/bin/$name"
  elif command -v "$name" >/dev/null && "$name" -c 'import venv, ensurepip' 2>/dev/null; then
    command -v "$name"
  fi
}

summary=
for version in 3.11 3.12 3.13; do
  found=$(interpreter "$version")
  if [ "$found" ]; then
    PYTHON=$found bash "$here/bare_install.sh"
    summary+="Python $version: installed and run\n"
  else
    place=$(mktemp -d)
    "${PYTHON:-python3}" -m venv "$place"
    "$place/bin/pip" install --quiet --dry-run --ignore-requires-python --python-version "$version" \
      --only-binary=:all: --target "$place/none" "$here/../.."
    rm -rf "$place"
    summary+="Python $version: NOT RUN, no interpreter here; wheels of all dependencies exist\n"
  fi
done
printf '%b' "$summary"
