"""The public version: withheld names appear nowhere in the files, not in properties, not in hidden parts; sums stay."""

import dataclasses
import re
import zipfile
import zlib

import openpyxl
import pypdf
import pytest
import synthetic_analysis

from sinolens.domain.instrument import Instrument
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.redaction import WITHHELD, redact
from sinolens.reporting.report import compose
from sinolens.reporting.withheld import write_withheld
from sinolens.reporting.workbook import write_workbook


@pytest.fixture(scope="module")
def analysis():
    made = synthetic_analysis.build(120, 9)
    positions = made.positions.copy()
    positions.loc[0, "notes"] = "Board member asked about this one"
    fund = int((positions["instrument"] == "private_fund").to_numpy().nonzero()[0][0])
    positions.loc[fund, "name"] = "Lotus Compute Holdings Ltd Co-Invest LP"
    return dataclasses.replace(made, positions=positions)


def names_to_withhold(analysis):
    shown = {kind.value for kind in Instrument if kind.is_fund or kind.is_cash_like}
    held = analysis.positions[~analysis.positions["instrument"].isin(shown)]
    made = {issuer.name for issuer in synthetic_analysis.ISSUERS} & set(analysis.slices["issuer"])
    return made | set(held["name"]) | {issuer.id for issuer in synthetic_analysis.ISSUERS}


def identifiers(analysis):
    return set(analysis.positions["cusip"]) - {""}


def test_no_name_identifier_or_note_is_in_the_workbook(analysis, tmp_path):
    target = tmp_path / "public.xlsx"
    write_workbook(compose(analysis, "public"), target)
    with zipfile.ZipFile(target) as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist()).casefold()
    assert "northgate asia partners" in text
    for name in names_to_withhold(analysis) | identifiers(analysis):
        assert name.casefold() not in text, name
    assert "board member" not in text
    assert "custodian.xlsx" not in text
    assert "fund.xlsx" not in text
    assert "entry lotus" not in text


def test_no_name_identifier_or_note_is_in_the_pdf(analysis, tmp_path):
    target = tmp_path / "public.pdf"
    write_pdf(compose(analysis, "public"), target)
    reader = pypdf.PdfReader(target)
    text = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    raw = target.read_bytes()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
        try:
            text += zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            text += stream.decode("latin-1")
    # Lines break inside names, so the comparison leaves out white space.
    packed = re.sub(r"\s+", "", text).casefold()
    assert "northgateasiapartners" in packed
    for name in names_to_withhold(analysis) | identifiers(analysis):
        assert re.sub(r"\s+", "", name).casefold() not in packed, name


def test_sums_stay_the_same(analysis):
    public, _ = redact(analysis)
    assert headline(Cube(public)) == headline(Cube(analysis))


def test_a_fund_named_after_its_company_keeps_only_the_rest(analysis):
    public, _ = redact(analysis)
    assert f"{WITHHELD} Co-Invest LP" in set(public.positions["name"])


def test_the_list_of_what_was_taken_out_stays_inside(analysis):
    report = compose(analysis, "public")
    kinds = {item.kind for item in report.withheld}
    assert {"company name", "cusip", "notes", "source file"} <= kinds
    assert "Lotus Compute Holdings Ltd" in {item.text for item in report.withheld}
    assert compose(analysis).withheld == ()


def test_the_list_is_a_workbook_of_its_own(analysis, tmp_path):
    report = compose(analysis, "public")
    write_withheld(report, tmp_path / "withheld.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "withheld.xlsx").active
    texts = {cell.value for cell in sheet["C"]}
    assert "Lotus Compute Holdings Ltd" in texts
    assert sheet.max_row == 4 + len(report.withheld)


def test_hostile_names_are_withheld_too(tmp_path):
    hostile = synthetic_analysis.build(60, names=("=1+1", "a.*b", "(", "$^", "Ünïted ÄG", "shop"))
    report = compose(hostile, "public")
    shown = set(report.lines.frame["issuer"]) | set(report.lines.frame["name"])
    assert shown.isdisjoint({"=1+1", "a.*b", "Ünïted ÄG", "shop"})


def test_a_common_name_gives_a_company_away_too(analysis):
    positions = analysis.positions.copy()
    fund = int((positions["instrument"] == "private_fund").to_numpy().nonzero()[0][0])
    positions.loc[fund, "name"] = "Lotus AI Co-Invest LP"
    named = dataclasses.replace(analysis, positions=positions, issuer_short_names={"lotus-compute": "Lotus AI"})
    public, withheld = redact(named)
    assert public.issuer_short_names == {}
    assert "Lotus AI" not in " ".join(public.positions["name"])
    assert "Lotus AI" in {item.text for item in withheld}


def test_every_field_of_an_analysis_is_thought_of():
    """A new field may hold names: whoever adds one decides in `redact` what the public sees of it, then here."""
    assert {field.name for field in dataclasses.fields(Analysis)} == {
        "title",
        "as_of",
        "definition",
        "institution",
        "base_currency",
        "positions",
        "slices",
        "matches",
        "statuses",
        "inputs",
        "funds",
        "lists",
        "findings",
        "missing_lists",
        "sample",
        "reference_id",
        "report_id",
        "created_at",
        "program_version",
        "category_names",
        "headline_groups",
        "issuer_short_names",
        "overrides",
    }
