"""How long it takes in the whole window until another option, or another point of the past, is
on screen; England's PCTs.

`make bench` has no target for it: issue 5 asks for 50 ms. As tests they run once each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from model import edits
from model.pack import Tier
from model.scenario import Add, Scenario
from ui.app import first_scenario
from ui.main_window import MainWindow

WHEN = "2011-06-01T00:00:00+00:00"
_CHANGES = 200


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Return England with two options, one of which has 200 changes more."""
    scenario = first_scenario()
    option = scenario.option()
    twin = option.branch("B", "Other", when=WHEN, who="me")
    scenario.apply(Add(twin, 1))
    units, groups = option.state.at_tier(Tier.UNIT), option.state.at_tier(Tier.GROUP)
    for number in range(_CHANGES):
        unit = units[number % len(units)]
        others = [g for g in groups if g != twin.state.group_of(unit)]
        change = edits.move(twin.state, [unit], others[number * 7 % len(others)])
        twin.commit(change, when=WHEN, who="me")
    return scenario


@pytest.fixture
def window(qtbot, tmp_path: Path, scenario: Scenario) -> Iterator[MainWindow]:
    scenario.active = "A"
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(scenario, store)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.later.finish()
    yield window
    window.close()


def shown(window: MainWindow) -> None:
    """Paint what is to be painted now; panels that can wait are filled afterwards."""
    window.chart.viewport().repaint()
    window.repaint()


def test_another_option_is_shown(benchmark, window: MainWindow) -> None:
    ids = cycle("BA")

    def switch() -> None:
        window.document.show_option(next(ids))
        shown(window)

    benchmark.pedantic(switch, setup=window.later.finish, rounds=20)
    assert window.document.live.id in "AB"


def test_another_option_is_shown_and_every_panel_filled(benchmark, window: MainWindow) -> None:
    ids = cycle("BA")

    def switch() -> None:
        window.document.show_option(next(ids))
        shown(window)
        window.later.finish()

    benchmark.pedantic(switch, rounds=20)
    assert window.later.is_done


@pytest.mark.parametrize("steps", [1, _CHANGES - 10], ids=["step", "far"])
def test_another_point_of_the_past_is_shown(benchmark, window: MainWindow, steps: int) -> None:
    document = window.document
    document.show_option("B")
    document.step_through_past(-2)
    window.later.finish()
    ways = cycle((-steps, steps))

    def go() -> None:
        document.step_through_past(next(ways))
        shown(window)

    benchmark.pedantic(go, setup=window.later.finish, rounds=20)
    assert document.past is not None
