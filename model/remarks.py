"""What users said of rules, in words for print: limits of their own, departures they accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from model.option import Option
from model.pack import Kind
from model.rules.limits import changed_text, with_limits
from model.rules.rule import Finding, Rule, Waiver
from model.state import State
from model.texts import read_day
from model.wording import counted, day


def limits_set(state: State) -> list[str]:
    """Return each rule that has limits of the user's own, with them and what they were.

    "S-01 Size: low limit 600,000, changed from 530,000". Also of rules that nothing
    breaks: a limit that leaves nothing to break is the one to know of.
    """
    rules = (with_limits(rule, state.limits) for rule in state.pack.rules)
    return [
        f"{rule.id} {rule.title}: {changed_text(rule, state.pack)}"
        for rule in rules
        if rule.changed
    ]


def waivers_given(option: Option, places: Collection[str] | None = None) -> list[str]:
    """Return the departures that users accepted, worst first; those of one reason together.

    "S-01 Size, accepted for Mid by A. Board on 20 May 2011: Agreed in March."

    Parameters
    ----------
    places
        Ids of the organisations meant; all, if None.
    """
    together: dict[tuple[str, Waiver], tuple[Rule, list[str]]] = {}
    for finding, waiver in _waived_in(option, places):
        key = (finding.rule.id, waiver)
        _, names = together.setdefault(key, (finding.rule, []))
        names.append(option.state.label(finding.organisation))
    return [_waived(rule, names, waiver) for (_, waiver), (rule, names) in together.items()]


def waivers_counted(option: Option, places: Collection[str] | None = None) -> list[str]:
    """Return how many departures from each rule users accepted, where there is no room for more.

    "S-01 Size, accepted for 12 clusters". See `waivers_given`.
    """
    together: dict[str, tuple[Rule, Kind, set[str]]] = {}
    for finding, _ in _waived_in(option, places):
        kind = option.state.kind(finding.organisation)
        _, _, those = together.setdefault(finding.rule.id, (finding.rule, kind, set()))
        those.add(finding.organisation)
    return [
        f"{rule.id} {rule.title}, accepted for {counted(len(those), kind.label, kind.plural)}"
        for rule, kind, those in together.values()
    ]


def _waived_in(option: Option, places: Collection[str] | None) -> Iterator[tuple[Finding, Waiver]]:
    findings = option.findings
    if places is None:
        found = findings.worst_first()
    else:
        of_places = (f for place in places for f in findings.of(place))
        found = sorted(of_places, key=lambda f: f.order)
    for finding in found:
        if finding.waiver is not None:
            yield finding, finding.waiver


def _waived(rule: Rule, names: list[str], waiver: Waiver) -> str:
    when = day(read_day(waiver.on))
    end = "" if waiver.reason.endswith((".", "!", "?")) else "."
    return (
        f"{rule.id} {rule.title}, accepted for {', '.join(names)} by {waiver.who} on {when}: "
        f"{waiver.reason}{end}"
    )
