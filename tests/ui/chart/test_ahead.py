"""Rows set before they are seen: what it prepares, and that it never touches what is gone."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from model import edits
from ui.chart.view import ChartView
from ui.document import Document


def test_rows_just_out_of_view_are_set_in_a_pause(qtbot, view: ChartView) -> None:
    view.resize(900, 400)
    view.read()
    bottom = view.to_scene(QPointF(view.viewport().rect().bottomLeft())).y()
    below = {
        unit
        for card in range(len(view.chart.cards))
        for i, (unit, _) in enumerate(view.chart.rows_of(card))
        if bottom + 40 < view.chart.row_top(card, i) < bottom + view.viewport().height() - 40
    }
    assert below
    qtbot.waitUntil(lambda: below <= view.faces._rows.keys())


def test_an_edit_ends_what_was_begun_before_it(qtbot, view: ChartView, document: Document) -> None:
    view.viewport().repaint()
    assert view._ahead._timer.isActive()
    group = document.state.group_of("5NT")
    assert group is not None
    document.commit(edits.dissolve(document.state, [group]))
    assert not view._ahead._timer.isActive()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not view._ahead._timer.isActive())
