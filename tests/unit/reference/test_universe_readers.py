# ruff: noqa: E501 - tables are wide
"""The readers of taxonomy, issuers, lines, vehicles, links and models: what they refuse and what they make of a line."""

from pathlib import Path

import pytest

from sinolens.domain.category import Intensity
from sinolens.domain.official_list import Relation
from sinolens.domain.region import Region
from sinolens.reference.attributes import load_attributes, load_topics
from sinolens.reference.issuers import load_issuers
from sinolens.reference.lines import load_lines
from sinolens.reference.links import load_gaps, load_links
from sinolens.reference.models import load_training_compute
from sinolens.reference.pack import PackError
from sinolens.reference.taxonomy import load_intensities, load_taxonomy
from sinolens.reference.vehicles import load_vehicles

TAXONOMY = """code,group,name,definition,in_headline,source,as_of,verified
A,A,Compute,Chips,yes,made up,2026-01-01,verified
A1,A,Processors,Designs processors,yes,made up,2026-01-01,verified
N,N,Not AI,Outside,no,made up,2026-01-01,verified
N1,N,China,Not AI,no,made up,2026-01-01,verified
U,U,Unclassified,Not known,no,made up,2026-01-01,verified
"""
INTENSITIES = """intensity,low,base,high,meaning,source
pure,0.5,0.75,1,half or more,made up
material,0.2,0.35,0.5,some,made up
peripheral,0,0.1,0.2,little,made up
unknown,0,,1,not known,made up
"""
ISSUERS = """id,name,name_zh,region,incorporation,domicile,headquarters,listed,parent_id,parent_share,parent_as_of,state_link,vie,uscc,lei,source,as_of,verified
maker,Maker Limited,造物有限公司,PRC,KY,KY,CN,yes,group,51.5,2026-01-01,private,yes,,,made up,2026-01-01,verified
group,Maker Group,,PRC,CN,CN,CN,no,,,,,,,,made up,2026-01-01,unverified
"""
NAMES = """issuer_id,name,kind,source,as_of,verified
maker,Maker,alias,made up,2026-01-01,verified
maker,Old Maker Limited,former,made up,2026-01-01,verified
"""
CATEGORIES = """issuer_id,code,share,intensity,low,base,high,basis,source,as_of,verified
maker,A1,0.6,pure,,,,designs processors,made up,2026-01-01,unverified
maker,N1,0.4,sourced,0,0,0,rest,made up,2026-01-01,unverified
group,U,1,unknown,,,,holds,made up,2026-01-01,unverified
"""
LINES = """issuer_id,mic,ticker,kind,currency,isin,figi,valid_from,valid_to,source,as_of,verified
maker,XHKG,0001,p_chip,HKD,KYG875721634,,2022-01-01,,made up,2026-01-01,verified
maker,XHKG,0002,p_chip,HKD,,,2010-01-01,2021-12-31,made up,2026-01-01,unverified
group,,,bond,USD,XS1567423766,,,,made up,2026-01-01,verified
"""
VEHICLES = """id,name,ticker,mic,isin,cusip,aliases,instrument,registration,domicile,benchmark,focus,proxy_region,source,as_of,verified
fund,Fund,FND,XNAS,,,Fund One|Fund 1,etf,1940_act,US,An Index,us,OTHER,made up,2026-01-01,unverified
"""
LINKS = """entry_id,issuer_id,relation,share,evidence,source,as_of,verified
some-list:1,maker,exact,,same name,made up,2026-01-01,verified
some-list:1,group,subsidiary,60,held by it,made up,2026-01-01,unverified
"""
GAPS = """entry_id,name,reason,as_of
some-list:2,Institute,no securities,2026-01-01
"""
MODELS = """issuer_id,model,published,measure,operations,lower,upper,confidence,method,organisations,link,source,as_of,verified
maker,M-1,2025-01-01,training_operations,1.5e+24,1e+24,2e+24,likely,counted,Maker,https://example.org/m1,made up,2026-01-01,unverified
"""
TOPICS = """id,kind,name,meaning
open-weights,driver,Open weights,Publishes weights
delisting,risk,Delisting,Has a line abroad
"""
ATTRIBUTES = """issuer_id,topic,level,basis,source,as_of,verified
maker,open-weights,some,two models,made up,2026-01-01,unverified
"""
FILES = {
    "taxonomy/categories.csv": TAXONOMY, "taxonomy/intensities.csv": INTENSITIES, "issuers/issuers.csv": ISSUERS,
    "issuers/names.csv": NAMES, "issuers/categories.csv": CATEGORIES, "issuers/lines.csv": LINES,
    "issuers/links.csv": LINKS, "issuers/gaps.csv": GAPS, "vehicles/vehicles.csv": VEHICLES,
    "models/training_compute.csv": MODELS, "issuers/attribute-topics.csv": TOPICS, "issuers/attributes.csv": ATTRIBUTES,
}


def write_packs(folder, **changes):
    """The small packs, with `path=(old, new)` replacements; underscores in `path` stand for the slash and ".csv"."""
    texts = dict(FILES)
    for key, (old, new) in changes.items():
        path = key.replace("__", "/") + ".csv"
        assert texts[path].count(old) >= 1, old
        texts[path] = texts[path].replace(old, new, 1)
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def read_universe(root: Path):
    categories = load_taxonomy(root)
    issuers = load_issuers(root, categories)
    load_lines(root, issuers)
    load_vehicles(root)
    load_links(root)
    load_gaps(root)
    load_training_compute(root, issuers)
    load_attributes(root, issuers, load_topics(root))
    return categories, issuers


def test_an_issuer_is_put_together_from_its_four_tables(tmp_path):
    _, issuers = read_universe(write_packs(tmp_path))
    maker = issuers["maker"]
    assert (maker.name, maker.name_zh, maker.region) == ("Maker Limited", "造物有限公司", Region.PRC)
    assert maker.aliases == ("Maker",)
    assert maker.former_names == ("Old Maker Limited",)
    assert (maker.parent_id, maker.parent_share, maker.vie, maker.listed) == ("group", 51.5, True, True)
    assert issuers["group"].vie is None
    first, second = maker.categories
    assert (first.code, first.share, first.low, first.base, first.high) == ("A1", 0.6, 0.5, 0.75, 1.0)
    assert (second.code, second.intensity, second.high) == ("N1", Intensity.SOURCED, 0.0)
    assert issuers["group"].categories[0].base is None


def test_links_models_and_vehicles_are_read_as_records(tmp_path):
    root = write_packs(tmp_path)
    _, issuers = read_universe(root)
    exact, held = load_links(root)
    assert (exact.relation, exact.verified, held.relation, held.share) == (Relation.EXACT, True, Relation.SUBSIDIARY, 60.0)
    (model,) = load_training_compute(root, issuers)
    assert model.estimate
    assert (model.value, model.subject, model.confidence) == (1.5e24, "M-1", "likely")
    assert model.source == "made up https://example.org/m1"
    fund = load_vehicles(root)["fund"]
    assert (fund.aliases, fund.proxy_region, fund.registration) == (("Fund One", "Fund 1"), "OTHER", "1940_act")


def test_every_intensity_but_sourced_has_weights(tmp_path):
    weights = load_intensities(write_packs(tmp_path))
    assert set(weights) == set(Intensity) - {Intensity.SOURCED}


@pytest.mark.parametrize(("file", "change", "field", "reason"), [
    ("taxonomy__categories", ("A1,A,", "A1,B,"), "group", "'B' is no group"),
    ("taxonomy__categories", ("A1,A,", "B1,A,"), "code", "begins with that letter"),
    ("taxonomy__categories", ("Designs processors,yes", "Designs processors,no"), "in_headline", "differs from its group"),
    ("taxonomy__categories", ("N1,N,", "A1,N,"), "code", "already stands"),
    ("taxonomy__intensities", ("unknown,0,,1,not known,made up\n", ""), "intensity", "'unknown' must stand"),
    ("taxonomy__intensities", ("pure,0.5,0.75,1", "pure,0.5,0.4,1"), "base", "must rise"),
    ("taxonomy__intensities", ("unknown,0,,1", "sourced,0,,1"), "intensity", "must"),
    ("issuers__issuers", ("group,Maker Group", "maker,Maker Group"), "id", "already stands on line 2"),
    ("issuers__issuers", ("yes,group,51.5", "yes,nobody,51.5"), "parent_id", "'nobody' is no issuer"),
    ("issuers__issuers", ("CN,no,,", "CN,no,maker,"), "parent_id", "leads back to its start"),
    ("issuers__issuers", ("group,51.5", "group,151"), "parent_share", "between 0 and 100"),
    ("issuers__issuers", ("private,yes,,", "private,yes,911100007109250325,"), "uscc", "Unified Social Credit Code"),
    ("issuers__issuers", ("private,yes,,,", "private,yes,,529900T8BM49AURSDO56,"), "lei", "LEI"),
    ("issuers__issuers", ("PRC,KY", "CHINA,KY"), "region", "'CHINA' is not one of"),
    ("issuers__issuers", ("2026-01-01,verified", "2026-01-01,yes"), "verified", "'verified'"),
    ("issuers__names", ("maker,Maker,", "nobody,Maker,"), "issuer_id", "'nobody' is no issuer"),
    ("issuers__names", ("Old Maker Limited", "Maker"), "name", "already a name"),
    ("issuers__names", ("maker,Maker,", "maker,Maker Limited,"), "name", "already a name"),
    ("issuers__categories", ("maker,A1,0.6", "maker,Z9,0.6"), "code", "'Z9' is no category"),
    ("issuers__categories", ("maker,A1,0.6", "maker,A,0.6"), "code", "'A' is no category"),
    ("issuers__categories", ("maker,A1,0.6", "maker,A1,0.5"), "share", "add to 0.9"),
    ("issuers__categories", ("maker,N1,0.4", "maker,A1,0.4"), "code", "already stands"),
    ("issuers__categories", ("pure,,,,", "pure,0.1,,,"), "low", "only a sourced intensity"),
    ("issuers__categories", ("sourced,0,0,0", "sourced,0,,0"), "base", "needs low, base and high"),
    ("issuers__lines", ("KYG875721634", "KYG875721635"), "isin", "no valid ISIN"),
    ("issuers__lines", ("HKD,KYG875721634,", "HKD,KYG875721634,BBG000000000"), "figi", "no valid FIGI"),
    ("issuers__lines", ("maker,XHKG,0001", "nobody,XHKG,0001"), "issuer_id", "'nobody' is no issuer"),
    ("issuers__lines", ("maker,XHKG,0001", "maker,,0001"), "mic", "means nothing without its market"),
    ("issuers__lines", ("XS1567423766", ""), "ticker", "needs a ticker or an ISIN"),
    ("issuers__lines", ("XS1567423766", "KYG875721634"), "isin", "already belongs to 'maker'"),
    ("issuers__lines", ("2010-01-01,2021-12-31", "2021-12-31,2010-01-01"), "valid_to", "before valid_from"),
    ("vehicles__vehicles", ("An Index,us,OTHER", ",us,OTHER"), "proxy_region", "only a named benchmark"),
    ("vehicles__vehicles", ("|Fund 1,etf", "|Fund 1,equity"), "instrument", "'equity' is not one of"),
    ("vehicles__vehicles", ("XNAS,,,", "XNAS,US0000000001,,"), "isin", "no valid ISIN"),
    ("issuers__links", ("some-list:1,group,subsidiary", "some-list:1,group,exact"), "relation", "already exactly 'maker'"),
    ("issuers__links", ("some-list:1,group", "some-list:1,maker"), "entry_id", "already linked"),
    ("issuers__links", ("some-list:1,maker", "1,maker"), "entry_id", "list_id:key"),
    ("issuers__links", ("subsidiary,60", "subsidiary,600"), "share", "between 0 and 100"),
    ("issuers__gaps", ("Institute,no securities", "Institute,"), "reason", "must not be empty"),
    ("issuers__attribute-topics", ("open-weights,driver", "open-weights,reason"), "kind", "'reason' is not one of"),
    ("issuers__attributes", ("maker,open-weights", "nobody,open-weights"), "issuer_id", "'nobody' is no issuer"),
    ("issuers__attributes", ("maker,open-weights", "maker,size"), "topic", "'size' is no topic"),
    ("issuers__attributes", ("some,two models", "unknown,two models"), "level", "is not stored"),
    ("models__training_compute", ("1e+24,2e+24", "1e+24,1.2e+24"), "operations", "outside its bounds"),
    ("models__training_compute", ("1.5e+24", "-1"), "operations", "no number of operations"),
    ("models__training_compute", ("maker,M-1", "nobody,M-1"), "issuer_id", "'nobody' is no issuer"),
])
def test_a_wrong_line_names_file_and_field(tmp_path, file, change, field, reason):
    root = write_packs(tmp_path, **{file: change})
    with pytest.raises(PackError) as caught:
        read_universe(root)
    assert caught.value.file == file.replace("__", "/") + ".csv"
    assert caught.value.field == field
    assert reason in caught.value.reason


def test_an_issuer_without_a_category_is_refused(tmp_path):
    root = write_packs(tmp_path, issuers__categories=("group,U,1,unknown,,,,holds,made up,2026-01-01,unverified\n", ""))
    with pytest.raises(PackError, match="'group' has no category"):
        read_universe(root)


def test_a_recycled_ticker_is_two_lines_in_time(tmp_path):
    read_universe(write_packs(tmp_path, issuers__lines=("0002", "0001")))


def test_a_ticker_twice_at_one_time_is_refused(tmp_path):
    root = write_packs(tmp_path, issuers__lines=("0002,p_chip,HKD,,,2010-01-01,2021-12-31", "0001,p_chip,HKD,,,2010-01-01,2022-06-30"))
    with pytest.raises(PackError, match="XHKG 0001 already stands on line 2"):
        read_universe(root)


def test_listed_and_lines_must_agree(tmp_path):
    root = write_packs(tmp_path / "a", issuers__issuers=("CN,yes,group", "CN,no,group"))
    with pytest.raises(PackError, match="'maker' is not marked as listed"):
        read_universe(root)
    root = write_packs(tmp_path / "b", issuers__issuers=("CN,no,,", "CN,yes,,"))
    with pytest.raises(PackError, match="'group' is marked as listed but has no line"):
        read_universe(root)
