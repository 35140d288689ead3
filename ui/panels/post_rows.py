"""What the posts of one organisation and of several have in common: a section with a line a role.

A line unfolds what can be set of the posts of its role; that is made when it is first unfolded.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from model.changes import Arrangement
from model.events import Changed
from model.pack import Role, Tier
from model.state import State
from ui.document import Document
from ui.panels.bodies import Bodies, may_differ
from ui.panels.parts import GAP, SMALL, Ink, Prose
from ui.panels.section import Section
from ui.panels.unfolding import FoldLine
from ui.theme import Theme

INDENT = 16
"""How far what is unfolded is moved in, pixels."""
DIFFER = "differ"
"""The choice that stands for several values at once; nothing can be set to it."""
THEY_DIFFER = "They differ"


class PostSection(Section):
    """Posts, with what they come to above a line for each role."""

    def __init__(self, document: Document, theme: Theme, title: str) -> None:
        super().__init__(document, theme, title)
        self.bodies = Bodies()
        self.summary = Prose(theme, SMALL, Ink.QUIET)
        self.column.addWidget(self.summary)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.column.addLayout(self.list)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing may be altered."""
        return self._document.read_only

    def note_change(self, event: Changed | None) -> None:
        """Forget which legal bodies there are, where that may differ."""
        if may_differ(event):
            self.bodies.forget()


class RoleFold(QWidget):
    """A role: its line, and below it what can be set of its posts.

    Signals
    -------
    asked(object)
        The user has entered something: the change to make, or a function that returns it.
    """

    asked = Signal(object)

    def __init__(self, section: PostSection, role: Role, theme: Theme) -> None:
        super().__init__()
        self._section = section
        self._theme = theme
        self.role = role
        self.line = FoldLine()
        self.body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.line)
        self.line.toggled.connect(self._on_toggled)

    def _on_toggled(self) -> None:
        if self.line.isChecked():
            self._unfold()
        elif self.body is not None:
            self._section.flush()
            self.body.hide()

    def _unfold(self) -> None:
        """Show what can be set, as it is now."""
        if self.body is None:
            self.body = QWidget()
            self._inside = QVBoxLayout(self.body)
            self._inside.setContentsMargins(INDENT, 2, 0, GAP)
            self._inside.setSpacing(4)
            self._make_body()
            self._column.addWidget(self.body)
        self.body.show()
        self._fill_body()

    def _make_body(self) -> None:
        """Make the fields and put them inside."""
        raise NotImplementedError

    def _fill_body(self) -> None:
        """Show in the fields what is set."""
        raise NotImplementedError


def choices(state: State, role: Role, unit: str) -> list[tuple[str, str]]:
    """Return the ways in which a unit's seat can be filled, the usual first, as (value, words)."""
    group = state.pack.kind_at(Tier.GROUP).label
    is_shared = state.usual_arrangement(unit, role.id) is Arrangement.SHARED
    return [
        ("", f"Usual: {'shared' if is_shared else 'its own'}"),
        (Arrangement.OWN.value, "Its own"),
        (Arrangement.SHARED.value, f"Shared by the {group}"),
        (Arrangement.EVERYWHERE.value, "Its own, on every board"),
    ]


def votes(role: Role) -> list[tuple[str, str]]:
    """Return the ways in which a holder may sit on a board, the usual first, as (value, words)."""
    usual = "votes" if role.voting else "in attendance"
    return [("", f"Usual: {usual}"), ("yes", "Votes"), ("no", "In attendance")]
