"""Work that waits for the first paint: in steps, in its order, and at once when asked."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui.later import Later

Make = Callable[[], tuple[Later, list[int]]]


@pytest.fixture
def make(qapp: QApplication) -> Iterator[Make]:
    owner = QObject()

    def later() -> tuple[Later, list[int]]:
        steps: list[int] = []

        def work() -> Iterator[None]:
            for number in range(3):
                steps.append(number)
                yield

        return Later(work(), owner), steps

    yield later
    owner.deleteLater()


def test_nothing_happens_before_the_start(make: Make, qapp: QApplication) -> None:
    later, steps = make()
    qapp.processEvents()
    assert steps == []
    assert not later.is_done


def test_each_step_has_a_turn_of_the_event_loop(make: Make, qtbot) -> None:
    later, steps = make()
    with qtbot.waitSignal(later.done):
        later.start()
        later.start()
        assert steps == []
    assert steps == [0, 1, 2]
    assert later.is_done


def test_it_can_be_done_at_once_and_is_done_once(make: Make, qtbot, qapp: QApplication) -> None:
    later, steps = make()
    with qtbot.waitSignal(later.done):
        later.start()
        later.finish()
    with qtbot.assertNotEmitted(later.done):
        later.start()
        later.finish()
        qapp.processEvents()
    assert steps == [0, 1, 2]
