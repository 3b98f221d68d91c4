"""The first page: the answers in sentences, the headline figures, and the summary sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from sinolens.domain.counting import counted
from sinolens.domain.money import format_compact, format_percent
from sinolens.domain.tier import Clock, Tier
from sinolens.exposure.headline import Headline, TierTotal
from sinolens.reference.definitions import describe_limits
from sinolens.reporting.category_sections import whole_pool
from sinolens.reporting.change_sections import LABELS
from sinolens.reporting.document import Audience, Cell, Column, Count, Fact, Kind, Money, Section, Table
from sinolens.reporting.limit_section import states_said
from sinolens.reporting.material import CHINA_AI, Material, has_shorts, weighted_note
from sinolens.reporting.pictures import exposure_map
from sinolens.reporting.scenario_section import headline_scenarios
from sinolens.reporting.text import long_date

_DIRECT, _THROUGH = ("reach", "direct"), ("reach", "look_through")


def answers(m: Material) -> tuple[tuple[str, str], ...]:
    """Answers to the committee's questions, each from the headline."""
    h, words = m.headline, m.wording.answers
    by_tier = {total.tier: _with_estimate(total) for total in h.by_tier}
    how_much = words["how_much"].format(
        china_ai=format_compact(h.china_ai),
        pool=format_compact(h.pool),
        share=format_percent(h.china_ai, h.pool),
        direct=format_compact(h.china_ai_direct),
        through=format_compact(h.china_ai_look_through),
        base=format_compact(h.weighted.base),
        low=format_compact(h.weighted.low),
        high=format_compact(h.weighted.high),
        shorts=words["shorts"] if has_shorts(m) else "",
    )
    rules = words["rules"].format(
        barred=by_tier[Tier.T1],
        duty=by_tier[Tier.T2],
        mandate=by_tier[Tier.T3],
        watch=by_tier[Tier.T4],
    )
    return (
        ("How much", f"{how_much} {describe_limits(m.analysis.definition.basis, m.analysis.definition.reach)}".strip()),
        ("What a rule touches", rules),
        ("What changed", _change(m)),
        *((("Limits and scenarios", _limits_and_scenarios(m)),) if m.audience is Audience.COMMITTEE else ()),
        ("How we know", _known(m)),
    )


def _with_estimate(total: TierTotal) -> str:
    """A tier's value; what of it rests on a benchmark, a split or an estimate is said beside it."""
    return format_compact(total.value) + (
        f", {format_compact(total.estimated)} of it estimated," if total.estimated else "")


def _limits_and_scenarios(m: Material) -> str:
    words = m.wording.answers
    losses = headline_scenarios(m, m.shocks)
    told = ", ".join(f"{name.lower()} {format_compact(lost.cents)}" for _, name, lost in losses)
    said = words["losses"].format(losses=told) if losses else words["losses_none"]
    limits = states_said(m) or words["limits_none"]
    return words["limits_scenarios"].format(limits=limits, scenarios=said if m.analysis.scenarios else "").strip()


def _change(m: Material) -> str:
    if m.before is None or m.previous is None:
        return m.wording.empty["bridge"]
    step = m.headline.china_ai - m.before.china_ai
    way = "up " if step > 0 else "down " if step < 0 else "unchanged"
    said = m.wording.answers["change"].format(
        way=way + (format_compact(abs(step)) if step else ""),
        date=long_date(m.previous.as_of),
        before=format_compact(m.before.china_ai),
        share=format_percent(m.before.china_ai, m.before.pool),
    )
    return said + _largest_steps(m)


def _largest_steps(m: Material) -> str:
    steps = m.comparison.china_ai.steps if m.comparison else {}
    order = sorted((step for step in steps if steps[step]), key=lambda step: -abs(steps[step]))[:3]
    told = ", ".join(f"{LABELS[step].lower()} {format_compact(steps[step])}" for step in order)
    return m.wording.answers["change_steps"].format(steps=told) if told else ""


def _known(m: Material) -> str:
    h, words = m.headline, m.wording.answers
    current = [s.edition for s in m.analysis.lists if s.edition is not None and not s.stale]
    partial = sum(1 for edition in current if not edition.complete)
    stale = len(m.analysis.lists) - len(current)
    said = [
        words["lists_checked"].format(current=counted(len(current), "list")),
        words["lists_partial"].format(partial=partial) if partial else "",
        words["lists_stale"].format(stale=counted(stale, "list")) if stale else "",
        words["lists_missing"].format(missing=", ".join(m.analysis.missing_lists)) if m.analysis.missing_lists else "",
    ]
    lists = "; ".join(part for part in said if part) + "."
    waiting = sum(
        value
        for (knowledge, tier), value in m.cube.cross("knowledge", "tier").items()
        if tier == Tier.U and knowledge in ("known", "estimated")
    )
    open_tier = words["known_open"].format(waiting=format_compact(waiting)) if waiting else ""
    known = words["known"].format(
        known=format_percent(h.coverage.known, h.pool, 1),
        dark=format_compact(h.not_disclosed),
        unresolved=format_compact(h.unresolved),
    )
    return f"{known}{open_tier}. {lists}"


def cards(m: Material) -> tuple[Fact, ...]:
    """The headline figures in one row."""
    h = m.headline
    # Of all holdings, as on the window's cards; a tier without a line has no card, but for the first.
    tiers = [t for t in h.by_tier if t.tier is Tier.T1 or (t.tier in (Tier.T2, Tier.T3) and t.positions)]
    unknown = h.not_disclosed + h.unresolved
    own = {one.tier: one for one in h.position_tiers}
    return (
        Fact("Pool", m.sum(h.pool), counted(h.positions, "position")),
        Fact("China-AI, full value", m.sum(h.china_ai, CHINA_AI), f"{format_percent(h.china_ai, h.pool)} of pool"),
        Fact(
            "AI-weighted",
            m.sum(h.weighted.base, CHINA_AI, measure="base"),
            f"{format_compact(h.weighted.low)} to {format_compact(h.weighted.high)}",
        ),
        *(
            Fact(
                f"{t.tier} {t.tier.label}",
                m.sum(t.value, ("tier", t.tier.value)),
                f"of lines; {counted(own[t.tier].positions, 'position')} of {format_compact(own[t.tier].value)} by own "
                f"status{f', {format_compact(t.estimated)} of lines estimated' if t.estimated else ''}",
                t.tier.value,
            )
            for t in tiers
        ),
        Fact("Not disclosed or not identified", Money(unknown), f"{format_percent(unknown, h.pool)} of pool", "U"),
    )


def summary(m: Material, facts: tuple[Fact, ...]) -> Section:
    """The summary sheet and page."""
    return Section(
        "summary",
        "Summary",
        m.wording.sections["summary"],
        (),
        facts=facts,
        figures=exposure_map(m),
        tables=(
            _headline(m),
            replace(names_by_tier(m), paper=False),
            whole_pool(m),
            _reaches(m),
            replace(deadlines(m), paper=False),
        ),
    )


def _headline(m: Material) -> Table:
    h, b = m.headline, m.before
    rows: list[tuple[Cell, ...]] = []

    def add(label: str, value: Money, earlier: Callable[[Headline], int]) -> None:
        before = earlier(b) if b else None
        rows.append(
            (
                label,
                value,
                m.of_pool(value.cents),
                *(
                    (Money(before), Money(value.cents - before))
                    if before is not None
                    else ()
                    if b is None
                    else (None, None)
                ),
            )
        )

    add("China-AI, full value", m.sum(h.china_ai, CHINA_AI), lambda old: old.china_ai)
    add("   held directly", m.sum(h.china_ai_direct, CHINA_AI, _DIRECT), lambda old: old.china_ai_direct)
    add("   through funds", m.sum(h.china_ai_look_through, CHINA_AI, _THROUGH), lambda old: old.china_ai_look_through)
    add("China-AI, AI-weighted: low", m.sum(h.weighted.low, CHINA_AI, measure="low"), lambda old: old.weighted.low)
    add("China-AI, AI-weighted: base", m.sum(h.weighted.base, CHINA_AI, measure="base"), lambda old: old.weighted.base)
    add("China-AI, AI-weighted: high", m.sum(h.weighted.high, CHINA_AI, measure="high"), lambda old: old.weighted.high)
    add(
        "AI outside the definition",
        m.sum(h.outside_definition, ("scope", "outside_definition")),
        lambda old: old.outside_definition,
    )
    add("Foreign enablers (group F)", m.sum(h.enablers, ("scope", "enabler")), lambda old: old.enablers)
    add("Unfunded commitments, beside market value", m.sum(h.unfunded, measure="unfunded"), lambda old: old.unfunded)
    columns = (
        Column("measure", "Measure", width=44),
        Column("value", "Value (USD)", Kind.MONEY, 20),
        Column("pool", "% of pool", Kind.SHARE, 11, part="value", whole="pool"),
        *(
            (
                Column("before", f"On {m.previous.as_of} (USD)", Kind.MONEY, 20),
                Column("change", "Change (USD)", Kind.MONEY, 18),
            )
            if m.previous
            else ()
        ),
    )
    return Table(
        "headline",
        "Headline",
        columns,
        tuple(rows),
        note=" ".join(filter(None, (
            describe_limits(m.analysis.definition.basis, m.analysis.definition.reach), m.wording.lead["overlap"],
            weighted_note(m),
        ))),
    )


def names_by_tier(m: Material) -> Table:
    """China-AI by tier with the number of names and positions."""
    names = Counter(tier for scope, tier, _ in m.cube.totals(("scope", "tier", "issuer")) if scope == "china_ai")
    return Table(
        "names_by_tier",
        "China-AI by regulatory tier",
        (
            Column("tier", "Tier", Kind.TIER, 44),
            Column("value", "Of China-AI (USD)", Kind.MONEY, 20, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 11, part="value", whole="pool"),
            Column("names", "China-AI names", Kind.COUNT, 20),
            Column("positions", "China-AI positions", Kind.COUNT, 18),
        ),
        tuple(
            (
                t.tier.value,
                m.sum(t.value, CHINA_AI, ("tier", t.tier.value)),
                m.of_pool(t.value),
                Count(names[t.tier.value]),
                Count(t.positions),
            )
            for t in m.headline.china_ai_by_tier
        ),
        ("China-AI", Money(m.headline.china_ai), m.of_pool(m.headline.china_ai), "", ""),
        note=m.wording.lead["names_by_tier"] if m.headline.china_ai else "",
    )


def _reaches(m: Material) -> Table:
    h = m.headline
    rows = (
        ("Held directly", "direct", h.direct),
        ("Looked through", "look_through", h.look_through),
        ("Not disclosed", "not_disclosed", h.not_disclosed),
        ("Not identified", "unresolved", h.unresolved),
    )
    return Table(
        "reach",
        "Where the pool stands",
        (
            Column("part", "Part", width=44),
            Column("value", "Value (USD)", Kind.MONEY, 20, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 11, part="value", whole="pool"),
        ),
        tuple((label, m.sum(value, ("reach", reach)), m.of_pool(value)) for label, reach, value in rows),
        ("Pool", Money(h.market_value), m.of_pool(h.market_value)),
        narrow=True,
    )


def deadlines(m: Material) -> Table:
    """The nearest dates."""
    clocks = next_clocks(status.clocks for status in m.analysis.statuses)
    return Table(
        "deadlines",
        "Next dates that follow from the rules",
        (
            Column("label", "What", width=44),
            Column("date", "Date", Kind.DATE, 20),
            Column("days", "Days left", Kind.COUNT, 11),
        ),
        tuple((clock.label, clock.date, Count(clock.days_left)) for clock in clocks),
        empty=m.wording.empty["clocks"],
        limit=3,
    )


def next_clocks(groups: Iterable[tuple[Clock, ...]], limit: int = 8) -> tuple[Clock, ...]:
    """The nearest dates not yet past, each once."""
    found = {
        (clock.date, clock.label): clock for clocks in groups for clock in clocks if clock.days_left >= 0 and clock.date
    }
    return tuple(found[key] for key in sorted(found))[:limit]
