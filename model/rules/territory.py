"""Checks of what units are and cover, and how they lie: councils, regions, groups in parts."""

from __future__ import annotations

from collections import Counter

from model.contiguity import Contiguity
from model.pack import Link, Tier
from model.rules.outcome import Test, excepted, names, outcome, units
from model.rules.params import Params
from model.rules.rule import Finding, Rule, Verdict
from model.slivers import share_bp, without_slivers
from model.state import State
from model.wording import counted, grouped, listed, per_cent

_IN_FULL = 12
"""Most units of a part that are all named."""


def same_number(rule: Rule, params: Params) -> Test:
    """Check that there are as many organisations of a kind as published; `value` is how many.

    What is published can't be removed, so more is all that there can be.
    """
    kind = params.kind()

    def test(state: State, root: str) -> Finding:
        before = state.baseline.numbers.get(kind.id, 0)
        made = sorted(o for o in state.made() if state.kind(o).id == kind.id)
        now = before + len(made)
        text = f"{counted(now, kind.label, kind.plural)}, "
        if not made:
            text += "as many as before: who hangs where does not change that."
            return outcome(rule, root, Verdict.MEETS, text, now, before, 0)
        text += f"{grouped(len(made))} more than before: {names(state, made)}."
        return outcome(rule, root, Verdict.BREAKS, text, now, before, before - now, involved=made)

    return test


def covered(rule: Rule, params: Params) -> Test:
    """Check that all published units are legal bodies; `value` is how many are.

    What is published can't be removed, so that its area can be left to nobody in this way only.
    """
    del params

    def test(state: State, root: str) -> Finding:
        numbers = state.baseline.numbers
        kinds = [kind for kind in state.pack.kinds if kind.tier is Tier.UNIT]
        total = sum(numbers.get(kind.id, 0) for kind in kinds)
        number = sum(numbers.get(kind.id, 0) for kind in kinds if kind.legal_body)
        if number == total:
            text = f"All {units(state, total)} are there; together they cover {state.label(root)}."
            return outcome(rule, root, Verdict.MEETS, text, number, total, 0)
        text = f"{grouped(number)} of {units(state, total)} are legal bodies: "
        text += "the others' areas belong to nobody."
        return outcome(rule, root, Verdict.BREAKS, text, number, total, number - total)

    return test


def run_together(rule: Rule, params: Params) -> Test:
    """Show how regions are run together, by a fact that names with whom; `value` is the groups."""
    fact = params.text("fact")
    params.fact()

    def test(state: State, root: str) -> Finding:
        regions = state.at_tier(Tier.REGION)
        said = Counter(state.fact(region, fact) for region in regions)
        kind = state.pack.kind_at(Tier.REGION)
        missing = said.pop("", 0)
        start = counted(len(regions), kind.label, kind.plural)
        if missing:
            text = f"{start}; it is not known how {grouped(missing)} of them are run."
            return outcome(rule, root, Verdict.INCOMPLETE, text, None, len(regions))
        parts = listed([f"{name} ({number})" for name, number in sorted(said.items())])
        text = f"{start} run as {len(said)}: {parts}."
        return outcome(rule, root, Verdict.MEETS, text, len(said), len(regions))

    return test


def whole_links(rule: Rule, params: Params) -> Test:
    """Check that what members are tied to lies wholly in the group; `value` is how many don't.

    Only ties whose codes begin in one of some ways are asked about, and no slivers of them
    (`model.slivers`).
    """
    limit, codes = params.integer("limit"), params.texts("codes")

    def test(state: State, group: str) -> Finding:
        words = state.pack.words
        members = set(state.members(group))
        own = {link.code: link for unit in sorted(members) for link in state.links(unit)}
        own = {code: link for code, link in own.items() if code.startswith(codes)}
        split, slivers = [], []
        strangers: set[str] = set()
        for code, link in list(own.items()):
            ties = state.ties(code)
            counting = without_slivers(ties)
            outside = [tie for tie in counting if tie.unit not in members]
            if len(outside) == len(counting):
                del own[code]  # no more than a sliver of it is in the group
            elif outside:
                split.append(f"{link.name}{_share(ties, outside)}")
                strangers.update(tie.unit for tie in outside)
            elif beyond := [tie for tie in ties if tie.unit not in members]:
                slivers.append(f"{link.name}{_share(ties, beyond)}")
        if not own:
            text = f"No {words.link} is recorded."
            return outcome(rule, group, Verdict.NOT_APPLICABLE, text)
        left_out = f" A sliver elsewhere is not counted: {listed(slivers)}." if slivers else ""
        total, number = len(own), len(split)
        of = counted(total, words.link, words.links)
        if not number:
            text = f"{of}, {'wholly' if total == 1 else 'all wholly'} in this "
            text += f"{state.kind(group).label}.{left_out}"
            return outcome(rule, group, Verdict.MEETS, text, 0, limit, limit)
        text = f"{number} of {of} partly outside this {state.kind(group).label}: {listed(split)}"
        text += f"; up to {limit} may be." if limit else "."
        text += left_out
        verdict = Verdict.BREAKS if number > limit else Verdict.MEETS
        involved = sorted(strangers)
        return outcome(rule, group, verdict, text, number, limit, limit - number, involved=involved)

    return test


def _share(ties: list[Link], outside: list[Link]) -> str:
    """Return how much of what is tied lies outside, "" where that is not known."""
    share = share_bp(outside, ties)
    return "" if share is None else f" ({per_cent(share)} of its people outside)"


def ties_at_risk(rule: Rule, params: Params) -> Test:
    """Advise where a unit that is one with its councils, or shares people with them, is in a group.

    A fact says so, or users do; `value` is how many units its group has.
    """
    fact = params.text("fact")
    params.fact()
    items = rule.items

    def test(state: State, unit: str) -> Finding:
        group = state.group_of(unit)
        number = state.count(group) if group is not None else 1
        labels = [i.label for i in items if state.answer(unit, rule.id, i.id) not in ("", "no")]
        label = next((f.label for f in state.pack.facts if f.id == fact), fact)
        if state.fact(unit, fact) == "yes":
            labels.insert(0, label)
        if not labels:
            text = f"None of this is said of it: {listed([label, *(i.label for i in items)])}."
            return outcome(rule, unit, Verdict.MEETS, text, number)
        said = listed(labels)
        said = f"{said[:1].upper()}{said[1:]}"
        if number < 2:
            return outcome(rule, unit, Verdict.MEETS, f"{said}; it shares no team.", number, 1, 0)
        text = f"{said}, in a {state.kind(group or unit).label} of {units(state, number)}: "
        text += "what it has built up with its "
        text += f"{state.pack.words.links} may suffer."
        return outcome(rule, unit, Verdict.BREAKS, text, number, 1, 1 - number)

    return test


def contiguous(rule: Rule, params: Params) -> Test:
    """Check that a group's units hang together; `value` is how many parts there are.

    On land, or by a bridge or tunnel. Units that an exception is on record of, as islands are, may
    be apart.
    """
    limit, key = max(params.integer("allowed_parts"), 1), "exceptions"
    notes = {
        params.entry_organisation(key, row, "unit"): params.entry_text(key, row, "note")
        for row in params.tables(key)
    }
    contiguity = Contiguity(params.pack.borders)

    def test(state: State, group: str) -> Finding:
        if not contiguity:
            return outcome(rule, group, Verdict.NOT_APPLICABLE, "No borders are recorded.")
        members = state.members(group)
        pieces = contiguity.pieces(members)
        number = len(pieces)
        margin = limit - number
        if number == 1:
            how = "alone" if len(members) == 1 else "in one piece"
            text = f"{units(state, len(members))} {how}."
            return outcome(rule, group, Verdict.MEETS, text, number, limit, margin)
        from model.geography.parts import numbered  # most groups are in one piece

        found = numbered(state, pieces)
        apart = [unit for part in found[1:] for unit in part]
        labels = [listed([state.label(unit) for unit in part], _IN_FULL) for part in found]
        listing = "; ".join(f"({n}) {part}" for n, part in enumerate(labels, 1))
        text = f"In {number} parts that no border on land, bridge or tunnel joins: {listing}."
        if limit > 1:
            text += f" Up to {grouped(limit)} are allowed."
        verdict = Verdict.MEETS if number <= limit else Verdict.BREAKS
        finding = outcome(rule, group, verdict, text, number, limit, margin, involved=apart)
        known = [part for part in found if all(unit in notes for unit in part)]
        if max(number - len(known), 1) > limit:
            return finding
        return excepted(finding, " ".join(notes[unit] for part in known for unit in part))

    return test
