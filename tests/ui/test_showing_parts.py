"""Going from part to part of a cluster that is not in one piece: by keys, and from its problem."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from model.changes import Batch, Move
from ui.main_window import MainWindow
from ui.panels.parts import LinkButton

PARTS = [("5F5", "5NT"), ("5QP",), ("5QT",)]


@pytest.fixture
def torn(window: MainWindow) -> tuple[MainWindow, str]:
    """Return a window with a new cluster of two neighbours in Manchester and two far away."""
    document = window.document
    document.select(["5F5", "5NT", "5QP", "5QT"])
    window.actions_.new_group.trigger()
    group = document.state.group_of("5NT")
    assert group is not None
    document.select([])
    return window, group


def press(window: MainWindow, key: str) -> None:
    QTest.keySequence(window, QKeySequence(key))


def test_keys_go_round_the_parts_in_all_views(torn: tuple[MainWindow, str]) -> None:
    window, group = torn
    document = window.document
    shown: list[str] = []
    document.revealed.connect(shown.append)
    parts = document.open.parts().of(document.state, group)
    assert {frozenset(part) for part in parts} == {frozenset(part) for part in PARTS}
    document.select([group])
    for part in (*parts, parts[0]):
        press(window, "F7")
        assert document.selection == frozenset(part)
        assert document.current == shown[-1] == part[0]
    for part in (parts[2], parts[1]):
        press(window, "Shift+F7")
        assert document.selection == frozenset(part)
    name = document.state.label(group)
    unit = document.state.label(parts[1][0])
    assert window.messages.text == f"Part 2 of 3 of {name}: {unit}."


def test_backwards_begins_with_the_last_part(torn: tuple[MainWindow, str]) -> None:
    window, group = torn
    document = window.document
    document.select([group])
    press(window, "Shift+F7")
    parts = document.open.parts().of(document.state, group)
    assert document.selection == frozenset(parts[-1])


def test_what_is_in_one_piece_or_nothing_at_all_is_told(window: MainWindow) -> None:
    document = window.document
    document.select([])
    press(window, "F7")
    assert window.messages.text == "Select a cluster, or what is in one, to see its parts."
    document.select(["5NT"])
    press(window, "F7")
    assert window.messages.text.endswith("is in one piece.")
    assert document.selection == {"5NT"}


def test_the_inspector_offers_parts_of_a_torn_group_alone(torn: tuple[MainWindow, str]) -> None:
    window, group = torn
    document = window.document

    def offered() -> list[LinkButton]:
        page = window.inspector.page
        assert page is not None
        buttons = page.findChildren(LinkButton)
        return [b for b in buttons if b.text() == "Next part" and b.isVisibleTo(page)]

    document.select([str(document.state.group_of("5PG"))])
    assert offered() == []
    document.select([group])
    (button,) = offered()
    button.click()
    first = document.open.parts().of(document.state, group)[0]
    assert document.selection == frozenset(first)


def test_the_problem_offers_its_parts(torn: tuple[MainWindow, str]) -> None:
    window, group = torn
    document = window.document
    finding = document.option.findings.one(group, "GEO-1")
    assert finding is not None
    assert (finding.verdict, finding.value) == ("breaks", 3)
    parts = document.open.parts().of(document.state, group)
    for link, part in (("Next part", 0), ("Next part", 1), ("Previous part", 0)):
        window.problems.asked.emit(link, finding)
        assert document.selection == frozenset(parts[part])
    document.commit(Batch(tuple(Move(u, document.state.home(u)) for u in ("5QP", "5QT"))))
    again = document.option.findings.one(group, "GEO-1")
    assert again is not None
    assert (again.verdict, again.value) == ("meets", 1)
