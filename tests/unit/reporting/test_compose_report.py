"""The report as data: the same figures as the cube, every sum a sum of its lines, honest about what is missing."""

import dataclasses

import pytest
import synthetic_analysis
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.finding import Finding, Severity
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reporting.document import Count, CoverFields, Kind, Money, Query, Share
from sinolens.reporting.report import ALWAYS, compose, section_choices

SHEETS = (
    "Cover",
    "Summary",
    "Exposure by Category",
    "Exposure by Tier",
    "By Asset Class",
    "By Manager",
    "By Geography",
    "Top Holdings",
    "Listed Names",
    "Under Review",
    "Divestment Tracker",
    "Exemptions & Waivers",
    "Limits",
    "Scenarios",
    "Change Bridge",
    "Change Counts",
    "Overrides",
    "Data Quality",
    "Sources",
    "Method & Glossary",
)


def answer(report, query: Query) -> int:
    """What the query gives over the report's own lines."""
    if isinstance(query, tuple):
        return sum(answer(report, one) for one in query)
    frame = report.lines.frame
    for column, value in query.where:
        frame = frame[frame[column] == value]
    return int(frame[query.measure].sum()) if query.measure else len(frame)


def cells(report):
    for section in report.sections:
        for fact in section.facts:
            yield section.key, fact.label, fact.value
        for table in section.tables:
            for row in (*table.rows, *((table.total,) if table.total else ())):
                for column, cell in zip(table.columns, row, strict=True):
                    yield section.key, f"{table.key}.{column.key}", cell


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    positions=st.integers(1, 90),
    audience=st.sampled_from(["committee", "public", "regulator"]),
)
def test_every_query_yields_its_amount_again(seed, positions, audience):
    report = compose(synthetic_analysis.build(positions, seed), audience)
    asked = 0
    for section, place, cell in cells(report):
        if isinstance(cell, Money | Count) and cell.query is not None:
            asked += 1
            amount = cell.cents if isinstance(cell, Money) else cell.number
            assert answer(report, cell.query) == amount, (section, place, cell)
    assert asked > 20


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), positions=st.integers(1, 90))
def test_totals_are_the_sums_of_their_columns(seed, positions):
    report = compose(synthetic_analysis.build(positions, seed))
    for section in report.sections:
        for table in section.tables:
            for place, column in enumerate(table.columns):
                if column.adds and table.total is not None and isinstance(table.total[place], Money):
                    rows = sum(row[place].cents for row in table.rows if isinstance(row[place], Money))
                    assert rows == table.total[place].cents, (section.key, table.key, column.key)


def test_headline_figures_are_those_of_the_cube():
    analysis = synthetic_analysis.build(120, 3)
    report, figures = compose(analysis), headline(Cube(analysis))
    table = report.section("summary").tables[0]
    rows = {str(row[0]).strip(): row[1].cents for row in table.rows}
    assert rows["China-AI, full value"] == figures.china_ai
    assert rows["held directly"] + rows["through funds"] == figures.china_ai
    assert rows["China-AI, AI-weighted: base"] == figures.weighted.base
    reach = next(table for table in report.section("summary").tables if table.key == "reach")
    assert [row[1].cents for row in reach.rows] == [
        figures.direct,
        figures.look_through,
        figures.not_disclosed,
        figures.unresolved,
    ]
    assert reach.total[1].cents == figures.market_value == int(analysis.positions["market_value"].sum())


def test_shares_are_of_what_their_column_says():
    report = compose(synthetic_analysis.build(80, 5))
    pool = int(report.lines.frame["value"].sum())
    for section in report.sections:
        for table in section.tables:
            keys = [column.key for column in table.columns]
            for column in table.columns:
                for row in table.rows:
                    cell = row[keys.index(column.key)]
                    if column.kind is Kind.SHARE and column.part and isinstance(cell, Share):
                        part = row[keys.index(column.part)]
                        assert cell.part == (part.cents if isinstance(part, Money) else part.number)
                        if column.whole == "pool":
                            assert cell.whole == pool


def test_committee_has_every_sheet_in_order():
    report = compose(synthetic_analysis.build())
    assert tuple(section.sheet for section in report.sections if section.sheet) == SHEETS
    assert all(len(section.sheet) <= 31 for section in report.sections)


def test_a_part_without_data_says_why():
    report = compose(synthetic_analysis.build())
    for key in ("limits", "scenarios", "overrides", "exemptions", "bridge"):
        assert report.section(key).empty.endswith(".")
    assert report.section("limits").empty.startswith("No limits set by the institution.")


def test_empty_tables_say_why():
    analysis = synthetic_analysis.build(1, 2)
    for audience in ("committee", "public", "regulator"):
        for section in compose(analysis, audience).sections:
            for table in section.tables:
                assert table.rows or table.empty or table.key == "approvals", table.key


def test_an_empty_tier_stays_in_the_tables_at_zero():
    report = compose(synthetic_analysis.build(60, without_codes=frozenset({"1B", "2B"})))
    tiers = report.section("tier").tables[0]
    values = {row[0]: row[1].cents for row in tiers.rows}
    assert list(values) == ["T1", "T2", "T3", "T4", "T5", "U"]
    assert values["T1"] == values["T2"] == 0


def test_previous_analysis_gives_prior_and_change():
    before, now = synthetic_analysis.build(40, 1), synthetic_analysis.build(60, 2)
    before = dataclasses.replace(before, as_of="2026-06-30")
    report = compose(now, previous=before)
    table = report.section("summary").tables[0]
    assert [column.key for column in table.columns] == ["measure", "value", "pool", "before", "change"]
    for row in table.rows:
        assert row[4].cents == row[1].cents - row[3].cents
    assert "since 30 Jun 2026" in dict(report.answers)["What changed"]


def test_blocking_findings_mark_a_draft_until_they_are_explained():
    analysis = synthetic_analysis.build()
    stopped = Finding(
        "tie-out", Severity.BLOCKING, "The sum is not the total.", file="custodian.xlsx", sheet="Holdings"
    )
    broken = dataclasses.replace(analysis, inputs=(dataclasses.replace(analysis.inputs[0], findings=(stopped,)),))
    explained = dataclasses.replace(
        analysis, inputs=(dataclasses.replace(analysis.inputs[0], findings=(stopped,), accepted_reason="Timing."),)
    )
    assert "Draft" in compose(broken).marks
    assert "Draft" not in compose(explained).marks
    assert "Draft" not in compose(explained, "public").marks
    elsewhere = dataclasses.replace(explained, findings=(dataclasses.replace(stopped, sheet="Other"),))
    assert "Draft" in compose(elsewhere).marks
    assert "Draft" in compose(elsewhere, "public").marks


def test_marks_name_sample_audience_and_what_was_asked_for():
    analysis = synthetic_analysis.build()
    assert compose(analysis, "public").marks == ("Sample", "Public")
    assert compose(dataclasses.replace(analysis, sample=False), mark="Draft").marks == (
        "Draft",
        "Confidential – Investment Committee",
    )


def test_cover_fields_win_over_the_words_of_the_audience():
    report = compose(
        synthetic_analysis.build(), cover=CoverFields(to="Board of Trustees", action="Approve\x00 the plan")
    )
    memo = {fact.label: fact.value for fact in report.memo}
    assert memo["To"] == "Board of Trustees"
    assert memo["Action requested"] == "Approve\ufffd the plan"
    assert memo["From"] == "Investment Office"


def test_wrong_audience_or_paper_is_refused():
    analysis = synthetic_analysis.build(3)
    with pytest.raises(ValueError, match="paper"):
        compose(analysis, paper="a5")
    with pytest.raises(ValueError, match="press"):
        compose(analysis, "press")


def test_regulator_tables_are_those_of_a_statute_pack():
    report = compose(synthetic_analysis.build(), "regulator")
    assert [section.sheet for section in report.sections][2:10] == [
        "Restricted",
        "Under Review",
        "Divestment Tracker",
        "Exempt",
        "Sales Log",
        "Removed",
        "Change Counts",
        "Answer Pack",
    ]
    answers = report.section("answers").tables[0]
    held = {row[0]: row[3] for row in answers.rows}
    assert held["Example securities list"] == "yes"
    assert held["Example third list"] == held["Specially Designated Nationals"] == "not known: no edition on file"


def test_a_list_known_to_miss_entries_is_never_answered_with_none():
    analysis = synthetic_analysis.build(60, without_codes=frozenset({"1B", "2B", "4A"}))
    lists = tuple(
        dataclasses.replace(
            state,
            stale=False,
            edition=state.edition
            and dataclasses.replace(state.edition, complete=False, count=state.entries + 10, note="Ten are missing."),
        )
        for state in analysis.lists
    )
    table = compose(dataclasses.replace(analysis, lists=lists), "regulator").section("answers").tables[0]
    told = [row[3] for row in table.rows]
    assert any("none among the entries on file" in text for text in told)
    assert not any(text.startswith("none identified") for text in told)
    assert any(f"of {lists[0].entries + 10:,} entries on file" in text for text in told)
    assert "Ten are missing." in table.note


@pytest.mark.parametrize("audience", ["committee", "public", "regulator"])
def test_sections_to_choose_are_those_of_the_report(audience):
    report = compose(synthetic_analysis.build(20), audience)
    choices = dict(section_choices(audience))
    printed = [section.key for section in report.sections if section.key not in {"cover", *ALWAYS}]
    assert printed == list(choices)
    assert all(title and title != key for key, title in choices.items())
    assert report.left_out == ()


def test_a_section_left_out_is_named_and_changes_no_total():
    analysis = synthetic_analysis.build(40)
    whole, short = compose(analysis), compose(analysis, sections={"category", "listed"})
    assert [section.key for section in short.sections] == [
        "cover", "summary", "category", "listed", "quality", "sources", "method",
    ]  # fmt: skip
    assert short.cards == whole.cards
    assert short.lines.frame.equals(whole.lines.frame)
    assert short.id == whole.id
    said = next(text for text in short.section("method").lead if text.startswith("Left out by choice"))
    assert "Exposure by regulatory tier" in said
    assert "Names on official lists" not in said
    assert not any(text.startswith("Left out by choice") for text in whole.section("method").lead)


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="no section"):
        compose(synthetic_analysis.build(5), "public", sections={"listed"})


def test_list_entries_are_printed_where_there_is_no_appendix():
    analysis = synthetic_analysis.build(40)
    for report, printed in ((compose(analysis), False), (compose(analysis, sections={"listed"}), True)):
        entries = next(table for table in report.section("listed").tables if table.key == "entries")
        assert entries.paper is printed


def test_remarks_of_the_rules_are_printed_with_their_positions():
    analysis = synthetic_analysis.build(60)
    report = compose(analysis)
    for key in ("listed", "appendix"):
        table = next(table for table in report.section(key).tables if table.key == "remarks")
        remarks = {row[0]: row for row in table.rows}
        assert any("Dividends are reinvested" in text for text in remarks)
        assert any(text.startswith("Contains T1 names") for text in remarks)
        assert "Ask counsel before you sell." in remarks
        assert table.rows[0][1] == "T1"
        sold = [i for i, status in enumerate(analysis.statuses) if status.actions.sell == "counsel"]
        lines = analysis.slices[analysis.slices["status"].isin(sold)]
        assert remarks["Ask counsel before you sell."][3].cents == lines["market_value"].sum()
    frame = report.lines.frame
    assert frame.loc[frame["code"] == "1B", "remarks"].str.contains("reinvested").all()
    assert frame.loc[frame["code"] == "1B", "actions"].str.contains("buy: no").all()


def test_the_public_version_prints_no_remark():
    public = compose(synthetic_analysis.build(60), "public")
    assert {"remarks", "actions"}.isdisjoint(public.lines.frame.columns)
    assert not any(table.key == "remarks" for section in public.sections for table in section.tables)


def test_first_page_tiers_are_those_of_all_holdings():
    analysis = synthetic_analysis.build(120, 3)
    report, figures = compose(analysis), headline(Cube(analysis))
    cards = {fact.tier: fact for fact in report.cards if fact.tier.startswith("T")}
    for total in figures.by_tier[:3]:
        if total.positions:
            card = cards[total.tier.value]
            assert card.value.cents == total.value
            own = next(one for one in figures.position_tiers if one.tier is total.tier)
            assert card.note.startswith(f"of lines; {own.positions:,} position")
    table = next(table for table in report.section("summary").tables if table.key == "names_by_tier")
    assert "Of China-AI (USD)" in [column.title for column in table.columns]
    assert "Of all holdings" in dict(report.answers)["What a rule touches"]


def test_memo_date_is_left_to_staff_and_the_as_of_date_has_its_own_line():
    blank = {fact.label: fact.value for fact in compose(synthetic_analysis.build()).memo}
    assert (blank["Date"], blank["As of"]) == ("", "30 Sep 2026")
    typed = compose(synthetic_analysis.build(), cover=CoverFields(meeting_date="2026-11-05")).memo
    assert {fact.label: fact.value for fact in typed}["Date"] == "5 Nov 2026"


def test_a_list_known_to_miss_entries_is_said_to():
    analysis = synthetic_analysis.build()
    place = next(i for i, state in enumerate(analysis.lists) if state.edition is not None and not state.stale)
    state = analysis.lists[place]
    partial = dataclasses.replace(state, edition=dataclasses.replace(state.edition, complete=False))
    lists = (*analysis.lists[:place], partial, *analysis.lists[place + 1 :])
    report = compose(dataclasses.replace(analysis, lists=lists))
    assert "1 of them known to miss entries" in dict(report.answers)["How we know"]
    assert "known to miss" not in dict(compose(analysis).answers)["How we know"]
    table = next(table for table in report.section("sources").tables if table.key == "lists")
    assert "current, not complete" in [row[6] for row in table.rows]


def test_what_is_not_identified_is_not_called_by_the_name_of_tier_u():
    report = compose(synthetic_analysis.build(90, 4))
    for name in ("reach", "scope", "knowledge"):
        assert "unresolved" not in set(report.lines.frame[name])
    labels = {row[0] for section in report.sections for table in section.tables for row in table.rows if row}
    assert "Not identified" in labels
    assert "Unresolved" not in labels
