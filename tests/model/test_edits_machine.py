"""Whatever is done to an option, in whatever order: its books are right and so is its log."""

from __future__ import annotations

from random import Random

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from model.changes import Change, from_data, to_data
from model.errors import ChangeRefusedError
from model.events import Changed
from model.option import Option, Preview
from model.pack import Pack, Tier
from model.rules.engine import Findings
from model.state import Snapshot, State
from tests.model import reference
from tests.model.gestures import GESTURES
from tests.model.packs import ON, WHEN, rich_pack, wide_pack

NUMBERS = st.integers(0, 99)
PACK = rich_pack()


def new_option(pack: Pack) -> Option:
    return Option(pack, "A", "Option A", ON)


def structure(state: State) -> dict[str, str | None]:
    return {o: state.parent(o) for o in state}


def own_data(before: Snapshot, after: Snapshot) -> set[str]:
    """Return what has another name, fields, holders, arrangements or links in two snapshots."""
    names = {(i, name) for i, _, _, name, _ in before.made} ^ {
        (i, name) for i, _, _, name, _ in after.made
    }
    differences = [
        set(getattr(before, part)) ^ set(getattr(after, part))
        for part in ("fields", "holders", "arranged", "dropped", "details", "staffed")
    ]
    # A holder's key is a pair of organisation and role.
    keys = [k[0] for difference in (names, *differences) for k in difference]
    return {k[0] if isinstance(k, tuple) else k for k in keys}


class Editing(RuleBasedStateMachine):
    """An option under edit, with what it was before each edit."""

    def __init__(self) -> None:
        super().__init__()
        self.option = new_option(PACK)
        self.events: list[Changed] = []
        self.option.subscribe(self.events.append)
        self.first = self.picture()
        self.step = 0

    def picture(self) -> tuple[object, ...]:
        return (
            self.option.state.snapshot(),
            reference.totals(self.option.state),
            reference.findings(self.option.findings),
            {o: self.option.findings.standing(o) for o in self.option.state},
        )

    # -- what a user does ------------------------------------------------------------------

    @rule(gesture=st.sampled_from(sorted(GESTURES)), a=NUMBERS, b=NUMBERS, c=NUMBERS)
    def edit(self, gesture: str, a: int, b: int, c: int) -> None:
        try:
            change = GESTURES[gesture](self.option.state, a, b, c)
        except ChangeRefusedError:
            return  # nothing to do: all of it is as it should be
        self.step += 1
        self._commit(change)

    def _commit(self, change: Change) -> None:
        option, before, were = self.option, self.picture(), structure(self.option.state)
        preview = option.preview(change)
        assert self.picture() == before
        assert self.events == []
        try:
            entry = option.commit(change, when=f"{WHEN} {self.step}", who="me")
        except ChangeRefusedError:
            assert preview.refused
            assert self.picture() == before
            assert self.events == []
            return
        assert from_data(to_data(change)) == change
        assert from_data(to_data(entry.inverse)) == entry.inverse
        after = self.picture()
        self._check_preview(preview, before, after)
        self._check_event(self.events.pop(), before, after, were)

    def _check_preview(
        self, preview: Preview, before: tuple[object, ...], after: tuple[object, ...]
    ) -> None:
        _, old_totals, old_findings, old_standings = before
        _, new_totals, new_findings, new_standings = after
        places = {Tier.GROUP, Tier.REGION, Tier.ROOT}
        state = self.option.state
        for place, pair in preview.totals.items():
            assert pair == (old_totals.get(place), new_totals.get(place))
        for o in old_totals.keys() ^ new_totals.keys() | {
            o for o in state if old_totals.get(o) != new_totals[o]
        }:
            assert o in preview.totals or o not in state or state.tier(o) not in places
        assert preview.standings.keys() >= preview.totals.keys()
        for o, stood in preview.standings.items():
            assert stood == (old_standings.get(o), new_standings.get(o))
        for o in old_standings.keys() & new_standings.keys() - preview.standings.keys():
            assert state.tier(o) not in places or old_standings[o] == new_standings[o]
        for o, (old, new) in preview.findings.items():
            assert {f.rule.id: f for f in old} == old_findings.get(o, {})
            assert {f.rule.id: f for f in new} == new_findings.get(o, {})
            assert [f.order for f in new] == sorted(f.order for f in new)
        for o in old_findings.keys() | new_findings.keys():
            assert o in preview.findings or old_findings.get(o) == new_findings.get(o)

    def _check_event(
        self,
        event: Changed,
        before: tuple[object, ...],
        after: tuple[object, ...],
        were: dict[str, str | None],
    ) -> None:
        old_facts, old_totals, old_findings, old_standings = before
        new_facts, new_totals, new_findings, new_standings = after
        state = self.option.state
        now = structure(state)
        assert event.option >= (old_facts.option != new_facts.option)
        assert own_data(old_facts, new_facts) & were.keys() & now.keys() <= event.edited
        assert event.edited <= now.keys()
        assert event.created == now.keys() - were.keys()
        assert event.removed == were.keys() - now.keys()
        moved = {o for o in now.keys() & were.keys() if now[o] != were[o]}
        assert moved <= event.moved <= now.keys()
        assert event.structure >= (now != were)
        differ = {
            o
            for o in old_findings.keys() | new_findings.keys()
            if old_findings.get(o) != new_findings.get(o)
        }
        assert event.findings == differ
        standings = {o for o in now if old_standings.get(o) != new_standings[o]}
        assert standings <= event.standings | event.created
        assert event.totals <= now.keys()
        for o in now:
            if state.tier(o) not in (Tier.UNIT, Tier.PART, Tier.SUCCESSOR):
                assert o in event.totals or old_totals.get(o) == new_totals[o]

    @precondition(lambda self: self.option.log.head)
    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(min(times, len(self.option.log.path()))):
            before, were = self.picture(), structure(self.option.state)
            self.option.undo()
            self._check_event(self.events.pop(), before, self.picture(), were)

    @precondition(lambda self: self.option.log.after_head())
    @rule()
    def redo(self) -> None:
        before, were = self.picture(), structure(self.option.state)
        self.option.redo()
        self._check_event(self.events.pop(), before, self.picture(), were)

    @precondition(lambda self: self.option.log.head)
    @rule()
    def undo_everything_and_redo_it(self) -> None:
        now, head = self.picture(), self.option.log.path()
        while self.option.log.head:
            self.option.undo()
        assert self.picture() == self.first
        for entry in head:
            self.option.redo(entry.id)
        assert self.picture() == now
        self.events.clear()

    # -- what always holds -----------------------------------------------------------------

    @invariant()
    def books_are_right(self) -> None:
        reference.check(self.option.state, self.option.findings)

    @invariant()
    def log_tells_it_all(self) -> None:
        assert self._replayed().state.snapshot() == self.option.state.snapshot()

    def teardown(self) -> None:
        """At the end of each story: totals and findings come out the same from the log and anew."""
        found, copy = reference.findings(self.option.findings), self._replayed()
        assert reference.totals(copy.state) == reference.totals(self.option.state)
        assert reference.findings(copy.findings) == found
        assert reference.findings(Findings(self.option.state, PACK.rules)) == found

    def _replayed(self) -> Option:
        copy = new_option(PACK)
        copy.restore(list(self.option.log), self.option.log.head)
        return copy


TestEditing = Editing.TestCase
# `explain` is left out: on a failure it traces every line, for minutes.
PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
TestEditing.settings = settings(
    max_examples=max(1, settings.default.max_examples * 3 // 10),  # 7, or what the profile says
    stateful_step_count=25,
    phases=PHASES,
)


MANY = 12 * settings.default.max_examples
"""600, or thousands if the profile is a thorough one."""


def test_many_random_edits() -> None:
    """On a pack of England's size: totals and findings stay right, and the log replays."""
    random = Random(2011)
    pack = wide_pack()
    option = new_option(pack)
    first = option.state.snapshot()
    assert list(option.findings)  # worked out now, and kept up to date from here on
    edits = 0
    while edits < MANY:
        done = edit_at_random(option, random)
        edits += done
        # Of some, so that what nobody has counted yet lies beside what is kept.
        option.findings.standing(random.choice(option.state.at_tier(Tier.REGION)))
        if done and edits % 100 == 0:
            reference.check(option.state, option.findings)
    copy = new_option(pack)
    copy.restore(list(option.log), option.log.head)
    assert copy.state.snapshot() == option.state.snapshot()
    while copy.log.head:  # in the copy, of which nobody has asked findings: they take their time
        copy.undo()
    assert copy.state.snapshot() == first


def edit_at_random(option: Option, random: Random) -> bool:
    """Make, undo or redo one edit; return whether that was possible."""
    way = random.random()
    if way < 0.15 and option.log.head:
        option.undo()
        return True
    if way < 0.25 and option.log.after_head():
        option.redo()
        return True
    gesture = random.choice(sorted(GESTURES))
    numbers = [random.randrange(1_000) for _ in range(3)]
    try:
        change = GESTURES[gesture](option.state, *numbers)
        option.commit(change, when=f"{WHEN} {len(option.log)}", who="me")
    except ChangeRefusedError:
        return False
    return True
