"""Findings in one sign and a few words: what a card's header, a table row and a legend show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from model.records import record
from model.rules.rule import Finding, Severity, Verdict
from model.wording import counted


class Sign(StrEnum):
    """The shape that goes with a verdict, so that colour is never the only sign."""

    CROSS = "cross"
    """A law or an instruction is broken."""
    OVER = "over"
    """Over a limit of guidance or a norm."""
    UNDER = "under"
    """Under a limit of guidance or a norm."""
    ADVICE = "advice"
    """Guidance or a norm broken, with no limit to be over or under."""
    EXCEPTION = "exception"
    """Outside a rule, accepted: on record in the pack, or by a user."""
    OPEN = "open"
    """An input is missing."""
    TICK = "tick"
    NONE = "none"
    """Nothing to judge."""


EXCEPTION = ("accepted exception", "accepted exceptions")
"""What being outside a rule is called that was accepted, on record or by a user; one, several."""

UNKNOWN = "not yet known"
"""What a finding is called that lacks an input: a figure, a name, an answer."""

BELOW = "below it"
"""Said of findings that are not an organisation's own."""

SIGN_WORDS = {
    Sign.CROSS: "breaks law or instruction",
    Sign.OVER: "over the norm",
    Sign.UNDER: "under the norm",
    Sign.ADVICE: "outside guidance or a norm",
    Sign.EXCEPTION: EXCEPTION[0],
    Sign.OPEN: UNKNOWN,
    Sign.TICK: "meets what can be checked",
    Sign.NONE: "nothing to check",
}
"""What each sign means, for legends and tooltips."""

SEVERITY_WORDS = {
    Severity.LAW: "law",
    Severity.MUST: "instruction",
    Severity.SHOULD: "guidance",
    Severity.NORM: "norm",
    Severity.INFO: "information",
}
"""What a rule of each severity is, in a word."""

CONFIDENCE_WORDS = {
    "R": "read in the source itself",
    "Q": "quoted or reported by others",
    "S": "stated in an article of the trade press",
    "I": "inferred; nobody is known to have said it",
}
"""The letters of `docs/packs.md`; a pack may have others, which are shown as they are."""

VERDICT_WORDS = {
    Verdict.BREAKS: "breaks",
    Verdict.WAIVED: EXCEPTION[0],
    Verdict.INCOMPLETE: UNKNOWN,
    Verdict.MEETS: "meets",
    Verdict.NOT_APPLICABLE: "not applicable",
}
"""What each verdict is called wherever people read it; programs read its value."""

_WORST_FIRST = list(Sign)
_PLACE = {sign: place for place, sign in enumerate(_WORST_FIRST)}


WORST = "each sign is the worst of an organisation and of all below it"
"""What legends say of signs."""

STANDING = "Rules, with all below"
"""Heads what says how organisations stand: each counts what is below it, too."""


@record
class Standing:
    """How an organisation stands, all rules together, with all below it.

    Attributes
    ----------
    sign : Sign
        The worst of its own and of all below it.
    word : str
        "breaks", "accepted exception", "meets" or "not yet known"; what changes during a drag.
    text : str
        How many of which: "2 broken (1 below it), 8 met, 7 not yet known".
    is_below : bool
        What is broken or accepted is not its own, but of something below it.
    """

    sign: Sign
    word: str
    text: str
    is_below: bool = False

    @property
    def meaning(self) -> str:
        """What the sign means here, and whether it is of something below."""
        return (f"{BELOW}: " if self.is_below else "") + SIGN_WORDS[self.sign]

    @property
    def said(self) -> str:
        """The text where nothing above it says that it counts rules; "" if nothing is asked."""
        return f"Rules: {self.text}" if self.text else ""


NOT_THERE = Standing(Sign.NONE, "", "")
"""How an organisation stands that is not in the plan."""


def sign_of(finding: Finding) -> Sign:
    """Return the sign of one finding."""
    match finding.verdict:
        case Verdict.BREAKS:
            if finding.rule.severity in (Severity.LAW, Severity.MUST):
                return Sign.CROSS
            if finding.rule.check != "range" or finding.value is None or finding.limit is None:
                return Sign.ADVICE
            return Sign.OVER if finding.value > finding.limit else Sign.UNDER
        case Verdict.WAIVED:
            return Sign.EXCEPTION
        case Verdict.INCOMPLETE:
            return Sign.OPEN
        case Verdict.MEETS:
            return Sign.TICK
        case Verdict.NOT_APPLICABLE:
            return Sign.NONE


_USUAL = {
    verdict: _PLACE[sign]
    for verdict, sign in (
        (Verdict.WAIVED, Sign.EXCEPTION),
        (Verdict.INCOMPLETE, Sign.OPEN),
        (Verdict.MEETS, Sign.TICK),
        (Verdict.NOT_APPLICABLE, Sign.NONE),
    )
}
"""Where those are counted that have the same sign whatever their rule: all but what breaks."""
Tally = list[int]
"""Numbers of findings, one for each sign, in the order of `Sign`."""


def tally_of(findings: Iterable[Finding]) -> Tally:
    """Return how many findings of each sign there are."""
    tally = [0] * len(_WORST_FIRST)
    for finding in findings:
        place = _USUAL.get(finding.verdict)
        tally[_PLACE[sign_of(finding)] if place is None else place] += 1
    return tally


def is_judged(tally: Sequence[int]) -> bool:
    """Whether something is broken, or is an accepted exception."""
    return any(tally[: _PLACE[Sign.EXCEPTION] + 1])


def standing_of(whole: Sequence[int], own: Sequence[int] | None = None) -> Standing:
    """Return how an organisation stands that has so many findings of each sign, with all below it.

    A missing input alone does not take the tick away: the text says how many rules are open.

    Parameters
    ----------
    whole : sequence of int
        Tally of its own findings and of those of all below it.
    own : sequence of int, optional
        Tally of its own; all of them, if not given.
    """
    own = whole if own is None else own
    worst = next((sign for sign, number in zip(Sign, whole, strict=True) if number), Sign.NONE)
    if worst is Sign.OPEN and whole[_PLACE[Sign.TICK]]:
        worst = Sign.TICK
    broken, accepted, met, unknown = (_numbers(whole, own, group) for group in _TOLD)
    parts = []
    if broken[0]:
        parts.append(f"{broken[0]:,} broken{_below(*broken)}")
    if accepted[0]:
        parts.append(f"{counted(accepted[0], *EXCEPTION)}{_below(*accepted)}")
    if met[0]:
        parts.append(f"{met[0]:,} met")
    if unknown[0]:
        parts.append(f"{unknown[0]:,} {UNKNOWN}")
    is_bad = worst not in (Sign.OPEN, Sign.TICK, Sign.NONE)
    return Standing(worst, _WORDS[worst], ", ".join(parts), is_bad and not own[_PLACE[worst]])


def _numbers(whole: Sequence[int], own: Sequence[int], signs: Sequence[Sign]) -> tuple[int, int]:
    """Return how many findings have one of some signs, and how many of them are below."""
    number = sum(whole[_PLACE[sign]] for sign in signs)
    return number, number - sum(own[_PLACE[sign]] for sign in signs)


def _below(number: int, below: int) -> str:
    if not below:
        return ""
    return f" ({BELOW})" if below == number else f" ({below:,} {BELOW})"


_BROKEN = (Sign.CROSS, Sign.OVER, Sign.UNDER, Sign.ADVICE)
_TOLD = (_BROKEN, (Sign.EXCEPTION,), (Sign.TICK,), (Sign.OPEN,))
_WORDS = {
    **dict.fromkeys(_BROKEN, "breaks"),
    Sign.EXCEPTION: EXCEPTION[0],
    Sign.OPEN: UNKNOWN,
    Sign.TICK: "meets",
    Sign.NONE: "",
}
