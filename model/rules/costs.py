"""Checks of what is spent: cuts against a base, amounts a head. All arithmetic is in integers."""

from __future__ import annotations

import datetime

from model.pack import Measure, Tier
from model.records import altered, record
from model.rules.outcome import BP, Test, lacking, names, outcome, sum_of, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.state import State
from model.wording import MINUS, STAR, amount, day, listed, per_cent, sum_text


@record
class _Step:
    """A cut to be reached by a day, as a share of the base."""

    by: datetime.date
    cut: int
    of: int

    def left(self, base: int) -> int:
        """Return what may be spent of a base, rounded down."""
        return base * (self.of - self.cut) // self.of

    def text(self, measure: Measure, base: int | None = None) -> str:
        """Return the cut in words; what it leaves of a base, where that is known."""
        text = f"{per_cent(self.cut * BP // self.of)} by {day(self.by)}"
        return text if base is None else f"{text} ({amount(measure, self.left(base))})"


@record
class _Costs:
    """What an organisation and all below it spent, and plan to spend."""

    before: int
    after: int

    def cut(self) -> int:
        """Return the cut in basis points, rounded down."""
        return (self.before - self.after) * BP // self.before

    def excess(self, step: _Step, measure: Measure) -> str:
        """Return in words what is spent too much, where rounded the cut would read as a step's."""
        is_alike = per_cent(self.cut()) == per_cent(step.cut * BP // step.of)
        if self.room(step) >= 0 or not is_alike:
            return ""
        return f"; {amount(measure, self.after - step.left(self.before))} too much"

    def room(self, step: _Step) -> int:
        """Return how much the cut is over a step's, in basis points; below 0 if it is not.

        Rounded down, so that less than a basis point too little is below 0.
        """
        over = (self.before - self.after) * step.of - step.cut * self.before
        return over * BP // (self.before * step.of)


def reduction(rule: Rule, params: Params) -> Test:
    """Check that the planned cost is a share below the base cost; value and limit in basis points.

    Judged by the last step; those before it are shown. With `together` off, each member of a
    group is judged by itself, and the group by the member that cuts least.
    """
    base, plan = params.summed("base"), params.summed("plan")
    steps = _read_steps(params, "steps")
    is_one = rule.scope != Tier.GROUP or params.flag("together", default=True)
    return (_of_whole if is_one else _of_each)(rule, base, plan, steps)


def _read_steps(params: Params, key: str) -> list[_Step]:
    """Return a rule's cuts by date."""
    steps = [
        _Step(
            params.entry_date(key, row, "by"),
            params.entry_integer(key, row, "cut"),
            params.entry_integer(key, row, "of"),
        )
        for row in params.tables(key)
    ]
    if not steps or any(not 0 <= step.cut <= step.of or step.of == 0 for step in steps):
        raise params.fail(key, f"{key!r} must list cuts of 0 or more, none over what it is 'of'")
    return sorted(steps, key=lambda step: step.by)


def _of_whole(rule: Rule, base: Measure, plan: Measure, steps: list[_Step]) -> Test:
    """Return the test of what an organisation's costs come to."""
    last = steps[-1]
    aim = last.cut * BP // last.of

    def test(state: State, organisation: str) -> Finding:
        before, after = state.sum(organisation, base.id), state.sum(organisation, plan.id)
        gaps: dict[str, list[str]] = {}
        for measure, total in ((base, before), (plan, after)):
            if total.missing:
                gaps.setdefault(lacking(state, measure, total), []).append(measure.label)
        if gaps:
            text = " and ".join(f"{text} ({listed(of)})" for text, of in gaps.items())
            known = before.value if not before.missing and before.value > 0 else None
            text = f"{text[:1].upper()}{text[1:]}, so the cut of {last.text(base, known)} "
            text += "can't be tested."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text, None, aim)
        if before.value <= 0:
            text = f"{base.label} is {sum_text(base, before)}, so no cut can be worked out."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text, None, aim)
        costs = _Costs(before.value, after.value)
        value, margin = costs.cut(), costs.room(last)
        text = (
            f"{plan.label} {sum_text(plan, after)} is {per_cent(abs(value))} "
            f"{'below' if value >= 0 else 'above'} {sum_text(base, before)}; "
            f"the target is {last.text(base, before.value)}"
        )
        text += costs.excess(last, plan)
        if len(steps) > 1:
            way = listed([step.text(base, before.value) for step in steps[:-1]])
            text += f", on the way {way}"
        verdict = Verdict.MEETS if margin >= 0 else Verdict.BREAKS
        return outcome(rule, organisation, verdict, f"{text}.", value, aim, margin)

    return test


def _of_each(rule: Rule, base: Measure, plan: Measure, steps: list[_Step]) -> Test:
    """Return the test of each member of a group by itself."""
    last = steps[-1]
    aim = last.cut * BP // last.of

    def test(state: State, group: str) -> Finding:
        members = state.members(group)
        known: dict[str, _Costs] = {}
        for unit in members:
            before, after = state.sum(unit, base.id), state.sum(unit, plan.id)
            if not before.missing and not after.missing and before.value > 0:
                known[unit] = _Costs(before.value, after.value)
        short = [unit for unit, costs in known.items() if costs.room(last) < 0]
        gap = f"no cut can be worked out for {len(members) - len(known)} of "
        gap += units(state, len(members))
        is_partial = len(known) < len(members)
        if not short and is_partial:
            text = f"Each by itself: {gap}, so {last.text(base)} can't be tested for all."
            return outcome(rule, group, Verdict.INCOMPLETE, text, None, aim)
        least = min(known, key=lambda unit: known[unit].room(last))
        value, margin = known[least].cut(), known[least].room(last)
        text = f"Each by itself: the least cut is {per_cent(value)}, by {names(state, [least])}; "
        text += f"the target is {last.text(base)}{known[least].excess(last, plan)}"
        if not short:
            return outcome(rule, group, Verdict.MEETS, f"{text}.", value, aim, margin)
        text += f"; short of it: {names(state, short)}"
        text += f"; {gap}." if is_partial else "."
        return outcome(rule, group, Verdict.BREAKS, text, value, aim, margin, involved=short)

    return test


def ambition(rule: Rule, params: Params) -> Test:
    """Say whether a cut that was hoped for is reached; to fall short of it breaks nothing."""
    reached = reduction(rule, params)

    def test(state: State, organisation: str) -> Finding:
        found = reached(state, organisation)
        if found.verdict is not Verdict.BREAKS:
            return found
        text = f"{found.sentence} An ambition: to fall short of it breaks nothing."
        return altered(found, verdict=Verdict.NOT_APPLICABLE, sentence=text)

    return test


def per_head(rule: Rule, params: Params) -> Test:
    """Check that an amount a head lies between limits; value, limit and margin in hundredths."""
    measure, heads = params.summed(), params.summed("per")
    low = params.integer("low") if params.has("low") else None
    high = params.integer("high") if params.has("high") else None
    if low is None and high is None:
        raise params.fail("low", f"the check {rule.check!r} needs 'low', 'high' or both")
    if low is not None and high is not None and low > high:
        raise params.fail("low", f"'low' ({low}) is over 'high' ({high})")
    reference = params.integer("reference") if params.has("reference") else None

    def test(state: State, organisation: str) -> Finding:
        is_successor = state.tier(organisation) is Tier.SUCCESSOR
        total, people = sum_of(state, organisation, measure), sum_of(state, organisation, heads)
        for of, each in ((measure, total), (heads, people)):
            said = is_successor and state.own_area(organisation, of.id) is not None
            is_own = said or state.kind(organisation).id == of.carrier
            if not (is_own or state.joined(organisation)) and is_successor:
                text = "It has no members yet."
                return outcome(rule, organisation, Verdict.INCOMPLETE, text)
            if not is_own and (strangers := state.unmeasured(organisation, of.id)):
                text = f"{of.label}: not known of {listed([state.label(o) for o in strangers], 3)}"
                text += ", as parts of others."
                return outcome(rule, organisation, Verdict.INCOMPLETE, text)
            if each.missing:
                text = f"{of.label}: {'no figure' if is_own else lacking(state, of, each)}."
                return outcome(rule, organisation, Verdict.INCOMPLETE, text)
        if people.value <= 0:
            text = f"{heads.label} is {sum_text(heads, people)}: nothing a head can be worked out."
            return outcome(rule, organisation, Verdict.INCOMPLETE, text)
        sum_, number = total.value, people.value
        star = STAR if total.is_starred or people.is_starred else ""
        text = f"{measure.label} {sum_text(measure, total)} is "
        text += f"{_hundredths(measure, sum_ * 100, number)}{star} a head"
        is_said = is_successor and state.own_area(organisation, heads.id) is not None
        text += f" ({sum_text(heads, people)} {heads.short}{', entered' * is_said}): "
        over = sum_ - (high or 0) * number if high is not None else -1
        under = (low or 0) * number - sum_ if low is not None else -1
        value = sum_ * 100 // number
        if over > 0 or under > 0:
            limit = (high if over > 0 else low) or 0
            gap = max(over, under)
            text += f"{'over' if over > 0 else 'under'} {amount(measure, limit)} by "
            text += f"{amount(measure, gap)} in all"
            verdict, margin = Verdict.BREAKS, -gap * 100 // number
        else:
            limits = [(at, abs(sum_ - at * number)) for at in (low, high) if at is not None]
            limit, room = min(limits, key=lambda each: each[1])
            verdict, margin = Verdict.MEETS, room * 100 // number
            text += _within(measure, low, high)
        if reference is not None:
            side = "over" if sum_ > reference * number else "not over"
            text += f"; {side} the reference of {amount(measure, reference)}"
        return outcome(rule, organisation, verdict, f"{text}.", value, limit * 100, margin)

    return test


def _within(measure: Measure, low: int | None, high: int | None) -> str:
    if low is None:
        return f"at most {amount(measure, high or 0)}"
    if high is None:
        return f"at least {amount(measure, low)}"
    return f"within {amount(measure, low)} to {amount(measure, high)}"


def _hundredths(measure: Measure, hundredfold: int, number: int) -> str:
    """Return a quotient with two decimals: £22.86."""
    rounded = (2 * abs(hundredfold) + number) // (2 * number)
    whole = amount(measure, rounded // 100)
    return f"{MINUS if hundredfold < 0 and rounded else ''}{whole}.{rounded % 100:02}"
