"""Checks of sizes and balances. All arithmetic is in integers."""

from __future__ import annotations

from collections.abc import Iterable

from model.organisations import Basis, Figure
from model.pack import Measure
from model.records import record
from model.rules.outcome import BP, Test, excepted, lacking, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Severity, Verdict
from model.state import State
from model.wording import STAR, amount, per_cent, sum_text


def in_range(rule: Rule, params: Params) -> Test:
    """Check that a group's sum lies between two limits, both allowed."""
    measure, low, high = params.summed(), params.integer("low"), params.integer("high")
    if low > high:
        raise params.fail("low", f"'low' ({low}) is over 'high' ({high})")
    reference = params.integer("reference") if params.has("reference") else None

    def test(state: State, group: str) -> Finding:
        total = state.sum(group, measure.id)
        word = state.pack.words.norm if rule.severity is Severity.NORM else "limit"
        start = f"{measure.label} {sum_text(measure, total)}"
        value = total.value
        if value > high:
            text = f"{start}: over the {word} of {amount(measure, high)} by "
            text += f"{amount(measure, value - high)}."
            return outcome(rule, group, Verdict.BREAKS, text, value, high, high - value)
        if total.missing:
            text = f"{start}: {lacking(state, measure, total)}, so the {word} can't be tested."
            known = None if total.is_missing else value
            return outcome(rule, group, Verdict.INCOMPLETE, text, known)
        if value < low:
            text = f"{start}: under the {word} of {amount(measure, low)} by "
            text += f"{amount(measure, low - value)}."
            return outcome(rule, group, Verdict.BREAKS, text, value, low, value - low)
        text = f"{start}: within the {word} of {amount(measure, low)} to {amount(measure, high)}"
        if reference:
            share = per_cent(value * BP // reference)
            text += f"; {share} of the reference of {amount(measure, reference)}"
        nearest = high if high - value < value - low else low
        return outcome(rule, group, Verdict.MEETS, f"{text}.", value, nearest, abs(nearest - value))

    return test


def level(rule: Rule, params: Params) -> Test:
    """Show a group's sum, whether it is over a level, and its share of the whole."""
    measure, limit = params.measure(), params.integer("limit")

    def test(state: State, group: str) -> Finding:
        total = state.sum(group, measure.id)
        if total.is_missing:
            text = f"{measure.label}: {lacking(state, measure, total)}."
            return outcome(rule, group, Verdict.INCOMPLETE, text)
        value, whole = total.value, state.sum(state.root, measure.id)
        side = "over" if value > limit else "not over"
        text = f"{measure.label} {sum_text(measure, total)}: {side} {amount(measure, limit)}"
        if whole.value > 0:
            text += f"; {per_cent(value * BP // whole.value)} of {state.label(state.root)}"
        if total.missing:
            text += f"; {lacking(state, measure, total)}"
        return outcome(rule, group, Verdict.NOT_APPLICABLE, f"{text}.", value, limit, limit - value)

    return test


@record
class _Balance:
    """Whether one unit balances: None when that is not known."""

    in_balance: bool | None
    value: int | None
    text: str


def _balance_of(state: State, unit: str, measure: Measure, fact: str) -> _Balance:
    """Judge one unit by its audited figure, else by the published yes or no, else by a forecast.

    A forecast that the published outcome contradicts is shown but not used.
    """
    figure = state.figure(unit, measure.id)
    said = state.fact(unit, fact)
    label = measure.label
    if figure is None:
        if not said:
            return _Balance(None, None, f"{label}: no figure.")
        text = "it ended" if said == "yes" else "it did not end"
        return _Balance(said != "yes", None, f"{label}: no figure, but {text} the year in deficit.")
    text = f"{label} {amount(measure, figure.value)}{STAR if figure.is_estimate else ''}"
    if _is_overruled(figure, said):
        return _Balance(
            said != "yes",
            None,
            f"{label}: the year ended {_ended(said)}, as published, and that counts; "
            f"the {figure.basis} of {amount(measure, figure.value)} was not borne out.",
        )
    if figure.basis is not Basis.EXACT:
        text += f" ({figure.basis})"
    ok = figure.value >= 0
    return _Balance(ok, figure.value, f"{text}: {'in balance' if ok else 'in deficit'}.")


def _is_overruled(figure: Figure, said: str) -> bool:
    """Whether a yes or no that was published contradicts a figure that was only expected."""
    is_soft = figure.basis in (Basis.FORECAST, Basis.ESTIMATE)
    return is_soft and bool(said) and (said == "yes") != (figure.value < 0)


def _ended(said: str) -> str:
    return "in deficit" if said == "yes" else "without a deficit"


def basis_note(state: State, unit: str, measure: Measure, rules: Iterable[Rule]) -> str:
    """Return what must stand beside a unit's figure that is no result: a forecast, not borne out.

    Parameters
    ----------
    rules : iterable of Rule
        Those that are asked of the unit; one of them may not count the figure.
    """
    figure = state.figure(unit, measure.id)
    if figure is None:
        return ""
    for rule in rules:
        if rule.check != "balance" or rule.params.get("measure") != measure.id:
            continue
        said = state.fact(unit, str(rule.params["fact"]))
        if _is_overruled(figure, said):
            return (
                f"{figure.basis}, not borne out: the year ended {_ended(said)}, as published, "
                f"and that counts ({rule.id})"
            )
    return f"{figure.basis}" if figure.basis is Basis.FORECAST else ""


def balance(rule: Rule, params: Params) -> Test:
    """Check that each unit balances by itself, whatever the others in its group do."""
    measure, fact = params.measure(), params.fact()

    def test(state: State, unit: str) -> Finding:
        found = _balance_of(state, unit, measure, fact)
        if found.in_balance is None:
            return outcome(rule, unit, Verdict.INCOMPLETE, found.text)
        verdict = Verdict.MEETS if found.in_balance else Verdict.BREAKS
        limit = None if found.value is None else 0
        return outcome(rule, unit, verdict, found.text, found.value, limit, found.value)

    return test


def mixed_balance(rule: Rule, params: Params) -> Test:
    """Advise against units in surplus and in deficit in one group; `value` is the spread."""
    measure, fact = params.measure(), params.fact()

    def test(state: State, group: str) -> Finding:
        members = state.members(group)
        found = {u: _balance_of(state, u, measure, fact) for u in members}
        short = [u for u in members if found[u].in_balance is False]
        sound = [u for u in members if found[u].in_balance]
        values = [b.value for b in found.values() if b.value is not None]
        spread = max(values) - min(values) if len(values) > 1 else None
        if short and sound:
            text = f"{names(state, short)} in deficit beside {units(state, len(sound))} that "
            text += "is not" if len(sound) == 1 else "are not"
            if spread is not None:
                text += f"; spread {amount(measure, spread)}, net {amount(measure, sum(values))}"
            return outcome(
                rule, group, Verdict.BREAKS, f"{text}.", spread, None, None, involved=short
            )
        unknown = len(members) - len(short) - len(sound)
        if unknown:
            text = f"{measure.label}: not known for {unknown} of {units(state, len(members))}."
            return outcome(rule, group, Verdict.INCOMPLETE, text)
        text = "All in deficit." if short else "None in deficit."
        return outcome(rule, group, Verdict.MEETS, text, spread)

    return test


def reserve(rule: Rule, params: Params) -> Test:
    """Check that a unit holds back a share of its budget; `limit` is that amount, rounded up."""
    base, held, share = params.measure("base"), params.measure("held"), params.integer("share_bp")
    key = "exceptions"
    recorded = {
        params.entry_organisation(key, row, "unit"): params.entry_text(key, row, "note")
        for row in params.tables(key)
    }

    def test(state: State, unit: str) -> Finding:
        found = tested(state, unit)
        note = recorded.get(unit)
        return found if note is None else excepted(found, note)

    def tested(state: State, unit: str) -> Finding:
        budget, reserved = state.figure(unit, base.id), state.figure(unit, held.id)
        if budget is None:
            return outcome(rule, unit, Verdict.INCOMPLETE, f"{base.label}: no figure.")
        star = STAR if budget.is_estimate else ""
        asked = -(-budget.value * share // BP)
        start = f"{per_cent(share)} of {amount(base, budget.value)}{star} is "
        start += f"{amount(base, asked)}{star}"
        if reserved is None:
            text = f"{start}; no figure for what is held back."
            return outcome(rule, unit, Verdict.INCOMPLETE, text, None, asked)
        margin = reserved.value - asked
        verdict = Verdict.MEETS if margin >= 0 else Verdict.BREAKS
        text = f"{start}; {amount(held, reserved.value)} is held back"
        text += "." if margin >= 0 else f", {amount(held, -margin)} too little."
        return outcome(rule, unit, verdict, text, reserved.value, asked, margin)

    return test
