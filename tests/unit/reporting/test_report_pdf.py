"""The PDF: tagged, with bookmarks, the same bytes each time, the same numbers as the report, all text as text."""

import re
from dataclasses import replace

import pypdf
import pytest
import synthetic_analysis

from sinolens.domain.progress import Cancelled
from sinolens.reporting.document import Count, Money
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.pages import amount
from sinolens.reporting.pdf import preview_pages, write_pdf
from sinolens.reporting.report import compose


def read(target):
    reader = pypdf.PdfReader(target)
    return reader, [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def report():
    return compose(synthetic_analysis.build(60))


@pytest.fixture(scope="module")
def paper(report, tmp_path_factory):
    target = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write_pdf(report, target)
    return target


def test_it_is_tagged_titled_and_has_bookmarks(paper, report):
    reader, _ = read(paper)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-US"
    assert b"pdfuaid:part" in paper.read_bytes() or "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    assert reader.metadata.title == "Fernwood College Endowment: Quarterly review"
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert "Summary" in titles
    assert "Exposure by category" in titles
    assert "Names on official lists" in titles


def test_every_page_says_mark_definition_date_id_and_number(paper, report):
    _, pages = read(paper)
    assert 10 <= len(pages) <= 18
    for number, text in enumerate(pages, start=1):
        flat = re.sub(r"\s+", " ", text)
        assert "Sample" in flat
        assert "Confidential – Investment Committee" in flat
        assert "Baseline (PRC, Hong Kong, Macau) 2026-11 · as of 30 Sep 2026" in flat
        assert f"report {report.id}" in flat
        assert f"Page {number} of {len(pages)}" in flat


def test_the_longest_note_of_a_headline_card_stays_inside_it(tmp_path):
    long = compose(synthetic_analysis.build(60))
    note = "of lines; 1,216 positions of $163.1M by own status, $14.2M of lines estimated within"
    long = replace(long, cards=tuple(replace(card, note=note) for card in (*long.cards, *long.cards)[:7]))
    target = tmp_path / "long.pdf"
    write_pdf(long, target)
    heights = {}

    def note_height(text, matrix, place, font, size):
        for word in ("within", long.title):
            if word in text:
                heights.setdefault(word, matrix[5] * place[3] + place[5])

    pypdf.PdfReader(target).pages[0].extract_text(visitor_text=note_height)
    # The title stands well below the card, and so does its edge.
    assert abs(heights["within"] - heights[long.title]) > 24


def test_first_page_is_the_memo_and_answers_alone(paper):
    first = re.sub(r"\s+", " ", read(paper)[1][0])
    for words in (
        "DATE",
        "TO",
        "FROM",
        "SUBJECT",
        "ACTION REQUESTED",
        "How much.",
        "What a rule touches.",
        "What changed.",
        "How we know.",
        "China-AI by regulatory tier",
        "Rules due",
        "Definition",
    ):
        assert words in first


def test_every_number_of_the_report_is_on_paper(paper, report):
    text = " ".join(read(paper)[1])
    for section in report.sections:
        if not section.paper:
            continue
        for table in section.tables:
            if not table.paper:
                continue
            rows = table.rows[: table.limit] if table.limit else table.rows
            for row in (*rows, *((table.total,) if table.total else ())):
                for column, cell in zip(table.columns, row, strict=True):
                    if column.paper and isinstance(cell, Money) and cell.cents:
                        assert amount(cell.cents) in text, (table.key, column.key, cell)
                    if column.paper and isinstance(cell, Count):
                        assert f"{cell.number:,}" in text


def test_same_content_same_bytes(report, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_pdf(report, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("audience", ["committee", "public", "regulator"])
@pytest.mark.parametrize("paper_size", ["letter", "a4"])
def test_both_papers_for_every_reader(audience, paper_size, tmp_path):
    target = tmp_path / "report.pdf"
    write_pdf(compose(synthetic_analysis.build(25), audience, paper_size), target)
    box = read(target)[0].pages[0].mediabox
    assert (round(box.width), round(box.height)) == ((612, 792) if paper_size == "letter" else (595, 842))


def test_hostile_names_come_out_as_text(tmp_path):
    target = tmp_path / "hostile.pdf"
    write_pdf(compose(synthetic_analysis.build(60, names=synthetic_analysis.HOSTILE)), target)
    text = re.sub(r"\s+", "", " ".join(read(target)[1]))
    for name in (
        '=HYPERLINK("http://x","y")',
        "<b>bold</b>&<script>alert(1)</script>",
        "#setpage(fill:red)",
        "$x^2$*bold*_em_`raw`",
    ):
        assert re.sub(r"\s+", "", name) in text, name


def test_chinese_names_can_be_searched(paper):
    assert "江云集团" in re.sub(r"\s+", "", " ".join(read(paper)[1]))


def test_one_position_makes_a_whole_paper(tmp_path):
    target = tmp_path / "one.pdf"
    write_pdf(compose(synthetic_analysis.build(1)), target)
    words = r"(?<![\d,.])1 (?:more |smaller |chosen )?(?:positions|lines|rows|names|lists|issuers|entries|files|are)\b"
    assert not re.findall(words, " ".join(read(target)[1]))


def test_appendix_is_capped_and_points_to_the_workbook(tmp_path, monkeypatch):
    monkeypatch.setattr("sinolens.reporting.holdings_sections.APPENDIX_ROWS", 10)
    target = tmp_path / "long.pdf"
    write_pdf(compose(synthetic_analysis.build(80)), target)
    text = re.sub(r"\s+", " ", " ".join(read(target)[1]))
    assert re.search(r"\d+ smaller lines are on the sheet “Positions” of the workbook", text)


def test_preview_is_one_picture_a_page(report, paper):
    pages = preview_pages(report, 40)
    assert len(pages) == len(read(paper)[1])
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_unwritable_place_is_said(report, tmp_path):
    with pytest.raises(ExportFailed, match="does not exist"):
        write_pdf(report, tmp_path / "none" / "report.pdf")


def test_cancel_keeps_nothing(report, tmp_path):
    class Stop:
        def report(self, done, total, text):
            pass

        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(report, tmp_path / "report.pdf", Stop())
    assert list(tmp_path.iterdir()) == []
