"""Two tables name indices: what a contract is judged by, and what a name is read by. They must not contradict."""

from sinolens.domain.region import Region
from sinolens.matching.lexicon import lexicon
from sinolens.reference.benchmarks import load_benchmarks
from sinolens.reference.loader import resources

OUTSIDE = {Region.OTHER.value, Region.TAIWAN.value}


def test_an_index_in_both_tables_is_at_home_in_one_place():
    words = lexicon()
    read = {**words.indices, **words.whole_indices}
    both = {one.words.upper(): one.region for one in load_benchmarks(resources()) if one.words.upper() in read}
    assert len(both) > 50
    for phrase, region in both.items():
        if region is Region.UNKNOWN:
            assert read[phrase] not in OUTSIDE, f"{phrase} may hold China in one table and not in the other"
        else:
            assert read[phrase] == region.value, phrase
