"""Reads the rules: every `*.toml` in the folder `rules`, one `[[rule]]` each.

A rule names lists of `lists/lists.csv`; an unknown list, field, date, sub-code or test is a `PackError` that names
file, line and field. Rules are sorted by id, so that the order of files and tables decides nothing.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.domain.instrument import Instrument
from sinolens.domain.region import Region
from sinolens.domain.rule import (
    EvidenceCondition,
    KeyDate,
    Period,
    Rule,
    RuleActivity,
    RuleClock,
    RuleException,
    RuleQuestion,
    RuleStage,
)
from sinolens.domain.tier import CODE_LABELS, Actions
from sinolens.reference.lists import LIST_FIELDS, LISTS_FILE
from sinolens.reference.outline import Record, read_records
from sinolens.reference.pack import PackError, iso_date, one_of, read_table, slug

FOLDER = "rules"
BASES = ("exact", "affiliate", "ge50_aggregate", "transaction", "category", "structure", "mandate")
REACHES = ("all", "listed", "nonpublic", *(str(kind.value) for kind in Instrument))
REGIONS = tuple(str(region.value) for region in Region)
CLOCK_STARTS = ("listed_on", "effective_on", "divest_by", "completion", "notice", "knowledge")
STAGE_STARTS = ("", "listed_on", "effective_on", "divest_by", "not_reached")
TESTS = ("present", "is", "is_not", "before", "at_most")
OUTCOMES = ("prohibited", "notifiable", "none")
KINDS = ("date", "yes_no", "amount", "choice", "text")
ANSWERS = ("yes", "no", "divest_only", "counsel", "unknown")
EVIDENCE_FIELDS = (
    "activity", "assurance_date", "commitment_date", "commitment_total", "completion_date", "converts_to_public",
    "covered_foreign_person", "derivative_confers_rights", "fund_domicile", "fund_registration", "holdings_shown",
    "knowledge_date", "listed_at_settlement", "national_interest_exemption", "notice_filed", "purchase_date",
    "secondary", "special_rights", "stage", "training_operations", "training_operations_biological",
)
PARAMETERS = (
    "divest_after", "effective_after", "fund_exempt_below", "groups", "holding_places", "home", "line_kinds", "markets",
    "outside_focus",
    "share_at_least", "upgrade_citation", "upgrade_lists", "upgrade_verified",
)
HOLDER_FIELDS = ("assets_usd_above", "public", "state")


def load_rules(root: Traversable) -> tuple[Rule, ...]:
    """All rules, sorted by id.

    Args:
        root: the resources folder.

    Raises:
        sinolens.reference.pack.PackError: see the module.
    """
    lists = frozenset(row["list_id"] for row in read_table(root, LISTS_FILE, LIST_FIELDS))
    try:
        names = sorted(item.name for item in root.joinpath(FOLDER).iterdir() if item.name.endswith(".toml"))
    except OSError as error:
        raise PackError(FOLDER, 0, "", "the folder is missing or cannot be read") from error
    rules: dict[str, Rule] = {}
    for name in names:
        for record in read_records(root, f"{FOLDER}/{name}", "rule"):
            rule = read_rule(record, lists)
            if rule.id in rules:
                record.fail("id", f"{rule.id!r} stands twice")
            rules[rule.id] = rule
    return tuple(rules[key] for key in sorted(rules))


def read_rule(record: Record, lists: frozenset[str]) -> Rule:
    """One rule from its table; `lists` are the ids it may name.

    Raises:
        sinolens.reference.pack.PackError: a field is missing, unknown or wrong.
    """
    stages = tuple(_read_stage(stage) for stage in record.tables("stage"))
    if not stages:
        record.fail("stage", "a rule needs at least one stage")
    codes = tuple(stage.code for stage in stages)
    list_ids = _read_list_ids(record, "lists", lists)
    parameters = _read_parameters(record.table("parameters"), lists)
    rule = Rule(
        id=record.convert("id", slug),
        name=record.text("name"),
        authority=record.text("authority"),
        citation=record.text("citation"),
        list_ids=list_ids,
        basis=record.convert("basis", one_of(*BASES)),
        code=codes[0],
        reaches=record.texts("reaches", *REACHES),
        reaches_funds=record.take("reaches_funds", bool),
        bars_holding=record.take("bars_holding", bool),
        in_force=_read_periods(record, "in_force", required=True),
        stayed=_read_periods(record, "stayed"),
        after_stay=record.convert("after_stay", one_of("in_force", "unknown")),
        clocks=tuple(_read_clock(clock, codes) for clock in record.tables("clock")),
        exceptions=tuple(_read_exception(exception) for exception in record.tables("exception")),
        consequence=record.text("consequence"),
        source=record.text("source"),
        retrieved=_read_date(record, "retrieved"),
        verified=record.take("verified", bool),
        parameters=parameters,
        holder_filter=_read_holder(record.table("holder")),
        regions=record.texts("regions", *REGIONS),
        stages=stages,
        activities=tuple(_read_activity(activity) for activity in record.tables("activity")),
        questions=tuple(_read_question(question) for question in record.tables("question")),
        key_dates=tuple(_read_key_date(key_date) for key_date in record.tables("key_date")),
        note=record.text("note", ""),
    )
    record.finish()
    return rule


def _read_list_ids(record: Record, field: str, lists: frozenset[str]) -> tuple[str, ...]:
    found = record.texts(field)
    for one in found:
        if one not in lists:
            record.fail(field, f"unknown list {one!r}")
    return found


def _read_date(record: Record, field: str) -> str:
    found = record.convert(field, iso_date)
    if not found:
        record.fail(field, "must not be empty")
    return found


def _read_periods(record: Record, field: str, *, required: bool = False) -> tuple[Period, ...]:
    if required:
        record.take(field, list)
    periods = []
    for table in record.tables(field):
        period = Period(table.convert("from", iso_date, ""), table.convert("to", iso_date, ""))
        table.finish()
        if period.end and period.end <= period.start:
            record.fail(field, f"the period ends on {period.end}, not after {period.start}")
        periods.append(period)
    return tuple(periods)


def _read_stage(record: Record) -> RuleStage:
    table = record.table("actions")
    answer = one_of(*ANSWERS)
    actions = Actions(
        buy=table.convert("buy", answer),
        sell=table.convert("sell", answer),
        hold=table.convert("hold", answer),
        dividend=table.convert("dividend", answer),
        reinvest=table.convert("reinvest", answer),
    )
    table.finish()
    start = record.convert("start", one_of(*STAGE_STARTS), "")
    code: str = record.convert("code", one_of(*CODE_LABELS))
    stage = RuleStage(code, start, actions, record.text("follows"), record.text("limits"))
    record.finish()
    return stage


def _read_clock(record: Record, codes: tuple[str, ...]) -> RuleClock:
    clock = RuleClock(
        start=record.convert("start", one_of(*CLOCK_STARTS)),
        days=record.take("days", int),
        label=record.text("label"),
        months=record.take("months", int, 0),
        codes=record.texts("codes", *codes),
    )
    record.finish()
    return clock


def _read_exception(record: Record) -> RuleException:
    conditions = []
    for table in record.tables("conditions"):
        conditions.append(EvidenceCondition(
            field=table.convert("field", one_of(*EVIDENCE_FIELDS)),
            test=table.convert("test", one_of(*TESTS)),
            value=table.text("value", ""),
            label=table.text("label"),
        ))
        table.finish()
    if not conditions:
        record.fail("conditions", "an exception needs at least one condition")
    exception = RuleException(
        id=record.convert("id", slug),
        label=record.text("label"),
        citation=record.text("citation"),
        evidence=tuple(dict.fromkeys(condition.field for condition in conditions)),
        verified=record.take("verified", bool),
        conditions=tuple(conditions),
        instruments=record.texts("instruments", *(str(kind.value) for kind in Instrument)),
    )
    record.finish()
    return exception


def _read_activity(record: Record) -> RuleActivity:
    activity = RuleActivity(
        id=record.convert("id", slug),
        label=record.text("label"),
        outcome=record.convert("outcome", one_of(*OUTCOMES)),
        citation=record.text("citation"),
        verified=record.take("verified", bool),
        measure=record.text("measure", ""),
        above=record.number("above", 0.0),
    )
    record.finish()
    return activity


def _read_question(record: Record) -> RuleQuestion:
    question = RuleQuestion(
        field=record.convert("field", one_of(*EVIDENCE_FIELDS)),
        text=record.text("text"),
        kind=record.convert("kind", one_of(*KINDS)),
        why=record.text("why"),
        citation=record.text("citation"),
        verified=record.take("verified", bool),
        choices=record.texts("choices"),
    )
    record.finish()
    return question


def _read_key_date(record: Record) -> KeyDate:
    key_date = KeyDate(
        _read_date(record, "date"), record.text("label"), record.text("citation"), record.take("verified", bool),
        _read_date(record, "known_from"),
    )
    if key_date.known_from > key_date.date:
        record.fail("known_from", f"the day {key_date.date} cannot be known only from {key_date.known_from}")
    record.finish()
    return key_date


def _read_parameters(record: Record, lists: frozenset[str]) -> tuple[tuple[str, str], ...]:
    values = {name: record.text(name, "") for name in PARAMETERS}
    for one in filter(None, values["upgrade_lists"].split("|")):
        if one not in lists:
            record.fail("upgrade_lists", f"unknown list {one!r}")
    for name in ("divest_after", "effective_after", "fund_exempt_below", "share_at_least"):
        try:
            float(values[name] or 0)
        except ValueError:
            record.fail(name, f"{values[name]!r} is not a number")
    record.finish()
    return tuple((name, value) for name, value in values.items() if value)


def _read_holder(record: Record) -> tuple[tuple[str, str], ...]:
    values = {name: record.text(name, "") for name in HOLDER_FIELDS}
    if values["public"] not in ("", "yes", "no"):
        record.fail("public", f"{values['public']!r} is neither 'yes' nor 'no'")
    if values["assets_usd_above"] and not values["assets_usd_above"].isdigit():
        record.fail("assets_usd_above", f"{values['assets_usd_above']!r} is not a whole number")
    record.finish()
    return tuple((name, value) for name, value in values.items() if value)
