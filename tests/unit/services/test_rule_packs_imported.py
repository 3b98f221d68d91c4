"""Own rules and institutions by file: kept when every field is known, else refused by file, line and field."""

from __future__ import annotations

import pytest
from own_facts import HOLDINGS, INSTITUTION, WAIVED

from sinolens.cli import run
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.errors import Refused
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.lists import load_facts
from sinolens.services.rule_packs import describe_packs, drop_pack, keep_pack

pytestmark = pytest.mark.usefixtures("fresh_facts")

RULE = """[[rule]]
id = "donor-rule"
name = "Donor condition"
authority = "Gift agreement"
citation = "Gift agreement of 2019, clause 7"
lists = []
basis = "mandate"
reaches = ["all"]
reaches_funds = true
bars_holding = false
in_force = [{ from = "2019-01-01" }]
after_stay = "in_force"
consequence = "The donor excludes the issuer."
source = "the institution"
retrieved = "2026-11-22"
verified = true

[[rule.stage]]
code = "3B"
start = ""
actions = { buy = "no", sell = "yes", hold = "counsel", dividend = "yes", reinvest = "no" }
follows = "Act as the agreement says."
limits = "No law bars the holding by this alone."
"""


def code_of(tmp_path, facts, as_of="2026-09-30"):
    file = tmp_path / "holdings.csv"
    file.write_text(HOLDINGS, encoding="utf-8")
    held = read_holdings([Source(file)], facts)
    return analyse(held, Question(as_of=as_of, institution="birch-hall"), facts).positions["code"].iloc[0]


def test_an_own_institution_brings_its_papers_from_their_day_on(tmp_path, lists, write):
    kept = keep_pack(lists, write(INSTITUTION))
    assert (kept.words, kept.replaced) == ("institution Birch Hall University", False)
    facts = load_facts(lists)
    assert facts.id != load_reference().id
    assert [code_of(tmp_path, facts, day) for day in ("2026-06-30", "2026-07-01", "2026-07-02")] == ["4A", "3B", "3B"]
    assert keep_pack(lists, write(WAIVED)).replaced
    assert code_of(tmp_path, load_facts(lists)) == "4A"
    assert describe_packs(lists) == ["birch.toml"]
    drop_pack(lists, "birch.toml")
    assert "birch-hall" not in load_facts(lists).institutions


def test_an_institution_can_rest_on_a_rule_of_its_own(tmp_path, lists, write):
    keep_pack(lists, write(RULE, "donor.toml"))
    keep_pack(lists, write(INSTITUTION.replace("own-policy", "donor-rule")))
    assert code_of(tmp_path, load_facts(lists)) == "3B"
    # The rule cannot be replaced by a file that no longer has it while the institution names it.
    with pytest.raises(Refused, match=r"birch\.toml, line 9, field 'rule': no rule of a holder on file is called"):
        keep_pack(lists, write(RULE.replace("donor-rule", "other-rule"), "donor.toml"))
    assert code_of(tmp_path, load_facts(lists)) == "3B"
    with pytest.raises(Refused, match="Take that one away first"):
        drop_pack(lists, "donor.toml")
    drop_pack(lists, "birch.toml")
    drop_pack(lists, "donor.toml")
    assert describe_packs(lists) == []


@pytest.mark.parametrize(("text", "old", "new", "words"), [
    (INSTITUTION, '"2026-07-01"', '"1 July 2026"', r"birch\.toml, line 10, field 'notice_date': .*not an ISO date"),
    (INSTITUTION, '"tencent"', '"tencnet"', r"birch\.toml, line 12, field 'issuers': no issuer .*'tencnet'"),
    (INSTITUTION, "issuers =", "lists =", r"birch\.toml, line 12, field 'lists': no list on file is called 'tencent'"),
    (INSTITUTION, 'public = "no"', 'puplic = "no"', r"birch\.toml, line 4, field 'puplic': unknown field"),
    (INSTITUTION, '"birch-hall"', '"private-endowment"', r"birch\.toml, line 2, field 'id': .*on file already"),
    (RULE, "lists = []", 'lists = ["no-such-list"]', r"birch\.toml, line 6, field 'lists': unknown list"),
    (RULE, '"2019-01-01"', '"2019-02-30"', r"birch\.toml, line 11, field 'from'"),
    (RULE, "[[rule]]", "[[rool]]", r"birch\.toml, line 1"), (RULE, 'id = "donor-rule"', "id =", r"birch\.toml, line 2"),
])
def test_what_is_wrong_is_named_by_file_line_and_field_and_the_last_good_one_stays(
    lists, write, text, old, new, words
):
    keep_pack(lists, write(INSTITUTION))
    before = load_facts(lists).id
    assert old in text
    with pytest.raises(Refused, match=words + r".*Nothing was kept\. The one kept before stays in use\."):
        keep_pack(lists, write(text.replace(old, new, 1)))
    assert load_facts(lists).id == before
    assert "birch-hall" in load_facts(lists).institutions


def test_a_pack_damaged_since_is_refused_with_a_way_on(lists, write):
    keep_pack(lists, write(INSTITUTION))
    kept = lists.with_name("rules") / "birch.toml"
    kept.write_text(INSTITUTION.replace("own-policy", "no-policy"), encoding="utf-8")
    with pytest.raises(Refused, match=r"birch\.toml, line 9, field 'rule'.*move it away to go on"):
        load_facts(lists)
    drop_pack(lists, "birch.toml")
    assert "birch-hall" not in load_facts(lists).institutions


def test_the_command_line_keeps_a_pack_and_refuses_a_bad_one(tmp_path, write, capsys):
    home = str(tmp_path / "home")
    assert run(["--home", home, "rules", "import", str(write(INSTITUTION))]) == 0
    assert "institution Birch Hall University. Kept." in capsys.readouterr().out
    assert run(["--home", home, "rules", "import", str(write(INSTITUTION.replace("tencent", "nobody")))]) != 0
    told = capsys.readouterr().err
    assert "birch.toml, line 12, field 'issuers'" in told
    assert "Traceback" not in told
    assert run(["--home", home, "rules", "show"]) == 0
    assert capsys.readouterr().out.strip() == "birch.toml"
    assert run(["--home", home, "rules", "import", str(tmp_path / "holdings.xlsx")]) != 0
    assert run(["--home", home, "rules", "remove", "../home/birch.toml"]) != 0
    assert run(["--home", home, "rules", "remove", "birch.toml"]) == 0
    assert "birch.toml: taken away." in capsys.readouterr().out
    assert run(["--home", home, "rules", "remove", "birch.toml"]) != 0
    assert "not among the own rules" in capsys.readouterr().err
