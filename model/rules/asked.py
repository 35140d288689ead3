"""Checks that ask the user: what no figure can tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from model.pack import Tier
from model.records import record
from model.rules.outcome import Test, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Item, Rule, Severity, Verdict
from model.state import State
from model.wording import listed

if TYPE_CHECKING:
    from model.rules.engine import Findings


def answers(rule: Rule, params: Params) -> Test:
    """Check what users answered to each of the rule's items; `value` is how many are settled.

    An item of units is asked of each member of the group.
    """
    if rule.scope != Tier.GROUP and any(item.of != rule.scope for item in rule.items):
        raise params.fail("item", "only what is asked of a group can be asked of its members")

    def test(state: State, organisation: str) -> Finding:
        asked = _asked(state, organisation, rule)
        total = len(asked)
        denied = [one for one in asked if one.is_no]
        waiting = [one for one in asked if not one.answer]
        settled = total - len(denied) - len(waiting)
        if denied:
            text = f"Not so: {listed([one.label for one in denied])}."
            return outcome(
                *(rule, organisation, Verdict.BREAKS, text, settled, total, settled - total),
                involved=_units(denied, organisation),
            )
        if waiting:
            text = f"Not answered yet: {listed([one.label for one in waiting])}."
            units = _units(waiting, organisation)
            return outcome(
                *(rule, organisation, Verdict.INCOMPLETE, text, settled, total), involved=units
            )
        text = "; ".join(f"{one.label}: {one.answer}" for one in asked)
        return outcome(rule, organisation, Verdict.MEETS, f"{text}.", total, total, 0)

    return test


@record
class _Asked:
    """One item, asked of one organisation."""

    item: Item
    organisation: str
    label: str
    answer: str

    @property
    def is_no(self) -> bool:
        """Whether it is denied; a text never is."""
        return self.answer == "no" and not self.item.is_text


def _asked(state: State, organisation: str, rule: Rule) -> list[_Asked]:
    """Return all that a rule asks about an organisation, with the answers."""
    found = []
    for item in rule.items:
        if item.of == rule.scope:
            answer = state.answer(organisation, rule.id, item.id)
            found.append(_Asked(item, organisation, item.label, answer))
            continue
        for unit in state.members(organisation):
            label = f"{item.label} ({state.label(unit)})"
            found.append(_Asked(item, unit, label, state.answer(unit, rule.id, item.id)))
    return found


def _units(asked: list[_Asked], organisation: str) -> list[str]:
    """Return the members that are meant, each once."""
    return list(
        dict.fromkeys(one.organisation for one in asked if one.organisation != organisation)
    )


def asks(rule: Rule, findings: Findings, organisation: str) -> bool:
    """Whether a rule in force asks what it asks of an organisation as things are.

    Nothing is asked where the rule has nothing to judge: of a board that no committee acts for.
    What is asked for information is asked always.
    """
    if rule.check == "answers" or rule.severity is Severity.INFO:
        return True
    state = findings.state
    tier = state.tier(organisation).value
    of = state.group_of(organisation) if tier != rule.scope else organisation
    found = findings.one(of, rule.id) if of is not None else None
    return found is not None and found.verdict is not Verdict.NOT_APPLICABLE


def asked_of(rules: Iterable[Rule], tier: Tier, on: datetime.date) -> list[tuple[Rule, list[Item]]]:
    """Return what rules in force on a day ask about organisations of a tier, rule by rule."""
    found = []
    for rule in rules:
        items = [item for item in rule.items if item.of == tier.value]
        if items and rule.in_force(on):
            found.append((rule, items))
    return found
