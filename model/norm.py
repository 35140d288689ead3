"""The norm that sizes are held against, and the groups it is asked of."""

from __future__ import annotations

from collections.abc import Iterator

from model.pack import Measure, Pack, Tier
from model.records import record
from model.rules.limits import with_limits
from model.rules.rule import Rule, Severity
from model.state import State
from model.totals import Sum
from model.wording import CHANGED, STAR, amount, sum_text

_HEADROOM = 1.2
"""Where a bar ends, in units of the norm's upper limit; larger values stop at the end."""


@record
class Norm:
    """A range rule's limits.

    Attributes
    ----------
    word : str
        What it is called: a norm, or, where it binds, a limit.
    low, high : int
        Both allowed, in the measure's unit.
    """

    rule: Rule
    measure: Measure
    word: str
    low: int
    high: int

    @property
    def text(self) -> str:
        """The norm in a few words: "planning norm 530k–2.60m"; marked if a user has changed it."""
        low = amount(self.measure, self.low, brief=True)
        text = f"{self.word} {low}–{amount(self.measure, self.high, brief=True)}"
        return f"{text} {CHANGED}" if {"low", "high"}.intersection(self.rule.changed) else text

    def size(self, value: int) -> str:
        """Return a value in short; in full where it would read as a limit that it is not at."""
        text = amount(self.measure, value, brief=True)
        limits = [at for at in (self.low, self.high) if at != value]
        is_alike = any(text == amount(self.measure, at, brief=True) for at in limits)
        return amount(self.measure, value) if is_alike else text

    def place(self, value: int) -> float:
        """Return where a value lies along a bar, 0 to 1."""
        return min(1.0, max(0.0, value / (self.high * _HEADROOM)))

    def contains(self, value: int) -> bool:
        """Whether a value lies within the norm."""
        return self.low <= value <= self.high

    def distance(self, value: int) -> str:
        """Return in words how a value lies: "115,618 over"."""
        if value > self.high:
            return f"{amount(self.measure, value - self.high)} over"
        if value < self.low:
            return f"{amount(self.measure, self.low - value)} under"
        return "within"


def in_brief(norm: Norm | None, measure: Measure, total: Sum) -> str:
    """Return a sum in short; in full where it would read as a limit of the norm."""
    if norm is None or measure.id != norm.measure.id or total.is_missing:
        return sum_text(measure, total, brief=True)
    return norm.size(total.value) + STAR * total.is_starred


def norm_of(state: State) -> Norm | None:
    """Return the first range that is asked of groups on the option's date, if any.

    Its limits are those that users have set, where they have.
    """
    pack = state.pack
    for published in pack.rules:
        if published.check != "range" or not published.in_force(state.on):
            continue
        rule = with_limits(published, state.limits)
        low, high, measure = (rule.params.get(key) for key in ("low", "high", "measure"))
        if isinstance(low, int) and isinstance(high, int) and high > 0:
            word = pack.words.norm if rule.severity is Severity.NORM else "limit"
            return Norm(rule, pack.measure(str(measure)), word, low, high)
    return None


def headline(pack: Pack) -> tuple[Measure, ...]:
    """Return the measures that lists and tables show."""
    return tuple(m for m in pack.measures if m.headline)


def upper(state: State) -> Iterator[str]:
    """Iterate over the root, the regions and the groups in the chart's order.

    Never looks below a group: a pack may hang thousands of organisations there.
    """
    todo = [state.root]
    while todo:
        organisation = todo.pop()
        yield organisation
        todo += [
            child
            for child in reversed(state.children(organisation))
            if state.tier(child) in (Tier.REGION, Tier.GROUP)
        ]


def groups(state: State) -> list[str]:
    """Return the ids of the groups in the chart's order."""
    return [o for o in upper(state) if state.tier(o) is Tier.GROUP]
