"""Tiers of slices and positions: each distinct combination of facts is decided once, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from sinolens.domain.definition import Institution
from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.domain.rule import Rule
from sinolens.domain.tier import Status
from sinolens.reference.loader import Reference
from sinolens.regulation.context import Context
from sinolens.regulation.deals import read_deals
from sinolens.regulation.decision import decide_status, flag_reinvestment
from sinolens.regulation.facts import Facts
from sinolens.regulation.fund import assess_fund, read_proxy
from sinolens.regulation.ground import Doubt, Outcome
from sinolens.regulation.identity import DERIVATIVES
from sinolens.regulation.mandate import assess_mandate
from sinolens.regulation.named import assess_affiliates, assess_half_owned, assess_named, assess_unanswered
from sinolens.regulation.rows import FactTable
from sinolens.regulation.structure import assess_structure
from sinolens.regulation.transaction import assess_transaction

Answers = Mapping[int, Mapping[str, str]]

_HIDDEN = frozenset({"not_disclosed", "residual"})
_OUTSIDE = frozenset({Region.OTHER, Region.TAIWAN})
_HANDLERS: dict[str, Callable[[Rule, Facts, Context], Outcome]] = {
    "exact": assess_named,
    "transaction": assess_transaction,
    "mandate": assess_mandate,
    "affiliate": assess_affiliates,
    "ge50_aggregate": assess_half_owned,
    "category": assess_structure,
    "structure": assess_structure,
}
# The order of the decision: named entities, transactions, the holder's mandates, affiliates, structure.
_ORDER = tuple(_HANDLERS)
_CONFIDENCE = {
    "direct": "confirmed", "known": "stated", "scaled": "stated", "split": "estimated", "proxy": "proxy",
    "residual": "unknown", "not_disclosed": "unknown",
}


class Engine:
    """Decides tiers on one day for one holder.

    Args:
        reference: the facts on file.
        as_of: ISO date.
        institution: who holds; None when it does not matter or is not known.
        stale_days: a list not checked for more days than this leaves "none identified" unresolved.
    """

    def __init__(
        self, reference: Reference, as_of: str, institution: Institution | None = None, stale_days: int = 90
    ) -> None:
        self.context = Context(reference, as_of, institution, stale_days)
        order = {basis: place for place, basis in enumerate(_ORDER)}
        operative = [rule for rule in self.context.rules if self.context.state_of(rule) != "not_in_force"]
        self._rules = sorted(operative, key=lambda rule: (order[rule.basis], rule.id))
        self._known: dict[Facts, Status] = {}
        self._silent: dict[Region, list[Doubt]] = {}

    def assess(self, facts: Facts) -> Status:
        """The status that follows from one set of facts."""
        # What cannot change the answer is left out of the key, so that fewer combinations have to be decided.
        core = replace(facts, reinvest="", identified=facts.identified or facts.region in _OUTSIDE)
        status = self._known.get(core)
        if status is None:
            status = self._known[core] = self._decide(core)
        # A line inside a fund pays its dividends to the fund.
        return status if facts.inside else flag_reinvestment(status, facts.reinvest, facts.instrument)

    def assess_slices(
        self, slices: pd.DataFrame, matches: list[Match], match_index: pd.Series[int], positions: pd.DataFrame,
        answers: Answers | None = None,
    ) -> tuple[list[Status], pd.Series[int]]:
        """Status of every slice.

        Args:
            slices: SLICE_COLUMNS with region, and group where known.
            matches: what `match_index` points into.
            match_index: one number per slice.
            positions: POSITION_COLUMNS; `slices.position` is a row number in it.
            answers: of the fact sheets: row number of a position to field and text.

        Returns:
            The distinct statuses, and for each slice which of them is its own (index as in `slices`).
        """
        deals = read_deals(positions, answers or {}, self.context.reference.markets)
        table = FactTable(slices, matches, match_index, positions, deals, self.context)
        return self._assess_table(table, slices.index)

    def assess_positions(
        self, positions: pd.DataFrame, match_index: pd.Series[int], matches: list[Match], slices: pd.DataFrame,
        slice_status_index: pd.Series[int], slice_statuses: list[Status], answers: Answers | None = None,
    ) -> tuple[list[Status], pd.Series[int]]:
        """Status of every position: a fund has one of its own, any other position that of its one slice.

        Args:
            positions: POSITION_COLUMNS with region where known.
            match_index: one number per position into `matches`.
            matches: see `match_index`.
            slices: the slices of these positions.
            slice_status_index: one number per slice into `slice_statuses`.
            slice_statuses: see `slice_status_index`.
            answers: of the fact sheets, as for `assess_slices`.

        Returns:
            The distinct statuses, and for each position which of them is its own (index as in `positions`).
        """
        table: FactTable | None = None
        funds = positions["instrument"].isin([kind.value for kind in Instrument if kind.is_fund]).to_numpy()
        at, numbers = slices["position"].to_numpy(np.int64), np.asarray(slice_status_index, np.int64)
        # A position of one slice that is no fund has the status of that slice.
        single = (np.bincount(at, minlength=len(positions)) == 1) & ~funds
        copied = single[at]
        statuses: dict[Status, int] = {}
        places = np.zeros(len(slice_statuses), dtype=np.int64)
        for number in np.unique(numbers[copied]):
            places[number] = statuses.setdefault(slice_statuses[number], len(statuses))
        result = np.zeros(len(positions), dtype=np.int64)
        result[at[copied]] = places[numbers[copied]]
        parts = _parts_by_position(slices[~copied], slice_status_index[~copied])
        values = positions["market_value"].to_numpy(np.int64)
        for row in np.flatnonzero(~single).tolist():
            held = parts.get(row, [])
            if table is None:
                deals = read_deals(positions, answers or {}, self.context.reference.markets)
                table = FactTable(positions, matches, match_index, positions, deals, self.context)
            facts = table.facts_of(row)
            if funds[row] or held:
                # What is no fund but was split into parts (a swap on a basket, say) is judged by its parts too.
                shares = [(slice_statuses[number], value) for number, value in held]
                status = assess_fund(facts, shares, int(values[row]), self._rules, self.context)
            else:
                status = self.assess(facts)
            result[row] = statuses.setdefault(status, len(statuses))
        return list(statuses), pd.Series(result, index=positions.index, dtype="int64")

    def _assess_table(self, table: FactTable, index: pd.Index[int]) -> tuple[list[Status], pd.Series[int]]:
        facts, numbers = table.distinct()
        statuses: dict[Status, int] = {}
        places = np.array([statuses.setdefault(self.assess(one), len(statuses)) for one in facts] or [0], np.int64)
        found = places[numbers] if len(numbers) else np.zeros(0, np.int64)
        return list(statuses), pd.Series(found, index=index, dtype="int64")

    def _decide(self, found: Facts) -> Status:
        found = self.context.forget_other_days(found)
        facts = self.context.withdraw_entity(found)
        confidence = facts.confidence or _CONFIDENCE.get(facts.method, "unknown")
        outcome = Outcome()
        if _is_nothing_to_screen(facts):
            return decide_status(outcome, confidence, self.context, screened=False)
        outcome.basis = self._find_basis(facts)
        if outcome.basis:
            # The lists need an answer for the day all the same, and one that is not old.
            outcome.doubts += self._unanswered(Region.OTHER)
            return decide_status(outcome, confidence, self.context, screened=True)
        hidden = self._decide_hidden(facts)
        if hidden is not None:
            outcome.doubts.append(hidden)
            return decide_status(outcome, confidence, self.context, screened=True)
        named = bool(self.context.named(facts))
        for rule in self._rules:
            if rule.basis == "category" and self._has_deal_ground(outcome):
                # What the rule on transactions reaches is not held under its exception.
                continue
            if rule.basis == "structure" and self._is_locked_in(outcome):
                # No exchange of the rule's lists a line that its members may not deal in; there is nothing to move.
                continue
            if rule.basis != "exact" or named:
                outcome.add(_HANDLERS[rule.basis](rule, facts, self.context))
        outcome.doubts += self._unanswered(facts.region)
        outcome.doubts += _match_doubts(found, facts, named=named)
        return decide_status(outcome, confidence, self.context, screened=True)

    def _find_basis(self, facts: Facts) -> str:
        """What answers for a leaf without names of its own that is known to lie outside China, as a sentence."""
        if facts.state is ScreeningState.POSSIBLE or facts.issuer_id or facts.entry_ids:
            return ""
        if facts.instrument in DERIVATIVES:
            name = facts.benchmark if facts.outside else ""
            if not name and facts.method_of_match == "index" and facts.region in _OUTSIDE:
                name = "an index, a rate or a commodity"
            return f"The contract is on {name}, outside China by proxy: it has no names to screen." if name else ""
        vehicle = self.context.reference.vehicles.get(facts.vehicle_id)
        unopened = facts.instrument.is_fund or facts.method in _HIDDEN or facts.method == "proxy"
        if unopened and vehicle is not None and vehicle.proxy_region and facts.region in _OUTSIDE:
            return read_proxy(vehicle.benchmark)
        if facts.method == "proxy" and facts.region in _OUTSIDE:
            return read_proxy("")
        if facts.method == "split" and facts.region in _OUTSIDE:
            return "The fund's file gives this part by country only, outside China: it has no names to screen."
        return ""

    def _unanswered(self, region: Region) -> list[Doubt]:
        """Doubts of lists without an edition for the day, the same for every position of a region."""
        if region not in self._silent:
            found = Outcome()
            for rule in self._rules:
                if rule.basis == "exact":
                    found.add(assess_unanswered(rule, region, self.context))
            self._silent[region] = found.doubts
        return self._silent[region]

    def _has_deal_ground(self, outcome: Outcome) -> bool:
        rules = self.context.rules_by_id
        return any(rules[ground.trigger.rule_id].basis == "transaction" for ground in outcome.grounds)

    def _is_locked_in(self, outcome: Outcome) -> bool:
        return any(ground.stage.actions.sell == "no" and ground.trigger.code[0] == "1" for ground in outcome.grounds)

    def _decide_hidden(self, facts: Facts) -> Doubt | None:
        """The doubt about a slice nobody disclosed, a fund inside a fund that was not opened, or a contract."""
        if facts.instrument in DERIVATIVES:
            return _doubt_contract(facts)
        unopened = facts.instrument.is_fund and facts.method not in ("split", "proxy")
        unnamed = facts.method in ("split", "proxy") and not facts.issuer_id and not facts.entry_ids
        if facts.method in _HIDDEN or unopened or unnamed:
            return Doubt("U2", "What the fund holds here is not on file, so no list could be checked.",
                         ("complete holdings of the fund, or the names it holds from the lists",))
        return None


def _doubt_contract(facts: Facts) -> Doubt | None:
    """A contract whose underlying nothing names: where it trades says nothing about what lies under it."""
    if facts.state is ScreeningState.POSSIBLE or (facts.exact and (facts.issuer_id or facts.entry_ids)):
        return None
    if facts.benchmark or facts.vehicle_id or facts.instrument is Instrument.INDEX_DERIVATIVE:
        name = f" ({facts.benchmark})" if facts.benchmark else ""
        return Doubt("U2", f"The composition of what lies under this contract{name} is not on file.",
                     ("the composition of the index or fund under the contract",))
    return Doubt("U1", "The name does not say whose security lies under this contract; where it trades says nothing "
                 "about that.", ("the issuer of the security under the contract",))


def _is_nothing_to_screen(facts: Facts) -> bool:
    if facts.instrument.is_cash_like:
        # A file's bucket of cash holds paper of companies too; the name of one is for a person to look at.
        return facts.method not in _HIDDEN and facts.state is not ScreeningState.POSSIBLE
    return facts.instrument is Instrument.GOVERNMENT_BOND and facts.region in (*_OUTSIDE, Region.UNKNOWN)


def _match_doubts(found: Facts, facts: Facts, *, named: bool) -> list[Doubt]:
    """What is uncertain about the entity.

    Args:
        found: as matching gave it.
        facts: as the rules may use it.
        named: an entry in force names the entity.
    """
    wanted = ("a person's confirmation which legal entity is meant",)
    if found.state is ScreeningState.HIT and facts.state is not ScreeningState.HIT:
        return [Doubt("U1", "The name equals that of a listed entity, but neither country nor identifier of the row "
                      "agrees with it.", (*wanted, "an identifier or the country of the issuer"))]
    if facts.state is ScreeningState.POSSIBLE or facts.provisional:
        return [Doubt("U1", "A likeness of names is not enough to decide: a person has to confirm the legal entity.",
                      wanted)]
    if facts.state is ScreeningState.NOT_SCREENED:
        return [Doubt("U1", "The row could not be screened: it does not say enough about its issuer.", wanted)]
    # A person who looked and found nobody has settled it. A government needs no issuer on file.
    settled = facts.method_of_match == "confirmed" or (
        facts.identified and facts.instrument is Instrument.GOVERNMENT_BOND and facts.region is not Region.UNKNOWN
    )
    # An entry of another day's edition says that a name exists, not who bears it.
    nobody = facts.state is ScreeningState.NONE or not (facts.issuer_id or facts.vehicle_id or named)
    if nobody and not settled and facts.region not in _OUTSIDE and facts.instrument is not Instrument.REAL_ASSET:
        return [_doubt_nobody(facts)]
    return []


def _doubt_nobody(facts: Facts) -> Doubt:
    """Nobody on file bears the name. An identifier that leads to nobody clears no company at home in China.

    The lists print names and few identifiers, and not every listed line on file has all of its own: a company under a
    new or another name passes both.
    """
    given = "no country" if facts.region is Region.UNKNOWN else "a country where listed entities are at home"
    if facts.identified:
        text = ("Nobody on file bears this name for the day, and the row's identifier leads to no issuer on file; the "
                f"row or its name gives {given}. The lists print names and few identifiers, so that a renamed company "
                "would pass unseen.")
        return Doubt("U1", text, ("the issuer behind the identifier, or a person's word that no entry names it",))
    return Doubt("U1", "Nobody on file bears this name for the day. The row gives no identifier that leads to an "
                 f"issuer and {given}, so that a name written another way would pass unseen.",
                 ("an identifier of the security or its issuer",
                  "a person's confirmation which legal entity is meant"))


def _parts_by_position(
    slices: pd.DataFrame, status_index: pd.Series[int]
) -> dict[int, list[tuple[int, int]]]:
    """Per position the statuses of its slices with their summed value."""
    positions = slices["position"].to_numpy(np.int64)
    statuses = np.asarray(status_index, np.int64)
    order = np.lexsort((statuses, positions))
    positions, statuses = positions[order], statuses[order]
    values = slices["market_value"].to_numpy(np.int64)[order]
    begins = np.ones(len(positions), dtype=bool)
    begins[1:] = (positions[1:] != positions[:-1]) | (statuses[1:] != statuses[:-1])
    starts = np.flatnonzero(begins)
    sums = np.add.reduceat(values, starts) if len(starts) else values
    parts: dict[int, list[tuple[int, int]]] = {}
    rows = zip(positions[starts].tolist(), statuses[starts].tolist(), sums.tolist(), strict=True)
    for position, status, value in rows:
        parts.setdefault(position, []).append((status, value))
    return parts
