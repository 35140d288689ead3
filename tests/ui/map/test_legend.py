"""The scale: a bar of a round length that is drawn as long as it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.map.legend import scale_bar


@given(st.floats(1e-6, 10.0), st.floats(50, 400))
def test_a_scale_bar_is_a_round_length_that_fits(scale: float, room: float) -> None:
    length, text = scale_bar(scale, room)
    number, unit = text.split()
    metres = float(number) * {"km": 1000, "m": 1}[unit]
    assert length == pytest.approx(metres * scale)
    assert room / 2.5 * 0.99 <= length <= room
    assert number.rstrip("0").replace("0.", "").lstrip("0").rstrip(".") in ("1", "2", "5")


def test_lengths_are_in_the_unit_that_people_use() -> None:
    assert scale_bar(0.001, 110)[1] == "100 km"
    assert scale_bar(0.2, 110)[1] == "500 m"
