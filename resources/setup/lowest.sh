#!/bin/sh
# Runs the suite with the oldest packages that pyproject.toml allows: sh resources/setup/lowest.sh [pytest options]
set -eu
cd "$(dirname "$0")/../.."
folder=build/lowest
"${PYTHON:-.venv/bin/python}" -m venv "$folder"
"$folder/bin/python" -m pip install -q uv
"$folder/bin/uv" pip install -q --python "$folder/bin/python" --resolution lowest-direct -e ".[fast,test]"
"$folder/bin/uv" pip list --python "$folder/bin/python" -q
# Old packages do not know what newer ones will drop.
export QT_QPA_PLATFORM=offscreen PYTHONWARNINGS=ignore::DeprecationWarning
exec "$folder/bin/python" -m pytest -n auto --maxprocesses 4 -W "$PYTHONWARNINGS" "$@"
