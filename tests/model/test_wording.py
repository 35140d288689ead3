"""How numbers, dates and lists are written."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import wording
from model.pack import Measure, Style
from model.totals import Sum

PEOPLE = Measure("population", "Population", "people", "trust")
POUNDS = Measure("budget", "Budget", "budget", "trust", Style.MONEY)


def exact(value: int, *, missing: int = 0, known: int = 1) -> Sum:
    return Sum(value, 0, missing, known, value, value)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (2_715_618, "2,715,618"), (-1_234, "−1,234")],
)
def test_all_digits_stand_in_threes(number: int, text: str) -> None:
    assert wording.grouped(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (940, "940"),
        (999, "999"),
        (1_000, "1.0k"),
        (503_200, "503k"),
        (999_499, "999k"),
        (999_500, "1.00m"),
        (2_715_618, "2.72m"),
        (9_994_999, "9.99m"),
        (9_995_000, "10.0m"),
        (12_800_000, "12.8m"),
        (99_949_999, "99.9m"),
        (99_950_000, "100m"),
        (999_499_999, "999m"),
        (999_500_000, "1.00bn"),
        (4_996_100_000, "5.00bn"),
        (-503_200, "−503k"),
    ],
)
def test_three_digits_are_enough_on_a_card(number: int, text: str) -> None:
    assert wording.short(number) == text


@given(st.integers(-(10**12), 10**12))
def test_a_short_number_is_off_by_one_part_in_two_at_most(number: int) -> None:
    text = wording.short(number).replace("−", "-")
    for ending, size in (("bn", 10**9), ("m", 10**6), ("k", 10**3), ("", 1)):
        if text.endswith(ending):
            value = float(text.removesuffix(ending)) * size
            break
    assert abs(value - number) <= 0.005 * abs(number) or (
        abs(number) < 100_000 and abs(value - number) <= 500
    )


@pytest.mark.parametrize(
    ("pounds", "full", "brief"),
    [
        (0, "£0", "£0"),
        (4_996_100_000, "£4,996,100,000", "£5.00bn"),
        (606_000_000, "£606,000,000", "£606m"),
        (-12_800_000, "−£12,800,000", "−£12.8m"),
    ],
)
def test_money_has_its_sign_before_the_pound(pounds: int, full: str, brief: str) -> None:
    assert (wording.money(pounds), wording.money_short(pounds)) == (full, brief)
    assert wording.amount(POUNDS, pounds) == full
    assert wording.amount(POUNDS, pounds, brief=True) == brief


def test_a_measure_that_is_a_count_has_no_pound() -> None:
    assert wording.amount(PEOPLE, 1_234_567) == "1,234,567"
    assert wording.amount(PEOPLE, 1_234_567, brief=True) == "1.23m"


def test_a_sum_is_starred_if_any_of_it_is_estimated() -> None:
    assert wording.sum_text(PEOPLE, Sum(1_000, 10, 0, 2, 990, 1_010)) == "1,000*"
    # Two estimates that cancel out are estimates still.
    assert wording.sum_text(PEOPLE, Sum(0, 0, 0, 2, -5, 5)) == "0*"
    assert wording.sum_text(PEOPLE, exact(1_000)) == "1,000"


def test_a_sum_of_nothing_is_a_dash_and_not_a_nought() -> None:
    assert wording.sum_text(PEOPLE, exact(0, missing=3, known=0)) == "–"
    assert wording.sum_text(PEOPLE, exact(0)) == "0"


def test_a_note_says_how_much_is_estimated_and_what_is_missing() -> None:
    note = wording.sum_note(POUNDS, Sum(1_000, 250, 1, 3, 900, 1_200))
    assert note == (
        "£250 of it (25%) is estimated; 90% interval £900 to £1.2k; no figure for 1 of 4"
    )
    assert wording.sum_note(POUNDS, exact(5)) == ""


@pytest.mark.parametrize(
    ("points", "text"),
    [(4_594, "45.9%"), (1_200, "12.0%"), (0, "0.0%"), (5, "0.1%"), (4, "0.0%"), (-1_005, "−10.1%")],
)
def test_basis_points_are_rounded_to_one_decimal(points: int, text: str) -> None:
    assert wording.per_cent(points) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C", "D"], "A, B, C and D"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 more"),
    ],
)
def test_a_long_list_is_cut_short(names: list[str], text: str) -> None:
    assert wording.listed(names) == text


def test_days_and_nouns() -> None:
    assert wording.day(datetime.date(2011, 6, 1)) == "1 June 2011"
    assert wording.counted(1, "cluster", "clusters") == "1 cluster"
    assert wording.counted(1_200, "cluster", "clusters") == "1,200 clusters"
