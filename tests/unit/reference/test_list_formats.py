"""Files of our own making in the publishers' formats: every company, number and date here is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.reference.formats.reading import read_files
from sinolens.reference.formats.remarks import read_date, read_remarks
from sinolens.reference.formats.rows import (
    ListFileError,
    ParsedList,
    Vocabulary,
    decode,
    footnotes_in,
    load_vocabulary,
)
from sinolens.reference.formats.supplement_xml import split_name
from sinolens.reference.lists import OfficialList, load_lists
from sinolens.reference.loader import resources

LISTS: dict[str, OfficialList] = load_lists(resources())
WORDS: Vocabulary = load_vocabulary(resources())

NAMES = (
    '90001,"RIVER DRONE CO., LTD.",-0- ,CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Equity Ticker 600999 CN; '
    "alt. Equity Ticker 00999 HK; alt. Equity Ticker RVD US; Issuer Name River Drone Company; ISIN CNE100000PM8; "
    "alt. ISIN CNE100000PM9; Target Type Public Company; Effective Date (CMIC) 02 Aug 2021; Purchase/Sales For "
    "Divestment Date (CMIC) 03 Jun 2022; Listing Date (CMIC) 03 Jun 2021; Unified Social Credit Code (USCC) "
    "91330000733796106P (China); a.k.a. 'RIVER'; Linked To: RIVER HOLDING.\"\r\n"
    '90002,SOME PERSON,individual,CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '90003,OTHER BANK,-0- ,SDGT] [UKRAINE-EO13662,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '90004,"CAF\xc9 MARINE, S.A.",-0- ,SDGT] [CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
)
OTHERS = "90001,1,aka,RIVER UAV,-0- \r\n90001,2,fka,OLD RIVER CO,-0- \r\n"
ADDRESSES = '90001,1,"1 Some Road","Hong Kong New Territories, Hong Kong SAR",China,-0- \r\n'


def write(folder: Path, **files: str | bytes) -> list[Path]:
    paths = []
    for name, content in files.items():
        path = folder / name.replace("_", ".", 1)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("latin-1"))
        paths.append(path)
    return paths


def read(paths: list[Path], list_id: str = "") -> dict[str, ParsedList]:
    return {one.list_id: one for one in read_files(paths, LISTS, WORDS, list_id)}


def test_three_files_of_the_treasury_are_one_list(tmp_path: Path) -> None:
    (parsed,) = read(write(tmp_path, prim_csv=NAMES, alt_csv=OTHERS, add_csv=ADDRESSES)).values()
    assert parsed.list_id == "ofac-ns-cmic" and parsed.left_out == 1
    river, marine = parsed.rows
    assert river.name == "RIVER DRONE CO., LTD." and river.number == "90001" and river.line == 1
    assert river.aliases == ("River Drone Company", "RIVER", "RIVER UAV", "OLD RIVER CO")
    assert (river.listed_on, river.effective_on, river.divest_by) == ("2021-06-03", "2021-08-02", "2022-06-03")
    assert river.country == "HK", "a city that is a country of its own counts as that country"
    assert river.identifiers == (
        Identifier(IdentifierKind.TICKER, "600999", "XSHG"),
        Identifier(IdentifierKind.TICKER, "0999", "XHKG"),
        Identifier(IdentifierKind.ISIN, "CNE100000PM8"),
        Identifier(IdentifierKind.ISIN, "CNE100000PM9"),
        Identifier(IdentifierKind.USCC, "91330000733796106P"),
    )
    assert "tickers printed without an exchange: RVD US" in river.notes and "OLD RIVER CO" in river.notes
    assert "check fails as published: CNE100000PM9" in river.notes and "linked to: RIVER HOLDING" in river.notes
    assert [f.code for f in parsed.findings] == ["list-identifier-check"]
    assert marine.name == "CAFÉ MARINE, S.A." and marine.identifiers == () and marine.aliases == ()


def test_a_cut_remark_is_continued_by_the_comments(tmp_path: Path) -> None:
    start = "Issuer Name " + "x" * 988
    names = f'90001,A,-0- ,CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{start}"\r\n'
    (cut,) = read(write(tmp_path, prim_csv=names)).values()
    assert "cut" in cut.rows[0].notes and [f.code for f in cut.findings] == ["list-remark-cut"]
    comments = '90001,"yz; Listing Date (CMIC) 16 Dec 2021."\r\n'
    (whole,) = read(write(tmp_path, prim_csv=names, comments_csv=comments)).values()
    assert whole.rows[0].listed_on == "2021-12-16" and whole.rows[0].aliases == ("x" * 988 + "yz",)
    assert not whole.findings


def test_xml_that_lost_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListFileError, match="says it has 3 records and has 2"):
        read(write(tmp_path, cons_xml=XML.replace("<Record_Count>2<", "<Record_Count>3<")))


def test_a_named_list_takes_every_row(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, sdn_csv=NAMES), "ofac-sdn")["ofac-sdn"]
    assert [row.name for row in parsed.rows] == ["RIVER DRONE CO., LTD.", "OTHER BANK", "CAFÉ MARINE, S.A."]


XML = """<?xml version="1.0"?><sdnList xmlns="http://example.test/sdnList.xsd">
<publshInformation><Publish_Date>10/05/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>90001</uid><lastName>RIVER DRONE CO., LTD.</lastName><sdnType>Entity</sdnType>
<programList><program>CMIC-EO13959</program></programList>
<idList><id><uid>1</uid><idType>Equity Ticker</idType><idNumber>0999 HK</idNumber></id>
<id><uid>2</uid><idType>Listing Date (CMIC)</idType><idNumber>03 Jun 2021</idNumber></id>
<id><uid>3</uid><idType>Unified Social Credit Code (USCC)</idType><idNumber>91330000733796106P</idNumber>
<idCountry>China</idCountry></id></idList>
<akaList><aka><uid>4</uid><type>a.k.a.</type><category>strong</category><lastName>RIVER UAV</lastName></aka>
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>OLD RIVER CO</lastName></aka></akaList>
<addressList><address><uid>6</uid><city>Shenzhen</city><country>China</country></address></addressList></sdnEntry>
<sdnEntry><uid>90002</uid><lastName>PERSON</lastName><sdnType>Individual</sdnType>
<programList><program>CMIC-EO13959</program></programList></sdnEntry></sdnList>"""


def test_xml_of_the_treasury(tmp_path: Path) -> None:
    (parsed,) = read(write(tmp_path, cons_xml=XML)).values()
    assert parsed.published == "2026-10-05" and parsed.left_out == 1
    (row,) = parsed.rows
    assert (row.name, row.number, row.country, row.listed_on) == ("RIVER DRONE CO., LTD.", "90001", "CN", "2021-06-03")
    assert row.aliases == ("RIVER UAV", "OLD RIVER CO") and "formerly: OLD RIVER CO" in row.notes
    assert {i.kind for i in row.identifiers} == {IdentifierKind.TICKER, IdentifierKind.USCC}


CSL_HEADER = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "license_requirement,license_policy,remarks,alt_names,ids\n"
)
CSL = CSL_HEADER + (
    'Entity List (EL) - Bureau,,,,River Chip Co.,,"1 Road, Shenzhen, CN; 2 Road, Kowloon, HK",80 FR 1,2015-11-12,,'
    '"For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR) 4",Presumption of denial.,,'
    '"RCC Ltd.; and River Chips.",\n'
    'Entity List (EL) - Bureau,,,,Elsewhere GmbH,,"Wien, AT",80 FR 1,2015-11-12,,,,,,\n'
    "Unverified List (UVL) - Bureau,,,,Quay Trading,,CN,85 FR 2,2020-10-09,,,,,,\n"
    'Companies List (CMIC) - Treasury,90001,Entity,CMIC-EO13959,RIVER DRONE,,"Shenzhen, CN",,,,,,'
    '(Linked To: RIVER HOLDING),,"03 Jun 2021, Listing Date (CMIC); River Co., Ltd., Issuer Name; CNE100000PM8, ISIN; '
    'Unified Social Credit Code (USCC), 91330000733796106P, CN; 1, Something Else"\n'
    "Some Other List (XYZ) - Bureau,,,,Nobody,,,,,,,,,,\n"
)


def test_consolidated_screening_list_holds_several_lists(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.csv"
    path.write_text(CSL, encoding="utf-8")
    parsed = read([path])
    assert set(parsed) == {"bis-entity-list", "bis-unverified-list", "ofac-ns-cmic"}
    entity = parsed["bis-entity-list"]
    assert entity.left_out == 1, "a country outside the scope of the list"
    (row,) = entity.rows
    assert row.aliases == ("RCC Ltd.", "River Chips") and row.footnotes == ("4",) and row.listed_on == "2015-11-12"
    assert row.licence_policy == "Presumption of denial" and row.country == ""
    (cmic,) = parsed["ofac-ns-cmic"].rows
    assert cmic.listed_on == "2021-06-03" and cmic.aliases == ("River Co., Ltd.",) and cmic.number == "90001"
    assert [i.value for i in cmic.identifiers] == ["CNE100000PM8", "91330000733796106P"]
    assert cmic.notes == "linked to: RIVER HOLDING"
    assert set(read([path], "bis-unverified-list")) == {"bis-unverified-list"}


ECFR = """<DIV5 N="744" TYPE="PART"><DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX">
<HEAD>Supplement No. 4 to Part 744—Names</HEAD><DIV><TABLE><THEAD><TR><TH>Country</TH><TH>Entity</TH>
<TH>License requirement</TH><TH>License review policy</TH><TH>Federal Register citation</TH></TR></THEAD><TBODY>
<TR><TD>AUSTRIA</TD><TD>Elsewhere GmbH, Wien</TD><TD>For all items.</TD><TD>Denial</TD><TD>80 FR 1, 1/2/15.</TD></TR>
<TR><TD>CHINA, PEOPLE'S REPUBLIC OF</TD><TD>River Chip Co., Ltd., 1 Road, Shenzhen, China; <I>and</I></TD>
<TD>For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)<sup>4</sup></TD>
<TD>Presumption of denial</TD><TD>84 FR 22961, 5/21/19. 85 FR 1, 8/20/20.</TD></TR>
<TR><TD/><TD>Quay Institute, a.k.a., the following two aliases:<br/>—Quay Labs; <I>and</I><br/>—QI.<br/>2 Road</TD>
<TD>For all items</TD><TD>Denial</TD><TD>87 FR 6026, 2/3/22.</TD></TR>
<TR><TD/><TD>Mole Ltd., a.k.a. Mole Works, 3 Road</TD><TD>For all items</TD><TD>Denial</TD><TD>none</TD></TR>
</TBODY></TABLE></DIV></DIV9></DIV5>"""


def test_supplement_of_the_code(tmp_path: Path) -> None:
    path = tmp_path / "title-15.xml"
    path.write_text(ECFR, encoding="utf-8")
    (parsed,) = read([path]).values()
    assert parsed.list_id == "bis-entity-list" and parsed.left_out == 1
    chip, quay, mole = parsed.rows
    assert chip.name == "River Chip Co., Ltd." and chip.footnotes == ("4",) and chip.country == "CN"
    assert chip.listed_on == "2019-05-21", "the first of its rules"
    assert chip.licence_policy == "Presumption of denial"
    assert quay.name == "Quay Institute" and quay.aliases == ("Quay Labs", "QI") and quay.country == "CN"
    assert mole.name == "Mole Ltd." and mole.aliases == ("Mole Works",) and mole.listed_on == ""
    assert [f.code for f in parsed.findings] == ["list-natural-persons"]


TEXT = "\r\n".join((
    "\ufeffSupplement No. 4 to Part 744—Names", "This supplement lists names.", "\tCountry", "\tEntity",
    "\tAUSTRIA", "\tElsewhere GmbH, Wien", "\tFor all items", "\tDenial", "\t80 FR 1, 1/2/15.",
    "\tCHINA, PEOPLE'S REPUBLIC OF",
    "\tRiver Chip Co., Ltd., 1 Road, Shenzhen, China; and", "2 Road, Beijing",
    "\tFor all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR) 4",
    "\tPresumption of denial", "\tsee part 744", "\t84 FR 22961, 5/21/19.", "\t",
    "\tQuay Institute, a.k.a., the following two aliases:", "—Quay Labs; and", "—QI.", "3 Road",
    "\tAll items subject to the EAR", "\tDenial", "\t87 FR 6026, 2/3/22.",
    "\tSubordinate institution", "—Quay Annex",
    "\t4 For this entity, see elsewhere", "\t[63 FR 64325, Nov. 19, 1998]",
    "Supplement No. 5 to Part 744—Other", "\tCHINA", "\tNobody", "\tFor all items", "\tDenial", "\t1 FR 111",
))


def test_supplement_as_downloaded_text(tmp_path: Path) -> None:
    path = tmp_path / "supplement.txt"
    path.write_bytes(TEXT.encode())
    (parsed,) = read([path]).values()
    assert parsed.list_id == "bis-entity-list" and parsed.left_out == 1
    chip, quay = parsed.rows
    assert (chip.name, chip.country, chip.listed_on) == ("River Chip Co., Ltd.", "CN", "2019-05-21")
    assert chip.footnotes == ("4",) and chip.licence_policy == "Presumption of denial see part 744"
    assert quay.name == "Quay Institute" and quay.aliases == ("Quay Labs", "QI", "Quay Annex")
    path.write_bytes(TEXT.split("\tAUSTRIA")[0].encode())
    with pytest.raises(ListFileError, match="no rows of entities"):
        read([path])


def test_bodies_of_one_name_are_told_apart_by_their_units(tmp_path: Path) -> None:
    units = ("1 Road, Beijing", "Institute of Rivers, 1 Road, Beijing", "Institute of Fens, 2 Road, Beijing")
    path = tmp_path / "supplement.txt"
    path.write_text("\n".join((
        "Supplement No. 4 to Part 744—Names", "\tCHINA, PEOPLE'S REPUBLIC OF",
        *(line for unit in units for line in (
            f"\tQuay Academy, {unit}", "\tFor all items", "\tDenial", "\t80 FR 1234, 1/2/15.")),
    )), encoding="utf-8")
    (parsed,) = read([path]).values()
    assert [row.name for row in parsed.rows] == [
        "Quay Academy", "Quay Academy, Institute of Rivers", "Quay Academy, Institute of Fens"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("River Chip Co., Ltd., 1 Road, Shenzhen", "River Chip Co., Ltd."),
        ("River, Inc.", "River, Inc."),
        ("River Institute, No. 5 Road", "River Institute"),
        ("River; and", "River"),
        ("River", "River"),
    ],
)
def test_where_a_name_ends_and_an_address_begins(text: str, name: str) -> None:
    assert split_name(text, WORDS.name_tails)[0] == name


def test_simple_table(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        "name,aliases,parent,country,listed_on,identifiers\n"
        'Big Group,BG|Big,,China,2026-10-01,\nSmall Works,,Big Group,HKG,,ticker:0999@XHKG\n', encoding="utf-8",
    )
    parsed = read([path], "dod-1260h")["dod-1260h"]
    assert not parsed.from_publisher
    assert parsed.rows[0].aliases == ("BG", "Big") and parsed.rows[0].country == "CN"
    assert parsed.rows[1].parent == "Big Group" and parsed.rows[1].country == "HK"


@pytest.mark.parametrize(
    ("content", "list_id", "words"),
    [
        ("", "", "empty"),
        ("name\nA\n", "", "name the list"),
        ("name,colour\nA,red\n", "dod-1260h", "unknown column"),
        ("name,listed_on\nA,1/2/2026\n", "dod-1260h", "ISO date"),
        ("name,country\nA,Atlantis\n", "dod-1260h", "no known country"),
        ("name,parent\nA,B\n", "dod-1260h", "no row is named 'B'"),
        ("name\nA\n", "no-such-list", "no list"),
        ("alpha,beta\n1,2\n", "", "none of the formats"),
        ("90001,1,aka,RIVER UAV,-0- \n", "", "file of names"),
        ("90001,A,-0- ,CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n90002,B\n", "", "2 columns"),
        ("90001,A,-0- ,OTHER,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n", "", "no entry of a list"),
        ("<sdnList><open>", "", "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><sdnList>&b;</sdnList>', "", "declares entities"),
        ("<html><body/></html>", "", "none of the formats"),
        ('<DIV9 N="Supplement No. 4 to Part 744"><HEAD>x</HEAD></DIV9>', "", "no table of entities"),
    ],
)
def test_unreadable_files_say_what_is_wrong(tmp_path: Path, content: str, list_id: str, words: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ListFileError, match=words) as caught:
        read_files([path], LISTS, WORDS, list_id)
    assert caught.value.file == "file.txt" and str(tmp_path) not in str(caught.value)


def test_missing_file_and_repeated_files(tmp_path: Path) -> None:
    with pytest.raises(ListFileError, match="cannot be read"):
        read_files([tmp_path / "none.csv"], LISTS, WORDS)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for path in (one, two):
        path.write_bytes(NAMES.encode("latin-1"))
    with pytest.raises(ListFileError, match="one file of names"):
        read_files([one, two], LISTS, WORDS)
    for path in (one, two):
        path.write_bytes(OTHERS.encode())
    with pytest.raises(ListFileError, match="second file of the same kind"):
        read_files([one, two], LISTS, WORDS)
    for path in (one, two):
        path.write_text(CSL, encoding="utf-8")
    with pytest.raises(ListFileError, match="more than one"):
        read_files([one, two], LISTS, WORDS)


def test_text_of_old_and_new_code_pages() -> None:
    assert decode(b"Gui\x92an") == decode("Gui\x92an".encode()) == "Gui’an"
    assert decode("\ufeff中".encode()) == "中" and decode(b"CAF\xc9") == "CAFÉ"


def test_dates_and_footnotes() -> None:
    assert read_date("02 Aug 2021") == read_date("08/02/2021") == read_date("2021-08-02") == "2021-08-02"
    assert read_date("soon") == ""
    assert footnotes_in("see §§ 734.9(e) 1 and 744.11 of the EAR 2") == ("1", "2")
    assert footnotes_in("(See §§ 734.9(g),3 746.8(a)(3), and 744.11 of the EAR)") == ("3",)
    assert footnotes_in("listed in supplement no. 7 to part 746 of the EAR") == ()


def test_unknown_labels_are_kept_as_notes() -> None:
    found = read_remarks("Favourite Colour blue; Listing Date (CMIC) someday.", WORDS)
    assert found.notes == ["Favourite Colour blue", "listing date (cmic): someday"] and not found.dates
