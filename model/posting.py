"""Changing posts: who is in them, how many there are, how they are filled and shared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from model.books import Books
from model.changes import (
    LARGEST,
    Appoint,
    Arrange,
    Arrangement,
    Change,
    Detail,
    Field,
    PostState,
    SetPost,
    Staff,
)
from model.errors import ChangeRefusedError
from model.events import Touched
from model.pack import Tier
from model.posts import MOST_POSTS, read_shares
from model.texts import MAX_TEXT, check_note, is_line
from model.tree import NO_ROW

MOST_WTE = 1_000
"""Hundredths: ten people sharing a post."""


class Posting(Books):
    """Books whose posts can be changed."""

    def _change_post(self, change: Appoint | SetPost | Staff | Arrange, touched: Touched) -> Change:
        match change:
            case Appoint(organisation, role, holder, number):
                return self._appoint(organisation, role, number, holder, touched)
            case SetPost():
                return self._set_post(change, touched)
            case Staff(organisation, role, staff):
                return self._staff(organisation, role, staff, touched)
            case Arrange(unit, role, arrangement):
                return self._arrange(unit, role, arrangement, touched)

    def _appoint(
        self, organisation: str, role_id: str, number: int, holder: str, touched: Touched
    ) -> Change:
        row = self._check_post(organisation, role_id, number)
        if holder and not is_line(holder):
            raise ChangeRefusedError(f"A holder's name is one line of 1 to {MAX_TEXT} characters.")
        key = (organisation, role_id, number)
        old = self._holders.get(key, "")
        with self._recounted(row):
            if holder:
                self._holders[key] = holder
            else:
                self._holders.pop(key, None)
        self._note_holder(key, old, holder)
        touched.people |= {old, holder} - {""}
        touched.edited.add(organisation)
        self._reached(row, touched)
        return Appoint(organisation, role_id, old, number)

    def _set_post(self, change: SetPost, touched: Touched) -> Change:
        organisation, role_id, number, detail = (
            *(change.organisation, change.role, change.number),
            change.detail,
        )
        row = self._check_post(organisation, role_id, number)
        value = self._checked_detail(detail, change.value)
        key = (organisation, role_id, number)
        old = self._details.get(key, {}).get(detail, "")
        with self._recounted(row) if detail is Detail.STATE else ExitStack():
            details = self._details.pop(key, {})
            details.pop(detail, None)
            if value:
                details[detail] = value
            if details:
                self._details[key] = details
            if detail is Detail.STATE:
                vacant = value == PostState.VACANT
                self._note(self._vacant, organisation, (role_id, number), is_in=vacant)
        self._note(self._told, organisation, (role_id, number), is_in=bool(details))
        touched.edited.add(organisation)
        self._reached(row, touched)
        return SetPost(organisation, role_id, number, detail, old)

    def _checked_detail(self, detail: Detail, value: str) -> str:
        """Return a value if a post may have it."""
        if not value:
            return value
        match detail:
            case Detail.STATE:
                if value not in list(PostState):
                    raise ChangeRefusedError(f"A post is never {value[:40]!r}.")
            case Detail.WTE:
                self._check_whole(value, MOST_WTE, "A whole-time equivalent, in hundredths,")
            case Detail.COST:
                self._check_whole(value, LARGEST, "A cost in pounds")
            case Detail.VOTE:
                if value not in ("yes", "no"):
                    raise ChangeRefusedError(f"A vote is 'yes' or 'no', not {value[:40]!r}.")
            case Detail.EMPLOYER:
                self._check_employer(value)
            case Detail.DESTINATION:
                self._check_shares(value)
            case Detail.NOTE:
                check_note(value)
        return value

    def _check_whole(self, value: str, most: int, what: str) -> None:
        is_whole = value.isascii() and value.isdigit() and str(int(value[:20])) == value
        if not is_whole or int(value) > most:
            raise ChangeRefusedError(f"{what} is a whole number up to {most:,}: {value[:40]!r}.")

    def _check_employer(self, employer: str) -> None:
        if not self.kind(employer).legal_body:
            raise ChangeRefusedError(
                f"{self.label(employer)} is not a legal body, so it can't employ anybody."
            )

    def _check_shares(self, text: str) -> None:
        try:
            shares = read_shares(text)
        except ValueError:
            raise ChangeRefusedError(f"{text[:40]!r} does not say where duties go.") from None
        known = {destination.id for destination in self.pack.destinations}
        strange = [to for to, _ in shares if to not in known]
        if strange:
            raise ChangeRefusedError(f"There is no destination {strange[0][:40]!r} in this pack.")
        total = sum(share for _, share in shares)
        if total != 100 or any(not share for _, share in shares):
            raise ChangeRefusedError(f"The shares of a post's duties come to {total}%, not 100%.")

    def _staff(
        self, organisation: str, role_id: str, number: int | None, touched: Touched
    ) -> Change:
        row = self._check_post(organisation, role_id)
        if number is not None and not 0 <= number <= MOST_POSTS:
            raise ChangeRefusedError(f"An organisation has 0 to {MOST_POSTS} posts of a role.")
        old = self.staff(organisation, role_id)
        with self._rearranged(row):
            staffed = self._staffed.pop(organisation, {})
            staffed.pop(role_id, None)
            if number is not None:
                staffed[role_id] = number
            if staffed:
                self._staffed[organisation] = staffed
        touched.edited.add(organisation)
        self._reached(row, touched)
        return Staff(organisation, role_id, old)

    def _arrange(
        self, unit: str, role_id: str, arrangement: Arrangement | None, touched: Touched
    ) -> Change:
        row = self._check_post(unit, role_id)
        if self._kind[row].tier is not Tier.UNIT:
            raise ChangeRefusedError(f"{self._names[row]} has no board.")
        old = self.chosen_arrangement(unit, role_id)
        with self._rearranged(row):
            chosen = self._arranged.pop(unit, {})
            chosen.pop(role_id, None)
            if arrangement is not None:
                chosen[role_id] = arrangement
            if chosen:
                self._arranged[unit] = chosen
        touched.edited.add(unit)
        self._reached(row, touched)
        return Arrange(unit, role_id, old)

    def _set_governance(self, row: int, value: str) -> None:
        """Have the members of a group decide together in another way."""
        with self._rearranged(row):
            self._put_field(row, Field.GOVERNANCE, value)

    def _put_field(self, row: int, field: Field, value: str) -> None:
        if value:
            self._fields.setdefault(row, {})[field] = value
        elif row in self._fields:
            self._fields[row].pop(field, None)

    def _check_post(self, organisation: str, role_id: str, number: int = 1) -> int:
        """Return the row of an organisation that may have such a post."""
        row = self._at(organisation)
        self._role(role_id)
        if self._kind[row].tier not in (Tier.GROUP, Tier.UNIT):
            raise ChangeRefusedError(f"{self._names[row]} has no posts.")
        if not 1 <= number <= MOST_POSTS:
            raise ChangeRefusedError(f"Posts of a role are numbered from 1 to {MOST_POSTS}.")
        return row

    # -- keeping the books -----------------------------------------------------------------

    @contextmanager
    def _recounted(self, row: int) -> Iterator[None]:
        """Count a row's own accountable people and posts anew around what the body does."""
        people, path = self._own_people(row), self._path(row)
        yield
        self._set_posts(row, path)
        self._set_people(row, people, path)

    @contextmanager
    def _rearranged(self, row: int) -> Iterator[None]:
        """Count the seats of a unit, or of all units of a group, anew around what the body does."""
        if not self._is_counted:
            yield
            return
        group = self._group_row(row)
        units = [row]
        if self._kind[row].tier is Tier.GROUP:
            group = row
            units = [self._row[u] for u in self._children_at(self._ids[row], Tier.UNIT)]
        rows = units if group == NO_ROW else [*units, group]
        people = [self._own_people(at) for at in rows]
        if group != NO_ROW:
            for unit in units:
                self._count_seats(unit, group, -1)
        yield
        if group != NO_ROW:
            for unit in units:
                self._count_seats(unit, group, 1)
        for at, old in zip(rows, people, strict=True):
            path = self._path(at)
            self._set_posts(at, path)
            self._set_people(at, old, path)

    def _reached(self, row: int, touched: Touched) -> None:
        """Note a row and what hangs above it as touched."""
        if not touched.is_wanted:
            return
        for at in self._path(row):
            organisation = self._ids[at]
            match self._kind[at].tier:
                case Tier.UNIT:
                    touched.units.add(organisation)
                case Tier.GROUP:
                    touched.groups.add(organisation)
                case Tier.REGION:
                    touched.regions.add(organisation)
                case Tier.SUCCESSOR:
                    touched.successors.add(organisation)
            # Their posts may come, go or be shared by others now.
            for role, number in self._named.get(organisation, ()):
                touched.people.add(self._holders[organisation, role, number])
