"""Checks of who is where: placing, regions, dates and links."""

from __future__ import annotations

from model.changes import Field
from model.pack import Tier
from model.rules.outcome import Test, excepted, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, day, grouped, listed


def placed(rule: Rule, params: Params) -> Test:
    """Check that every unit is in a group; `value` is the number that are not."""
    del params

    def test(state: State, root: str) -> Finding:
        group = state.pack.kind_at(Tier.GROUP).label
        waiting = state.tray()
        total = state.count(root)
        if not waiting:
            text = f"All {units(state, total)} are in a {group}."
            return outcome(rule, root, Verdict.MEETS, text, 0, 0, 0)
        text = (
            f"{grouped(len(waiting))} of {units(state, total)} not in a {group} yet: "
            f"{names(state, waiting)}."
        )
        number = len(waiting)
        return outcome(rule, root, Verdict.BREAKS, text, number, 0, -number, involved=waiting)

    return test


def count(rule: Rule, params: Params) -> Test:
    """Show how many groups there are, and how far that is from the expected numbers.

    Users may set how far off is near enough to be said; with 0 the distances are all there is.
    """
    expected = params.integers("expected")
    tolerance = params.integer("tolerance") if params.has("tolerance") else 0

    def test(state: State, root: str) -> Finding:
        kind = state.pack.kind_at(Tier.GROUP)
        number = len([g for g in state.at_tier(Tier.GROUP) if state.count(g)])
        parts = [_distance(number, aim) for aim in expected]
        text = f"{counted(number, kind.label, kind.plural)}: {', '.join(parts)}"
        if tolerance > 0:
            near = [grouped(aim) for aim in expected if abs(number - aim) <= tolerance]
            aims = listed(near) or " or ".join(map(grouped, expected))
            text += f"; {'within' if near else 'not within'} {grouped(tolerance)} of {aims}"
        text = f"{text}."
        return outcome(
            rule, root, Verdict.NOT_APPLICABLE, text, number, expected[0], expected[0] - number
        )

    return test


def _distance(number: int, aim: int) -> str:
    if number == aim:
        return f"exactly {aim}"
    return f"{abs(number - aim)} {'more' if number > aim else 'fewer'} than {aim}"


def one_region(rule: Rule, params: Params) -> Test:
    """Check that all members' home is the group's region, but for exceptions on record."""
    key = "exceptions"
    recorded = {
        tuple(params.entry_organisation(key, row, name) for name in ("unit", "region")): (
            params.entry_text(key, row, "note")
        )
        for row in params.tables(key)
    }

    def test(state: State, group: str) -> Finding:
        # Where no region is above, what is above all stands for one.
        region = state.region_of(group) or state.root
        homes = {u: state.home(u) or state.root for u in state.members(group)}
        strangers = [u for u, home in homes.items() if home != region]
        if not strangers:
            text = f"All in {state.label(region)}."
            return outcome(rule, group, Verdict.MEETS, text, 0, 0, 0)
        known = [u for u in strangers if (u, region) in recorded]
        new = [u for u in strangers if u not in known]
        number = len(strangers)
        texts = [f"{state.label(u)}'s home is {state.label(homes[u])}" for u in new or known]
        text = f"{listed(texts)}; the {state.kind(group).label} is in {state.label(region)}."
        found = outcome(rule, group, Verdict.BREAKS, text, number, 0, -number, involved=strangers)
        return found if new else excepted(found, " ".join(recorded[u, region] for u in known))

    return test


def lone(rule: Rule, params: Params) -> Test:
    """Allow that a group is of one unit; its reason is asked for in the note."""
    del params

    def test(state: State, group: str) -> Finding:
        number = state.count(group)
        if number != 1:
            text = f"{units(state, number)} share it."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text, number)
        text = f"{units(state, 1)} alone: allowed. Nothing is saved by sharing posts"
        reason = state.field(group, Field.NOTE)
        text += "." if reason else "; give the reason in its note."
        return outcome(rule, group, Verdict.MEETS, text, number, 1, 0)

    return test


def formed_by(rule: Rule, params: Params) -> Test:
    """Check that the group is formed on or before the deadline; `margin` is in days."""
    deadline = params.date("deadline")

    def test(state: State, group: str) -> Finding:
        formed = state.field(group, Field.FORMED)
        if not formed:
            days = (deadline - state.on).days
            text = f"No formation date entered; the deadline is {day(deadline)}"
            text += f", in {counted(days, 'day', 'days')}." if days > 0 else "."
            return outcome(rule, group, Verdict.INCOMPLETE, text)
        date = type(deadline).fromisoformat(formed)
        margin = (deadline - date).days
        if margin >= 0:
            text = f"Formed on {day(date)}, by the deadline of {day(deadline)}."
            return outcome(rule, group, Verdict.MEETS, text, margin=margin)
        late = counted(-margin, "day", "days")
        text = f"Formed on {day(date)}: {late} after the deadline of {day(deadline)}."
        return outcome(rule, group, Verdict.BREAKS, text, margin=margin)

    return test


def keeps_links(rule: Rule, params: Params) -> Test:
    """Check that a unit keeps all its links; `value` is how many it keeps."""
    del params

    def test(state: State, unit: str) -> Finding:
        words = state.pack.words
        links = state.links(unit)
        if not links:
            text = f"No {words.link} is recorded."
            return outcome(rule, unit, Verdict.NOT_APPLICABLE, text)
        gone = [link.name for link in links if not state.keeps_link(unit, link.code)]
        number, total = len(links) - len(gone), len(links)
        if not gone:
            text = f"Keeps its {counted(total, words.link, words.links)}."
            return outcome(rule, unit, Verdict.MEETS, text, number, total, 0)
        text = (
            f"Keeps {number} of {counted(total, words.link, words.links)}: without {listed(gone)}."
        )
        return outcome(rule, unit, Verdict.BREAKS, text, number, total, -len(gone))

    return test
