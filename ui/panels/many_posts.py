"""Posts of several organisations at once: number, seat, state, vote and employer for each role."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from model import post_edits
from model.changes import Arrangement, Change, Detail, PostState
from model.errors import ChangeRefusedError
from model.pack import Role, Tier
from model.post_words import STATE_WORDS, read_posts, staffing_words
from model.posts import Post
from model.staffing import staffing
from model.wording import capital, counted, grouped
from ui.document import Document
from ui.panels.entries import Entry, NameField, TypedField
from ui.panels.parts import Choice, Picker, tip
from ui.panels.post_rows import DIFFER, THEY_DIFFER, PostSection, RoleFold, choices, votes
from ui.theme import Theme

MOST = 1_000
"""How many organisations are edited at once; more would take long to read after each edit."""


class ManyRow(RoleFold):
    """A role of several organisations, with what can be set for all of them.

    It asks for a function that returns the `Change` to make.
    """

    def __init__(self, section: ManyPosts, role: Role, theme: Theme) -> None:
        super().__init__(section, role, theme)
        self._posts: list[Post] = []
        self._units: list[str] = []
        self._able: list[str] = []

    def _make_body(self) -> None:
        section, title = self._section, self.role.title
        self.number = TypedField(f"Number of posts of each: {title}", read_posts)
        self.arrangement = _choice(f"How the seats are filled: {title}")
        self.state = _choice(f"State of all posts: {title}")
        self.vote = _choice(f"On the board, all posts: {title}")
        self.employer = NameField(
            f"Employer of all posts: {title}",
            lambda: section.bodies.names(section.state),
            lambda text: section.bodies.id_of(section.state, text),
        )
        self.number_entry = Entry(self._theme, "Posts each", self.number)
        self.arrangement_entry = Entry(self._theme, "Seat", self.arrangement)
        self.details = [
            Entry(self._theme, "State", self.state),
            Entry(self._theme, "On the board", self.vote),
            Entry(self._theme, "Employer", self.employer),
        ]
        for entry in (self.arrangement_entry, self.number_entry, *self.details):
            self._inside.addWidget(entry)
        self.number.entered.connect(self._on_number)
        self.arrangement.activated.connect(self._on_arranged)
        self.state.activated.connect(self._chooser(self.state, Detail.STATE))
        self.vote.activated.connect(self._chooser(self.vote, Detail.VOTE))
        self.employer.entered.connect(lambda body: self._set(Detail.EMPLOYER, body))
        for editor in (self.number, self.arrangement, self.state, self.vote, self.employer):
            section.add_editor(editor)

    # -- showing ---------------------------------------------------------------------------

    def fill(self, posts: list[Post], units: list[str], able: list[str]) -> None:
        """Show a role.

        Parameters
        ----------
        posts : list of Post
            All posts of the role that the organisations have.
        units : list of str
            Those of the organisations whose seats can be shared or not.
        able : list of str
            Those that may have posts of the role themselves.
        """
        self._posts, self._units, self._able = posts, units, able
        vacant = sum(post.state is PostState.VACANT for post in posts)
        words = counted(len(posts), "post", "posts") if posts else "no post"
        words += f", {grouped(vacant)} vacant" if vacant else ""
        self.line.write(self.role.title, words, hollow=bool(vacant), quiet=True)
        self.setVisible(bool(posts or units or able))
        if self.line.isChecked():
            self._unfold()

    def _fill_body(self) -> None:
        state, role, posts = self._section.state, self.role.id, self._posts
        self.number_entry.setVisible(bool(self._able))
        numbers = {state.number(o, role) for o in self._able}
        _show(self.number, {str(number) for number in numbers}, "")
        self.arrangement_entry.setVisible(bool(self._units))
        if self._units:
            found = choices(state, self.role, self._units[0])
            if len({state.usual_arrangement(u, role) for u in self._units}) > 1:
                found[0] = ("", "As usual")
            chosen = {str(state.chosen_arrangement(u, role) or "") for u in self._units}
            _fill(self.arrangement, found, chosen)
        for entry in self.details:
            entry.setVisible(bool(posts))
        if not posts:
            return
        keys = [(p.organisation, role, p.number) for p in posts]
        states = [(how.value, capital(words)) for how, words in STATE_WORDS.items()]
        _fill(self.state, states, {p.state.value for p in posts})
        _fill(self.vote, votes(self.role), {state.detail(*key, Detail.VOTE) for key in keys})
        employers = {state.detail(*key, Detail.EMPLOYER) for key in keys}
        names = {state.label(body) if body else "" for body in employers}
        _show(self.employer, names, "as usual")

    # -- asking ----------------------------------------------------------------------------

    def _on_number(self, text: str) -> None:
        there, role = self._able, self.role.id
        self._ask(lambda: post_edits.staff_all(self._section.state, there, role, int(text)))

    def _on_arranged(self) -> None:
        chosen, units, role = self.arrangement.currentData(), self._units, self.role.id
        if chosen != DIFFER:
            how = Arrangement(chosen) if chosen else None
            self._ask(lambda: post_edits.arrange_all(self._section.state, units, role, how))

    def _chooser(self, choice: Choice, detail: Detail) -> Callable[[], None]:
        def choose() -> None:
            chosen = str(choice.currentData() or "")
            if chosen != DIFFER:
                self._set(detail, chosen)

        return choose

    def _set(self, detail: Detail, value: str) -> None:
        there = list(dict.fromkeys(post.organisation for post in self._posts))
        role = self.role.id
        self._ask(lambda: post_edits.set_all(self._section.state, there, role, detail, value))

    def _ask(self, make: Callable[[], Change]) -> None:
        self.asked.emit(make)


class ManyPosts(PostSection):
    """The posts of several units and groups."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Posts of all of them")
        self.roles: dict[str, ManyRow] = {}

    def refresh(self) -> None:
        """Read anew what is shown."""
        state = self.state
        there = [o for o in self.shown if state.tier(o) in (Tier.GROUP, Tier.UNIT)]
        self.setVisible(bool(there))
        is_too_many = len(there) > MOST
        if is_too_many:
            self.summary.write(f"Select {grouped(MOST)} at most to set posts of all of them.")
        else:
            self._refresh_rows(there)
        for row in self.roles.values():
            if is_too_many:
                row.hide()

    def _refresh_rows(self, there: Sequence[str]) -> None:
        state = self.state
        found: dict[str, list[Post]] = {role.id: [] for role in state.pack.roles}
        for organisation in there:
            for post in state.posts(organisation):
                found[post.role.id].append(post)
        units = [o for o in there if state.tier(o) is Tier.UNIT and state.group_of(o) is not None]
        self.summary.write(staffing_words(staffing(p for of in found.values() for p in of)))
        for role in state.pack.roles:
            if role.id not in self.roles:
                row = ManyRow(self, role, self._theme)
                row.asked.connect(self._on_asked)
                self.list.addWidget(row)
                self.roles[role.id] = row
            able = [o for o in there if state.may_have(o, role.id)]
            self.roles[role.id].fill(found[role.id], units, able)

    def _on_asked(self, make: Callable[[], Change]) -> None:
        if not all(o in self.state for o in self.shown):
            return
        try:
            change = make()
        except ChangeRefusedError:
            self.refresh()  # It says so already.
            return
        self.commit(change)


def _choice(about: str) -> Choice:
    box = Picker()
    box.setAccessibleName(about)
    box.setToolTip(tip(about))
    return box


def _fill(box: Choice, found: list[tuple[str, str]], chosen: set[str]) -> None:
    """Show the one value that all have, or that they differ."""
    if len(chosen) > 1:
        found = [*found, (DIFFER, THEY_DIFFER)]
    box.offer(found, DIFFER if len(chosen) > 1 else next(iter(chosen)))
    box.setToolTip(tip(f"{box.accessibleName()}\n{box.currentText()}"))


def _show(field: TypedField, values: set[str], usual: str) -> None:
    """Show the one value that all have, or that they differ."""
    are_alike = len(values) == 1
    field.setPlaceholderText(usual if are_alike else THEY_DIFFER.lower())
    field.set_value(next(iter(values)) if are_alike else "")
