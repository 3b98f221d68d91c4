"""Reads where the bundled material comes from, under which licence, and whom to credit (`credits/credits.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sinolens.reference.pack import FieldSpec, iso_date, read_table

CREDITS_FILE = "credits/credits.csv"


@dataclass(frozen=True, slots=True)
class Credit:
    """One source of bundled material.

    Attributes:
        material: what it is, for people.
        file: the first bundled file it is in, below the resources folder.
        source: who made it.
        address: where it is, "" when it is cited line by line.
        licence: licence or status.
        credit: whom the licence or fairness asks us to name, "" for nobody.
        retrieved: ISO date.
    """

    material: str
    file: str
    source: str
    address: str
    licence: str
    credit: str
    retrieved: str


def load_credits(root: Traversable) -> tuple[Credit, ...]:
    """All sources, by material.

    Raises:
        PackError: a fault in the table, or a file that is not there.
    """
    rows = read_table(root, CREDITS_FILE, {
        "material": FieldSpec(required=True), "file": FieldSpec(required=True), "source": FieldSpec(required=True),
        "address": FieldSpec(), "licence": FieldSpec(required=True), "credit": FieldSpec(),
        "retrieved": FieldSpec(iso_date, required=True),
    })
    for row in rows:
        if not root.joinpath(*row["file"].split("/")).is_file():
            row.fail("file", f"{row['file']!r} is not there")
    return tuple(
        Credit(
            row["material"], row["file"], row["source"], row["address"], row["licence"], row["credit"],
            row["retrieved"],
        )
        for row in rows
    )
