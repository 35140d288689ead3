"""How a window is laid out: what of it is remembered, taken up again, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt

from model.chart import PostDetail
from ui.chart.arranging import Arrangement
from ui.docks import LATE

if TYPE_CHECKING:
    from ui.main_window import MainWindow

LAYOUT_VERSION = 1
"""Goes up when docks change so that an old remembered layout no longer fits."""
_SIDE, _NARROW = 288, 380
"""Widths of panels at the side and of a narrow chart, pixels."""


class Layout:
    """The layout of one window in the settings.

    Parameters
    ----------
    store : QSettings
        Where it is remembered.
    name : str
        Of windows that share a memory: "" for a scenario's first.
    """

    def __init__(self, store: QSettings, name: str = "") -> None:
        self._store = store
        self._prefix = f"{name}/" if name else ""
        self._is_zoom_restored = False

    def _value(self, key: str) -> object:
        return self._store.value(self._prefix + key)

    def _keep(self, key: str, value: object) -> None:
        self._store.setValue(self._prefix + key, value)

    @property
    def posts(self) -> PostDetail:
        """How much of the posts the chart showed."""
        try:
            return PostDetail(str(self._value("posts")))
        except ValueError:
            return PostDetail.OFF

    @property
    def arrangement(self) -> Arrangement:
        """How the chart was arranged."""
        try:
            return Arrangement(str(self._value("arrangement")))
        except ValueError:
            return Arrangement.READ

    @property
    def is_known(self) -> bool:
        """Whether a window's place on the screen is remembered."""
        return isinstance(self._value("geometry"), QByteArray)

    def restore(self, window: MainWindow) -> None:
        """Give a window that has just been made the layout that the last one had."""
        docks = window.docks
        docks.memories = {name: self._value(f"panels/{name}") for name in LATE}
        geometry, state = self._value("geometry"), self._value("layout")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            for name in self._open():
                docks.late(name)
            window.restoreState(state, LAYOUT_VERSION)
        columns = self._value("totals")
        if isinstance(columns, QByteArray):
            window.totals.restore_layout(columns)

    def _open(self) -> list[str]:
        """Return the names of the docks that come later and were open."""
        return [n for n in str(self._value("open") or "").split() if n in LATE]

    def restore_zoom(self, window: MainWindow) -> None:
        """Take up the zoom that was left, once the window has its size."""
        zoom = self._value("zoom")
        if zoom is not None and not self._is_zoom_restored:
            window.chart.restore(self.arrangement, float(str(zoom)))
        self._is_zoom_restored = True

    def reset(self, window: MainWindow) -> None:
        """Put all panels back where they were at first."""
        window.docks.put_back()

    def show_chart_alone(self, window: MainWindow) -> None:
        """Hide all panels, for a chart as large as the window."""
        self.reset(window)
        for dock in window.docks.first:
            dock.hide()

    def show_map(self, window: MainWindow, *, is_large: bool) -> None:
        """Have the map beside the chart, and the panels behind each other at the right.

        Parameters
        ----------
        is_large : bool
            The chart is narrow, and the totals are hidden; else the two share the room.
        """
        docks = window.docks
        docks.put_beside_map()
        docks.totals.setVisible(not is_large)
        side = min(_SIDE, window.width() // 4)
        room = window.width() - side
        chart = min(_NARROW, room // 3) if is_large else room // 2
        across = Qt.Orientation.Horizontal
        window.resizeDocks([docks.late("map"), docks.problems], [room - chart, side], across)
        window.resizeDocks([docks.totals], [window.height() // 4], Qt.Orientation.Vertical)

    def keep(self, window: MainWindow) -> None:
        """Remember how a window is, which is about to be closed."""
        docks, chart = window.docks, window.chart
        self._keep("geometry", window.saveGeometry())
        self._keep("layout", window.saveState(LAYOUT_VERSION))
        self._keep("open", " ".join(n for n, d in docks.made.items() if not d.isHidden()))
        for name, dock in docks.made.items():
            if (state := dock.layout_state()) is not None:
                self._keep(f"panels/{name}", state)
        self._keep("totals", window.totals.layout_state())
        self._keep("zoom", chart.zoom)
        self._keep("posts", chart.posts.value)
        self._keep("arrangement", chart.arrangement.value)
        self._store.sync()
