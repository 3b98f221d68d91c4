# Sourced by run.sh and test.sh: a Python environment in .venv, made once and reused while nothing it is made from changed.
# shellcheck shell=bash
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=${PYTHONDONTWRITEBYTECODE:-} DEBIAN_FRONTEND=noninteractive

say() { printf '[sinolens] %s\n' "$*"; }
fail() { printf '[sinolens] %s\n' "$*" >&2; exit 1; }

# Debian package that gives a shared library Qt opens at start. Newer Debian renamed the GLib one.
GLIB=libglib2.0-0
if command -v apt-cache >/dev/null 2>&1 && apt-cache show libglib2.0-0t64 >/dev/null 2>&1; then GLIB=libglib2.0-0t64; fi
QT_LIBRARIES="libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:$GLIB libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0"

has_library() { # loads it with the dynamic linker: true whatever the distribution's layout
  "$PYTHON" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" >/dev/null 2>&1
}

find_python() {
  local candidate
  for candidate in ${SINOLENS_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 to 3.14 is needed and was not found. On Debian: apt-get install python3"
}

# Installs Debian packages when that is possible here, else says the one line that does it.
need_packages() { # need_packages WHY PACKAGE...
  local why="$1"; shift
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $why: $*"
    apt-get -qq update >/dev/null && apt-get -qq install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    return 1
  fi
  return 1
}

check_system() {
  local missing=() pair
  "$PYTHON" -c 'import venv, ensurepip' >/dev/null 2>&1 || missing+=("$("$PYTHON" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')")
  for pair in $QT_LIBRARIES; do
    has_library "${pair%%:*}" || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  need_packages "what Qt and Python need from the system" "${missing[@]}" ||
    fail "these system packages are missing; run once:  sudo apt-get install -y ${missing[*]}"
}

make_environment() { # make_environment LOCK
  local lock="$1" stamp wanted started=$SECONDS
  stamp=".venv/sinolens-$(basename "$lock").stamp"
  wanted="$(cat pyproject.toml installer/requirements-build.lock "$lock" | sha256sum | cut -d' ' -f1) $("$PYTHON" -V) $ROOT"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return 0; fi
  say "making the Python environment (.venv), once; about 300 MB are fetched"
  [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || "$PYTHON" -m venv --clear .venv
  say "  packages, pinned and checked by hash ($(basename "$lock"))"
  .venv/bin/python -m pip install -q --no-warn-script-location --require-hashes -r installer/requirements-build.lock
  .venv/bin/python -m pip install -q --no-warn-script-location --require-hashes -r "$lock"
  say "  the program itself"
  .venv/bin/python -m pip install -q --no-warn-script-location --no-deps --no-build-isolation -e .
  printf '%s' "$wanted" > "$stamp"
  # The test lock holds everything the run lock does.
  if [ "$(basename "$lock")" = requirements-test.lock ]; then
    cat pyproject.toml installer/requirements-build.lock installer/requirements.lock | sha256sum | cut -d' ' -f1 |
      { read -r sum; printf '%s' "$sum $("$PYTHON" -V) $ROOT" > .venv/sinolens-requirements.lock.stamp; }
  fi
  say "  done in $((SECONDS - started)) s"
}

PYTHON="$(find_python)"
check_system
