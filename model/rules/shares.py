"""Checks of how members share what they have in common."""

from __future__ import annotations

from model.rules.outcome import BP, Test, lacking, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import grouped, listed, per_cent

_ALL = 100
"""Per cent in a whole."""


def shares(rule: Rule, params: Params) -> Test:
    """Check that the members' shares come to 100%; `value` is what they come to, in per cent.

    Where nobody has entered a share, each member's is in proportion to its size.
    """
    share, size = params.measure("share"), params.summed("size")
    if share.signed:
        raise params.fail("share", f"shares are never below 0, but {share.id!r} is signed")

    def test(state: State, group: str) -> Finding:
        members = state.members(group)
        if len(members) == 1:
            text = f"{units(state, 1)} alone: nothing is shared."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text)
        said = {u: f.value for u in members if (f := state.figure(u, share.id)) is not None}
        if not said:
            return by_size(state, group)
        total = sum(said.values())
        start = f"{share.label}: {_shares(state, said)}"
        waiting = [u for u in members if u not in said]
        if total > _ALL or (total < _ALL and not waiting):
            gap = f"{grouped(abs(total - _ALL))}% too {'much' if total > _ALL else 'little'}"
            text = f"{start}, together {grouped(total)}%: {gap}."
            return outcome(rule, group, Verdict.BREAKS, text, total, _ALL, -abs(total - _ALL))
        if waiting:
            text = f"{start}, together {total}%; no share entered for {names(state, waiting)}."
            return outcome(rule, group, Verdict.INCOMPLETE, text, total, _ALL)
        return outcome(rule, group, Verdict.MEETS, f"{start}, together 100%.", total, _ALL, 0)

    def by_size(state: State, group: str) -> Finding:
        whole = state.sum(group, size.id)
        if whole.missing or whole.value <= 0:
            why = lacking(state, size, whole) if whole.missing else f"{size.label} is 0"
            text = f"No shares entered, and none by {size.label.lower()}: {why}."
            return outcome(rule, group, Verdict.INCOMPLETE, text, None, _ALL)
        parts = [
            f"{state.label(u)} {per_cent(state.sum(u, size.id).value * BP // whole.value)}"
            for u in state.members(group)
        ]
        text = f"By {size.label.lower()}, as no shares are entered: {listed(parts)}."
        return outcome(rule, group, Verdict.MEETS, text, _ALL, _ALL, 0)

    return test


def _shares(state: State, said: dict[str, int]) -> str:
    return listed([f"{state.label(u)} {grouped(value)}%" for u, value in said.items()])
