"""What a change does, in words: for undo menus, the log and messages.

Written before the change is made, with the names that the organisations have then.
"""

from __future__ import annotations

from model.changes import (
    Answer,
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Create,
    Detail,
    Enter,
    Field,
    Join,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
    Waive,
    flatten,
)
from model.pack import Pack, Tier
from model.rules.limits import limit_label, limit_words, with_limits
from model.state import State
from model.wording import amount, counted, listed, money

SEAT_WORDS = {
    None: "as the pack has it",
    Arrangement.OWN: "its own",
    Arrangement.SHARED: "shared",
    Arrangement.EVERYWHERE: "its own, on every board",
}
"""How a unit's seat is filled; None where nothing is set."""


def describe(change: Change, state: State) -> str:
    """Return what a change does: "Move Manchester to Greater Manchester"."""
    changes = flatten(change)
    return _describe_one(changes[0], state) if len(changes) == 1 else _describe_many(changes, state)


def _describe_one(change: Change, state: State) -> str:
    match change:
        case Move(organisation, to):
            if _ends_in_tray(change, state):
                return _taken_out([change], state)
            return f"Move {state.label(organisation)} to {state.label(to)}"
        case Create(_, _, _, name):
            return f"Make {name}"
        case Remove(organisation):
            return f"Remove {state.label(organisation)}"
        case SetField() | SetOption():
            return _describe_set(change, state)
        case Appoint() | SetPost() | Staff():
            return _describe_post(change, state)
        case SetLimit() | Waive() | Answer() | Enter():
            return _describe_judgement(change, state)
        case Arrange(unit, role, arrangement):
            title = state.pack.role(role).title.lower()
            return f"Make the {title} of {state.label(unit)} {SEAT_WORDS[arrangement]}"
        case Join():
            return _describe_joining([change], state)
        case KeepLink(unit, code, kept):
            names = {link.code: link.name for link in state.links(unit)}
            verb = "Restore" if kept else "Drop"
            link = f"{state.pack.words.link} {names.get(code, code)}"
            return f"{verb} the {link} of {state.label(unit)}"
        case Batch():
            return describe(change, state)


def _describe_post(change: Appoint | SetPost | Staff, state: State) -> str:
    role, where = state.pack.role(change.role), state.label(change.organisation)
    title = role.title.lower()
    match change:
        case Appoint(_, _, holder, number):
            which = title if number == 1 else f"{title} {number}"
            if not holder:
                return f"Clear the name of the {which} of {where}"
            return f"Name {holder} {which} of {where}"
        case SetPost(_, _, number, detail, value):
            which = title if number == 1 else f"{title} {number}"
            return _DETAILS[detail].format(f"the {which} of {where}", _detail_text(detail, value))
        case Staff(_, _, None):
            return f"Give {where} the usual number of posts of {title}"
        case Staff(_, _, number):
            return f"Give {where} {counted(number or 0, 'post', 'posts')} of {title}"


_DETAILS = {
    Detail.STATE: "Set {} to {}",
    Detail.WTE: "Set the working time of {} to {}",
    Detail.VOTE: "Set the vote of {} to {}",
    Detail.EMPLOYER: "Set the employer of {}",
    Detail.DESTINATION: "Set where the duties of {} go",
    Detail.COST: "Set the cost of {} to {}",
    Detail.NOTE: "Edit the note on {}",
}


def _detail_text(detail: Detail, value: str) -> str:
    match detail:
        case Detail.STATE:
            return value or "filled"
        case Detail.WTE if value.isdecimal():  # what is no number will be refused
            return f"{int(value) / 100:.2f}"
        case Detail.COST if value.isdecimal():
            return money(int(value))
    return value or "what is usual"


def _describe_judgement(change: SetLimit | Waive | Answer | Enter, state: State) -> str:
    match change:
        case SetLimit(rule, key, value):
            return _describe_limit(state.pack, rule, key, value)
        case Waive(organisation, rule, reason):
            verb = "Accept" if reason else "No longer accept"
            return f"{verb} that {state.label(organisation)} is outside {rule}"
        case Answer(organisation, rule, item, value):
            asked = next((i.label for i in state.pack.rule(rule).items if i.id == item), item)
            where = state.label(organisation)
            if not value:
                return f"Take back the answer of {where} to {rule} ({asked})"
            return f"Answer {value} for {where} to {rule} ({asked})"
        case Enter(organisation, measure, value):
            label, where = state.pack.measure(measure).label.lower(), state.label(organisation)
            if value is None:
                return f"Take back the {label} entered for {where}"
            written = amount(state.pack.measure(measure), value)
            return f"Enter {written} as {label} of {where}"


def _describe_limit(pack: Pack, rule_id: str, key: str, value: str) -> str:
    label = f"the {limit_label(key)} of {rule_id}"
    if not value:
        return f"Reset {label}"
    for rule in pack.rules:
        if rule.id == rule_id and key in rule.adjustable:  # another will be refused
            value = limit_words(with_limits(rule, {(rule_id, key): value}), key, pack)
    return f"Set {label} to {value}"


def _describe_set(change: SetField | SetOption, state: State) -> str:
    match change:
        case SetField(organisation, field, value):
            return _describe_field(state.label(organisation), field, value)
        case SetOption(option_field, value):
            return _describe_option(option_field, value, state)


def _describe_field(name: str, field: Field, value: str) -> str:
    match field:
        case Field.NAME:
            return f"Rename {name} to {value}"
        case Field.LOCKED:
            return f"{'Lock' if value else 'Unlock'} {name}"
        case Field.FORMED:
            return f"Set the formation date of {name} to {value or 'none'}"
        case Field.EMPLOYER:
            return f"Set the employer of {name}'s shared posts"
        case Field.GOVERNANCE:
            return f"Set how the boards of {name} decide"
        case Field.LEGAL:
            return f"Make {name} {'a' if value else 'no'} legal body"
        case Field.BOARD:
            return f"Give {name} {'a' if value else 'no'} board of its own"
        case Field.ACCOUNTABLE:
            return f"Give {name} {'an' if value else 'no'} accountable officer of its own"
        case Field.AUTHORISED:
            return f"{'Authorise' if value else 'No longer authorise'} {name}"
        case Field.NOTE:
            return f"Edit the note on {name}"


def _describe_option(field: OptionField, value: str, state: State) -> str:
    match field:
        case OptionField.NAME:
            return f"Rename the option to {value}"
        case OptionField.ON:
            return f"Set the as-on date to {value}"
        case OptionField.NOTE:
            return "Edit the option's note"
        case OptionField.STRUCTURE:
            structure = state.pack.structure(value)
            return f"Look ahead to: {structure.label}" if structure else "Look at things as now"
        case OptionField.LEGAL:
            plural = _successors(state)
            return f"Make {plural} legal bodies" if value else f"Make {plural} no legal bodies"


def _describe_many(changes: list[Change], state: State) -> str:
    moves = [c for c in changes if isinstance(c, Move)]
    made = [c for c in changes if isinstance(c, Create)]
    removed = [c for c in changes if isinstance(c, Remove)]
    joined = [c for c in changes if isinstance(c, Join)]
    if joined and len(joined) == len(changes):
        return _describe_joining(joined, state)
    if made:
        text = f"Make {listed([c.name for c in made])}"
        return f"{text} with {_movers(moves, state)}" if moves else text
    if removed:
        return f"Dissolve {listed([state.label(c.id) for c in removed])}"
    targets = {c.to for c in moves}
    if len(moves) == len(changes) and moves:
        if all(_ends_in_tray(c, state) for c in moves):
            return _taken_out(moves, state)
        where = state.label(moves[0].to) if len(targets) == 1 else f"{len(targets)} places"
        return f"Move {_movers(moves, state)} to {where}"
    if not changes:
        return "Change nothing"
    first = _describe_one(changes[0], state)
    if _are_of_one_post(changes):
        return first
    return f"{first} and {counted(len(changes) - 1, 'other', 'others')}"


def _are_of_one_post(changes: list[Change]) -> bool:
    """Whether all that is done follows from the first change, to one post or number of posts."""
    match changes[0]:
        case Staff(organisation, role):
            rest = [c for c in changes[1:] if isinstance(c, Appoint | SetPost)]
            followers = {(c.organisation, c.role) for c in rest}
            return len(rest) == len(changes) - 1 and followers == {(organisation, role)}
        case Appoint(organisation, role, _, number) | SetPost(organisation, role, number):
            posts = {
                (c.organisation, c.role, c.number)
                for c in changes
                if isinstance(c, Appoint | SetPost)
            }
            return len(changes) == 2 and posts == {(organisation, role, number)}
    return False


def _describe_joining(joined: list[Join], state: State) -> str:
    names = [state.label(c.member) for c in joined]
    who = listed(names) if len(names) <= 2 else counted(len(names), "member", "members")
    come = {c.successor for c in joined if c.successor}
    if not come:
        left = {state.successor_of(c.member) for c in joined}
        where = state.label(left.pop()) if len(left) == 1 and "" not in left else "their places"
        return f"Take {who} out of {where}"
    return f"Put {who} into {listed([state.label(o) for o in sorted(come)])}"


def _movers(moves: list[Move], state: State) -> str:
    names = [state.label(c.id) for c in moves]
    if len(names) <= 2:
        return listed(names)
    kind = state.kind(moves[0].id)
    return counted(len(names), kind.label, kind.plural)


def _taken_out(moves: list[Move], state: State) -> str:
    """Return what moves do whose units end in no group."""
    group = state.pack.kind_at(Tier.GROUP)
    groups = {g for c in moves if (g := state.group_of(c.id)) is not None}
    noun = group.label if len(groups) == 1 or len(moves) == 1 else group.plural
    whose = "its" if len(moves) == 1 else "their"
    return f"Take {_movers(moves, state)} out of {whose} {noun}"


def _ends_in_tray(move: Move, state: State) -> bool:
    return state.tier(move.id) is Tier.UNIT and state.tier(move.to) is not Tier.GROUP


def _successors(state: State) -> str:
    kinds = (kind.plural for kind in state.pack.kinds if kind.tier is Tier.SUCCESSOR)
    return next(kinds, "successors")
