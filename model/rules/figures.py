"""Checks of measures: ranges, balances and reductions. All arithmetic is in integers."""

from __future__ import annotations

from model.organisations import Basis
from model.pack import Measure
from model.records import record
from model.rules.outcome import Test, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Severity, Verdict
from model.state import State
from model.totals import Sum
from model.wording import STAR, amount, counted, day, grouped, listed, per_cent, sum_text

_BP = 10_000
"""Basis points in a whole."""


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
            text = f"{start}: {_missing(state, measure, total)}, so the {word} can't be tested."
            known = None if total.is_missing else value
            return outcome(rule, group, Verdict.INCOMPLETE, text, known)
        if value < low:
            text = f"{start}: under the {word} of {amount(measure, low)} by "
            text += f"{amount(measure, low - value)}."
            return outcome(rule, group, Verdict.BREAKS, text, value, low, value - low)
        text = f"{start}: within the {word} of {amount(measure, low)} to {amount(measure, high)}"
        if reference:
            share = per_cent(value * _BP // reference)
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
            text = f"{measure.label}: {_missing(state, measure, total)}."
            return outcome(rule, group, Verdict.INCOMPLETE, text)
        value, whole = total.value, state.sum(state.root, measure.id)
        side = "over" if value > limit else "not over"
        text = f"{measure.label} {sum_text(measure, total)}: {side} {amount(measure, limit)}"
        if whole.value > 0:
            text += f"; {per_cent(value * _BP // whole.value)} of {state.label(state.root)}"
        if total.missing:
            text += f"; {_missing(state, measure, total)}"
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
    soft = figure.basis in (Basis.FORECAST, Basis.ESTIMATE)
    if soft and said and (said == "yes") != (figure.value < 0):
        text += f" ({figure.basis}), but it {'ended' if said == 'yes' else 'did not end'} "
        return _Balance(said != "yes", None, f"{text}the year in deficit.")
    if figure.basis is not Basis.EXACT:
        text += f" ({figure.basis})"
    ok = figure.value >= 0
    return _Balance(ok, figure.value, f"{text}: {'in balance' if ok else 'in deficit'}.")


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

    def test(state: State, unit: str) -> Finding:
        budget, reserved = state.figure(unit, base.id), state.figure(unit, held.id)
        if budget is None:
            return outcome(rule, unit, Verdict.INCOMPLETE, f"{base.label}: no figure.")
        star = STAR if budget.is_estimate else ""
        asked = -(-budget.value * share // _BP)
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


def reduction(rule: Rule, params: Params) -> Test:
    """Check that the planned cost is a share below the base cost; value and limit in basis points.

    Judged by the last step; the steps before it are for show.
    """
    base, plan = params.summed("base"), params.summed("plan")
    key = "steps"
    steps = [
        (
            params.entry_date(key, row, "by"),
            params.entry_integer(key, row, "cut"),
            params.entry_integer(key, row, "of"),
        )
        for row in params.tables(key)
    ]
    if not steps or any(not 0 <= cut <= of or of == 0 for _, cut, of in steps):
        raise params.fail(key, f"{key!r} must list cuts of 0 or more, none over what it is 'of'")
    by, cut, of = max(steps)
    aim = cut * _BP // of

    def test(state: State, organisation: str) -> Finding:
        before, after = state.sum(organisation, base.id), state.sum(organisation, plan.id)
        target = f"{per_cent(aim)} by {day(by)}"
        lacking: dict[str, list[str]] = {}
        for measure, total in ((base, before), (plan, after)):
            if total.missing:
                lacking.setdefault(_missing(state, measure, total), []).append(measure.label)
        if lacking:
            text = " and ".join(f"{text} ({listed(of)})" for text, of in lacking.items())
            text = f"{text[:1].upper()}{text[1:]}, so the cut of {target} can't be tested."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text, None, aim)
        if before.value <= 0:
            text = f"{base.label} is {sum_text(base, before)}, so no cut can be worked out."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text, None, aim)
        saved = before.value - after.value
        value = saved * _BP // before.value
        # Exact: shares are compared by cross-multiplying, not by the rounded basis points.
        room = saved * of - cut * before.value
        verdict = Verdict.MEETS if room >= 0 else Verdict.BREAKS
        text = (
            f"{plan.label} {sum_text(plan, after)} is {per_cent(abs(value))} "
            f"{'below' if value >= 0 else 'above'} {sum_text(base, before)}; "
            f"the target is {target}."
        )
        margin = room * _BP // (before.value * of)
        return outcome(rule, organisation, verdict, text, value, aim, margin)

    return test


def _missing(state: State, measure: Measure, total: Sum) -> str:
    kind = state.pack.kind(measure.carrier)
    of = counted(total.missing + total.known, kind.label, kind.plural)
    return f"no figure for {grouped(total.missing)} of {of}"
