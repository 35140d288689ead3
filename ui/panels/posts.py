"""Posts and links: who sits on which boards, and which ties a unit keeps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.changes import Appoint, Arrange, Arrangement, KeepLink
from model.pack import Link, Role, Tier
from model.state import State
from model.wording import grouped
from ui.document import Document
from ui.panels.about import leading_role
from ui.panels.fields import Box, LineField
from ui.panels.parts import GAP, SMALL, Choice, Ink, Prose, capital, tip
from ui.panels.section import Pool, Section
from ui.theme import BODY, Theme


class PostRow(QWidget):
    """A role, how its seat is filled, and its holder.

    Signals
    -------
    named(str)
        The user has entered another holder.
    arranged(object)
        The user has chosen another `Arrangement`, None for the pack's.
    """

    named = Signal(str)
    arranged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = Prose(theme, BODY)
        self.seats = Prose(theme, SMALL, Ink.QUIET, right=True)
        self.arrangement = Choice()
        self.holder = LineField("Holder")
        self.holder.setPlaceholderText("no name entered")
        self.shared = Prose(theme, SMALL, Ink.QUIET)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.title, 1)
        line.addWidget(self.seats)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.arrangement)
        column.addWidget(self.holder)
        column.addWidget(self.shared)
        self.holder.edited.connect(self.named)
        self.arrangement.activated.connect(self._on_chosen)

    def _on_chosen(self) -> None:
        chosen = self.arrangement.currentData()
        self.arranged.emit(Arrangement(chosen) if chosen else None)

    def describe(self, role: Role, choices: list[tuple[str, str]]) -> None:
        """Show a role, and the ways to fill its seat as (value, words); none for a group's post."""
        self.title.write(role.title)
        self.holder.describe(f"Holder: {role.title}")
        self.arrangement.setVisible(bool(choices))
        if self.arrangement.count() != len(choices):
            self.arrangement.clear()
            for value, words in choices:
                self.arrangement.addItem(words, value)
        for place, (_, words) in enumerate(choices):
            self.arrangement.setItemText(place, words)
        name = f"How the seat is filled: {role.title}"
        self.arrangement.setAccessibleName(name)
        self.arrangement.setToolTip(tip(f"{name}\n{self.arrangement.currentText()}"))


class Posts(Section):
    """The posts of a group, or the seats on a unit's board."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Posts")
        self.roles: dict[str, PostRow] = {}

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, organisation = self.state, self.shown[0]
        for role in state.pack.roles:
            if role.id not in self.roles:
                self._add_row(role)
        if state.tier(organisation) is Tier.UNIT:
            self._refresh_unit(organisation)
        else:
            self._refresh_group(organisation)

    def _add_row(self, role: Role) -> None:
        row = PostRow(self._theme)
        self.column.addWidget(row)
        self.roles[role.id] = row
        self.add_editor(row.holder)
        self.add_editor(row.arrangement)
        row.named.connect(self._namer(role.id))
        row.arranged.connect(self._arranger(role.id))

    def _namer(self, role: str) -> Callable[[str], None]:
        def name(holder: str) -> None:
            if self.shown[0] in self.state:
                self.commit(Appoint(self.shown[0], role, holder))

        return name

    def _arranger(self, role: str) -> Callable[[Arrangement | None], None]:
        def arrange(how: Arrangement | None) -> None:
            unit = self.shown[0]
            if unit in self.state and how != self.state.chosen_arrangement(unit, role):
                self.commit(Arrange(unit, role, how))

        return arrange

    def _refresh_unit(self, unit: str) -> None:
        state = self.state
        self.heading.setText("Board")
        group = state.group_of(unit)
        for role in state.pack.roles:
            row = self.roles[role.id]
            chosen = state.chosen_arrangement(unit, role.id)
            row.describe(role, choices(state, role))
            row.arrangement.setCurrentIndex(
                max(0, row.arrangement.findData(chosen.value if chosen else ""))
            )
            how = state.arrangement(unit, role.id)
            is_shared = how is Arrangement.SHARED and group is not None
            row.holder.setVisible(not is_shared)
            row.holder.set_value(state.holder(unit, role.id))
            text = ""
            if is_shared and group is not None:
                holder = state.holder(group, role.id) or "no name entered"
                text = f"{holder}, for {state.label(group)}"
            elif how is Arrangement.EVERYWHERE and group is not None:
                text = _on_boards(state.count(group))
            row.shared.write(text)
            row.shared.setVisible(bool(text))
            row.seats.setVisible(False)

    def _refresh_group(self, group: str) -> None:
        state = self.state
        leader = leading_role(state)
        self.heading.setText("Shared posts")
        there = {p.role.id: p for p in state.posts(group)}
        for role in state.pack.roles:
            row, post = self.roles[role.id], there.get(role.id)
            # The leader's name has a field of its own above.
            row.setVisible(post is not None and role != leader)
            if post is not None:
                row.describe(role, [])
                row.holder.set_value(post.holder)
                row.seats.write(_on_boards(len(post.boards)))
                row.shared.setVisible(False)
        self.setVisible(any(r.id in there and r != leader for r in state.pack.roles))


def choices(state: State, role: Role) -> list[tuple[str, str]]:
    """Return the ways in which a unit's seat can be filled, the pack's first, as (value, words)."""
    group = state.pack.kind_at(Tier.GROUP).label
    return [
        ("", f"Usual: {'shared' if role.merges else 'its own'}"),
        (Arrangement.OWN.value, "Its own"),
        (Arrangement.SHARED.value, f"Shared by the {group}"),
        (Arrangement.EVERYWHERE.value, "Its own, on every board"),
    ]


def _on_boards(number: int) -> str:
    return f"sits on {grouped(number)} {'board' if number == 1 else 'boards'}"


class Links(Section):
    """A unit's ties, each kept or dropped."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Links")
        self.rows = Pool(self.column, self._make)
        self._links: list[Link] = []

    def _make(self) -> Box:
        box = Box()
        place = len(self.rows.rows)
        box.edited.connect(lambda on: self._on_ticked(place, on))
        self.add_editor(box)
        return box

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, unit = self.state, self.shown[0]
        self._links = state.links(unit)
        words = state.pack.words
        self.heading.setText(f"{capital(words.links)} it keeps")
        for box, link in zip(self.rows.take(len(self._links)), self._links, strict=True):
            about = f"{capital(words.link)} {link.name} ({link.code})"
            if link.people is not None:
                about += f": {grouped(link.people)} people live in both"
            box.describe(link.name, about)
            box.set_value(state.keeps_link(unit, link.code))
        self.setVisible(bool(self._links))

    def _on_ticked(self, place: int, on: bool) -> None:
        if self.shown[0] in self.state and place < len(self._links):
            self.commit(KeepLink(self.shown[0], self._links[place].code, on))
