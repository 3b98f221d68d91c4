"""Reads the list files of the publishers, offline: from a file the user has fetched to rows of one list.

| format | files | module |
|---|---|---|
| `tagged-csv` | names with programme tags; other names, addresses and comments in files beside it | `tagged_csv` |
| `tagged-xml` | the same as one document | `tagged_xml` |
| `screening-csv` | many lists in one table, each row with the code of its list | `screening` |
| `supplement-xml` | a part of a code of law with its supplements, as XML | `supplement_xml` |
| `supplement-text` | a supplement as downloaded text | `supplement_text` |
| `simple-csv` | CSV with a column `name`, see `simple` | `simple` |

What a format is called, and what the words in its files are and mean (elements, labels, exchange codes, ends of names),
is data under `resources/lists`.
"""
