"""A rule and a finding: what is asked, and what came of it for one organisation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from model.records import record


@record
class Waiver:
    """Why, by whom and on which day being outside a rule was accepted.

    Attributes
    ----------
    on : str
        ISO date.
    """

    reason: str
    who: str
    on: str


class Severity(StrEnum):
    """How binding a rule is, most binding first."""

    LAW = "law"
    MUST = "must"
    SHOULD = "should"
    NORM = "norm"
    INFO = "info"
    """A number or a note; never judged."""

    @property
    def rank(self) -> int:
        """0 for the most binding."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Verdict(StrEnum):
    """The result of a rule for one organisation."""

    MEETS = "meets"
    BREAKS = "breaks"
    INCOMPLETE = "incomplete"
    """An input is missing; never the same as *meets*."""
    WAIVED = "waived"
    """Outside the rule, but accepted with a reason: by the user, or recorded in the pack."""
    NOT_APPLICABLE = "not applicable"
    """Not in force on the option's date, or information that is never judged."""

    @property
    def rank(self) -> int:
        """0 for the one to look at first."""
        return _ORDER[self]


WAIVABLE = (Severity.SHOULD, Severity.NORM)
"""Being outside a rule of these can be accepted by a user."""


@record
class Item:
    """Something that a rule asks and only the user can answer.

    Attributes
    ----------
    of : str
        Tier of the organisations that it is asked about: the rule's own, or "unit" for each
        member of a group.
    is_text : bool
        Answered with a text (a name, a reason); otherwise with "yes" or "no".
    """

    id: str
    label: str
    of: str
    is_text: bool = False


@record
class Rule:
    """A check with its citation.

    Attributes
    ----------
    scope : str
        Tier of the organisations it is asked of: "root", "region", "group" or "unit".
    check : str
        Name in `model.rules.checks.VOCABULARY`.
    params : mapping of str to object
        The check's data (limits, measure, roles...), as read from the pack.
    start, end : datetime.date or None
        First and last day in force; None for always.
    text : str
        The rule in our own words.
    confidence : str
        How well the source is known; the codes are the pack's.
    adjustable : tuple of str
        Keys of `params` that a user may set to another value (planning norms, deadlines).
    items : tuple of Item
        What it asks the user.
    changed : tuple of str
        Keys of `params` that a user has set to another value than the pack's.
    """

    id: str
    title: str
    scope: str
    check: str
    severity: Severity
    text: str
    source: str
    confidence: str
    params: Mapping[str, object] = MappingProxyType({})
    start: datetime.date | None = None
    end: datetime.date | None = None
    advice: str = ""
    adjustable: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    changed: tuple[str, ...] = ()

    def in_force(self, on: datetime.date) -> bool:
        """Whether the rule applies on that day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@record
class Finding:
    """The result of one rule for one organisation.

    Attributes
    ----------
    value, limit, margin : int or None
        In the unit of what is checked; `margin` is the room left, negative when over or under.
        For ratios they are in basis points (1/100 of a per cent).
    exception : bool
        The pack records this very departure as one that was accepted (verdict WAIVED).
    involved : tuple of str
        Ids of other organisations that the finding is about.
    waiver : Waiver or None
        By whom, when and why a user accepted it (verdict WAIVED).
    """

    rule: Rule
    organisation: str
    verdict: Verdict
    sentence: str
    value: int | None = None
    limit: int | None = None
    margin: int | None = None
    exception: bool = False
    involved: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def is_waivable(self) -> bool:
        """Whether it is outside guidance or a norm, so that a user may accept it, or has."""
        is_outside = self.verdict in (Verdict.BREAKS, Verdict.WAIVED)
        return is_outside and self.rule.severity in WAIVABLE

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sort key: what breaks first, most binding first, then rule and organisation."""
        return (self.verdict.rank, self.rule.severity.rank, self.rule.id, self.organisation)


_ORDER = {
    Verdict.BREAKS: 0,
    Verdict.WAIVED: 1,
    Verdict.INCOMPLETE: 2,
    Verdict.MEETS: 3,
    Verdict.NOT_APPLICABLE: 4,
}
