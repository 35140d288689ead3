"""How long steps of a stroke over the map take; `tests.benchmarks.map_frames` plays whole ones.

`make bench` times them; as tests they run once each, and no limits are asserted.
"""

from __future__ import annotations

import pytest

from model.option import Option
from model.pack import Tier
from model.scenario import from_ready
from model.stroke import Place, Stroke
from tests.england import installed_pack


@pytest.fixture(scope="module")
def option() -> Option:
    pack = installed_pack()
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = from_ready(pack, ready, "s", when="2011-06-01T00:00:00+00:00", who="me").option()
    assert option.findings.problems()
    return option


@pytest.mark.parametrize("number", [5, 75, 150])
def test_one_unit_more_in_a_stroke(benchmark, option: Option, number: int) -> None:
    """Totals at once; beside the units that are swept already."""
    *units, last = option.state.at_tier(Tier.UNIT)[: number + 1]
    stroke = Stroke(option, Place.NEW, identifier="NEW")
    assert not any(stroke.add(unit) for unit in units)

    def step() -> int:
        stroke.add(last)
        preview = stroke.preview
        stroke.take_back(last)
        return 0 if preview is None else len(preview.totals)

    assert benchmark(step) > 3


@pytest.mark.parametrize("number", [5, 75, 150])
def test_all_that_a_step_brings(benchmark, option: Option, number: int) -> None:
    """With all findings of the group, of those that lose, of regions and of members."""
    *units, last = option.state.at_tier(Tier.UNIT)[: number + 1]
    stroke = Stroke(option, Place.NEW, identifier="NEW")
    assert not any(stroke.add(unit) for unit in units)
    for _ in stroke.settle():
        pass

    def step() -> int:
        stroke.add(last)
        found = sum(1 for _ in stroke.settle())
        stroke.take_back(last)
        for _ in stroke.settle():
            pass
        return found

    assert benchmark(step) > 50
