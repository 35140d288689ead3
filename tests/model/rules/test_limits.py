"""Limits that users have set: what they may be, and how they are told from the pack's."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from model.changes import SetLimit
from model.errors import ChangeRefusedError
from model.norm import norm_of
from model.pack import Pack
from model.rules.limits import changed_text, read_limit, with_limits
from model.rules.rule import Rule
from model.state import State
from tests.model.packs import ON, rich_pack, rule

BUDGET = rule(*("level", "group"), measure="budget", limit=2_000_000_000, adjustable=("limit",))
DEADLINE = rule(
    *("formed-by", "group"), deadline=datetime.date(2011, 6, 1), adjustable=("deadline",)
)
SWITCH = rule("reduction", "group", together=True, adjustable=("together",))
SIZE = rule(
    *("range", "group"), measure="population", low=300, high=900_000, adjustable=("low", "high")
)


def text(rule: Rule, **limits: str) -> str:
    pack: Pack = replace(rich_pack(), rules=(rule,))
    own = {(rule.id, key): value for key, value in limits.items()}
    return changed_text(with_limits(rule, own), pack)


def test_a_changed_limit_is_told_with_what_it_was() -> None:
    assert text(SIZE, low="1000") == "low limit 1,000, changed from 300"
    assert text(BUDGET, limit="1500000000") == ("limit £1,500,000,000, changed from £2,000,000,000")
    assert text(DEADLINE, deadline="2011-06-30") == (
        "deadline 30 June 2011, changed from 1 June 2011"
    )
    assert text(SWITCH, together="no") == "together: no, changed from yes"


def test_several_changed_limits_are_told_in_the_order_of_the_rule() -> None:
    assert text(SIZE, high="5", low="4") == (
        "low limit 4, changed from 300; high limit 5, changed from 900,000"
    )


def test_of_the_packs_own_limits_there_is_nothing_to_tell() -> None:
    assert text(SIZE) == ""


@pytest.mark.parametrize("value", ["1", "True", "YES", "maybe", ""])
def test_a_switch_is_yes_or_no(value: str) -> None:
    assert (read_limit(SWITCH, "together", "yes"), read_limit(SWITCH, "together", "no")) == (
        True,
        False,
    )
    with pytest.raises(ChangeRefusedError, match="A switch is 'yes' or 'no'"):
        read_limit(SWITCH, "together", value)


def test_the_norm_is_as_users_have_set_it() -> None:
    state = State(rich_pack(), "Option", ON)
    state.apply(SetLimit("T-range", "low", "400000"))
    norm = norm_of(state)
    assert norm is not None
    assert (norm.low, norm.high, norm.rule.changed) == (400_000, 900_000, ("low",))
