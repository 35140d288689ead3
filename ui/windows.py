"""Several windows on one scenario: opened beside each other, and kept in step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSettings, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.map.panel import MapPanel
    from ui.map.view import MapView

_BESIDE = QPoint(40, 40)
"""How far from the window that it was opened from another one is, pixels."""


class Windows(QObject):
    """The windows on one scenario; made with the second.

    They share the file and each option's undo; which option is shown is a window's own.

    Attributes
    ----------
    all : list of MainWindow
        Those that are open, in the order in which they were opened.
    in_step : bool
        Whether selection and zoom of one are those of all, what hovers or waits to be accepted,
        and the place that maps show.
    """

    def __init__(self, first: MainWindow, store: QSettings) -> None:
        super().__init__(first.files)
        self._store = store
        self.all: list[MainWindow] = []
        self.in_step = True
        self._is_following = False
        self._files = first.files
        # In a turn of its own: the window that is used comes first, and no view hears of a preview
        # while it is being told of an edit or of another option.
        self._previews = QTimer(self)
        self._previews.setSingleShot(True)
        self._previews.setInterval(0)
        self._previews.timeout.connect(self._pass_previews)
        self._add(first)

    def _add(self, window: MainWindow) -> None:
        self.all.append(window)
        window.installEventFilter(self)
        window.document.selected.connect(partial(self._follow, window))
        window.document.revealed.connect(partial(self._reveal, window))
        window.document.hovered.connect(partial(self._hover, window))
        window.chart.zoomed.connect(partial(self._zoom, window))
        window.document.previewed.connect(self._preview_soon)
        window.document.switched.connect(self._preview_soon)
        window.docks.when_made("map", partial(self._watch_map, window))
        self._preview_soon()

    def open_beside(self, window: MainWindow, *, with_map: bool = False) -> MainWindow:
        """Open another window, on the option after the one that a window shows.

        It is on another screen if there is one and no place of it is remembered.

        Parameters
        ----------
        with_map : bool
            Open it on the same option, with a large map.
        """
        from ui.main_window import MainWindow

        usable = window.document.scenario.with_status()
        at = usable.index(window.document.live) + (not with_map)
        new = MainWindow(window.document.open, self._store, files=self._files)
        new.document.show_option(usable[at % len(usable)].id)
        new.document.select(window.document.selection, window.document.current)
        if not new.layout_.is_known:
            elsewhere = [s for s in QGuiApplication.screens() if s is not window.screen()]
            corner = elsewhere[0].availableGeometry().topLeft() if elsewhere else window.pos()
            new.move(corner + _BESIDE)
        self._add(new)
        new.show()
        if with_map:
            new.layout_.show_map(new, is_large=True)
        for one in self.all:
            one.actions_.panels.show_in_step(self.in_step)
        return new

    def keep_in_step(self, is_on: bool) -> None:
        """Have selection and zoom of one window followed by all, or not."""
        self.in_step = is_on
        for window in self.all:
            window.actions_.panels.show_in_step(is_on)
        self._preview_soon()
        if is_on:
            self._follow(self.all[0])
            self._zoom(self.all[0], self.all[0].chart.zoom)
            self._place_maps(self.all[0])

    def remove(self, window: MainWindow) -> None:
        """Do without a window that is closed; those that are left know nothing of it any more."""
        self.all.remove(window)
        window.removeEventFilter(self)
        window.later.begin_again(iter(()))
        window.document.leave()
        self._preview_soon()
        self._files.use(self.all[-1].document, self.all[-1])
        for one in self.all:
            one.actions_.panels.show_in_step(self.in_step if len(self.all) > 1 else None)
        if window is not self._files.parent():  # who has what all share goes last
            window.deleteLater()

    # -- keeping in step -------------------------------------------------------------------

    def _others(self, window: MainWindow) -> list[MainWindow]:
        """Return the windows that do as another one does."""
        if not self.in_step or self._is_following or window not in self.all:
            return []
        return [other for other in self.all if other is not window]

    def _follow(self, window: MainWindow) -> None:
        document = window.document
        for other in self._others(window):
            self._is_following = True
            there = (o for o in document.selection if o in other.document.state)
            other.document.select(there, document.current)
            self._is_following = False

    def _reveal(self, window: MainWindow, organisation: str) -> None:
        for other in self._others(window):
            self._is_following = True
            other.document.reveal(organisation)
            self._is_following = False

    def _hover(self, window: MainWindow, organisation: str) -> None:
        for other in self._others(window):
            self._is_following = True
            other.document.hover(organisation)
            self._is_following = False

    def _preview_soon(self) -> None:
        if not self._previews.isActive():
            self._previews.start()

    def _pass_previews(self) -> None:
        """Have each window show what hovers or waits in another one on the same plan."""
        for window in self.all:
            document = window.document
            others = (w.document for w in self.all if self.in_step and w is not window)
            found = (
                other.own_preview
                for other in others
                if (other.live, other.at) == (document.live, document.at)
            )
            document.foresee_elsewhere(next(filter(None, found), None))

    def _zoom(self, window: MainWindow, zoom: float) -> None:
        for other in self._others(window) if not window.chart.is_resizing else ():
            self._is_following = True
            other.chart.set_zoom(zoom)
            self._is_following = False

    def _watch_map(self, window: MainWindow, panel: MapPanel) -> None:
        if panel.view is not None:
            panel.view.placed.connect(partial(self._place_maps, window))

    def _place_maps(self, window: MainWindow) -> None:
        """Have maps show what one shows: the whole, or the same place as large."""
        seen = _map_of(window)
        for other in self._others(window):
            view = _map_of(other)
            if seen is not None and view is not None:
                self._is_following = True
                _show_place(view, seen)
                self._is_following = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have questions about the file asked over the window that is used."""
        if event.type() is QEvent.Type.WindowActivate:
            for window in self.all:
                if window is watched:
                    self._files.use(window.document, window)
        return super().eventFilter(watched, event)


def _show_place(view: MapView, seen: MapView) -> None:
    """Have a map show what another shows: the whole, in its own size, or the same middle."""
    if seen.is_fitted:
        view.fit()
        return
    view.set_zoom(seen.zoom)
    middle = seen.to_scene(QPointF(seen.viewport().rect().center()))
    step = view.to_view(middle) - QPointF(view.viewport().rect().center())
    view.scroll_by(step.x(), step.y())


def _map_of(window: MainWindow) -> MapView | None:
    """Return the map of a window; None if it has none yet, or there is none."""
    dock = window.docks.made.get("map")
    view: MapView | None = dock.panel.view if dock is not None and dock.is_made else None
    return view
