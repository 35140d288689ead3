"""What differs between two options: groups, who is in which, what is set and said, findings.

Two states of the same published data are compared: two options, an option with the baseline, one
option at two points of its log, options of two files. Which organisations are the same in both is
found first (`model.matching`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator

from model.changes import Detail, Field, OptionField
from model.errors import ModelError
from model.matching import How, Match, Pairs
from model.option import Option
from model.pack import Pack, Tier
from model.records import record
from model.rules.engine import Findings
from model.rules.rule import Finding, Verdict
from model.slots import Slot, Value, What, departures, nothing_in
from model.state import State
from model.totals import Totals


class ComparisonError(ModelError):
    """Two options that can't be compared, with the reason in a sentence."""


@record
class Moved:
    """An organisation that hangs elsewhere.

    Attributes
    ----------
    before, after : str
        Its id in each.
    left, entered : str
        Ids of what it hangs under: in the first, and in the second.
    """

    before: str
    after: str
    left: str
    entered: str


@record
class Edited:
    """Something that is set differently.

    Attributes
    ----------
    slot : Slot
        What is set; on the organisation as it is in the second, or in the first if only there.
    before, after : str
        Ids of the organisation that it is set on, "" where that is not there, or for the whole
        option and its limits.
    old, new : Value
        What it is set to in each.
    """

    slot: Slot
    before: str
    after: str
    old: Value
    new: Value


@record
class Judged:
    """A rule that says something else of an organisation.

    Attributes
    ----------
    before, after : str
        The organisation's id in each, "" where it is not there.
    old, new : Finding or None
        None where it is not there.
    """

    before: str
    after: str
    old: Finding | None
    new: Finding | None

    @property
    def is_gained(self) -> bool:
        """Whether the rule is broken in the second only."""
        return _breaks(self.new) and not _breaks(self.old)

    @property
    def is_cleared(self) -> bool:
        """Whether the rule is broken in the first only."""
        return _breaks(self.old) and not _breaks(self.new)

    @property
    def finding(self) -> Finding:
        """What is found in the second, or in the first if it is there only."""
        found = self.new or self.old
        assert found is not None
        return found


def _breaks(finding: Finding | None) -> bool:
    return finding is not None and finding.verdict is Verdict.BREAKS


@record
class Comparison:
    """All that differs between two options.

    Attributes
    ----------
    matches : tuple of Match
        Every organisation that either plan made: groups first, in the order of codes.
    renamed : tuple of Match
        Those whose names or codes differ, or that were found by overlap.
    moves, edits, judged : tuples
        What hangs elsewhere, is set differently, is judged differently.
    warning : str
        What must be said of what was compared, "" if nothing.
    """

    matches: tuple[Match, ...]
    renamed: tuple[Match, ...]
    moves: tuple[Moved, ...]
    edits: tuple[Edited, ...]
    judged: tuple[Judged, ...]
    warning: str = ""

    @property
    def added(self) -> tuple[Match, ...]:
        """What is in the second only."""
        return tuple(m for m in self.matches if not m.before)

    @property
    def dissolved(self) -> tuple[Match, ...]:
        """What is in the first only."""
        return tuple(m for m in self.matches if not m.after)

    @property
    def is_same(self) -> bool:
        """Whether the two say the same, whatever they are called."""
        differ = (self.added, self.dissolved, self.renamed, self.moves, self.edits, self.judged)
        return not any(differ)

    def after_of(self, before: str) -> str:
        """Return the id in the second of an organisation of the first, "" if it is not there."""
        found = (m.after for m in self.matches if m.before == before)
        return next(found, before) if before else ""

    def before_of(self, after: str) -> str:
        """Return the id in the first of an organisation of the second, "" if it is not there."""
        found = (m.before for m in self.matches if m.after == after)
        return next(found, after) if after else ""


@record
class TotalsPair:
    """An organisation's totals in each; None where it is not there."""

    before: str
    after: str
    old: Totals | None
    new: Totals | None


def baseline_of(option: Option) -> Option:
    """Return the published organisations as an option, as on the same day: nothing is planned."""
    return Option(option.pack, "", "The published data", option.state.on)


def compare(before: Option, after: Option) -> Comparison:
    """Return what differs between two options.

    Raises
    ------
    ComparisonError
        If they are over different published data.
    """
    steps = compare_in_steps(before, after)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Comparison = end.value
            return result


def compare_in_steps(before: Option, after: Option) -> Generator[None, None, Comparison]:
    """Do what `compare` does, a little each time something is asked of it; then return it.

    Raises
    ------
    ComparisonError
        If they are over different published data.
    """
    warning = _checked(before.pack, after.pack)
    yield
    pairs = Pairs(before.state, after.state)
    yield
    moves = tuple(_moves(pairs))
    yield
    edits = tuple(_edits(pairs))
    judged: list[Judged] = []
    for number, (one, other) in enumerate(_judged_pairs(pairs)):
        judged += _judge(one, other, before.findings, after.findings)
        if number % _A_STEP == 0:
            yield
    judged.sort(key=_order)
    renamed = tuple(_renamed(pairs))
    return Comparison(pairs.matches, renamed, moves, edits, tuple(judged), warning)


_A_STEP = 8
"""Of how many organisations a step compares the findings."""


def compare_totals(comparison: Comparison, before: State, after: State) -> list[TotalsPair]:
    """Return the totals of the root, of every region with its groups, in the second's order.

    Groups that are in the first only follow the others of their region.
    """
    rows: list[tuple[str, str]] = []
    came_from = {m.after: m.before for m in comparison.matches if m.after}
    went_to = {m.before: m.after for m in comparison.matches if m.before}
    gone: dict[str, list[str]] = defaultdict(list)
    for group in before.at_tier(Tier.GROUP):
        if not went_to.get(group, group):
            gone[before.parent(group) or ""].append(group)
    for place in (o for o in after if after.tier(o) in (Tier.ROOT, Tier.REGION)):
        rows.append((place, place))
        groups = (o for o in after.children(place) if after.tier(o) is Tier.GROUP)
        rows += [(came_from.get(group, group), group) for group in groups]
        rows += [(group, "") for group in gone[place]]
    return [
        TotalsPair(
            *(one, other),
            before.totals(one) if one else None,
            after.totals(other) if other else None,
        )
        for one, other in rows
    ]


# -- whether they can be compared ----------------------------------------------------------------


def _checked(before: Pack, after: Pack) -> str:
    """Return what must be warned of where packs differ, "" if nothing.

    Raises
    ------
    ComparisonError
        If organisations, kinds, roles or measures are not the same.
    """
    if before is after or before == after:
        return ""
    if before.id != after.id:
        raise ComparisonError(
            f"They can't be compared: one is of the pack {before.id}, the other of {after.id}."
        )
    one, other = before.organisations, after.organisations
    same_tree = (one.ids, one.kinds, one.parents) == (other.ids, other.kinds, other.parents)
    parts = ("kinds", "roles", "governances", "structures", "destinations")
    same_words = all(getattr(before, part) == getattr(after, part) for part in parts)
    measures = [[m.id for m in pack.measures] for pack in (before, after)]
    if not same_tree or not same_words or measures[0] != measures[1]:
        raise ComparisonError(
            "They can't be compared: the organisations, kinds, roles or measures of the pack "
            f"{before.id} {before.version} and of {after.id} {after.version} are not the same."
        )
    versions = "" if before.version == after.version else f" {before.version} and {after.version}"
    return (
        f"Figures or rules of the pack{versions} differ, so totals and findings may differ "
        "where the plans are the same."
    )


# -- what differs -------------------------------------------------------------------------------


def _renamed(pairs: Pairs) -> Iterator[Match]:
    before, after = pairs.before, pairs.after
    for match in pairs.matches:
        if match.how is How.OVERLAP or (
            match.how is How.IDENTITY
            and (before.label(match.before), before.code(match.before))
            != (after.label(match.after), after.code(match.after))
        ):
            yield match


# -- who hangs where -----------------------------------------------------------------------------


def _moves(pairs: Pairs) -> Iterator[Moved]:
    before, after = pairs.before, pairs.after
    placed = {o for state in (before, after) for o, _ in state.snapshot().placed}
    both = [(o, o) for o in placed if o in before and o in after]
    both += [(m.before, m.after) for m in pairs.matches if m.before and m.after]
    moved = []
    for one, other in both:
        left, entered = before.parent(one), after.parent(other)
        if left is not None and entered is not None and pairs.after_of(left) != entered:
            moved.append(Moved(one, other, left, entered))
    return iter(sorted(moved, key=lambda m: _place(after, m.after)))


def _place(state: State, organisation: str) -> tuple[str, str]:
    return state.code(organisation), organisation


# -- what is set ---------------------------------------------------------------------------------

_TOLD_ELSEWHERE = (What.THERE, What.PARENT)


def _settings(state: State) -> dict[Slot, Value]:
    """Return all that is set on a plan and its organisations, but for names and places.

    What an option is called tells two options apart; it is no difference between them.
    """
    pack = state.pack
    usual = {(Field.GOVERNANCE, pack.governances[0].id)} if pack.governances else set()
    return {
        slot: value
        for slot, value in departures(state).items()
        if slot.what not in _TOLD_ELSEWHERE
        and slot.key[-1] not in (Field.NAME, OptionField.NAME)
        and (slot.key[-1], value) not in usual
    }


def _edits(pairs: Pairs) -> Iterator[Edited]:
    before, after = _settings(pairs.before), _settings(pairs.after)
    seen: set[Slot] = set()
    edits = []
    for slot, value in before.items():
        at = slot.organisation
        other = pairs.after_of(at) if at else ""
        now = nothing_in(slot)
        if other or not at:
            slot = Slot(slot.what, (other, *slot.key[1:])) if at else slot
            seen.add(slot)
            now = after.get(slot, now)
        if _as_after(pairs, slot, value) != now:
            edits.append(Edited(slot, at, other, value, now))
    for slot, value in after.items():
        if slot not in seen and value != nothing_in(slot):
            at = slot.organisation
            other = pairs.before_of(at) if at else ""
            edits.append(Edited(slot, other, at, nothing_in(slot), value))
    return iter(sorted(edits, key=lambda e: _edit_order(pairs, e)))


def _as_after(pairs: Pairs, slot: Slot, value: Value) -> Value:
    """Return what is set in the first as the second would say it: ids of its own."""
    refers = slot.what is What.SUCCESSOR or slot.key[-1] in (Field.EMPLOYER, Detail.EMPLOYER)
    return pairs.after_of(str(value)) or value if refers and value else value


_WHATS = {what: number for number, what in enumerate(What)}


def _edit_order(pairs: Pairs, edit: Edited) -> tuple[object, ...]:
    state, at = (pairs.after, edit.after) if edit.after else (pairs.before, edit.before)
    place = _place(state, at) if at else ("", "")
    return _WHATS[edit.slot.what], *place, tuple(map(str, edit.slot.key))


# -- what is judged ------------------------------------------------------------------------------


def _judged_pairs(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Iterate over all organisations that rules may be asked of, in either state."""
    before, after = pairs.before, pairs.after
    above = [o for tier in (Tier.ROOT, Tier.REGION) for o in after.at_tier(tier)]
    units = {o: None for state in (before, after) for o in state.at_tier(Tier.UNIT)}
    groups = (o for state in (before, after) for o in state.at_tier(Tier.GROUP))
    published = {o: None for o in groups if after.is_published(o)}
    yield from ((o, o) for o in (*above, *published))
    yield from ((o, o) for o in units if after.is_published(o))
    yield from ((match.before, match.after) for match in pairs.matches)


def _judge(before: str, after: str, old: Findings, new: Findings) -> Iterator[Judged]:
    was = {f.rule.id: f for f in old.of(before)} if before else {}
    now = {f.rule.id: f for f in new.of(after)} if after else {}
    for rule in was | now:
        one, other = was.get(rule), now.get(rule)
        if one is not None and other is not None:
            if one.verdict is not other.verdict:
                yield Judged(before, after, one, other)
        elif _breaks(one) or _breaks(other):
            # All that is said of what is in one only is new; what matters of it is what breaks.
            yield Judged(before, after, one, other)


def _order(judged: Judged) -> tuple[object, ...]:
    return not judged.is_gained, not judged.is_cleared, judged.finding.order
