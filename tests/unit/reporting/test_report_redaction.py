"""The public version: withheld names appear nowhere in the files, not in properties, not in hidden parts; sums stay."""

import dataclasses
import io
import json
import re
import zipfile
import zlib
from enum import StrEnum

import openpyxl
import pypdf
import pytest
import synthetic_analysis

from sinolens.domain.coverage import DoubleCount
from sinolens.domain.definition import Mandate
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.instrument import Instrument
from sinolens.domain.money import Excluded, Rate
from sinolens.domain.tier import Clock
from sinolens.exposure.analysis import Analysis, ValueDoubt
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reporting.deck import write_deck
from sinolens.reporting.document import CoverFields
from sinolens.reporting.known_names import company_names
from sinolens.reporting.pages import lay_out
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.redaction import redact, scrubber
from sinolens.reporting.report import compose
from sinolens.reporting.scrubber import WITHHELD
from sinolens.reporting.withheld import write_withheld
from sinolens.reporting.workbook import write_workbook
from sinolens.services.export import to_json


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
        "scenarios",
        "limits",
        "overlaps",
        "excluded",
        "rates",
        "issuer_weights",
        "value_basis",
        "doubts",
        "at_market",
        "exemptions",
        "period",
        "entered",
        "own_names",
    }


SECRET = "Quetzal Nimbus"
"""The name of the only company of a made-up issuer, put into every text a person or a file could have written."""


def with_secret(value):
    """The value with the secret in each of its texts, as deep as it goes."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return f"{value} {SECRET}".strip()
    if isinstance(value, tuple):
        return tuple(with_secret(item) for item in value)
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{name: with_secret(item) for name, item in fields.items() if name not in CODES})
    return value


CODES = frozenset({
    "code", "codes", "other_codes", "rule_id", "list_id", "edition", "listed_on", "effective_on", "date", "as_of",
    "data_date", "method", "relation", "sha256", "vehicle", "confidence", "role", "buy", "sell", "hold", "dividend",
    "reinvest", "currency", "answer", "id", "state", "on", "expires", "field", "position", "severity", "scenario",
})
"""Fields that hold our own codes and dates."""


@pytest.fixture(scope="module")
def everywhere():
    """An analysis with a secret name in every text of it, the name of a company among them."""
    made = synthetic_analysis.build(60, 4)
    positions, slices = made.positions.copy(), made.slices.copy()
    own = ("instrument", "tier", "code", "category", "group", "region", "intensity", "method", "confidence", "as_of",
           "data_date", "issuer_id", "nav_date", "commitment_date", "assurance_date", "fund_registration")
    for frame in (positions, slices):
        for name in frame.columns:
            if frame[name].dtype in ("str", "object") and name not in own:
                frame[name] = [f"{text} {SECRET}".strip() for text in frame[name]]
    row = int((~positions["instrument"].str.contains("fund")).to_numpy().nonzero()[0][0])
    positions.loc[row, "name"] = SECRET
    lines = slices["position"] == row
    slices.loc[lines, ["name", "issuer", "issuer_name"]] = SECRET
    return dataclasses.replace(
        made,
        title=with_secret(made.title),
        institution=dataclasses.replace(
            made.institution,
            policies=(f"no-{SECRET}",),
            mandates=(Mandate("own-policy", "2026-01-01", SECRET, (SECRET,), (SECRET,)),),
            note=SECRET,
        ),
        positions=positions,
        slices=slices,
        matches=[with_secret(match) for match in made.matches],
        statuses=[
            dataclasses.replace(
                with_secret(status),
                evidence_needed=(SECRET,),
                notes=(SECRET,),
                clocks=(Clock(f"Answer about {SECRET}", "2026-12-31", 92),),
            )
            for status in made.statuses
        ],
        inputs=tuple(
            dataclasses.replace(with_secret(source), mapping={"name": SECRET}, accepted_reason=SECRET)
            for source in made.inputs
        ),
        funds=tuple(with_secret(fund) for fund in made.funds),
        findings=(Finding("note", Severity.WARNING, SECRET, SECRET, SECRET, "A1"),),
        overlaps=(DoubleCount(0, SECRET, (0,), (SECRET,), 1),),
        excluded=(Excluded(row, "CNY", 100),),
        rates=(Rate("CNY", 0.14, "2026-09-30", SECRET),),
        doubts=(ValueDoubt(0, SECRET, 1, 1, 1, SECRET),),
    )


COVER = CoverFields(*(f"{name} {SECRET}" for name in CoverFields.__slots__))


def parts_of(path):
    """Everything in a zip of parts, embedded workbooks opened too, as one text."""
    said = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            said.append(name)
            if name.endswith(".xlsx"):
                said.append(parts_of(io.BytesIO(data)))
            else:
                said.append(data.decode("utf-8", "replace"))
    return "\n".join(said)


def is_silent(text):
    """Neither the secret nor one of its two words is in a text, however it is broken or cased."""
    packed = re.sub(r"[\W_]+", "", text).casefold()
    return "quetzal" not in packed and "nimbus" not in packed


def test_a_name_in_every_text_is_in_no_part_of_workbook_deck_json_or_charts(everywhere, tmp_path):
    earlier = dataclasses.replace(everywhere, as_of="2026-06-30", report_id="")
    report = compose(everywhere, "public", previous=earlier, mark=f"Draft {SECRET}", cover=COVER)
    write_workbook(report, tmp_path / "public.xlsx")
    write_deck(report, tmp_path / "public.pptx")
    for name in ("public.xlsx", "public.pptx"):
        assert is_silent(parts_of(tmp_path / name)), name
    assert is_silent(json.dumps(to_json(everywhere, "public", earlier)))
    # The same texts do stand in the full version, so that the search is seen to find them.
    write_workbook(compose(everywhere, previous=earlier, cover=COVER), tmp_path / "full.xlsx")
    assert not is_silent(parts_of(tmp_path / "full.xlsx"))


def test_a_name_in_every_text_is_in_no_part_of_the_pdf(everywhere, tmp_path):
    target = tmp_path / "public.pdf"
    report = compose(everywhere, "public", mark=f"Draft {SECRET}", cover=COVER)
    write_pdf(report, target)
    reader = pypdf.PdfReader(target)
    words = [page.extract_text() for page in reader.pages] + [str(reader.metadata), str(reader.xmp_metadata)]
    words += [str(item) for item in reader.outline]
    # Every object of the file: bookmarks, alternative texts and the structure tree among them.
    for found in walk(reader.trailer["/Root"], set()):
        words.append(found)
    assert is_silent(" ".join(words))
    assert is_silent(json.dumps(lay_out(report), ensure_ascii=False))


def walk(node, seen):
    """Every text below an object of a PDF."""
    if isinstance(node, pypdf.generic.IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, pypdf.generic.DictionaryObject):
        for value in node.values():
            yield from walk(value, seen)
    elif isinstance(node, pypdf.generic.ArrayObject):
        for value in node:
            yield from walk(value, seen)
    elif isinstance(node, pypdf.generic.TextStringObject):
        yield str(node)
    elif isinstance(node, pypdf.generic.ByteStringObject):
        yield node.decode("utf-16-be", "replace") + node.decode("latin-1")


@pytest.mark.parametrize(
    "said", ["Quetzal Nimbus", "QUETZAL  NIMBUS", "Quetzal-Nimbus, via a fund", "(quetzal nimbus)", "quetzal_nimbus"])
def test_a_name_is_found_however_it_is_written(everywhere, said):
    assert is_silent(scrubber(everywhere)(said))


def test_a_vehicle_named_after_a_company_nobody_matched_gives_nothing_away(analysis, tmp_path):
    names = sorted(name for name in company_names() if " " in name and name.isascii())[::200][:5]
    positions = analysis.positions.copy()
    funds = (positions["instrument"] == "private_fund").to_numpy().nonzero()[0][: len(names)]
    for row, name in zip(funds, names, strict=True):
        positions.loc[row, "name"] = f"{name.upper()} Series F SPV"
    report = compose(dataclasses.replace(analysis, positions=positions), "public")
    target = tmp_path / "public.xlsx"
    write_workbook(report, target)
    with zipfile.ZipFile(target) as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist()).casefold()
    for name in names:
        assert name.casefold() not in text, name
    assert set(names) <= {item.text for item in report.withheld}
