"""Sums: what is estimated, what is missing, and how far off a sum may be."""

from __future__ import annotations

import pytest

from model.organisations import Figure
from model.totals import Sum
from tests.model.packs import estimate, units_pack
from tests.model.rules.asking import together


def population(*figures: Figure | None) -> Sum:
    state = together(units_pack(*({"population": f} if f else {} for f in figures)))
    return state.sum("C", "population")


def test_a_sum_says_what_is_known_estimated_and_missing() -> None:
    total = population(Figure(100), estimate(50, 47, 54), None)
    assert total == Sum(value=150, estimated=50, missing=1, known=2, low=147, high=154)


@pytest.mark.parametrize(
    ("widths", "together"),
    [
        ((3,), 3),
        ((3, 4), 5),
        ((1, 1), 1),
        ((1, 1, 1), 2),
        ((2, 2), 3),
        ((10**9, 10**9), 1414213562),
    ],
)
def test_independent_errors_add_up_in_quadrature(widths: tuple[int, ...], together: int) -> None:
    value = 10**9
    total = population(*(estimate(value, value - w, value + 2 * w) for w in widths))
    assert total.value - total.low == together
    assert abs(total.high - total.value - 2 * together) <= 1


def test_nothing_known_is_missing_and_nought_is_not() -> None:
    assert population(None, None).is_missing
    assert not population(Figure(0), None).is_missing


def test_an_estimate_stars_its_sum_however_narrow() -> None:
    assert population(estimate(5, 5, 5), Figure(1)).is_starred
    assert population(estimate(0, 0, 1), Figure(1)).is_starred
    assert not population(Figure(5), None).is_starred
