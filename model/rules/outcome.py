"""What checks have in common: the shape of a test, and how findings and names are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from model.pack import Tier
from model.rules.rule import Finding, Rule, Severity, Verdict
from model.state import State
from model.wording import counted, listed

Test = Callable[[State, str], Finding]
"""State and organisation id in, finding out."""


def outcome(
    rule: Rule,
    organisation: str,
    verdict: Verdict,
    sentence: str,
    value: int | None = None,
    limit: int | None = None,
    margin: int | None = None,
    *,
    exception: bool = False,
    involved: Sequence[str] = (),
) -> Finding:
    """Return a finding; information is never judged, whatever the verdict."""
    if rule.severity is Severity.INFO:
        verdict = Verdict.NOT_APPLICABLE
    return Finding(
        rule, organisation, verdict, sentence, value, limit, margin, exception, tuple(involved)
    )


def units(state: State, number: int) -> str:
    """Return a number of units in words, with the pack's noun."""
    kind = state.pack.kind_at(Tier.UNIT)
    return counted(number, kind.label, kind.plural)


def names(state: State, organisations: Sequence[str]) -> str:
    """Return organisations' names as a list in words."""
    return listed([state.label(o) for o in organisations])
