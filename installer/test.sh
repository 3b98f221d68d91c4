#!/usr/bin/env bash
# All checks: style, types, layers, reference data, tests without Qt, tests of the window, end to end.
# --full adds what takes long.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
make_environment installer/requirements-test.lock
# A screen and someone to type on it, for the test that drives the program from outside.
{ command -v Xvfb >/dev/null 2>&1 && command -v xdotool >/dev/null 2>&1; } ||
  need_packages "Xvfb and xdotool, to drive the program from outside" xvfb xdotool ||
  say "Xvfb or xdotool is not here: the test that drives the program from outside will be skipped"
# Recalculates exported workbooks in the tie-out test; where it can't be installed, that test says it was skipped.
command -v strace >/dev/null 2>&1 || need_packages "strace, to prove that no network is used" strace ||
  say "strace is not here: the network test will be skipped"
command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1 ||
  need_packages "LibreOffice, to recalculate exported workbooks" libreoffice-calc-nogui ||
  say "LibreOffice is not here: the recalculation test will be skipped"

PY=.venv/bin/python
export QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
unset DISPLAY WAYLAND_DISPLAY
step() { say "--- $*"; }

step "style";          $PY -m ruff check desktop tests installer
step "types";          $PY -m mypy
step "layers";         .venv/bin/lint-imports --no-cache
step "reference data"; $PY -m sinolens.reference.check
step "tests with Qt shut out"
$PY -m pytest -q -n 2 -p no:pytest-qt tests/unit "$@"
step "tests of the window and end to end"
$PY -m pytest -q -n 2 tests/qt tests/end_to_end "$@"
