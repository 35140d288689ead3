"""The mouse in a widget, sent as events to the widget itself.

`qtbot.mouseMove` moves the cursor of the whole display instead: an event comes of it only if the
cursor was elsewhere, and only once the display says so, which is late or never where the machine
is busy. It tells no button either.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.chart.view import ChartView

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
START = QPoint(12, 12)
"""How far the mouse goes until a press is a drag, and somewhat further."""


def press(
    widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS
) -> None:
    _send(QEvent.Type.MouseButtonPress, widget, at, button, button, keys)


def move(
    widget: QWidget, at: QPoint, held: Qt.MouseButton = NONE, keys: Qt.KeyboardModifier = NO_KEYS
) -> None:
    """Have the mouse over a place, with a button held down or with none."""
    _send(QEvent.Type.MouseMove, widget, at, NONE, held, keys)


def release(
    widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS
) -> None:
    _send(QEvent.Type.MouseButtonRelease, widget, at, button, NONE, keys)


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def drag(
    widget: QWidget,
    start: QPoint,
    *stops: QPoint,
    drop: bool = True,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    """Press at a place and go on to others; the last one is where it is dropped."""
    press(widget, start, button, keys)
    for stop in (start + START, *stops):
        move(widget, stop, button, keys)
    if drop:
        release(widget, stops[-1], button, keys)


def pixel_of(chart: ChartView, organisation: str) -> QPoint:
    """Return the pixel in the middle of an organisation's box (of a card: of its header)."""
    x, y, width, height = chart.chart.box(organisation)
    return chart.to_view(QPointF(x + width / 2, y + min(height, 20.0) / 2)).toPoint()


def _send(
    kind: QEvent.Type,
    widget: QWidget,
    at: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
    keys: Qt.KeyboardModifier,
) -> None:
    event = QMouseEvent(kind, QPointF(at), QPointF(widget.mapToGlobal(at)), button, held, keys)
    QApplication.sendEvent(widget, event)
