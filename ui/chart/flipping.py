"""Another plan in place of the one that the chart shows, for a look: nothing can be edited then.

The other plan has a view of its own over the chart, made before it is asked for, so that a flip
costs no more than a repaint. What stands at the top of the view stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel

from model.changes import Change
from model.option import Option, Preview
from model.scenario import Scenario
from ui.chart.view import ChartView
from ui.dialogs.common import announce, theme_of
from ui.document import Document
from ui.panels.parts import face
from ui.theme import BODY, Theme

_BAND = 28
"""Height of the band that says what is shown, pixels."""


class OtherSide(Document):
    """A plan that is looked at only; whoever tries to edit it hears why that can't be."""

    def __init__(self, option: Option, called: str, parent: QObject) -> None:
        super().__init__(Scenario(option.id, option.pack, "", [option], option.id), parent)
        self.called = called
        self.held = f"You look at {called}. Go back (X) to edit."

    def leave(self) -> None:
        """Hear of edits no more; it is the only one that shows the plan in this way."""
        super().leave()
        self.open.leave()

    def preview(self, change: Change | None) -> Preview | None:
        """Announce that a change would be refused; None ends that."""
        result = None if change is None else Preview({}, {}, self.held, change)
        self.previewed.emit(result)
        return result


class Flip(QObject):
    """The other plan over the chart of a window, shown or hidden.

    Parameters
    ----------
    chart : ChartView
        What is covered.
    called : str
        What the other plan is called.
    there, back : callable
        Give the id that an organisation of the chart has in the other plan, and the other way
        round; "" for none.

    Signals
    -------
    flipped(bool)
        Whether the other plan is shown.
    """

    flipped = Signal(bool)

    def __init__(
        self,
        chart: ChartView,
        option: Option,
        called: str,
        theme: Theme,
        there: Callable[[str], str],
        back: Callable[[str], str],
    ) -> None:
        super().__init__(chart)
        self._chart = chart
        self.there, self.back = there, back
        self._is_following = False
        self._left_at: tuple[object, ...] = ()
        self.document = OtherSide(option, called, self)
        self.view = ChartView(self.document, theme, chart, chart.posts)
        self.view.hide()
        self.view.setAccessibleName("Chart of the other plan, to look at")
        self.band = QLabel(self.view)
        self.band.setTextFormat(Qt.TextFormat.PlainText)
        self.band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.band.setFont(face(BODY, bold=True))
        self.set_theme(theme)
        self._cover()
        chart.installEventFilter(self)
        self.view.installEventFilter(self)
        self.document.refused.connect(chart.document.refused)
        self.document.selected.connect(self._on_selected_there)
        chart.document.selected.connect(self._on_selected_here)
        chart.document.revealed.connect(self._on_revealed)
        chart.zoomed.connect(self._on_zoomed)

    def end(self) -> None:
        """Show the chart again and let go of the other plan."""
        self.show(False)
        self._chart.removeEventFilter(self)
        self.document.leave()
        self.view.hide()
        self.view.deleteLater()
        self.deleteLater()

    @property
    def is_on(self) -> bool:
        """Whether the other plan is shown."""
        return not self.view.isHidden()

    def prepare(self) -> None:
        """Set the texts of what a flip would show now, so that it takes no time."""
        self._cover()
        self._copy_look()
        self._align(self._chart, self.view, self.there)
        self.view.grab()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.set_theme(theme)
        self.band.setStyleSheet(
            f"background: {theme.accent.name()}; color: {theme.on_accent.name()}; padding: 0 8px;"
        )

    def show(self, on: bool) -> None:
        """Show the other plan, or the chart again."""
        if on == self.is_on:
            return
        chart, view = self._chart, self.view
        if on:
            self._cover()
            self._copy_look()
            self._align(chart, view, self.there)
            self._left_at = self._place(view)
            called = self.document.called
            text = f"You look at {called}: nothing can be edited. X or Esc goes back."
            room = max(40, self.band.width() - 16)
            shown = self.band.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            self.band.setText(shown)
            announce(self.view, text)
            had_focus = chart.hasFocus()
            view.show()
            view.raise_()
            if had_focus:
                view.setFocus()
        else:
            if self._place(view) != self._left_at:
                chart.set_zoom(view.zoom)
                self._align(view, chart, self.back)
            had_focus = view.hasFocus()
            view.hide()
            self._fade(1)
            if had_focus:
                chart.setFocus()
        self.flipped.emit(on)

    def blend(self, share: float) -> None:
        """Show the other plan over the chart as dense as that, from 0 to 1: the chart is below."""
        self.show(share > 0)
        if share > 0:
            self._fade(share)

    def _fade(self, share: float) -> None:
        effect = self.view.graphicsEffect()
        if share >= 1:
            self.view.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes it away
            return
        if not isinstance(effect, QGraphicsOpacityEffect):
            effect = QGraphicsOpacityEffect(self.view)
            self.view.setGraphicsEffect(effect)
        effect.setOpacity(share)

    # -- keeping up ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the chart when its size differs, in its colours; Esc goes back."""
        if "_chart" not in self.__dict__:
            return False  # the collector takes window and all apart, and has begun here
        if watched is self._chart and event.type() is QEvent.Type.Resize:
            self._cover()
        if watched is self._chart and event.type() is QEvent.Type.PaletteChange:
            self.set_theme(theme_of(self._chart))
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.view and is_escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # where the past is shown, it would lead back to now
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.show(False)
                return True
        return False

    def _cover(self) -> None:
        view, above = self.view, self._chart.viewportMargins().top()
        view.setGeometry(self._chart.rect())
        # In the place of the band that says that the past is shown; else at the foot, where room
        # that it takes moves nothing of the chart.
        view.setViewportMargins(0, above, 0, 0 if above else _BAND)
        top = 0 if above else view.height() - _BAND
        self.band.setGeometry(0, top, view.width(), above or _BAND)

    def _copy_look(self) -> None:
        """Arrange the other plan as the chart is, at its zoom."""
        chart, view = self._chart, self.view
        if view.posts is not chart.posts:
            view.show_posts(chart.posts)
        if view.arrangement is not chart.arrangement:
            view.arrange(chart.arrangement)
        view.set_zoom(chart.zoom)

    def _on_zoomed(self) -> None:
        """Zoom and arrange as commands of the window have the chart do, unseen below."""
        if self.is_on:
            self._copy_look()
            self._align(self._chart, self.view, self.there)
            self._left_at = self._place(self.view)

    def _on_revealed(self, organisation: str) -> None:
        if self.is_on:
            self.view.reveal(self.there(organisation))

    @staticmethod
    def _place(view: ChartView) -> tuple[object, ...]:
        bars = view.horizontalScrollBar(), view.verticalScrollBar()
        return view.zoom, *(bar.value() for bar in bars)

    def _align(self, seen: ChartView, to: ChartView, name: Callable[[str], str]) -> None:
        """Scroll a view so that what is seen in another is at the same place in it."""
        for bar, other in (
            (to.horizontalScrollBar(), seen.horizontalScrollBar()),
            (to.verticalScrollBar(), seen.verticalScrollBar()),
        ):
            bar.setValue(other.value())
        viewport = QRectF(seen.viewport().rect())
        for organisation in self._anchors(seen):
            here, there = seen.chart.box(organisation), to.chart.box(name(organisation))
            if here is None or there is None:
                continue
            at = seen.to_view(QPointF(here[0], here[1]))
            if viewport.contains(at):
                off = to.to_view(QPointF(there[0], there[1])) - at
                to.scroll_by(off.x(), off.y())
                return

    @staticmethod
    def _anchors(view: ChartView) -> Iterable[str]:
        """Return what a view may be held by: what is selected, then what is seen, from the top."""
        rect = view.viewport().rect()
        top, foot = view.to_scene(QPointF(0, 0)), view.to_scene(QPointF(rect.bottomRight()))
        chart = view.chart
        cards = chart.cards_in(top.x(), top.y(), foot.x(), foot.y())
        tops = sorted((chart.layout.cards[c][1], c) for c in cards if not chart.waiting[c])
        groups = [chart.cards[card] for _, card in tops]
        return [view.document.current, *chart.regions, *groups]

    def _on_selected_here(self) -> None:
        self._select(self._chart.document, self.document, self.there)

    def _on_selected_there(self) -> None:
        self._select(self.document, self._chart.document, self.back)

    def _select(self, here: Document, there: Document, name: Callable[[str], str]) -> None:
        """Select in the one what is selected in the other, as far as it is there."""
        if self._is_following:
            return
        self._is_following = True
        found = [o for o in map(name, here.selection) if o in there.state]
        there.select(found, name(here.current) if here.current else "")
        self._is_following = False
