"""The sections that say what changed since an earlier report: the bridge, the names, the counts, the lists."""

from __future__ import annotations

from sinolens.exposure.bridge import Bridge, Step
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.name_changes import NameChange
from sinolens.figures.theme import LIGHT
from sinolens.figures.waterfall import Rung, layout_waterfall
from sinolens.reporting.document import Cell, Column, Count, Figure, Kind, Money, NativeChart, Row, Section, Table
from sinolens.reporting.material import Material
from sinolens.reporting.text import long_date

LABELS = {
    Step.BOUGHT: "Bought",
    Step.SOLD: "Sold",
    Step.NEW_ACCOUNTS: "Newly reported accounts",
    Step.GONE_ACCOUNTS: "Accounts no longer reported",
    Step.PRICE: "Price",
    Step.CURRENCY: "Exchange rate",
    Step.VALUE: "Value change, trade and price not told apart",
    Step.LOOK_THROUGH: "Look-through update",
    Step.IDENTIFIED: "Newly identified, or no longer",
    Step.RECLASSIFIED: "Reclassified",
    Step.RULES: "Lists and rules",
}
_SHORT = {
    Step.VALUE: "Value change", Step.IDENTIFIED: "Identified", Step.LOOK_THROUGH: "Look-through",
    Step.NEW_ACCOUNTS: "New accounts", Step.GONE_ACCOUNTS: "Accounts gone",
}
_KINDS = {
    "added": "Added to China-AI",
    "removed": "Removed from China-AI",
    "stricter": "Moved to a stricter tier",
    "milder": "Moved to a milder tier",
}
_MOST_MOVES, _MOVES_ON_PAPER, _NAMES_ON_PAPER = 50, 6, 10
_WIDE = 720.0


def change_bridge(m: Material, comparison: Comparison) -> Section:
    """From the earlier China-AI value to the present one, step by step, and which securities made the steps."""
    china, touched = comparison.china_ai, comparison.touched
    then, now = long_date(comparison.before.as_of), long_date(comparison.after.as_of)
    rows: tuple[Row, ...] = (
        (f"Opening, {then}", Money(china.opening), Money(touched.opening), ""),
        *(
            (LABELS[step], Money(china.steps[step]), Money(touched.steps[step]), m.wording.bridge[step.value])
            for step in Step
            if china.steps[step] or touched.steps[step]
        ),
    )
    table = Table(
        "bridge",
        "From then to now",
        (
            Column("step", "Step", width=40),
            Column("china", "China-AI (USD)", Kind.MONEY, 20, adds=True),
            Column("touched", "All lines in T1 to T4 (USD)", Kind.MONEY, 20, adds=True),
            Column("meaning", "What it holds", width=60),
        ),
        rows,
        (f"Closing, {now}", Money(china.closing), Money(touched.closing), ""),
        note=_same_question(m, comparison),
    )
    return Section(
        "bridge",
        "Change Bridge",
        m.wording.sections["bridge"],
        (m.wording.lead["bridge"],),
        figures=_waterfall(china, then, now, table),
        tables=(table, _moves(china)),
    )


def _same_question(m: Material, comparison: Comparison) -> str:
    """What else differs between the two analyses than the holdings."""
    then, now = comparison.before, comparison.after
    said = [
        m.wording.lead["other_definition"].format(before=f"{then.definition.name} {then.definition.version}".strip())
        if (then.definition.id, then.definition.version) != (now.definition.id, now.definition.version)
        else "",
        m.wording.lead["other_facts"] if then.reference_id != now.reference_id else "",
        m.wording.lead["other_institution"].format(before=then.institution.name)
        if (then.institution.id, then.institution.name) != (now.institution.id, now.institution.name)
        else "",
        m.wording.lead["same_day"] if then.as_of == now.as_of else "",
    ]
    return " ".join(text for text in said if text)


def _waterfall(bridge: Bridge, then: str, now: str, table: Table) -> tuple[Figure, ...]:
    if not (bridge.opening or bridge.closing):
        return ()
    steps = (Rung(_SHORT.get(step, LABELS[step]), cents) for step, cents in bridge.steps.items() if cents)
    rungs = (Rung(then, bridge.opening, whole=True), *steps, Rung(now, bridge.closing, whole=True))
    picture = layout_waterfall(rungs, _WIDE, 220.0, "China-AI full value")
    return (
        Figure(
            "bridge",
            "China-AI, from then to now",
            "Full value; each step hangs where the one before ended.",
            picture.description,
            picture,
            NativeChart("bar", table.key, "step", ("china",), (LIGHT.accent,)),
        ),
    )


def _moves(bridge: Bridge) -> Table:
    shown = bridge.moves[:_MOST_MOVES]
    rest = bridge.moves[_MOST_MOVES:]
    rows: list[Row] = [
        (move.name, Money(move.before), Money(move.after), Money(move.after - move.before), _said(move.steps))
        for move in shown
    ]
    if rest:
        before, after = sum(move.before for move in rest), sum(move.after for move in rest)
        rows.append((f"{len(rest):,} more", Money(before), Money(after), Money(after - before), ""))
    unchanged = bridge.opening - sum(move.before for move in bridge.moves)
    rows.append(("Unchanged", Money(unchanged), Money(unchanged), Money(0), ""))
    return Table(
        "moves",
        "Securities that changed most in China-AI (USD)",
        (
            Column("name", "Security or fund", width=40),
            Column("before", "Then", Kind.MONEY, 20, adds=True),
            Column("after", "Now", Kind.MONEY, 20, adds=True),
            Column("change", "Change", Kind.MONEY, 18, adds=True),
            Column("steps", "Through", width=44),
        ),
        tuple(rows),
        ("China-AI", Money(bridge.opening), Money(bridge.closing), Money(bridge.closing - bridge.opening), ""),
        limit=_MOVES_ON_PAPER,
    )


def _said(steps: dict[Step, int]) -> str:
    order = sorted(steps, key=lambda step: -abs(steps[step]))
    return "; ".join(f"{_SHORT.get(step, LABELS[step]).lower()}" for step in order)


def change_counts(m: Material, comparison: Comparison) -> Section:
    """Names added, removed and moved, each counted and each named; list editions then and now."""
    counts = Table(
        "change_counts",
        "Counts",
        (
            Column("what", "What is counted", width=34),
            Column("before", "Then", Kind.COUNT, 12),
            Column("added", "Added", Kind.COUNT, 12),
            Column("removed", "Removed", Kind.COUNT, 12),
            Column("after", "Now", Kind.COUNT, 12),
        ),
        tuple(
            (one.what, Count(one.before), Count(one.added), Count(one.removed), Count(one.after))
            for one in comparison.counts
        ),
        note=_moved(comparison.names),
    )
    changed = tuple(
        (
            _KINDS[one.kind],
            one.name,
            one.reason,
            one.tier_before,
            one.tier_after,
            Money(one.before),
            Money(one.after),
        )
        for one in comparison.names
    )
    table = Table(
        "name_changes",
        "Names added, removed and moved",
        (
            Column("kind", "Change", width=34),
            Column("name", "Name", width=34),
            Column("reason", "How", width=34),
            Column("then", "Tier then", Kind.TIER, 12),
            Column("now", "Tier now", Kind.TIER, 12),
            Column("before", "Value then (USD)", Kind.MONEY, 17),
            Column("after", "Value now (USD)", Kind.MONEY, 17),
        ),
        changed,
        note=m.wording.lead["name_changes"] if changed else "",
        empty="No name was added, removed or moved.",
        limit=_NAMES_ON_PAPER,
    )
    return Section(
        "changes",
        "Change Counts",
        m.wording.sections["changes"],
        (m.wording.lead["changes"].format(then=long_date(comparison.before.as_of)),),
        tables=(counts, table, _editions(comparison)),
    )


def _moved(names: tuple[NameChange, ...]) -> str:
    ways = {kind: sum(1 for one in names if one.kind == kind) for kind in ("stricter", "milder")}
    said = "; ".join(f"{number} {_KINDS[kind].lower().removeprefix('moved ')}" for kind, number in ways.items())
    return f"Names that moved between tiers: {said}. Then + added - removed = now."


def _editions(comparison: Comparison) -> Table:
    then = {state.list_id: state for state in comparison.before.lists}
    rows: list[Row] = []
    for state in comparison.after.lists:
        past = then.get(state.list_id)
        before: tuple[Cell, Cell] = (
            (past.edition.edition, Count(past.entries)) if past and past.edition else (None, None)
        )
        after: tuple[Cell, Cell] = (state.edition.edition, Count(state.entries)) if state.edition else (None, None)
        rows.append((state.short_title, before[0], after[0], before[1], after[1]))
    return Table(
        "edition_changes",
        "List editions then and now",
        (
            Column("list", "List", width=34),
            Column("before", "Edition then", Kind.DATE, 14),
            Column("after", "Edition now", Kind.DATE, 14),
            Column("entries_before", "Entries then", Kind.COUNT, 12),
            Column("entries_after", "Entries now", Kind.COUNT, 12),
        ),
        tuple(rows),
        empty="No list is on file.",
        paper=False,
    )

