"""Figures pasted from a spreadsheet: by code, by name, in order; and what is no figure."""

import pytest

from model.pack import Measure, Style
from model.pasting import Sheet, keys_of

KEYS = keys_of([("a", "5A1", "Ashford"), ("b", "5B1", "Bexham"), ("c", "5C1", "Bexham")])
SHEET = Sheet(
    ("a", "b", "c"),
    (
        Measure("base", "Base cost", "cost", "unit", Style.MONEY),
        Measure("plan", "Plan", "", "u", signed=True),
    ),
    KEYS,
    "unit",
)


def test_a_plain_column_follows_the_rows_from_the_cell_on() -> None:
    found = SHEET.understand("1,000\n£2,000\n", 1, 1)
    assert found.figures == {("b", "plan"): 1000, ("c", "plan"): 2000}
    assert found.problems == []


def test_codes_and_names_say_which_line_is_whose() -> None:
    found = SHEET.understand("5c1\t3\t30\n ASHFORD \t1\t-10\n", 2, 0)
    assert found.figures == {
        ("c", "base"): 3,
        ("c", "plan"): 30,
        ("a", "base"): 1,
        ("a", "plan"): -10,
    }


def test_headings_say_which_column_is_meant() -> None:
    found = SHEET.understand("Unit\tplan\tOther\n5A1\t7\t8\n")
    assert found.figures == {("a", "plan"): 7}
    assert found.problems == ["Line 2, column 3: there is no column for '8'."]


def test_empty_cells_and_lines_are_nothing() -> None:
    found = SHEET.understand("\n5A1\t\t4\n\n")
    assert found.figures == {("a", "plan"): 4}
    assert found.problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("5A1\t1\n5Z9\t2", "Line 2: '5Z9' is the code or name of no unit."),
        ("5A1\t1\nBexham\t2", "Line 2: several have the name 'Bexham': use the code."),
        ("5A1\t1\nAshford\t2", "Line 2: 'Ashford' is there twice."),
        ("5A1\t1\n5B1\t12a", "Line 2, column 2 (Base cost): '12a' is not a whole number."),
        (
            "5A1\t1\n5B1\t(12)",
            "Line 2, column 2 (Base cost): −12 is below 0, which Base cost never is.",
        ),
        ("5A1\t1\n5B1\t=A1", "Line 2, column 2 (Base cost): '=A1' is not a whole number."),
    ],
)
def test_what_is_not_understood_is_left_out_and_told(text: str, problem: str) -> None:
    found = SHEET.understand(text)
    assert found.figures == {("a", "base"): 1}
    assert found.problems == [problem]


def test_a_formula_in_the_first_line_is_no_heading() -> None:
    assert SHEET.understand("=1+1\n2").problems == [
        "Line 1, column 1 (Base cost): '=1+1' is not a whole number."
    ]


def test_more_lines_or_columns_than_there_are_is_told() -> None:
    found = SHEET.understand("1\t2\t3\n4", 2, 0)
    assert found.figures == {("c", "base"): 1, ("c", "plan"): 2}
    assert found.problems == [
        "Line 1, column 3: there is no column for '3'.",
        "Line 2: there is no unit for it.",
    ]


def test_an_empty_line_leaves_its_row_as_it_is() -> None:
    assert SHEET.understand("1\n\n3\n").figures == {("a", "base"): 1, ("c", "base"): 3}
    assert SHEET.understand("\n2").figures == {("b", "base"): 2}
    # Nor do headings stand for a row.
    assert SHEET.understand("Plan\n1\n\n3").figures == {("a", "plan"): 1, ("c", "plan"): 3}


@pytest.mark.parametrize("first", ["n/a", "Costs of 2010"])
def test_what_may_be_a_heading_or_a_missing_figure_moves_no_figure_to_another_row(
    first: str,
) -> None:
    found = SHEET.understand(f"{first}\n2\n3")
    assert found.figures == {}
    assert found.problems == [
        f"Line 1: '{first}' is neither a number nor the name of a column, so nothing was taken. "
        "Leave that line out, or put codes before the figures."
    ]
