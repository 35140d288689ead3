"""Text for people: safe to print, and in line."""

from __future__ import annotations

import pytest

from ui.plain_text import plain, table


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Côte d'Azur – 東京", "Côte d'Azur – 東京"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
    ],
)
def test_nothing_reaches_a_terminal_that_it_would_act_upon(text: str, printed: str) -> None:
    assert plain(text) == printed


def test_columns_line_up_whatever_is_in_them() -> None:
    assert table(["", "people"], [["Tees", "557,227"], ["東京", "9"], ["Cafe\u0301", "12"]]) == [
        "       people",
        "----  -------",
        "Tees  557,227",
        "東京        9",
        "Cafe\u0301       12",
    ]


def test_long_headings_take_several_lines() -> None:
    lines = table(["", "accountable chief executives"], [["England", "50"]])
    assert [line.strip() for line in lines[:2]] == ["accountable", "chief executives"]
