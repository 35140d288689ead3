"""What a stroke would bring, in a few lines: at the pointer, over the map, and spoken."""

from __future__ import annotations

from collections.abc import Sequence

from model.norm import norm_of
from model.option import Preview
from model.pack import Tier
from model.rules.rule import Finding
from model.state import State
from model.stroke import Stroke
from model.wording import counted
from ui.map.painting import Painting
from ui.panels.dropped import Line, consequences
from ui.panels.parts import ARROW, Ink

MOST_LOSERS = 2
"""How many of the groups that lose units are."""


def number_of(state: State, units: Sequence[str]) -> str:
    """Return how many units there are, in the pack's words."""
    kind = state.pack.kind_at(Tier.UNIT)
    return counted(len(units), kind.label, kind.plural)


def headline(painting: Painting) -> str:
    """Return what is swept and where it would go."""
    return f"{number_of(painting.document.state, painting.units)} {ARROW} {painting.target_name}"


def lines(painting: Painting) -> list[Line]:
    """Return what the stroke would bring: to where units go, and to what loses by it."""
    if painting.stroke is None or painting.preview is None:
        return []
    if not painting.said:  # the box, the bar and a screen reader ask for the same
        painting.said = _lines(painting.document.state, painting.stroke, painting.preview)
    return painting.said


def _lines(state: State, stroke: Stroke, preview: Preview) -> list[Line]:
    found: list[Line] = []
    if stroke.group in preview.totals:
        found += _of(state, preview, [stroke.group])[0][1][:1]
    losers = _turned(state, preview, stroke)
    for name, said in _of(state, preview, losers[:MOST_LOSERS]):
        found.append(((name, Ink.QUIET), (": ", Ink.QUIET), *said[0]))
    if len(losers) > MOST_LOSERS:
        kind = state.pack.kind_at(Tier.GROUP)
        more = counted(len(losers) - MOST_LOSERS, kind.label, kind.plural)
        found.append(((f"and {more} more with another verdict", Ink.QUIET),))
    return found


def _of(state: State, preview: Preview, groups: Sequence[str]) -> list[tuple[str, list[Line]]]:
    part = Preview(
        {g: preview.totals[g] for g in groups},
        {g: preview.findings[g] for g in groups if g in preview.findings},
    )
    return consequences(state, part)


def _turned(state: State, preview: Preview, stroke: Stroke) -> list[str]:
    """Return the groups that lose units and keep the norm no more, or keep it again."""
    norm = norm_of(state)
    if norm is None:
        return []

    def of_norm(findings: Sequence[Finding]) -> Finding | None:
        return next((f for f in findings if f.rule.id == norm.rule.id), None)

    turned = []
    for group, (before, after) in preview.findings.items():
        if group == stroke.group or group not in preview.totals or group not in state:
            continue
        if state.tier(group) is Tier.GROUP:
            old, new = of_norm(before), of_norm(after)
            if old is not None and new is not None and old.verdict is not new.verdict:
                turned.append(group)
    return turned


def spoken(painting: Painting) -> str:
    """Return what was swept last and what it would bring, in a sentence or two."""
    if painting.refusal:
        return painting.refusal
    if not painting.units:
        return f"Nothing is swept. Painting into {painting.target_name}."
    said = ["".join(text for text, _ in line) for line in lines(painting)]
    return ". ".join([headline(painting), *said[:2]])
