"""Who an organisation is and what can be set on it: the inspector's head and settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout

from model.changes import Detail, Field, PostState, SetField
from model.events import Changed
from model.pack import Role, Tier
from model.post_edits import name_holder
from model.post_words import NO_NAME
from model.state import State
from model.wording import capital, counted, listed
from ui.document import Document
from ui.panels.bodies import legal_bodies, may_differ
from ui.panels.fields import Box, DateField, LineField, NoteField
from ui.panels.parts import (
    GAP,
    SMALL,
    Ink,
    Picker,
    Prose,
    SignLabel,
)
from ui.panels.rows import follow
from ui.panels.section import Section
from ui.theme import Theme

TITLE = 15
"""Size of the name at the head of the page, pixels."""


def leading_role(state: State) -> Role | None:
    """Return the role whose holder leads a group, if the pack has one."""
    return next((r for r in state.pack.roles if r.accountable and r.merges), None)


class Head(Section):
    """Name, code, place and standing of an organisation; the name of a made one can be edited."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme)
        self.sign = SignLabel(theme)
        self.name = Prose(theme, TITLE, Ink.STRONG)
        self.name_field = LineField("Name", pixels=TITLE, bold=True)
        self.where = Prose(theme, SMALL, Ink.QUIET)
        self.standing = Prose(theme, SMALL, Ink.QUIET)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.sign)
        line.addWidget(self.name, 1)
        line.addWidget(self.name_field, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.where)
        self.column.addWidget(self.standing)
        self.add_editor(self.name_field)
        self.name_field.edited.connect(self._on_renamed)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, organisation = self.state, self.shown[0]
        is_made = not state.is_published(organisation)
        name = state.label(organisation)
        self.name.write(name)
        self.name_field.set_value(name)
        self.name.setVisible(not is_made)
        self.name_field.setVisible(is_made)
        self.where.write(_where(state, organisation))
        standing = self._document.option.findings.standing(organisation)
        self.sign.show_sign(standing.sign, standing.meaning)
        self.standing.write(standing.said)
        self.standing.setVisible(bool(standing.text))

    def _on_renamed(self, name: str) -> None:
        if self.shown[0] in self.state:
            self.commit(SetField(self.shown[0], Field.NAME, name))


def _where(state: State, organisation: str) -> str:
    """Return an organisation's kind, code and place, for a unit also its home."""
    text = capital(f"{state.kind(organisation).label} {state.code(organisation)}")
    above = [state.label(o) for o in state.ancestors(organisation) if o != state.root]
    if above:
        text += f" in {', '.join(above)}"
    if state.tier(organisation) is not Tier.UNIT:
        return text
    if state.group_of(organisation) is None:
        text += f"; in no {state.pack.kind_at(Tier.GROUP).label} yet"
    home = state.home(organisation)
    if home is not None and home != state.region_of(organisation):
        text += f"; home {state.label(home)}"
    return text


class ManyHead(Section):
    """How many organisations are selected, and which."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme)
        self.name = Prose(theme, TITLE, Ink.STRONG)
        self.names = Prose(theme, SMALL, Ink.QUIET)
        self.column.addWidget(self.name)
        self.column.addWidget(self.names)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state = self.state
        kinds = {state.kind(o).id: state.kind(o) for o in self.shown}
        what = "organisations"
        if len(kinds) == 1:
            what = next(iter(kinds.values())).plural
        self.name.write(f"{len(self.shown):,} {what} selected")
        self.names.write(listed(sorted((state.label(o) for o in self.shown), key=str.casefold), 8))


class Leader(Section):
    """The name of the person who leads a group."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Leader")
        self.holder = LineField("Name of the leader", pixels=14, bold=True)
        self.boards = Prose(theme, SMALL, Ink.QUIET)
        self.column.addWidget(self.holder)
        self.column.addWidget(self.boards)
        self.add_editor(self.holder)
        self.holder.edited.connect(self._on_named)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, group = self.state, self.shown[0]
        role = leading_role(state)
        self.setVisible(role is not None)
        if role is None:
            return
        self.heading.setText(role.title)
        self.holder.describe(f"Name of the {role.title.lower()}")
        is_vacant = state.detail(group, role.id, 1, Detail.STATE) == PostState.VACANT
        self.holder.setPlaceholderText("vacant" if is_vacant else NO_NAME)
        self.holder.set_value(state.holder(group, role.id))
        unit = state.pack.kind_at(Tier.UNIT)
        number = state.sharing(group, role.id)
        text = f"for {counted(number, unit.label, unit.plural)}"
        if number != state.count(group):
            text += f" of {state.count(group):,}"
        if not number:
            text = f"no {unit.label} shares this post"
        self.boards.write(text)

    def _on_named(self, name: str) -> None:
        role = leading_role(self.state)
        if role is not None and self.shown[0] in self.state:
            self.commit(name_holder(self.state, (self.shown[0], role.id, 1), name))


class _Body(NamedTuple):
    """A row of the list of employers."""

    id: str
    name: str
    is_member: bool = False


_NOBODY, _LINE = _Body("", "none entered"), _Body("", "")


class Settings(Section):
    """Formation date, employer and lock, of one organisation or of several at once."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Settings")
        self.formed_caption = self.caption("Formed on")
        self.formed = DateField("Formation date")
        self.employer_caption = self.caption("Employer of its shared posts")
        self.employer = Picker()
        self.employer.setAccessibleName("Employer of its shared posts")
        self.employer.setToolTip("The legal body that employs the holders of its shared posts")
        self.lock = Box("Locked")
        self._bodies: list[_Body] = []
        self._legal: list[tuple[str, str]] | None = None
        for widget in (
            self.formed_caption,
            self.formed,
            self.employer_caption,
            self.employer,
            self.lock,
        ):
            self.column.addWidget(widget)
        for editor in (self.formed, self.employer, self.lock):
            self.add_editor(editor)
        self.formed.edited.connect(lambda text: self.set_all(Field.FORMED, text))
        self.employer.activated.connect(self._on_employer_chosen)
        self.lock.edited.connect(lambda on: self.set_all(Field.LOCKED, "yes" if on else ""))

    def refresh(self) -> None:
        """Read anew what is shown."""
        state = self.state
        tiers = {state.tier(o) for o in self.shown}
        are_groups = tiers == {Tier.GROUP}
        can_lock = bool(tiers) and tiers <= {Tier.GROUP, Tier.UNIT}
        self.setVisible(can_lock)
        has_employer = are_groups and len(self.shown) == 1
        self.formed_caption.setVisible(are_groups)
        self.formed.setVisible(are_groups)
        self.employer_caption.setVisible(has_employer)
        self.employer.setVisible(has_employer)
        if are_groups:
            dates = {state.field(o, Field.FORMED) for o in self.shown}
            one = dates.pop() if len(dates) == 1 else ""
            self.formed.set_value(one, state.on, is_mixed=bool(dates))
        if has_employer:
            self._fill_employers(self.shown[0])
        if can_lock:
            self._fill_lock()

    def note_change(self, event: Changed | None) -> None:
        """Forget which legal bodies there are, where that may differ."""
        if may_differ(event):
            self._legal = None

    def _fill_lock(self) -> None:
        state = self.state
        locks = {state.is_locked(o) for o in self.shown}
        self.lock.set_value(locks.pop() if len(locks) == 1 else None)
        is_group = state.tier(self.shown[0]) is Tier.GROUP
        about = "nothing may enter or leave it" if is_group else "it may not be moved"
        self.lock.describe("Locked", f"Locked: {about}")

    def _fill_employers(self, group: str) -> None:
        state = self.state
        if self._legal is None:
            self._legal = legal_bodies(state)
        inside = set(state.members(group))
        members = [_Body(*body, is_member=True) for body in self._legal if body[0] in inside]
        others = [_Body(*body) for body in self._legal if body[0] not in inside]
        bodies = [_NOBODY, *members, *([_LINE] if members and others else ()), *others]
        if bodies != self._bodies:
            # The one or two that came or went, not all of them: there may be a thousand.
            follow(self._bodies, bodies, self._remove_bodies, partial(self._insert_bodies, bodies))
            self._bodies = bodies
        chosen = state.field(group, Field.EMPLOYER)
        self.employer.setCurrentIndex(max(0, self.employer.findData(chosen)))

    def _remove_bodies(self, first: int, last: int) -> None:
        for place in range(last, first - 1, -1):
            self.employer.removeItem(place)

    def _insert_bodies(self, bodies: Sequence[_Body], first: int, last: int) -> None:
        for place in range(first, last + 1):
            if bodies[place] == _LINE:
                self.employer.insertSeparator(place)
            else:
                self.employer.insertItem(place, bodies[place].name, bodies[place].id)

    def _on_employer_chosen(self) -> None:
        if self.shown[0] in self.state:
            self.set_all(Field.EMPLOYER, str(self.employer.currentData() or ""))


class Note(Section):
    """The note on an organisation."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Note")
        self.note = NoteField("Note")
        self.column.addWidget(self.note)
        self.add_editor(self.note)
        self.note.edited.connect(self._on_edited)

    def refresh(self) -> None:
        """Read anew what is shown."""
        self.note.set_value(self.state.field(self.shown[0], Field.NOTE))

    def _on_edited(self, text: str) -> None:
        if self.shown[0] in self.state:
            self.commit(SetField(self.shown[0], Field.NOTE, text))
