"""Between the fields of the editor and the cells that are kept: what a user types, checked and put in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sinolens.domain.category import Intensity
from sinolens.domain.region import Region
from sinolens.qt.pages.row_editor import RowField
from sinolens.qt.pages.words import LINE_WORDS
from sinolens.reference.issuers import is_assignable
from sinolens.services.universe import Cells, OwnEntry

if TYPE_CHECKING:
    from sinolens.reference.loader import Reference

_RECORD = ("name", "name_zh", "region", "incorporation", "headquarters", "parent_id", "parent_share", "state_link",
           "uscc", "lei")
_INTENSITY_WORDS = {
    "pure": "Pure: half or more", "material": "Material: 20 to 50%", "peripheral": "Peripheral: less than 20%",
    "unknown": "Unknown", "sourced": "My own weights",
}


def line_fields(reference: Reference) -> tuple[RowField, ...]:
    """Fields of a listed line."""
    markets = tuple((one.mic, f"{one.mic} {one.name}") for one in reference.markets.values())
    return (
        RowField("mic", "Market", 190, (("", "No market"), *markets)),
        RowField("ticker", "Ticker", 90),
        RowField("kind", "Kind", 140, tuple(LINE_WORDS.items())),
        RowField("currency", "Currency", 80, hint="USD"),
        RowField("isin", "ISIN", 150),
    )


def weight_fields(reference: Reference) -> tuple[RowField, ...]:
    """Fields of a category with its weight, in percent."""
    codes = tuple((code, f"{code} {one.name}") for code, one in reference.categories.items()
                  if is_assignable(code, reference.categories))
    return (
        RowField("code", "Category", 180, codes),
        RowField("share", "Of issuer, %", 84, hint="100"),
        RowField("intensity", "Intensity", 168, tuple((str(one), _INTENSITY_WORDS[str(one)]) for one in Intensity)),
        RowField("low", "Low, %", 62), RowField("base", "Base, %", 62), RowField("high", "High, %", 62),
        RowField("basis", "Why", 110),
    )


def read_forms(entry: OwnEntry, reference: Reference) -> tuple[dict[str, str], dict[str, str]]:
    """What the editor shows of an entry: the cells of its record, and what all its rows share."""
    record = dict(entry.record or {"region": str(Region.UNKNOWN)})
    some = next(iter((*([record] if entry.record else []), *entry.names, *entry.lines, *entry.categories)), {})
    parent = reference.issuers.get(record.get("parent_id", ""))
    record["parent_id"] = parent.name if parent else ""
    return record, {"source": some.get("source", ""), "as_of": some.get("as_of", ""),
                    "verified": some.get("verified", "unverified")}


def build_entry(
    issuer_id: str, is_own: bool, values: Mapping[str, str], verified: str, lines: Sequence[Mapping[str, str]],
    weights: Sequence[Mapping[str, str]], links: tuple[Cells, ...] = (),
) -> OwnEntry:
    """The cells of what the user typed; whether they contradict anything is for the reader to say.

    Raises:
        ValueError: a weight is no percentage; one sentence.
    """
    common = {"source": values["source"], "as_of": values["as_of"], "verified": verified}
    record = None
    if is_own:
        # Whether it is listed follows from its lines.
        record = {**{key: values.get(key, "") for key in _RECORD}, "listed": "no", **common,
                  "parent_as_of": values["as_of"] if values.get("parent_id") else ""}
    names = [
        {"name": name, "kind": kind, **common}
        for key, kind in (("names", ""), ("former", "former")) for name in _lines_of(values.get(key, ""))
        for kind in [kind or ("chinese" if any("一" <= letter <= "鿿" for letter in name) else "alias")]
    ]
    return OwnEntry(
        issuer_id, record, tuple(names), tuple({**line, **common} for line in lines if line["ticker"] or line["isin"]),
        tuple(_weight(row, common) for row in weights), links)


def _weight(row: Mapping[str, str], common: Mapping[str, str]) -> dict[str, str]:
    own = row["intensity"] == Intensity.SOURCED
    cells = {**row, **common, "basis": row["basis"] or "the user's own view",
             "share": _part(row["share"] or "100", "The part of the issuer")}
    for key in ("low", "base", "high"):
        cells[key] = _part(row[key], f"The {key} weight") if own and row[key] else ""
    return cells


def _part(text: str, what: str) -> str:
    try:
        value = float(text.replace("%", "").strip())
    except ValueError:
        raise ValueError(f"{what} is a percentage: “{text}” is none.") from None
    if not 0 <= value <= 100:
        raise ValueError(f"{what} lies between 0 and 100 percent, not at {text}.")
    return f"{value / 100:.6f}".rstrip("0").rstrip(".")


def _lines_of(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
