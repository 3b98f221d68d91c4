import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.domain.category import CategoryAssignment, Intensity
from sinolens.domain.column import POSITION_COLUMNS, SLICE_COLUMNS
from sinolens.domain.issuer import Issuer, OtherLine, Vehicle
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.exposure.classification import classify, classify_issuer
from sinolens.reference.loader import Reference

PURE = CategoryAssignment("A1", 1.0, Intensity.PURE, 0.5, 0.75, 1.0)
UNKNOWN = CategoryAssignment("B1", 1.0, Intensity.UNKNOWN, 0.0, None, 1.0)
ISSUERS = {
    issuer.id: issuer for issuer in (
        Issuer("pure", "Lotus Compute Ltd", region=Region.PRC, categories=(PURE,)),
        Issuer("unknown", "Sage Lab", region=Region.PRC, categories=(UNKNOWN,)),
        Issuer("sourced", "River Cloud", region=Region.HONG_KONG, categories=(
            CategoryAssignment("B2", 1.0, Intensity.SOURCED, 0.12, 0.12, 0.12),)),
        Issuer("bank", "Pine Bank", region=Region.PRC, categories=(
            CategoryAssignment("N1", 1.0, Intensity.SOURCED, 1.0, 1.0, 1.0),)),
        Issuer("bare", "Bare Co", region=Region.PRC),
        Issuer("mixed", "Mixed Group", region=Region.PRC, categories=(
            CategoryAssignment("E1", 0.3, Intensity.MATERIAL, 0.2, 0.35, 0.5),
            CategoryAssignment("A4", 0.5, Intensity.PURE, 0.5, 0.75, 1.0),
            CategoryAssignment("N1", 0.2, Intensity.PERIPHERAL, 0.0, 0.1, 0.2))),
    )
}
REFERENCE = Reference(
    id="made", categories={}, issuers=ISSUERS, lines=(), vehicles={
        "us-fund": Vehicle("us-fund", "Index Fund", instrument="etf", proxy_region="OTHER"),
        "blind": Vehicle("blind", "Blind", instrument="private_fund", domicile="KY"),
    }, editions=(), entries={}, missing_lists=(), links=(), rules=(), definitions={}, institutions={}, markets={},
    countries={}, other_lines=(
        OtherLine("XHKG", "0857", "CNE1000003W8", "Oil Company", "Energy", "s", "2026-08-01"),
        OtherLine("XSHG", "600900", "", "Water Power", "Utilities", "s", "2026-08-01"),
    ),
)
NONE = Match(ScreeningState.NONE, "none")
MATCHES = [
    NONE, *(Match(ScreeningState.HIT, "isin", issuer_id=key) for key in ISSUERS),
    Match(ScreeningState.POSSIBLE, "candidate", name="Perhaps Inc"),
    Match(ScreeningState.HIT, "vehicle", vehicle_id="us-fund", name="Index Fund"),
    Match(ScreeningState.HIT, "vehicle", vehicle_id="blind", name="Blind"),
    Match(ScreeningState.HIT, "name", entry_ids=("list:1",), name="Listed Entity"),
    Match(ScreeningState.NOT_SCREENED, "not_screened"), Match(ScreeningState.NONE, "confirmed"),
    Match(ScreeningState.NOT_SCREENED, "index"),
]
AT = {match.issuer_id or match.vehicle_id or match.method: place for place, match in enumerate(MATCHES)}
HOLDER = pd.DataFrame({"instrument": ["private_fund"], "fund_domicile": ["KY"]})


def frame_of(columns, rows):
    blank = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    return pd.DataFrame({
        column.name: pd.array([row.get(column.name, blank[column.dtype]) for row in rows], dtype=column.dtype)
        for column in columns
    })


def classify_slice(key="none", region="OTHER", positions=None, **row):
    given_row = {"instrument": "equity", "method": "direct", "market_value": 1_000_00, "name": "As Typed", **row}
    frame = frame_of(SLICE_COLUMNS, [given_row])
    found = classify(frame, MATCHES, pd.Series([AT[key]]), pd.Series([region], dtype="str"), REFERENCE, True, positions)
    return found.iloc[0]


def weights(row):
    return row["low"], row["base"], row["high"]


def test_a_pure_issuer_counts_half_three_quarters_and_all():
    row = classify_slice("pure", "PRC")
    assert (row["issuer_id"], row["issuer"], row["category"], row["group"], row["intensity"]) == (
        "pure", "Lotus Compute Ltd", "A1", "A", "pure")
    assert weights(row) == (500_00, 750_00, 1_000_00)


def test_an_unknown_intensity_counts_nothing_to_all_and_says_so():
    row = classify_slice("unknown", "PRC")
    assert weights(row) == (0, 0, 1_000_00)
    assert row["intensity"] == "unknown"


def test_a_sourced_share_replaces_all_three():
    assert weights(classify_slice("sourced", "HK")) == (120_00, 120_00, 120_00)


def test_several_categories_weigh_by_share_under_the_largest():
    row = classify_slice("mixed", "PRC")
    assert row["category"] == "A4"
    # 0.3 x material + 0.5 x pure + 0.2 x nothing, for N1 is not AI whatever its intensity says.
    assert weights(row) == (310_00, 480_00, 650_00)


def test_what_is_not_ai_weighs_nothing():
    row = classify_slice("bank", "PRC")
    assert (row["category"], row["intensity"], weights(row)) == ("N1", "", (0, 0, 0))


def test_an_issuer_nobody_classified_is_unclassified():
    row = classify_slice("bare", "PRC")
    assert (row["category"], weights(row)) == ("U", (0, 0, 1_000_00))


def test_a_short_line_is_ordered_as_numbers():
    row = classify_slice("pure", "PRC", market_value=-1_000_00)
    assert weights(row) == (-1_000_00, -750_00, -500_00)
    assert weights(classify_slice("unknown", "PRC", market_value=-1_000_00)) == (-1_000_00, 0, 0)


@pytest.mark.parametrize(("row", "category"), [
    ({"instrument": "cash", "region": "UNKNOWN"}, "Z1"),
    ({"instrument": "currency", "region": "PRC"}, "Z1"),
    ({"instrument": "money_market", "region": "OTHER"}, "Z1"),
    ({"instrument": "index_derivative", "region": "PRC"}, "Z2"),
    ({"region": "PRC", "isin": "CNE0000018R8"}, "U"), ({"region": "HK", "isin": "HK0000069689"}, "U"),
    ({"region": "PRC"}, "U"), ({"region": "HK", "ticker": "99999", "mic": "XHKG"}, "U"), ({"region": "MO"}, "U"),
    ({"region": "PRC", "isin": "CNE0000018R9"}, "U"), ({"instrument": "real_asset", "region": "PRC"}, "N1"),
    ({"region": "TW"}, "N2"), ({"region": "OTHER"}, "N2"), ({"region": "UNKNOWN"}, "U"),
    ({"instrument": "government_bond", "region": "OTHER"}, "N2"),
    ({"instrument": "government_bond", "region": "PRC"}, "N1"),
    ({"instrument": "swap", "region": "PRC"}, "U"),
])
def test_lines_without_an_issuer_go_by_kind_and_region(row, category):
    found = classify_slice(**row)
    assert found["category"] == category
    assert found["group"] == category[0]
    assert weights(found) == ((0, 0, 1_000_00) if category == "U" else (0, 0, 0))


def test_a_chinese_name_nobody_identified_is_unclassified_and_may_be_all_ai():
    assert weights(classify_slice("none", "PRC")) == (0, 0, 1_000_00)
    assert classify_slice("not_screened", "HK", isin="HK0000069689")["category"] == "U"


@pytest.mark.parametrize(("row", "category"), [
    ({"isin": "CNE1000003W8"}, "N1"), ({"mic": "XHKG", "ticker": "0857"}, "N1"),
    ({"isin": "CNE1000003W8", "mic": "XHKG", "ticker": "9999"}, "N1"), ({"mic": "XSHG", "ticker": "600900"}, "N1"),
    ({"isin": "CNE0000018R8", "mic": "XSHG", "ticker": "600900"}, "N1"), ({"mic": "XSHG", "ticker": "0857"}, "U"),
    # The code's ISIN is on file and the row's is another: two securities.
    ({"isin": "CNE0000018R8", "mic": "XHKG", "ticker": "0857"}, "U"), ({"ticker": "600900"}, "U"),
])
def test_only_a_line_on_file_whose_trade_is_plain_is_no_ai_by_its_identifier(row, category):
    found = classify_slice("none", "PRC", **row)
    assert found["category"] == category
    assert weights(found) == ((0, 0, 1_000_00) if category == "U" else (0, 0, 0))


def test_a_line_whose_trade_is_plain_is_china_only_where_the_definition_has_it():
    assert classify_slice("none", "OTHER", isin="CNE1000003W8")["category"] == "N2"
    assert classify_slice("candidate", "PRC", isin="CNE1000003W8")["category"] == "U"
    assert classify_slice("pure", "PRC", isin="CNE1000003W8")["category"] == "A1"


def test_what_a_person_found_to_be_no_entity_on_file_is_no_ai():
    assert classify_slice("confirmed", "PRC")["category"] == "N1"


def test_a_contract_on_an_index_is_an_index_derivative_whatever_its_kind():
    assert classify_slice("index", "PRC", instrument="future")["category"] == "Z2"


def test_a_candidate_says_nothing_until_a_person_confirms_it():
    row = classify_slice("candidate", "PRC")
    assert (row["category"], row["issuer_id"], row["issuer"]) == ("U", "", "As Typed")
    assert classify_slice("candidate", "UNKNOWN")["category"] == "U"


def test_a_candidate_known_to_be_from_elsewhere_is_not_china():
    assert classify_slice("candidate", "OTHER")["category"] == "N2"


def test_a_listed_entity_outside_the_universe_is_unclassified_under_its_own_name():
    row = classify_slice("name", "PRC")
    assert (row["category"], row["issuer"], weights(row)) == ("U", "Listed Entity", (0, 0, 1_000_00))


@pytest.mark.parametrize(("kind", "domicile", "category"), [
    ("etf", "US", "G1"), ("mutual_fund", "US", "G2"), ("private_fund", "US", "G3"), ("private_fund", "KY", "G4"),
    ("commingled_fund", "", "G5"), ("hedge_fund", "KY", "G5"), ("private_fund", "", "G"),
])
def test_what_a_fund_does_not_show_has_the_code_of_its_kind(kind, domicile, category):
    positions = pd.DataFrame({"instrument": [kind], "fund_domicile": [domicile]})
    for method in ("not_disclosed", "residual"):
        row = classify_slice(region="PRC", method=method, instrument="other", positions=positions)
        assert (row["category"], weights(row)) == (category, (0, 0, 1_000_00))


def test_a_known_vehicle_tells_kind_and_domicile_where_the_position_does_not():
    row = classify_slice("blind", "UNKNOWN", method="not_disclosed", instrument="other",
                         positions=pd.DataFrame({"instrument": ["other"], "fund_domicile": [""]}))
    assert row["category"] == "G4"


def test_what_is_not_disclosed_stays_so_even_when_the_name_matches():
    assert classify_slice("pure", "PRC", method="residual", positions=HOLDER)["category"] == "G4"


def test_a_fund_inside_a_fund_is_not_read_from_where_it_is_registered():
    row = classify_slice(region="OTHER", method="known", instrument="etf", positions=HOLDER)
    assert (row["category"], weights(row)) == ("G1", (0, 0, 1_000_00))


@pytest.mark.parametrize("method", ["proxy", "split"])
@pytest.mark.parametrize(("region", "category"), [("OTHER", "N2"), ("TW", "N2"), ("PRC", "U"), ("UNKNOWN", "U")])
def test_a_share_without_names_is_known_outside_china_only(method, region, category):
    assert classify_slice(region=region, method=method, instrument="etf", positions=HOLDER)["category"] == category


def test_a_benchmark_outside_china_answers_for_its_fund():
    row = classify_slice("us-fund", "UNKNOWN", method="proxy", instrument="etf", positions=HOLDER)
    assert (row["category"], weights(row)) == ("N2", (0, 0, 0))


def test_a_proxy_line_with_an_issuer_is_that_issuer():
    assert classify_slice("pure", "PRC", method="proxy", positions=HOLDER)["category"] == "A1"


def test_positions_have_no_weights_and_funds_their_vehicle_code():
    frame = frame_of(POSITION_COLUMNS, [
        {"instrument": "equity", "name": "Lotus"}, {"instrument": "private_fund", "fund_domicile": "US", "name": "F"}])
    found = classify(frame, MATCHES, pd.Series([AT["pure"], 0]), pd.Series(["PRC", "UNKNOWN"], dtype="str"),
                     REFERENCE, False)
    assert found["category"].tolist() == ["A1", "G3"]
    assert not {"low", "base", "high"} & set(found.columns)
    assert found["match"].tolist() == [AT["pure"], 0]


def test_the_issuer_as_the_source_names_it_comes_before_the_security():
    assert classify_slice(issuer_name="The Issuer")["issuer"] == "The Issuer"


def test_an_empty_table_stays_empty():
    frame = frame_of(SLICE_COLUMNS, [])
    found = classify(frame, [], pd.Series([], dtype="int64"), pd.Series([], dtype="str"), REFERENCE, True, HOLDER)
    assert len(found) == 0
    assert {"issuer", "category", "group", "low", "base", "high"} <= set(found.columns)


def test_equal_shares_do_not_depend_on_their_order():
    parts = (CategoryAssignment("C1", 0.5, Intensity.PURE, 0.5, 0.75, 1.0),
             CategoryAssignment("A1", 0.5, Intensity.MATERIAL, 0.2, 0.35, 0.5))
    first, second = (classify_issuer(Issuer("x", "X", categories=order)) for order in (parts, parts[::-1]))
    assert first == second
    assert first.category == "A1"


fractions = st.floats(0, 1)


@given(st.lists(st.tuples(fractions, fractions, fractions, fractions), min_size=1, max_size=4),
       st.integers(-10**15, 10**15))
def test_low_base_and_high_stay_in_order_whatever_the_data(parts, value):
    assignments = tuple(
        CategoryAssignment("A1", share + 0.01, Intensity.SOURCED, *sorted(three)) for share, *three in parts
    )
    issuer = classify_issuer(Issuer("x", "X", categories=assignments))
    assert 0 <= issuer.weight.low <= issuer.weight.base <= issuer.weight.high <= 1
    made = Reference(**{**{name: getattr(REFERENCE, name) for name in REFERENCE.__dataclass_fields__},
                        "issuers": {"x": Issuer("x", "X", categories=assignments)}})
    frame = frame_of(SLICE_COLUMNS, [{"instrument": "equity", "method": "direct", "market_value": value}])
    row = classify(frame, [Match(ScreeningState.HIT, "isin", issuer_id="x")], pd.Series([0]),
                   pd.Series(["PRC"], dtype="str"), made, True).iloc[0]
    assert min(value, 0) <= row["low"] <= row["base"] <= row["high"] <= max(value, 0)
