"""Reads the list files of the publishers, offline: from a file the user has fetched to rows of one list.

| format | files | module |
|---|---|---|
| OFAC CSV | `*prim.csv` or `sdn.csv`, with `*alt.csv`, `*add.csv` and `*comments.csv` beside it | `ofac_csv` |
| OFAC XML | `consolidated.xml`, `sdn.xml` | `ofac_xml` |
| Consolidated Screening List | `consolidated.csv` | `screening` |
| Code of Federal Regulations | XML of a part with its supplements | `federal_code` |
| the same as text | downloaded text of a supplement | `federal_text` |
| simple table | CSV with a column `name`, see `simple` | `simple` |

What the words in those files mean (labels, exchange codes, ends of names) is data under `resources/lists`.
"""
