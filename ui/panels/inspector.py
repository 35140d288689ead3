"""The inspector: all there is to say of what is selected, and where it is edited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from model.events import Changed
from model.pack import Pack, Tier
from ui.document import Document
from ui.panels.parts import MARGIN, SECTION, Heading, Ink, Prose, is_seen, set_theme_below
from ui.theme import BODY, Theme

if TYPE_CHECKING:
    from ui.panels.section import Section

NOTHING = "Select an organisation to see its figures, posts and rules."
LEAST_WIDTH = 240


@lru_cache(maxsize=1)
def sections() -> dict[Tier | None, tuple[type[Section], ...]]:
    """Return what a page is made of; None is the page for several organisations.

    They are loaded when something is selected, or soon after the window was painted.
    """
    from ui.panels.about import Head, Leader, ManyHead, Note, Settings
    from ui.panels.answers import Answers
    from ui.panels.below import Below
    from ui.panels.compactness import OnTheMap
    from ui.panels.figures import Figures
    from ui.panels.governance import Governance
    from ui.panels.links import Links
    from ui.panels.many_posts import ManyPosts
    from ui.panels.margin import ToBreak
    from ui.panels.posts import Posts
    from ui.panels.successor import Afterwards, Membership
    from ui.panels.verdicts import Verdicts

    return {
        Tier.ROOT: (Head, Figures, Below, Verdicts, Answers, Note),
        Tier.REGION: (Head, Figures, Below, Verdicts, Answers, Note),
        Tier.GROUP: (
            *(Head, Leader, Settings, Afterwards, Figures, OnTheMap, ToBreak, Below, Verdicts),
            *(Answers, Governance, Posts, Note),
        ),
        Tier.UNIT: (Head, Figures, Verdicts, Answers, Posts, Links, Settings, Note),
        Tier.PART: (Head, Figures, Note),
        Tier.SUCCESSOR: (Head, Afterwards, Membership, Figures, Verdicts, Answers, Note),
        None: (ManyHead, Figures, Settings, Answers, Governance, ManyPosts),
    }


class Page(QWidget):
    """A column of sections, made once for each tier and filled with whatever is selected."""

    def __init__(self, document: Document, theme: Theme, kinds: Sequence[type[Section]]) -> None:
        super().__init__()
        self.sections = [_make(kind, document, theme) for kind in kinds]
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(SECTION)
        for section in self.sections:
            column.addWidget(section)
        column.addStretch(1)

    def fill(self, organisations: Sequence[str]) -> None:
        """Show organisations."""
        for section in self.sections:
            section.fill(organisations)

    def note_change(self, event: Changed | None) -> None:
        """Forget what an edit made differ."""
        for section in self.sections:
            section.note_change(event)

    def flush(self) -> None:
        """Take what is being typed."""
        for section in self.sections:
            section.flush()


def _make(kind: type[Section], document: Document, theme: Theme) -> Section:
    return kind(document, theme)


class InspectorPanel(QWidget):
    """What is selected: figures, posts, links, rules; name, dates, lock and note to edit.

    Call `flush` before saving or closing: it takes what is still being typed. A panel that is
    hidden reads nothing until it is shown, or until its `page` is asked for.
    """

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._pack: Pack | None = None
        self._pages: dict[Tier | None, Page] = {}
        self._shown: tuple[str, ...] = ()
        self._page: Page | None = None
        self._is_stale = False
        self.setMinimumWidth(LEAST_WIDTH)
        self.empty = Prose(theme, BODY, Ink.QUIET)
        self.empty.write(NOTHING)
        self._empty_page = QWidget()
        column = QVBoxLayout(self._empty_page)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(Heading("Inspector"))
        column.addWidget(self.empty)
        column.addStretch(1)
        # All pages lie in one column and all but one are hidden: taking a page out of its parent
        # would have it styled anew, which takes longer than filling it.
        inside = self._inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._empty_page)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName("Inspector")
        self._scroll.setWidget(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._scroll)
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        document.titled.connect(self._refresh)
        self._on_switched()

    def sizeHint(self) -> QSize:
        """Return the size to start with."""
        return QSize(300, 480)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        set_theme_below(self, theme)

    def flush(self) -> None:
        """Take what is still being typed, as an edit."""
        if self._page is not None:
            self._page.flush()

    @property
    def page(self) -> Page | None:
        """What is shown; None if nothing is selected."""
        self.catch_up()
        return self._page

    def show_post(self, role: str, number: int, *, focus: bool = True) -> None:
        """Unfold a post of the organisation that is shown; let keys go to it, if they are to."""
        from ui.panels.posts import Posts

        found = (s for s in (self.page.sections if self.page else ()) if isinstance(s, Posts))
        for section in found:
            seen = section.unfold(role, number, focus=focus)
            if seen is not None:
                # When what was unfolded has been given its place.
                QTimer.singleShot(0, seen, partial(self._scroll_to, seen))

    def _scroll_to(self, line: QWidget) -> None:
        """Bring a line to the top, so that what it unfolds is seen."""
        if self._inside.isAncestorOf(line):
            top = line.mapTo(self._inside, QPoint()).y()
            self._scroll.verticalScrollBar().setValue(top - MARGIN)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed until now."""
        self.catch_up()
        super().showEvent(event)

    # -- keeping up ------------------------------------------------------------------------

    def _on_switched(self) -> None:
        self._shown = ()
        pack = self._document.state.pack
        if pack is not self._pack:
            # Pages are made of the pack's measures and roles.
            self._pack = pack
            self._swap(None)
            for page in self._pages.values():
                self._column.removeWidget(page)
                page.deleteLater()
            self._pages.clear()
        for page in self._pages.values():
            page.note_change(None)
        self._on_selected()

    def _on_selected(self) -> None:
        if any(o in self._document.state for o in self._shown):
            self.flush()
        state = self._document.state
        self._shown = tuple(sorted(o for o in self._document.selection if o in state))
        self._note_stale()

    def _on_changed(self, event: Changed) -> None:
        for page in self._pages.values():
            page.note_change(event)
        # A unit's seats depend on its group and a group's figures on its units: all is read anew.
        self._refresh()

    def _refresh(self) -> None:
        if all(o in self._document.state for o in self._shown):
            self._note_stale()

    def _note_stale(self) -> None:
        """Read everything anew: now, or when somebody looks."""
        self._is_stale = True
        if is_seen(self):
            self.catch_up()

    def catch_up(self) -> None:
        """Read what has changed while nobody saw it."""
        if not self._is_stale:
            return
        self._is_stale = False
        state = self._document.state
        shown = tuple(o for o in self._shown if o in state)
        if not shown:
            self._swap(None)
            return
        tier = state.tier(shown[0]) if len(shown) == 1 else None
        if tier not in self._pages:
            from ui.hovering import PageLight

            self._pages[tier] = Page(self._document, self._theme, sections()[tier])
            PageLight(self._pages[tier], self._pages[tier].sections[0], self._document)
            self._pages[tier].hide()
            self._column.addWidget(self._pages[tier])
        page = self._pages[tier]
        page.fill(shown)
        is_other = page is not self._page
        self._swap(page)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def _swap(self, page: Page | None) -> None:
        """Show a page in place of the one that is there."""
        self._page = page
        for other in (self._empty_page, *self._pages.values()):
            if other is not (page or self._empty_page):
                other.hide()
        (page or self._empty_page).show()
