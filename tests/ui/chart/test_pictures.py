"""What is copied from pictures is what drawing puts there, to the pixel, whatever has happened."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Change, Field, SetField
from model.errors import ChangeRefusedError
from model.pack import Tier
from ui import theme
from ui.chart import pictures
from ui.chart.painter import Painter
from ui.chart.pictures import Pictures
from ui.chart.view import ChartView
from ui.document import Document


def painted(view: ChartView, *, ratio: float, kept: Pictures | None) -> QImage:
    """Return what the view shows, at 100%, drawn with pictures or without."""
    image = QImage(round(1280 * ratio), round(800 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(view.theme.ground)
    painter = QPainter(image)
    painter.translate(-view._origin())
    drawn = Painter(view.chart, view.faces, view.theme, kept)
    drawn.draw(painter, QRectF(0, view.verticalScrollBar().value(), 1280, 800), 1.0, view.marks)
    painter.end()
    return image


def an_edit(document: Document, random: Random) -> Change:
    """Return something that a user might do."""
    state = document.state
    groups, units = state.at_tier(Tier.GROUP), state.at_tier(Tier.UNIT)
    unit, group = random.choice(units), random.choice(groups)
    match random.randrange(5):
        case 0:
            return edits.move(state, [unit], group)
        case 1:
            return edits.to_tray(state, [unit])
        case 2:
            return SetField(group, Field.NAME, f"{state.label(group)[:30]} and more")
        case 3:
            return SetField(random.choice((unit, group)), Field.LOCKED, "yes")
        case _:
            return edits.new_group(state, state.home(unit), f"new{len(groups)}", units=[unit])


@pytest.mark.parametrize(("ratio", "look"), [(1.0, theme.LIGHT), (2.0, theme.DARK)])
def test_pictures_are_never_out_of_date(
    qtbot, view: ChartView, document: Document, ratio: float, look: theme.Theme
) -> None:
    random, kept = Random(7), Pictures()
    view.set_theme(look)
    view.set_zoom(1.0)
    for step in range(24):
        try:
            document.commit(an_edit(document, random))
        except ChangeRefusedError:
            document.stack.undo()
        if step % 5 == 4:
            document.stack.undo()
        view._slide.finish()
        units = [u for u, _ in itertools.chain.from_iterable(s.rows for s in view.chart.stacks)]
        document.select(random.sample(units, step % 4))
        view.marks.dragged = frozenset(random.sample(units, step % 3))
        view.marks.target = random.randrange(-1, len(view.chart.cards))
        if step % 3 == 0:
            unit, group = random.choice(units), random.choice(view.chart.cards)
            if group in document.state and document.state.tier(group) is Tier.GROUP:
                document.preview(edits.move(document.state, [unit], group))
        view.verticalScrollBar().setValue(random.randrange(view.verticalScrollBar().maximum() + 1))
        fresh = painted(view, ratio=ratio, kept=None)
        assert painted(view, ratio=ratio, kept=kept) == fresh
        assert painted(view, ratio=ratio, kept=kept) == fresh  # now all from pictures
        document.preview(None)


def test_pictures_that_are_too_many_are_dropped(view: ChartView) -> None:
    kept = Pictures()
    view.set_zoom(1.0)
    for _ in range(3):
        for at in range(0, view.verticalScrollBar().maximum(), 37):
            view.verticalScrollBar().setValue(at)
            painted(view, ratio=1.0, kept=kept)
    assert kept.size <= kept.most
    assert kept.size > 0


def test_what_waits_in_haste_is_written_by_the_frames_that_follow(
    qtbot, view: ChartView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AT_ONCE", 4)
    view.set_zoom(1.0)
    fresh, kept = painted(view, ratio=1.0, kept=None), Pictures()
    kept.in_haste = True
    seen = [painted(view, ratio=1.0, kept=kept)]
    while kept.unfinished:
        seen.append(painted(view, ratio=1.0, kept=kept))
        # The first frame at a zoom keeps no pictures, so the second may only catch up with it.
        assert seen[-1] != seen[-2] or len(seen) == 2, "a frame brought nothing"
    assert len(seen) > 3
    assert seen[-1] == fresh


def test_the_wheel_leaves_nothing_unwritten(
    qtbot, view: ChartView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AT_ONCE", 4)
    view.set_zoom(1 / 1.0016**120)
    turn_wheel(view)
    assert abs(view.zoom - 1.0) < 1e-9
    assert view.in_haste
    view.grab()
    qtbot.waitUntil(lambda: not view.in_haste)
    shown = view.grab().toImage()
    view.set_theme(theme.DARK)  # all is drawn anew
    view.grab()
    view.set_theme(theme.LIGHT)
    assert view.grab().toImage() == shown


def turn_wheel(view: ChartView) -> None:
    """Zoom in by the wheel, as a hand does."""
    port, at = view.viewport(), QPointF(100, 100)
    none = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False
    place = QPointF(port.mapToGlobal(at.toPoint()))
    event = QWheelEvent(at, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, *none)
    QApplication.sendEvent(port, event)
