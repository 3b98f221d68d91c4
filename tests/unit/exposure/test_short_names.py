from sinolens.domain.issuer import Issuer
from sinolens.exposure.classification import short_issuer_names
from sinolens.reference.loader import Reference


def reference_of(*issuers):
    return Reference(
        id="made", categories={}, issuers={issuer.id: issuer for issuer in issuers}, lines=(), vehicles={},
        editions=(), entries={}, missing_lists=(), links=(), rules=(), definitions={}, institutions={}, markets={},
        countries={},
    )


def test_the_first_shorter_alias_in_latin_letters_is_taken():
    made = reference_of(Issuer("j", "Jade International Corporation", aliases=(
        "翡翠国际", "Jade International Corporation of the Whole World", "JIC", "Jade")))
    assert short_issuer_names(made, ["j", "j", "", "nobody"]) == {"j": "JIC"}


def test_an_alias_two_issuers_share_is_no_short_name():
    made = reference_of(Issuer("a", "Lantern Group Limited", aliases=("Lantern",)),
                        Issuer("b", "Lantern Group Inc.", former_names=("LANTERN",)),
                        Issuer("c", "Plum Co Ltd", aliases=("Plum",)))
    assert short_issuer_names(made, ["a", "b", "c"]) == {"c": "Plum"}


def test_a_name_computed_from_chinese_characters_is_never_shown_for_the_issuer():
    made = reference_of(Issuer("j", "Jade International Corporation", aliases=("翡翠国际", "Feicui Guoji"),
                               romanised=("Feicui Guoji",)))
    assert short_issuer_names(made, ["j"]) == {}
