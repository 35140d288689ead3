"""The slow, obvious way to every total: from the plain facts, counting everything anew.

It reads a state's snapshot and the pack, and nothing else of the model that adds up, shares
posts or keeps books.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from model.changes import (
    Answer,
    Appoint,
    Arrange,
    Arrangement,
    Create,
    Detail,
    Enter,
    Field,
    Join,
    KeepLink,
    Move,
    OptionField,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
    Waive,
)
from model.errors import ChangeRefusedError
from model.organisations import Figure
from model.pack import Pack, Role, Tier
from model.rules.engine import Findings
from model.rules.rule import Finding
from model.rules.standing import Standing, standing_of, tally_of
from model.state import Snapshot, State
from model.totals import Sum, Totals


@dataclass(frozen=True)
class Seat:
    """One post: whose it is, and on whose boards its holder sits."""

    owner: str
    role: Role
    boards: frozenset[str]
    number: int

    @property
    def key(self) -> tuple[str, str, int]:
        return self.owner, self.role.id, self.number


class Facts:
    """What an option's snapshot says."""

    def __init__(self, pack: Pack, snapshot: Snapshot) -> None:
        self.pack = pack
        self.option = snapshot.option
        self.published = {o.id: o for o in pack.organisations}
        self.parent = {o.id: o.parent for o in pack.organisations} | dict(snapshot.placed)
        self.kind = {o.id: pack.kind(o.kind) for o in pack.organisations}
        self.code = {o.id: o.code for o in pack.organisations}
        self.fields: dict[str, dict[str, str]] = {
            o.id: {Field.NAME.value: o.name} for o in pack.organisations
        }
        for i, kind, code, name, parent in snapshot.made:
            assert i not in self.published
            self.parent[i], self.kind[i], self.code[i] = parent, pack.kind(kind), code
            self.fields[i] = {Field.NAME.value: name}
        for i, field, value in snapshot.fields:
            self.fields[i][field] = value
        self.holders = dict(snapshot.holders)
        self.arranged = {(unit, role): Arrangement(how) for unit, role, how in snapshot.arranged}
        self.dropped = snapshot.dropped
        self.details = {(key, detail): value for key, detail, value in snapshot.details}
        self.staffed = {(o, role): number for o, role, number in snapshot.staffed}
        self.said = snapshot.said
        self.joined = snapshot.joined
        self.entered = {(o, measure): value for o, measure, value in snapshot.said.entered}

    # -- the tree --------------------------------------------------------------------------

    def above(self, organisation: str) -> list[str]:
        """Return the organisations above, the nearest first."""
        path = []
        at = self.parent[organisation]
        while at is not None:
            assert at not in path, "the tree has a circle"
            path.append(at)
            at = self.parent[at]
        return path

    def check_tree(self) -> None:
        """Assert that every organisation hangs under the root, where its kind may."""
        roots = [o for o, parent in self.parent.items() if parent is None]
        assert roots == [self.pack.organisations[0].id]
        for organisation, parent in self.parent.items():
            if parent is not None:
                assert self.kind[parent].id in self.kind[organisation].parents
                assert self.above(organisation)[-1] == roots[0]
        assert set(self.published) <= set(self.parent)
        joined = dict(self.joined)
        assert len(joined) == len(self.joined)
        for member, successor in joined.items():
            assert self.kind[successor].tier is Tier.SUCCESSOR
            assert self.kind[member].tier in (Tier.UNIT, Tier.PART)
            assert not joined.keys() & set(self.above(member)), "counted twice"
        codes = [code.casefold() for code in self.code.values()]
        assert len(codes) == len(set(codes))

    def of_tier(self, tier: Tier) -> list[str]:
        """Return the organisations at a tier."""
        return [o for o, kind in self.kind.items() if kind.tier is tier]

    # -- posts -----------------------------------------------------------------------------

    def _in_group(self, unit: str) -> bool:
        parent = self.parent[unit]
        return parent is not None and self.kind[parent].tier is Tier.GROUP

    def _how(self, unit: str, role: Role) -> Arrangement:
        if not self._in_group(unit):
            return Arrangement.OWN
        chosen = self.fields[self.parent[unit]].get(Field.GOVERNANCE.value, "")
        governance = self.pack.governance(chosen)
        common = governance is not None and governance.common and role.common
        usual = Arrangement.SHARED if role.merges or common else Arrangement.OWN
        return self.arranged.get((unit, role.id), usual)

    def posts(self) -> list[Seat]:
        """Return every post there is."""
        units = self.of_tier(Tier.UNIT)
        found = []
        for role in self.pack.roles:
            shared: dict[str, set[str]] = {}
            for unit in units:
                group = self.parent[unit]
                match self._how(unit, role):
                    case Arrangement.SHARED:
                        shared.setdefault(group, set()).add(unit)
                    case Arrangement.EVERYWHERE:
                        mates = {u for u in units if self.parent[u] == group}
                        found += self._seats(unit, role, mates)
                    case _:
                        found += self._seats(unit, role, {unit})
            for group in self.of_tier(Tier.GROUP):
                if group in shared:
                    found += self._seats(group, role, shared[group])
                elif not role.merges and (group, role.id) in self.staffed:
                    found += self._seats(group, role, set())
        return found

    def _seats(self, owner: str, role: Role, boards: set[str]) -> list[Seat]:
        number = self.staffed.get((owner, role.id), role.number)
        return [Seat(owner, role, frozenset(boards), n) for n in range(1, number + 1)]

    # -- totals ----------------------------------------------------------------------------

    def all_totals(self) -> dict[str, Totals]:
        """Count what every organisation and all below it come to."""
        inside: dict[str, set[str]] = {o: {o} for o in self.parent}
        for organisation in self.parent:
            for above in self.above(organisation):
                inside[above].add(organisation)
        posts: dict[str, list[Seat]] = {o: [] for o in self.parent}
        seats: Counter[str] = Counter()
        for post in self.posts():
            posts[post.owner].append(post)
            seats.update(post.boards if post.role.executive else ())
        return {
            o: self._totals(inside[o], [p for i in inside[o] for p in posts[i]], seats)
            for o in self.parent
        }

    def _totals(self, inside: set[str], own: list[Seat], seats: Counter[str]) -> Totals:
        answerable = [
            p for p in own if p.role.accountable and self.details.get((p.key, "state")) != "vacant"
        ]
        names = [self.holders.get(p.key, "") for p in answerable]
        return Totals(
            units=sum(self.kind[o].tier is Tier.UNIT for o in inside),
            sums={m.id: self._sum(inside, m.id, m.carrier) for m in self.pack.measures},
            officers=sum(p.role.executive for p in own),
            board_seats=sum(seats[o] for o in inside),
            accountable_officers=len({n for n in names if n}) + names.count(""),
        )

    def _sum(self, inside: set[str], measure: str, carrier: str) -> Sum:
        figures: list[Figure] = []
        missing = 0
        for organisation in inside:
            published = self.published.get(organisation)
            figure = published.figures.get(measure) if published else None
            if (organisation, measure) in self.entered:
                figure = Figure(self.entered[organisation, measure])
            if figure is not None:
                figures.append(figure)
            elif self.kind[organisation].id == carrier:
                missing += 1
        value = sum(f.value for f in figures)
        guessed = [f for f in figures if f.low is not None and f.high is not None]
        return Sum(
            value=value,
            estimated=sum(f.value for f in guessed),
            missing=missing,
            known=len(figures),
            low=value - _quadrature([f.value - f.low for f in guessed]),
            high=value + _quadrature([f.high - f.value for f in guessed]),
        )

    # -- making the same state another way -------------------------------------------------

    def build(self) -> State:
        """Return a state with these facts, come by on the shortest way from the baseline."""
        name, on, note, structure, legal = self.option
        state = State(self.pack, name, datetime.date.fromisoformat(on))
        state.apply(SetOption(OptionField.NOTE, note))
        state.apply(SetOption(OptionField.STRUCTURE, structure))
        state.apply(SetOption(OptionField.LEGAL, legal))
        for organisation in sorted(self.parent, key=lambda o: (len(self.above(o)), o)):
            parent = self.parent[organisation]
            if organisation not in self.published:
                state.apply(self._create(organisation))
            elif parent is not None and state.parent(organisation) != parent:
                state.apply(Move(organisation, parent))
        for organisation, field, value in self._fields():
            if field not in (Field.NAME, Field.LOCKED):
                state.apply(SetField(organisation, field, value))
        for (unit, role), how in self.arranged.items():
            state.apply(Arrange(unit, role, how))
        self._set_posts(state)
        self._say(state)
        for joined in self.joined:
            state.apply(Join(*joined))
        for unit, code in self.dropped:
            state.apply(KeepLink(unit, code, kept=False))
        for organisation, field, value in self._fields():
            if field is Field.LOCKED:
                state.apply(SetField(organisation, field, value))
        return state

    def _set_posts(self, state: State) -> None:
        for (organisation, role, number), holder in self.holders.items():
            state.apply(Appoint(organisation, role, holder, number))
        for (key, detail), value in self.details.items():
            state.apply(SetPost(*key, Detail(detail), value))
        for (organisation, role), number in self.staffed.items():
            state.apply(Staff(organisation, role, number))

    def _say(self, state: State) -> None:
        self._set_limits(state)
        for waived in self.said.waived:
            state.apply(Waive(*waived))
        for answer in self.said.answers:
            state.apply(Answer(*answer))
        for figure in self.said.entered:
            state.apply(Enter(*figure))

    def _set_limits(self, state: State) -> None:
        """Set limits in an order in which no lower one ever is over its upper one."""
        waiting = list(self.said.limits)
        while waiting:
            limit = waiting.pop(0)
            try:
                state.apply(SetLimit(*limit))
            except ChangeRefusedError:
                waiting.append(limit)
            else:
                assert state.limit(*limit[:2]) == limit[2]

    def _fields(self) -> list[tuple[str, Field, str]]:
        return [(o, Field(f), v) for o, fields in self.fields.items() for f, v in fields.items()]

    def _create(self, organisation: str) -> Create:
        kind, code = self.kind[organisation].id, self.code[organisation]
        name = self.fields[organisation][Field.NAME]
        return Create(organisation, kind, code, name, self.parent[organisation])


def _quadrature(widths: list[int]) -> int:
    with localcontext() as context:
        context.prec = 60
        return int(Decimal(sum(w * w for w in widths)).sqrt().to_integral_value())


def totals(state: State) -> dict[str, Totals]:
    """Return every organisation's totals as the state keeps them."""
    return {o: state.totals(o) for o in state}


def findings(found: Iterable[Finding]) -> dict[str, dict[str, Finding]]:
    """Return findings by organisation and rule."""
    by_organisation: dict[str, dict[str, Finding]] = {}
    for finding in found:
        by_organisation.setdefault(finding.organisation, {})[finding.rule.id] = finding
    return by_organisation


def standings(found: Findings) -> dict[str, Standing]:
    """Return how each organisation stands with all below it, every finding counted anew."""
    by_organisation = findings(found)
    state = found.state
    whole: dict[str, list[Finding]] = {o: [] for o in state}
    for organisation, of_one in by_organisation.items():
        for place in (organisation, *state.ancestors(organisation)):
            whole[place] += of_one.values()
    return {
        o: standing_of(tally_of(whole[o]), tally_of(by_organisation.get(o, {}).values()))
        for o in state
    }


def check_totals(state: State) -> None:
    """Assert that a state's totals are what its plain facts come to."""
    facts = Facts(state.pack, state.snapshot())
    assert totals(state) == facts.all_totals()


def check(state: State, found: Findings) -> None:
    """Assert that a state's totals and findings are what its plain facts come to.

    The findings are compared with those of a state that came to the same facts another way, so
    that books kept wrong on the way here would show in them too.
    """
    facts = Facts(state.pack, state.snapshot())
    facts.check_tree()
    assert totals(state) == facts.all_totals()
    built = facts.build()
    assert built.snapshot() == state.snapshot()
    assert findings(found) == findings(Findings(built, state.pack.rules))
    assert {o: found.standing(o) for o in state} == standings(found)
