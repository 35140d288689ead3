"""Classes of figures: every figure is in the class that its words name."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.shading import MOST_SEARCHED, Method, Value, classes

whole = st.lists(st.integers(-(10**9), 10**10), min_size=1, max_size=60)
ratios = st.lists(st.fractions(0, 10**4, max_denominator=999), min_size=1, max_size=60)


@given(whole | ratios, st.integers(2, 7), st.sampled_from(Method))
def test_classes_follow_each_other_and_hold_all(
    values: list[Value], number: int, method: Method
) -> None:
    found = classes(values, number, method)
    assert found is not None
    assert list(found.limits) == sorted(set(found.limits))
    assert len(found) <= number
    assert (found.low, found.high) == (min(values), max(values))
    for value in values:
        at = found.of(value)
        assert at == sum(limit <= value for limit in found.limits)
    words = found.words(str)
    assert len(words) == len(found)
    if found.limits:
        assert words[0] == f"under {found.limits[0]}"
        assert words[-1] == f"{found.limits[-1]} and more"


@given(whole, st.integers(2, 7), st.sampled_from(Method))
def test_above_and_below_nought_are_never_in_one_class(
    values: list[int], number: int, method: Method
) -> None:
    found = classes(values, number, method)
    assert found is not None
    if found.limits:
        below = {found.of(v) for v in values if v < 0}
        above = {found.of(v) for v in values if v > 0}
        assert not below & above


def test_quantiles_have_as_many_in_each() -> None:
    found = classes(range(1000), 4, Method.QUANTILES)
    assert found is not None
    assert found.limits == (250, 500, 750)


def test_equal_steps_are_as_wide() -> None:
    found = classes([0, 3, 7, 50, 100], 5, Method.EQUAL)
    assert found is not None
    assert found.limits == (20, 40, 60, 80)


def test_natural_limits_are_where_values_lie_apart() -> None:
    values = [10, 11, 12, 50, 52, 53, 90, 91]
    found = classes(values, 3, Method.NATURAL)
    assert found is not None
    assert [found.of(v) for v in values] == [0, 0, 0, 1, 1, 1, 2, 2]


def _spread(groups: list[list[int]]) -> float:
    return sum(sum((v - sum(g) / len(g)) ** 2 for v in g) for g in groups if g)


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=9, unique=True))
def test_natural_limits_leave_the_least_spread_of_all(values: list[int]) -> None:
    from model.geography.shading import _natural

    ordered = sorted(values)
    cuts = _natural(ordered, ordered, 3)
    places = [ordered.index(c) for c in cuts]
    mine = [ordered[: places[0]], ordered[places[0] : places[1]], ordered[places[1] :]]
    best = min(
        _spread([ordered[:a], ordered[a:b], ordered[b:]])
        for a, b in combinations(range(1, len(ordered)), 2)
    )
    assert _spread(mine) == pytest.approx(best, abs=1e-3)


def test_many_values_are_searched_in_steps() -> None:
    values = [*range(5 * MOST_SEARCHED), *range(10**6, 10**6 + 5 * MOST_SEARCHED)]
    found = classes(values, 2, Method.NATURAL)
    assert found is not None
    (limit,) = found.limits
    assert 5 * MOST_SEARCHED <= limit <= 10**6


def test_limits_are_round() -> None:
    values = [247_123, 318_456, 402_789, 512_345, 633_210, 1_238_907]
    found = classes(values, 3, Method.QUANTILES)
    assert found is not None
    assert all(limit % 10_000 == 0 for limit in found.limits)
    few = classes([Fraction(1, 3), Fraction(2, 3), Fraction(1)], 3, Method.EQUAL)
    assert few is not None
    assert all(100 % limit.denominator == 0 for limit in few.limits)


def test_nothing_has_no_classes_and_one_value_is_one() -> None:
    assert classes([], 5, Method.EQUAL) is None
    one = classes([7, 7], 5, Method.NATURAL)
    assert one is not None
    assert one.words(str) == ["7"]
