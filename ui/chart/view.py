"""The chart in the window: scrolling, zooming, selecting, dragging, and the keyboard."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from model.chart import Chart, Hit, Part, PostDetail, restacked
from model.events import Changed
from model.option import Preview
from model.pack import Tier
from model.posts import Post
from ui.chart import tips, walking
from ui.chart.ahead import Ahead
from ui.chart.arranging import Arrangement, arranged, columns_for, first_zoom, metrics_for
from ui.chart.faces import Faces
from ui.chart.floor import Floor
from ui.chart.gestures import Band, Carry, Press, target_header
from ui.chart.ghost import Ghost
from ui.chart.painter import FULL_FROM, Marks, Painter
from ui.chart.pictures import Pictures
from ui.chart.sliding import Slide
from ui.document import Document
from ui.gestures import Held, Pan
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.chart.overlays import Overlay

AHEAD_FROM = 0.3
"""Zoom from which on rows are set that zooming in would show."""


class ChartView(Floor):
    """The chart of a document's active option.

    Signals
    -------
    move_requested(list)
        The user asks for the Move dialog for those units.
    menu_requested(str, QPoint)
        The context menu of an organisation ("" for the ground), at a global position.
    rename_requested(str)
        The user wants to rename an organisation.
    post_requested(str, str, int)
        The user wants to see to a post: its organisation, role and number.

    Attributes
    ----------
    is_resizing : bool
        Whether the zoom alters because the view's size does, and nobody has chosen it.
    """

    move_requested = Signal(list)
    menu_requested = Signal(str, QPoint)
    rename_requested = Signal(str)
    post_requested = Signal(str, str, int)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        posts: PostDetail = PostDetail.OFF,
    ) -> None:
        super().__init__(parent)
        self.posts = posts
        self.document = document
        self.theme = theme
        self.marks = Marks()
        self.ghost = Ghost(self, lambda: target_header(self))
        self.overlays: list[Overlay] = []
        self._pictures = Pictures()
        self.arrangement = Arrangement.READ
        self._columns = 0
        self.is_resizing = False
        self._slide = Slide(self, self._show_slide)
        self._ahead = Ahead(self, self._look_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Of our own: to find out of which class Qt's is, all widgets would have to be loaded.
        port = QWidget()
        port.setMouseTracking(True)
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(port)
        self.setAccessibleName("Chart")
        self._rebuild()
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        document.revealed.connect(self.reveal)
        document.previewed.connect(self._on_previewed)

    def extent(self) -> tuple[float, float]:
        """Return width and height of the chart, scene units."""
        return self.chart.layout.width, self.chart.layout.height

    # -- what is shown ---------------------------------------------------------------------

    def _rebuild(self) -> None:
        width = metrics_for(self.posts).card_width
        self.faces = Faces(self.document.option, width)
        self._metrics = metrics_for(self.posts, len(self.faces.head_lines(0.0)))
        if self.posts is not PostDetail.OFF:
            self.faces.show_posts(self.posts)
        self._lay_out()

    def _lay_out(self, touched: Collection[str] | None = None) -> None:
        """Lay the chart out anew; what an edit did not touch keeps its rows.

        Parameters
        ----------
        touched : collection of str, optional
            Ids of the groups and regions that an edit reached; everything, if not given.
        """
        self._ahead.stop()
        viewport, state = self.viewport().size(), self.document.state
        self._columns = self._columns or columns_for(self.arrangement, viewport, self._metrics)
        stacks = None if touched is None else restacked(self.chart, state, touched)
        self.chart: Chart = arranged(
            *(self.arrangement, state, self.faces, viewport),
            *(self._metrics, self._columns, stacks),
        )
        self._columns = self.chart.columns
        self.painter = Painter(self.chart, self.faces, self.theme, self._pictures)
        self.set_scroll_bars()

    def set_theme(self, theme: Theme) -> None:
        """Show the chart in another theme."""
        self.theme = theme
        self.painter = Painter(self.chart, self.faces, theme, self._pictures)
        self.viewport().update()

    def _on_switched(self) -> None:
        self._cancel()
        self.marks = Marks()
        if self.faces.option.pack is self.document.option.pack:  # another option, or the same again
            self.show_posts(self.posts)
            return
        self._columns = 0
        self._rebuild()
        self.read()

    def _on_changed(self, event: Changed) -> None:
        if self.faces.is_outdated:
            self.show_posts(self.posts)  # all cards are of other heights
            return
        self.faces.forget(event.reached)
        names_differ = any(
            o in self.document.state and self.document.state.tier(o) is Tier.GROUP
            for o in event.edited
        )
        # A name takes a line of its own, and a post more another.
        posts_differ = self.posts is not PostDetail.OFF and bool(event.edited)
        if event.structure or names_differ or posts_differ:
            old = self.chart
            self._lay_out(event.totals)
            if event.structure:
                self._slide.begin(old, self.chart)
            self._update_altered(old, event)
        else:
            self.viewport().update()

    def _update_altered(self, old: Chart, event: Changed) -> None:
        """Have painted what an edit has altered: two regions, if all others stay in place."""
        new, state = self.chart, self.document.state
        in_place = old.layout.regions == new.layout.regions and old.layout.root == new.layout.root
        if self._slide.is_on or not in_place or old.regions != new.regions:
            self.viewport().update()
            return
        reached = event.totals | event.findings | event.edited
        touched = {state.region_of(o) for o in reached if o in state}
        blocks = zip(new.regions, old.layout.reach, new.layout.reach, strict=True)
        reaches = [box for region, *both in blocks if region in touched for box in both]
        for box in (new.layout.root, *reaches):
            self.viewport().update(self.pixels(QRectF(*box)).adjusted(-8, -8, 8, 8))

    def _on_previewed(self, preview: Preview | None) -> None:
        """Show old and new on the cards that a change would reach, whoever thinks of it."""
        chart = self.chart
        for organisation in self.faces.show_preview(preview):
            is_headed = organisation in chart.card_of or organisation in chart.by_region
            if is_headed or organisation == chart.root:
                box = chart.box(organisation) or ()
                self.viewport().update(self.pixels(QRectF(*box)).adjusted(-8, -8, 8, 8))

    def _on_selected(self) -> None:
        self.marks.selection = self.document.selection
        self.marks.current = self.document.current
        self.setAccessibleDescription(tips.spoken(self))
        self.viewport().update()

    def _show_slide(self, off: dict[int, tuple[float, float]]) -> None:
        if off or self.marks.shift:
            self.marks.shift = off
            self.viewport().update()

    def hit(self, at: QPointF) -> Hit:
        """Return what is at a pixel of the viewport."""
        scene = self.to_scene(at)
        return self.chart.hit(scene.x(), scene.y())

    def posts_at(self, at: QPointF) -> tuple[Post, ...]:
        """Return the posts that are written at a pixel of the viewport."""
        if self.posts is PostDetail.OFF or self.zoom < FULL_FROM:
            return ()
        from ui.chart.post_tips import posts_at

        return posts_at(self.chart, self.faces, *self.to_scene(at).toTuple())

    def show_posts(self, posts: PostDetail) -> None:
        """Show so much of the posts; the card that is at the top of the view stays there."""
        size, at = self.viewport().size(), self._at_top()
        before = self._height_in_view(at)
        was_first = self.zoom == first_zoom(self.arrangement, self.chart, size)
        self.posts, self._columns = posts, 0
        self._slide.finish()
        self._rebuild()
        if was_first:
            self.set_zoom(first_zoom(self.arrangement, self.chart, size))
        self._keep_height(at, before)
        self.viewport().update()

    def _at_top(self) -> str:
        """Return whose card is the first that is seen; the root's, from the chart's top."""
        top = self.to_scene(QPointF())
        foot = self.to_scene(QPointF(self.viewport().width(), self.viewport().height()))
        seen = next(self.chart.cards_in(top.x(), top.y(), foot.x(), foot.y()), 0)
        return self.chart.cards[seen] if self.chart.cards and top.y() > 0 else self.chart.root

    def _keep_height(self, organisation: str, height: float) -> None:
        """Scroll so that an organisation's box is at a height again; for the root, to the top."""
        if organisation == self.chart.root:
            self.verticalScrollBar().setValue(0)
        elif self.chart.box(organisation):
            self.scroll_by(0.0, self._height_in_view(organisation) - height)

    def _height_in_view(self, organisation: str) -> float:
        """Return at which height an organisation's box begins, in pixels of the viewport."""
        box = self.chart.box(organisation)
        return 0.0 if box is None else self.to_view(QPointF(*box[:2])).y()

    def read(self) -> None:
        """Arrange cards to fill the window's width at a readable size, from the top."""
        self.arrange(Arrangement.READ)
        self.verticalScrollBar().setValue(0)

    def fit(self) -> None:
        """Arrange cards to the window's shape and show the whole chart."""
        self.arrange(Arrangement.FIT)

    def tree(self) -> None:
        """Arrange cards as the classic organisation chart, and show its root."""
        self.arrange(Arrangement.TREE)
        bar, (x, _, width, _) = self.horizontalScrollBar(), self.chart.layout.root
        bar.setValue(round((x + width / 2) * self.zoom - self.viewport().width() / 2))
        self.verticalScrollBar().setValue(0)

    def arrange(self, arrangement: Arrangement) -> None:
        """Arrange cards anew, at the zoom that this arrangement is first shown at."""
        self.arrangement = arrangement
        self._arrange()
        self.set_zoom(first_zoom(arrangement, self.chart, self.viewport().size()))

    def restore(self, arrangement: Arrangement, zoom: float) -> None:
        """Show the chart as it was left: its arrangement and zoom, from the top left."""
        self.arrangement = arrangement
        self._arrange()
        self.set_zoom(zoom, QPointF())

    def _arrange(self) -> None:
        old, self._columns = self.chart, 0
        self._lay_out()
        self._slide.begin(old, self.chart)

    def reveal(self, organisation: str) -> None:
        """Scroll (and zoom in, if names can't be read) so that an organisation is seen."""
        box = self.chart.box(organisation)
        if box is None:
            return
        self.bring_into_view(QRectF(*box))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow the reading arrangement when another number of columns fits."""
        super().resizeEvent(event)
        if self.arrangement is Arrangement.READ and self._gesture is None:
            wanted = columns_for(self.arrangement, self.viewport().size(), self._metrics)
            at_width = abs(self.zoom * self.chart.layout.width - event.oldSize().width()) < 40
            fresh = event.oldSize().width() <= 0
            at, before = self._at_top(), self._height_in_view(self._at_top())
            if wanted != self._columns:
                self._columns = 0
                self._lay_out()
            if fresh or at_width or not self.isVisible():
                self.is_resizing = True
                self.set_zoom(min(1.0, self.viewport().width() / self.chart.layout.width))
                self.is_resizing = False
            self._keep_height(at, before)
        self.set_scroll_bars()

    def viewportEvent(self, event: QEvent) -> bool:
        """Take questions for a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = tips.tip(self, QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed, then what floats above it."""
        painter = QPainter(self.viewport())
        exposed = event.rect()
        painter.fillRect(exposed, self.theme.ground)
        self._paint_scene(painter, exposed)
        if isinstance(self._gesture, Band):
            self._gesture.draw(painter)
        self.ghost.draw(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(self.theme.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _paint_scene(self, painter: QPainter, exposed: QRect) -> None:
        origin = self._origin()
        scene = QRectF(
            self.to_scene(QPointF(exposed.topLeft())),
            self.to_scene(QPointF(exposed.bottomRight() + QPoint(1, 1))),
        )
        painter.save()
        painter.translate(-origin)
        painter.scale(self.zoom, self.zoom)
        self._pictures.in_haste = self.in_haste
        self.painter.draw(painter, scene, self.zoom, self.marks)
        self.follow_up(self._pictures.unfinished)
        for overlay in self.overlays:
            overlay.draw(painter, scene, self.zoom)
        painter.restore()
        self._ahead.look((origin, self.zoom, self.viewport().size()))

    def _look_ahead(self) -> Iterator[None]:
        """Set the rows that scrolling or zooming in brings into view next, some at a time."""
        rect = QRectF(self.viewport().rect())
        if self.zoom >= FULL_FROM:
            rect.adjust(0, -rect.height(), 0, rect.height())
        elif self.zoom < AHEAD_FROM:
            return
        top, bottom = self.to_scene(rect.topLeft()), self.to_scene(rect.bottomRight())
        for card in self.chart.cards_in(top.x(), top.y(), bottom.x(), bottom.y()):
            rows = self.chart.rows_of(card)
            places = self.chart.rows_at(card, top.y(), bottom.y())
            yield from self.faces.prepare(rows[i][0] for i in places)

    # -- mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture: what it is depends on button, key and place."""
        at = event.position()
        if self._gesture is not None:
            # A second button during a gesture calls it off.
            self._cancel()
            return
        if event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton and self._has_space
        ):
            self.begin(Pan(self, at))
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._slide.finish()
        hit = self.hit(at)
        if hit.part is Part.GROUND:
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.begin(Band(self, at, add=add))
        else:
            self.begin(Press(self, hit, at, event.modifiers()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow."""
        if self._gesture is not None:
            self._gesture.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.end(event.position())
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename a group, show a region; zoom in on a card when names can't be read."""
        hit = self.hit(event.position())
        if hit.part in (Part.CARD, Part.ROW) and self.zoom < 0.5:
            self.set_zoom(0.9, event.position())
        elif posts := self.posts_at(event.position()):
            post = posts[0]
            self.post_requested.emit(post.organisation, post.role.id, post.number)
        elif hit.part is Part.CARD and not self.chart.waiting[hit.card]:
            self.rename_requested.emit(hit.id)
        elif hit.part is Part.ROW:
            self.move_requested.emit(self.movable(hit.id))
        elif hit.part is Part.GROUND:
            self.set_zoom(self.zoom * 1.5, event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or of the current organisation."""
        if self._gesture is not None:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            box = self.chart.box(self.document.current)
            at = self.to_view(QPointF(*box[:2])).toPoint() if box else QPoint(20, 20)
            self.menu_requested.emit(self.document.current, self.viewport().mapToGlobal(at))
            return
        hit = self.hit(QPointF(event.pos()))
        organisation = hit.id if hit.part is not Part.GROUND else hit.region
        if organisation and organisation not in self.document.selection:
            self.document.select((organisation,))
        self.menu_requested.emit(organisation, event.globalPos())

    # -- what is held ----------------------------------------------------------------------

    def hold(self, units: list[str]) -> Held:
        """Return what holds units from the tray over the chart."""
        return Carry(self, units)

    def hold_over(self, held: Held, at: QPointF | None, *, tray: bool = False) -> None:
        """Show what a drop at a pixel, or outside, would do."""
        assert isinstance(held, Carry)
        held.over(None if at is None else self.hit(at), tray=tray)

    def mark_dragged(self, units: Collection[str]) -> None:
        """Draw units faintly; the end of the gesture repaints them."""
        self.marks.dragged = frozenset(units)

    # -- keyboard --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; Esc calls off what goes on."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self._gesture is not None:
                self._cancel()
            elif self.carried is not None:
                self.let_go()
            else:
                self.document.select(())
            return
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._has_space = True
            return
        if key in walking.STEPS and self._gesture is None:
            self._walk(key, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop panning by the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._has_space = False
        super().keyReleaseEvent(event)

    def _walk(self, key: int, *, extend: bool) -> None:
        document = self.document
        to = walking.step(self.chart, document.state, document.current, Qt.Key(key))
        if extend and self.chart.place(to) is not None:
            document.select(document.selection | {to}, to)
        else:
            document.select((to,))
        self.reveal(to)

    # -- what gestures ask -----------------------------------------------------------------

    def movable(self, unit: str) -> list[str]:
        """Return what a drag of a unit carries: the selected units if it is one of them."""
        state = self.document.state
        chosen = self.document.selection if unit in self.document.selection else {unit}
        return [u for u in self.chart.in_order(chosen) if state.kind(u).movable]

    def name_place(self, group: str) -> QRect:
        """Return where a group's name is written, in pixels of the viewport."""
        box = self.chart.box(group)
        if box is None:
            return QRect()
        corner = self.to_view(QPointF(box[0] + 24, box[1] + 6))
        width = (box[2] - 32) * self.zoom
        return QRectF(corner.x(), corner.y(), width, 28 * self.zoom).toAlignedRect()

    def span(self, start: str, end: str) -> list[str]:
        """Return the units between two, in the chart's order; just the last if not both are."""
        first, last = self.chart.place(start), self.chart.place(end)
        return [end] if first is None or last is None else self.chart.between(first, last)
