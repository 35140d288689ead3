"""What of a scenario is sent: all of it, or a scenario made anew that lacks what is left out.

A reduced copy is built from what each option comes to, as one entry of an otherwise empty log.
That entry says which entry of the sender's log it stands for (`Entry.brings`), and nothing of what
led there, so that what a colleague does to the copy can be merged all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from model.changes import Appoint, Batch, Detail, Field, OptionField, flatten
from model.option import Option, Status
from model.pack import Pack
from model.records import record
from model.rules.rule import Verdict
from model.scenario import Scenario
from model.slots import Slot, Value, What, changes_to, departures
from model.state import State
from model.wording import counted, listed

LEFT_OUT = "Reason left out"
"""Stands for the reason of an exception where notes are left out."""


class Level(StrEnum):
    """How much is sent."""

    WHOLE = "whole"
    """All options with their histories."""
    PLAN = "plan"
    """The options in use as they are now, without history."""
    NAMELESS = "nameless"
    """The same, with people as Person 1, Person 2..."""
    TOTALS = "totals"
    """Who is in which group and what that comes to: no people, notes, answers or exceptions."""


@record
class Contents:
    """What travels with a scenario.

    Attributes
    ----------
    options, changes, notes, figures, exceptions, answers, presets : int
        Numbers of options, of entries in their logs, of notes in plan and history, of figures
        entered by hand, of accepted exceptions, and of answers to what rules ask.
    people : tuple of str
        Who is or was named in a post.
    authors : tuple of str
        Who made changes, gave names to points in time, or accepted exceptions.
    """

    options: int
    changes: int
    people: tuple[str, ...]
    authors: tuple[str, ...]
    notes: int
    figures: int
    exceptions: int
    answers: int
    presets: int


def contents(scenario: Scenario) -> Contents:
    """Return what travels with a scenario."""
    people: set[str] = set()
    authors: set[str] = set()
    changes = notes = figures = exceptions = answers = 0
    for option in scenario.options:
        for slot, value in departures(option.state).items():
            match slot.what, value:
                case What.HOLDER, str():
                    people.add(value)
                case What.WAIVER, (_, str(who), _):
                    exceptions += 1
                    authors.add(who)
                case What.ANSWER, _:
                    answers += 1
                case What.FIGURE, _:
                    figures += 1
            notes += bool(value) and _is_note(slot)
        for entry in option.log:
            changes += 1
            notes += bool(entry.why)
            authors.add(entry.who)
            for change in (*flatten(entry.change), *flatten(entry.inverse)):
                if isinstance(change, Appoint):
                    people.add(change.holder)
        authors |= {checkpoint.who for checkpoint in option.log.checkpoints}
    named, known = (tuple(sorted(found - {""})) for found in (people, authors))
    return Contents(
        len(scenario.options),
        changes,
        named,
        known,
        notes,
        figures,
        exceptions,
        answers,
        len(scenario.presets),
    )


def contents_lines(found: Contents, level: Level) -> list[str]:
    """Return what travels in words, a line for each kind of thing."""
    lines = [counted(found.options, "option", "options")]
    if level is Level.WHOLE:
        lines.append(_history(found))
    else:
        lines.append("no history, and nobody's account name")
    lines.append(_people_text(found, level) or "nobody's name")
    for number, one, many in _kinds(found):
        lines.append(counted(number, one, many) if number else f"no {many}")
    if found.presets:
        lines.append(counted(found.presets, "preset for exports", "presets for exports"))
    return [*lines, "the published figures and the rules"]


def contents_line(found: Contents, level: Level) -> str:
    """Return what travels that its reader may not expect, in words on one line."""
    history = _history(found) if level is Level.WHOLE else ""
    said = [counted(n, one, many) for n, one, many in _kinds(found) if n]
    parts = [part for part in (_people_text(found, level), history, *said) if part]
    return ", ".join(parts) or "no history and nobody's name"


def _history(found: Contents) -> str:
    by = listed(found.authors, 4)
    changes = counted(found.changes, "change", "changes")
    return f"{changes} of history, by {by}" if by else f"{changes} of history"


def _people_text(found: Contents, level: Level) -> str:
    people = len(found.people)
    if not people:
        return ""
    if level is Level.NAMELESS:
        return f"{counted(people, 'person', 'people')} without a name"
    return f"names of {counted(people, 'person', 'people')}"


def _kinds(found: Contents) -> tuple[tuple[int, str, str], ...]:
    return (
        (found.notes, "note", "notes"),
        (found.exceptions, "accepted exception", "accepted exceptions"),
        (found.answers, "answer to what rules ask", "answers to what rules ask"),
        (found.figures, "figure entered by hand", "figures entered by hand"),
    )


def reduced(scenario: Scenario, level: Level, *, when: str, notes: bool = True) -> Scenario:
    """Return a scenario that has no more than what is to be sent.

    Parameters
    ----------
    when : str
        ISO date and time, UTC: now.
    notes : bool
        Whether notes, reasons of exceptions and answers in free text are sent.
    """
    if level is Level.WHOLE:
        return scenario
    kept = {Status.ACTIVE} if level is Level.TOTALS else {Status.ACTIVE, Status.ARCHIVED}
    options = [option for option in scenario.options if option.status in kept]
    people = _people(options) if level is Level.NAMELESS else {}
    has_notes = notes and level is not Level.TOTALS
    sent = [_sent(option, level, people, when=when, notes=has_notes) for option in options]
    return Scenario(scenario.id, scenario.pack, scenario.created, sent, scenario.active)


def _sent(
    option: Option, level: Level, people: Mapping[str, str], *, when: str, notes: bool
) -> Option:
    said = departures(option.state)
    wanted: dict[Slot, Value] = {
        slot: kept
        for slot, value in said.items()
        if (kept := _kept(slot, value, option.pack, level, notes)) is not None
    }
    if people:
        wanted = {slot: _nameless(slot, value, people) for slot, value in wanted.items()}
    name = wanted[Slot(What.OPTION, (OptionField.NAME,))]
    copy = Option(option.pack, option.id, str(name), option.state.on)
    copy.status = option.status
    change = Batch(changes_to(copy.state, wanted))
    if change.changes:
        text = "Sent without history"
        entry = copy.commit(change, when=when, who="", text=text, brings=option.log.head)
        copy.start = entry.id
    return copy


def _kept(slot: Slot, value: Value, pack: Pack, level: Level, notes: bool) -> Value:
    """Return what is sent of what a slot holds, None for nothing."""
    if level is Level.TOTALS and slot.what in _PERSONAL:
        return None
    if not notes:
        if _is_note(slot) or _is_free_answer(slot, pack):
            return None
        if slot.what is What.WAIVER and isinstance(value, tuple) and value:
            return (LEFT_OUT, *value[1:])
    return value


_PERSONAL = (What.HOLDER, What.DETAIL, What.WAIVER, What.ANSWER)


def _is_note(slot: Slot) -> bool:
    return slot.key[-1] in (Field.NOTE, Detail.NOTE, OptionField.NOTE)


def _is_free_answer(slot: Slot, pack: Pack) -> bool:
    if slot.what is not What.ANSWER:
        return False
    _, rule, item = slot.key
    return any(i.id == item and i.is_text for i in pack.rule(str(rule)).items)


# -- people ------------------------------------------------------------------------------------


def _people(options: Iterable[Option]) -> dict[str, str]:
    """Return what everybody is called who is named in a post or accepted an exception."""
    names: dict[str, None] = {}
    for option in options:
        for slot, value in departures(option.state).items():
            if slot.what is What.HOLDER:
                names[str(value)] = None
            elif slot.what is What.WAIVER and isinstance(value, tuple) and value:
                names[value[1]] = None
    return {name: f"Person {number}" for number, name in enumerate(names, 1)}


def _nameless(slot: Slot, value: Value, people: Mapping[str, str]) -> Value:
    """Return what a slot holds with people's names replaced, also within texts."""
    match slot.what, value:
        case What.HOLDER, str():
            return people[value]
        case What.WAIVER, (str(reason), str(who), str(on)):
            return _replaced(reason, people), people[who], on
        case What.FIELD | What.OPTION | What.ANSWER | What.DETAIL, str() if value:
            is_text = slot.what is What.ANSWER or _is_note(slot) or slot.key[-1] in _NAMES
            return _replaced(value, people) if is_text else value
    return value


_NAMES = (Field.NAME, OptionField.NAME)


def _replaced(text: str, people: Mapping[str, str]) -> str:
    """Return a text in which whole names, in small or capital letters, are replaced."""
    by_name = {name.casefold(): person for name, person in people.items()}
    longest_first = sorted(people, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first))
    found = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    return found.sub(lambda match: by_name.get(match[0].casefold(), "Person"), text)


# -- what is other in a reduced copy -----------------------------------------------------------


@record
class Otherwise:
    """What the plan comes to in a copy, where that is not what it comes to here.

    Attributes
    ----------
    accountable, breaks : (int, int)
        Accountable persons, and findings that break a rule: here and in the copy.
    """

    accountable: tuple[int, int]
    breaks: tuple[int, int]


def otherwise(option: Option, copy: Option) -> Otherwise:
    """Return what a copy of an option comes to beside what it comes to here."""
    one, other = (_persons(o.state) for o in (option, copy))
    breaks, more = (sum(f.verdict is Verdict.BREAKS for f in o.findings) for o in (option, copy))
    return Otherwise((one, other), (breaks, more))


def _persons(state: State) -> int:
    return state.totals(state.root).accountable_officers
