"""The entry point: a known command goes to the command line, anything else opens the window."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    if getattr(sys, "frozen", False):
        # First of all: in a frozen program the reader's child process starts here too, and would start itself again.
        import multiprocessing

        multiprocessing.freeze_support()
    arguments = sys.argv[1:] if arguments is None else arguments
    home, words = take_home(arguments)
    from sinolens.cli import COMMANDS
    from sinolens.cli import run as run_command

    if words and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version")):
        return run_command(arguments, take_picture)
    problem = refuse_window(words)
    if problem:
        sys.stderr.write(f"sinolens: {problem}\n")
        return 2
    # Nothing that is made up to the first window is garbage; the window's own timer collects from then on.
    gc.disable()
    from sinolens.app import run as run_window
    from sinolens.storage.paths import Home

    return int(run_window(words, Home.at(home) if home else Home.of_user()))


def refuse_window(words: list[str]) -> str:
    """Why no window can be opened with these words, "" when one can."""
    from sinolens.cli import COMMANDS

    for word in words:
        if not word.startswith("-") and not Path(word).exists():
            # Late: only a word that is not understood needs it.
            import difflib

            near = difflib.get_close_matches(word, COMMANDS, n=1)
            meant = f" Did you mean “{near[0]}”?" if near else f" Commands: {', '.join(COMMANDS)}."
            return f"“{word}” is neither a command nor a file.{meant}"
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        return "There is no screen here. Use a command instead; sinolens --help lists them."
    return ""


def take_home(arguments: list[str]) -> tuple[Path | None, list[str]]:
    """Take `--home DIR`, a throw-away home, out of the arguments."""
    if "--home" not in arguments[:-1]:
        return None, arguments
    at = arguments.index("--home")
    return Path(arguments[at + 1]), [*arguments[:at], *arguments[at + 2 :]]


def take_picture(analysis: Analysis, target: Path) -> None:
    """Draw the window on the analysis into a picture, without a screen."""
    from sinolens.app import capture

    capture(analysis, target)


if __name__ == "__main__":
    sys.exit(main())
