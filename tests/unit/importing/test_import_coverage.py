"""Every shape and trap that was ever seen has a file of its own; and how much comes in right without any help."""

from __future__ import annotations

from pathlib import Path

from import_files import FIXTURES

from sinolens.importing.batch import import_files
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import Reference

SHAPES = {
    1: ("mark before the first header, '-' for nothing", ("custodian_with_mark",)),
    2: ("local and base pairs, unqualified is local", ("eagle_style_pairs",)),
    3: (
        "junk rows; two tables joined on an internal identifier",
        ("valuation_with_junk_rows", "two_files_joined", "two_sheets_joined", "master_with_gaps",
         "keys_of_letters_and_digits"),
    ),
    4: ("junk row under the header", ("junk_row_under_header",)),
    5: ("header on row 2, include and exclude, table of rates beside", ("private_markets_workbook",)),
    6: ("date inside a header, header twice", ("addepar_style",)),
    7: ("account and date on the first row only, overdrawn cash", ("fill_down_account",)),
    8: ("day-first date in A1, blank row, weights as ratio", ("dated_first_cell",)),
    9: ("header repeated for a looked-through block", ("looked_through_block",)),
    10: ("'Unassigned' identifiers", ("unassigned_identifiers",)),
    11: ("stars, pending activity, plus signs, legal footer", ("retail_export",)),
    12: ("a block an account", ("account_blocks",)),
    13: ("form 13F in thousands and in dollars", ("form_13f_thousands", "form_13f_dollars")),
    14: ("identifiers that lost zeros or became numbers", ("damaged_identifiers",)),
    15: ("parentheses and shorts", ("negative_numbers",)),
    16: ("pence", ("pence_prices",)),
    17: ("rate as divisor", ("rate_divides",)),
    18: (
        "capital accounts with totals; statements laid out downwards, or of the classes of one fund",
        ("capital_accounts", "capital_statement_downwards", "roll_forward_of_fund_and_partner",
         "two_statements_on_a_sheet", "series_of_a_fund", "share_classes_with_flows", "one_class_of_a_feeder"),
    ),
    19: ("the same security in two mandates and a fund", ("same_security_twice",)),
    20: ("merged cells, hidden rows, two tables, captions", ("merged_and_hidden",)),
}
TRAPS = {
    "error cells, formulas without a value": ("errors_and_formulas",),
    "hidden sheets": ("errors_and_formulas",),
    "hidden and filtered rows": ("merged_and_hidden", "rows_filtered_away"),
    "merged labels": ("merged_and_hidden",),
    "stray cell at the last corner": ("stray_far_cell",),
    "wrong extent": ("wrong_dimension",),
    "many blank rows with formats": ("blank_rows_with_formats",),
    "leading blank rows and columns": ("blank_columns_between",),
    "dates counted from 1904": ("dates_since_1904",),
    "password": ("password_protected",),
    "SpreadsheetML with raw ampersands, the second sheet": ("raw_ampersand_markup",),
    "web page named .xls": ("web_page_as_workbook",),
    "text named .xls": ("text_named_workbook",),
    "open document": ("open_document",),
    "binary workbook": ("binary_workbook",),
    "workbook of 1997": ("old_binary_workbook",),
    "numbers in identifier columns, E-notation": ("damaged_identifiers",),
    "'NA' is a ticker; Bloomberg, Reuters and Yahoo styles": ("tickers_of_vendors",),
    "decimal comma, encodings, delimiters": (
        "comma_decimals", "wide_characters", "chinese_encoding", "pipes_and_mark", "spaces_as_separators",
    ),
    "accrued income once": ("value_with_accrual", "custodian_with_mark"),
    "amounts in thousands": ("amounts_in_thousands",),
    "weights only": ("weights_only",),
    "rate in either direction, or none": (
        "rate_multiplies_with_base", "rate_divides", "local_values_without_rate",
    ),
    "totals that do not add, add by rounding, stand above or have no label": (
        "total_that_does_not_add", "total_off_by_rounding", "total_above_header", "total_without_label",
    ),
    "names like totals": ("names_like_totals",),
    "derivatives": ("derivatives",),
    "long and short in a column, with and without signs": (
        "shorts_without_a_sign", "shorts_with_a_sign_and_underlyings",
    ),
    "headers never seen, of another script, or none": (
        "unknown_headers", "chinese_headers", "no_header_at_all", "no_header_under_a_banner",
    ),
    "headers that look like a field and are none": (
        "appraisal_with_book_values", "headers_that_mislead", "run_date_is_not_as_of",
    ),
    "several dates, cut dates, dated columns, dates out of place": (
        "several_dates", "schedules_with_cut_dates", "two_dated_columns", "date_to_come", "date_long_past",
    ),
    "another base currency": ("other_base_currency",),
    "an endowment called a fund": ("endowment_called_fund",),
    "summary beside detail; several sheets of holdings": ("summary_and_detail", "two_sheets_of_holdings"),
    "groups nested without a word of totals": ("nested_groups_of_managers",),
    "date on another sheet": ("date_on_the_cover",),
    "identifiers inside names": ("identifiers_inside_names",),
    "headings over equal headers": ("headings_over_equal_headers",),
    "umlauts in no Unicode": ("umlauts_without_unicode",),
    "masters that disagree": ("two_masters_that_disagree", "master_with_gaps"),
    "rows that repeat; rows that say n/a": ("rows_that_repeat", "values_not_available"),
}
LEAST_COLUMNS, LEAST_TIED = 0.95, 0.90


def test_every_shape_and_trap_has_a_file() -> None:
    cases = {case.name: case for case in FIXTURES}
    assert sorted(SHAPES) == list(range(1, 21))
    named = {name for _, names in SHAPES.values() for name in names} | {n for names in TRAPS.values() for n in names}
    assert named - cases.keys() == set()
    assert cases.keys() - named == set(), "a file that stands for nothing"
    for shape, (_, names) in SHAPES.items():
        assert {cases[name].shape for name in names} == {shape}
    assert {case.shape for case in FIXTURES} - {0} == set(SHAPES)
    assert len(cases) == len(FIXTURES) >= 40


def test_most_files_come_in_without_help(tmp_path: Path, places: Reference, capsys) -> None:
    right = asked = tied = 0
    wrong, open_ = [], []
    for case in FIXTURES:
        path = tmp_path / f"{case.name}{case.suffix}"
        case.write(path)
        files = [(path, ImportOptions(password=case.options.get("password", "")))]
        for name, write in case.beside.items():
            write(tmp_path / name)
            files.append((tmp_path / name, ImportOptions()))
        asked += len(case.columns)
        try:
            imported = import_files(files, places)[0]
        except UnreadableFile:
            open_.append(case.name)
            continue
        got = imported.tables[0].columns
        hits = [field for field, letters in case.columns.items() if got.get(field) == letters]
        right += len(hits)
        wrong += [f"{case.name}.{field}" for field in case.columns if field not in hits]
        cents = [value for table in imported.tables for value in table.frame["market_value"]]
        sound = cents == [round(value * 100) for _, value in case.positions]
        if sound and all(table.tie.within for table in imported.tables):
            tied += 1
        else:
            open_.append(case.name)
    with capsys.disabled():
        print(
            f"\n{len(FIXTURES)} files without help: {right / asked:.1%} of {asked} key columns right, "
            f"{tied / len(FIXTURES):.1%} tie out by themselves; wrong: {wrong or 'none'}; open: {open_ or 'none'}"
        )
    assert right / asked >= LEAST_COLUMNS, wrong
    assert tied / len(FIXTURES) >= LEAST_TIED, open_
