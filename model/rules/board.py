"""Checks of posts and boards."""

from __future__ import annotations

from model.changes import Arrangement, Field
from model.rules.outcome import Test, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, listed


def one_leader(rule: Rule, params: Params) -> Test:
    """Check that one post leads the group and answers for every member; `value` is how many do."""
    role = params.role()

    def test(state: State, group: str) -> Finding:
        number, leaders = state.count(group), state.holding(group, role.id)
        title = role.title.lower()
        own = [] if state.sharing(group, role.id) == number else _not_sharing(state, group, role.id)
        if leaders == 1:
            # A group of one that keeps its own has one leader too.
            holder = state.holder(own[0] if own else group, role.id)
            text = f"One {title} for {units(state, number)}"
            text += f": {holder}." if holder else "; no name entered."
            return outcome(rule, group, Verdict.MEETS, text, 1, 1, 0)
        whose = "its" if len(own) == 1 else "their"
        text = f"{leaders} posts of {title}: {names(state, own)} of {whose} own."
        return outcome(rule, group, Verdict.BREAKS, text, leaders, 1, 1 - leaders, involved=own)

    return test


def single_team(rule: Rule, params: Params) -> Test:
    """Check that each listed role is one post for all members; `value` is how many roles are."""
    roles = params.roles()

    def test(state: State, group: str) -> Finding:
        number, total = state.count(group), len(roles)
        apart = [r for r in roles if state.holding(group, r.id) > 1]
        merged = total - len(apart)
        if not apart:
            text = f"All {total} posts of the team are held once for {units(state, number)}."
            return outcome(rule, group, Verdict.MEETS, text, merged, total, 0)
        own = sorted({u for r in apart for u in _not_sharing(state, group, r.id)})
        titles = listed([r.title.lower() for r in apart])
        keep = f"{names(state, own)} {'keeps' if len(own) == 1 else 'keep'}"
        text = f"{merged} of {total} posts of the team are merged; {keep} {titles}."
        return outcome(
            rule, group, Verdict.BREAKS, text, merged, total, merged - total, involved=own
        )

    return test


def keeps_board(rule: Rule, params: Params) -> Test:
    """Check that a unit stays a legal body with a board; `value` is its executive seats."""
    del params

    def test(state: State, unit: str) -> Finding:
        seats = state.executive_seats(unit)
        if seats and state.kind(unit).legal_body:
            text = (
                f"Keeps its legal status and its board of "
                f"{counted(seats, 'executive seat', 'executive seats')}."
            )
            return outcome(rule, unit, Verdict.MEETS, text, seats, 1, seats - 1)
        if not seats:
            return outcome(rule, unit, Verdict.BREAKS, "Has no board.", 0, 1, -1)
        return outcome(rule, unit, Verdict.BREAKS, "Is not a legal body.", seats)

    return test


def employer(rule: Rule, params: Params) -> Test:
    """Check that the group's shared posts are employed by a legal body, normally a member."""
    del params

    def test(state: State, group: str) -> Finding:
        posts = sum(state.sharing(group, role.id) > 0 for role in state.pack.roles)
        kind = state.kind(group).label
        shared = counted(posts, "shared post", "shared posts")
        if not posts:
            return outcome(rule, group, Verdict.NOT_APPLICABLE, "No post is shared.")
        body = state.field(group, Field.EMPLOYER)
        if not body:
            text = f"No employer entered for its {shared}; a {kind} can't employ anybody."
            return outcome(rule, group, Verdict.INCOMPLETE, text)
        text = f"{state.label(body)} employs the holders of its {shared}"
        if body in state.members(group):
            return outcome(rule, group, Verdict.MEETS, f"{text}.", involved=(body,))
        text += f"; it is not in the {kind}, which is allowed but unusual."
        return outcome(rule, group, Verdict.MEETS, text, involved=(body,))

    return test


def shared_people(rule: Rule, params: Params) -> Test:
    """Allow that the same people sit on several members' boards; `value` is the posts that do."""
    del params

    def test(state: State, group: str) -> Finding:
        number = state.count(group)
        if number < 2:
            text = f"{units(state, number)} only: no board to share."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text, 0)
        posts = sum(
            state.on_every_board(group, role.id) + (state.sharing(group, role.id) > 1)
            for role in state.pack.roles
        )
        many = "both boards" if number == 2 else f"two or more of {number} boards"
        text = f"{counted(posts, 'holder sits', 'holders sit')} on {many}: allowed."
        if not posts:
            text = f"Nobody sits on more than one of {number} boards."
        return outcome(rule, group, Verdict.MEETS, text, posts)

    return test


def own_post(rule: Rule, params: Params) -> Test:
    """Check that a unit keeps its own post of a role; else `value` posts serve `limit` members."""
    role = params.role()

    def test(state: State, unit: str) -> Finding:
        title = role.title.lower()
        if state.arrangement(unit, role.id) is not Arrangement.SHARED:
            return outcome(rule, unit, Verdict.MEETS, f"Has its own {title}.", 1, 1, 0)
        group = state.group_of(unit) or ""
        number, posts = state.count(group), state.holding(group, role.id)
        text = (
            f"No {title} of its own: {state.label(group)} has {posts} for {units(state, number)}."
        )
        return outcome(rule, unit, Verdict.BREAKS, text, posts, number, posts - number)

    return test


def board_cap(rule: Rule, params: Params) -> Test:
    """Check that no board has more voting officers than the cap; `value` is the fullest's."""
    cap = params.integer("cap")

    def test(state: State, group: str) -> Finding:
        by_unit = {u: state.voting_officers(u) for u in state.members(group)}
        most = max(by_unit.values())
        if most <= cap:
            text = f"At most {counted(most, 'voting officer', 'voting officers')} on a board, "
            text += f"within the cap of {cap}."
            return outcome(rule, group, Verdict.MEETS, text, most, cap, cap - most)
        full = [u for u, number in by_unit.items() if number > cap]
        text = (
            f"{most} voting officers on the board of {names(state, full)}: "
            f"over the cap of {cap} by {most - cap}."
        )
        return outcome(rule, group, Verdict.BREAKS, text, most, cap, cap - most, involved=full)

    return test


def _not_sharing(state: State, group: str, role: str) -> list[str]:
    sharing = state.members_sharing(group, role)
    return [u for u in state.members(group) if u not in sharing]
