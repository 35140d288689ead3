"""Checks of what follows: successors, and groups in the structure that an option looks ahead to."""

from __future__ import annotations

from model.changes import Field
from model.pack import Tier
from model.rules.outcome import Test, names, outcome
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import counted

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


def serves(rule: Rule, params: Params) -> Test:
    """Check that a group has enough successors to do with; `value` is how many."""
    structure, least = params.structure(), params.integer("least")

    def test(state: State, group: str) -> Finding:
        if state.structure is None or state.structure.id != structure:
            return _elsewhere(rule, state, group, structure)
        number = len({*state.successors_in(group), *state.serving(group)})
        kind = state.pack.kind_at(Tier.SUCCESSOR)
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
