#!/bin/sh
# Opens the playground, or draws the demo files where there is no display.
set -eu
cd "$(dirname "$0")/../.."

if .venv/bin/python -m playground.tools.screen; then
    exec .venv/bin/python -m playground "$@"
fi
echo "There is no display here, so the window is driven offscreen and recorded into two files."
exec .venv/bin/python -m playground demo
