"""A plot on the screen: to be pointed at, walked through by keys, scrolled and zoomed.

Ranges, zooming and panning are those of pyqtgraph's view box; what is in it is drawn by `Drawer`,
as on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QScrollBar,
    QStyleOptionGraphicsItem,
    QToolTip,
    QWidget,
)

from model.plots.plot import Shape, words
from ui.panels.parts import tip
from ui.plots.axes import Axis
from ui.plots.drawing import Drawer, Marks
from ui.plots.figure import ROW, Figure
from ui.plots.frames import FOOT, LOW_FOOT, Frame, foot_height, home, point_frame, row_frame
from ui.plots.legend import legend_height, legend_of
from ui.theme import Theme

pg.setConfigOptions(exitCleanup=False, antialias=True, mouseRateLimit=0)

_WHEEL = 3 * ROW
"""How far a step of the wheel scrolls, pixels."""
_ANGLE = 120
_CLOSEST = 50.0
"""How much larger than as a whole a plane of points is shown at most."""
_ZOOM = 0.8
_PAGE = 10
_GAP = 6.0
"""Between the legend and what it explains."""


class Click(Protocol):
    """What pyqtgraph says of a click."""

    def button(self) -> Qt.MouseButton:
        """Return which button it was."""

    def modifiers(self) -> Qt.KeyboardModifier:
        """Return which keys were held."""

    def scenePos(self) -> QPointF:
        """Return where it was."""


class _Sheet(QGraphicsItem):
    """All of the picture but what is in the view box."""

    def __init__(self, view: PlotView) -> None:
        super().__init__()
        self._view = view

    def boundingRect(self) -> QRectF:
        """Return where it draws."""
        return QRectF(self._view.viewport().rect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw legend and axes."""
        del option, widget
        self._view.draw_around(painter)


class _Inside(QGraphicsItem):
    """What is in the view box."""

    def __init__(self, view: PlotView, box: QGraphicsItem) -> None:
        super().__init__(box)
        self._view = view
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return where it draws."""
        parent = self.parentItem()
        return parent.boundingRect() if parent is not None else QRectF()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw rows or points."""
        del widget
        exposed: QRectF = option.exposedRect
        self._view.draw_inside(painter, exposed)


class PlotView(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph tells no types
    """A figure on the screen.

    Signals
    -------
    pointed(str)
        The pointer is over the item with that key; "" for none.
    chosen(str, bool)
        An item was clicked or walked to, by key; whether beside those that are chosen.
    opened(str)
        Enter was pressed on an item.
    cleared()
        It was clicked where there is nothing.
    menu_wanted(QPoint)
        Where on the screen.
    focused()
        Keys come here, or go elsewhere.
    """

    pointed = Signal(str)
    chosen = Signal(str, bool)
    opened = Signal(str)
    cleared = Signal()
    menu_wanted = Signal(QPoint)
    focused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=theme.panel)
        self.theme = theme
        self.figure: Figure | None = None
        self.marks = Marks()
        self.at = ""
        self._over = ""
        self._across: Axis | None = None
        self._up: Axis | None = None
        self._is_home = True
        self._back: tuple[float, float] | None = None
        """Where rows were scrolled to before something new hovered, and where to because of it."""
        self._foot = FOOT
        self.box = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self._sheet = _Sheet(self)
        self.scene().addItem(self._sheet)
        self.scene().addItem(self.box)
        self._inside = _Inside(self, self.box)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setSingleStep(int(ROW))
        self.bar.valueChanged.connect(self._on_scrolled)
        self.box.sigRangeChanged.connect(lambda *_: self._on_range())
        self.box.sigRangeChangedManually.connect(lambda *_: self._leave_home())
        self.scene().sigMouseMoved.connect(self._on_moved)
        self.scene().sigMouseClicked.connect(self._on_clicked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)

    # -- what is shown ---------------------------------------------------------------------

    def show_figure(self, figure: Figure | None) -> None:
        """Show a figure; where it is scrolled or zoomed to stays, if it is of the same plot."""
        old, self.figure = self.figure, figure
        is_same = old is not None and figure is not None and old.plot is figure.plot
        if not is_same:
            self._is_home = True
        is_placed = is_same and self._is_placed_alike(old, figure)
        if figure is not None:
            plane = figure.plot.shape is Shape.POINTS
            self._across = self._axis(self._across, figure, 0)
            self._up = self._axis(self._up, figure, 1) if plane else None
            if self.at not in figure.by_key:
                self.at = ""
        if is_placed and old is not None and figure is not None:
            self._repaint_items({*old.would, *figure.would})
            return
        self._place(to_top=not is_same)
        self._show_new(had_new=is_same and old is not None and bool(old.new), is_same=is_same)
        self.repaint_all()

    def _show_new(self, *, had_new: bool, is_same: bool) -> None:
        """Scroll to what is new when it first hovers, and back when it hovers no more.

        Where the user scrolls meanwhile, it stays as it is put.
        """
        figure = self.figure
        has_new = figure is not None and bool(figure.new)
        if self._back is not None and not (has_new and is_same):
            before, moved_to = self._back
            self._back = None
            # Without the new row there may be less to scroll.
            if is_same and abs(self._scrolled - min(moved_to, self.bar.maximum())) < 1:
                self.scroll_to(before)
        if figure is None or self._is_plane or not has_new or had_new:
            return
        before = self._scrolled
        self.bring_into_view(figure.new[0].key)
        if self._scrolled != before:
            self._back = before, self._scrolled

    @staticmethod
    def _axis(old: Axis | None, figure: Figure, number: int) -> Axis:
        plot, extent = figure.plot, figure.extent(number)
        is_same = old is not None and old.of == (plot, extent)
        return old if is_same and old is not None else Axis(plot, number, extent)

    @staticmethod
    def _is_placed_alike(old: Figure | None, figure: Figure | None) -> bool:
        """Whether two figures differ in some of their items, and in nothing around them."""
        return (
            old is not None
            and figure is not None
            and old.rows is figure.rows
            and all(old.extent(n) == figure.extent(n) for n in range(len(figure.plot.columns)))
            and old.average == figure.average
            and legend_of(old) == legend_of(figure)
        )

    def _repaint_items(self, keys: Iterable[str]) -> None:
        figure, frame = self.figure, self.frame
        assert figure is not None
        if figure.plot.shape in (Shape.POINTS, Shape.DOTS):
            self._inside.update()
            return
        right, corner = self.box.geometry().right(), self.box.pos()
        for key in keys:
            if (line := figure.line_of.get(key)) is not None:
                row = frame.row(line, right).translated(-corner)
                self._inside.update(row.adjusted(0, -1, 0, 1))

    def show_marks(self, marks: Marks) -> None:
        """Mark items; only those that differ are drawn anew."""
        old, self.marks = self.marks, marks
        if marks == old or (figure := self.figure) is None:
            return
        touched = (old.selected ^ marks.selected) | (old.held ^ marks.held)
        touched |= {old.hovered, marks.hovered} if old.hovered != marks.hovered else set()
        keys = [key for organisation in touched for key in figure.keys_of.get(organisation, ())]
        if old.current != marks.current:
            keys += [old.current, marks.current]
        if keys:
            self._repaint_items(keys)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.setBackground(theme.panel)
        self.repaint_all()

    def repaint_all(self) -> None:
        """Draw all of it anew."""
        self._sheet.update()
        self._inside.update()

    # -- places ----------------------------------------------------------------------------

    @property
    def _is_plane(self) -> bool:
        return self.figure is not None and self.figure.plot.shape is Shape.POINTS

    def _place(self, *, to_top: bool = False) -> None:
        """Give the view box its place, and the numbers or rows that it shows."""
        figure = self.figure
        self.box.setVisible(figure is not None)
        if figure is None:
            self.bar.hide()
            return
        whole = QRectF(self.viewport().rect())
        self._sheet.prepareGeometryChange()
        top = legend_height(figure, whole.width() - 32) + _GAP
        height = whole.height() - top
        if self._is_plane:
            self.bar.hide()
            self._foot = FOOT
            self._place_plane(figure, top, whole.width(), max(1.0, height - FOOT))
        elif self._across is not None:
            width = whole.width()
            if figure.height > height - LOW_FOOT:
                width -= self.bar.sizeHint().width()
            right = row_frame(figure, 0.0, 0.0, width, height).area.right()
            self._foot = foot_height(self._across, right, width)
            self._place_rows(figure, top, max(1.0, height - self._foot), to_top=to_top)

    def _place_plane(self, figure: Figure, top: float, width: float, height: float) -> None:
        assert self._up is not None
        across, up = home(figure)
        area = point_frame(figure, self._up, 0.0, top, width, height).area
        self.box.setMouseEnabled(x=True, y=True)
        self.box.setGeometry(area)
        self.box.invertY(b=False)
        wide, high = across[1] - across[0], up[1] - up[0]
        self.box.setLimits(
            xMin=across[0],
            xMax=across[1],
            yMin=up[0],
            yMax=up[1],
            minXRange=wide / _CLOSEST,
            maxXRange=wide,
            minYRange=high / _CLOSEST,
            maxYRange=high,
        )
        if self._is_home:
            self.box.setRange(xRange=across, yRange=up, padding=0)

    def _place_rows(self, figure: Figure, top: float, height: float, *, to_top: bool) -> None:
        all_ = figure.height * figure.stretch(height)
        width = self.viewport().width()
        is_longer = all_ > height + 0.5
        self.bar.setVisible(is_longer)
        if is_longer:
            bar = self.bar.sizeHint().width()
            self.bar.setGeometry(width - bar, int(top), bar, int(height))
            width -= bar
        self.box.setMouseEnabled(x=False, y=is_longer)
        self.box.setGeometry(QRectF(0, top, width, height))
        self.box.invertY(b=True)
        scrolled = 0.0 if to_top else max(0.0, min(self._scrolled, all_ - height))
        self.box.setLimits(
            xMin=0,
            xMax=1,
            yMin=0,
            yMax=max(all_, height),
            minXRange=1,
            maxXRange=1,
            minYRange=height,
            maxYRange=height,
        )
        self.box.setRange(xRange=(0, 1), yRange=(scrolled, scrolled + height), padding=0)
        self.bar.setPageStep(int(height))
        self.bar.setRange(0, max(0, round(all_ - height)))
        self._follow_bar()

    @property
    def _scrolled(self) -> float:
        return 0.0 if self._is_plane else float(self.box.viewRange()[1][0])

    @property
    def frame(self) -> Frame:
        """Where things are now, in pixels of the viewport."""
        figure = self.figure
        assert figure is not None
        box = self.box.geometry()
        if self._is_plane:
            (left, right), (foot, head) = self.box.viewRange()
            return Frame(box, 0.0, (left, right), (foot, head))
        return row_frame(figure, 0.0, box.top(), box.width(), box.height(), self._scrolled)

    def draw_around(self, painter: QPainter) -> None:
        """Draw legend and axes."""
        drawer = self._drawer(painter)
        if drawer is None or self.figure is None or self._across is None:
            return
        drawer.legend(8.0, 0.0, self.viewport().width() - 32)
        drawer.foot(self._across, is_beside=self._foot == LOW_FOOT)
        if self._up is not None:
            drawer.side(self._up)

    def draw_inside(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw what is exposed of rows or points; it is given in the view box's own pixels."""
        drawer = self._drawer(painter)
        if drawer is None or self._across is None:
            return
        painter.translate(-self.box.pos())
        drawer.ground(self._across, self._up)
        if self._is_plane:
            drawer.points()
        else:
            top = self.box.pos().y()
            drawer.rows(top + exposed.top(), top + exposed.bottom())

    def _drawer(self, painter: QPainter) -> Drawer | None:
        if self.figure is None:
            return None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return Drawer(
            painter, self.figure, self.frame, self.theme, self.box.geometry().right(), self.marks
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        if hasattr(self, "bar"):  # Qt resizes it before it is made
            self._place()
            self.repaint_all()

    # -- scrolling and zooming -------------------------------------------------------------

    def _on_range(self) -> None:
        self._follow_bar()
        self.repaint_all()

    def _leave_home(self) -> None:
        """Note that the mouse chose what is in view: edits leave it alone then."""
        self._is_home = False

    def _follow_bar(self) -> None:
        was = self.bar.blockSignals(True)
        self.bar.setValue(round(self._scrolled))
        self.bar.blockSignals(was)

    def _on_scrolled(self, to: int) -> None:
        self.scroll_to(float(to))

    def scroll_to(self, top: float) -> None:
        """Show rows from a height on."""
        height = self.box.geometry().height()
        top = max(0.0, min(top, float(self.bar.maximum())))
        self.box.setRange(yRange=(top, top + height), padding=0)

    def zoom(self, factor: float, centre: QPointF | None = None) -> None:
        """Show points larger (below 1) or smaller; rows keep their size."""
        if self._is_plane:
            self._leave_home()
            middle = None if centre is None else self.box.mapSceneToView(centre)
            self.box.scaleBy((factor, factor), center=middle)

    def go_home(self) -> None:
        """Show all points, or the first rows."""
        self._is_home = True
        self._place(to_top=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll rows; zoom points at the pointer."""
        turned = event.angleDelta().y() / _ANGLE
        if self._is_plane and turned:
            self.zoom(_ZOOM**turned, event.position())
        elif turned:
            self.scroll_to(self._scrolled - turned * _WHEEL)
        event.accept()

    # -- the pointer -----------------------------------------------------------------------

    def key_at(self, place: QPointF) -> str:
        """Return the key of the item at a place in the viewport, "" if there is none."""
        box = self.box.geometry()
        if self.figure is None or not box.contains(place):
            return ""
        return self.figure.at(self.frame, place, box.right())

    def _point(self, key: str) -> None:
        if key != self._over:
            self._over = key
            self.pointed.emit(key)

    def _on_moved(self, place: QPointF) -> None:
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._point(self.key_at(place))

    def _on_clicked(self, event: Click) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.figure is None:
            return
        key = self.key_at(event.scenePos())
        if key:
            self.at = key
            extends = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            self.chosen.emit(key, bool(extends))
        else:
            self.cleared.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open an item, or show all again where there is none."""
        if event.button() == Qt.MouseButton.LeftButton and self.figure is not None:
            key = self.key_at(event.position())
            if key:
                self.opened.emit(key)
            else:
                self.go_home()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more."""
        super().leaveEvent(event)
        self._point("")

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the item under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self.about(self.key_at(QPointF(event.pos())))
            if text:
                QToolTip.showText(event.globalPos(), tip(text), self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))

    def about(self, key: str) -> str:
        """Return an item in words, and what would become of it."""
        if self.figure is None or key not in self.figure.by_key:
            return ""
        plot, now = self.figure.plot, self.figure.by_key[key]
        if key not in self.figure.would or key not in self.figure.now:
            return words(plot, now)
        then = self.figure.would[key]
        lost = self.figure.lost.get(key, "")
        new = words(plot, then) if then is not None else f"{now.name}: {lost}"
        return f"Now {words(plot, now)}\nIf dropped here {new}"

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        self.menu_wanted.emit(event.globalPos())
        event.accept()

    # -- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the items; Enter opens one; + and - zoom points."""
        figure = self.figure
        key = Qt.Key(event.key())
        if figure is None or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.at:
                self.opened.emit(self.at)
        elif event.text() in ("+", "=", "-"):
            self.zoom(1 / _ZOOM if event.text() == "-" else _ZOOM)
        elif (to := self._step(figure, key)) is not None:
            self.at = to
            self.bring_into_view(to)
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.chosen.emit(to, bool(shift))
        else:
            event.ignore()

    def _step(self, figure: Figure, key: Qt.Key) -> str | None:
        steps = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_PageUp: (0, -_PAGE),
            Qt.Key.Key_PageDown: (0, _PAGE),
        }
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            keys = figure.walk()
            return (keys[0] if key == Qt.Key.Key_Home else keys[-1]) if keys else None
        return figure.step(self.at, *steps[key]) if key in steps else None

    def bring_into_view(self, key: str) -> None:
        """Scroll to an item, or show all points if it is outside."""
        figure = self.figure
        if figure is None or key not in figure.by_key:
            return
        frame = self.frame
        if self._is_plane:
            spot = figure.spots(frame, then=True).get(key)
            if spot is not None and not frame.area.contains(spot):
                self.go_home()
            return
        line = figure.line_of.get(key)
        if line is None:
            return
        row = frame.row(line, 1.0)
        if row.top() < frame.area.top():
            self.scroll_to(self._scrolled + row.top() - frame.area.top())
        elif row.bottom() > frame.area.bottom():
            self.scroll_to(self._scrolled + row.bottom() - frame.area.bottom())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that keys come here."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that they go elsewhere."""
        super().focusOutEvent(event)
        self.focused.emit()
