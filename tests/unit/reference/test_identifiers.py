from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import cusip, isin

from sinolens.domain.identifier import IdentifierKind
from sinolens.reference.identifiers import (
    cusip_of_isin,
    is_cusip,
    is_figi,
    is_isin,
    is_lei,
    is_sedol,
    is_uscc,
    is_valid,
    sedol_of_isin,
)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_isin, "US0378331005", "US0378331006"),
        (is_cusip, "037833100", "037833101"),
        (is_cusip, "G8020E119", "G8020E118"),
        (is_sedol, "0263494", "0263495"),
        (is_figi, "BBG000BDVCZ9", "BBG000BDVCZ8"),
        (is_lei, "549300XIVJCBIGMRUD48", "549300XIVJCBIGMRUD49"),
        (is_uscc, "91330000733796106P", "91330000733796106Q"),
    ],
)
def test_check_digits(check, good: str, bad: str) -> None:
    assert check(good) and not check(bad)
    assert not check(good.lower()) or not any(c.isalpha() for c in good)
    assert not check("") and not check(good + " ") and not check(good[:-1])


def test_kinds_without_a_check_only_need_a_value() -> None:
    assert is_valid(IdentifierKind.TICKER, "0700") and not is_valid(IdentifierKind.TICKER, "")
    assert not is_valid(IdentifierKind.ISIN, "US0378331006")


@given(st.sampled_from(string.digits), st.text(string.digits + string.ascii_uppercase, min_size=7, max_size=7))
def test_the_cusip_is_found_inside_an_isin(first: str, rest: str) -> None:
    stem = first + rest
    number = stem + cusip.calc_check_digit(stem)
    for country in ("US", "CA"):
        inside = country + number
        assert cusip_of_isin(inside + isin.calc_check_digit(inside)) == number


def test_no_cusip_where_an_isin_has_none() -> None:
    assert cusip_of_isin("GB0002634946") == "" and cusip_of_isin("US0378331006") == ""


def test_sedol_inside_an_isin() -> None:
    assert sedol_of_isin("GB0002634946") == "0263494"
    assert sedol_of_isin("US0378331005") == "" and sedol_of_isin("") == ""


def test_cins_inside_an_isin() -> None:
    stem = "G8020E11"
    number = stem + cusip.calc_check_digit(stem)
    made = f"KY{number}{isin.calc_check_digit(f'KY{number}')}"
    assert cusip_of_isin(made) == number
    assert cusip_of_isin("HK0000069689") == "", "a number of Hong Kong's own"
