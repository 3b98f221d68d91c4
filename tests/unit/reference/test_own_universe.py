"""The user's own issuers, names, lines and weights over the bundled universe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sinolens.domain.category import Intensity
from sinolens.domain.official_list import Relation
from sinolens.reference.loader import Reference, load_reference, resources
from sinolens.reference.own import TABLES, lay_over
from sinolens.reference.pack import PackError
from sinolens.reference.taxonomy import load_intensities

ISSUER = {"id": "own-heron-robotics", "name": "Heron Robotics Co., Ltd.", "name_zh": "苍鹭机器人", "region": "PRC",
          "listed": "no", "source": "visit", "as_of": "2026-10-01", "verified": "unverified"}
LINE = {"issuer_id": "own-heron-robotics", "mic": "XHKG", "ticker": "99991", "kind": "H", "source": "visit",
        "as_of": "2026-10-01", "verified": "unverified"}
NAME = {"issuer_id": "own-heron-robotics", "name": "Cangluo", "kind": "pinyin", "source": "visit",
        "as_of": "2026-10-01", "verified": "unverified"}
WEIGHT = {"issuer_id": "own-heron-robotics", "code": "A1", "share": "1", "intensity": "sourced", "low": "0.3",
          "base": "0.4", "high": "0.5", "basis": "own view", "source": "visit", "as_of": "2026-10-01",
          "verified": "unverified"}


@pytest.fixture(scope="module")
def facts() -> Reference:
    return load_reference()


def write(folder: Path, issuers=(), names=(), lines=(), categories=(), links=()) -> Path:
    for (name, fields), rows in zip(TABLES.items(), (issuers, names, lines, categories, links), strict=True):
        text = ",".join(fields) + "\n"
        text += "".join(",".join(f'"{row.get(field, "")}"' for field in fields) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def lay(facts, folder):
    return lay_over(facts, folder, load_intensities(resources()))


def test_an_own_issuer_is_marked_and_the_bundled_facts_stay_as_they_are(facts, tmp_path):
    before = dict(facts.issuers)
    laid = lay(facts, write(tmp_path, [ISSUER], [NAME], [LINE], [WEIGHT]))
    made = laid.reference.issuers["own-heron-robotics"]
    assert made.own and made.listed and made.own_names == ("Cangluo",) and made.aliases == ("Cangluo",)
    assert made.categories[0].own and made.categories[0].base == 0.4
    assert laid.reference.lines[-1].own and laid.reference.lines[-1].ticker == "99991"
    assert not laid.set_aside
    assert facts.issuers == before and laid.reference.id.startswith(facts.id) and laid.reference.id != facts.id
    assert not any(issuer.own for issuer in facts.issuers.values())


def test_weights_and_names_of_ours_are_replaced_and_added_to(facts, tmp_path):
    bundled = next(i for i in facts.issuers.values() if i.categories[0].intensity is Intensity.UNKNOWN)
    laid = lay(facts, write(
        tmp_path, names=[{**NAME, "issuer_id": bundled.id, "name": "Heron Nickname"}],
        categories=[{**WEIGHT, "issuer_id": bundled.id}]))
    made = laid.reference.issuers[bundled.id]
    assert not made.own and made.own_names == ("Heron Nickname",) and made.categories[0].own
    assert facts.issuers[bundled.id].categories[0].intensity is Intensity.UNKNOWN


def test_an_issuer_without_a_category_is_unresolved_of_unknown_weight(facts, tmp_path):
    made = lay(facts, write(tmp_path, [ISSUER])).reference.issuers["own-heron-robotics"]
    assert [c.code for c in made.categories] == ["U"] and made.categories[0].base is None


def test_ids_of_the_program_and_ids_without_the_prefix_are_refused(facts, tmp_path):
    taken = next(iter(facts.issuers))
    with pytest.raises(PackError, match=f"'{taken}' is an issuer of the program"):
        lay(facts, write(tmp_path, [{**ISSUER, "id": taken}]))
    with pytest.raises(PackError, match="begins with 'own-'"):
        lay(facts, write(tmp_path, [{**ISSUER, "id": "heron"}]))
    assert not any(key.startswith("own-") for key in facts.issuers)


@pytest.mark.parametrize(("table", "row", "match"), [
    ("lines", {**LINE, "ticker": ""}, "needs a ticker or an ISIN"),
    ("lines", {**LINE, "mic": ""}, "without its market"),
    ("lines", {**LINE, "isin": "KYG875721635"}, "no valid ISIN"),
    ("categories", {**WEIGHT, "share": "0.5"}, "add to 0.5"),
    ("categories", {**WEIGHT, "low": "0.9"}, "must rise"),
    ("issuers", {**ISSUER, "source": ""}, "must not be empty"),
    ("issuers", {**ISSUER, "parent_id": "own-heron-robotics"}, "leads back"),
])
def test_faults_are_refused_with_file_and_line(facts, tmp_path, table, row, match):
    rows = {"issuers": [ISSUER], table: [row]}
    with pytest.raises(PackError, match=match) as caught:
        lay(facts, write(tmp_path, **rows))
    assert caught.value.line == 2


def test_what_the_program_knows_by_now_is_set_aside_and_the_rest_is_used(facts, tmp_path):
    """After an update of the program: nobody is locked out, nothing is counted twice."""
    known = next(line for line in facts.lines if line.isin and line.ticker and not line.valid_to)
    lines = [{**LINE, "isin": known.isin, "ticker": ""}, {**LINE, "mic": known.mic, "ticker": known.ticker},
             {**LINE, "issuer_id": "gone-away", "ticker": "99992"},
             {**LINE, "issuer_id": known.issuer_id, "mic": known.mic, "ticker": known.ticker}, LINE]
    name = {**NAME, "name": facts.issuers[known.issuer_id].name}
    orphan = {**ISSUER, "parent_id": "gone-away"}
    laid = lay(facts, write(tmp_path, [orphan], [name], lines, [{**WEIGHT, "code": "A9"}]))
    assert len(laid.set_aside) == 6
    assert any(known.isin in sentence and "belongs to" in sentence for sentence in laid.set_aside)
    assert len(laid.reference.lines) == len(facts.lines) + 1
    assert laid.reference.issuers["own-heron-robotics"].parent_id == ""


def test_later_bundled_facts_take_an_own_line_over_without_a_word(facts, tmp_path):
    bundled = next(i for i in facts.issuers.values() if not i.listed)
    folder = write(tmp_path, lines=[{**LINE, "issuer_id": bundled.id}])
    assert lay(facts, folder).reference.issuers[bundled.id].listed
    line = replace(
        facts.lines[0], issuer_id=bundled.id, mic="XHKG", ticker="99991", isin="", valid_from="", valid_to="")
    later = replace(facts, lines=(*facts.lines, line))
    laid = lay(later, folder)
    assert laid.reference.lines == later.lines and not laid.set_aside


def test_a_link_of_ones_own_is_marked_and_never_takes_an_entry_from_its_issuer(facts, tmp_path):
    link = {"entry_id": "dod-1260h:heron-robotics", "issuer_id": "own-heron-robotics", "relation": "exact",
            "evidence": "same name", "source": "own view", "as_of": "2026-10-01", "verified": "unverified"}
    known = next(one for one in facts.links if one.relation is Relation.EXACT)
    laid = lay(facts, write(tmp_path, [ISSUER], links=[link, {**link, "entry_id": known.entry_id}]))
    assert laid.reference.links[-1].own and len(laid.reference.links) == len(facts.links) + 1
    assert len(laid.set_aside) == 1 and facts.issuers[known.issuer_id].name in laid.set_aside[0]
    assert not any(one.own for one in facts.links)


def test_empty_tables_change_nothing(facts, tmp_path):
    assert lay(facts, write(tmp_path)).reference is facts
