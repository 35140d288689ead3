"""The map in the window: scrolling, zooming, selecting, dragging, and what is marked on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from model.events import Changed
from model.geography.shades import Shade
from model.geography.shading import Method
from model.option import Preview
from model.pack import Tier
from ui.chart import tips
from ui.chart.ghost import Ghost
from ui.document import Document
from ui.gestures import Held, Pan
from ui.map.gestures import Around, Carry
from ui.map.keys import Walk
from ui.map.land import Land
from ui.map.marks import Marks, draw_marks
from ui.map.painter import Lens, MapPainter
from ui.map.painting import Painting
from ui.map.picture import Picture
from ui.map.plane import Plane
from ui.map.scheme import Scheme
from ui.map.screen import Screen
from ui.map.toolbox import TOOLS
from ui.map.tools import Select, Tool
from ui.theme import Theme


class MapView(Plane):
    """The map of a document's active option.

    Signals
    -------
    move_requested(list)
        The user asks for the Move dialog for those units.
    menu_requested(str, QPoint)
        The context menu of an organisation ("" for the ground), at a global position.
    tool_changed()
        Another tool was chosen.

    Attributes
    ----------
    scheme : Scheme
        How the plan looks on it.
    tool : Tool
        The one that is chosen.
    marks : Marks
        What is marked at the moment.
    """

    move_requested = Signal(list)
    menu_requested = Signal(str, QPoint)
    tool_changed = Signal()

    def __init__(
        self, document: Document, land: Land, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(land, parent)
        self.document = document
        self.theme = theme
        self.ghost = Ghost(self)
        self.marks = Marks()
        self._screen = Screen()
        self._has_cuts = False
        self._marked: frozenset[str] = frozenset()
        self.painting = Painting(document, self)
        self.walk = Walk(self)
        self.tools: dict[str, Tool] = {kind.id: kind(self) for kind in TOOLS}
        self.tool = self.tools[Select.id]
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        port = QWidget()
        port.setMouseTracking(True)
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(port)
        self.picture = Picture(self._draw_map, port.update, self)
        self.setAccessibleName("Map")
        self._show_scheme(Scheme(document.option, land))
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        document.revealed.connect(self.reveal)
        document.hovered.connect(self.mark_hovered)
        document.previewed.connect(self._on_previewed)
        self.painting.swept.connect(self._on_swept)
        self.painting.chosen.connect(lambda: self._on_swept(frozenset(self.painting.units)))

    def prepare(self) -> Iterator[None]:
        """Make, a little at a time, what the first stroke and the first zoom would wait for."""
        yield from self.land.atlas.prepare()
        for unit in self.land.paths:
            self._screen.prepare(self.scheme.unit_name(unit), self.theme)
            yield

    # -- what is shown ---------------------------------------------------------------------

    def _on_switched(self) -> None:
        """Show another option, or the same at another time."""
        if not self._is_of_land:
            return
        self._cancel()
        self.tool.leave()
        old, scheme = self.scheme, Scheme(self.document.option, self.land)
        if old.land is self.land:
            scheme.choose(old.shade, old.method, old.number)
        self._show_scheme(scheme)

    def _show_scheme(self, scheme: Scheme) -> None:
        self.marks = Marks()
        self.scheme = scheme
        scheme.foresee(self.document.foreseen)
        scheme.show_cuts(self._has_cuts)
        self._make_painter()
        self._on_selected()
        self.tool.enter()

    @property
    def _is_of_land(self) -> bool:
        """Whether what is open lies on this map; the panel brings another if not."""
        return self.document.option.pack is self.land.pack

    def show_land(self, land: Land) -> None:
        """Show the map of another pack."""
        self._cancel()
        self.land = land
        self._marked = frozenset()
        self._on_switched()
        self.is_fitted = True
        self.refit()

    def set_theme(self, theme: Theme) -> None:
        """Show the map in another theme."""
        self.theme = theme
        self._make_painter()

    def choose(self, shade: Shade, method: Method, number: int) -> None:
        """Fill areas for something else, or in other classes."""
        self.scheme.choose(shade, method, number)
        self.picture.forget()

    def show_cuts(self, is_on: bool) -> None:
        """Show what units of several groups are tied to, or no more."""
        self._has_cuts = is_on
        self.scheme.show_cuts(is_on)
        self.picture.forget()

    def _make_painter(self) -> None:
        self.painter = MapPainter(self.land, self.scheme, self.theme, self._screen)
        self.picture.forget()

    def _on_changed(self, event: Changed) -> None:
        if not self._is_of_land:
            return
        altered = self.scheme.refresh(event)
        self.marks.forget()
        self._on_selected()
        self.picture.forget([*self.boxes(altered), *self.painter.altered(self.lens)])

    def _on_previewed(self, preview: Preview | None) -> None:
        """Fill areas as they would be, where they are filled for what is known of groups."""
        if self._is_of_land and (altered := self.scheme.foresee(preview)):
            self.picture.forget([*self.boxes(altered), *self.painter.altered(self.lens)])

    def _on_selected(self) -> None:
        """Mark the units that are selected, or that lie in what is."""
        if not self._is_of_land:
            return
        marked = frozenset(self.units_of(self.document.selection))
        altered = marked ^ self._marked
        self._marked = marked
        self.setAccessibleDescription(tips.said_of_selection(self.document, self._remarks))
        if altered:
            self.picture.forget(self.boxes(altered))
        current = frozenset({self.document.current} if len(marked) > 1 else ()) & marked
        if current != self.marks.current:
            self.update_units(self.marks.current | current)
            self.marks.current = current

    def units_of(self, organisations: Iterable[str]) -> list[str]:
        """Return the units on the map that are, are in, or have among them some organisations."""
        state, paths, found = self.document.state, self.land.paths, []
        for organisation in organisations:
            if organisation in paths:
                found.append(organisation)
            elif organisation in state:
                tier = state.tier(organisation)
                if tier is Tier.GROUP:
                    found += [u for u in state.members(organisation) if u in paths]
                elif tier is Tier.REGION:
                    found += [u for u in paths if state.region_of(u) == organisation]
        return found

    def _remarks(self, organisation: str) -> list[str]:
        """Return where an organisation is on the map, in words."""
        group = self.scheme.group_of.get(organisation)
        return [] if group is None else [self.document.state.label(group)]

    # -- marking ---------------------------------------------------------------------------

    def mark_dragged(self, units: Collection[str]) -> None:
        """Mark units as held by the pointer."""
        self.update_units(self.marks.dragged)
        self.marks.dragged = frozenset(units)
        self.update_units(self.marks.dragged)

    def mark_target(self, group: str, *, refused: bool = False) -> None:
        """Mark the group that would take what is held, "" for none."""
        self.update_units(self.marks.target)
        state = self.document.state
        members = state.members(group) if group in state else ()
        self.marks.target = frozenset(u for u in members if u in self.land.paths)
        self.marks.is_refused = refused
        self.update_units(self.marks.target)

    def mark_hovered(self, organisation: str) -> None:
        """Mark what the pointer is over, here or in another view; "" for nothing."""
        units = frozenset(self.units_of((organisation,)))
        if units != self.marks.hovered:
            self.update_units(self.marks.hovered | units)
            self.marks.hovered = units

    def _on_swept(self, units: Collection[str]) -> None:
        """Show units as swept, or as they were."""
        painting = self.painting
        group = "" if painting.stroke is None else painting.stroke.group
        paths = self.land.paths
        self.scheme.pend({unit: group for unit in painting.units if unit in paths})
        self.picture.forget(self.boxes([u for u in units if u in paths]))

    def reveal(self, organisation: str) -> None:
        """Scroll, and zoom in on what is small, so that an organisation is seen."""
        units = self.units_of((organisation,))
        if not units:
            return
        self.show_units(units)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the kept picture, then what is marked, then what floats above."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.ground)
        lens, port = self.lens, self.viewport()
        self.picture.paint(painter, lens, port.size(), port.devicePixelRatioF())
        draw_marks(painter, self.painter, lens, QRectF(event.rect()), self.marks)
        if self.corners is not None:
            self.corners.draw(painter, QRectF(event.rect()))
        self.tool.draw(painter)
        if isinstance(self._gesture, Around):
            self._gesture.draw(painter)
        self.ghost.draw(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(self.theme.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(port.rect().adjusted(0, 0, -1, -1))

    def _draw_map(self, painter: QPainter, exposed: QRectF, lens: Lens) -> None:
        ratio = self.viewport().devicePixelRatioF()
        self._screen.begin(ratio, (round(lens.dx * ratio), round(lens.dy * ratio)))
        painter.fillRect(exposed, self.theme.ground)
        self.painter.draw(painter, exposed, lens, self._marked)

    # -- tools and mouse -------------------------------------------------------------------

    def use(self, tool: str) -> None:
        """Choose a tool."""
        if self.tools[tool] is self.tool:
            return
        self._cancel()
        self.tool.leave()
        self.tool = self.tools[tool]
        self.tool.enter()
        self._show_cursor()
        self.tool_changed.emit()
        self.viewport().update()

    def use_first_tool(self) -> None:
        """Choose the tool that selects."""
        self.use(Select.id)

    def _show_cursor(self) -> None:
        self.viewport().setCursor(self.tool.cursor)

    def movable(self, unit: str) -> list[str]:
        """Return what a drag of a unit carries: the selected units if it is one of them."""
        state = self.document.state
        chosen = self._marked if unit in self._marked else {unit}
        return [u for u in sorted(chosen) if state.kind(u).movable]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture: the middle button or the space bar pans, the left one is the tool's."""
        at = event.position()
        if self._gesture is not None:
            self._cancel()  # a second button during a gesture calls it off
            return
        is_left = event.button() is Qt.MouseButton.LeftButton
        if event.button() is Qt.MouseButton.MiddleButton or (is_left and self._has_space):
            self.begin(Pan(self, at))
        elif is_left:
            gesture = self.tool.press(at, event.modifiers())
            if gesture is not None:
                self.begin(gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow."""
        if self._gesture is not None:
            self._gesture.move(event.position())
        else:
            self.document.hover(self.thing_at(event.position()))
            self.tool.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.end(event.position())
        self._show_cursor()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do what the tool does; zoom in where that is nothing."""
        if not self.tool.double_click(event.position()):
            self.set_zoom(self.zoom * 1.5, event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or of the current organisation."""
        if self._gesture is not None:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            current = self.document.current
            boxes = self.boxes(self.units_of((current,))[:1])
            at = boxes[0].center().toPoint() if boxes else QPoint(20, 20)
            self.menu_requested.emit(current, self.viewport().mapToGlobal(at))
            return
        unit = self.unit_at(QPointF(event.pos()))
        if unit and unit not in self.document.selection:
            self.document.select((unit,))
        self.menu_requested.emit(unit, event.globalPos())

    def hold(self, units: list[str]) -> Held:
        """Return what holds units from the tray over the map."""
        return Carry(self, units)

    def hold_over(self, held: Held, at: QPointF | None, *, tray: bool = False) -> None:
        """Show what a drop at a pixel, or outside, would do."""
        assert isinstance(held, Carry)
        held.over(at, tray=tray)

    def viewportEvent(self, event: QEvent) -> bool:
        """Take questions for a tooltip; forget what the pointer was over when it leaves."""
        if event.type() is QEvent.Type.Leave:
            self.document.hover("")
            self.tool.hover(None)
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = "" if self.is_busy else self._tip(self.thing_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip(self, organisation: str) -> str:
        if organisation in self.land.paths:
            return tips.tip_of_unit(self.document, organisation)
        return tips.wrapped(tips.lines(self.document, organisation)) if organisation else ""

    # -- keyboard --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Call off what goes on by Esc; else ask the tool, then zoom, or choose a tool."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._gesture is not None:
            self._cancel()
        elif self._gesture is not None or self.tool.key_press(event) or self.walk.key_press(event):
            pass
        elif key == Qt.Key.Key_Escape:
            self.document.select(())
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._has_space = True
        elif not self.zoom_by(key) and not self._choose_by(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop panning by the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._has_space = False
        super().keyReleaseEvent(event)

    def _choose_by(self, event: QKeyEvent) -> bool:
        """Choose a tool by its key."""
        if event.modifiers():
            return False
        for tool in self.tools.values():
            if event.text().upper() == tool.key:
                self.use(tool.id)
                return True
        return False
