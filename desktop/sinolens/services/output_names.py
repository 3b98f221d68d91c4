"""Names of files to be written: each kind of output under its own ending, so that no program gets the wrong thing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sinolens.services.errors import WrongUse

_KINDS = {
    "report": (".xlsx", "the committee workbook"),
    "pdf": (".pdf", "the PDF"),
    "deck": (".pptx", "the slides"),
    "json": (".json", "the analysis as data"),
}
_OPTION_OF = {ending: option for option, (ending, _) in _KINDS.items()}


def check_outputs(targets: Mapping[str, Path | None]) -> None:
    """Refuse a name whose ending belongs to another kind of output.

    Args:
        targets: option ("report", "pdf", "deck", "json") to the file named for it.

    Raises:
        WrongUse: names the option that writes the kind that was meant.
    """
    for option, target in targets.items():
        if target is None or str(target) == "-":
            continue
        ending, what = _KINDS[option]
        given = target.suffix.lower()
        if given == ending or (option == "json" and given not in _OPTION_OF):
            continue
        other = _OPTION_OF.get(given)
        hint = f"; for a {given} file use --{other} {target.name}" if other else ""
        raise WrongUse(f"--{option} {target.name}: {what} is written as a {ending} file{hint}.")
