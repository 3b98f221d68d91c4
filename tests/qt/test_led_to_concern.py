"""“Show me” leads to the very field or cell that needs the user, and loses nothing that was typed."""

from functools import partial

import pytest
from import_desk import click, give
from PySide6.QtCore import QDate, Qt

UNDATED = """Security,ISIN,Market Value
{0} LTD,KYG875721634,500.00
{0} GROUP,KYG017191142,700.00
"""
WIDE = """Security Name,ISIN,Zqa,Zqb,Zqc,Zqd,Zqe,Market Value 3/31/2026,Market Value 6/30/2026
TENCENT HLDGS LTD,KYG875721634,x,x,x,x,x,500.00,100.00
ALIBABA GROUP HLDG LTD,KYG017191142,x,x,x,x,x,700.00,300.00
"""


@pytest.fixture
def given(desk, tmp_path):
    return partial(give, desk, tmp_path)


def test_the_date_typed_for_one_table_is_kept_and_the_next_is_asked_for_its_own(desk, given):
    page = given(first=UNDATED.format("ALPHA"), second=UNDATED.format("BETA"))
    click(desk, page.foot.go)
    assert page.step == "accounts"
    step, at = page.steps.accounts, page.chooser.at
    assert desk.window.focusWidget() is step.as_of
    # Typed, and on at once by the mouse: the button takes no keyboard, so that the field was never left.
    step.as_of.setDate(QDate(2026, 6, 30))
    click(desk, page.foot.go)
    assert page.drafts.at(at[0]).read.tables[0].as_of.iso == "2026-06-30"
    if page.chooser.at == at:
        # The first table was still being read again.
        click(desk, page.foot.go)
    assert page.step == "accounts" and page.chooser.at != at
    assert desk.window.focusWidget() is step.as_of and step.as_of.text() == "Not given"
    desk.qtbot.keyClicks(step.as_of, "2026-03-31")
    desk.qtbot.keyClick(step.as_of, Qt.Key.Key_Return)
    desk.settle()
    assert page.current_table.as_of.iso == "2026-03-31"
    assert page.drafts.at(at[0]).read.tables[0].as_of.iso == "2026-06-30"


def test_of_columns_that_compete_the_one_told_of_is_shown(desk, given):
    desk.window.resize(1040, 680)
    page = given(wide=WIDE)
    found = next(f for f in page.current_table.summary.findings if f.code in ("columns-compete", "mapping-unsure"))
    click(desk, page.foot.go)
    assert page.step == "columns"
    view = page.steps.sheet.view
    index = view.currentIndex()
    assert page.steps.sheet.view.sheet_model.sheet.address(index.row(), index.column()) == found.cell
    assert index.column() >= 7
    desk.wait(lambda: view.viewport().rect().contains(view.visualRect(index).center()))
    assert desk.window.focusWidget() is view


def test_a_difference_leads_to_the_reason(desk, given):
    page = given(off="As of 2026-06-30\nSecurity,Market Value\nALPHA LTD,100.00\nBETA LTD,200.00\nTotal,400.00\n")
    click(desk, page.foot.go)
    assert page.step == "tie" and desk.window.focusWidget() is page.steps.tie.reason
