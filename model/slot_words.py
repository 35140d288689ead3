"""Slots in words: what one is called, and what it holds."""

from __future__ import annotations

from collections.abc import Callable

from model.changes import Arrangement, Detail, Field, OptionField, PostState
from model.pack import Tier
from model.post_words import STATE_WORDS, destination_words, wte_words
from model.rules.limits import limit_label
from model.slots import Slot, Value, What
from model.state import State
from model.texts import read_day
from model.wording import amount, capital, counted, day, grouped, money, unplaced

GONE = "not there"
NOTHING = "nothing"
USUAL = "as usual"

_FIELDS = {
    Field.NAME: "Name of {}",
    Field.FORMED: "Formation date of {}",
    Field.EMPLOYER: "Employer of {}'s shared posts",
    Field.LOCKED: "Lock of {}",
    Field.GOVERNANCE: "How the boards of {} decide",
    Field.LEGAL: "Legal status of {}",
    Field.BOARD: "Board of {}",
    Field.ACCOUNTABLE: "Accountable officer of {}",
    Field.AUTHORISED: "Authorisation of {}",
    Field.NOTE: "Note on {}",
}
_DETAILS = {
    Detail.STATE: "State of the {}",
    Detail.WTE: "Working time of the {}",
    Detail.VOTE: "Vote of the {}",
    Detail.EMPLOYER: "Employer of the {}",
    Detail.DESTINATION: "Where the duties go of the {}",
    Detail.COST: "Cost of the {}",
    Detail.NOTE: "Note on the {}",
}
_OPTION = {
    OptionField.NAME: "Name of the option",
    OptionField.ON: "As-on date",
    OptionField.NOTE: "Note on the option",
    OptionField.STRUCTURE: "What the option looks ahead to",
    OptionField.LEGAL: "Whether successors are legal bodies",
}
_HOW = {
    Arrangement.OWN: "its own",
    Arrangement.SHARED: "shared",
    Arrangement.EVERYWHERE: "its own, on every board",
}

_LONGEST = 100
"""Most characters of a text that is quoted."""

Name = Callable[[str], str]


def slot_title(slot: Slot, state: State, name: Name | None = None) -> str:
    """Return what a slot is called: "Where Manchester is", "Chief executive of Devon".

    Parameters
    ----------
    name : callable, optional
        Gives the name of an organisation by its id, also of one that the state does not have.
    """
    name = name or state.label
    pack = state.pack
    match slot.what, slot.key:
        case What.THERE, (str(o),):
            return name(o)
        case What.PARENT, (str(o),):
            return f"Where {name(o)} is"
        case What.FIELD, (str(o), Field() as field):
            return _FIELDS[field].format(name(o))
        case What.OPTION, (OptionField() as option_field,):
            return _OPTION[option_field]
        case What.LIMIT, (str(rule), str(key)):
            return f"{capital(limit_label(key))} of {rule}"
        case What.WAIVER, (str(o), str(rule)):
            return f"Whether {name(o)} may be outside {rule}"
        case What.ANSWER, (str(o), str(rule), str(item)):
            asked = next((i.label for i in pack.rule(rule).items if i.id == item), item)
            return f"Answer of {name(o)} to {rule} ({asked})"
        case What.FIGURE, (str(o), str(measure)):
            return f"{pack.measure(measure).label} of {name(o)}"
        case What.LINK, (str(unit), str(code)):
            links = {link.code: link.name for link in state.links(unit)}
            return f"{capital(pack.words.link)} {links.get(code, code)} of {name(unit)}"
        case What.SUCCESSOR, (str(member),):
            label = next((k.label for k in pack.kinds if k.tier is Tier.SUCCESSOR), "successor")
            return f"{capital(label)} of {name(member)}"
    return _post_title(slot, state, name)


def _post_title(slot: Slot, state: State, name: Name) -> str:
    organisation, role, *rest = slot.key
    title = state.pack.role(str(role)).title
    where = f"of {name(str(organisation))}"
    if rest and rest[0] != 1:
        title = f"{title} {rest[0]}"
    match slot.what:
        case What.STAFF:
            return f"Number of posts of {title.lower()} {where}"
        case What.ARRANGED:
            return f"Seat of {title.lower()} {where}"
        case What.DETAIL:
            return _DETAILS[Detail(str(rest[1]))].format(f"{title.lower()} {where}")
    return f"{capital(title)} {where}"


def held_text(slot: Slot, value: Value, state: State, name: Name | None = None) -> str:
    """Return what a slot holds, in words: "Greater Manchester", "Ann Lee", "1 June 2011".

    Parameters
    ----------
    name : callable, optional
        As for `slot_title`.
    """
    return _quoted(_held_text(slot, value, state, name or state.label))


def _quoted(text: str) -> str:
    """Return a text on one line, and no longer than one."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _held_text(slot: Slot, value: Value, state: State, name: Name) -> str:
    match slot.what, value:
        case What.THERE, (_, str(code)):
            return f"there, as {code}"
        case What.THERE, _:
            return GONE
        case What.PARENT, str():
            return _place(slot.organisation, value, state, name) if value else GONE
        case What.FIELD, str():
            return _field_text(slot.key[1], value, state, name)
        case What.OPTION, str():
            return _option_text(slot.key[0], value, state)
        case What.SUCCESSOR, str():
            return name(value) if value else "none"
        case What.DETAIL, str() if value:
            return _detail_text(slot.key[3], value, state, name)
    return _plain_text(slot, value, state)


def _plain_text(slot: Slot, value: Value, state: State) -> str:
    """Return what a slot holds that names no organisation."""
    match slot.what, value:
        case What.LINK, bool():
            return "kept" if value else "dropped"
        case What.WAIVER, (str(reason), str(who), str()):
            return f"accepted by {who}: {reason}"
        case What.FIGURE, int():
            return amount(state.pack.measure(str(slot.key[1])), value)
        case What.STAFF, int():
            return counted(value, "post", "posts")
        case What.ARRANGED, Arrangement():
            return _HOW[value]
        case What.LIMIT, str() if value:
            return _limit_text(value)
    return str(value) if value else _NOTHING_SAID.get(slot.what, USUAL)


_NOTHING_SAID = {
    What.WAIVER: "not accepted",
    What.FIGURE: "as published",
    What.LIMIT: "as the rule has it",
    What.HOLDER: "nobody named",
    What.ANSWER: "not answered",
}


def _place(organisation: str, parent: str, state: State, name: Name) -> str:
    is_unit = organisation in state and state.tier(organisation) is Tier.UNIT
    if is_unit and parent in state and state.tier(parent) is not Tier.GROUP:
        return unplaced(state.pack.kind_at(Tier.GROUP).label, name(parent))
    return name(parent)


def _field_text(field: object, value: str, state: State, name: Name) -> str:
    match field:
        case Field.FORMED if value:
            return day(read_day(value))
        case Field.EMPLOYER if value:
            return name(value)
        case Field.GOVERNANCE:
            known = {g.id: g.label for g in state.pack.governances}
            first = next(iter(known.values()), USUAL)
            return known.get(value, first)
        case Field.LOCKED:
            return "locked" if value else "not locked"
    if value == "yes" and field is not Field.NAME and field is not Field.NOTE:
        return "yes"
    return value or NOTHING


def _option_text(field: object, value: str, state: State) -> str:
    match field:
        case OptionField.ON:
            return day(read_day(value))
        case OptionField.STRUCTURE:
            structure = state.pack.structure(value)
            return structure.label if structure else "things as they are"
        case OptionField.LEGAL:
            return "yes" if value else "no"
    return value or NOTHING


def _limit_text(value: str) -> str:
    return grouped(int(value)) if value.removeprefix("-").isdigit() else value


def _detail_text(detail: object, value: str, state: State, name: Name) -> str:
    match detail:
        case Detail.STATE:
            return STATE_WORDS[PostState(value)]
        case Detail.WTE:
            return wte_words(int(value))
        case Detail.COST:
            return money(int(value))
        case Detail.EMPLOYER:
            return name(value)
        case Detail.DESTINATION:
            return destination_words(state.pack, value)
    return value
