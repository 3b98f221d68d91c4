"""What all rules share on one day: the facts on file, the lists as they answer, who holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.category import Category
from sinolens.domain.definition import Institution
from sinolens.domain.match import ScreeningState
from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.domain.region import Region
from sinolens.domain.rule import Rule
from sinolens.matching.region import OFFSHORE, region_of_country
from sinolens.reference.loader import Reference
from sinolens.regulation.facts import Facts
from sinolens.regulation.listings import Listings

_CHINA = frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU})


class Context:
    """Read-only during an assessment.

    Attributes:
        rules: sorted by id, so that their order in the pack decides nothing.
        first_listed: earliest day any line of an issuer was listed, by issuer id; only where a date is on file.
    """

    def __init__(
        self, reference: Reference, as_of: str, institution: Institution | None, stale_days: int
    ) -> None:
        self.reference = reference
        self.as_of = as_of
        self.institution = institution
        self.listings = Listings(reference, as_of, stale_days)
        self.rules: tuple[Rule, ...] = tuple(sorted(reference.rules, key=lambda rule: rule.id))
        self._states = {rule.id: rule.state_on(as_of) for rule in self.rules}
        self.rules_by_id = {rule.id: rule for rule in self.rules}
        self.categories: dict[str, Category] = reference.categories
        self.activities: defaultdict[str, list[ActivityEvidence]] = defaultdict(list)
        for activity in reference.activities:
            self.activities[activity.issuer_id].append(activity)
        self.first_listed: dict[str, str] = {}
        for line in reference.lines:
            day = self.first_listed.get(line.issuer_id)
            if line.valid_from and (day is None or line.valid_from < day):
                self.first_listed[line.issuer_id] = line.valid_from

    def state_of(self, rule: Rule) -> str:
        """State of a rule on the day: in_force, stayed, unknown or not_in_force."""
        return self._states[rule.id]

    def named(self, facts: Facts) -> tuple[tuple[ListEntry, ListEdition], ...]:
        """Entries that certainly name the legal entity; none for a likeness, or a name the row does not bear out."""
        if not facts.exact or self.is_name_alone(facts):
            return ()
        return self.listings.find_named(facts.issuer_id, facts.entry_ids)

    def is_name_alone(self, facts: Facts) -> bool:
        """Whether a listed entity was found by its name, and neither identifier nor home of the row agrees with it.

        The home is what the row itself says: the region of the entity that was found would agree with itself.
        """
        if facts.method_of_match != "name" or facts.state is not ScreeningState.HIT:
            return False
        if not self.listings.find_named(facts.issuer_id, facts.entry_ids):
            return False
        return not self._agrees(facts)

    def forget_other_days(self, facts: Facts) -> Facts:
        """The facts without an entity known only from editions of other days, found by its name.

        What will be listed, or was, says nothing of a row today, its region included.
        """
        by_entry = facts.state is ScreeningState.HIT and facts.entry_ids and not (facts.issuer_id or facts.vehicle_id)
        if not by_entry or facts.method_of_match != "name" or self.listings.find_named("", facts.entry_ids):
            return facts
        home = "" if facts.home in OFFSHORE else facts.home
        return replace(facts, state=ScreeningState.NONE, entry_ids=(), group="", region=region_of_country(home))

    def withdraw_entity(self, facts: Facts) -> Facts:
        """The facts without an entity that rests on its name alone; the region is what the row itself says."""
        if not self.is_name_alone(facts):
            return facts
        home = "" if facts.home in OFFSHORE else facts.home
        return replace(
            facts, state=ScreeningState.POSSIBLE, issuer_id="", entry_ids=(), group="", region=region_of_country(home)
        )

    def _agrees(self, facts: Facts) -> bool:
        home = facts.home
        if not home:
            return False
        issuer = self.reference.issuers.get(facts.issuer_id)
        homes = {issuer.incorporation, issuer.domicile, issuer.headquarters} if issuer else set()
        homes |= {self.listings.country_of(entry) for entry, _ in self.listings.find_named("", facts.entry_ids)}
        homes.discard("")
        regions = {issuer.region} if issuer else set()
        regions |= {region_of_country(one) for one in homes}
        # An entry that prints no country stands on a list of Chinese entities.
        chinese = bool(regions & _CHINA) or not homes
        return home in homes or (region_of_country(home) in _CHINA and chinese)

    def groups_of(self, facts: Facts) -> frozenset[str]:
        """Category groups of the issuer, or of the row when the issuer carries none."""
        issuer = self.reference.issuers.get(facts.issuer_id)
        codes = [assignment.code for assignment in issuer.categories] if issuer else []
        groups = {self.categories[code].group if code in self.categories else code[:1] for code in codes}
        return frozenset(groups or ({facts.group} if facts.group else set()))

    def reaches(self, rule: Rule, facts: Facts) -> bool:
        """Whether a rule reaches this instrument."""
        if "all" in rule.reaches or facts.instrument.value in rule.reaches:
            return True
        return ("listed" in rule.reaches and facts.public) or ("nonpublic" in rule.reaches and not facts.public)
