"""The fixed words of the report, from `resources/reporting/wording.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from sinolens.reference.loader import resources


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by part of the report. `memo` by audience; `empty` says why a part has no data; `bridge` by step."""

    legal: str
    memo: dict[str, dict[str, str]]
    empty: dict[str, str]
    sections: dict[str, str]
    lead: dict[str, str]
    method: tuple[str, ...]
    answers: dict[str, str]
    glossary: dict[str, str]
    bridge: dict[str, str]
    scenario: dict[str, str]


@cache
def load_wording() -> Wording:
    """Read the words once per process.

    Raises:
        KeyError: a part is missing from the file.
        tomllib.TOMLDecodeError: the file is no TOML.
    """
    data = tomllib.loads((resources() / "reporting" / "wording.toml").read_text(encoding="utf-8"))
    return Wording(
        legal=data["legal"],
        memo=data["memo"],
        empty=data["empty"],
        sections=data["sections"],
        lead=data["lead"],
        method=tuple(data["method"]["paragraphs"]),
        answers=data["answers"],
        glossary=data["glossary"],
        bridge=data["bridge"],
        scenario=data["scenario"],
    )
