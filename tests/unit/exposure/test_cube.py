from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.exposure.cube import MEASURES, Cube
from sinolens.exposure.selection import DIMENSION_TITLES, Selection

ROW_COLUMNS = ("category", "group", "tier", "code", "region", "method", "confidence", "instrument", "currency")


@st.composite
def selections(draw, cube):
    selection = Selection()
    for dimension in draw(st.lists(st.sampled_from(sorted(DIMENSION_TITLES)), max_size=3, unique=True)):
        chosen = draw(st.lists(st.sampled_from(cube.values(dimension)), min_size=1, max_size=3))
        verb = selection.excluding if draw(st.booleans()) else selection.including
        selection = verb(dimension, *chosen)
    for verb in ("with_mark", "leaving_out"):
        for _ in range(draw(st.integers(0, 2))):
            names = draw(st.lists(st.sampled_from(sorted(DIMENSION_TITLES)), min_size=2, max_size=3, unique=True))
            mark = {name: [draw(st.sampled_from(cube.values(name)))] for name in names}
            selection = getattr(selection, verb)(mark)
    if draw(st.booleans()):
        selection = selection.searching(draw(st.sampled_from(["lotus", "fund", "cloud a", "zzz"])))
    return selection


def slow_mask(cube, selection):
    """The selection by plain comparison of every line."""
    frame = cube.analysis.slices
    values = {d: np.array(cube.values(d), object)[cube.codes(d)] for d in DIMENSION_TITLES}
    mask = np.ones(len(frame), bool)
    for dimension, chosen in selection.included:
        mask &= np.isin(values[dimension].astype(str), chosen)
    for dimension, chosen in selection.excluded:
        mask &= ~np.isin(values[dimension].astype(str), chosen)
    for parts, wanted in ((selection.either, True), (selection.neither, False)):
        if parts:
            mask &= wanted == np.array([
                any(all(str(values[name][row]) in chosen for name, chosen in part) for part in parts)
                for row in range(len(frame))
            ])
    names = cube.analysis.positions["name"].to_numpy(object)[frame["position"].to_numpy()]
    for word in selection.text.casefold().split():
        mask &= np.array([
            any(word in text.casefold() for text in (
                name, *(f"{values[d][i]} {cube.label(d, values[d][i])}" for d in
                        ("issuer", "fund", "manager", "account", "category"))))
            for i, name in enumerate(names)
        ], bool)
    return mask


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_view_agrees_with_comparing_every_line(cube, data):
    selection = data.draw(selections(cube))
    view, mask = cube.select(selection), slow_mask(cube, selection)
    frame = cube.analysis.slices[mask]
    assert view.lines().tolist() == np.flatnonzero(mask).tolist()
    assert view.line_count == len(frame)
    assert view.positions().tolist() == sorted(set(frame["position"]))
    assert view.total() == frame["market_value"].sum()
    assert view.total("low") == frame["low"].sum()
    for dimension in ("category", "tier", "instrument"):
        assert view.by(dimension) == frame.groupby(dimension)["market_value"].sum().to_dict()
    pairs = frame.groupby(["category", "tier"])["base"].sum().to_dict()
    assert view.cross("category", "tier", "base") == pairs


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_parts_add_to_the_whole_for_every_dimension_and_measure(cube, data):
    view = cube.select(data.draw(selections(cube)))
    measure = data.draw(st.sampled_from(MEASURES))
    first, second = data.draw(st.tuples(*[st.sampled_from(sorted(DIMENSION_TITLES))] * 2))
    whole = view.total(measure)
    assert sum(view.by(first, measure).values()) == whole
    assert sum(view.totals((first, second), measure).values()) == whole
    assert sum(view.totals((), measure).values()) == whole
    assert sum(view.by(first, measure, (scope,)).get(value, 0) for scope in cube.values("scope")
               for value in cube.values(first)) == whole


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_chosen_and_what_is_excluded_make_the_whole(cube, data):
    dimension = data.draw(st.sampled_from(sorted(DIMENSION_TITLES)))
    value = data.draw(st.sampled_from(cube.values(dimension)))
    inside, outside = (cube.select(s) for s in (Selection().only(dimension, value),
                                                Selection().excluding(dimension, value)))
    assert inside.total() + outside.total() == cube.total() == cube.pool
    assert inside.line_count + outside.line_count == cube.line_count


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_lines_changes_nothing(analysis, cube, seed):
    order = np.random.default_rng(seed).permutation(len(analysis.slices))
    shuffled = Cube(replace(analysis, slices=analysis.slices.iloc[order].reset_index(drop=True)))
    for dimension in DIMENSION_TITLES:
        assert list(shuffled.by(dimension).items()) == list(cube.by(dimension).items())
    assert shuffled.totals(("issuer", "tier", "knowledge")) == cube.totals(("issuer", "tier", "knowledge"))
    assert dict(shuffled.oldest(("category",))) == dict(cube.oldest(("category",)))


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_low_is_never_above_base_nor_base_above_high(cube, data):
    view = cube.select(data.draw(selections(cube)))
    dimension = data.draw(st.sampled_from(sorted(DIMENSION_TITLES)))
    low, base, high = (view.by(dimension, measure) for measure in ("low", "base", "high"))
    assert all(low[key] <= base[key] <= high[key] for key in base)


def test_full_is_long_and_short_together(cube):
    long, short = cube.by("manager", "long"), cube.by("manager", "short")
    assert {key: long[key] + short[key] for key in long} == cube.by("manager")
    assert min(short.values()) < 0


def test_every_line_has_one_reach_one_knowledge_and_one_scope(cube):
    for dimension in ("reach", "knowledge", "scope"):
        assert len(cube.codes(dimension)) == cube.line_count
        assert sum(cube.by(dimension).values()) == cube.pool
    hidden = cube.select(Selection().only("reach", "not_disclosed")).total()
    assert hidden == cube.by("scope")["not_disclosed"] == cube.by("knowledge")["not_disclosed"]


def test_fixed_scales_keep_their_order_and_names_are_sorted(cube):
    assert cube.values("tier") == ("T1", "T2", "T3", "T4", "T5", "U")
    assert list(cube.values("issuer")) == sorted(cube.values("issuer"))
    assert list(cube.by("reach")) == [r for r in ("direct", "look_through", "not_disclosed", "unresolved")
                                      if r in cube.by("reach")]


def test_positions_of_a_cell_lead_back_to_their_rows(cube):
    selection = Selection().only("tier", "T1").only("category", "A1")
    frame = cube.analysis.slices
    wanted = frame[(frame["tier"] == "T1") & (frame["category"] == "A1")]["position"]
    assert cube.select(selection).positions().tolist() == sorted(set(wanted))


def test_chosen_positions_filter_and_rows_that_are_not_there_find_nothing(cube):
    view = cube.select(Selection().at_positions([3, 5]))
    assert set(cube.analysis.slices["position"].iloc[view.lines()]) == {3, 5}
    assert cube.select(Selection().at_positions([10**9])).line_count == 0


def test_a_selection_that_matches_nothing_is_empty_everywhere(cube):
    view = cube.select(Selection().only("tier", "T1").searching("no such name"))
    assert view.total() == 0
    assert view.by("category") == view.cross("tier", "code") == view.by("account") == {}
    assert view.totals(()) == {(): 0}
    assert view.positions().tolist() == []
    assert view.positions_by_tier() == dict.fromkeys(cube.values("tier"), 0)


def test_counts_by_tier_are_of_positions_not_of_lines(cube):
    frame = cube.analysis.slices
    assert cube.positions_by_tier() == frame.groupby("tier")["position"].nunique().to_dict()
    china = frame[np.array(cube.values("scope"), object)[cube.codes("scope")] == "china_ai"]
    counted = {tier: count for tier, count in cube.positions_by_tier(china_ai=True).items() if count}
    assert counted == china.groupby("tier")["position"].nunique().to_dict()


def test_position_statuses_are_the_positions_own_and_add_to_the_pool(cube):
    statuses = cube.position_statuses()
    assert list(statuses) == ["T1", "T2", "T3", "T4", "T5", "U"]
    assert sum(value for value, _ in statuses.values()) == cube.pool
    assert sum(count for _, count in statuses.values()) == len(cube.analysis.positions)


def test_oldest_data_and_weakest_confidence_of_a_total(cube):
    frame = cube.analysis.slices
    scale = ["confirmed", "stated", "estimated", "proxy", "unknown"]
    oldest, weakest = cube.oldest(("category",)), cube.confidence(("category",))
    for code, rows in frame.groupby("category"):
        assert oldest[(code,)] == rows["data_date"].min()
        assert weakest[(code,)] == max(rows["confidence"], key=scale.index)
    view = cube.select(Selection().only("category", "A1"))
    assert len(view.confidence(("category",))) == 1
    with pytest.raises(KeyError):
        view.confidence(("category",))[("B2",)]


def test_sums_beyond_what_doubles_hold_are_exact(build_large):
    analysis = build_large(20, 100)
    slices = analysis.slices.copy()
    slices["market_value"] = np.int64(2**54) + np.arange(len(slices)) * 2 + 1
    huge = Cube(replace(analysis, slices=slices))
    expected = slices.groupby("tier")["market_value"].sum().to_dict()
    assert huge.by("tier") == expected
    accounts = slices.groupby(analysis.positions["account"].to_numpy()[slices["position"]])["market_value"].sum()
    assert huge.by("account") == accounts.to_dict()
    first = huge.values("account")[0]
    assert huge.select(Selection().excluding("account", first)).total() == sum(expected.values()) - accounts[first]


def test_an_empty_analysis_has_empty_totals(analysis):
    empty = Cube(replace(analysis, positions=analysis.positions.iloc[:0], slices=analysis.slices.iloc[:0]))
    assert empty.pool == empty.total() == 0
    assert empty.by("tier") == empty.by("account") == {}
    assert empty.positions().tolist() == []


def test_unknown_dimensions_and_measures_are_refused(cube):
    with pytest.raises(KeyError):
        cube.by("colour")
    with pytest.raises(KeyError):
        cube.by("tier", "weight")
    with pytest.raises(KeyError):
        cube.by("account", "weight")


def test_a_fund_nobody_looked_into_stands_under_its_own_name(analysis):
    slices = analysis.slices.copy()
    slices.loc[0, ["path", "method", "name", "group", "category"]] = ["", "not_disclosed", "Blind Fund", "G", "G4"]
    cube = Cube(replace(analysis, slices=slices))
    assert cube.by("fund")["Blind Fund"] == slices.loc[0, "market_value"]


def test_nested_paths_stand_under_the_fund_held(analysis):
    slices = analysis.slices.copy()
    slices["path"] = pd.Series(["Outer ▸ Inner"] * len(slices), dtype="str")
    assert list(Cube(replace(analysis, slices=slices)).by("fund")) == ["Outer"]


def test_values_have_names_for_people(cube):
    assert cube.label("tier", "T1") == "T1 Transactions barred"
    assert cube.label("category", "A1") == "A1 AI accelerators"
    assert cube.name("category", "A1") == "AI accelerators"
    assert cube.label("fund", "") == "Held directly"
    assert cube.label("manager", "") == "No manager named"
    assert cube.label("region", "HK") == "Hong Kong"
    assert cube.label("issuer", "made-0") == "Lotus Compute Holdings Limited"


def test_what_another_thread_asks_meanwhile_is_no_answer(cube):
    def numbered(dimension):
        return ((dimension, {value: place for place, value in enumerate(cube.values(dimension))}),)

    columns, others = numbered("account"), numbered("tier")
    expected = cube.rolled(columns)
    mine = (columns, (), cube._rolled_keys(columns, ()))
    theirs = (others, (), cube._rolled_keys(others, ()))
    assert cube.rolled(others) != expected

    class Shared(type(cube)):
        """A view that another thread uses too: it keeps its own just before what was looked for is taken."""

        seen = 0

        @property
        def _rolled_last(self):
            self.seen += 1
            return mine if self.seen <= 3 else theirs

        @_rolled_last.setter
        def _rolled_last(self, value):
            pass

    shared = Shared.__new__(Shared)
    shared.__dict__.update({name: value for name, value in vars(cube).items() if name != "_rolled_last"})
    assert shared.rolled(columns) == expected


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_ranking_is_the_totals_by_size(cube, data):
    view = cube.select(data.draw(selections(cube)))
    dimension = data.draw(st.sampled_from(sorted(DIMENSION_TITLES)))
    measure = data.draw(st.sampled_from(MEASURES))
    scopes = data.draw(st.sampled_from([(), ("china_ai",), ("china_ai", "unresolved")]))
    sums = view.by(dimension, measure, scopes)
    ranked = view.ranked(dimension, measure, scopes)
    assert {name for name, _ in ranked} <= {dimension}
    order = {value: place for place, value in enumerate(cube.values(dimension))}
    assert [value for _, value in ranked] == sorted(sums, key=lambda value: (-sums[value], order[value]))


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_sum_over_positions_is_what_their_table_says(cube, data):
    view = cube.select(data.draw(selections(cube)))
    for column in ("accrued", "unfunded"):
        rows = cube.analysis.positions[column].iloc[view.positions()]
        assert view.position_sum(column) == int(rows.dropna().sum())
