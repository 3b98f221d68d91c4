"""What people judged otherwise than the program: every override on file with its state, beside what was calculated."""

from __future__ import annotations

from sinolens.domain.judgement import Judgement
from sinolens.domain.tier import CODE_LABELS
from sinolens.reporting.document import Column, Kind, Row, Section, Table
from sinolens.reporting.material import Material
from sinolens.reporting.text import plain

STATES = {
    "submitted": "Not approved yet", "refused": "Does not stand", "approved": "Approved", "expired": "Expired",
    "replaced": "Replaced", "revoked": "Taken back", "rejected": "Rejected",
}
"""State of an override to words, in the order they are listed: what waits for somebody first."""
_ORDER = tuple(STATES)
_FIELDS = {"tier": "Regulatory code", "category": "Category"}
_OWN = "Proposed and decided by one person, as this project allows."


def overrides(m: Material) -> Section:
    """The section. What is not approved stands first."""
    made = sorted(m.analysis.overrides, key=lambda one: (_ORDER.index(one.state), one.target, one.field, one.row))
    table = Table(
        "overrides",
        "",
        (
            Column("position", "Position", width=30),
            Column("field", "Field", width=14),
            Column("calculated", "Calculated", width=22),
            Column("judged", "Judged", width=22),
            Column("state", "State", width=14),
            Column("reason", "Reason", width=36),
            Column("maker", "Proposed by", width=14),
            Column("checker", "Decided by", width=14),
            Column("on", "On", Kind.DATE, 12),
            Column("expires", "Expires", Kind.DATE, 12),
            Column("document", "Document", width=20, paper=False),
        ),
        tuple(_row(m, one) for one in made),
        note="Calculated tiers and all totals stay as the program worked them out; what was judged stands beside them.",
        empty=m.wording.empty["overrides"],
    )
    if not made:
        return Section("overrides", "Overrides", "Overrides", empty=m.wording.empty["overrides"])
    return Section("overrides", "Overrides", "Overrides", tables=(table,))


def _row(m: Material, one: Judgement) -> Row:
    held = one.row >= 0
    name = m.analysis.positions["name"].iloc[one.row] if held else one.target.partition("|")[2].partition(":")[2]
    reason = " ".join(filter(None, (one.reason, one.why_not, _OWN if one.own and one.state == "approved" else "")))
    return (
        str(name) if held else plain(f"{name} (not held now)"), _FIELDS.get(one.field, plain(one.field)),
        _value(m, one.field, one.calculated or one.was), _value(m, one.field, one.value), STATES[one.state],
        plain(reason), plain(one.maker), plain(one.checker), one.on, one.expires, plain(one.evidence),
    )


def _value(m: Material, field: str, code: str) -> str:
    label = (CODE_LABELS if field == "tier" else m.analysis.category_names).get(code, "")
    return f"{code} {label}" if label else plain(code)
