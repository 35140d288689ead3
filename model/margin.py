"""How near a group is to breaking a rule: which single move would do it, and which rule fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from model.changes import Move
from model.errors import ChangeRefusedError
from model.option import Option
from model.records import record
from model.rules.rule import Finding, Severity, Verdict
from model.state import State
from model.surroundings import Surroundings
from model.wording import STAR, amount, sum_text

MOST = 120
"""Moves in, and members that could leave, that are tried; the nearest ones."""


@record
class Margin:
    """The smallest move after which a group breaks a rule that it meets now.

    Attributes
    ----------
    finding, broken : Finding
        What the rule says of the group now, and would say then.
    size : int
        What the unit comes to that is moved, by the pack's first measure.
    """

    move: Move
    finding: Finding
    broken: Finding
    size: int


def margins(option: Option, group: str) -> Iterator[Margin | None]:
    """Look for the smallest move that breaks a rule for a group; the last yielded is the answer.

    Each step tries one move, in or out, and leaves the state as it was. What is locked stays
    where it is; only units that belong to the group's region come in. None if nothing breaks.
    """
    state = option.state
    yield None
    around = Surroundings(state)
    met = [f for f in option.findings.of(group) if f.verdict is Verdict.MEETS]
    # A unit of another region would break what is asked of regions wherever it came in.
    home = state.region_of(group)
    near = (move for move in around.moves_in(group) if state.home(move.id) == home)
    moves = [*islice(near, MOST)]
    for unit in state.members(group)[:MOST] if state.count(group) > 1 else ():
        # To the group alone it is all the same where one goes that leaves it.
        moves += around.moves_of(unit)[:1]
    yield None
    sizes = {move: around.size([move.id]) for move in moves}
    for move in sorted(sizes, key=lambda m: (sizes[m], state.label(m.id), m.id)):
        found = _broken(option, group, met, move)
        if found is not None:
            yield Margin(move, *found, sizes[move])
            return
        yield None


def margin_of(option: Option, group: str) -> Margin | None:
    """Return the smallest move that breaks a rule for a group; see `margins`."""
    *_, found = margins(option, group)
    return found


def _broken(
    option: Option, group: str, met: list[Finding], move: Move
) -> tuple[Finding, Finding] | None:
    """Return the first rule that a move breaks: as it is now, and as it would be."""
    state = option.state
    try:
        inverse = state.apply(move)
    except ChangeRefusedError:
        return None
    try:
        for finding in met:
            then = option.findings.ask(group, finding.rule.id)
            if then is not None and then.verdict is Verdict.BREAKS:
                return finding, then
    finally:
        state.apply(inverse)
    return None


def margin_text(state: State, group: str, margin: Margin | None, found: Iterable[Finding]) -> str:
    """Return in words how near a group is to breaking a rule.

    Parameters
    ----------
    found : iterable of Finding
        The group's findings: the nearest limit of those that it meets is told first.
    """
    parts = []
    nearest = _nearest(found)
    if nearest is not None:
        parts.append(_distance(state, nearest))
    if margin is None:
        parts.append("No single move nearby breaks a rule that it meets.")
        return " ".join(parts)
    rule = margin.finding.rule
    unit, source = state.label(margin.move.id), state.group_of(margin.move.id)
    measure = state.pack.measures[0] if margin.size else None
    size = (
        "" if measure is None else f" ({sum_text(measure, state.sum(margin.move.id, measure.id))})"
    )
    if margin.move.to != group:
        what = "leaving"
    else:
        what = f"coming from {'the tray' if source is None else state.label(source)}"
    is_same = nearest is not None and nearest.rule.id == rule.id
    end = "that" if is_same else f"{rule.id}, {rule.title}"
    parts.append(f"{unit}{size} {what} would break {end}.")
    return " ".join(parts)


def _nearest(found: Iterable[Finding]) -> Finding | None:
    """Return the sum that is met and, for its size, nearest to a limit."""
    sums = [f for f in found if f.verdict is Verdict.MEETS and f.rule.check == "range"]
    return min(
        sums, key=lambda f: ((f.margin or 0) / max(1, f.limit or 0), f.rule.id), default=None
    )


def _distance(state: State, finding: Finding) -> str:
    """Return how far a sum is from its nearer limit."""
    value, limit = finding.value or 0, finding.limit or 0
    measure = state.pack.measure(str(finding.rule.params["measure"]))
    side = "over" if value >= limit else "under"
    word = state.pack.words.norm if finding.rule.severity is Severity.NORM else "limit"
    room, end = abs(value - limit), f"the {word} of {amount(measure, limit)} ({finding.rule.id})"
    if not room:
        return f"{measure.label} is exactly {end}."
    star = STAR if state.sum(finding.organisation, measure.id).is_starred else ""
    return f"{measure.label} is {amount(measure, room)}{star} {side} {end}."
