"""Tables as bytes: read back as they were written, by this version and by the one before; what is none says so."""

import json
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.storage import frames
from sinolens.storage.frames import decode_frame, encode_frame

TEXTS = st.one_of(st.none(), st.text(max_size=6), st.sampled_from(["]}", '"},{"', "中信", "\\", "a"]))


def written_at_once(frame):
    """As the first version wrote it: one text for the whole table."""
    columns = [frames._encode_column(str(name), frame[name]) for name in frame.columns]
    text = json.dumps({"format": 1, "rows": len(frame), "columns": columns}, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), level=6)


@given(rows=st.lists(st.tuples(TEXTS, st.integers(-2**62, 2**62), st.one_of(st.none(), st.integers(-9, 9)),
                               st.floats(allow_infinity=False)), max_size=12))
def test_a_table_column_by_column_is_the_table_at_once(rows):
    texts, whole, parts, numbers = zip(*rows, strict=True) if rows else ((), (), (), ())
    frame = pd.DataFrame({
        "text]}": pd.array(texts, dtype="str"), "whole": np.array(whole, np.int64),
        "part": pd.array(parts, dtype="Int64"), "number": np.array(numbers, np.float64),
    })
    data = encode_frame(frame)
    assert data == written_at_once(frame)
    pd.testing.assert_frame_equal(decode_frame(data), frame)


@pytest.mark.parametrize("text", [
    b"", b"{}", b'{"format":2,"rows":1,"columns":[]}', b'{"format":1,"rows":1,"columns":[{"name":"a"', b"\xff\xfe",
    b'{"format":1,"rows":0,"columns":[]}x', b'{"format":1,"rows":0,"columns":[] }', b'["format"]',
])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(ValueError, match=r"table|format|Expecting|delimiter"):
        decode_frame(zlib.compress(text))


def test_what_is_not_even_packed_is_refused():
    with pytest.raises(ValueError, match="not a table"):
        decode_frame(b"plain")
    with pytest.raises(ValueError, match="not a table"):
        decode_frame(encode_frame(pd.DataFrame({"a": [1, 2]}))[:-5])
