"""The coverage of the universe is counted from the facts and says where it falls short."""

from dataclasses import replace

from sinolens.reference.check import main
from sinolens.reference.coverage import describe_universe, measure_categories, measure_fields, measure_lines
from sinolens.reference.loader import load_reference


def test_every_issuer_and_every_line_is_counted_once():
    reference = load_reference()
    assert sum(one.issuers for one in measure_categories(reference)) == len(reference.issuers)
    assert sum(kind.lines for kind in measure_lines(reference)) == len(reference.lines)
    assert all(kind.isins <= kind.lines and kind.verified <= kind.lines for kind in measure_lines(reference))


def test_an_empty_category_of_the_headline_is_shown_as_a_shortfall():
    reference = load_reference()
    kept = {key: issuer for key, issuer in reference.issuers.items() if issuer.categories[0].code != "A1"}
    lines = tuple(line for line in reference.lines if line.issuer_id in kept)
    shown = list(describe_universe(replace(reference, issuers=kept, lines=lines)))
    (row,) = [line for line in shown if line.startswith("A1 ")]
    assert row.split()[-5:] == ["0", "0", "0", "0", "0"]


def test_the_checker_prints_the_coverage(capsys):
    assert main(["--universe"]) == 0
    assert "China AI" in capsys.readouterr().out


def test_what_is_known_of_issuers_is_counted_and_shown():
    reference = load_reference()
    found = {one.field: one for one in measure_fields(reference)}
    assert all(0 <= one.known <= one.of for one in found.values())
    assert found["parent"].known == sum(bool(one.parent_id) for one in reference.issuers.values())
    bare = {key: replace(one, parent_id="", parent_share=0.0) for key, one in reference.issuers.items()}
    assert {one.field: one.known for one in measure_fields(replace(reference, issuers=bare))}["parent"] == 0
    shown = "\n".join(describe_universe(reference))
    assert all(field in shown for field in found)
    assert all(topic.name in shown for topic in reference.attribute_topics.values())
