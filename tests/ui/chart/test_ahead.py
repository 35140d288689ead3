"""Rows set before they are seen: what it prepares, and that it never touches what is gone."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from model import edits
from ui.main_window import MainWindow


def test_rows_just_out_of_view_are_set_in_a_pause(qtbot, window: MainWindow) -> None:
    view = window.chart
    window.resize(900, 500)
    view.read()
    qtbot.waitUntil(lambda: bool(view.faces._rows))
    bottom = view.to_scene(view.viewport().rect().bottomLeft().toPointF()).y()
    below = [
        unit
        for card in range(len(view.chart.cards))
        for i, (unit, _) in enumerate(view.chart.rows_of(card))
        if bottom + 40 < view.chart.row_top(card, i) < bottom + view.viewport().height() - 40
    ]
    assert below
    qtbot.waitUntil(lambda: set(below) <= view.faces._rows.keys())


def test_what_was_begun_ends_when_the_chart_is_another(qtbot, window: MainWindow) -> None:
    view, state = window.chart, window.document.state
    view.viewport().repaint()
    group = state.group_of("5NT")
    assert group is not None
    window.document.commit(edits.dissolve(state, [group]))
    QApplication.processEvents()
    assert group not in state
