"""Writes every file into the folder named on the command line."""

import sys
from pathlib import Path

from import_files import FIXTURES


def main() -> None:
    """Write all files."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for item in FIXTURES:
        item.write(folder / f"{item.name}{item.suffix}")
        for name, write in item.beside.items():
            write(folder / f"{item.name}-{name}")


if __name__ == "__main__":
    main()
