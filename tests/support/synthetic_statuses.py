"""Made-up statuses under example rules, and the lists they are said to come from."""

from __future__ import annotations

from dataclasses import dataclass, field

from sinolens.domain.official_list import ListEdition
from sinolens.domain.tier import Actions, Clock, Status, Trigger, tier_of
from sinolens.exposure.analysis import ListState


@dataclass
class Statuses:
    """Statuses while rows are being made, one for each code and name."""

    made: list[Status] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)


def status_of(statuses: Statuses, code: str, without: frozenset[str], who: str) -> dict[str, object]:
    """The columns of a row that say its tier; its status is kept for the analysis."""
    code = "5" if code in without else code
    tier = tier_of(code)
    if (code, who) not in statuses.numbers:
        statuses.numbers[(code, who)] = len(statuses.made)
        listed = code in ("1B", "4A")
        trigger = Trigger(
            code=code,
            rule_id="rule-a",
            rule_name="Example securities order" if code == "1B" else "Example notice",
            citation="99 CFR 999.1",
            list_id="list-a" if code == "1B" else "list-b",
            entry_id=f"list:{who}",
            entry_name=f"Entry {who}",
            edition="2026-06-08",
            relation="exact",
            listed_on="2021-06-03",
            effective_on="2021-08-02",
            explanation="Named.",
            verified=code == "1B",
            designated_later=False,
        )
        statuses.made.append(
            Status(
                tier=tier,
                code=code,
                triggers=(trigger,) if listed else (),
                clocks=(Clock("Rules due", "2027-03-13", 164),) if code == "2B" else (),
                actions=Actions(buy="no", sell="counsel", reinvest="no") if code == "1B" else Actions(),
                explanation=f"{who}: code {code} by the example rule; screening aid.",
                evidence_needed=("assurance_date",) if code == "2B" else (),
                notes=_notes(code, who),
            )
        )
    return {"status": statuses.numbers[(code, who)], "tier": tier.value, "code": code}


def _notes(code: str, who: str) -> tuple[str, ...]:
    if code == "1B":
        return ("Dividends are reinvested in this account: each reinvestment is a purchase. Switch it off.",)
    return ("Contains T1 names, 12.50 % of value.",) if who == "fund" and code == "4C" else ()


def list_states() -> tuple[ListState, ...]:
    """A fresh list, a stale one and one without an edition."""

    def state(key: str, title: str, age: int) -> ListState:
        edition = ListEdition(
            list_id=key,
            edition="2026-06-08",
            title=title,
            short_title=title,
            publisher="Publisher",
            in_force_from="2026-06-08",
            in_force_to="",
            withdrawn=False,
            checked_on="2026-08-22",
            source="https://example.org",
            citation="99 FR 999",
            count=188,
            sha256="cd" * 32,
            verified=True,
        )
        return ListState(key, title, title, edition, age, age > 90, 188)

    return (
        state("list-a", "Example securities list", 39),
        state("list-b", "Example notice list", 120),
        ListState("list-c", "Example third list", "Third list", None, None, True, 0),
    )
