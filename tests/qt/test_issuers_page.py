"""The universe in the real window: found, filtered, compared, held; issuers and weights of the user's own."""

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QLabel

from sinolens.reference.loader import load_reference, resources
from sinolens.services.universe import load_entries

HELD = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
Total,,,,,,,,,5000.00
"""


@pytest.fixture
def page(desk):
    desk.window.show_page("issuers")
    desk.settle()
    return desk.window.pages["issuers"]


def shown(page):
    return {page._issuers[page.model.source_row(row)].id for row in range(page.model.rowCount())}


def find(page, words):
    page.search.setText(words)
    return shown(page)


def told(page):
    return " ".join(label.text() for label in page.detail.findChildren(QLabel))


def links(page):
    return {b.property("link"): b for b in page.detail.findChildren(object)
            if hasattr(b, "property") and b.property("link")}


def select(page, *ids):
    page.table.clearSelection()
    keys = [one.id for one in page._issuers]
    for key in ids:
        row = page.model.find_row(keys.index(key))
        page.table.selectionModel().select(
            page.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)


@pytest.mark.parametrize("words", ["tencent", "腾讯", "騰訊", "KYG875721634", "0700 tencent"])
def test_an_issuer_is_found_by_any_of_its_names_lines_and_codes(page, words):
    assert "tencent" in find(page, words)
    assert len(find(page, words)) < 20


@pytest.mark.parametrize("words", [
    "guangxun keji", "guangxunkeji", "Guang Xun Ke Ji", "guāngxùn kējì", "光迅科技", "光迅",
])
def test_an_issuer_is_found_by_pinyin_with_and_without_spaces_and_tones(page, words):
    assert "accelink" in find(page, words) and len(find(page, words)) < 5


def test_filters_narrow_by_category_list_listing_and_checks(page):
    reference = load_reference()
    def choose(key, value):
        box = page.boxes[key]
        box.setCurrentIndex(box.findData(value))
        page._filter()
        return shown(page)

    in_models = choose("category", "B")
    assert in_models and all(any(c.code[0] == "B" for c in reference.issuers[key].categories) for key in in_models)
    private = choose("listing", "private")
    assert private < in_models and not any(reference.issuers[key].listed for key in private)
    assert choose("checked", "verified") < private
    page.show_issuer("tencent")
    assert len(shown(page)) == len(reference.issuers), "going to an issuer clears what hides it"
    named = choose("list", "dod-1260h")
    assert "tencent" in named and named < choose("list", "any")


def test_facts_say_names_lines_lists_weights_drivers_and_what_is_unknown(page):
    page.show_issuer("alibaba")
    words = told(page)
    for part in ("阿里巴巴", "the entry is this issuer", "low 0% · base not known · high 100%", "9988 XHKG",
                 "Cayman Islands", "Why investors hold it", "What pushes back", "unknown", "Epoch AI, CC BY 4.0",
                 "never the issuer's own statement", "unverified"):
        assert part in words, part


def test_positions_held_lead_to_the_holdings_filtered(desk, page, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("issuers")
    page.show_issuer("tencent")
    assert "$5,000.00" in told(page)
    links(page)["holdings:tencent"].click()
    desk.settle()
    assert desk.window.page is desk.window.pages["holdings"]
    assert desk.workspace.selection.values("issuer") == ("tencent",)
    assert desk.window.pages["holdings"].model.rowCount() == 1


def test_two_to_four_are_compared_side_by_side(page):
    select(page, "alibaba")
    assert not page._compare.isEnabled()
    select(page, "alibaba", "tencent", "baidu")
    assert page._compare.isEnabled() and page._compare.text() == "Compare 3"
    page._compare.click()
    dialog = page.comparison
    assert [column.key for column in dialog.model.columns] == ["name", "alibaba", "baidu", "tencent"]
    texts = {dialog.model.text(row, 0): dialog.model.text(row, 3) for row in range(dialog.model.rowCount())}
    assert texts["Named on"] == "Section 1260H list" and texts["State link"] == "not on file"
    assert "unknown" in texts.values()
    dialog.copy_button.click()
    dialog.accept()


def fill(editor, **values):
    for key, value in values.items():
        field = editor.fields[key]
        if hasattr(field, "setPlainText"):
            field.setPlainText(value)
        elif hasattr(field, "findData"):
            field.setCurrentIndex(field.findData(value))
        else:
            field.setText(value)


def put(row, **values):
    for key, value in values.items():
        if hasattr(row[key], "findData"):
            assert row[key].findData(value) >= 0
            row[key].setCurrentIndex(row[key].findData(value))
        else:
            row[key].setText(value)


def test_an_issuer_of_ones_own_is_kept_marked_and_matched_at_once(desk, page, holdings_file):
    desk.import_file(holdings_file)
    assert desk.workspace.analysis.positions["issuer_id"][1] == ""
    desk.window.show_page("issuers")
    page.edit()
    editor = page.editor
    editor.save_button.click()
    assert editor.problem == "Give the legal name."
    fill(editor, name="Golden Orchid Tech Holdings Ltd", name_zh="金兰科技", region="PRC", incorporation="KY",
         source="subscription agreement", names="GoldenOrchid\n金兰")
    put(editor.lines.add_row({}), mic="XHKG", ticker="99991", kind="H")
    put(editor.weights.add_row({}), code="A1", intensity="sourced", low="30", base="40", high="50")
    editor.save_button.click()
    desk.settle()
    assert page.editor is None
    positions = desk.workspace.analysis.positions
    assert positions["issuer_id"][1] == "own-golden-orchid-tech-holdings-ltd" and positions["category"][1] == "A1"
    assert "was kept" in desk.told and "GOLDEN ORCHID" in desk.window.messages.message.detail
    page.show_issuer("own-golden-orchid-tech-holdings-ltd")
    assert "yours" in told(page) and "low 30% · base 40% · high 50%" in told(page)
    page.boxes["held"].setCurrentIndex(page.boxes["held"].findData("yours"))
    page._filter()
    assert shown(page) == {"own-golden-orchid-tech-holdings-ltd"}


def test_weights_beside_ours_are_changed_again_and_taken_away(desk, page):
    page.edit("alibaba")
    fill(page.editor, source="annual report")
    put(page.editor.weights.add_row({}), code="B2", intensity="material")
    page.editor.save_button.click()
    desk.settle()
    assert desk.workspace.reference().issuers["alibaba"].categories[0].own
    page.show_issuer("alibaba")
    assert "in place of the program's" in told(page)
    page.edit("alibaba")
    assert page.editor.weights.values[0]["share"] == "100" and page.editor.fields["source"].text() == "annual report"
    page.editor.remove_button.click()
    desk.settle()
    assert not desk.workspace.reference().issuers["alibaba"].categories[0].own
    assert load_entries(desk.home.universe) == {}


def test_a_contradiction_to_ours_is_said_in_the_editor_which_stays_open(desk, page):
    page.edit()
    fill(page.editor, name="Orchid", source="letter")
    row = page.editor.lines.add_row({})
    put(row, isin="KYG875721634")
    page.editor.save_button.click()
    desk.settle()
    assert "belongs to Tencent" in page.editor.problem and page.editor.save_button.isEnabled()
    put(row, isin="KYG875721635")
    page.editor.save_button.click()
    desk.settle()
    assert page.editor.problem.startswith("ISIN: 'KYG875721635' is no valid ISIN")
    put(row, isin="", ticker="")
    put(page.editor.weights.add_row({}), share="half")
    page.editor.save_button.click()
    assert "is a percentage" in page.editor.problem
    page.editor.reject()
    assert not (desk.home.universe / "issuers.csv").exists()


def test_every_sign_of_the_names_on_file_is_in_a_bundled_font(qapp):
    fonts = resources().joinpath("fonts")
    han = QRawFont(str(fonts.joinpath("NotoSansCJKsc-Regular-subset.otf")), 12)
    latin = QRawFont(str(fonts.joinpath("IBMPlexSans-Regular.ttf")), 12)
    assert han.isValid() and latin.isValid()
    signs = {
        sign for issuer in load_reference().issuers.values()
        for name in (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names) for sign in name}
    assert not [sign for sign in signs if not (
        han.supportsCharacter(ord(sign)) or latin.supportsCharacter(ord(sign)))]


def test_a_position_leads_to_its_issuer_and_the_hint_to_what_is_held(desk, tmp_path):
    desk.show_holdings(tmp_path, HELD)
    holdings = desk.window.pages["holdings"]
    holdings.table.choose_row(0)
    links(holdings)["issuer:tencent"].click()
    desk.settle()
    page = desk.window.page
    assert page is desk.window.pages["issuers"]
    assert page.detail.shown_title == "Tencent Holdings Limited"
    page.begin("held")
    assert shown(page) == {"tencent"}
