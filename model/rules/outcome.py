"""What checks have in common: the shape of a test, and how findings and names are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from model.pack import Measure, Tier
from model.records import altered
from model.rules.rule import Finding, Rule, Severity, Verdict
from model.state import State
from model.totals import Sum
from model.wording import counted, grouped, listed

BP = 10_000
"""Basis points in a whole."""

ON_RECORD = "Accepted, on record"
"""Begins the sentence about an exception that the pack knows of."""

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


def sum_of(state: State, organisation: str, measure: Measure) -> Sum:
    """Return one measure of an organisation; of a successor, what its members come to.

    Unless successors themselves carry the measure.
    """
    kind = state.kind(organisation)
    if kind.tier is Tier.SUCCESSOR and measure.carrier != kind.id:
        return state.area(organisation, measure.id)
    return state.sum(organisation, measure.id)


def lacking(state: State, measure: Measure, total: Sum) -> str:
    """Return how many figures a sum lacks, in words."""
    kind = state.pack.kind(measure.carrier)
    of = counted(total.missing + total.known, kind.label, kind.plural)
    return f"no figure for {grouped(total.missing)} of {of}"


def own_officers(rule: Rule, state: State, group: str) -> Finding:
    """Return what is said of a group of one, where nobody has entered who employs its officers."""
    text = f"{units(state, 1)} alone: its {state.pack.words.officers} are its own."
    return outcome(rule, group, Verdict.NOT_APPLICABLE, text)


def excepted(finding: Finding, note: str) -> Finding:
    """Return a finding as an accepted exception on record, unless the rule is met.

    Where an input is missing too: what was excused need not be entered.
    """
    if finding.verdict not in (Verdict.BREAKS, Verdict.INCOMPLETE):
        return finding
    text = f"{ON_RECORD}: {finding.sentence} {note}"
    return altered(finding, verdict=Verdict.WAIVED, sentence=text, exception=True)
