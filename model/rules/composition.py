"""Checks of who has a vote on a unit's board: how many, and which posts.

Officers are all who are no lay members. Besides the executive team, a board is as large as is
usual until users say otherwise (`State.knows_board`): nobody is judged by that guess.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.pack import Pack, Role
from model.records import record
from model.rules.outcome import Test, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted, listed, noun

USUAL = "on a usual board"
"""Said where numbers are of what is usual."""

USUAL_EXPLAINED = (
    "A usual board: who sits on a board besides its executives is taken from what is usual, until "
    "somebody enters it. Nothing is judged by such numbers; they show what to expect beside what "
    "is allowed. “Sure” counts the professions that a post itself shows."
)
"""What `USUAL` means, for readers who can't enter anything."""

_UNSAID = "nobody has said yet who else sits on this board"


@record
class _Board:
    """Who votes on a unit's board.

    Attributes
    ----------
    posts : mapping of str to int
        How many posts of each role have a vote, by the role's id.
    is_known : bool
        Whether users have said more than who is in the executive team.
    """

    posts: Mapping[str, int]
    is_known: bool

    def number(self, roles: tuple[Role, ...]) -> int:
        """Return how many posts of some roles have a vote."""
        return sum(self.of(role) for role in roles)

    def of(self, role: Role) -> int:
        """Return how many posts of one role have a vote."""
        return self.posts.get(role.id, 0)


def _board(state: State, unit: str) -> _Board:
    return _Board(state.votes(unit), state.knows_board(unit))


@record
class _Sides:
    """The pack's roles by side of the board."""

    executives: tuple[Role, ...]
    others: tuple[Role, ...]
    lay: tuple[Role, ...]


def _sides(pack: Pack, uncounted: tuple[Role, ...]) -> _Sides:
    roles = [role for role in pack.roles if role not in uncounted]
    return _Sides(
        tuple(r for r in roles if r.executive),
        tuple(r for r in roles if not (r.executive or r.lay)),
        tuple(r for r in roles if r.lay),
    )


def board_size(rule: Rule, params: Params) -> Test:
    """Check that a board has so many voting members, some roles apart; `value` is how many."""
    low, high, apart = params.integer("low"), params.integer("high"), params.roles("uncounted")
    sides = _sides(params.pack, apart)
    if low > high:
        raise params.fail("low", f"'low' ({low}) is over 'high' ({high})")
    without = listed([role.title.lower() for role in apart])

    def test(state: State, unit: str) -> Finding:
        board = _board(state, unit)
        size = sum(board.number(side) for side in (sides.executives, sides.others, sides.lay))
        if not board.is_known:
            text = (
                f"{_members(size)} besides the {without} {USUAL}, where {low} to {high} "
                f"are allowed; {_UNSAID}."
            )
            return outcome(rule, unit, Verdict.INCOMPLETE, text, size)
        text = f"{_members(size)} besides the {without}"
        if size > high:
            text += f": {size - high} more than the {high} that are allowed."
            return outcome(rule, unit, Verdict.BREAKS, text, size, high, high - size)
        if size < low:
            text += f": {low - size} fewer than the {low} that are needed."
            return outcome(rule, unit, Verdict.BREAKS, text, size, low, size - low)
        nearest = high if high - size < size - low else low
        text += f", within {low} to {high}."
        return outcome(rule, unit, Verdict.MEETS, text, size, nearest, abs(nearest - size))

    return test


def officer_cap(rule: Rule, params: Params) -> Test:
    """Check that officers are within a cap and no more than lay members; `value` is officers."""
    cap, sides = params.integer("cap"), _sides(params.pack, params.roles("uncounted"))
    words = params.pack.words

    def test(state: State, unit: str) -> Finding:
        board = _board(state, unit)
        executives, lay = board.number(sides.executives), board.number(sides.lay)
        officers = executives + board.number(sides.others)
        if not board.is_known:
            if executives > cap:
                # Whoever else sits there, these are too many already.
                text = f"{counted(executives, 'executive', 'executives')} with a vote: "
                text += f"over the cap of {cap} {words.officers} by {executives - cap}."
                return outcome(rule, unit, Verdict.BREAKS, text, executives, cap, cap - executives)
            text = (
                f"{counted(executives, 'executive', 'executives')} with a vote; {USUAL} "
                f"{officers} {words.officers} (at most {cap}) and {_lay(lay)}; {_UNSAID}."
            )
            return outcome(rule, unit, Verdict.INCOMPLETE, text, officers, cap)
        limit = min(cap, lay)
        text = f"{counted(officers, words.officer, words.officers)} and {_lay(lay)}"
        if officers <= limit:
            text += f": within the cap of {cap}, and no more {words.officers} than lay members."
            return outcome(rule, unit, Verdict.MEETS, text, officers, limit, limit - officers)
        faults = []
        if officers > cap:
            faults.append(f"over the cap of {cap} by {officers - cap}")
        if officers > lay:
            faults.append(f"{officers - lay} more than lay members")
        text += f": {' and '.join(faults)}."
        return outcome(rule, unit, Verdict.BREAKS, text, officers, limit, limit - officers)

    return test


def mandatory_posts(rule: Rule, params: Params) -> Test:
    """Check that listed roles, and some nominees, have a vote on a board; `value` is how many do.

    `limit` is the listed roles and the fewest nominees.
    """
    roles, nominees = params.roles(), params.role("nominees")
    officers = params.pack.words.officers
    low, high = params.integer("low"), params.integer("high")
    if not 0 <= low <= high:
        raise params.fail("low", f"'low' ({low}) must be from 0 to 'high' ({high})")
    least = len(roles) + low

    def test(state: State, unit: str) -> Finding:
        board = _board(state, unit)
        gone = [role for role in roles if not board.of(role)]
        number = board.of(nominees)
        value = len(roles) - len(gone) + number
        # Who is in the executive team is always known.
        sure = gone if board.is_known else [role for role in gone if role.executive]
        faults = []
        if sure:
            faults.append(f"no {_titles(sure)} with a vote")
        if board.is_known and not low <= number <= high:
            faults.append(f"{_nominees(nominees, number)}, where {low} to {high} belong")
        if faults:
            text = "; ".join(faults)
            margin = -len(sure)
            if board.is_known:
                margin -= max(low - number, number - high, 0)
            text = f"{text[:1].upper()}{text[1:]}."
            return outcome(rule, unit, Verdict.BREAKS, text, value, least, margin)
        if not board.is_known:
            text = f"{value} of at least {least} such {officers} {USUAL}; {_UNSAID}."
            return outcome(rule, unit, Verdict.INCOMPLETE, text, value, least)
        text = f"Has {_titles(list(roles), 'and')}, and {_nominees(nominees, number)}."
        return outcome(rule, unit, Verdict.MEETS, text, value, least, value - least)

    return test


def professions(rule: Rule, params: Params) -> Test:
    """Check that each profession asked for is on a board; `value` is how many surely are.

    A role may tell the profession of who has it. Posts of the other roles may be of any: nobody
    records what their holders are by training.
    """
    key = "wanted"
    wanted = [
        (params.entry_text(key, row, "label"), params.entry_role(key, row, "role"))
        for row in params.tables(key)
    ]
    if not wanted:
        raise params.fail(key, f"{key!r} must list professions, each with a label and a role")
    others, total = params.roles("others"), len(wanted)
    words = params.pack.words

    def test(state: State, unit: str) -> Finding:
        board = _board(state, unit)
        gone = [label for label, role in wanted if not board.of(role)]
        value = total - len(gone)
        if not board.is_known:
            text = f"{value} of {total} sure {USUAL} ({_either(wanted)}); {_UNSAID}."
            return outcome(rule, unit, Verdict.INCOMPLETE, text, value, total)
        if not gone:
            held = _titles([role for _, role in wanted], "and")
            text = f"{_either(wanted)} with a vote: {held}."
            return outcome(
                rule, unit, Verdict.MEETS, f"{text[:1].upper()}{text[1:]}", value, total, 0
            )
        lacking = f"No {' and no '.join(gone)} among the executives with a vote"
        number = board.number(others)
        if number >= len(gone):
            many = f"the {number} other {words.officers} are"
            who = noun(number, f"the other {words.officer} is", many)
            text = f"{lacking}; what {who} by training is not recorded."
            return outcome(rule, unit, Verdict.INCOMPLETE, text, value, total)
        rest = noun(number, words.officer, words.officers)
        text = f"{lacking}, and {number or 'no'} other {rest} who could be."
        return outcome(rule, unit, Verdict.BREAKS, text, value, total, number - len(gone))

    return test


def _either(wanted: list[tuple[str, Role]]) -> str:
    return listed([f"a {label}" for label, _ in wanted])


def _members(number: int) -> str:
    return counted(number, "voting member", "voting members")


def _lay(number: int) -> str:
    return counted(number, "lay member", "lay members")


def _titles(roles: list[Role], word: str = "or") -> str:
    titles = [role.title.lower() for role in roles]
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} {word} {titles[-1]}"


def _nominees(role: Role, number: int) -> str:
    title = role.title.lower()
    if not number:
        return f"no {title} with a vote"
    return f"{counted(number, 'post', 'posts')} of {title} with a vote"
