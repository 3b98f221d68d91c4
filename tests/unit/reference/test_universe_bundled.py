"""The bundled universe: what it must say about the names that fool others, and what it must never say."""

import csv
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from stdnum import isin
from stdnum.cn import uscc

from sinolens.domain.attribute import Level
from sinolens.domain.official_list import Relation
from sinolens.domain.region import Region
from sinolens.reference.issuers import load_issuers
from sinolens.reference.lines import load_lines
from sinolens.reference.links import load_gaps, load_links
from sinolens.reference.lists import load_editions
from sinolens.reference.loader import load_reference, resources
from sinolens.reference.markets import load_markets
from sinolens.reference.models import load_training_compute
from sinolens.reference.taxonomy import load_taxonomy
from sinolens.reference.vehicles import load_vehicles

CMIC, MILITARY, ENTITY = "ofac-ns-cmic", "dod-1260h", "bis-entity-list"


@cache
def universe():
    root = resources()
    categories = load_taxonomy(root)
    issuers = load_issuers(root, categories)
    return categories, issuers, load_lines(root, issuers), load_links(root)


@cache
def entries():
    """Entries of every edition by id."""
    return {entry.id: entry for group in load_editions(resources()).entries.values() for entry in group}


def relations(issuer_id, list_id):
    """Relation to the number of entries of a list, for one issuer."""
    return Counter(
        link.relation for link in universe()[3]
        if link.issuer_id == issuer_id and link.entry_id.startswith(list_id + ":")
    )


def exact_names(issuer_id, list_id):
    return {
        entries()[link.entry_id].name for link in universe()[3]
        if link.issuer_id == issuer_id and link.relation is Relation.EXACT and link.entry_id.startswith(list_id + ":")
    }


def test_sensetime_the_listed_company_is_not_the_one_the_order_names():
    assert exact_names("sensetime", MILITARY) == {"SenseTime Group, Inc."}
    assert relations("sensetime", CMIC) == {Relation.SUBSIDIARY: 1}
    assert exact_names("sensetime-group-limited", CMIC) == {"SENSETIME GROUP LIMITED"}
    lines = [line for line in universe()[2] if line.issuer_id.startswith("sensetime")]
    assert [(line.issuer_id, line.mic, line.ticker) for line in lines] == [("sensetime", "XHKG", "0020")]


def test_inspur_the_group_is_named_and_the_listed_company_only_on_the_entity_list():
    assert relations("ieit-systems", CMIC) == {Relation.PARENT: 1}
    assert relations("ieit-systems", MILITARY) == {Relation.PARENT: 1}
    assert exact_names("ieit-systems", ENTITY) == {"Inspur Electronic Information Industry Co., Ltd."}
    assert exact_names("inspur-group", CMIC) == {"INSPUR GROUP CO., LTD."}
    assert universe()[1]["ieit-systems"].parent_id == "inspur-group"


def test_yitu_and_megvii_order_names_the_cayman_parent():
    assert exact_names("yitu", CMIC) == {"YITU LIMITED"}
    assert relations("yitu-shanghai", CMIC) == {Relation.PARENT: 1}
    assert exact_names("yitu-shanghai", MILITARY) == {"Shanghai Yitu Network Technology Co., Ltd."}
    assert relations("yitu", MILITARY) == {Relation.SUBSIDIARY: 1}
    assert exact_names("megvii", CMIC) == {"MEGVII TECHNOLOGY LIMITED"}
    assert relations("megvii-beijing", CMIC) == {Relation.PARENT: 1}
    assert not relations("megvii", MILITARY)


def test_dji_is_one_company_under_three_spellings():
    assert exact_names("dji", CMIC) == {"SZ DJI TECHNOLOGY CO., LTD."}
    assert exact_names("dji", MILITARY) == {"Shenzhen DJI Technology Co., Ltd."}
    assert exact_names("dji", ENTITY) == {"DJI"}


@pytest.mark.parametrize(("issuer_id", "list_id", "parent"), [
    ("cosco-shipping-holdings", MILITARY, "China COSCO SHIPPING Corporation Limited"),
    ("sinotrans", MILITARY, "Sinotrans & CSC Holdings Co., Ltd."),
    ("cncec", MILITARY, "China National Chemical Engineering Group Corporation"),
    ("cnooc-limited", MILITARY, "China National Offshore Oil Corporation"),
])
def test_listed_subsidiary_of_a_named_group_is_not_itself_named(issuer_id, list_id, parent):
    assert relations(issuer_id, list_id) == {Relation.PARENT: 1}
    (entry,) = [
        entries()[link.entry_id] for link in universe()[3]
        if link.issuer_id == issuer_id and link.entry_id.startswith(list_id + ":")
    ]
    assert entry.name == parent


def test_cnooc_limited_is_named_in_the_order_itself():
    assert exact_names("cnooc-limited", CMIC) == {"CNOOC LIMITED"}


def test_bgi_group_and_bgi_genomics_are_both_printed():
    assert exact_names("bgi-group", MILITARY) == {"BGI Group"}
    assert exact_names("bgi-genomics", MILITARY) == {"BGI Genomics Co., Ltd."}
    short = [issuer.id for issuer in universe()[1].values() if "BGI" in issuer.aliases]
    assert len(short) > 1, "a short name of two companies must never look like one"


def test_the_listed_memory_group_is_not_the_subsidiary_the_list_names():
    assert exact_names("cxmt", MILITARY) == {"ChangXin Memory Technologies, Inc."}
    assert relations("cxmt-group", MILITARY) == {Relation.SUBSIDIARY: 1}
    assert {line.issuer_id for line in universe()[2] if line.ticker == "688825"} == {"cxmt-group"}


def test_meiya_pico_is_the_former_name_of_sdic_intelligence():
    issuer = universe()[1]["sdic-intelligence"]
    assert issuer.former_names == ("Xiamen Meiya Pico Information Co., Ltd.",)
    assert exact_names("sdic-intelligence", CMIC) == {"XIAMEN MEIYA PICO INFORMATION CO., LTD."}
    assert exact_names("sdic-intelligence", MILITARY) == {"SDIC Intelligence (Xiamen) Information Co., Ltd."}


def test_cloudwalk_is_named_though_its_record_has_no_identifier_of_a_security():
    assert exact_names("cloudwalk", CMIC) == {"CLOUDWALK TECHNOLOGY CO., LTD."}
    (line,) = [line for line in universe()[2] if line.issuer_id == "cloudwalk"]
    assert (line.mic, line.ticker, line.isin) == ("XSHG", "688327", "")


@pytest.mark.parametrize(("issuer_id", "tickers"), [
    ("china-mobile", {("XHKG", "0941"), ("XSHG", "600941")}),
    ("china-telecom", {("XHKG", "0728"), ("XSHG", "601728")}),
    ("smic", {("XHKG", "0981"), ("XSHG", "688981")}),
])
def test_every_line_of_a_named_company_is_on_file(issuer_id, tickers):
    lines = [line for line in universe()[2] if line.issuer_id == issuer_id]
    assert {(line.mic, line.ticker) for line in lines if line.ticker} == tickers
    assert relations(issuer_id, CMIC)[Relation.EXACT] == 1


def test_a_recycled_ticker_of_a_delisted_receipt_is_not_kept():
    tickers = {(line.mic, line.ticker) for line in universe()[2]}
    # CHA is another company's ticker today.
    assert not tickers & {("XNYS", "CHA"), ("XNYS", "CHL"), ("XNYS", "CHU")}


def test_names_that_several_companies_share_are_kept_with_all_of_them():
    owners = {
        name: {issuer.id for issuer in universe()[1].values() if name in {alias.upper() for alias in issuer.aliases}}
        for name in ("CHINA TELECOM", "CHINA MOBILE", "CHINA UNICOM")
    }
    assert all(len(found) > 1 for found in owners.values()), owners


@pytest.mark.parametrize(("name", "issuer_id"), [
    ("寒武纪", "cambricon"), ("云从科技集团股份有限公司", "cloudwalk"), ("Meiya Pico", "sdic-intelligence"),
    ("SMIC", "smic"), ("Hanwuji", "cambricon"), ("光迅科技", "accelink"), ("Guangxun Keji", "accelink"),
])
def test_issuers_are_found_by_chinese_former_and_short_names(name, issuer_id):
    issuer = universe()[1][issuer_id]
    known = (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names)
    assert any(name.casefold() in other.casefold() for other in known)


def test_most_chinese_issuers_have_a_chinese_name_and_none_is_verified_without_two_lists():
    with resources().joinpath("issuers", "names.csv").open(encoding="utf-8") as file:
        names = list(csv.DictReader(file))
    han = {row["issuer_id"] for row in names if any("一" <= sign <= "鿿" for sign in row["name"])}
    local = [issuer for issuer in universe()[1].values() if issuer.region in ("PRC", "HK", "MO")]
    # A floor that only rises.
    assert sum(issuer.id in han or bool(issuer.name_zh) for issuer in local) >= 540 <= len(local)
    for row in names:
        if row["source"].startswith(("General knowledge", "Romanised", "Market code lists of 2017")):
            assert row["verified"] == "unverified", row
        if row["kind"] == "pinyin":
            assert row["source"].startswith("Romanised from ") and row["name"].isascii(), row


def test_names_not_on_a_list_have_no_exact_link():
    for issuer_id in ("alibaba", "tencent", "baidu", "byd", "iflytek", "dahua", "cambricon", "zhipu", "innolight"):
        assert not relations(issuer_id, CMIC)[Relation.EXACT], issuer_id
    for issuer_id in ("iflytek", "cambricon", "hygon", "moore-threads", "biren", "zhipu", "minimax", "xpeng", "li-auto",
                      "xiaomi", "lenovo", "zte", "hua-hong", "eoptolink", "naura", "amec", "megvii"):
        assert not relations(issuer_id, MILITARY)[Relation.EXACT], issuer_id


def test_every_entry_of_the_order_and_the_military_list_is_linked_and_every_advanced_computing_entry_accounted_for():
    linked = {link.entry_id for link in universe()[3]}
    gaps = {gap.entry_id for gap in load_gaps(resources())}
    assert not linked & gaps
    for entry in entries().values():
        must = entry.list_id in (CMIC, MILITARY) or (entry.list_id == ENTITY and "4" in entry.footnotes)
        assert not must or entry.id in linked | gaps, entry.id


def test_links_and_gaps_point_at_what_exists():
    known = set(entries())
    assert {link.entry_id for link in universe()[3]} <= known
    assert {gap.entry_id for gap in load_gaps(resources())} <= known
    assert {link.issuer_id for link in universe()[3]} <= set(universe()[1])


def test_identifiers_hold_their_check_digits():
    _, issuers, lines, _ = universe()
    assert all(isin.is_valid(line.isin) for line in lines if line.isin)
    assert all(uscc.is_valid(issuer.uscc) for issuer in issuers.values() if issuer.uscc)


def test_tickers_have_the_form_and_a_known_market():
    markets = load_markets(resources())
    widths = {"XHKG": 4, "XSHG": 6, "XSHE": 6}
    for line in universe()[2]:
        if line.ticker:
            assert line.mic in markets, line
            assert len(line.ticker) == widths.get(line.mic, len(line.ticker)), line


def test_an_isin_of_an_a_share_never_stands_at_another_line():
    for line in universe()[2]:
        if line.kind in ("H", "A", "B") and line.isin and line.issuer_id not in ("smic", "hua-hong"):
            assert line.isin.startswith("CNE"), line


def test_every_issuer_has_source_date_region_and_a_category():
    categories, issuers, _, _ = universe()
    for issuer in issuers.values():
        assert issuer.source
        assert issuer.as_of
        assert issuer.region is not Region.UNKNOWN, issuer.id
        assert issuer.categories, issuer.id
        group = categories[issuer.categories[0].code].group
        assert (group == "F") == (issuer.region in (Region.OTHER, Region.TAIWAN)), issuer.id


def test_the_universe_is_large_enough_and_covers_every_category():
    categories, issuers, _, _ = universe()
    found = Counter(issuer.categories[0].code for issuer in issuers.values())
    ai = [code for code in categories if code[0] in "ABCDE" and len(code) == 2]
    assert sum(found[code] for code in ai) >= 400
    assert all(found[code] >= 5 for code in ai), found


def test_nothing_from_general_knowledge_is_called_verified():
    _, issuers, lines, links = universe()
    for fact in (*issuers.values(), *lines, *links, *load_vehicles(resources()).values()):
        if fact.source.startswith("General knowledge"):
            assert not fact.verified, fact


def test_vehicles_are_many_and_carry_no_identifier_from_memory():
    vehicles = load_vehicles(resources()).values()
    assert len(vehicles) >= 60
    assert not [vehicle.id for vehicle in vehicles if vehicle.isin or vehicle.cusip]
    proxied = [vehicle for vehicle in vehicles if vehicle.proxy_region]
    assert {vehicle.proxy_region for vehicle in proxied} <= {"OTHER", "TW"}
    assert not [vehicle.id for vehicle in proxied if vehicle.focus in ("china", "emerging", "asia")]


def test_training_compute_is_an_estimate_with_credit():
    evidence = load_training_compute(resources(), universe()[1])
    assert all(item.estimate and not item.verified and "Epoch AI, CC BY 4.0" in item.source for item in evidence)
    above = {item.issuer_id for item in evidence if item.value > 1e23}
    assert {"alibaba", "deepseek", "stepfun", "zhipu"} <= above


def test_what_drives_and_what_pushes_back_has_a_basis_and_follows_the_links():
    reference = load_reference()
    kinds = Counter(topic.kind for topic in reference.attribute_topics.values())
    assert (kinds["driver"], kinds["risk"]) == (4, 6)
    level = {(one.issuer_id, one.topic): one.level for one in reference.attributes}
    assert level[("deepseek", "open-weights")] is Level.HIGH
    assert level[("smic", "dual-use")] is Level.HIGH
    assert ("smic", "escalation") not in level, "already on the list that bars dealing"
    assert level[("alibaba", "escalation")] is Level.HIGH
    assert level[("alibaba", "delisting")] is Level.SOME
    assert ("bytedance", "delisting") not in level, "unknown is not stored"


def test_files_are_in_a_stable_order():
    _, issuers, lines, links = universe()
    for keys in ([*issuers], [line.issuer_id for line in lines], [(link.entry_id, link.issuer_id) for link in links]):
        assert all(one <= other for one, other in pairwise(keys))


def test_a_sample_was_rechecked_and_the_result_recorded():
    with resources().joinpath("issuers", "recheck.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = universe()[1]
    assert len({row["issuer_id"] for row in rows}) == len(rows) >= 80 and all(row["issuer_id"] in known for row in rows)
    assert {row["result"] for row in rows} <= {"agrees", "agrees in part", "corrected", "no source"}
    assert all(row["note"] for row in rows)


def test_a_category_seen_in_a_source_names_it():
    seen = [part for issuer in universe()[1].values() for part in issuer.categories if part.verified]
    assert len(seen) >= 30
    assert not [part for part in seen if part.source.startswith("Curated")]
