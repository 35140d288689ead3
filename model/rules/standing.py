"""Findings in one sign and a few words: what a card's header, a table row and a legend show."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from model.records import record
from model.rules.rule import Finding, Severity, Verdict
from model.wording import capital, counted


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
    """Outside a rule, accepted: on record in the pack, or waived by a user."""
    OPEN = "open"
    """An input is missing."""
    TICK = "tick"
    NONE = "none"
    """Nothing to judge."""


EXCEPTION = ("accepted exception", "accepted exceptions")
"""What a departure is called that the pack has on record or that a user waived, one and several."""

SIGN_WORDS = {
    Sign.CROSS: "breaks law or instruction",
    Sign.OVER: "over the norm",
    Sign.UNDER: "under the norm",
    Sign.ADVICE: "outside guidance or a norm",
    Sign.EXCEPTION: EXCEPTION[0],
    Sign.OPEN: "incomplete",
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
    "S": "stated in an article that the pack started from",
    "I": "inferred; nobody is known to have said it",
}
"""The letters of `docs/packs.md`; a pack may have others, which are shown as they are."""

_WORST_FIRST = list(Sign)


@record
class Standing:
    """How an organisation stands, all rules together.

    Attributes
    ----------
    word : str
        "breaks", "exception", "meets" or "incomplete"; what changes during a drag.
    text : str
        A few words: "Over the norm (1), 2 incomplete".
    """

    sign: Sign
    word: str
    text: str


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


def standing_of(findings: Iterable[Finding]) -> Standing:
    """Return how an organisation with those findings stands.

    A missing input alone does not take the tick away: the text says how many rules are open.
    """
    counts = dict.fromkeys(Sign, 0)
    for finding in findings:
        counts[sign_of(finding)] += 1
    worst = next((s for s in _WORST_FIRST if counts[s]), Sign.NONE)
    if worst is Sign.OPEN and counts[Sign.TICK]:
        worst = Sign.TICK
    breaks = sum(counts[s] for s in (Sign.CROSS, Sign.OVER, Sign.UNDER, Sign.ADVICE))
    parts = []
    if breaks:
        parts.append(f"breaks {breaks:,}")
    if counts[Sign.EXCEPTION]:
        parts.append(counted(counts[Sign.EXCEPTION], *EXCEPTION))
    if counts[Sign.TICK]:
        parts.append(f"meets {counts[Sign.TICK]:,}")
    if counts[Sign.OPEN]:
        parts.append(f"{counts[Sign.OPEN]:,} incomplete")
    word = {
        Sign.EXCEPTION: "exception",
        Sign.OPEN: "incomplete",
        Sign.TICK: "meets",
        Sign.NONE: "",
    }.get(worst, "breaks")
    text = ", ".join(parts)
    return Standing(worst, word, capital(text))
