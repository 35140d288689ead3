"""What an edit alters on screen is painted; what stays as it was is left."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from model.changes import Move
from model.pack import Tier
from ui.chart.view import ChartView
from ui.document import Document


class Regions(QObject):
    """Notes which part of a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted += event.region()
        return False


def test_what_an_edit_alters_is_painted_and_what_it_does_not_is_left(
    qapp: QApplication, view: ChartView, document: Document
) -> None:
    # The system asks for less motion: nothing slides.
    view.setStyleSheet("widget-animation-duration: 0")
    random, watch, areas = Random(3), Regions(), []
    view.set_zoom(1.0)
    qapp.processEvents()
    view.viewport().installEventFilter(watch)
    for _ in range(16):
        before = view.viewport().grab().toImage()
        watch.painted = QRegion()
        state = document.state
        unit, group = random.choice(state.at_tier(Tier.UNIT)), random.choice(view.chart.cards)
        if state.group_of(unit) == group:
            continue
        document.commit(Move(unit, group))
        qapp.processEvents()
        exposed = QRegion(watch.painted)
        areas.append(sum(r.width() * r.height() for r in exposed))
        after = view.viewport().grab().toImage()
        kept = QImage(before)
        painter = QPainter(kept)
        for rect in exposed:
            painter.drawImage(rect.topLeft(), after, rect)
        painter.end()
        assert kept == after
        view.verticalScrollBar().setValue(random.randrange(view.verticalScrollBar().maximum() + 1))
        qapp.processEvents()
    whole = view.viewport().width() * view.viewport().height()
    assert min(areas) < whole / 2
