"""A wrong rule pack does not load, and the message names file, line and field."""

from __future__ import annotations

import shutil
from importlib.resources import as_file
from pathlib import Path

import pytest

from sinolens.domain.tier import CODE_LABELS
from sinolens.reference.institutions import load_institutions
from sinolens.reference.loader import resources
from sinolens.reference.pack import PackError
from sinolens.reference.rules import load_rules

RULE = """\
[[rule]]
id = "one"
name = "One"
authority = "A"
citation = "C"
lists = ["bis-meu-list"]
basis = "exact"
reaches = ["all"]
reaches_funds = false
bars_holding = false
in_force = [{ from = "2020-01-01" }]
after_stay = "in_force"
consequence = "It does."
source = "https://example.org"
retrieved = "2026-01-01"
verified = false

[[rule.stage]]
code = "4A"
start = ""
actions = { buy = "yes", sell = "yes", hold = "yes", dividend = "yes", reinvest = "yes" }
follows = "This."
limits = "Not that."

[[rule.clock]]
start = "listed_on"
days = 30
label = "Due"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A resources folder with the bundled lists and one rule."""
    with as_file(resources()) as bundled:
        shutil.copytree(Path(bundled) / "lists", tmp_path / "lists")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.toml").write_text(RULE, encoding="utf-8")
    return tmp_path


def write(root: Path, old: str, new: str) -> None:
    text = RULE.replace(old, new)
    assert text != RULE
    (root / "rules" / "one.toml").write_text(text, encoding="utf-8")


def test_a_good_pack_loads(root: Path) -> None:
    (rule,) = load_rules(root)
    assert (rule.id, rule.code, rule.list_ids) == ("one", "4A", ("bis-meu-list",))
    assert rule.clocks[0].days == 30
    assert not rule.verified


@pytest.mark.parametrize(("old", "new", "line", "field", "reason"), [
    ('"bis-meu-list"', '"no-such-list"', 6, "lists", "unknown list 'no-such-list'"),
    ('retrieved = "2026-01-01"', 'retrieved = "2026-02-30"', 15, "retrieved", "no day of the calendar"),
    ('from = "2020-01-01"', 'from = "1 Jan 2020"', 11, "from", "not an ISO date"),
    ('from = "2020-01-01"', 'from = "2020-01-01", to = "2019-01-01"', 11, "in_force", "ends on"),
    ('authority = "A"', 'author = "A"', 2, "authority", "missing"),
    ('citation = "C"', 'citation = "C"\nweight = 3', 6, "weight", "unknown field"),
    ('citation = "C"', 'citation = ""', 5, "citation", "must not be empty"),
    ('basis = "exact"', 'basis = "guess"', 7, "basis", "not one of"),
    ('code = "4A"', 'code = "4Z"', 19, "code", "not one of"),
    ('buy = "yes"', 'buy = "maybe"', 21, "buy", "not one of"),
    ('days = 30', 'days = "thirty"', 27, "days", "not of the type int"),
    ('start = "listed_on"', 'start = "birthday"', 26, "start", "not one of"),
    ('verified = false\n', 'verified = "no"\n', 16, "verified", "not of the type bool"),
    ('reaches = ["all"]', 'reaches = ["shares"]', 8, "reaches", "not one of"),
])
def test_a_fault_names_file_line_and_field(
    root: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    write(root, old, new)
    with pytest.raises(PackError) as caught:
        load_rules(root)
    assert caught.value.file == "rules/one.toml"
    assert caught.value.field == field
    assert reason in caught.value.reason
    # A missing field is reported at the head of its table.
    assert caught.value.line == (1 if reason == "missing" else line)


def test_broken_toml_and_repeated_ids_do_not_load(root: Path) -> None:
    (root / "rules" / "two.toml").write_text(RULE, encoding="utf-8")
    with pytest.raises(PackError, match=r"rules/two.toml, line 2, field 'id': 'one' stands twice"):
        load_rules(root)
    (root / "rules" / "two.toml").write_text("[[rule]\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"rules/two\.toml, line 1"):
        load_rules(root)


def test_a_missing_folder_is_a_pack_error(tmp_path: Path, root: Path) -> None:
    shutil.rmtree(root / "rules")
    with pytest.raises(PackError, match="rules"):
        load_rules(root)
    with pytest.raises(PackError, match="institutions"):
        load_institutions(tmp_path)


def test_a_wrong_institution_does_not_load(root: Path) -> None:
    folder = root / "institutions"
    folder.mkdir()
    good = '[[institution]]\nid = "a"\nname = "A"\npublic = "yes"\nstate = "TX"\n'
    (folder / "a.toml").write_text(good, encoding="utf-8")
    assert load_institutions(root)["a"].public is True
    for old, new, field in (('"yes"', '"perhaps"', "public"), ('"TX"', '"Texas"', "state"), ('name', 'names', "name")):
        (folder / "a.toml").write_text(good.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load_institutions(root)
        assert (caught.value.file, caught.value.field) == ("institutions/a.toml", field)


def test_the_bundled_rules_are_dated_cited_and_complete() -> None:
    rules = load_rules(resources())
    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)
    for rule in rules:
        assert rule.citation
        assert rule.source
        assert rule.retrieved
        assert rule.stages[0].code == rule.code
        for clock in rule.clocks:
            assert set(clock.codes) <= {stage.code for stage in rule.stages}
    operative = [rule for rule in rules if rule.in_force]
    reached = {stage.code for rule in operative for stage in rule.stages}
    # The U codes and "none identified" follow from the facts, not from a rule.
    assert reached == {code for code in CODE_LABELS if code[0] in "1234"}


def test_only_listed_property_that_is_blocked_bars_holding() -> None:
    for rule in load_rules(resources()):
        for stage in rule.stages:
            if not rule.bars_holding and stage.code[0] in "14" and rule.basis == "exact":
                assert stage.actions.hold == "yes"


def test_lists_without_a_ban_are_never_called_prohibited() -> None:
    for rule in load_rules(resources()):
        if all(stage.code.startswith("4") for stage in rule.stages):
            for text in (rule.consequence, *(stage.follows for stage in rule.stages)):
                assert "holding is prohibited" not in text.lower()
            for stage in rule.stages:
                assert set(vars_of(stage.actions)) == {"yes"}


def vars_of(actions: object) -> list[str]:
    return [getattr(actions, name) for name in ("buy", "sell", "hold", "dividend", "reinvest")]
