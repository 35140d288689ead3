"""What the mouse is over in one view lights up in the others: lists and tables, and the chart.

The rows of groups are marked, too, while something that is in them is selected.

A view says what the mouse is over (`Document.hover`) and hears what it is over elsewhere
(`Document.hovered`). Nothing is laid out or read for it: a row that lights up has a frame over it,
and on the chart two small areas are painted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QWidget

from model.chart import Part
from model.pack import Tier
from model.state import State
from ui.chart.view import ChartView
from ui.dialogs.common import theme_of
from ui.document import Document
from ui.panels.parts import is_seen

_TIERS = list(Tier)
_EDGE = 3
"""Width of the bar at the left end of a row that is lit or marked, pixels."""
_ROUND = 8
"""How far a frame reaches out of a page's head, pixels."""
_REACH = 4.0
"""How far a frame on the chart reaches out of its box, pixels."""


def lowest(state: State, organisations: Collection[str]) -> str:
    """Return the organisation that stands lowest in the tree, "" if several do or none is there.

    Of a unit that was moved from one group to another, that is the unit.
    """
    found = [o for o in organisations if o in state]
    depth = max((_TIERS.index(state.tier(o)) for o in found), default=0)
    deepest = [o for o in found if _TIERS.index(state.tier(o)) == depth]
    return deepest[0] if len(deepest) == 1 else ""


class _Frame(QWidget):
    """A frame over a row, which takes no clicks."""

    def __init__(self, port: QWidget) -> None:
        super().__init__(port)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, with a bar at its left end."""
        del event
        accent = theme_of(self).accent
        painter = QPainter(self)
        painter.fillRect(0, 0, _EDGE, self.height(), accent)
        painter.setPen(QPen(accent, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _Margin(QWidget):
    """What marks rows at their left end, with bars; it takes no clicks.

    It is painted with the rows, so that they may be sorted, come and go.
    """

    def __init__(self, port: QWidget, rooms: Callable[[], Iterator[QRect]]) -> None:
        super().__init__(port)
        self._rooms = rooms
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a bar for each row that is marked."""
        del event
        accent = theme_of(self).accent
        painter = QPainter(self)
        for room in self._rooms():
            painter.fillRect(0, room.top() + 1, _EDGE, room.height() - 2, accent)
        painter.end()


class RowLights(QObject):
    """Says what the mouse is over in a list or table, and lights up the rows of what it is over.

    Parameters
    ----------
    ask : callable
        Returns the ids of the organisations that a row is about.
    with_group : bool
        A group's row lights up for what is in the group, too, and is marked while something in it
        is selected.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        document: Document,
        ask: Callable[[QModelIndex], Collection[str]],
        *,
        with_group: bool = False,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._document = document
        self._ask = ask
        self._with_group = with_group
        self._frames: list[_Frame] = []
        self._held: frozenset[str] = frozenset()
        self._is_source = False
        view.setMouseTracking(True)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._light)
        document.hovered.connect(self._light)
        document.changed.connect(self._light)
        if with_group:
            self._margin = _Margin(view.viewport(), lambda: self._rows_of(self._held))
            view.verticalScrollBar().valueChanged.connect(self._fit_margin)
            view.horizontalScrollBar().valueChanged.connect(self._fit_margin)
            document.selected.connect(self._mark)
            document.changed.connect(self._mark)
            document.switched.connect(self._mark)
            self._mark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the mouse."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            if event.buttons() == Qt.MouseButton.NoButton:
                if not self._is_source:
                    self._is_source = True
                    self._light()
                self._document.hover(self._under(event.position().toPoint()))
        elif event.type() is QEvent.Type.Leave:
            self._document.hover("")
            self._is_source = False
        elif event.type() is QEvent.Type.Resize and self._with_group:
            self._fit_margin()
        return super().eventFilter(watched, event)

    def _under(self, at: QPoint) -> str:
        index = self._view.indexAt(at)
        return lowest(self._document.state, self._ask(index)) if index.isValid() else ""

    # -- lighting up -----------------------------------------------------------------------

    @property
    def lit(self) -> list[QRect]:
        """Where rows are lit, in pixels of the viewport."""
        return [frame.geometry() for frame in self._frames if not frame.isHidden()]

    def _light(self) -> None:
        """Have frames over the rows of what the mouse is over in another view."""
        rooms = [] if self._is_source else list(self._rooms())
        port = self._view.viewport()
        while len(self._frames) < len(rooms):
            self._frames.append(_Frame(port))
        for frame, room in zip(self._frames, rooms, strict=False):
            frame.setGeometry(room)
            frame.show()
        for frame in self._frames[len(rooms) :]:
            frame.hide()

    def _rooms(self) -> Iterator[QRect]:
        """Iterate over the rows on the screen that are about what the mouse is over."""
        document = self._document
        if not document.pointed or not is_seen(self._view):
            return
        wanted = {document.pointed}
        if self._with_group and (group := document.state.group_of(document.pointed)):
            wanted.add(group)
        yield from self._rows_of(wanted)

    def _rows_of(self, wanted: Collection[str]) -> Iterator[QRect]:
        """Iterate over the rows on the screen that are about some organisations."""
        view, wanted = self._view, frozenset(wanted)
        port = view.viewport().rect()
        at = QPoint(port.left() + 1, port.top())
        while at.y() <= port.bottom():
            index = view.indexAt(at)
            room = view.visualRect(index)
            if not index.isValid() or room.height() <= 0:
                return
            if not wanted.isdisjoint(self._ask(index)):
                yield QRect(0, room.top(), port.width(), room.height())
            at.setY(room.bottom() + 1)

    # -- marking groups of what is selected ------------------------------------------------

    @property
    def marked(self) -> list[QRect]:
        """Where rows are marked, in pixels of the viewport."""
        return list(self._rows_of(self._held)) if self._held else []

    def _mark(self) -> None:
        """Have bars at the rows of groups that have something selected in them."""
        held = self._document.groups_of_selected
        if held != self._held:
            self._held = held
            self._margin.setVisible(bool(held))
            self._margin.update()

    def _fit_margin(self) -> None:
        """Stay at the left end: what is scrolled takes with it what lies on it."""
        self._margin.setGeometry(0, 0, _EDGE, self._view.viewport().height())


class PageLight(QObject):
    """Says that the mouse is over what a page is about, and frames its head for what it is over.

    Parameters
    ----------
    page, head : QWidget
        The latter is framed, and lies in the former.
    """

    def __init__(self, page: QWidget, head: QWidget, document: Document) -> None:
        super().__init__(page)
        self._page = page
        self._head = head
        self._document = document
        self._is_source = False
        self.frame = _Frame(page)
        self.frame.hide()
        page.installEventFilter(self)
        head.installEventFilter(self)
        document.hovered.connect(self._follow)
        document.selected.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the mouse, and of the head's place."""
        kind = event.type()
        if watched is self._page and kind is QEvent.Type.Enter:
            self._is_source = True
            self._document.hover(self._document.current if self._is_of_one else "")
        elif watched is self._page and kind is QEvent.Type.Leave:
            self._document.hover("")
            self._is_source = False
        elif watched is self._head and kind in (QEvent.Type.Resize, QEvent.Type.Move):
            self.frame.setGeometry(self._head.geometry().adjusted(-_ROUND, -3, _ROUND - 3, 3))
        return super().eventFilter(watched, event)

    @property
    def _is_of_one(self) -> bool:
        return len(self._document.selection) == 1

    def _follow(self) -> None:
        document = self._document
        pointed = "" if self._is_source or not self._is_of_one else document.pointed
        about = (pointed, document.state.group_of(pointed)) if pointed else ()
        self.frame.setVisible(document.current in about)
        self.frame.raise_()


class ChartLight(QObject):
    """Says what the mouse is over on the chart, and frames what it is over elsewhere."""

    def __init__(self, chart: ChartView, document: Document) -> None:
        super().__init__(chart)
        self._chart = chart
        self._document = document
        self._lit = ""
        self._room = QRectF()
        self._is_source = False
        chart.overlays.append(self)
        chart.viewport().installEventFilter(self)
        document.hovered.connect(self._follow)
        document.changed.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the mouse."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            if event.buttons() == Qt.MouseButton.NoButton:
                if not self._is_source:
                    self._is_source = True
                    self._follow()
                hit = self._chart.hit(event.position())
                self._document.hover("" if hit.part is Part.GROUND else hit.id)
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.MouseButtonPress):
            self._document.hover("")
            self._is_source = False
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        before = self._room
        self._lit = "" if self._is_source else self._document.pointed
        box = self._chart.chart.box(self._lit) if self._lit else None
        self._room = QRectF(*box) if box else QRectF()
        reach = (_REACH + 1) / self._chart.zoom
        for room in (before, self._room):
            if not room.isEmpty():
                self._chart.update_scene(room.adjusted(-reach, -reach, reach, reach))

    # -- an overlay of the chart -----------------------------------------------------------

    def draw(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        """Draw the frame, at any zoom of the same width."""
        box = self._chart.chart.box(self._lit) if self._lit else None
        if box is None:
            return
        self._room = QRectF(*box)
        # Round a card, beside the frame of what is selected; of a row, off its neighbours' names.
        reach = 3.0 / zoom
        down = reach if self._lit in self._chart.chart.card_of else 0.0
        frame = self._room.adjusted(-reach, -down, reach, down)
        if not frame.intersects(exposed):
            return
        pen = QPen(self._chart.theme.accent, 1.5)
        pen.setDashPattern([4.0, 2.5])  # a solid line is that of what is selected
        pen.setCosmetic(True)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 5.0, 5.0)
        painter.restore()

    def words(self, organisation: str) -> str:
        """Return nothing: whoever hears what is drawn knows where the mouse is."""
        del organisation
        return ""
