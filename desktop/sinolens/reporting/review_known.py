"""What is known of the candidates of a review: their lists and identifiers."""

from __future__ import annotations

from collections import defaultdict

from sinolens.domain.official_list import Relation
from sinolens.matching.review import ReviewCandidate
from sinolens.reference.loader import Reference

_LINES_SHOWN = 4


class Known:
    """Names of lists and identifiers of entities, looked up once."""

    def __init__(self, reference: Reference, as_of: str) -> None:
        self._reference = reference
        titles = {edition.list_id: edition.short_title for edition in reference.editions}
        entries = {
            entry.id: title
            for list_id, title in titles.items()
            for entry in (reference.entries_on(list_id, as_of) if as_of else ())
        }
        self._titles = entries
        self._by_issuer: dict[str, dict[str, None]] = defaultdict(dict)
        for link in sorted(reference.links, key=lambda link: link.relation is not Relation.EXACT):
            if link.entry_id in entries:
                exact = link.relation is Relation.EXACT
                told = entries[link.entry_id] + ("" if exact else f" (its {link.relation.value.replace('_', ' ')})")
                self._by_issuer[link.issuer_id][told] = None
        self._lines: dict[str, list[str]] = defaultdict(list)
        for line in reference.lines:
            told = line.isin or (f"{line.mic}:{line.ticker}" if line.ticker else "")
            if told and told not in self._lines[line.issuer_id]:
                self._lines[line.issuer_id].append(told)

    def lists(self, one: ReviewCandidate) -> str:
        """Short titles of the lists the candidate, or a relative of it, appears on."""
        own = dict.fromkeys(self._titles[entry] for entry in one.entry_ids if entry in self._titles)
        return "\n".join({**own, **self._by_issuer.get(one.issuer_id, {})})

    def identifiers(self, one: ReviewCandidate) -> str:
        """Identifiers of the candidate: lines, LEI, USCC, or those of the vehicle."""
        found = self._lines.get(one.issuer_id, [])[:_LINES_SHOWN]
        issuer = self._reference.issuers.get(one.issuer_id)
        if issuer is not None:
            found = [*found, *(text for text in (issuer.lei, issuer.uscc) if text)]
        vehicle = self._reference.vehicles.get(one.vehicle_id)
        if vehicle is not None:
            found = [*found, *(text for text in (vehicle.isin, vehicle.cusip, vehicle.ticker) if text)]
        return "\n".join(found)
