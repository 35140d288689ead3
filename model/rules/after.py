"""Checks of what follows: successors, and groups in the structure that an option looks ahead to."""

from __future__ import annotations

from model.changes import Field
from model.pack import Tier
from model.rules.outcome import Test, names, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.slivers import without_slivers
from model.state import State
from model.wording import counted, listed

_LABELS = {
    Field.LEGAL: "a legal body",
    Field.BOARD: "a board of its own",
    Field.ACCOUNTABLE: "an accountable officer of its own",
    Field.AUTHORISED: "an authorisation",
}


def in_structure(rule: Rule, params: Params) -> Test:
    """Check that an organisation has, or has not, what a structure asks of it."""
    structure = params.structure()
    field = _field(params)
    wanted = params.text("wanted")
    if wanted not in ("yes", "no"):
        raise params.fail("wanted", f"'wanted' is yes or no, not {wanted!r}")

    def test(state: State, organisation: str) -> Finding:
        if state.structure is None or state.structure.id != structure:
            return _elsewhere(rule, state, organisation, structure)
        has = bool(state.field(organisation, field))
        verdict = Verdict.MEETS if has == (wanted == "yes") else Verdict.BREAKS
        text = f"{'Has' if has else 'Has not'}: {_LABELS[field]}."
        return outcome(rule, organisation, verdict, text)

    return test


def one_group(rule: Rule, params: Params) -> Test:
    """Check that all members of a successor are in one group; `value` is how many they are in."""
    del params

    def test(state: State, successor: str) -> Finding:
        units = state.area_units(successor)
        if not units:
            return outcome(rule, successor, Verdict.INCOMPLETE, "It has no members yet.")
        groups = sorted({g for u in units if (g := state.group_of(u)) is not None})
        kind = state.pack.kind_at(Tier.GROUP)
        if len(groups) > 1:
            text = f"Its members are in {names(state, groups)}."
            margin = 1 - len(groups)
            return outcome(
                *(rule, successor, Verdict.BREAKS, text, len(groups), 1, margin), involved=groups
            )
        waiting = [u for u in units if state.group_of(u) is None]
        if waiting:
            text = f"{names(state, waiting)} in no {kind.label} yet."
            return outcome(rule, successor, Verdict.INCOMPLETE, text, len(groups), 1)
        text = f"All its members are in {names(state, groups)}."
        return outcome(rule, successor, Verdict.MEETS, text, 1, 1, 0)

    return test


def crosses_links(rule: Rule, params: Params) -> Test:
    """Check that a successor that crosses the boundary of what units are tied to says why.

    It crosses one that it lies in, and outside of, without having all of it; `value` is how many.
    Only ties whose codes begin in one of some ways have such a boundary, and no slivers
    (`model.slivers`). The rule's item, a text,
    is the justification.
    """
    codes = params.texts("codes")
    if len(rule.items) > 1 or not all(item.is_text for item in rule.items):
        raise params.fail("item", "one text is asked for: the justification")

    def test(state: State, successor: str) -> Finding:
        units = state.area_units(successor)
        if not units:
            return outcome(rule, successor, Verdict.INCOMPLETE, "It has no members yet.")
        words = state.pack.words
        own = set(units)
        links = {link.code: link for unit in units for link in state.links(unit)}
        tied = {code: {tie.unit for tie in without_slivers(state.ties(code))} for code in links}
        ties = {code: link for code, link in links.items() if own & tied[code]}
        found = {code: link for code, link in ties.items() if code.startswith(codes)}
        if not found:
            text = f"No {words.link} with a boundary to keep to is recorded."
            return outcome(rule, successor, Verdict.NOT_APPLICABLE, text)
        item = rule.items[0]
        why = state.answer(successor, rule.id, item.id)
        if len(ties) == 1:
            text = f"It lies within {next(iter(found.values())).name}."
            return outcome(rule, successor, Verdict.MEETS, text, 0, 0, 0)
        parts = sorted(set(state.joined(successor)) - set(units))
        if parts:
            text = f"{state.label(parts[0])} and others are parts: " if len(parts) > 1 else ""
            text = text or f"{state.label(parts[0])} is a part: "
            text += f"which {words.links} it crosses is not in the data."
            if why:
                text += f" {item.label[:1].upper()}{item.label[1:]}: {why}."
            verdict = Verdict.MEETS if why else Verdict.INCOMPLETE
            return outcome(rule, successor, verdict, text)
        outside = {code: sorted(tied[code] - own) for code in found}
        crossed = [code for code in found if outside[code]]
        if not crossed:
            text = f"It crosses the boundary of no {words.link}: has each of "
            text += f"{counted(len(found), words.link, words.links)} whole."
            return outcome(rule, successor, Verdict.MEETS, text, 0, 0, 0)
        number = len(crossed)
        text = "Crosses the boundary of "
        text += f"{listed([found[code].name for code in crossed])}; "
        text += f"{item.label}: {why}." if why else f"{item.label} not given yet."
        verdict = Verdict.MEETS if why else Verdict.BREAKS
        involved = sorted({unit for code in crossed for unit in outside[code]})
        margin = 0 if why else -number
        return outcome(*(rule, successor, verdict, text, number, 0, margin), involved=involved)

    return test


def serves(rule: Rule, params: Params) -> Test:
    """Check that a group has enough successors to do with; `value` is how many.

    A group that none relates to is not judged: nobody has drawn any there yet.
    """
    structure, least = params.structure(), params.integer("least")

    def test(state: State, group: str) -> Finding:
        if state.structure is None or state.structure.id != structure:
            return _elsewhere(rule, state, group, structure)
        number = len({*state.successors_in(group), *state.serving(group)})
        kind = state.pack.kind_at(Tier.SUCCESSOR)
        if not number:
            text = f"No {kind.label} relates to it yet."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text, 0, least)
        verdict = Verdict.MEETS if number >= least else Verdict.BREAKS
        text = f"Relates to {counted(number, kind.label, kind.plural)}; at least {least:,}."
        return outcome(rule, group, verdict, text, number, least, number - least)

    return test


def _field(params: Params) -> Field:
    text = params.text("field")
    found = next((field for field in _LABELS if field.value == text), None)
    if found is None:
        raise params.fail("field", f"there is no field {text!r} to ask for")
    return found


def _elsewhere(rule: Rule, state: State, organisation: str, structure: str) -> Finding:
    found = state.pack.structure(structure)
    label = found.label if found else structure
    text = f"Asked only where the option looks ahead to: {label}."
    return outcome(rule, organisation, Verdict.NOT_APPLICABLE, text)
