"""How near a group is to breaking a rule: the smallest move that does it, and how it is told."""

from hypothesis import given, settings
from hypothesis import strategies as st

from model import edits
from model.changes import Field, Move, SetField
from model.margin import margin_of, margin_text, margins
from model.option import Option
from model.pack import Tier
from model.rules.rule import Verdict
from tests.model.packs import rich_pack
from tests.model.test_mend import commit, option_of, random_option


def told(option: Option, group: str) -> str:
    findings = option.findings.of(group)
    return margin_text(option.state, group, margin_of(option, group), findings)


@settings(max_examples=12)
@given(st.integers(0, 10_000))
def test_no_smaller_move_breaks_a_rule_that_is_met(seed: int) -> None:
    """Compared with trying every unit of the region, in or out."""
    option = random_option(seed)
    state = option.state
    for group in state.at_tier(Tier.GROUP):
        before = state.snapshot()
        found = margin_of(option, group)
        assert state.snapshot() == before
        met = {f.rule.id for f in option.findings.of(group) if f.verdict is Verdict.MEETS}
        breaking = []
        for unit in state.at_tier(Tier.UNIT):
            inside = state.group_of(unit) == group
            if inside and state.count(group) == 1:
                continue
            is_home = state.home(unit) == state.region_of(unit) == state.region_of(group)
            targets = state.at_tier(Tier.GROUP) if inside else [group] if is_home else []
            for to in targets:
                preview = option.preview(Move(unit, to))
                if to == state.group_of(unit) or preview.refused:
                    continue
                after = preview.findings[group][1]
                if any(f.rule.id in met and f.verdict is Verdict.BREAKS for f in after):
                    breaking.append(state.sum(unit, "population").value)
        if found is None:
            assert not breaking
        else:
            # A neighbour of the other region that belongs here may be smaller still.
            assert not breaking or found.size <= min(breaking)
            after = option.preview(found.move).findings[group][1]
            then = next(f for f in after if f.rule.id == found.finding.rule.id)
            assert found.finding.verdict is Verdict.MEETS
            assert then.verdict is Verdict.BREAKS
            assert then == found.broken


def test_the_distance_to_the_nearest_limit_and_the_move_are_told() -> None:
    option = option_of(rich_pack(), G=("T01", "T02"), H=("T05",))
    assert told(option, "G") == (
        "Population is 250,001 over the planning norm of 300,000 (T-range). "
        "Trust 1 (300,000) leaving would break T-reduction-group, reduction."
    )
    # H is under the norm: what it breaks already is no margin.
    assert told(option, "H") == (
        "Trust 3 (200,000*) coming from the tray would break T-mixed-balance, mixed-balance."
    )


def test_the_limit_itself_is_met() -> None:
    option = option_of(rich_pack(), G=("T01",), H=("T02", "T03"))
    assert told(option, "G") == (
        "Population is exactly the planning norm of 300,000 (T-range). "
        "Trust 3 (200,000*) coming from H would break T-mixed-balance, mixed-balance."
    )
    assert told(option, "H").startswith("Population is 150,001* over the planning norm of 300,000")


def test_what_is_locked_neither_comes_nor_goes() -> None:
    option = option_of(rich_pack(), G=("T01", "T02"), H=("T03", "T04", "T05"))
    commit(option, SetField("G", Field.LOCKED, "yes"))
    assert margin_of(option, "G") is None
    assert told(option, "G").endswith("No single move nearby breaks a rule that it meets.")


def test_an_empty_group_has_no_margin_to_tell() -> None:
    option = option_of(rich_pack(), G=("T01",))
    commit(option, edits.new_group(option.state, "R3", "E", "E"))
    assert all(step is None for step in margins(option, "E"))
