"""The program's own main window, driven as a user would, for the benchmarks.

One window serves a whole process, like one that a user keeps open: what is timed is what a
document costs, not what the window does. "Painted" means that the chart's `paintEvent` has run
through the event loop; panels that are due are painted in the same pass.

Cards don't slide: with the system's setting for less motion, which the window is given here, the
first frame after a move is the final one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    QPointF,
    QSettings,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication

from db.scenario_file import Opened
from model.changes import Move
from tests.benchmarks.convert import node, rows_of_kind, scenario_of
from tests.benchmarks.inputs import Tree
from ui import app as program
from ui.chart import painter
from ui.chart.arranging import Arrangement
from ui.main_window import MainWindow

LONGEST_S = 60.0
"""After this long without a paint the measurement is given up."""
STEP = 40
"""Pixels that the pointer moves at a time."""
SCROLL = 64
EDGE = 48
"""Pixels from the viewport's edge in which a drag would scroll."""
LABELLED = 700
"""How many labelled rows the dense frame is to show."""
CANDIDATES = 60
"""How many places are looked at in search of the fullest view."""

NEXT_TO_NOTHING: Tree = {
    "n": 4,
    "parent": [-1, 0, 1, 2],
    "kind": ["root", "region", "cluster", "pct"],
    "name": ["Land", "Region", "Group", "Trust"],
    "population": [1] * 4,
    "budget": [1] * 4,
    "officers": [1] * 4,
}
"""What the window shows between two documents."""


class Paints(QObject):
    """Counts the paint events of a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count, and let everything pass."""
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


class Window:
    """The main window around a chart of a given size.

    Parameters
    ----------
    folder : Path
        Where it keeps its settings and its recovery files.
    """

    def __init__(self, width: int, height: int, folder: Path) -> None:
        self.app = program.application()
        store = QSettings(str(folder / "bench.ini"), QSettings.Format.IniFormat)
        self._folder = folder
        self.main = MainWindow(scenario_of(NEXT_TO_NOTHING), store, folder / "recovery")
        self.view = self.main.chart
        self.view.setStyleSheet("widget-animation-duration: 0")
        self.paints = Paints()
        self.view.viewport().installEventFilter(self.paints)
        self.main.show()
        self._wanted = QSize(width, height)
        self._size_chart()
        self._cols = NEXT_TO_NOTHING
        self._forget()

    def _size_chart(self) -> None:
        """Make the window as large as leaves the chart its size beside the panels."""
        for _ in range(8):
            lacking = self._wanted - self.view.viewport().size()
            if lacking == QSize(0, 0):
                return
            self.main.resize(self.main.size() + lacking)
            self.app.processEvents()
        raise RuntimeError(f"the chart can't be made {self._wanted}")

    def _forget(self) -> None:
        self._spot = QPointF()
        self._dense: tuple[float, QPointF] | None = None
        self._ends: tuple[QPointF, QPointF] | None = None
        self._is_dragging = False
        self._scroll_step = SCROLL

    # -- documents -------------------------------------------------------------------------

    def open(self, cols: Tree) -> None:
        """Show a tree; returns when its chart is painted."""
        self._cols = cols
        self._forget()
        self._units = rows_of_kind(cols, "pct")
        self._clusters = rows_of_kind(cols, "cluster")

        self.painted(lambda: self._adopt(cols))
        if self.view.viewport().size() != self._wanted:
            # Scroll bars are there now: the window is made larger once, in the warm-up.
            self._size_chart()
            self.settle()

    def close(self) -> None:
        """Forget the tree."""
        self._drop_nothing()
        self._adopt(NEXT_TO_NOTHING)
        self.settle()

    def _adopt(self, cols: Tree) -> None:
        """Have the window show a tree as it shows what was read from a file."""
        opened = Opened(scenario_of(cols), "", read_only=False, size=0)
        self.main.files.adopt(self._folder / "tree.footprint", opened)

    def dispose(self) -> None:
        """Do away with the window."""
        self.close()
        self.main.close()
        self.main.deleteLater()
        self.settle()

    def painted(self, do: Callable[[], object]) -> None:
        """Do something and return once the chart is painted after it."""
        before, start = self.paints.count, time.perf_counter()
        do()
        while self.paints.count == before:
            self.app.processEvents()
            if time.perf_counter() - start > LONGEST_S:
                raise TimeoutError("the chart was not painted")

    def settle(self) -> None:
        """Return once there is nothing left to do in the event loop."""
        dispatcher = self.app.eventDispatcher()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        while dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            pass

    # -- places ----------------------------------------------------------------------------

    def look(self, at: QPointF, zoom: float) -> None:
        """Bring a scene point to the middle of the chart at a zoom."""
        view = self.view
        view.set_zoom(zoom)
        off = view.to_view(at) - QPointF(view.viewport().rect().center())
        view.scroll_by(off.x(), off.y())

    def spot(self) -> QPointF:
        """Return the scene point around which most boxes are in view at 100%."""
        if self._spot.isNull():
            self._spot = self._fullest(1.0)
        return self._spot

    def boxes_in_view(self) -> int:
        """Return how many rows of the chart are in view."""
        view, rect = self.view, self.view.viewport().rect()
        corner, other = (view.to_scene(QPointF(p)) for p in (rect.topLeft(), rect.bottomRight()))
        size = other - corner
        return sum(1 for _ in view.chart.rows_in(corner.x(), corner.y(), size.x(), size.y()))

    def _fullest(self, zoom: float) -> QPointF:
        best, found = QPointF(), -1
        step = max(1, len(self._clusters) // CANDIDATES)
        for cluster in self._clusters[::step]:
            box = self.view.chart.box(node(cluster))
            if box is None:
                continue
            x, y, width, height = box
            for share in (0.25, 0.5, 0.75):
                self.look(QPointF(x + width / 2, y + height * share), zoom)
                count = self.boxes_in_view()
                if count > found:
                    middle = QPointF(self.view.viewport().rect().center())
                    best, found = self.view.to_scene(middle), count
        return best

    # -- frames ----------------------------------------------------------------------------

    def frame(self, zoom: float) -> QPixmap:
        """Return the chart painted at a zoom."""
        self.look(self.spot(), zoom)
        return self.view.viewport().grab()

    def frame_fit(self, *, fresh: bool) -> QPixmap:
        """Return the whole chart painted; arranged for it first if `fresh`."""
        if fresh:
            self.view.fit()
        return self.view.viewport().grab()

    def fits(self) -> bool:
        """Whether the whole chart is in view."""
        width, height = self.view.extent()
        size = self.view.viewport().size()
        zoom = self.view.zoom
        return width * zoom <= size.width() + 1 and height * zoom <= size.height() + 1

    def dense(self) -> tuple[QPixmap, int]:
        """Return a view of some 700 labelled rows, and how many there are.

        Where there are not so many, it is the view from furthest away that has labels.
        """
        if self._dense is None:
            self.view.fit()  # sets cards side by side, where reading has a few columns
            zoom = painter.FULL_FROM
            at = self._fullest(zoom)
            self.look(at, zoom)
            closer = max(1.0, self.boxes_in_view() / LABELLED) ** 0.5
            self._dense = zoom * closer, at
        zoom, at = self._dense
        self.look(at, zoom)
        return self.view.viewport().grab(), self.boxes_in_view()

    # -- gestures --------------------------------------------------------------------------

    def follow(self, run: int, *, over_targets: bool) -> None:
        """Move a held unit by 40 pixels, to and fro.

        Parameters
        ----------
        over_targets : bool
            Whether every move leads to another cluster, so that a preview is worked out and shown;
            else it stays over one.
        """
        if run == 0 or self._ends is None:
            self._take_up(over_targets=over_targets)
        assert self._ends is not None
        at = self._ends[(run + 1) % 2]
        self.painted(lambda: self._mouse(QEvent.Type.MouseMove, at))

    def _take_up(self, *, over_targets: bool) -> None:
        """Press on a unit and carry it to where the moves begin."""
        self._drop_nothing()
        view = self.view
        self._read()
        for unit in self._units:
            box = view.chart.box(node(unit))
            if box is None or not view.movable(node(unit)):
                continue
            x, y, width, height = box
            self.look(QPointF(x + width / 2, y + height / 2), 1.0)
            start = view.to_view(QPointF(x + width / 2, y + height / 2))
            own = view.hit(start)
            if own.id != node(unit):
                continue
            for ends in self._pairs(own.card, over_targets=over_targets):
                self._ends = ends
                self._mouse(QEvent.Type.MouseButtonPress, start)
                self._mouse(QEvent.Type.MouseMove, start + QPointF(0, 2 * STEP))
                self._is_dragging = True
                self.painted(lambda: self._mouse(QEvent.Type.MouseMove, self._ends[0]))
                self.settle()
                return
        raise RuntimeError("there is no place for the gesture")

    def _pairs(self, own: int, *, over_targets: bool) -> Iterator[tuple[QPointF, QPointF]]:
        """Iterate over points 40 pixels apart over two other clusters, or over one."""
        view, size = self.view, self.view.viewport().size()
        for y in range(EDGE, size.height() - EDGE, 24):
            for x in range(EDGE, size.width() - EDGE - STEP, 12):
                one, other = QPointF(x, y), QPointF(x + STEP, y)
                first, second = view.hit(one).card, view.hit(other).card
                if min(first, second) < 0 or own in (first, second):
                    continue
                if (first != second) is over_targets:
                    yield one, other

    def _read(self) -> None:
        """Arrange the chart for reading, as it is when it is opened."""
        if self.view.arrangement is not Arrangement.READ:
            self.view.read()
            self._spot = QPointF()
        self.look(self.spot(), 1.0)
        self.settle()

    def _drop_nothing(self) -> None:
        """Call off the drag that goes on."""
        if self._is_dragging:
            self._is_dragging = False
            self._ends = None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
                QApplication.sendEvent(self.view, event)
            self._mouse(QEvent.Type.MouseButtonRelease, QPointF(EDGE, EDGE))
            self.settle()

    def _mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        viewport = self.view.viewport()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind,
            at,
            QPointF(viewport.mapToGlobal(QPoint(round(at.x()), round(at.y())))),
            none if kind is QEvent.Type.MouseMove else left,
            none if kind is QEvent.Type.MouseButtonRelease else left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, event)

    def pan(self, run: int) -> None:
        """Scroll by 64 pixels, to and fro."""
        if run == 0 or self._is_dragging:
            self._drop_nothing()
            self._read()
            self._scroll_step = -SCROLL
        self._scroll_step = -self._scroll_step
        bar = self.view.verticalScrollBar()
        is_free = bar.maximum() >= 2 * SCROLL
        self.painted(
            lambda: self.view.scroll_by(
                *((0, self._scroll_step) if is_free else (self._scroll_step, 0))
            )
        )

    def reparent(self, run: int, *, settled: bool = False) -> None:
        """Drop a unit into another cluster: run r moves unit 37 r + 5 to cluster 17 r + 29.

        Parameters
        ----------
        settled : bool
            Whether to return only when there is nothing left to do, not at the chart's paint.
        """
        self._drop_nothing()
        document, state = self.main.document, self.main.document.state
        unit = node(self._units[(37 * run + 5) % len(self._units)])
        place = 17 * run + 29
        if state.parent(unit) == node(self._clusters[place % len(self._clusters)]):
            place += 1
        change = Move(unit, node(self._clusters[place % len(self._clusters)]))
        document.commit(change)
        self.app.processEvents()  # what has altered on screen is painted in one pass, panels too
        if settled:
            self.settle()
        assert state.parent(unit) == change.to

    def undo(self) -> None:
        """Take back the last move, as the Undo action does."""
        self.main.document.stack.undo()
        self.app.processEvents()


_windows: list[Window] = []


def the_window(width: int = 1280, height: int = 800) -> Window:
    """Return the window of this process, made when first asked for.

    From then on the user's own settings and files are out of the process's reach.
    """
    if not _windows:
        home = tempfile.mkdtemp(prefix="footprint-bench-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home, name.lower()))
        _windows.append(Window(width, height, Path(home)))
    return _windows[0]
