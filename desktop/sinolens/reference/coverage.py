"""What the universe covers: issuers by category, lines by kind, and how much of it a source supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sinolens.domain.issuer import Issuer
from sinolens.domain.region import Region
from sinolens.reference.loader import Reference

AT_HOME = frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU})
EQUITY_KINDS = frozenset({"A", "B", "H", "red_chip", "p_chip", "adr", "dual_counter", "ordinary"})


@dataclass(frozen=True, slots=True)
class CategoryCoverage:
    """Issuers of one category, counted under the category that holds most of each.

    Attributes:
        code, name: of the category.
        listed, private: issuers with and without a listed line.
        verified: issuers whose record a source on file supports.
        sized: issuers whose intensity is not "unknown".
    """

    code: str
    name: str
    listed: int
    private: int
    verified: int
    sized: int

    @property
    def issuers(self) -> int:
        """All issuers of the category."""
        return self.listed + self.private


@dataclass(frozen=True, slots=True)
class LineCoverage:
    """Lines of one kind: how many there are, carry an ISIN, and are supported by a source on file."""

    kind: str
    lines: int
    isins: int
    verified: int


def measure_categories(reference: Reference) -> tuple[CategoryCoverage, ...]:
    """Coverage of every category that is no group, in the order of the taxonomy; empty ones too."""
    listed: Counter[str] = Counter()
    private: Counter[str] = Counter()
    verified: Counter[str] = Counter()
    sized: Counter[str] = Counter()
    for issuer in reference.issuers.values():
        first = issuer.categories[0]
        (listed if issuer.listed else private)[first.code] += 1
        verified[first.code] += issuer.verified
        sized[first.code] += first.base is not None
    parents = {category.group for category in reference.categories.values() if category.code != category.group}
    return tuple(
        CategoryCoverage(code, category.name, listed[code], private[code], verified[code], sized[code])
        for code, category in reference.categories.items()
        if code not in parents
    )


def measure_lines(reference: Reference) -> tuple[LineCoverage, ...]:
    """Coverage of every kind of line, by kind."""
    kinds = Counter(line.kind for line in reference.lines)
    isins = Counter(line.kind for line in reference.lines if line.isin)
    verified = Counter(line.kind for line in reference.lines if line.verified)
    return tuple(LineCoverage(kind, kinds[kind], isins[kind], verified[kind]) for kind in sorted(kinds))


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """How many issuers a fact is on file for, of those it could be known of."""

    field: str
    known: int
    of: int


def measure_fields(reference: Reference) -> tuple[FieldCoverage, ...]:
    """Coverage of the facts of an issuer's record; Chinese names and codes only of those at home in China."""
    issuers = tuple(reference.issuers.values())
    local = [one for one in issuers if one.region in AT_HOME]
    headline = {code for code, category in reference.categories.items() if category.in_headline}
    weighed = [one for one in issuers if one.categories[0].code in headline]
    parts: tuple[tuple[str, Sequence[Issuer], Callable[[Issuer], bool]], ...] = (
        ("Chinese name", local, lambda one: any(map(_is_han, (one.name_zh, *one.aliases)))),
        ("incorporation", issuers, lambda one: bool(one.incorporation)),
        ("headquarters", issuers, lambda one: bool(one.headquarters)),
        ("parent", issuers, lambda one: bool(one.parent_id)),
        ("share held by the parent", issuers, lambda one: bool(one.parent_share)),
        ("state link", issuers, lambda one: bool(one.state_link)),
        ("VIE, yes or no", issuers, lambda one: one.vie is not None),
        ("USCC", local, lambda one: bool(one.uscc)),
        ("LEI", issuers, lambda one: bool(one.lei)),
        ("category seen in a source", weighed, lambda one: one.categories[0].verified),
        ("AI weight of known size", weighed, lambda one: one.categories[0].base is not None),
    )
    return tuple(FieldCoverage(name, sum(map(is_known, some)), len(some)) for name, some, is_known in parts)


def _is_han(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def describe_universe(reference: Reference) -> Iterator[str]:
    """The coverage in lines, with totals, and the shortfalls named."""
    headline = {code for code, category in reference.categories.items() if category.in_headline}
    yield f"{'category':<46}{'listed':>8}{'private':>9}{'all':>6}{'verified':>10}{'sized':>7}"
    categories = [one for one in measure_categories(reference) if one.issuers or one.code in headline]
    for one in categories:
        yield (
            f"{one.code + ' ' + one.name:<46}{one.listed:>8}{one.private:>9}{one.issuers:>6}{one.verified:>10}"
            f"{one.sized:>7}"
        )
    inside = [one for one in categories if one.code in headline]
    yield (
        f"{'China AI':<46}{sum(o.listed for o in inside):>8}{sum(o.private for o in inside):>9}"
        f"{sum(o.issuers for o in inside):>6}{sum(o.verified for o in inside):>10}{sum(o.sized for o in inside):>7}"
    )
    yield ""
    yield f"{'of an issuer':<46}{'known':>8}{'of':>9}"
    for field in measure_fields(reference):
        yield f"{field.field:<46}{field.known:>8}{field.of:>9}"
    yield ""
    topics = Counter(one.topic for one in reference.attributes)
    checked = Counter(one.topic for one in reference.attributes if one.verified)
    yield f"{'why it is held, and what pushes back':<54}{'known':>8}{'verified':>10}"
    for topic in reference.attribute_topics.values():
        yield f"{topic.kind + ': ' + topic.name:<54}{topics[topic.id]:>8}{checked[topic.id]:>10}"
    yield ""
    yield f"{'line':<14}{'lines':>7}{'ISIN':>7}{'verified':>10}"
    lines = measure_lines(reference)
    for kind in lines:
        yield f"{kind.kind:<14}{kind.lines:>7}{kind.isins:>7}{kind.verified:>10}"
    equity = [kind for kind in lines if kind.kind in EQUITY_KINDS]
    count = sum(kind.lines for kind in equity)
    share = 100 * sum(kind.isins for kind in equity) / count if count else 0.0
    yield f"{share:.0f} % of the {count} share lines carry an ISIN; the others are found by ticker or name."
