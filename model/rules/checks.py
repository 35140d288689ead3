"""The closed vocabulary of checks that rules are made of.

A check is a function that reads a rule's data once and returns a *test*: state and organisation
in, finding out. There is no expression language: what a rule can ask is what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from model.errors import RuleError
from model.pack import Pack, Tier
from model.records import record
from model.rules import (
    after,
    asked,
    board,
    composition,
    costs,
    figures,
    governance,
    people,
    placement,
    shares,
    territory,
)
from model.rules.outcome import Test, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State

__all__ = ["VOCABULARY", "Check", "Test", "compile_rule", "validate"]


@record
class Check:
    """An entry of the vocabulary.

    Attributes
    ----------
    scopes : tuple of Tier
        Which organisations it can be asked of.
    make : callable
        Reads a rule's data and returns the test.
    reads_group : bool
        Whether a unit's answer depends on the other members of its group.
    reads_size : bool
        Whether it depends on them also where nobody has set anything on their posts.
    reads_people : bool
        Whether an answer depends on who has posts elsewhere.
    reads_team : bool
        Whether a group's answer depends on its team alone: where nothing is said of its posts
        and its members' (`Boards.is_plain`), on nothing but its kind and how many they are,
        unless the answer involves others.
    asks : bool
        Whether it asks users something: its rules have items.
    """

    scopes: tuple[Tier, ...]
    make: Callable[[Rule, Params], Test]
    reads_group: bool = False
    reads_size: bool = False
    reads_people: bool = False
    reads_team: bool = False
    asks: bool = False


_ROOT, _REGION, _GROUP, _UNIT = (Tier.ROOT,), (Tier.REGION,), (Tier.GROUP,), (Tier.UNIT,)
_SUCCESSOR = (Tier.SUCCESSOR,)

VOCABULARY: Mapping[str, Check] = MappingProxyType(
    {
        "in-structure": Check(_GROUP + _SUCCESSOR, after.in_structure),
        "one-group": Check(_SUCCESSOR, after.one_group),
        "crosses-links": Check(_SUCCESSOR, after.crosses_links, asks=True),
        "serves": Check(_GROUP, after.serves),
        "placed": Check(_ROOT, placement.placed),
        "count": Check(_ROOT, placement.count),
        "one-region": Check(_GROUP, placement.one_region),
        "lone": Check(_GROUP, placement.lone),
        "formed-by": Check(_GROUP, placement.formed_by),
        "keeps-links": Check(_UNIT, placement.keeps_links),
        "same-number": Check(_ROOT, territory.same_number),
        "covered": Check(_ROOT, territory.covered),
        "run-together": Check(_ROOT, territory.run_together),
        "whole-links": Check(_GROUP, territory.whole_links),
        "contiguous": Check(_GROUP, territory.contiguous),
        "ties-at-risk": Check(
            _UNIT, territory.ties_at_risk, reads_group=True, reads_size=True, asks=True
        ),
        "one-leader": Check(_GROUP, board.one_leader, reads_team=True),
        "one-holder": Check(_UNIT, board.one_holder, reads_group=True),
        "single-team": Check(_GROUP, board.single_team, reads_team=True),
        "team-filled": Check(_GROUP, board.team_filled, reads_team=True),
        "keeps-board": Check(_UNIT, board.keeps_board, reads_group=True),
        "employer": Check(_GROUP, board.employer, reads_team=True),
        "shared-people": Check(_GROUP, board.shared_people, reads_team=True),
        "own-post": Check(_UNIT, board.own_post, reads_group=True),
        "board-cap": Check(_GROUP, board.board_cap, reads_team=True),
        "board-size": Check(_UNIT, composition.board_size, reads_group=True),
        "officer-cap": Check(_UNIT, composition.officer_cap, reads_group=True),
        "mandatory-posts": Check(_UNIT, composition.mandatory_posts, reads_group=True),
        "professions": Check(_UNIT, composition.professions, reads_group=True),
        "committee": Check(_GROUP, governance.committee, asks=True),
        "preferred-governance": Check(_GROUP, governance.preferred_governance),
        "common-board": Check(_GROUP, governance.common_board),
        "separate-boards": Check(_GROUP, governance.separate_boards),
        "own-holder": Check(_UNIT, people.own_holder, reads_people=True),
        "lay-elsewhere": Check(_GROUP, people.lay_elsewhere, reads_people=True, reads_team=True),
        "destinations": Check(_GROUP, people.destinations, reads_team=True),
        "employing-kinds": Check(_GROUP, people.employing_kinds, reads_team=True),
        "removed-posts": Check(_GROUP, people.removed_posts, reads_people=True, reads_team=True),
        "answers": Check(_ROOT + _REGION + _GROUP + _UNIT, asked.answers, asks=True),
        "range": Check(_GROUP, figures.in_range),
        "level": Check(_GROUP, figures.level),
        "balance": Check(_UNIT, figures.balance),
        "mixed-balance": Check(_GROUP, figures.mixed_balance),
        "reserve": Check(_UNIT, figures.reserve),
        "reduction": Check(_ROOT + _REGION + _GROUP, costs.reduction),
        "ambition": Check(_ROOT + _REGION + _GROUP, costs.ambition),
        "per-head": Check(_ROOT + _REGION + _GROUP + _UNIT + _SUCCESSOR, costs.per_head),
        "shares": Check(_GROUP, shares.shares),
    }
)


def compile_rule(rule: Rule, pack: Pack) -> Test:
    """Return the test that a rule describes.

    Raises
    ------
    RuleError
        If the check is unknown, can't be asked at the rule's scope, or its data do not fit.
    """
    check = VOCABULARY.get(rule.check)
    if check is None:
        raise RuleError(rule.id, "check", f"there is no check {rule.check!r}")
    if rule.scope not in check.scopes:
        scopes = " or ".join(tier.value for tier in check.scopes)
        raise RuleError(rule.id, "scope", f"the check {rule.check!r} is asked of a {scopes}")
    params = Params(rule, pack)
    test = check.make(rule, params)
    params.finish()
    if bool(rule.items) is not check.asks:
        problem = "needs something to ask" if check.asks else "asks users nothing"
        raise RuleError(rule.id, "", f"the check {rule.check!r} {problem}")
    if rule.scope != Tier.GROUP:
        return test
    return _of_filled_groups(rule, _of_teams(test) if check.reads_team else test)


def validate(rule: Rule, pack: Pack) -> None:
    """Check that a rule's data fit its check.

    Raises
    ------
    RuleError
        If they do not.
    """
    compile_rule(rule, pack)


def _of_filled_groups(rule: Rule, test: Test) -> Test:
    """Return a test that says nothing about a group with nothing in it."""

    def filled(state: State, group: str) -> Finding:
        if state.count(group):
            return test(state, group)
        unit = state.pack.kind_at(Tier.UNIT).label
        return outcome(rule, group, Verdict.NOT_APPLICABLE, f"No {unit} is in it yet.")

    return filled


def _of_teams(test: Test) -> Test:
    """Return a test that remembers what it says of groups of which nothing is said.

    Most plans leave most teams as they are, and ten checks would look through each of them anew
    whenever a unit comes or goes.
    """
    known: dict[tuple[str, int], Finding] = {}

    def team(state: State, group: str) -> Finding:
        if not state.is_plain(group):
            return test(state, group)
        key = (state.kind(group).id, state.count(group))
        found = known.get(key)
        if found is None:
            found = test(state, group)
            if found.involved:  # it names members, who are others elsewhere
                return found
            known[key] = found
        numbers = found.value, found.limit, found.margin
        return Finding(found.rule, group, found.verdict, found.sentence, *numbers)

    return team
