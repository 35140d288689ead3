"""Remedies other than moves: what a rule's own check knows to put right, as one change each.

They are proposals only: `model.mend` tries each, and offers it if the finding would be gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from model.changes import (
    Answer,
    Arrange,
    Arrangement,
    Change,
    Field,
    KeepLink,
    SetField,
    Staff,
)
from model.edits import as_one
from model.rules.limits import limit_text
from model.rules.rule import Finding
from model.state import State
from model.wording import counted, day, listed

Remedy = tuple[Change, str]
"""A change and what it does, in words."""


def remedies(state: State, finding: Finding) -> Iterator[Remedy]:
    """Iterate over the remedies that the finding's check knows."""
    known = _REMEDIES.get(finding.rule.check)
    if known is not None:
        yield from known(state, finding)


def has_remedies(check: str) -> bool:
    """Whether a check knows remedies."""
    return check in _REMEDIES


def supplies_input(check: str) -> bool:
    """Whether a check's remedies give what it lacks where a finding is incomplete."""
    return check in ("employer", "formed-by")


def _share(state: State, units: Iterable[str], roles: Iterable[str]) -> list[Change]:
    """Return what makes units share a group's posts again, as the pack has it."""
    return [
        Arrange(unit, role, None if usual is Arrangement.SHARED else Arrangement.SHARED)
        for unit in units
        for role in roles
        if state.arrangement(unit, role) is not Arrangement.SHARED
        for usual in (state.usual_arrangement(unit, role),)
    ]


def _usual_number(state: State, organisations: Iterable[str], roles: Iterable[str]) -> list[Change]:
    return [
        Staff(o, role, None)
        for o in organisations
        for role in roles
        if state.staff(o, role) is not None
    ]


def _lead_once(state: State, finding: Finding) -> Iterator[Remedy]:
    role = state.pack.role(str(finding.rule.params["role"]))
    group, title = finding.organisation, role.title.lower()
    members = state.members(group)
    changes = _share(state, members, (role.id,)) + _usual_number(state, (group,), (role.id,))
    if changes:
        yield as_one(changes), f"Share one {title} among all members"


def _share_team(state: State, finding: Finding) -> Iterator[Remedy]:
    listed_roles = finding.rule.params["roles"]
    roles = [str(r) for r in listed_roles] if isinstance(listed_roles, list | tuple) else []
    apart = [r for r in roles if state.holding(finding.organisation, r) != 1]
    members = state.members(finding.organisation)
    changes = _share(state, members, apart) + _usual_number(state, (finding.organisation,), apart)
    if changes:
        titles = listed([state.pack.role(r).title.lower() for r in apart])
        yield as_one(changes), f"Share the {titles} among all members"


def _fill_board(state: State, finding: Finding) -> Iterator[Remedy]:
    unit, group = finding.organisation, state.group_of(finding.organisation)
    roles = [role.id for role in state.pack.roles if role.executive]
    changes = _usual_number(state, (unit, *([group] if group else ())), roles)
    if changes:
        yield as_one(changes), f"Give {state.label(unit)} its usual executive posts"


def _give_back(state: State, finding: Finding) -> Iterator[Remedy]:
    role = state.pack.role(str(finding.rule.params["role"]))
    unit = finding.organisation
    usual = state.usual_arrangement(unit, role.id)
    changes = _usual_number(state, (unit,), (role.id,))
    if state.arrangement(unit, role.id) is Arrangement.SHARED:
        own = None if usual is not Arrangement.SHARED else Arrangement.OWN
        changes.append(Arrange(unit, role.id, own))
    if changes:
        yield as_one(changes), f"Give {state.label(unit)} its own {role.title.lower()}"


def _clear_boards(state: State, finding: Finding) -> Iterator[Remedy]:
    changes: list[Change] = [
        Arrange(unit, role.id, None)
        for unit in state.members(finding.organisation)
        for role in state.pack.roles
        if state.chosen_arrangement(unit, role.id) is Arrangement.EVERYWHERE
    ]
    if changes:
        yield as_one(changes), "Seat those who sit on every board on their own board only"


def _restore_links(state: State, finding: Finding) -> Iterator[Remedy]:
    unit, words = finding.organisation, state.pack.words
    gone = [link for link in state.links(unit) if not state.keeps_link(unit, link.code)]
    if gone:
        what = gone[0].name if len(gone) == 1 else counted(len(gone), words.link, words.links)
        noun = f"{words.link} " if len(gone) == 1 else ""
        text = f"Restore the {noun}{what} of {state.label(unit)}"
        yield as_one([KeepLink(unit, link.code, True) for link in gone]), text


def _name_employer(state: State, finding: Finding) -> Iterator[Remedy]:
    group = finding.organisation
    for unit in state.members(group):
        if state.kind(unit).legal_body:
            text = f"Name {state.label(unit)} as employer of the shared posts"
            yield SetField(group, Field.EMPLOYER, unit), text


def _form_in_time(state: State, finding: Finding) -> Iterator[Remedy]:
    value = limit_text(finding.rule.params["deadline"])
    deadline = type(state.on).fromisoformat(value)
    text = f"Form {state.label(finding.organisation)} on the deadline, {day(deadline)}"
    yield SetField(finding.organisation, Field.FORMED, value), text


def _answer_yes(state: State, finding: Finding) -> Iterator[Remedy]:
    where, rule = finding.organisation, finding.rule
    denied = [i for i in rule.items if state.answer(where, rule.id, i.id) == "no" and not i.is_text]
    if denied:
        changes: list[Change] = [Answer(where, rule.id, item.id, "yes") for item in denied]
        yield as_one(changes), f"Answer yes: {listed([item.label for item in denied])}"


def _govern_otherwise(state: State, finding: Finding) -> Iterator[Remedy]:
    group = finding.organisation
    for governance in state.pack.governances:
        text = f"Give {state.label(group)} another governance: {governance.label.lower()}"
        yield SetField(group, Field.GOVERNANCE, governance.id), text


_REMEDIES: Mapping[str, Callable[[State, Finding], Iterator[Remedy]]] = MappingProxyType(
    {
        "one-leader": _lead_once,
        "single-team": _share_team,
        "keeps-board": _fill_board,
        "own-post": _give_back,
        "board-cap": _clear_boards,
        "keeps-links": _restore_links,
        "employer": _name_employer,
        "formed-by": _form_in_time,
        "preferred-governance": _govern_otherwise,
        "committee": _govern_otherwise,
        "common-board": _govern_otherwise,
        "answers": _answer_yes,
    }
)
