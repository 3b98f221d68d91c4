from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.reference.loader import resources
from sinolens.reference.markets import load_countries, load_markets
from sinolens.reference.pack import PackError


def test_markets_carry_the_codes_other_systems_write() -> None:
    markets = load_markets(resources())
    assert markets["XHKG"].after_space == ("HK",) and markets["XHKG"].country == "HK"
    assert {"SS", "SH"} <= set(markets["XSHG"].after_dot)
    assert {m.mic for m in markets.values() if "CH" in m.after_space} == {"XSHG", "XSHE", "BJSE"}
    countries = load_countries(resources())
    assert {m.country.casefold() for m in markets.values()} <= countries.keys()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"), ("PRC", "CN"), ("china, people's republic of", "CN"), ("Hong Kong SAR", "HK"), ("HKG", "HK"),
        ("Macao", "MO"), ("Taiwan, Province of China", "TW"), ("Republic of China", "TW"), ("Korea", "KR"),
        ("UK", "GB"), ("Cayman Islands", "KY"), ("usa", "US"), ("de", "DE"),
    ],
)
def test_country_names(text: str, code: str) -> None:
    assert load_countries(resources())[text.casefold()] == code


def test_one_name_for_two_countries_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "markets").mkdir()
    (tmp_path / "markets" / "countries.csv").write_text(
        "iso2,iso3,name,aliases,verified\nAA,AAA,Alpha,,verified\nBB,BBB,Beta,alpha,verified\n", encoding="utf-8"
    )
    with pytest.raises(PackError, match="already means AA") as caught:
        load_countries(tmp_path)
    assert caught.value.line == 3
