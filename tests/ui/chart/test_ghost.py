"""What the box says that follows the pointer."""

import pytest

from model.totals import add_sums
from model.wording import DASH, sum_text
from tests.sample_pack import sample_scenario
from ui.chart.ghost import figures_of


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_figure_that_is_missing_is_told_beside_the_sum_of_the_others(number: int) -> None:
    state = sample_scenario().option().state
    measures = state.pack.measures
    units = [o for o in state if state.kind(o).movable][:number]
    for measure in measures:
        total = add_sums(state.sum(unit, measure.id) for unit in units)
        said = figures_of(state, units, [measure])
        assert said.startswith(sum_text(measure, total, brief=True))
        assert ("not known" in said) == (total.missing > 0 and total.known > 0)
        assert (said == DASH) == (total.known == 0)
    assert figures_of(state, units, measures).count(" · ") == len(measures) - 1


def test_some_figure_of_the_sample_is_missing_and_another_is_not() -> None:
    state = sample_scenario().option().state
    units = [o for o in state if state.kind(o).movable]
    assert "not known" in figures_of(state, units, state.pack.measures)
