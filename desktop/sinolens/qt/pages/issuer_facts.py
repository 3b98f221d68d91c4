"""What is on file about an issuer, in words, and what is held of it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from sinolens.domain.money import format_dollars, format_percent
from sinolens.domain.official_list import Relation
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.words import LEVEL_WORDS, LINE_WORDS, REGION_WORDS, RELATION_WORDS, checked_word, headed, spoken
from sinolens.reference.loader import resources
from sinolens.reference.markets import load_country_names

if TYPE_CHECKING:
    from sinolens.domain.activity import ActivityEvidence
    from sinolens.domain.attribute import IssuerAttribute
    from sinolens.domain.category import CategoryAssignment
    from sinolens.domain.issuer import Issuer, Line
    from sinolens.domain.official_list import EntityLink, ListEntry
    from sinolens.exposure.cube import Cube
    from sinolens.reference.loader import Reference

MOST_MODELS = 6
MOST_HELD = 8
YOURS = "yours"


class IssuerBook:
    """Every table of facts by issuer, for one set of facts and one day (ISO)."""

    def __init__(self, reference: Reference, as_of: str) -> None:
        self.reference, self.as_of = reference, as_of
        self.lines: defaultdict[str, list[Line]] = defaultdict(list)
        for line in reference.lines:
            self.lines[line.issuer_id].append(line)
        self.links: defaultdict[str, list[EntityLink]] = defaultdict(list)
        for link in reference.links:
            self.links[link.issuer_id].append(link)
        self.attributes: defaultdict[str, dict[str, IssuerAttribute]] = defaultdict(dict)
        for attribute in reference.attributes:
            self.attributes[attribute.issuer_id][attribute.topic] = attribute
        self.activities: defaultdict[str, list[ActivityEvidence]] = defaultdict(list)
        for evidence in reference.activities:
            self.activities[evidence.issuer_id].append(evidence)
        self.children: defaultdict[str, list[Issuer]] = defaultdict(list)
        for issuer in reference.issuers.values():
            if issuer.parent_id:
                self.children[issuer.parent_id].append(issuer)

    @cached_property
    def entries(self) -> dict[str, ListEntry]:
        """Entries of the editions in force on the day, by id."""
        return {
            entry.id: entry for list_id in self.titles for entry in self.reference.entries_on(list_id, self.as_of)
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        """Names of countries by code."""
        return load_country_names(resources())

    @cached_property
    def titles(self) -> dict[str, str]:
        """Short title of every list of which an edition is on file."""
        return {edition.list_id: edition.short_title for edition in self.reference.editions}

    def lists_of(self, issuer_id: str, exact: bool = True) -> list[str]:
        """Ids of the lists in force that name the issuer itself, or (not `exact`) a relative of it."""
        return list(dict.fromkeys(
            self.entries[link.entry_id].list_id for link in self.links[issuer_id]
            if link.entry_id in self.entries and (link.relation is Relation.EXACT) == exact))

    def category_of(self, issuer: Issuer) -> str:
        """The category most of the issuer is in, with its name."""
        if not issuer.categories:
            return "–"
        code = max(issuer.categories, key=lambda part: part.share).code
        known = self.reference.categories.get(code)
        return f"{code} {known.name}" if known else code

    def place_of(self, issuer: Issuer) -> str:
        """Principal place of business in words."""
        return REGION_WORDS.get(str(issuer.region), str(issuer.region))

    def country(self, code: str) -> str:
        """Name of a country."""
        return self.countries.get(code, code)

    def parent_of(self, issuer: Issuer) -> str:
        """The parent with the share it holds, "" when none is on file."""
        if not issuer.parent_id:
            return ""
        parent = self.reference.issuers.get(issuer.parent_id)
        share = f", {issuer.parent_share:g}%" if issuer.parent_share else ", share not on file"
        return f"{parent.name if parent else issuer.parent_id}{share}"


def issuer_facts(issuer: Issuer, book: IssuerBook, cube: Cube | None) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of an issuer."""
    subtitle = " · ".join(part for part in (chinese_name(issuer), "listed" if issuer.listed else "private",
                                            YOURS if issuer.own else "") if part)
    return issuer.name, subtitle, [
        Section("Held in the open portfolio", _held(issuer, cube)),
        Section("On official lists", _entries(issuer, book)),
        *_categories(issuer, book),
        Section("Record", _record(issuer, book)),
        Section("Listed lines", tuple(_line(line) for line in book.lines[issuer.id])),
        Section("Why investors hold it", _attributes(issuer, book, "driver")),
        Section("What pushes back", _attributes(issuer, book, "risk")),
        Section("Training compute, estimated", _models(issuer, book)),
        Section("Activities a source states", tuple(
            Fact(headed(one.activity),
                 f"{one.subject} · {one.source} · {day(one.as_of)} · {checked_word(one.verified)}")
            for one in book.activities[issuer.id] if one.activity and not one.measure)),
        Section("Yours", (Fact("", "Change your names, lines or weights…" if has_own(issuer, book)
                               else "Add names, lines or weights of your own…", link=f"edit:{issuer.id}"),)),
    ]


def weight_words(part: CategoryAssignment) -> str:
    """Low, base and high weight in percent; base is unknown where the intensity is."""
    base = "not known" if part.base is None else f"{100 * part.base:.0f}%"
    return f"low {100 * part.low:.0f}% · base {base} · high {100 * part.high:.0f}%"


def chinese_name(issuer: Issuer) -> str:
    """The name in Chinese characters, the legal one first, else the shortest; "" when none is on file."""
    return issuer.name_zh or min(
        (name for name in issuer.aliases if any("一" <= sign <= "鿿" for sign in name)), key=len, default="")


def has_own(issuer: Issuer, book: IssuerBook) -> bool:
    """Whether something of an issuer is the user's."""
    return issuer.own or bool(issuer.own_names) or any(
        part.own for some in (book.lines[issuer.id], issuer.categories, book.links[issuer.id]) for part in some)


def _held(issuer: Issuer, cube: Cube | None) -> tuple[Fact, ...]:
    if cube is None:
        return ()
    value = cube.by("issuer").get(issuer.id, 0)
    if not value:
        return (Fact("", "Nothing, as far as the holdings are known."),)
    slices = cube.analysis.slices
    mine = slices[slices["issuer_id"] == issuer.id].groupby("position", sort=False)["market_value"].sum()
    names = cube.analysis.positions["name"]
    tiers = cube.analysis.positions["tier"]
    found = sorted(zip(mine.index.tolist(), mine.tolist(), strict=True), key=lambda one: -abs(one[1]))
    facts = [
        Fact("Full value", f"{format_dollars(value)}, {format_percent(value, cube.pool)} of pool", "strong"),
        *(Fact(format_dollars(int(part)), str(names.iat[row]), tier=str(tiers.iat[row]), link=f"position:{row}")
          for row, part in found[:MOST_HELD]),
        Fact("", f"Show {len(found):,} position{'' if len(found) == 1 else 's'} in Holdings",
             link=f"holdings:{issuer.id}"),
    ]
    return tuple(facts)


def _entries(issuer: Issuer, book: IssuerBook) -> tuple[Fact, ...]:
    facts = []
    for link in book.links[issuer.id]:
        entry = book.entries.get(link.entry_id)
        title = book.titles.get(link.entry_id.split(":")[0], link.entry_id.split(":")[0])
        if entry is None:
            facts.append(Fact(title, f"Not named in the edition in force on {day(book.as_of)} ({link.entry_id}). "
                              f"{_sentence(link.evidence)}"))
            continue
        share = f", {link.share:g}% on file" if link.share else ""
        facts.append(Fact(title, (
            f"{entry.name}: {RELATION_WORDS[str(link.relation)]}{share}. Edition of {day(entry.edition)}, listed "
            f"{day(entry.listed_on) if entry.listed_on else 'on a date not on file'}. {_sentence(link.evidence)} "
            f"{link.source}, {day(link.as_of)}. {_sentence(YOURS if link.own else checked_word(link.verified))}")))
        if entry.licence_policy:
            facts.append(Fact("Licences", _sentence(entry.licence_policy) + (
                f" Stated by {entry.policy_source}." if entry.policy_source else " As the edition prints it.")))
    return tuple(facts) or (Fact("", "No entry of the lists on file is linked to it."),)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""


def _categories(issuer: Issuer, book: IssuerBook) -> list[Section]:
    sections = []
    for part in issuer.categories:
        known = book.reference.categories.get(part.code)
        sections.append(Section(f"{part.code} {known.name if known else ''}", (
            *given(
                Fact("Of the issuer", f"{100 * part.share:.0f}%" if part.share < 1 else ""),
                Fact("AI weight", weight_words(part)), Fact("Intensity", str(part.intensity)),
                Fact("Basis", part.basis),
                Fact("Source", f"{part.source}, {day(part.as_of)}" if part.source else ""),
                Fact("Whose", "yours, in place of the program's" if part.own and not issuer.own else
                     YOURS if part.own else ""),
            ),
            checked(part.verified),
        )))
    return sections


def _record(issuer: Issuer, book: IssuerBook) -> tuple[Fact, ...]:
    ours = [name for name in issuer.aliases if name not in issuer.own_names and name not in issuer.romanised]
    former = [name for name in issuer.former_names if name not in issuer.own_names]
    vie = {True: "yes", False: "no", None: ""}[issuer.vie]
    children = book.children[issuer.id]
    return (
        *given(
            Fact("Also known as", ", ".join(ours)), Fact("Former names", ", ".join(former)),
            Fact("Pinyin, computed", ", ".join(issuer.romanised)),
            Fact("Your names", ", ".join(issuer.own_names)), Fact("Principal place", book.place_of(issuer)),
            Fact("Incorporated in", book.country(issuer.incorporation)),
            Fact("Domicile", book.country(issuer.domicile)),
            Fact("Headquarters", book.country(issuer.headquarters)), Fact("Parent", book.parent_of(issuer)),
            Fact("Parent of", ", ".join(child.name for child in children)),
            Fact("State link", issuer.state_link), Fact("VIE", vie), Fact("LEI", issuer.lei), Fact("USCC", issuer.uscc),
            Fact("Source", issuer.source), Fact("As of", day(issuer.as_of)),
        ),
        checked(issuer.verified),
    )


def _line(line: Line) -> Fact:
    valid = f"from {day(line.valid_from)}" if line.valid_from else ""
    valid += f" to {day(line.valid_to)}" if line.valid_to else ""
    return Fact(f"{line.ticker or line.isin} {line.mic}".strip(), " · ".join(part for part in (
        LINE_WORDS.get(line.kind, line.kind), line.currency, line.isin or "no ISIN on file", line.figi, valid.strip(),
        YOURS if line.own else checked_word(line.verified)) if part))


def _attributes(issuer: Issuer, book: IssuerBook, kind: str) -> tuple[Fact, ...]:
    facts = []
    for topic in book.reference.attribute_topics.values():
        if topic.kind != kind:
            continue
        known = book.attributes[issuer.id].get(topic.id)
        facts.append(Fact(topic.name, "unknown" if known is None else (
            f"{LEVEL_WORDS[str(known.level)]} · {known.basis} · {known.source}, {day(known.as_of)} · "
            f"{checked_word(known.verified)}"), "" if known is None else "strong" if known.level == "high" else ""))
    return tuple(facts)


def _models(issuer: Issuer, book: IssuerBook) -> tuple[Fact, ...]:
    found = sorted((one for one in book.activities[issuer.id] if one.measure), key=lambda one: -one.value)
    limits = sorted({
        (activity.above, activity.measure) for rule in book.reference.rules for activity in rule.activities
        if activity.measure})
    facts = []
    for one in found[:MOST_MODELS]:
        above = max((limit for limit, measure in limits if measure == one.measure and one.value > limit), default=0)
        passed = f" · above {above:.0e}, a threshold of a rule" if above else ""
        facts.append(Fact(one.subject, (
            f"{one.value:.1e} {spoken(one.measure)}{passed} · {one.confidence} · {one.source}, {day(one.as_of)} · "
            f"{checked_word(one.verified)}")))
    if len(found) > MOST_MODELS:
        facts.append(Fact("", f"and {len(found) - MOST_MODELS} more models with less"))
    if facts:
        facts.append(Fact("", "Estimates by others, never the issuer's own statement."))
    return tuple(facts)
