"""A file on its way in: what is said of it changes what is understood, and nothing that was understood is lost."""

import pytest

from sinolens.domain.progress import SilentProgress
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.import_cleaning import list_cleaning
from sinolens.services.import_draft import (
    ANYTHING,
    follow,
    leave_out,
    obstacles,
    place_column,
    place_of,
    read_draft,
    say,
    set_header,
)
from sinolens.services.import_progress import BLOCKED, LOOK, SETTLED, describe_state, file_states
from sinolens.services.import_templates import TemplateShelf, choose_template, read_layout
from sinolens.services.import_tie import weights_total, weights_whole

HEAD = "As of 2026-06-30\nSecurity,ISIN,Fair Value,Book,Weight %\n"
ROWS = "TENCENT HLDGS LTD,KYG875721634,600.00,100.00,45\nALIBABA GROUP,KYG017191142,300.00,300.00,45\n"
WORDS = dict.fromkeys(("source", "sheet", "columns", "values", "accounts", "tie", "review"), "Step")


@pytest.fixture(scope="module")
def facts():
    return load_reference()


@pytest.fixture
def read(tmp_path, facts):
    def make(text, shelf=None, name="book.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_draft(path, ImportOptions(), facts, shelf, SilentProgress())

    return make


def after(draft, options, facts):
    return follow(draft, options, facts, SilentProgress())


def only(draft):
    (table,) = draft.read.tables
    return table


def test_a_column_placed_ignored_and_found_again(read, facts):
    draft = read(HEAD + ROWS)
    placed = after(draft, place_column(draft, only(draft), "D", "market_value"), facts)
    assert only(placed).summary.sum == 40_000
    ignored = after(placed, place_column(placed, only(placed), "D", ""), facts)
    assert only(ignored).summary.sum == 90_000
    assert [c.reason for c in only(ignored).table.columns.columns if c.header == "Book"] == ["left out by you"]
    again = after(ignored, place_column(ignored, only(ignored), "D", ANYTHING), facts)
    assert only(again).columns == only(draft).columns
    # what was read first is still what it was
    assert only(draft).summary.sum == 90_000


def test_a_wish_that_cannot_be_followed_keeps_what_was_understood(read, facts):
    draft = read(HEAD + ROWS)
    lost = after(draft, set_header(draft, "", 4), facts)
    assert lost.refused.file == "book.csv"
    assert not lost.is_usable
    assert only(lost).summary.positions == 2
    assert any("book.csv" in sentence for sentence in obstacles([lost]))
    assert after(lost, set_header(lost, "", 0), facts).is_usable


def test_corrections_are_never_written_over_the_cells_that_were_read(read, facts):
    draft = read(HEAD + ROWS)
    wish = say(draft, place_of(only(draft)), corrections={("", 3, "market_value"): "700.00"})
    assert only(after(draft, wish, facts)).summary.sum == 100_000
    assert only(after(draft, ImportOptions(), facts)).summary.sum == 90_000


def test_one_of_two_tables_is_left_out_and_each_is_spoken_of_alone(tmp_path, facts):
    import openpyxl

    book = openpyxl.Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("Other"))):
        for row in (["As of 2026-06-30"], ["Security", "Market Value"], [f"ALPHA {number}", 100 + number],
                    [f"BETA {number}", 300 + number]):
            sheet.append(row)
    path = tmp_path / "two.xlsx"
    book.save(path)
    draft = read_draft(path, ImportOptions(), facts, None, SilentProgress())
    first, second = (place_of(table) for table in draft.read.tables)
    scaled = after(draft, say(draft, second, scale=1000, account="B"), facts)
    assert [t.summary.sum for t in scaled.read.tables] == [40_000, 40_200_000]
    assert set(scaled.table(second).frame["account"]) == {"B"}
    left = after(scaled, leave_out(scaled, first, True), facts)
    assert [place_of(t) for t in left.read.tables] == [second]
    back = after(left, leave_out(left, first, False), facts)
    assert [t.summary.sum for t in back.read.tables] == [40_000, 40_200_000]


@pytest.mark.parametrize(("text", "wish", "column", "values"), [
    ("Security,Weight\nA CO,0.6\nB CO,0.4\n", {"weight_unit": "points"}, "weight", [0.006, 0.004]),
    ("Security,Weight\nA CO,60\nB CO,40\n", {"weight_unit": "ratio"}, "weight", [60.0, 40.0]),
    ("Security,Quantity,Market Value\nA CO,\"1,250\",1\nB CO,\"2,500\",1\n", {"decimal_mark": ","}, "quantity",
     [1.25, 2.5]),
    ("Security,Price,Market Value,Currency\nA CO,250,1,USD\nB CO,100,1,USD\n", {"price_in": "hundredths"}, "price",
     [2.5, 1.0]),
    ("Security,Market Value,As Of Date\nA CO,1,3/4/2026\nB CO,2,3/4/2026\n", {"day_first": True}, "as_of",
     ["2026-04-03", "2026-04-03"]),
    ("Security,Market Value\nA CO,1\nB CO,2\n", {"asset_class": "Equity"}, "asset_class", ["Equity", "Equity"]),
])
def test_every_choice_of_reading_is_followed_and_can_be_taken_back(read, facts, text, wish, column, values):
    draft = read(text)
    place = place_of(only(draft))
    before = only(draft).frame[column].tolist()
    assert before != values
    told = after(draft, say(draft, place, **wish), facts)
    followed = only(told).frame[column].tolist()
    assert followed == (values if isinstance(values[0], str) else pytest.approx(values))
    plain = {key: getattr(ImportOptions(), key) for key in wish}
    assert only(after(told, say(told, place, **plain), facts)).frame[column].tolist() == before


def test_what_was_cleaned_is_counted_with_its_first_cell(read):
    draft = read("As of 2026-06-30\nSecurity,Quantity,Market Value\nALPHA\u00a0\u00a0LTD,\"1,000\",(5.00)\n"
                 "BETA LTD,--,7.00-\nGAMMA LTD,\"2,000\",$9.00\n")
    found = {one.what: (one.count, one.cell, one.before, one.after) for one in list_cleaning(only(draft))}
    assert found["Thousands separators were taken out"] == (2, "B3", "1,000", "1,000")
    assert found["Parentheses were read as a minus"] == (1, "C3", "(5.00)", "-5")
    assert found["A trailing minus was read as a minus"] == (1, "C4", "7.00-", "-7")
    assert found["A mark that means “nothing” was read as empty"] == (1, "B4", "--", "empty")
    assert found["Invisible or doubled spaces were taken out of a name"][1] == "A3"


def test_the_percent_column_implies_a_whole(read):
    table = only(read(HEAD + ROWS))
    assert weights_whole(table) == 100_000
    assert weights_total(table) == (
        "The weights add to 90.00%. By them the whole is $1,000.00: $100.00 off the sum of the positions.")
    assert weights_total(only(read("As of 2026-06-30\nSecurity,Market Value\nA CO,1\nB CO,2\n"))) == ""


def test_states_say_what_needs_the_user(read):
    good = read("As of 2026-06-30\nSecurity,ISIN,Market Value\nTENCENT,KYG875721634,5.00\nALIBABA,KYG017191142,6.00\n"
                "Total,,11.00\n")
    states = file_states([good])
    assert {one.state for one in states.values()} == {SETTLED}
    assert describe_state([good], states, WORDS) == "Understood, and it ties out. Ready to import."
    off = read("Security,ISIN,Market Value\nTENCENT,KYG875721634,5.00\nALIBABA,KYG017191142,6.00\nTotal,,12.00\n",
               name="off.csv")
    states = file_states([good, off])
    assert states["accounts"].state == states["tie"].state == states["review"].state == BLOCKED
    assert "off.csv" in states["tie"].note
    bad = read("Dear committee,\nthank you.\n", name="letter.csv")
    states = file_states([bad])
    assert states["source"].state == LOOK
    assert describe_state([bad], states, WORDS) == "No file can be imported yet."


def test_a_layout_fits_nearly_fits_or_has_nothing_to_do_with_a_file(read, tmp_path, facts):
    from sinolens.services.import_arrival import layout_of

    draft = read(HEAD + ROWS)
    draft = after(draft, place_column(draft, only(draft), "D", ""), facts)
    shelf = TemplateShelf(tmp_path / "layouts")
    shelf.save(layout_of(only(draft), draft, "Trust"))
    (saved,) = shelf.templates()
    assert saved == read_layout(next((tmp_path / "layouts").glob("*.json")))
    again = read(HEAD + ROWS, shelf, "next.csv")
    assert [use.applied for use in again.templates] == [True]
    assert "left out by you" in [c.reason for c in only(again).table.columns.columns]
    moved = {"A": "Security", "B": "Fair Value", "C": "ISIN", "D": "Book", "E": "Weight %"}
    use = choose_template((saved,), moved, ("", 2))
    assert not use.applied
    assert any("moved from column B to C" in difference for difference in use.differences)
    assert choose_template((saved,), {"A": "Fund", "B": "Commitment"}, ("", 1)) is None
    (tmp_path / "layouts" / "odd.json").write_text("{", encoding="utf-8")
    assert shelf.damaged() == ("odd.json",)
    shelf.remove(saved)
    assert shelf.templates() == ()


def test_amounts_in_another_currency_stop_the_import_until_it_is_confirmed(read, facts):
    draft = read("As of 2026-06-30\nSecurity,ISIN,Marktwert EUR\nTENCENT,KYG875721634,600.00\nTotal,,600.00\n")
    (said,) = obstacles([draft])
    assert "The amounts are in EUR" in said and "Money columns are in" in said and "exchange rates" in said
    assert file_states([draft])["values"].state == BLOCKED
    assert "EUR 600.00" in only(draft).tie.explain() and "$" not in only(draft).tie.explain()
    confirmed = after(draft, say(draft, place_of(only(draft)), base_currency="EUR"), facts)
    assert obstacles([confirmed]) == () and only(confirmed).summary.currency == "EUR"
    dollars = after(draft, say(draft, place_of(only(draft)), accept_difference="they are dollars"), facts)
    assert obstacles([dollars]) == () and only(dollars).summary.currency == ""


def test_a_column_in_dollars_below_the_name_of_another_currency_is_in_dollars(read):
    draft = read("As of 2026-06-30\nBase currency: EUR\nSecurity,ISIN,MV USD\nTENCENT,KYG875721634,600.00\n")
    assert obstacles([draft]) == () and only(draft).summary.currency == ""
