#!/usr/bin/env bash
# `pip install .` in a bare virtual environment gives a working `ceralyte` command.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"${PYTHON:-python3}" -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "$root"
cd "$place"
"$place/venv/bin/ceralyte" --version
"$place/venv/bin/ceralyte" init llzo-peo
"$place/venv/bin/ceralyte" check llzo-peo.yaml --json >check.json
"$place/venv/bin/python" -c 'import json; assert json.load(open("check.json"))["mass_fractions"]'
"$place/venv/bin/ceralyte" doctor
echo "bare install: works"
