"""Limits that users have set: what they may be, and how they are told from the pack's."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from model.changes import SetLimit
from model.errors import ChangeRefusedError
from model.norm import norm_of
from model.pack import Pack
from model.rules.limits import changed_text, limit_unit, read_limit, told, with_limits
from model.rules.rule import Rule
from model.state import State
from tests.model.packs import ON, rich_pack, rule
from tests.sample_pack import sample_scenario

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
    assert norm.text == "planning norm 400k–900k ≠ changed"
    state.apply(SetLimit("T-range", "low", ""))
    again = norm_of(state)
    assert again is not None
    assert "changed" not in again.text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (399_972, "399,972"),  # 28 short of 400,000, and rounded it would read as that
        (400_000, "400k"),
        (900_100, "900,100"),
        (512_345, "512k"),
    ],
)
def test_a_size_is_in_full_where_rounded_it_would_read_as_the_limit(value: int, text: str) -> None:
    state = State(rich_pack(), "Option", ON)
    state.apply(SetLimit("T-range", "low", "400000"))
    norm = norm_of(state)
    assert norm is not None
    assert norm.size(value) == text


def test_a_limit_has_a_unit() -> None:
    pack = rich_pack()
    assert limit_unit(SIZE, "low", pack) == "people"
    assert limit_unit(BUDGET, "limit", pack) == "pounds"
    assert limit_unit(DEADLINE, "deadline", pack) == "date"
    assert limit_unit(SWITCH, "together", pack) == "yes or no"
    assert limit_unit(rule("executives", "group", cap=7), "cap", pack) == ""


def test_what_is_told_of_a_finding_says_which_limit_was_changed() -> None:
    option = sample_scenario().option()

    def text() -> str:
        return told(next(f for f in option.findings.of("G2") if f.rule.id == "S-01"), option.pack)

    before = text()
    assert "changed" not in before
    option.commit(SetLimit("S-01", "low", "230000"), when="2026-03-02T09:00:00+00:00", who="Ada")
    assert text().endswith(". Low limit 230,000, changed from 300,000.")
    option.undo()
    assert text() == before
