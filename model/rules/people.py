"""Checks of the people in posts: where else they are, who employs them, what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.boards import PostKey
from model.changes import Detail, Field
from model.pack import Role
from model.posts import read_shares
from model.rules.outcome import Test, names, outcome, own_officers
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, listed


def own_holder(rule: Rule, params: Params) -> Test:
    """Check that who is named in a unit's post of a role is in no other's; `value` is how many.

    `value` counts the organisations that the person serves in that role.
    """
    role = params.role()

    def test(state: State, unit: str) -> Finding:
        title = role.title.lower()
        numbers = range(1, state.number(unit, role.id) + 1)
        named = [
            state.holder(unit, role.id, n) for n in numbers if state.is_filled(unit, role.id, n)
        ]
        named = [name for name in named if name]
        if not named:
            text = f"Nobody is named as its own {title}."
            return outcome(rule, unit, Verdict.NOT_APPLICABLE, text)
        for name in named:
            others = sorted(
                {o for o, r, _ in state.posts_filled(name) if r == role.id and o != unit}
            )
            if others:
                number = len(others) + 1
                text = f"{name} is {title} of {names(state, others)} too."
                return outcome(
                    rule, unit, Verdict.BREAKS, text, number, 1, 1 - number, involved=others
                )
        text = f"{listed(named)}: {title} of no other."
        return outcome(rule, unit, Verdict.MEETS, text, 1, 1, 0)

    return test


def lay_elsewhere(rule: Rule, params: Params) -> Test:
    """Show which lay members of a group's boards sit on boards outside it; `value` is how many."""
    del params

    def test(state: State, group: str) -> Finding:
        inside = {group, *state.members(group)}
        ids = {role.id for role in state.pack.roles if role.lay}
        people = {
            state.holder(o, role, n)
            for o in inside
            for role, n in state.named(o)
            if role in ids and state.is_filled(o, role, n)
        }
        where = {
            name: sorted(
                {o for o, r, _ in state.posts_filled(name) if r in ids and o not in inside}
            )
            for name in sorted(people)
        }
        shared = {name: others for name, others in where.items() if others}
        if not people:
            return outcome(rule, group, Verdict.MEETS, "No lay member is named.", 0)
        if not shared:
            text = f"{counted(len(people), 'lay member', 'lay members')} named, none of them "
            text += f"outside this {state.kind(group).label} too."
            return outcome(rule, group, Verdict.MEETS, text, 0)
        text = listed([f"{name} sits for {names(state, of)} too" for name, of in shared.items()])
        involved = sorted({o for others in shared.values() for o in others})
        return outcome(rule, group, Verdict.MEETS, f"{text}.", len(shared), involved=involved)

    return test


def destinations(rule: Rule, params: Params) -> Test:
    """Check that the duties of each post have one main destination; `value` is how many do.

    The largest share must be over a number of per cent. Lay members have no duties that go on.
    """
    unplaced, over = params.destination("unplaced"), params.integer("over")

    def test(state: State, group: str) -> Finding:
        # Few posts have a destination: the others are counted, not looked at.
        lay = {role.id for role in state.pack.roles if role.lay}
        total = sum(
            state.holding(group, role.id) for role in state.pack.roles if role.id not in lay
        )
        placed = 0
        divided: list[PostKey] = []
        for organisation, role, number in _told(state, group):
            shares = read_shares(state.detail(organisation, role, number, Detail.DESTINATION))
            if role in lay or not shares or shares[0][0] == unplaced:
                continue
            if shares[0][1] > over:
                placed += 1
            else:
                divided.append((organisation, role, number))
        if divided:
            text = f"No place has over {over}% of the duties of {_listed(state, divided)}."
            involved = sorted({o for o, _, _ in divided} - {group})
            return outcome(
                rule, group, Verdict.BREAKS, text, placed, total, -len(divided), involved=involved
            )
        posts = counted(total, "post", "posts")
        if placed < total:
            text = f"{placed} of {posts} {'has' if placed == 1 else 'have'} a destination."
            return outcome(rule, group, Verdict.INCOMPLETE, text, placed, total)
        text = f"{'The one post has' if total == 1 else f'All {posts} have'} a main destination."
        return outcome(rule, group, Verdict.MEETS, text, placed, total, 0)

    return test


def employing_kinds(rule: Rule, params: Params) -> Test:
    """Check that only organisations of some kinds employ; `value` is the posts that others do."""
    kinds = params.kinds()
    allowed = {kind.id for kind in kinds}

    def test(state: State, group: str) -> Finding:
        wrong: list[PostKey] = []
        bodies = set()
        for organisation, role, number in _told(state, group):
            body = state.detail(organisation, role, number, Detail.EMPLOYER)
            if body and state.kind(body).id not in allowed:
                wrong.append((organisation, role, number))
                bodies.add(body)
        shared = state.field(group, Field.EMPLOYER)
        who = listed([kind.plural for kind in kinds])
        if shared and state.kind(shared).id not in allowed:
            own = [post for post in _shared_posts(state, group) if post not in wrong]
            wrong += [p for p in own if not state.detail(*p, Detail.EMPLOYER)]
            bodies.add(shared)
        if wrong:
            involved = sorted(bodies)
            text = f"{names(state, involved)} can't employ yet: {_listed(state, wrong)}. "
            text += f"Only {who} can."
            number = len(wrong)
            return outcome(rule, group, Verdict.BREAKS, text, number, 0, -number, involved=involved)
        posts = [p for p in _shared_posts(state, group) if not state.detail(*p, Detail.EMPLOYER)]
        if posts and not shared:
            if state.count(group) == 1:
                return own_officers(rule, state, group)
            text = f"Not known for {counted(len(posts), 'shared post', 'shared posts')}; "
            text += f"only {who} can employ."
            return outcome(rule, group, Verdict.INCOMPLETE, text, 0, 0)
        return outcome(rule, group, Verdict.MEETS, f"Only {who} employ.", 0, 0, 0)

    return test


def removed_posts(rule: Rule, params: Params) -> Test:
    """Check that who is named in a post that goes has another or a destination.

    `value` is how many posts go.
    """
    del params

    def test(state: State, group: str) -> Finding:
        gone = list(_gone(state, group))
        if not gone:
            return outcome(rule, group, Verdict.NOT_APPLICABLE, "No post goes.", 0)
        named = [key for key in gone if state.holder(*key)]
        adrift = [
            key
            for key in named
            if not state.detail(*key, Detail.DESTINATION)
            and not state.posts_filled(state.holder(*key))
        ]
        number = len(gone)
        goes = f"{counted(number, 'post goes', 'posts go')}"
        if adrift:
            people = listed(sorted({state.holder(*key) for key in adrift}))
            text = f"{goes}; {people} {'has' if len(adrift) == 1 else 'have'} no other post and "
            text += "no destination."
            involved = sorted({o for o, _, _ in adrift})
            return outcome(
                rule, group, Verdict.BREAKS, text, number, None, -len(adrift), involved=involved
            )
        if not named:
            text = f"{goes}; nobody is named in {'it' if number == 1 else 'them'}."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text, number)
        text = f"{goes}; who is named in them has another post or a destination."
        return outcome(rule, group, Verdict.MEETS, text, number)

    return test


def _gone(state: State, group: str) -> Iterator[PostKey]:
    """Iterate over the posts that a group's units had as a rule and have no more."""
    members = state.members(group)
    for role in state.pack.roles:
        if role.lay:
            continue
        number = state.sharing(group, role.id)
        some = 0 < number < len(members)
        sharing = state.members_sharing(group, role.id) if some else members
        for unit in members:
            staff = state.staff(unit, role.id)
            left = 0 if number and unit in sharing else staff
            if left is not None:
                for at in range(left + 1, max(role.number, staff or 0) + 1):
                    yield unit, role.id, at


def _told(state: State, group: str) -> Iterator[PostKey]:
    """Iterate over the posts that a group and its units have and of which something is set."""
    for organisation in (group, *state.members(group)):
        for role, number in state.told(organisation):
            if number <= state.number(organisation, role):
                yield organisation, role, number


def _posts(state: State, organisations: Iterable[str], roles: Iterable[Role]) -> Iterator[PostKey]:
    """Iterate over the posts that organisations have now themselves, of some roles."""
    ids = [role.id for role in roles]
    for organisation in organisations:
        for role in ids:
            for number in range(1, state.number(organisation, role) + 1):
                yield organisation, role, number


def _shared_posts(state: State, group: str) -> list[PostKey]:
    """Return a group's own posts, but those of lay members: nobody employs them."""
    return list(_posts(state, [group], [role for role in state.pack.roles if not role.lay]))


def _listed(state: State, posts: Iterable[PostKey]) -> str:
    """Return posts in words: "chief executive (Barton)"."""
    return listed([f"{_title(state, role)} ({state.label(o)})" for o, role, _ in posts])


def _title(state: State, role: str) -> str:
    return state.pack.role(role).title.lower()
