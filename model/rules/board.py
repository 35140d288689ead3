"""Checks of posts and boards."""

from __future__ import annotations

from model.changes import Arrangement, Detail, PostState
from model.pack import Role
from model.rules.outcome import Test, names, outcome, own_officers, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, listed


def one_leader(rule: Rule, params: Params) -> Test:
    """Check that one person leads the group and answers for every member; `value` is how many do.

    A post that nobody is named in counts as one person, a vacant one as nobody.
    """
    role = params.role()

    def test(state: State, group: str) -> Finding:
        number = state.count(group)
        title = role.title.lower()
        own = [] if state.sharing(group, role.id) == number else _not_sharing(state, group, role.id)
        posts = [(o, n) for o in (group, *own) for n in range(1, state.number(o, role.id) + 1)]
        filled = [(o, n) for o, n in posts if state.is_filled(o, role.id, n)]
        holders = [state.holder(o, role.id, n) for o, n in filled]
        named = {name for name in holders if name}
        leaders = len(named) + holders.count("")
        if leaders == 1:
            # A group of one that keeps its own has one leader too, and so have members that all
            # name the same person.
            holder = "".join(named)
            text = f"One {title} for {units(state, number)}"
            text += f": {holder}." if holder else "; no name entered."
            return outcome(rule, group, Verdict.MEETS, text, 1, 1, 0)
        if not leaders:
            text = f"{'The post' if posts else 'No post'} of {title} for {units(state, number)}"
            text += " is vacant." if posts else "."
            return outcome(rule, group, Verdict.BREAKS, text, 0, 1, -1)
        text = f"{leaders} posts of {title}"
        if own:
            text += f": {names(state, own)} of {'its' if len(own) == 1 else 'their'} own"
        return outcome(
            rule, group, Verdict.BREAKS, f"{text}.", leaders, 1, 1 - leaders, involved=own
        )

    return test


def one_holder(rule: Rule, params: Params) -> Test:
    """Check that exactly one person is in a role on a unit's board; `value` is how many are."""
    role = params.role()

    def test(state: State, unit: str) -> Finding:
        title = role.title.lower()
        seats = _seats(state, unit, role)
        filled = [(o, n) for o, n in seats if state.is_filled(o, role.id, n)]
        names_in = [state.holder(o, role.id, n) for o, n in filled]
        people = len({name for name in names_in if name}) + names_in.count("")
        if people == 1:
            name = next(filter(None, names_in), "")
            text = f"One {title}: {name}." if name else f"One {title}; no name entered."
            return outcome(rule, unit, Verdict.MEETS, text, 1, 1, 0)
        if not people:
            text = f"The post of {title} is vacant." if seats else f"No post of {title}."
            return outcome(rule, unit, Verdict.BREAKS, text, 0, 1, -1)
        text = f"{people} people are {title}: one more than can be."
        if people > 2:
            text = f"{people} people are {title}: {people - 1} more than can be."
        return outcome(rule, unit, Verdict.BREAKS, text, people, 1, 1 - people)

    return test


def _seats(state: State, unit: str, role: Role) -> list[tuple[str, int]]:
    """Return the posts of a role that sit on a unit's board: whose they are, and which."""
    group = state.group_of(unit)
    shares = state.arrangement(unit, role.id) is Arrangement.SHARED
    places = [group if shares and group is not None else unit]
    if group is not None and state.on_every_board(group, role.id):
        places += [
            member
            for member in state.members(group)
            if member != unit and state.arrangement(member, role.id) is Arrangement.EVERYWHERE
        ]
    return [(o, n) for o in places for n in range(1, state.number(o, role.id) + 1)]


def team_filled(rule: Rule, params: Params) -> Test:
    """Check that no listed role is vacant, acting or interim; `value` is how many are filled."""
    roles = params.roles()

    def test(state: State, group: str) -> Finding:
        number = state.count(group)
        total = 0
        wanting = []
        for role in roles:
            own = [] if state.sharing(group, role.id) == number else state.members(group)
            for o in (group, *own):
                for n in range(1, state.number(o, role.id) + 1):
                    total += 1
                    how = state.detail(o, role.id, n, Detail.STATE)
                    if how:
                        of = "" if o == group else f" of {state.label(o)}"
                        wanting.append(f"{role.title.lower()}{of} {_HOW[PostState(how)]}")
        value = total - len(wanting)
        posts = counted(total, "post of the team is", "posts of the team are")
        if wanting:
            text = f"{value} of {posts} filled for good: {listed(wanting)}."
            return outcome(rule, group, Verdict.BREAKS, text, value, total, value - total)
        text = f"None of {total} posts of the team is entered as vacant, acting or interim."
        return outcome(rule, group, Verdict.MEETS, text, value, total, 0)

    return test


_HOW = {
    PostState.VACANT: "is vacant",
    PostState.INTERIM: "is held for the interim",
    PostState.ACTING: "is held by somebody acting",
}


def single_team(rule: Rule, params: Params) -> Test:
    """Check that each listed role is one post for all members; `value` is how many roles are."""
    roles = params.roles()

    def test(state: State, group: str) -> Finding:
        number, total = state.count(group), len(roles)
        apart = [r for r in roles if state.holding(group, r.id) != 1]
        merged = total - len(apart)
        if not apart:
            text = f"All {total} posts of the team are held once for {units(state, number)}."
            return outcome(rule, group, Verdict.MEETS, text, merged, total, 0)
        text = f"{merged} of {total} posts of the team are merged"
        keepers = {r.id: _not_sharing(state, group, r.id) for r in apart}
        kept = [r for r in apart if keepers[r.id] and state.holding(group, r.id)]
        own = sorted({u for r in kept for u in keepers[r.id]})
        if own:
            keep = f"{names(state, own)} {'keeps' if len(own) == 1 else 'keep'}"
            text += f"; {keep} {listed([r.title.lower() for r in kept])}"
        rest = [_posts_of(state, group, r) for r in apart if r not in kept]
        text += f"; it has {listed(rest)}" if rest else ""
        return outcome(
            rule, group, Verdict.BREAKS, f"{text}.", merged, total, merged - total, involved=own
        )

    return test


def _posts_of(state: State, group: str, role: Role) -> str:
    """Return how many posts of a role a group and its members have, in words."""
    number = state.holding(group, role.id)
    return f"{counted(number, 'post', 'posts') if number else 'no post'} of {role.title.lower()}"


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
    """Check that a legal body, normally a member, employs each holder of the group's posts.

    `value` is how many posts have an employer. Lay members are nobody's employees.
    """
    del params

    def test(state: State, group: str) -> Finding:
        posts = [post for post in state.posts(group) if not post.role.lay]
        if state.count(group) == 1:
            posts = [post for post in posts if post.employer]
            if not posts:
                return own_officers(rule, state, group)
        kind = state.kind(group).label
        shared = counted(len(posts), "shared post", "shared posts")
        if not posts:
            return outcome(rule, group, Verdict.NOT_APPLICABLE, "No post is shared.")
        without = [post.role.title.lower() for post in posts if not post.employer]
        number, total = len(posts) - len(without), len(posts)
        if without:
            of = f"its {shared}" if not number else f"{len(without)} of its {shared}"
            text = f"No employer entered for {of}"
            text += f" ({listed(without)})" if number else ""
            text += f"; a {kind} can't employ anybody."
            return outcome(rule, group, Verdict.INCOMPLETE, text, number, total)
        bodies = sorted({post.employer for post in posts})
        text = f"{names(state, bodies)} {'employs' if len(bodies) == 1 else 'employ'} the holders "
        text += f"of its {shared}"
        members = state.members(group)
        outside = [body for body in bodies if body not in members]
        if outside:
            who = "it is" if len(bodies) == 1 else f"{names(state, outside)} "
            who += "" if len(bodies) == 1 else ("is" if len(outside) == 1 else "are")
            text += f"; {who} not in the {kind}, which is allowed but unusual"
        return outcome(rule, group, Verdict.MEETS, f"{text}.", number, total, 0, involved=bodies)

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
            if not state.number(unit, role.id):
                return outcome(rule, unit, Verdict.BREAKS, f"Has no {title}.", 0, 1, -1)
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
    cap, words = params.integer("cap"), params.pack.words
    one, many = f"voting {words.officer}", f"voting {words.officers}"

    def test(state: State, group: str) -> Finding:
        by_unit = {u: state.voting_officers(u) for u in state.members(group)}
        most = max(by_unit.values())
        if most <= cap:
            text = f"At most {counted(most, one, many)} on a board, "
            text += f"within the cap of {cap}."
            return outcome(rule, group, Verdict.MEETS, text, most, cap, cap - most)
        full = [u for u, number in by_unit.items() if number > cap]
        text = (
            f"{counted(most, one, many)} on the board of {names(state, full)}: "
            f"over the cap of {cap} by {most - cap}."
        )
        return outcome(rule, group, Verdict.BREAKS, text, most, cap, cap - most, involved=full)

    return test


def _not_sharing(state: State, group: str, role: str) -> list[str]:
    sharing = state.members_sharing(group, role)
    return [u for u in state.members(group) if u not in sharing]
