"""What a reorganisation leads to: the structure looked ahead to, and the members of successors.

A successor takes over from units. It hangs in a group; whom it takes over from is said apart, for
its members may be units as a whole or parts of them, of one group or of several. Figures stay with
the members: a successor's area comes to what its members come to, each counted once.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.changes import Change, Field, Join
from model.errors import ChangeRefusedError
from model.events import Touched
from model.judgements import Judgements
from model.organisations import Figure
from model.pack import Body, Pack, Structure, Tier
from model.totals import Sum, add_sums, sum_of_one
from model.tree import SortKey


class Succession(Judgements):
    """Organisations with what is to become of them."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self.structure: Structure | None = None
        self.are_legal = False
        """Whether successors are legal bodies where the structure leaves that open."""
        self._stands_in = {m.stands_for: m.id for m in pack.measures if m.stands_for}
        self._successor: dict[str, str] = {}
        self._joined: dict[str, set[str]] = {}

    # -- reading ---------------------------------------------------------------------------

    def successor_of(self, member: str) -> str:
        """Return the id of the successor that a unit or part is itself a member of, "" if none."""
        return self._successor.get(member, "")

    def joined(self, successor: str) -> list[str]:
        """Return the ids of a successor's members, by code."""
        return sorted(self._joined.get(successor, ()), key=self._order)

    def _order(self, organisation: str) -> SortKey:
        return self._sort_key(self._at(organisation))

    def successors_in(self, group: str) -> list[str]:
        """Return the ids of the successors that hang in a group, by code."""
        return self._children_at(group, Tier.SUCCESSOR).copy()

    def area(self, successor: str, measure: str) -> Sum:
        """Return one measure over the members of a successor, or what is said in its place."""
        own = self.own_area(successor, measure)
        if own is not None:
            return sum_of_one(own)
        return add_sums(self.sum(member, measure) for member in self._joined.get(successor, ()))

    def own_area(self, successor: str, measure: str) -> Figure | None:
        """Return what is said of a successor itself in place of its members' sum, None for none."""
        stand_in = self._stands_in.get(measure)
        return None if stand_in is None else self.figure(successor, stand_in)

    def unmeasured(self, successor: str, measure: str) -> list[str]:
        """Return a successor's members that a measure says nothing of: parts of what carries it.

        None where something is said in place of their sum.
        """
        if self.own_area(successor, measure) is not None:
            return []
        sums = {member: self.sum(member, measure) for member in self.joined(successor)}
        return [member for member, total in sums.items() if not total.known and not total.missing]

    def area_units(self, successor: str) -> list[str]:
        """Return the ids of the units that a successor's members are, or are part of, by code."""
        units = {self._unit_of(member) for member in self._joined.get(successor, ())}
        return sorted(units, key=self._order)

    def nearest_group(self, organisation: str) -> str:
        """Return the id of the group that an organisation is in or below, "" if it is in none."""
        return self._nearest(organisation, Tier.GROUP) or ""

    def _unit_of(self, member: str) -> str:
        return self._nearest(member, Tier.UNIT) or member

    def serving(self, place: str) -> list[str]:
        """Return the ids of the successors with members in a group or unit, by code."""
        if not self._successor:
            return []
        found = {self._successor.get(o) for o in self.below(place, include=True)}
        return sorted((o for o in found if o), key=self._order)

    def body(self, organisation: str) -> Body | None:
        """Return what an organisation is in the structure looked ahead to, None for nothing."""
        return self.structure.body(self.kind(organisation).id) if self.structure else None

    def is_legal_body(self, organisation: str) -> bool:
        """Whether an organisation is a legal body in the structure looked ahead to."""
        body = self.body(organisation)
        if body is None:
            return False
        chosen = body.optional and self.are_legal
        return body.legal_body or chosen or bool(self.field(organisation, Field.LEGAL))

    def unsaying(self, organisation: str) -> list[Change]:
        """Return the changes that take back all that is said of an organisation."""
        changes = super().unsaying(organisation)
        members = self.joined(organisation)
        if organisation in self._successor:
            members.append(organisation)
        return changes + [Join(member, "") for member in members]

    # -- changing --------------------------------------------------------------------------

    def _set_structure(self, value: str, touched: Touched) -> str:
        """Look ahead to another structure; returns the id of the one before."""
        old = self.structure
        try:
            self.structure = self.pack.structure(value)
        except KeyError:
            raise ChangeRefusedError(
                f"There is no structure {value[:40]!r} in this pack."
            ) from None
        self._note_all(touched)
        return old.id if old else ""

    def _set_legal(self, value: str, touched: Touched) -> str:
        if value not in ("", "yes"):
            raise ChangeRefusedError(
                f"What successors are is 'yes' or nothing, not {value[:40]!r}."
            )
        old, self.are_legal = self.are_legal, bool(value)
        self._note_all(touched)
        return "yes" if old else ""

    def _note_all(self, touched: Touched) -> None:
        """Note that successors are something else now, and that any finding may differ."""
        touched.everything = True
        touched.edited.update(self.at_tier(Tier.SUCCESSOR))

    def _join(self, member: str, successor: str, touched: Touched) -> Change:
        row, old = self._at(member), self._successor.get(member, "")
        if self._kind[row].tier not in (Tier.UNIT, Tier.PART):
            raise ChangeRefusedError(
                f"{self._names[row]} can't be a member: a {self._kind[row].label} is not one."
            )
        if successor:
            self._check_successor(successor)
            self._check_joined_once(member)
        for place in filter(None, (old, successor)):
            touched.edited.add(place)
            self._reached(self._at(place), touched)
        if old:
            self._joined[old].discard(member)
            del self._successor[member]
        if successor:
            self._joined.setdefault(successor, set()).add(member)
            self._successor[member] = successor
        touched.edited.add(member)
        self._reached(row, touched)
        return Join(member, old)

    def _check_successor(self, successor: str) -> None:
        if self.tier(successor) is not Tier.SUCCESSOR:
            raise ChangeRefusedError(f"{self.label(successor)} can't have members of that kind.")

    def _check_joined_once(self, member: str) -> None:
        """Refuse what would have somebody counted twice: as a whole, and as a part of it."""
        if not self._successor:
            return
        above = next((o for o in self.ancestors(member) if o in self._successor), None)
        if above is not None:
            raise ChangeRefusedError(
                f"{self.label(member)} can't join: {self.label(above)} is as a whole a member of "
                f"{self.label(self._successor[above])}."
            )
        below = next((o for o in self.below(member) if o in self._successor), None)
        if below is not None:
            raise ChangeRefusedError(
                f"{self.label(member)} can't join as a whole: {self.label(below)}, which is part "
                f"of it, is a member of {self.label(self._successor[below])}."
            )

    def _check_stays_once(self, row: int, path: Iterable[int]) -> None:
        """Refuse to move members of a successor below one that is a member as a whole."""
        if not self._successor or self._kind[row].tier is not Tier.PART:
            return
        whole = next((at for at in path if self._ids[at] in self._successor), None)
        moved = (o for o in self.below(self._ids[row], include=True) if o in self._successor)
        part = next(moved, None)
        if whole is not None and part is not None:
            raise ChangeRefusedError(
                f"{self.label(part)} can't be moved to {self._names[whole]}: both are members of "
                "successors, and would be counted twice."
            )

    def _members_said(self) -> tuple[tuple[str, str], ...]:
        """Return every member with its successor, in a fixed order."""
        return tuple(sorted(self._successor.items()))
