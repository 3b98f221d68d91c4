"""Tables as bytes that can be read in ten years: zlib over JSON, column by column, types named.

Text columns that repeat themselves are kept as their distinct values and a number per row.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

FORMAT = 1
_HEAD = re.compile(r'\{"format":(?P<format>\d+)(?:,"rows":(?P<rows>\d+),"columns":\[|[,}])')


def encode_frame(frame: pd.DataFrame) -> bytes:
    """A frame of text, int64, Int64 and float64 columns with a RangeIndex.

    Raises:
        TypeError: a column has another type.
    """
    # A column at a time: the whole at once would hold up every other thread.
    columns = ",".join(
        json.dumps(_encode_column(str(name), frame[name]), ensure_ascii=False, separators=(",", ":"))
        for name in frame.columns)
    text = f'{{"format":{FORMAT},"rows":{len(frame)},"columns":[{columns}]}}'
    return zlib.compress(text.encode(), level=6)


def _encode_column(name: str, series: pd.Series[Any]) -> dict[str, Any]:
    kind = str(series.dtype)
    if kind == "str":
        codes, values = pd.factorize(series, use_na_sentinel=True)
        if len(values) * 2 <= len(series):
            return {"name": name, "type": "str", "values": [str(v) for v in values], "codes": codes.tolist()}
        return {"name": name, "type": "str", "values": series.tolist()}
    if kind == "int64":
        return {"name": name, "type": kind, "values": series.tolist()}
    if kind == "Int64":
        return {"name": name, "type": kind, "values": [None if v is pd.NA else int(v) for v in series]}
    if kind == "float64":
        return {"name": name, "type": kind, "values": [None if math.isnan(v) else v for v in series.tolist()]}
    raise TypeError(f"column {name} has type {kind}")


def decode_frame(data: bytes) -> pd.DataFrame:
    """The frame that `encode_frame` wrote.

    Raises:
        ValueError: the bytes are not such a frame.
    """
    try:
        text = zlib.decompress(data).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError("not a table") from error
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("not a table")
    if int(head["format"]) != FORMAT:
        raise ValueError(f"unknown table format {head['format']}")
    columns = {column["name"]: _decode_column(column) for column in _columns(text, head.end())}
    return pd.DataFrame(columns, index=pd.RangeIndex(int(head["rows"])))


def _columns(text: str, place: int) -> Iterator[dict[str, Any]]:
    """The columns that stand in a list from a place on, read one at a time as they were written."""
    decoder = json.JSONDecoder()
    while not text.startswith("]}", place):
        column, place = decoder.raw_decode(text, place)
        yield column
        place += text.startswith(",", place)
    if place + 2 != len(text):
        raise ValueError("not a table")


def _decode_column(column: dict[str, Any]) -> Any:
    values = column["values"]
    match column["type"]:
        case "str" if "codes" in column:
            return pd.array(np.array([*values, None], dtype=object)[column["codes"]], dtype="str")
        case "str":
            return pd.array(values, dtype="str")
        case "Int64":
            return pd.array(values, dtype="Int64")
        case "int64":
            return np.array(values, dtype="int64")
        case "float64":
            return np.array([math.nan if v is None else v for v in values], dtype="float64")
        case other:
            raise ValueError(f"unknown column type {other}")
