"""Posts in the inspector: a line for each role, which unfolds who is in it, how and on what terms.

A form is made when it is first unfolded: a page has dozens of posts, of which one is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from model import post_edits
from model.changes import Arrangement, Change, PostState
from model.errors import ChangeRefusedError
from model.pack import Role, Tier
from model.post_words import holder_words, post_title, read_posts, staffing_words
from model.posts import Post
from model.staffing import staffing
from model.state import State
from model.wording import counted, grouped
from ui.document import Document
from ui.panels.entries import Entry, TypedField
from ui.panels.parts import SMALL, Ink, LinkButton, Picker, Prose, tip
from ui.panels.post_form import PostForm
from ui.panels.post_rows import DIFFER, INDENT, THEY_DIFFER, PostSection, RoleFold, choices
from ui.panels.unfolding import FoldLine
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Seat:
    """What a page shows of a role.

    Attributes
    ----------
    posts : list of Post
        Those of the organisation itself, which can be edited here.
    shared : list of Post
        Those of its group that fill its seats.
    members : tuple of str
        Ids of the units whose seats can be arranged here; none where there is nothing to share.
    elsewhere : int
        Posts of the role that a group's members have themselves.
    may_have : bool
        Whether the organisation may have posts of the role itself.
    """

    role: Role
    posts: list[Post]
    shared: list[Post]
    members: tuple[str, ...]
    elsewhere: int
    may_have: bool

    @property
    def is_listed(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.posts or self.shared or self.elsewhere or self.role.number)


def seats_of(state: State, organisation: str) -> list[Seat]:
    """Return what there is to show of the posts of a unit or a group, in the pack's order."""
    own: dict[str, list[Post]] = {}
    for post in state.posts(organisation):
        own.setdefault(post.role.id, []).append(post)
    shared: dict[str, list[Post]] = {}
    is_unit = state.tier(organisation) is Tier.UNIT
    group = state.group_of(organisation) if is_unit else organisation
    if is_unit and group is not None:
        for post in state.posts(group):
            if organisation in post.boards:
                shared.setdefault(post.role.id, []).append(post)
    members: tuple[str, ...] = (organisation,) if is_unit and group is not None else ()
    if not is_unit:
        members = tuple(state.members(organisation))
    seats = []
    for role in state.pack.roles:
        mine = own.get(role.id, [])
        elsewhere = 0 if is_unit else state.holding(organisation, role.id) - len(mine)
        may_have = state.may_have(organisation, role.id)
        seats.append(Seat(role, mine, shared.get(role.id, []), members, elsewhere, may_have))
    return seats


class PostLine(QWidget):
    """A post on a line, with its form below it once it is unfolded."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.line = FoldLine(level)
        self.form: PostForm | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.line)


class RoleRow(RoleFold):
    """A role: its line, and below it how its seats are filled and the forms of its posts.

    It asks for a `Change`.

    Signals
    -------
    revealed(str)
        The user wants to see that organisation.
    """

    revealed = Signal(str)

    def __init__(self, section: Posts, role: Role, theme: Theme) -> None:
        super().__init__(section, role, theme)
        self._seat: Seat | None = None
        self.posts: list[PostLine] = []

    # -- making ----------------------------------------------------------------------------

    def _make_body(self) -> None:
        title = self.role.title
        self.arrangement = Picker()
        self.arrangement.setAccessibleName(f"How the seat is filled: {title}")
        self.number = TypedField(f"Number of posts: {title}", read_posts)
        self.shared = Prose(self._theme, SMALL, Ink.QUIET)
        self.show_group = LinkButton("Show the post")
        self.arrangement_entry = Entry(self._theme, "Seat", self.arrangement)
        self.number_entry = Entry(self._theme, "Posts", self.number)
        for widget in (self.arrangement_entry, self.number_entry, self.shared, self.show_group):
            self._inside.addWidget(widget)
        self.arrangement.activated.connect(self._on_arranged)
        self.number.entered.connect(self._on_number)
        self.show_group.clicked.connect(self._on_show_group)
        self._section.add_editor(self.arrangement)
        self._section.add_editor(self.number)

    def _make_post(self) -> PostLine:
        post = PostLine(0)
        post.line.toggled.connect(lambda: self._fill_post(post))
        self._inside.addWidget(post)
        post.show()  # Now, not when the events are next handled: it may be given the focus.
        self.posts.append(post)
        return post

    # -- showing ---------------------------------------------------------------------------

    def fill(self, seat: Seat) -> None:
        """Show a role as an organisation has it."""
        self._seat = seat
        self.setVisible(seat.is_listed)
        if not seat.is_listed:
            return
        state = self._section.state
        words, is_hollow, is_quiet = _summary(seat, state)
        kind = "Statutory" if self.role.statutory else "Customary"
        self.line.write(self.role.title, words, more=kind, hollow=is_hollow, quiet=is_quiet)
        if self.line.isChecked():
            self._unfold()

    def _fill_body(self) -> None:
        seat = self._seat
        if seat is None:
            return
        self._fill_arrangement(seat)
        self.number_entry.setVisible(seat.may_have)
        self.number.set_value(str(len(seat.posts)))
        text = _shared_words(seat, self._section.state)
        self.shared.write(text)
        self.shared.setVisible(bool(text))
        self.show_group.setVisible(bool(seat.shared))
        for place, line in enumerate(self.posts):
            line.setVisible(place < len(seat.posts))
        while len(self.posts) < len(seat.posts):
            self._make_post()
        for post in self.posts[: len(seat.posts)]:
            self._fill_post(post)

    def _fill_arrangement(self, seat: Seat) -> None:
        self.arrangement_entry.setVisible(bool(seat.members))
        if not seat.members:
            return
        state, box = self._section.state, self.arrangement
        found = choices(state, self.role, seat.members[0])
        set_ = {state.chosen_arrangement(unit, self.role.id) for unit in seat.members}
        if len(set_) > 1:
            found.append((DIFFER, THEY_DIFFER))
        chosen = DIFFER if len(set_) > 1 else (next(iter(set_)) or "")
        box.offer(found, chosen)
        box.setToolTip(tip(f"{box.accessibleName()}\n{box.currentText()}"))

    def _fill_post(self, line: PostLine) -> None:
        """Show a post on its line, and in its form if that is unfolded."""
        seat = self._seat
        place = self.posts.index(line)
        if seat is None or place >= len(seat.posts):
            return
        post, is_one = seat.posts[place], len(seat.posts) == 1
        section = self._section
        line.line.setVisible(not is_one)
        is_vacant = post.state is PostState.VACANT
        is_quiet = is_vacant or not post.holder
        title = f"{post.role.short} {post.number}"
        more = post_title(post, section.state)
        line.line.write(title, holder_words(post), more=more, hollow=is_vacant, quiet=is_quiet)
        is_open = is_one or line.line.isChecked()
        if line.form is None and is_open:
            form = line.form = PostForm(self._theme, lambda: section.state, section.bodies)
            for editor in form.editors:
                section.add_editor(editor)
            form.asked.connect(self.asked)
            line.column.addWidget(form)
        if line.form is not None:
            if line.form.isVisibleTo(line) and not is_open:
                section.flush()
            line.form.setVisible(is_open)
            line.form.setContentsMargins(0 if is_one else INDENT, 0, 0, 0)
            if is_open:
                line.form.fill(post, read_only=section.is_read_only)

    def forget(self) -> None:
        """Drop what was typed in what is no plain field."""
        for post in self.posts:
            if post.form is not None:
                post.form.forget()

    def unfold(self, number: int, *, focus: bool) -> QWidget:
        """Unfold a post of the role; return what must be seen of it."""
        self.line.setChecked(True)
        if number > len(self.posts):
            return self.line
        post = self.posts[number - 1]
        post.line.setChecked(True)
        if focus and post.form is not None:
            post.form.holder.setFocus()
            post.form.holder.selectAll()
        return self.line if len(self.posts) == 1 else post

    # -- asking ----------------------------------------------------------------------------

    def _on_arranged(self) -> None:
        seat, chosen = self._seat, str(self.arrangement.currentData() or "")
        if seat is None or chosen == DIFFER:
            return
        how = Arrangement(chosen) if chosen else None
        try:
            change = post_edits.arrange_all(self._section.state, seat.members, self.role.id, how)
        except ChangeRefusedError:
            return  # It is so already.
        self.asked.emit(change)

    def _on_number(self, text: str) -> None:
        state, organisation = self._section.state, self._section.shown[0]
        if organisation in state and int(text) != state.number(organisation, self.role.id):
            self.asked.emit(post_edits.staff(state, organisation, self.role.id, int(text)))
        else:
            self.number.reset()

    def _on_show_group(self) -> None:
        if self._seat is not None and self._seat.shared:
            self.revealed.emit(self._seat.shared[0].organisation)


class Posts(PostSection):
    """The posts of a group, or the seats on a unit's board."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Posts")
        self.roles: dict[str, RoleRow] = {}
        self.add = Picker()
        self.add.setAccessibleName("Add a post")
        self.add.setToolTip(
            "Add a post of a role: another of those above, or one that is seldom had"
        )
        self.column.addWidget(self.add)
        self.add_editor(self.add)
        self.add.activated.connect(self._on_add)

    def fill(self, organisations: Sequence[str]) -> None:
        """Show what there is to say of organisations; called after every edit, too."""
        if self.shown != tuple(organisations):
            for row in self.roles.values():
                row.forget()
        super().fill(organisations)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, organisation = self.state, self.shown[0]
        for role in state.pack.roles:
            if role.id not in self.roles:
                self._add_row(role)
        is_unit = state.tier(organisation) is Tier.UNIT
        self.heading.setText("Board and posts" if is_unit else "Posts")
        self._refresh_summary(organisation, is_unit=is_unit)
        seats = seats_of(state, organisation)
        for seat in seats:
            self.roles[seat.role.id].fill(seat)
        found = [("", "Add a post…")]
        found += [(seat.role.id, seat.role.title) for seat in seats if seat.may_have]
        self.add.offer(found, "")

    def _refresh_summary(self, organisation: str, *, is_unit: bool) -> None:
        state = self.state
        if is_unit:
            board = state.board(organisation)
            seats = counted(len(board), "seat", "seats")
            votes = counted(sum(post.votes for post in board), "vote", "votes")
            own = staffing_words(staffing(state.posts(organisation)))
            self.summary.write(f"{seats} on its board, {votes}. Its own: {own}")
            return
        unit = state.pack.kind_at(Tier.UNIT).plural
        below = staffing_words(staffing(state.posts_below(organisation)))
        self.summary.write(f"With those of its {unit}: {below}")

    def _add_row(self, role: Role) -> None:
        row = RoleRow(self, role, self._theme)
        self.list.addWidget(row)
        self.roles[role.id] = row
        row.asked.connect(self._on_asked)
        row.revealed.connect(self._document.reveal)

    def _on_asked(self, change: Change) -> None:
        if self.shown[0] in self.state:
            self.commit(change)

    def _on_add(self) -> None:
        role, organisation = str(self.add.currentData() or ""), self.shown[0]
        self.add.setCurrentIndex(0)
        state = self.state
        if not role or organisation not in state:
            return
        number = state.number(organisation, role) + 1
        if self.commit(post_edits.staff(state, organisation, role, number)):
            self.unfold(role, number, focus=True)

    def unfold(self, role: str, number: int, *, focus: bool = False) -> QWidget | None:
        """Unfold a post; return what must be seen of it, None if there is none."""
        row = self.roles.get(role)
        return None if row is None else row.unfold(number, focus=focus)


def _summary(seat: Seat, state: State) -> tuple[str, bool, bool]:
    """Return what stands on a role's line, whether it is vacant, and whether it is no name."""
    posts = seat.posts or seat.shared
    vacant = sum(post.state is PostState.VACANT for post in posts)
    shared = " · shared" if seat.shared else ""
    if len(posts) == 1:
        post = posts[0]
        return holder_words(post) + shared, bool(vacant), bool(vacant) or not post.holder
    if posts:
        words = f"{grouped(len(posts))} posts"
        words += f", {grouped(vacant)} vacant" if vacant else ""
        return words + shared, bool(vacant), True
    if seat.elsewhere:
        unit = state.pack.kind_at(Tier.UNIT).plural
        return f"{grouped(seat.elsewhere)} at the {unit}", False, True
    return "no post", False, True


def _shared_words(seat: Seat, state: State) -> str:
    """Return what is to be said of a seat that is filled, or posts that are held, elsewhere."""
    if seat.shared:
        group = state.label(seat.shared[0].organisation)
        return f"Filled by {group}, whose post it is."
    if seat.elsewhere:
        unit = state.pack.kind_at(Tier.UNIT).plural
        return f"{counted(seat.elsewhere, 'post', 'posts')} of the {unit} themselves."
    return ""
