#!/usr/bin/env bash
# Opens Sinolens on the sample endowment. Without a screen it does the same job headless and writes out/.
# Arguments, if any, go to the program instead (bash installer/run.sh my.sinolens).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
make_environment installer/requirements.lock

if [ $# -gt 0 ]; then exec .venv/bin/python -m sinolens "$@"; fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
  say "opening the window on the sample endowment"
  exec .venv/bin/python -m sinolens --sample
fi
say "no screen here: doing the same job headless"
exec .venv/bin/python -m sinolens sample --out "$ROOT/out"
