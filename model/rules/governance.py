"""Checks of how the boards of a group's members decide together."""

from __future__ import annotations

from model.pack import Role
from model.rules.asked import answers
from model.rules.outcome import Test, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, listed


def _label(state: State, group: str) -> str:
    """Return what a group's governance is called, within a sentence."""
    governance = state.governance(group)
    if governance is None:
        return "not known"
    return f"{governance.label[:1].lower()}{governance.label[1:]}"


def _alone(rule: Rule, state: State, group: str) -> Finding | None:
    """Return what is said of a group of one, which has one board whatever the rule."""
    number = state.count(group)
    if number > 1:
        return None
    text = f"{units(state, number)} only: one board decides."
    return outcome(rule, group, Verdict.NOT_APPLICABLE, text)


def committee(rule: Rule, params: Params) -> Test:
    """Check, by what users answer, that a joint committee may act for all members.

    `value` is how many answers are settled.
    """
    answered = answers(rule, params)

    def test(state: State, group: str) -> Finding:
        governance = state.governance(group)
        if governance is None or not governance.committee:
            text = f"The boards decide otherwise: {_label(state, group)}."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text)
        return _alone(rule, state, group) or answered(state, group)

    return test


def preferred_governance(rule: Rule, params: Params) -> Test:
    """Check that a group's boards decide together in the way that is preferred."""
    preferred = params.governance()

    def test(state: State, group: str) -> Finding:
        alone = _alone(rule, state, group)
        if alone is not None:
            return alone
        if state.governance(group) == preferred:
            return outcome(rule, group, Verdict.MEETS, f"Has it: {_label(state, group)}.")
        wanted = f"{preferred.label[:1].lower()}{preferred.label[1:]}"
        text = f"Has {_label(state, group)}; preferred is: {wanted}"
        text += f" (number {preferred.number})." if preferred.number else "."
        return outcome(rule, group, Verdict.BREAKS, text)

    return test


def common_board(rule: Rule, params: Params) -> Test:
    """Check that a board in common is the same everywhere; `value` is how many roles are.

    Asked of the roles that a board in common shares, and of those that merge.
    """
    del params

    def test(state: State, group: str) -> Finding:
        governance = state.governance(group)
        if governance is None or not governance.common:
            text = f"The boards are not one in common: {_label(state, group)}."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text)
        alone = _alone(rule, state, group)
        if alone is not None:
            return alone
        roles = [role for role in state.pack.roles if role.merges or role.common]
        apart = [role for role in roles if not _is_same(state, group, role)]
        number, total = state.count(group), len(roles)
        value = total - len(apart)
        if not apart:
            text = f"The same people fill {counted(total, 'role', 'roles')} on all {number} boards."
            return outcome(rule, group, Verdict.MEETS, text, value, total, 0)
        keep = {u for role in apart for u in state.members(group) if _keeps(state, group, u, role)}
        own = sorted(keep, key=state.members(group).index)
        text = f"{names(state, own)} {'has' if len(own) == 1 else 'have'} another "
        text += f"{listed([role.title.lower() for role in apart])} than the board in common."
        return outcome(rule, group, Verdict.BREAKS, text, value, total, value - total, involved=own)

    return test


def _is_same(state: State, group: str, role: Role) -> bool:
    """Whether the same people are in a role on the board of every member."""
    if state.sharing(group, role.id) == state.count(group):
        return True
    boards = [_people(state, unit, role) for unit in state.members(group)]
    return all(board == boards[0] for board in boards)


def _people(state: State, unit: str, role: Role) -> list[str]:
    """Return who is in a role on a unit's board: names, or posts that nobody is named in."""
    return sorted(
        post.holder or f"{post.organisation} {post.number}"
        for post in state.board(unit)
        if post.role.id == role.id
    )


def _keeps(state: State, group: str, unit: str, role: Role) -> bool:
    return unit not in state.members_sharing(group, role.id)


def separate_boards(rule: Rule, params: Params) -> Test:
    """Allow that each member has lay members of its own; `value` is how many sets there are."""
    del params

    def test(state: State, group: str) -> Finding:
        alone = _alone(rule, state, group)
        if alone is not None:
            return alone
        roles = [role for role in state.pack.roles if role.common]
        number = state.count(group)
        sharing = min((state.sharing(group, role.id) for role in roles), default=0)
        sets = number - sharing + (1 if sharing else 0)
        if sets == 1:
            text = f"One set of lay members for {units(state, number)}."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text, sets)
        text = f"{sets} sets of lay members for {units(state, number)}: allowed."
        return outcome(rule, group, Verdict.MEETS, text, sets)

    return test
