"""LibreOffice as an independent calculator: opens workbooks, works out every formula anew, gives the values back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Recalculate always: by default LibreOffice trusts the values a file carries, and nothing would be checked."""


def recalculate(books: list[Path], folder: Path) -> dict[Path, Path]:
    """Convert workbooks through LibreOffice; maps each to its recalculated copy in `folder`."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(out),
            *map(str, books),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {book: out / book.name for book in books}


def formula_values(stored: Path, recalculated: Path) -> list[tuple[str, str, float, float]]:
    """Sheet and cell, the formula, the value stored with it, and the recalculated one, for every formula."""
    formulas = openpyxl.load_workbook(stored)
    values = openpyxl.load_workbook(stored, data_only=True)
    again = openpyxl.load_workbook(recalculated, data_only=True)
    return [
        (
            f"{sheet.title}!{cell.coordinate}",
            cell.value,
            values[sheet.title][cell.coordinate].value,
            again[sheet.title][cell.coordinate].value,
        )
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
