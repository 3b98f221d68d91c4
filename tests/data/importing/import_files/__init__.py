"""Files of holdings in every shape in which custodians, managers, funds and administrators send them.

Each says what must come out of it.

`PYTHONPATH=tests/data/importing python -m import_files FOLDER` writes all of them.
"""

from import_files import containers, custodians, funds, joins, meanings, places, statements, workbooks
from import_files.case import FIXTURES, Fixture

__all__ = [
    "FIXTURES", "Fixture", "containers", "custodians", "funds", "joins", "meanings", "places", "statements",
    "workbooks",
]
