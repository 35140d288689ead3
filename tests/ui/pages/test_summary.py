"""The totals above a chart or a map: in as many columns as there is room for, none in another."""

from __future__ import annotations

from itertools import combinations

import pytest

from ui.pages.furniture import Figure, Verdicts, Words, summary

CELLS = (
    Figure("PCTs", "151", ("in 50 clusters",), 66),
    Figure("Population", "53,012,456", width=80),
    Figure("Budget 2011-12", "£89,042,955,000*", ("* £50.77bn of it (57%) is estimated",), 170),
    Figure("Officers", "906 → 401", ("PCTs alone → this option",), 94),
    Figure("Chief executives", "151 → 50", ("PCTs alone → this option",), 108),
    Verdicts("Rules", {"law": {"breaks": 2, "incomplete": 688, "meets": 302}}),
)


@pytest.mark.parametrize("k", [1.0, 1.5])
@pytest.mark.parametrize("room", [300.0, 530.0, 610.0, 705.0, 729.0, 780.0, 900.0, 1100.0])
def test_no_text_of_the_totals_touches_another(qapp: object, room: float, k: float) -> None:
    words = [item for item in summary(CELLS, room * k, k).items if isinstance(item, Words)]
    assert {"breaks", "meets", "688"} <= {item.text for item in words}
    for one, other in combinations(words, 2):
        if abs(one.y - other.y) < one.height / 2:
            left, right = sorted((one, other), key=lambda item: item.x)
            assert left.x + left.width + 2 * k < right.x, (left, right)
            assert right.x + right.width <= room * k + 0.5
