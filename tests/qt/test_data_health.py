"""The data-health panel: each line leads to exactly the rows it counts, again and again, and back to all of them."""

import threading
from dataclasses import replace

import pytest
import synthetic_analysis
from import_desk import give
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.money import format_compact
from sinolens.exposure.cube import Cube
from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages import health
from sinolens.qt.pages.concerns import (
    NOT_DISCLOSED,
    OLD_FUNDS,
    TO_CONFIRM,
    UNLIKE,
    UNRESOLVED,
    find_concerns,
    fund_positions,
    name_lines,
)
from sinolens.reference.loader import load_reference
from sinolens.services.questionnaire import TrackerRow, TrackerState

LEFT = Qt.MouseButton.LeftButton


def with_old_funds(analysis, count):
    """The first funds have data of long ago, all others of today."""
    return replace(analysis, funds=tuple(
        replace(fund, data_date="2025-01-31" if place < count else analysis.as_of)
        for place, fund in enumerate(analysis.funds)))


@pytest.fixture
def analysis():
    return with_old_funds(synthetic_analysis.build(90), 2)


@pytest.fixture
def page(desk, analysis):
    desk.window.resize(1440, 900)
    desk.workspace.open(prepare(analysis))
    desk.settle()
    return desk.window.pages["overview"]


def press(desk, page, key):
    """Show the overview and press the button of a concern; gives the concern and the page it leads to."""
    desk.show("overview")
    place, concern = next((at, one) for at, one in enumerate(page.health._concerns) if one.key == key)
    button = page.health.findChild(QPushButton, str(place))
    desk.qtbot.mouseClick(button, LEFT)
    desk.settle()
    return concern, desk.window.page


def shown(model):
    return {model.source_row(row) for row in range(model.rowCount())}


def test_old_funds_are_shown_alone_with_their_dollars_and_the_first_is_chosen(desk, page, analysis):
    concern, funds = press(desk, page, OLD_FUNDS)
    assert {funds._funds[row].name for row in shown(funds.model)} == {fund.name for fund in analysis.funds[:2]}
    assert f"2 of {len(analysis.funds)} funds" in funds.attention_bar.words
    assert format_compact(concern.cents) in funds.attention_bar.words
    assert funds.table.currentIndex().isValid()
    assert desk.workspace.selection.is_empty


def test_a_line_pressed_again_shows_the_same_rows_and_leaves_no_filter(desk, page, analysis):
    concern, funds = press(desk, page, NOT_DISCLOSED)
    first = shown(funds.model)
    assert sum(funds._funds[row].undisclosed_value for row in first) == concern.cents
    _, funds = press(desk, page, NOT_DISCLOSED)
    assert shown(funds.model) == first
    assert first
    assert desk.workspace.selection.is_empty
    assert page.model.rowCount() == len(analysis.positions)


def test_show_all_brings_every_row_back_and_the_line_goes(desk, page, analysis):
    _, funds = press(desk, page, OLD_FUNDS)
    desk.qtbot.mouseClick(funds.attention_bar.all_button, LEFT)
    assert funds.model.rowCount() == len(analysis.funds)
    assert not funds.attention_bar.isVisible()


def test_what_was_mended_is_gone_from_the_rows(desk, page, analysis):
    _, funds = press(desk, page, OLD_FUNDS)
    desk.workspace.renew(prepare(with_old_funds(analysis, 1)))
    desk.settle()
    assert funds.model.rowCount() == 1
    desk.workspace.renew(prepare(with_old_funds(analysis, 0)))
    desk.settle()
    assert funds._no_match.isVisible()
    desk.workspace.open(prepare(analysis))
    desk.settle()
    assert funds.model.rowCount() == len(analysis.funds)


def waiting(analysis):
    """One answer becomes one a person has to confirm."""
    matches = list(analysis.matches)
    matches[0] = Match(ScreeningState.POSSIBLE, "candidate", name="Lotus", score=90, evidence="several fit")
    return replace(analysis, matches=matches)


@pytest.mark.parametrize("key", [UNRESOLVED, TO_CONFIRM])
def test_the_queue_shows_the_names_a_line_counts_with_the_same_dollars(desk, page, analysis, key):
    desk.workspace.open(prepare(waiting(analysis)))
    desk.settle()
    concern, review = press(desk, page, key)
    desk.wait(lambda: review.queue is not None and bool(review.names.attention_bar.words))
    lines = name_lines(key, desk.workspace.analysis, desk.workspace.cube)
    rows = shown(review.names.model)
    assert rows
    assert all(not lines.isdisjoint(review.queue.items[row].rows) for row in rows)
    assert format_compact(concern.cents) in review.names.attention_bar.words
    assert f"{len(rows)} of {len(review.queue.items)} names" in review.names.attention_bar.words
    desk.qtbot.mouseClick(review.names.attention_bar.all_button, LEFT)
    assert review.names.model.rowCount() == len(review.queue.items)


def test_a_file_without_a_total_is_told_with_its_dollars(analysis):
    first, *others = analysis.inputs
    loose = replace(first, control_total=None, difference=None)
    found = find_concerns(replace(analysis, inputs=(loose, *others)), Cube(analysis))
    told = next(one for one in found if one.title == f"{loose.file} has no total")
    assert told.cents == loose.sum
    assert told.page == "import"
    tied = replace(first, control_total=first.sum, difference=0)
    assert not any(one.title.endswith("no total")
                   for one in find_concerns(replace(analysis, inputs=(tied, *others)), Cube(analysis)))


def test_a_file_accepted_with_a_reason_is_no_concern(analysis):
    first, *others = analysis.inputs
    for one in (replace(first, control_total=None, difference=None), replace(first, difference=500)):
        accepted = replace(one, accepted_reason="The custodian sends no total")
        found = find_concerns(replace(analysis, inputs=(accepted, *others)), Cube(analysis))
        assert not any(first.file in one.title + one.detail for one in found if one.page == "import")


def lead(desk, part_of_title):
    """Press the line of the panel with these words in its title; gives the page it leads to."""
    desk.show("overview")
    page = desk.window.page
    desk.wait(lambda: any(part_of_title in one.title for one in page.health._concerns))
    place = next(at for at, one in enumerate(page.health._concerns) if part_of_title in one.title)
    desk.qtbot.mouseClick(page.health.findChild(QPushButton, str(place)), LEFT)
    desk.settle()
    return desk.window.page


def test_a_file_that_does_not_tie_out_is_the_one_chosen_on_its_page(desk, analysis):
    inputs = [replace(analysis.inputs[0], file=f"{name}.xlsx", sheet=sheet, difference=difference, accepted_reason="",
                      control_total=1)
              for name, sheet, difference in (("a", "One", 0), ("b", "One", 0), ("b", "Two", 500), ("c", "One", 0))]
    desk.workspace.open(prepare(replace(analysis, inputs=tuple(inputs))))
    imports = lead(desk, "b.xlsx does not tie out")
    assert imports is desk.window.pages["import"]
    source = imports.steps.source
    row = source.model.source_row(source.table.currentIndex().row())
    assert row == 2
    assert source.table.selectionModel().isRowSelected(source.table.currentIndex().row())
    assert source.detail.shown_title == "b.xlsx"
    # Again from elsewhere, after the user went to another row.
    source.table.choose_row(0)
    lead(desk, "b.xlsx does not tie out")
    assert source.model.source_row(source.table.currentIndex().row()) == 2


def test_of_files_without_a_total_the_largest_is_chosen(desk, analysis):
    inputs = [replace(analysis.inputs[0], file=f"{name}.xlsx", control_total=None, difference=None, accepted_reason="",
                      role="positions", positions=3, sum=cents) for name, cents in (("a", 100), ("b", 900), ("c", 200))]
    desk.workspace.open(prepare(replace(analysis, inputs=tuple(inputs))))
    source = lead(desk, "3 files have no total").steps.source
    assert source.model.source_row(source.table.currentIndex().row()) == 1


def test_a_file_shown_no_more_is_told_while_others_wait(desk, analysis, tmp_path):
    desk.workspace.open(prepare(replace(analysis, inputs=(
        replace(analysis.inputs[0], file="b.xlsx", control_total=1, difference=500, accepted_reason=""),))))
    give(desk, tmp_path, "valuation_with_junk_rows")
    lead(desk, "b.xlsx does not tie out")
    assert desk.told == "b.xlsx was imported before."


@pytest.mark.parametrize("with_search", [False, True])
def test_a_stale_list_is_the_one_chosen_on_its_page(desk, analysis, with_search):
    facts = load_reference()
    used = next(one for one in reversed(facts.editions)
                if facts.edition_on(one.list_id, analysis.as_of) is one and not one.withdrawn)
    stale = replace(analysis.lists[0], list_id=used.list_id, short_title=used.short_title, edition=used, stale=True)
    desk.workspace.open(prepare(replace(analysis, lists=(stale,), missing_lists=())))
    if with_search:
        desk.show("rules")
        desk.wait(lambda: "lists" in desk.window.page.rows)
        desk.window.page.show_shelf("sources")
        desk.window.page.search.setText("nothing like it")
    rules = lead(desk, "stale or without an edition")
    desk.wait(lambda: rules.table.currentIndex().isValid())
    chosen = rules.rows["lists"][rules.models["lists"].source_row(rules.table.currentIndex().row())].subject
    assert rules.shelf.key == "lists"
    assert chosen.list_id == stale.list_id
    assert chosen.state == "in_use"
    assert rules.detail.shown_title == used.title


def test_a_list_that_is_not_on_file_is_chosen_too(desk, analysis):
    facts = load_reference()
    missing = facts.missing_lists[-1]
    desk.workspace.open(prepare(replace(analysis, missing_lists=(missing.short_title,))))
    rules = lead(desk, "not on file")
    desk.wait(lambda: rules.table.currentIndex().isValid())
    chosen = rules.rows["lists"][rules.models["lists"].source_row(rules.table.currentIndex().row())].subject
    assert chosen.list_id == missing.list_id
    assert rules.detail.shown_title == missing.title


def test_names_like_nothing_on_file_wait_until_a_person_has_decided(analysis):
    cube = Cube(analysis)
    # Lines that no rule reaches: their place is known, who issued them is not.
    slices = analysis.slices.copy()
    known = sorted(set(range(len(slices))) - name_lines(UNRESOLVED, analysis, cube))[0]
    slices.loc[known, "code"] = "U1"
    changed = replace(analysis, slices=slices)
    cube = Cube(changed)
    assert known in name_lines(UNLIKE, changed, cube)
    assert any(one.key == UNLIKE for one in find_concerns(changed, cube))
    assert not any(one.key == UNLIKE for one in find_concerns(changed, cube, lambda name: True))


def test_lines_are_ranked_by_dollars_and_what_blocks_a_report_comes_first(analysis):
    first, *others = analysis.inputs
    untied = replace(first, control_total=first.sum + 100, difference=100)
    found = find_concerns(replace(analysis, inputs=(untied, *others)), Cube(analysis))
    assert found[0].grave
    amounts = [abs(one.cents) for one in found if not one.grave and one.cents is not None]
    assert amounts == sorted(amounts, reverse=True)


def test_a_key_nobody_knows_is_refused(analysis):
    for find in (fund_positions, name_lines):
        with pytest.raises(KeyError):
            find("colour", analysis, Cube(analysis))


def test_a_figure_of_the_funds_opens_its_positions_again_and_again(desk, page):
    desk.show("funds")
    funds = desk.window.page
    for _ in range(2):
        desk.show("funds")
        card = next(one for one in funds.figures.cards if one.figure.filters)
        desk.qtbot.mouseClick(card, LEFT)
        desk.settle()
        assert not desk.workspace.selection.is_empty
        assert desk.window.page is desk.window.pages["holdings"]


def test_nothing_is_said_to_be_resolved_while_it_is_still_looked_for(desk, page, analysis, monkeypatch):
    held, free = threading.Event(), threading.Event()

    def find(*given):
        held.set()
        assert free.wait(30)
        return find_concerns(*given)

    monkeypatch.setattr(health, "find_concerns", find)
    panel = page.health
    assert panel.findChildren(QPushButton)
    desk.workspace.renew(prepare(analysis))
    desk.wait(held.is_set)
    # An answer about questionnaires can come first.
    panel._take_late((TrackerRow("Some manager", (), 100, "2026-01-31", TrackerState.OVERDUE),))
    desk.wait(lambda: [part.text() for part in panel._list.findChildren(QLabel) if part.isVisible()]
              == [health.LOOKING])
    free.set()
    desk.settle()
    assert any(part.isVisible() for part in panel.findChildren(QPushButton))
