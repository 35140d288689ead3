"""Asking one rule of one organisation, as the tests of the checks do."""

from __future__ import annotations

from typing import Any

import pytest

from model.changes import Create, Move
from model.errors import RuleError
from model.organisations import Figure
from model.pack import Pack
from model.rules.checks import compile_rule
from model.rules.rule import Finding, Severity
from model.state import State
from tests.model.packs import ON, rich_pack, rule, units_pack


def together(pack: Pack, region: str = "R1", *units: str) -> State:
    """Return a state with the group C in a region; in it these units, or all there are."""
    state = State(pack, "Option", ON)
    state.apply(Create("C", "cluster", "C01", "Cluster", region))
    for unit in units or state.tray():
        state.apply(Move(unit, "C"))
    return state


def some(number: int, *figures: dict[str, Figure]) -> State:
    """Return a state with a group of a number of units; those past `figures` have none."""
    return together(units_pack(*figures, *({} for _ in range(number - len(figures)))))


def ask(state: State, check: str, of: str, **rest: Any) -> Finding:
    """Return what a check, with these data, finds of an organisation."""
    asked = rule(check, state.tier(of).value, **rest)
    return compile_rule(asked, state.pack)(state, of)


def heart(finding: Finding) -> tuple[str, int | None, int | None, int | None]:
    """Return a finding's verdict, value, limit and margin."""
    return finding.verdict.value, finding.value, finding.limit, finding.margin


def fault(check: str, scope: str, **params: Any) -> tuple[str, str]:
    """Return the key and the message with which a rule's data are refused."""
    with pytest.raises(RuleError) as error:
        compile_rule(rule(check, scope, **params), rich_pack())
    assert error.value.rule_id == f"T-{check}"
    return error.value.key, error.value.message


INFO = Severity.INFO
NORM = Severity.NORM
