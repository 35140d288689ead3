"""Sheets: insets where it is dense, clear of the land and of each other."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.cells import Box
from model.geography.sheet import LONG_SIDE, Frame, Sheet, plain_sheet, sheet_of

BOUNDS = (1000.0, -500.0, 6000.0, 5500.0)


def _dense(x: float, y: float, number: int, size: float = 60.0) -> dict[str, Box]:
    """Return so many small units in a row of squares."""
    return {
        f"{x:.0f},{y:.0f},{i}": (
            x + (i % 4) * size,
            y + (i // 4) * size,
            x + (i % 4 + 1) * size,
            y + (i // 4 + 1) * size,
        )
        for i in range(number)
    }


def _sheet(*places: tuple[float, float], number: int = 12, times: float = 5.0) -> Sheet:
    boxes: dict[str, Box] = {"large": (1000.0, -500.0, 3000.0, 3000.0)}
    near: dict[str, set[str]] = {"large": set()}
    for place in places:
        units = _dense(*place, number)
        boxes |= units
        near |= {unit: set(units) - {unit} for unit in units}
    needed = dict.fromkeys(boxes, times) | {"large": 0.5}
    land = [(1000 + 100 * i, -500 + 100 * k) for i in range(26) for k in range(61)]
    return sheet_of(BOUNDS, boxes, needed, near.__getitem__, land)


def _apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_what_is_dense_has_an_inset_of_its_own() -> None:
    sheet = _sheet((1200.0, 0.0), (3000.0, 4000.0))
    assert len(sheet.insets) == 2
    for inset in sheet.insets:
        assert len(inset.units) == 12
        assert inset.scale > 1.7 * sheet.main.scale


def test_insets_cover_neither_land_nor_each_other_and_are_on_the_sheet() -> None:
    sheet = _sheet((1200.0, 0.0), (3000.0, 4000.0), (2000.0, 2000.0))
    for one, other in combinations([f.box for f in sheet.insets], 2):
        assert _apart(one, other)
    for inset in sheet.insets:
        left, top, right, bottom = inset.box
        assert 0 <= left < right <= sheet.width
        assert 0 <= top < bottom <= sheet.height
        for i in range(26):
            for k in range(61):
                x, y = sheet.main.to_sheet(1000 + 100 * i, -500 + 100 * k)
                assert not inset.holds(x, y)


@pytest.mark.parametrize(("number", "times"), [(4, 5.0), (12, 1.5)])
def test_few_units_or_units_that_can_be_read_have_none(number: int, times: float) -> None:
    assert _sheet((1200.0, 0.0), number=number, times=times).insets == ()


def test_a_unit_far_off_does_not_make_an_inset_wide() -> None:
    boxes = _dense(2000.0, 0.0, 16) | {"far": (4000.0, 0.0, 4060.0, 60.0)}
    needed = dict.fromkeys(boxes, 5.0)
    sheet = sheet_of(BOUNDS, boxes, needed, lambda unit: set(boxes) - {unit}, [])
    (inset,) = sheet.insets
    assert inset.source[2] < 3000
    assert "far" not in inset.units


def test_a_plain_sheet_is_the_map_with_a_margin() -> None:
    sheet = plain_sheet(BOUNDS)
    left, top, right, bottom = sheet.main.box
    assert max(right - left, bottom - top) == pytest.approx(LONG_SIDE)
    assert (sheet.width - right, sheet.height - bottom) == pytest.approx((left, top))


@given(st.floats(1000, 6000), st.floats(-500, 5500))
def test_to_the_sheet_and_back(x: float, y: float) -> None:
    for frame in _SHEET.frames:
        assert frame.to_map(*frame.to_sheet(x, y)) == pytest.approx((x, y))


def test_a_point_is_in_the_inset_that_covers_it() -> None:
    def middle(frame: Frame) -> tuple[float, float]:
        left, top, right, bottom = frame.box
        return (left + right) / 2, (top + bottom) / 2

    for inset in _SHEET.insets:
        assert _SHEET.frame_at(*middle(inset)) is inset
    assert _SHEET.frame_at(*_SHEET.main.to_sheet(1100.0, 5000.0)) is _SHEET.main


_SHEET = _sheet((1200.0, 0.0), (3000.0, 4000.0))
