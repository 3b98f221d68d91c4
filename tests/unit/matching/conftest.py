"""A small set of facts to match against. Identifiers of made-up companies are made up; the names test real shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
import pytest

from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.domain.issuer import Issuer, Line, Vehicle
from sinolens.domain.match import Match
from sinolens.domain.official_list import EntityLink, ListEntry, Relation
from sinolens.domain.region import Region
from sinolens.matching.decisions import Decision
from sinolens.matching.entities import EntityIndex
from sinolens.matching.resolution import match_names
from sinolens.reference.loader import Market, Reference

EDITION = "2026-01-01"


def market(mic: str, country: str) -> Market:
    return Market(mic, mic, country, (), (), ())


def chinese(issuer_id: str, name: str, **more: object) -> Issuer:
    more.setdefault("region", Region.PRC)
    return Issuer(id=issuer_id, name=name, incorporation="KY", **more)  # type: ignore[arg-type]


def entry(list_id: str, key: str, name: str, *aliases: str, **more: object) -> ListEntry:
    more.setdefault("country", "CN")
    return ListEntry(f"{list_id}:{key}", list_id, EDITION, name, aliases, **more)  # type: ignore[arg-type]


ISSUERS = (
    chinese("tencent", "Tencent Holdings Limited", name_zh="腾讯控股有限公司", aliases=("腾讯",)),
    chinese("alibaba", "Alibaba Group Holding Limited", name_zh="阿里巴巴集团控股有限公司", aliases=("阿里巴巴",)),
    chinese("sensetime", "SenseTime Group Inc.", aliases=("SenseTime Group",)),
    chinese(
        "hikvision",
        "Hangzhou Hikvision Digital Technology Co., Ltd.",
        aliases=("Hikvision",),
        uscc="91330000733796106P",
    ),
    chinese("smic", "Semiconductor Manufacturing International Corporation", aliases=("SMIC",)),
    chinese("fudan", "Shanghai Somedan Microelectronics Group Company Limited", aliases=("Shanghai Somedan",)),
    chinese("iflytek", "iFlytek Co., Ltd."),
    chinese("jd", "JD.com, Inc."),
    chinese("cambricon", "Cambricon Technologies Corporation Limited"),
    chinese("unicom", "China Unicom (Hong Kong) Limited", region=Region.HONG_KONG),
    chinese("renamed", "Newname Intelligence Co., Ltd.", former_names=("Oldname Electronic Co., Ltd.",)),
    Issuer("nvidia", "NVIDIA Corporation", region=Region.OTHER, incorporation="US", headquarters="US"),
)
LINES = (
    Line("tencent", "XHKG", "0700", "p_chip", isin="KYG875721634"),
    Line("alibaba", "XNYS", "BABA", "adr", isin="US01609W1027"),
    Line("alibaba", "XHKG", "9988", "p_chip", isin="KYG017191142"),
    Line("sensetime", "XHKG", "0020", "p_chip", isin="KYG8062L1041", valid_from="2021-12-30"),
    Line("hikvision", "XSHE", "002415", "A", isin="CNE100000PM8"),
    Line("smic", "XHKG", "0981", "p_chip"),
    Line("renamed", "XSHE", "300111", "A", valid_to="2025-06-30"),
    Line("iflytek", "XSHE", "300111", "A", valid_from="2025-06-30"),
    Line("nvidia", "XNAS", "NVDA", "ordinary", isin="US67066G1040"),
)
ENTRIES = {
    ("alpha", EDITION): (
        entry("alpha", "1", "SENSETIME GROUP LIMITED"),
        entry("alpha", "2", "COSTAR GROUP CO., LTD.", "Costar Group"),
        entry("alpha", "3", "CHINA TELECOM CORPORATION LIMITED", "CHINA TELECOM"),
        entry("alpha", "4", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        entry(
            "alpha",
            "5",
            "AERO ENGINE CORPORATION OF CHINA",
            "AECC",
            identifiers=(Identifier(IdentifierKind.USCC, "91110000MA005UCQ5P"),),
        ),
        entry("alpha", "6", "GUANGZHOU HAIGE COMMUNICATIONS GROUP INCORPORATED COMPANY"),
        entry("alpha", "7", "CNOOC Energy Technology & Services Limited"),
    ),
    ("beta", EDITION): (
        entry("beta", "1", "China Telecommunications Corporation", "China Telecom"),
        entry("beta", "2", "Semiconductor Manufacturing International Corporation", "SMIC"),
        entry("beta", "3", "AERO ENGINE CORPORATION OF CHINA"),
    ),
}
VEHICLES = (
    Vehicle("kweb", "KraneShares CSI China Internet ETF", "KWEB", "ARCX", isin="US5007673065", focus="china"),
    Vehicle("spy", "SPDR S&P 500 ETF Trust", "SPY", "ARCX", isin="US78462F1030", proxy_region="OTHER", focus="us"),
)


@pytest.fixture(scope="session")
def facts() -> Reference:
    """The reference all tests of this folder match against."""
    return Reference(
        id="test",
        categories={},
        issuers={issuer.id: issuer for issuer in ISSUERS},
        lines=LINES,
        vehicles={vehicle.id: vehicle for vehicle in VEHICLES},
        editions=(),
        entries=ENTRIES,
        missing_lists=(),
        links=(EntityLink("beta:2", "smic", Relation.EXACT),),
        rules=(),
        definitions={},
        institutions={},
        markets={
            mic: market(mic, country)
            for mic, country in (
                ("XHKG", "HK"),
                ("XSHE", "CN"),
                ("XSHG", "CN"),
                ("XNYS", "US"),
                ("XNAS", "US"),
                ("ARCX", "US"),
                ("XLON", "GB"),
            )
        },
        countries={
            text: code
            for code, name in (
                ("CN", "china"),
                ("HK", "hong kong"),
                ("US", "united states"),
                ("TW", "taiwan"),
                ("GB", "united kingdom"),
            )
            for text in (code.casefold(), name)
        },
    )


@pytest.fixture(scope="session")
def index(facts: Reference) -> EntityIndex:
    """The index of `facts`."""
    return EntityIndex(facts)


@pytest.fixture
def match(index: EntityIndex) -> Callable[..., Match]:
    """Matches one row against `facts`."""

    def one(name: str = "", decisions: Iterable[Decision] = (), as_of: str = "2026-09-30", **cells: str) -> Match:
        matches, which = match_names(pd.DataFrame([{"name": name, **cells}]), index, decisions, as_of)
        return matches[which.iloc[0]]

    return one
