"""The limit for interactive charts: a bare QGraphicsScene with one rectangle and one text a node.

It is what a simple program would do with Qt, without a model beside it. Boxes stand as the tidy
layout says, or in a grid for the dense frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from model.tidy import tidy
from tests.benchmarks.convert import rows_of_kind
from tests.benchmarks.inputs import Tree
from tests.benchmarks.timing import result

BENCH, CASE, ROLE = "interactive_qt", "scene", "limit"
GRID_X, GRID_Y = 240, 56
"""Steps of the grid in which the dense frame shows boxes."""
DENSE_ZOOM = 0.36
LONGEST_S = 20.0


class Viewer(QGraphicsView):
    """A view that counts how often it was painted."""

    def __init__(self, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self.painted = 0
        self.resize(1280, 800)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted += 1

    def look(self, at: QPointF, zoom: float) -> None:
        """Bring a point to the middle at a zoom."""
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(at)


class SceneChart:
    """A tree as items in a scene."""

    def __init__(self, cols: Tree, *, grid: bool = False) -> None:
        self.parent = np.array(cols["parent"])
        self.w, self.h = np.array(cols["w"], float), np.array(cols["h"], float)
        self.rows = np.arange(cols["n"])
        """Row of the tree at each place of the breadth-first order."""
        self.value = np.array(cols["population"], float)
        if grid:
            across = int(np.ceil(np.sqrt(cols["n"] * 1.6 * GRID_Y / GRID_X)))
            self.x, self.y = self.rows % across * GRID_X + 120.0, self.rows // across * GRID_Y * 1.0
        else:
            self.lay_out()
        self.scene = QGraphicsScene()
        font = QFont()
        font.setPixelSize(11)
        fill, edge = QColor("#f4f8fc"), QPen(QColor("#445566"))
        self.boxes: list[QGraphicsRectItem] = []
        for x, y, w, h, name in zip(
            self.x.tolist(), self.y.tolist(), cols["w"], cols["h"], cols["name"], strict=True
        ):
            box = QGraphicsRectItem(-w / 2, 0, w, h)
            box.setPen(edge)
            box.setBrush(fill)
            box.setPos(x, y)
            text = QGraphicsSimpleTextItem(name, box)
            text.setFont(font)
            text.setPos(4 - w / 2, 4)
            self.scene.addItem(box)
            self.boxes.append(box)
        self.brackets: dict[int, QGraphicsPathItem] = {}
        if not grid:
            self._draw_lines(np.unique(self.parent[1:]))
        self.view = Viewer(self.scene)

    def lay_out(self) -> None:
        """Work out where boxes stand."""
        drawn = tidy(self._ranks(), self.w[self.rows], self.h[self.rows])
        self.x, self.y = np.empty_like(self.w), np.empty_like(self.w)
        self.x[self.rows], self.y[self.rows] = drawn.x, drawn.top

    def _ranks(self) -> np.ndarray:
        """Return the parents, with the rows brought into breadth-first order."""
        order, rank = [np.array([0])], np.zeros(len(self.parent), dtype=np.int64)
        depth = np.zeros(len(self.parent), dtype=np.int64)
        at = self.parent.copy()
        while (deeper := at >= 0).any():
            depth += deeper
            at = np.where(deeper, self.parent[at], -1)
        for level in range(1, int(depth.max()) + 1):
            rows = np.flatnonzero(depth == level)
            rank[order[-1]] = np.arange(len(order[-1]))
            order.append(rows[np.argsort(rank[self.parent[rows]], kind="stable")])
        self.rows = np.concatenate(order)
        rank[self.rows] = np.arange(len(self.rows))
        of = self.parent[self.rows]
        return np.where(of < 0, -1, rank[of])

    def _draw_lines(self, parents: np.ndarray) -> None:
        """Draw the connectors from some parents to their children, one item a parent."""
        order = np.argsort(self.parent, kind="stable")
        starts = np.searchsorted(self.parent[order], parents)
        ends = np.searchsorted(self.parent[order], parents, side="right")
        for parent, start, end in zip(
            parents.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            children = order[start:end]
            path = QPainterPath()
            if len(children):
                xs, top = np.sort(self.x[children]).tolist(), float(self.y[children[0]])
                bus = top - 20
                path.moveTo(self.x[parent], self.y[parent] + self.h[parent])
                path.lineTo(self.x[parent], bus)
                path.moveTo(xs[0], bus)
                path.lineTo(xs[-1], bus)
                for x in xs:
                    path.moveTo(x, bus)
                    path.lineTo(x, top)
            if parent not in self.brackets:
                self.brackets[parent] = self.scene.addPath(path, QPen(QColor("#aab4be")))
                self.brackets[parent].setZValue(-1)
            else:
                self.brackets[parent].setPath(path)

    def move(self, unit: int, cluster: int) -> None:
        """Hang a unit under another cluster: totals, layout, and every item that is elsewhere."""
        for row, sign in ((int(self.parent[unit]), -1), (cluster, 1)):
            while row >= 0:
                self.value[row] += sign * self.value[unit]
                row = int(self.parent[row])
        left = int(self.parent[unit])
        self.parent[unit] = cluster
        old = self.x.copy(), self.y.copy()
        self.lay_out()
        moved = np.flatnonzero((old[0] != self.x) | (old[1] != self.y))
        for row in moved.tolist():
            self.boxes[row].setPos(self.x[row], self.y[row])
        above = np.union1d(self.parent[moved], moved[np.isin(moved, self.parent)])
        self._draw_lines(np.union1d(above[above >= 0], [left, cluster]))


def measure(cols: Tree, runs: int) -> None:
    """Print the scene's figures for one tree."""
    app = QApplication.instance() or QApplication([])
    n = cols["n"]

    def painted(view: Viewer, do: Callable[[], object]) -> float:
        before, start = view.painted, time.perf_counter()
        do()
        while view.painted == before:
            app.processEvents()
            if time.perf_counter() - start > LONGEST_S:
                raise TimeoutError("no paint")
        return (time.perf_counter() - start) * 1e3

    def grabbed(view: Viewer, metric: str) -> None:
        values = []
        for _ in range(runs + 2):
            start = time.perf_counter()
            view.grab()
            values.append((time.perf_counter() - start) * 1e3)
        result(BENCH, CASE, ROLE, metric, n, values[2:])

    chart = SceneChart(cols)
    view = chart.view
    view.show()
    low = rows_of_kind(cols, cols["kind"][-1])
    spot = low[len(low) // 2]
    span = float(chart.x.max() - chart.x.min()) + 300
    view.look(QPointF(0, float(chart.y.max()) / 2), 1270 / span)
    grabbed(view, "frame_fit")
    view.look(QPointF(chart.x[spot], chart.y[spot] - 200), 1.0)
    painted(view, view.viewport().update)
    box, values = chart.boxes[spot], []
    for run in range(3 * runs + 1):
        step = 40 if run % 2 else -40
        values.append(painted(view, lambda step=step: box.moveBy(step, 0)))
    result(BENCH, CASE, ROLE, "move_one", n, values[1:])

    def drop(unit: int, cluster: int) -> None:
        chart.move(unit, cluster)
        view.viewport().update()

    units, clusters = rows_of_kind(cols, "pct"), rows_of_kind(cols, "cluster")
    values = []
    for run in range(runs + 1):
        unit = units[(37 * run + 5) % len(units)]
        cluster = clusters[(17 * run + 29) % len(clusters)]
        values.append(painted(view, lambda u=unit, c=cluster: drop(u, c)))
    result(BENCH, CASE, ROLE, "reparent", n, values[1:])
    view.hide()
    grid = SceneChart(cols, grid=True)
    grid.view.show()
    app.processEvents()
    grid.view.look(grid.scene.itemsBoundingRect().center(), DENSE_ZOOM)
    grabbed(grid.view, "dense_036")
