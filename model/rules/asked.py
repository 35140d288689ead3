"""Checks that ask the user: what no figure can tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from model.pack import Tier
from model.rules.outcome import Test, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Item, Rule, Verdict
from model.state import State
from model.wording import listed


def answers(rule: Rule, params: Params) -> Test:
    """Check what the user answered to each of the rule's items; `value` is how many are settled."""
    del params
    items = rule.items
    total = len(items)

    def test(state: State, organisation: str) -> Finding:
        said = {item: state.answer(organisation, rule.id, item.id) for item in items}
        denied = [item for item, answer in said.items() if _is_no(item, answer)]
        waiting = [item for item, answer in said.items() if not answer]
        settled = total - len(denied) - len(waiting)
        if denied:
            text = f"Not so: {_labels(denied)}."
            return outcome(
                rule, organisation, Verdict.BREAKS, text, settled, total, settled - total
            )
        if waiting:
            text = f"Not answered yet: {_labels(waiting)}."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text, settled, total)
        text = "; ".join(_said(item, answer) for item, answer in said.items())
        return outcome(rule, organisation, Verdict.MEETS, f"{text}.", total, total, 0)

    return test


def _is_no(item: Item, answer: str) -> bool:
    return answer == "no" and not item.is_text


def _labels(items: list[Item]) -> str:
    return listed([item.label for item in items])


def _said(item: Item, answer: str) -> str:
    return f"{item.label}: {answer}"


def asked_of(rules: Iterable[Rule], tier: Tier, on: datetime.date) -> list[tuple[Rule, list[Item]]]:
    """Return what rules in force on a day ask about organisations of a tier, rule by rule."""
    found = []
    for rule in rules:
        items = [item for item in rule.items if item.of == tier.value]
        if items and rule.in_force(on):
            found.append((rule, items))
    return found
