"""The universe: every issuer on file, with its lines, categories, list entries and what is held of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sinolens.domain.money import format_dollars, format_percent
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.table_page import TablePage

if TYPE_CHECKING:
    from sinolens.domain.issuer import Issuer
    from sinolens.reference.loader import Reference

_REGIONS = {
    "PRC": "Mainland China", "HK": "Hong Kong", "MO": "Macau", "TW": "Taiwan", "OTHER": "Elsewhere", "UNKNOWN": "–",
}


class IssuersPage(TablePage):
    """Browse and search."""

    title = "Issuers"
    needs_analysis = False
    card_title = "Universe"
    sort_key = "name"
    search_hint = "Find issuer, alias, ticker…"
    hint = ("issuers", "Choose an issuer", "Its lines, categories, sources and list entries are shown here.")
    nothing = ("issuers", "Loading the universe", "The facts that come with the program are being read.")
    columns = (
        TableColumn("name", "Issuer", 190, stretch=True),
        TableColumn("name_zh", "Chinese name", 110, spare=True),
        TableColumn("category", "Category", 150),
        TableColumn("region", "Region", 108, spare=True),
        TableColumn("held", "Held", 104, right=True, text=lambda cents: dollars(cents) if cents else "–",
                    meaning="Full value of the open holdings in this issuer, directly and through funds"),
        TableColumn("checked", "Checked", 84, fixed=True,
                    meaning="Whether the record was compared with its primary source"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._issuers: list[Issuer] = []
        workspace.reference_loaded.connect(self.refresh)

    def refresh(self) -> None:
        """The facts are there, or the holdings changed."""
        reference = self.workspace.reference()
        if reference is None:
            return
        cube = self.workspace.cube
        held = cube.by("issuer") if cube is not None else {}
        self._issuers = list(reference.issuers.values())
        self._lines = defaultdict(list)
        for line in reference.lines:
            self._lines[line.issuer_id].append(line)
        verified = sum(issuer.verified for issuer in self._issuers)
        self.fill({
            "name": [i.name for i in self._issuers],
            "name_zh": [i.name_zh for i in self._issuers],
            "category": [_category(i, reference) for i in self._issuers],
            "region": [_REGIONS.get(str(i.region), str(i.region)) for i in self._issuers],
            "held": [held.get(i.id, 0) for i in self._issuers],
            "checked": ["verified" if i.verified else "unverified" for i in self._issuers],
        }, f"{len(self._issuers):,} issuers, {verified:,} verified · facts {reference.id}",
            [self._haystack_of(i, reference) for i in self._issuers])

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """Everything on file about an issuer."""
        issuer, reference = self._issuers[row], self.workspace.reference()
        parent = reference.issuers.get(issuer.parent_id)
        names = reference.categories
        sections = [
            Section("Held", self._held(issuer)),
            Section("Record", (
                *given(
                    Fact("Also known as", ", ".join(issuer.aliases)),
                    Fact("Former names", ", ".join(issuer.former_names)),
                    Fact("Principal place", _REGIONS.get(str(issuer.region), str(issuer.region))),
                    Fact("Incorporated in", reference.countries.get(issuer.incorporation, issuer.incorporation)),
                    Fact("Headquarters", reference.countries.get(issuer.headquarters, issuer.headquarters)),
                    Fact("Parent", (parent.name if parent else issuer.parent_id)
                         + (f", {issuer.parent_share:g} %" if issuer.parent_share else "")),
                    Fact("State link", issuer.state_link), Fact("LEI", issuer.lei), Fact("USCC", issuer.uscc),
                    Fact("Source", issuer.source), Fact("As of", day(issuer.as_of)),
                ),
                checked(issuer.verified),
            )),
            *(Section(f"{c.code} {names[c.code].name if c.code in names else ''}", (
                *given(Fact("Share", f"{100 * c.share:.0f}% of the issuer"), Fact("Intensity", str(c.intensity)),
                       Fact("AI weight", f"{c.low:.2f} / {'–' if c.base is None else f'{c.base:.2f}'} / {c.high:.2f}"),
                       Fact("Basis", c.basis), Fact("Source", c.source), Fact("As of", day(c.as_of))),
                checked(c.verified),
            )) for c in issuer.categories),
            Section("Listed lines", tuple(
                Fact(f"{line.ticker} {line.mic}", " · ".join(part for part in (
                    line.kind.replace("_", " "), line.currency, line.isin,
                    "verified" if line.verified else "unverified") if part))
                for line in self._lines[issuer.id])),
            Section("On official lists", self._entries(issuer, reference)),
        ]
        return issuer.name, issuer.name_zh, sections

    def _held(self, issuer: Issuer) -> tuple[Fact, ...]:
        cube = self.workspace.cube
        value = cube.by("issuer").get(issuer.id, 0) if cube is not None else 0
        if not value:
            return ()
        return (Fact("Full value", f"{format_dollars(value)}, {format_percent(value, cube.pool)} of pool"),)

    @staticmethod
    def _entries(issuer: Issuer, reference: Reference) -> tuple[Fact, ...]:
        links = [link for link in reference.links if link.issuer_id == issuer.id]
        entries = {entry.id: entry for found in reference.entries.values() for entry in found}
        facts = []
        for link in links:
            entry = entries.get(link.entry_id)
            if entry is not None:
                facts.append(Fact(entry.list_id, f"{entry.name} · {str(link.relation).replace('_', ' ')} · listed "
                                  f"{day(entry.listed_on) or 'on a date not given'} · "
                                  f"{'verified' if link.verified else 'unverified'}"))
        return tuple(facts)

    def _haystack_of(self, issuer: Issuer, reference: Reference) -> str:
        lines = " ".join(f"{line.ticker} {line.isin}" for line in self._lines[issuer.id])
        return " ".join((issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names, lines,
                         _category(issuer, reference)))


def _category(issuer: Issuer, reference: Reference) -> str:
    if not issuer.categories:
        return "–"
    code = max(issuer.categories, key=lambda c: c.share).code
    return f"{code} {reference.categories[code].name}" if code in reference.categories else code
