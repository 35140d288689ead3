"""What would mend a finding: the moves, swaps and other changes after which it is gone.

`mends` searches in small steps, so that a window can ask for some of them between two events.
Every proposal was tried: it clears the finding, and what else it would do is known. A state is
as it was whenever a step is over; who alters it must begin the search anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from model.changes import Change, Move, Remove, flatten
from model.edits import as_one
from model.errors import ChangeRefusedError
from model.option import Option, Preview
from model.pack import Tier
from model.records import record
from model.remedies import has_remedies, remedies, supplies_input
from model.rules.checks import VOCABULARY
from model.rules.rule import Finding, Verdict
from model.state import State
from model.surroundings import Surroundings
from model.wording import counted

MOST_MOVES = 1_500
"""Moves in or out that are tried, the nearest first; a small country has some hundreds."""
MOST_SWAPS = 1_500
MOST_PAIRS = 1_500
MOST_JUDGED = 48
"""Of the moves that clear a finding, and of swaps and pairs, how many are looked at in full."""

EARLY = 8
"""How many that clear a finding are enough to look at, while nothing was found yet."""

OPEN = (Verdict.BREAKS, Verdict.INCOMPLETE)


@record
class Mend:
    """A change after which a finding is gone, and what else it would do.

    Attributes
    ----------
    text : str
        What it does, in words.
    clears : tuple of Finding
        What breaks a rule now and would not, the finding that is mended among them.
    breaks : tuple of Finding
        What would newly break a rule, as it would be then, the most binding first.
    worsens : tuple of Finding
        What breaks a rule now and would do so by more.
    pieces : tuple of (group, before, after)
        For each group whose members would be others: into how many pieces it falls. Empty where
        no borders are known.
    moves, size : int
        How many units it moves, and what they come to by the pack's first measure.
    """

    change: Change
    text: str
    clears: tuple[Finding, ...]
    breaks: tuple[Finding, ...]
    worsens: tuple[Finding, ...]
    pieces: tuple[tuple[str, int, int], ...]
    moves: int
    size: int
    preview: Preview

    @property
    def torn(self) -> tuple[str, ...]:
        """Ids of the groups that would fall into more pieces than now."""
        return tuple(group for group, before, after in self.pieces if after > max(1, before))

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key, best first.

        Fewest new breaks, among as many the less binding; then fewest groups that would be torn
        and fewest that would break by more; then fewest units moved, and of those the smallest.
        """
        binding = tuple(sorted((-f.rule.severity.rank for f in self.breaks), reverse=True))
        wounds = (len(self.breaks), binding, len(self.torn), len(self.worsens))
        return (*wounds, self.moves, self.size, self.text)


def is_mendable(finding: Finding) -> bool:
    """Whether mends are looked for: it breaks, or lacks what its check knows how to give.

    Some findings nothing in a plan can mend, such as a unit's own deficit.
    """
    check = finding.rule.check
    if finding.verdict is Verdict.INCOMPLETE:
        return supplies_input(check)
    if finding.verdict is not Verdict.BREAKS:
        return False
    is_of_group = finding.rule.scope == Tier.GROUP or VOCABULARY[check].reads_group
    return is_of_group or has_remedies(check) or check == "placed"


def mends(option: Option, finding: Finding) -> Iterator[tuple[Mend, ...]]:
    """Search for what would mend a finding; after each step, yield the best found so far.

    First what its check knows to put right, then single moves, swaps, and pairs of moves of which
    neither would do. What is locked is left alone. A unit that is the last of its group takes the
    group with it.
    """
    yield from _Search(option, finding).run()


class _Search:
    """One search, with what it reads of the plan as it was at its start."""

    def __init__(self, option: Option, finding: Finding) -> None:
        self._option = option
        self._state: State = option.state
        self._finding = finding
        self._around = Surroundings(option.state)
        self._span = _span_of(option.state, finding)
        self._best: tuple[Mend, ...] = ()
        self._seen: set[Change] = set()

    def run(self) -> Iterator[tuple[Mend, ...]]:
        """Search; the last that is yielded is the answer."""
        yield ()
        for change, text in remedies(self._state, self._finding):
            if self._helps(change):
                self._judge(change, text)
            yield self._best
        if self._state.tier(self._finding.organisation) is Tier.ROOT:
            self._place_all()
            yield self._best
        hopeful: list[Move] = []
        singles = ((move,) for move in self._moves())
        yield from self._look_at(islice(singles, MOST_MOVES), hopeful)
        swaps = islice(self._swaps(), MOST_SWAPS)
        pairs = (pair for pair in combinations(hopeful, 2) if pair[0].id != pair[1].id)
        # Where two units have to move, pairs are soon found, and no swap may do.
        rest = (swaps, islice(pairs, MOST_PAIRS))
        for candidates in rest if self._best else rest[::-1]:
            yield from self._look_at(candidates)

    def _look_at(
        self, candidates: Iterable[Sequence[Move]], hopeful: list[Move] | None = None
    ) -> Iterator[tuple[Mend, ...]]:
        """Try candidates and judge those that clear the finding, the most promising first.

        As long as nothing is found, a few are judged as soon as they are there.

        Parameters
        ----------
        hopeful : list, optional
            Takes the single moves that only bring nearer what is wanted.
        """
        clearing: list[Sequence[Move]] = []
        for moves in candidates:
            gain = self._try(moves)
            if gain:
                clearing.append(moves)
            elif gain is None and hopeful is not None:
                hopeful += moves
            if len(clearing) == EARLY and not self._best:
                yield from self._judge_all(clearing)
            yield self._best
        yield from self._judge_all(clearing)

    # -- candidates ------------------------------------------------------------------------

    def _moves(self) -> Iterator[Move]:
        """Iterate over the moves that could matter to the finding, the nearest first."""
        state, around, place = self._state, self._around, self._finding.organisation
        match state.tier(place):
            case Tier.GROUP:
                yield from around.moves_out(place)
                yield from around.moves_in(place)
            case Tier.UNIT if VOCABULARY[self._finding.rule.check].reads_group:
                yield from around.moves_of(place)
            case Tier.ROOT:
                for unit in state.tray():
                    yield from around.moves_of(unit)

    def _swaps(self) -> Iterator[Sequence[Move]]:
        """Iterate over swaps of a member with a unit of another group, the nearest first."""
        state, group = self._state, self._finding.organisation
        if state.tier(group) is not Tier.GROUP:
            return
        own = [u for u in state.members(group) if self._around.may_leave(u)]
        for move in self._around.moves_in(group):
            other = state.group_of(move.id)
            if other is not None:
                for unit in own:
                    yield (Move(unit, other), move)

    def _place_all(self) -> None:
        """Propose to place everything that waits, each unit where it makes least trouble."""
        waiting = self._state.tray()
        if len(waiting) < 2:  # a single one is placed by a move
            return
        chosen: dict[str, list[Move]] = {}
        moves = []
        for unit in waiting:
            choice = self._around.moves_of(unit)
            if not choice:
                return
            trouble = [self._around.burden([*chosen.get(m.to, ()), m]) for m in choice]
            moves.append(choice[trouble.index(min(trouble))])
            chosen.setdefault(moves[-1].to, []).append(moves[-1])
        if self._helps(as_one(moves)):
            kind = self._state.pack.kind_at(Tier.UNIT)
            number = counted(len(moves), kind.label, kind.plural)
            self._judge(as_one(moves), f"Place {number}, each with its neighbours")

    # -- trying ----------------------------------------------------------------------------

    def _try(self, moves: Sequence[Move]) -> bool | None:
        """Return whether moves clear the finding; None if they only bring that nearer."""
        if self._span is not None:
            return self._comes_within(self._span, moves)
        if self._empties(moves):
            return False
        after = self._after(as_one(moves))
        if after is None:
            return False
        if after.verdict not in OPEN:
            return True
        now = self._finding
        if after.margin is None or now.margin is None or now.margin == after.margin:
            return None if len(after.involved) < len(now.involved) else False
        return None if after.margin > now.margin else False

    def _comes_within(self, span: _Span, moves: Sequence[Move]) -> bool | None:
        """Answer `_try` for a sum between two limits, from the figures alone."""
        state, group = self._state, self._finding.organisation
        if self._empties(moves):
            return state.kind(group).deletable
        entering = (move.id for move in moves if move.to == group)
        if any(state.sum(unit, span.measure).missing for unit in entering):
            return False
        then = span.value + self._around.gain(group, moves, span.measure)
        if span.low <= then <= span.high:
            return True
        return None if span.distance(then) < span.distance(span.value) else False

    def _helps(self, change: Change) -> bool:
        after = self._after(change)
        return after is not None and after.verdict not in OPEN

    def _after(self, change: Change) -> Finding | None:
        """Return the finding as it would be, None if the change can't be made."""
        state, finding = self._state, self._finding
        try:
            inverse = state.apply(change)
        except ChangeRefusedError:
            return None
        try:
            return self._option.findings.ask(finding.organisation, finding.rule.id)
        finally:
            state.apply(inverse)

    def _empties(self, moves: Sequence[Move]) -> bool:
        """Whether the finding's group would be empty: there would be nothing left to mend."""
        state, group = self._state, self._finding.organisation
        out = sum(state.group_of(move.id) == group for move in moves)
        return state.tier(group) is Tier.GROUP and out == state.count(group)

    # -- judging ---------------------------------------------------------------------------

    def _judge_all(self, clearing: list[Sequence[Move]]) -> Iterator[tuple[Mend, ...]]:
        """Look at candidates in full, the most promising first."""
        promise = {
            moves: (self._around.burden(moves), self._around.size(m.id for m in moves))
            for moves in clearing
        }
        for moves in sorted(promise, key=promise.__getitem__)[:MOST_JUDGED]:
            self._judge(*self._as_change(moves))
            yield self._best

    def _as_change(self, moves: Sequence[Move]) -> tuple[Change, str]:
        """Return moves as a change that leaves no empty group behind, and in words."""
        state = self._state
        changes: list[Change] = list(moves)
        gone = []
        for group in dict.fromkeys(state.group_of(move.id) for move in moves):
            out = [m for m in moves if state.group_of(m.id) == group]
            into = [m for m in moves if m.to == group]
            if group is None or into or len(out) < state.count(group):
                continue
            if not state.kind(group).deletable or state.is_published(group):
                continue
            if not state.successors_in(group):  # these have members of their own, and stay
                changes += [*state.unsaying(group), Remove(group)]
                gone.append(state.label(group))
        text = self._moves_text(moves)
        return as_one(changes), f"{text}; dissolve {' and '.join(gone)}" if gone else text

    def _moves_text(self, moves: Sequence[Move]) -> str:
        label, group_of = self._state.label, self._state.group_of
        if len(moves) == 2:
            one, two = moves
            if one.to == group_of(two.id) and two.to == group_of(one.id):
                return f"Swap {label(one.id)} with {label(two.id)} of {label(one.to)}"
            if one.to == two.to:
                return f"Move {label(one.id)} and {label(two.id)} to {label(one.to)}"
        first, *rest = (f"{label(m.id)} to {label(m.to)}" for m in moves)
        return f"Move {', and '.join([first, *rest])}"

    def _judge(self, change: Change, text: str) -> None:
        """Put a change among those found, if it clears the finding when it is made."""
        if change in self._seen or self._touches_locked(change):
            return
        self._seen.add(change)
        preview = self._option.preview(change)
        if preview.refused:
            return
        moves = [c for c in flatten(change) if isinstance(c, Move)]
        clears, breaks, worsens = _turns(preview)
        where, rule = self._finding.organisation, self._finding.rule.id
        is_gone = where not in self._state or where in {
            c.id for c in flatten(change) if isinstance(c, Remove)
        }
        now = next((f for f in preview.findings.get(where, ((), ()))[1] if f.rule.id == rule), None)
        if not is_gone and (now is None or now.verdict in OPEN):
            return
        if self._finding.verdict is Verdict.INCOMPLETE:
            if moves and (is_gone or (now and now.verdict is Verdict.NOT_APPLICABLE)):
                return  # What nobody has said is not said by leaving nobody to ask.
            clears = (self._finding, *clears)
        pieces = self._around.pieces(moves)
        size = self._around.size(m.id for m in moves)
        found = Mend(change, text, clears, breaks, worsens, pieces, len(moves), size, preview)
        self._best = tuple(sorted((*self._best, found), key=lambda mend: mend.order))

    def _touches_locked(self, change: Change) -> bool:
        state = self._state
        for simple in flatten(change):
            for place in places_of(simple):
                if place in state and (
                    state.is_locked(place)
                    or (state.tier(place) is Tier.UNIT and _group_is_locked(state, place))
                ):
                    return True
        return False


@record
class _Span:
    """What a sum is, and the limits between which it should be."""

    measure: str
    low: int
    high: int
    value: int

    def distance(self, value: int) -> int:
        """Return how far a value is from the nearer limit, outside of them."""
        return max(self.low - value, value - self.high, 0)


def _span_of(state: State, finding: Finding) -> _Span | None:
    """Return the span of a range whose figures are all known; what else is asked must be tried."""
    rule, group = finding.rule, finding.organisation
    if rule.check != "range":
        return None
    measure, low, high = (rule.params[key] for key in ("measure", "low", "high"))
    total = state.sum(group, str(measure))
    if total.missing or not isinstance(low, int) or not isinstance(high, int):
        return None
    return _Span(str(measure), low, high, total.value)


def _group_is_locked(state: State, unit: str) -> bool:
    group = state.group_of(unit)
    return group is not None and state.is_locked(group)


def places_of(change: Change) -> tuple[str, ...]:
    """Return the ids of the organisations that a simple change alters."""
    ids = (getattr(change, name, None) for name in ("id", "to", "organisation", "unit"))
    return tuple(found for found in ids if isinstance(found, str))


def _turns(
    preview: Preview,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that would cease to break, would newly break, would break by more."""
    clears, breaks, worsens = [], [], []
    for old, new in preview.findings.values():
        before = {f.rule.id: f for f in old}
        after = {f.rule.id: f for f in new}
        for rule, finding in before.items():
            now = after.get(rule)
            if finding.verdict is Verdict.BREAKS and (
                now is None or now.verdict is not Verdict.BREAKS
            ):
                clears.append(finding)
        for rule, finding in after.items():
            if finding.verdict is not Verdict.BREAKS:
                continue
            was = before.get(rule)
            if was is None or was.verdict is not Verdict.BREAKS:
                breaks.append(finding)
            elif (was.margin or 0) > (finding.margin or 0):
                worsens.append(finding)
    return tuple(clears), tuple(sorted(breaks, key=lambda f: f.order)), tuple(worsens)
