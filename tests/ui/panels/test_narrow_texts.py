"""Texts that there is no room for: below each other, or with an ellipsis; never simply cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.panels.fields import LineField
from ui.panels.parts import Choice, Picker
from ui.panels.unfolding import FoldLine

WIDTH = 150
FRAME = 20
"""Room that no text has in a field; a choice has its arrow besides."""
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONG = "Joint Strategic Commissioning Partnership for the North of the County"


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    theme.apply(qapp, theme.LIGHT)


def image(qtbot, widget: QWidget, width: int, height: int) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    return widget.grab().toImage()


def fold_line(qtbot, title: str, words: str, width: int, *, hollow: bool = False) -> QImage:
    line = FoldLine()
    line.write(title, words, hollow=hollow)
    return image(qtbot, line, width, line.heightForWidth(width))


def test_words_go_below_a_title_that_leaves_no_room_beside_it(qtbot) -> None:
    line = FoldLine()
    qtbot.addWidget(line)
    line.write("Director of public health", "no name, interim · shared")
    beside, below = line.heightForWidth(400), line.heightForWidth(236)
    assert beside < below
    assert line.heightForWidth(236 + 400) == beside
    line.write("Chair", "no name")
    assert line.heightForWidth(236) == beside


@pytest.mark.parametrize("width", [120, 236])
@pytest.mark.parametrize("hollow", [False, True])
def test_numbers_and_states_at_the_end_are_seen_at_any_width(
    qtbot, width: int, hollow: bool
) -> None:
    def drawn(number: str, state: str) -> QImage:
        return fold_line(qtbot, f"{LONG} {number}", f"{LONG}, {state}", width, hollow=hollow)

    assert drawn("1", "interim") != drawn("2", "interim")
    assert drawn("1", "interim") != drawn("1", "acting")


def shortest_alike(qtbot, widget: QWidget, show: Callable[[str], None]) -> str:
    """Return the shortest text with an ellipsis that looks as all of `LONG` does."""
    show(LONG)
    whole = image(qtbot, widget, WIDTH, 30)
    for end in range(1, len(LONG)):
        show(LONG[:end].rstrip() + ELLIPSIS)
        if image(qtbot, widget, WIDTH, 30) == whole:
            return LONG[:end]
    return LONG


def test_a_field_that_is_not_typed_in_ends_in_an_ellipsis(qtbot) -> None:
    field = LineField("Name")
    shown = shortest_alike(qtbot, field, field.set_value)
    assert 0 < field.fontMetrics().horizontalAdvance(shown + ELLIPSIS) < WIDTH - FRAME


def test_a_choice_that_is_too_long_ends_in_an_ellipsis(qtbot) -> None:
    box = Choice()
    box.addItem("")
    shown = shortest_alike(qtbot, box, lambda text: box.setItemText(0, text))
    assert 0 < box.fontMetrics().horizontalAdvance(shown + ELLIPSIS) < WIDTH - FRAME - 10


def test_a_list_from_keys_opens_at_what_is_chosen(qtbot) -> None:
    box = Picker()
    box.addItems(["a", "b", "c"])
    qtbot.addWidget(box)
    box.show()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(box, key)
        assert box.view().currentIndex().row() == 0
        qtbot.keyClick(box.view(), Qt.Key.Key_Down)
        qtbot.keyClick(box.view(), Qt.Key.Key_Escape)
    assert box.currentIndex() == 0
