"""What can be set on one post: who is in it and how, time, vote, employer, destination, cost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model import post_edits
from model.boards import PostKey
from model.changes import Change, Detail, PostState, SetPost
from model.pack import Pack
from model.post_words import (
    NO_NAME,
    STATE_WORDS,
    held_elsewhere,
    post_title,
    read_cost,
    read_wte,
    wte_words,
)
from model.posts import Post, read_shares, shares_text
from model.state import State
from model.wording import capital, counted, money
from ui.panels.bodies import Bodies
from ui.panels.entries import Entry, NameField, TypedField
from ui.panels.fields import NoteField
from ui.panels.parts import (
    GAP,
    SMALL,
    Choice,
    Elided,
    Ink,
    LinkButton,
    Picker,
    Prose,
    tip,
)
from ui.panels.post_rows import votes
from ui.panels.section import Editor
from ui.theme import Theme

_SHARE_WIDTH = 44
_NOTE_HEIGHT = 72
_SEVERAL = "several"


class DestinationField(QWidget):
    """Where the duties of a post go: to one place, or to several in shares that come to 100%.

    Signals
    -------
    entered(str)
        The user has said where, as a post keeps it.
    wrong(str)
        The shares don't come to 100%, with by how much; "" when they do.
    """

    entered = Signal(str)
    wrong = Signal(str)

    def __init__(self, pack: Pack, about: str) -> None:
        super().__init__()
        self._value: str | None = None
        self.where = Picker()
        self.where.setAccessibleName(about)
        self.where.setToolTip(tip(about))
        self.where.addItem("not said", "")
        for destination in pack.destinations:
            self.where.addItem(destination.label, shares_text([(destination.id, 100)]))
        self.where.addItem("Several, in shares…", _SEVERAL)
        self.shares: dict[str, TypedField] = {}
        # Below the field, as wide as the form: for its owner to place.
        self.rows = QWidget()
        rows = QVBoxLayout(self.rows)
        rows.setContentsMargins(0, 2, 0, 0)
        rows.setSpacing(2)
        for destination in pack.destinations:
            field = TypedField(f"{destination.label}, per cent of the duties", _read_share)
            field.setFixedWidth(_SHARE_WIDTH)
            label = Elided(SMALL)
            label.write(f"% {destination.label}")
            line = QHBoxLayout()
            line.setSpacing(GAP)
            line.addWidget(field)
            line.addWidget(label, 1)
            rows.addLayout(line)
            field.entered.connect(self._on_share)
            field.wrong.connect(self.wrong)
            self.shares[destination.id] = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.where)
        self.where.activated.connect(self._on_chosen)

    @property
    def editors(self) -> list[Editor]:
        """The fields that it is made of."""
        return [self.where, *self.shares.values()]

    def set_value(self, value: str) -> None:
        """Show the model's value."""
        if value == self._value:
            return
        self._value = value
        place = self.where.findData(value)
        self.where.setCurrentIndex(place if place >= 0 else self.where.count() - 1)
        self.rows.setVisible(place < 0)
        shares = dict(read_shares(value))
        for to, field in self.shares.items():
            field.forget()
            field.set_value(str(shares[to]) if to in shares else "")
        self.wrong.emit("")

    def forget(self) -> None:
        """Drop what was typed; the next value is about something else."""
        self._value = None

    def _on_chosen(self) -> None:
        chosen = str(self.where.currentData())
        self.rows.setVisible(chosen == _SEVERAL)
        if chosen != _SEVERAL:
            self.entered.emit(chosen)
            return
        next(iter(self.shares.values())).setFocus()

    def _on_share(self) -> None:
        """Take the shares as soon as they come to 100%; until then, say how much is left."""
        typed = {to: field.text().strip() for to, field in self.shares.items()}
        try:
            shares = {to: int(_read_share(text) or "0") for to, text in typed.items()}
        except ValueError:
            return  # The field itself says so.
        total = sum(shares.values())
        if total not in (0, 100):
            left = f"{100 - total}% more" if total < 100 else f"{total - 100}% less"
            self.wrong.emit(f"The shares come to {total}%: {left} makes 100%.")
            return
        self.wrong.emit("")
        self.entered.emit(shares_text((to, share) for to, share in shares.items() if share))


def _read_share(text: str) -> str:
    digits = text.removesuffix("%").strip()
    if digits and not (digits.isascii() and digits.isdigit() and int(digits[:4]) <= 100):
        raise ValueError("A share is a whole number from 0 to 100.")
    return digits


class PostForm(QWidget):
    """The form of one post.

    Signals
    -------
    asked(object)
        The user has entered something: the `Change` to make.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme, state: Callable[[], State], bodies: Bodies) -> None:
        super().__init__()
        self._state = state
        self._key: PostKey = ("", "", 1)
        pack = state().pack
        self.holder = NameField("Holder", lambda: state().people())
        self.state = Picker()
        for how in PostState:
            self.state.addItem(capital(STATE_WORDS[how]), how.value)
        self.wte = TypedField("Whole-time equivalent", read_wte)
        self.vote = Picker()
        self.employer = NameField(
            "Employer", lambda: bodies.names(state()), lambda text: bodies.id_of(state(), text)
        )
        self.destination = DestinationField(pack, "Where its duties go")
        self.cost = TypedField("Cost a year, in pounds", read_cost)
        self._typed: dict[Detail, TypedField] = {
            Detail.WTE: self.wte,
            Detail.EMPLOYER: self.employer,
            Detail.COST: self.cost,
        }
        self.note = NoteField("Note on the post")
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.facts = Prose(theme, SMALL, Ink.QUIET)
        self.remove = LinkButton("Remove this post", "Take the post away; undo brings it back")
        self.holder_entry = Entry(theme, "Holder", self.holder)
        self.destination_entry = Entry(theme, "Duties go to", self.destination)
        self.destination.wrong.connect(self.destination_entry.refuse)
        self.destination_entry.setVisible(bool(pack.destinations))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, GAP)
        column.setSpacing(4)
        for entry in (
            self.holder_entry,
            Entry(theme, "State", self.state),
            Entry(theme, "WTE", self.wte),
            Entry(theme, "On the board", self.vote),
            Entry(theme, "Employer", self.employer),
            self.destination_entry,
            Entry(theme, "Cost a year", self.cost),
            Entry(theme, "Note", self.note),
        ):
            column.addWidget(entry)
            if entry is self.destination_entry:
                column.addWidget(self.destination.rows)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.facts, 1)
        foot.addWidget(self.remove)
        column.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.holder.entered.connect(
            lambda name: self._ask(post_edits.name_holder(self._state(), self._key, name))
        )
        self.state.activated.connect(self._on_state)
        self.vote.activated.connect(
            lambda: self._set(Detail.VOTE, str(self.vote.currentData() or ""))
        )
        for detail, field in self._typed.items():
            field.entered.connect(self._setter(detail))
        self.destination.entered.connect(self._setter(Detail.DESTINATION))
        self.note.edited.connect(self._setter(Detail.NOTE))
        self.remove.clicked.connect(
            lambda: self._ask(post_edits.remove_post(self._state(), self._key))
        )

    @property
    def editors(self) -> list[Editor]:
        """The fields that it is made of."""
        return [
            *(self.holder, self.state, self.wte, self.vote, self.employer),
            *(*self.destination.editors, self.cost, self.note),
        ]

    def forget(self) -> None:
        """Drop what was typed; what is shown next is another post."""
        self.destination.forget()

    def fill(self, post: Post, *, read_only: bool) -> None:
        """Show a post."""
        state = self._state()
        title = post_title(post, state)
        self._key = (post.organisation, post.role.id, post.number)
        self.holder.describe(f"Holder: {title}")
        is_vacant = post.state is PostState.VACANT
        self.holder.setPlaceholderText("vacant" if is_vacant else NO_NAME)
        self.holder.set_value(post.holder)
        self.holder_entry.tell(held_elsewhere(state, post.holder, self._key))
        _name(self.state, f"State: {title}")
        self.state.setCurrentIndex(self.state.findData(post.state.value))
        self.wte.describe(f"Whole-time equivalent: {title}. 0.60 is three days a week")
        self.wte.set_value(wte_words(post.wte))
        self._fill_vote(post, title)
        self.employer.describe(f"Employer: {title}. A legal body; type to look for one")
        usual = state.label(post.employer) if post.employer else ""
        is_usual = not state.detail(*self._key, Detail.EMPLOYER)
        self.employer.setPlaceholderText(f"{usual}, as usual" if usual else "none entered")
        self.employer.set_value("" if is_usual else usual)
        self.destination.set_value(post.destination)
        self.cost.describe(f"Cost a year, in pounds: {title}")
        self.cost.setPlaceholderText("not entered")
        self.cost.set_value("" if post.cost is None else money(post.cost))
        self.note.set_value(post.note)
        boards = counted(len(post.boards), "board", "boards")
        kind = "Statutory" if post.role.statutory else "Customary"
        self.facts.write(f"{kind}; sits on {boards}")
        self.remove.setEnabled(not read_only)

    def _fill_vote(self, post: Post, title: str) -> None:
        self.vote.offer(votes(post.role), self._state().detail(*self._key, Detail.VOTE))
        _name(self.vote, f"On the board: {title}")

    # -- asking ----------------------------------------------------------------------------

    def _on_state(self) -> None:
        how = PostState(str(self.state.currentData() or ""))
        state = self._state()
        if state.detail(*self._key, Detail.STATE) != how.value:
            self._ask(post_edits.set_state(state, self._key, how))

    def _set(self, detail: Detail, value: str) -> None:
        organisation, role, number = self._key
        if self._state().detail(*self._key, detail) != value:
            self._ask(SetPost(organisation, role, number, detail, value))
        elif detail in self._typed:  # The same in other words: show it as it is written here.
            self._typed[detail].reset()

    def _setter(self, detail: Detail) -> Callable[[str], None]:
        return lambda value: self._set(detail, value)

    def _ask(self, change: Change) -> None:
        self.asked.emit(change)


def _name(choice: Choice, about: str) -> None:
    choice.setAccessibleName(about)
    choice.setToolTip(tip(about))
