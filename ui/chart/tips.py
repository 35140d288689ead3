"""What the chart says of an organisation in tooltips and to a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from model.chart import Part
from model.edits import areas
from model.organisations import Basis
from model.pack import Measure, Tier
from model.rules.limits import told
from model.rules.standing import BELOW
from model.state import State
from model.wording import STAR, amount, capital, counted, sum_note, sum_text
from ui.document import Document
from ui.escape import escape

if TYPE_CHECKING:
    from ui.chart.view import ChartView

BASIS_WORDS = {
    Basis.EXACT: "as published",
    Basis.ROUNDED: "as published, rounded",
    Basis.OUTTURN: "outturn",
    Basis.FORECAST: "forecast",
    Basis.ESTIMATE: "estimate",
    Basis.ENTERED: "entered by you",
}


MOST_BELOW = 3
"""So many findings of what is below an organisation are told."""


def figure_line(state: State, organisation: str, measure: Measure) -> str:
    """Return a figure with its basis, interval and source, on one line.

    Beside one that a user entered stands what the pack has.
    """
    figure = state.figure(organisation, measure.id)
    if figure is None:
        return f"{measure.label}: no figure"
    star = STAR if figure.is_estimate else ""
    text = f"{measure.label}: {amount(measure, figure.value)}{star} ({BASIS_WORDS[figure.basis]}"
    if figure.basis is Basis.ENTERED:
        return f"{text}; {published_words(state, organisation, measure)})"
    if figure.low is not None and figure.high is not None:
        text += f", 90% interval {amount(measure, figure.low)} to {amount(measure, figure.high)}"
    return f"{text}) — {figure.source}" if figure.source else f"{text})"


def published_words(state: State, organisation: str, measure: Measure) -> str:
    """Return what the pack has in place of a figure that was entered."""
    published = state.published_figure(organisation, measure.id)
    if published is None:
        return "no figure is published"
    star = STAR if published.is_estimate else ""
    return f"published: {amount(measure, published.value)}{star}"


def tip(view: ChartView, at: QPointF) -> str:
    """Return the tooltip of what is at a pixel, as escaped rich text that wraps."""
    state, hit = view.document.state, view.hit(at)
    if hit.part is Part.GROUND or hit.id not in state:
        return ""
    if hit.part is Part.CARD and view.chart.waiting[hit.card]:
        kind = state.kind(view.chart.rows_of(hit.card)[0][0])
        return wrapped([f"{kind.plural} of {state.label(hit.id)} still to be placed"])
    if posts := view.posts_at(at):
        from ui.chart.post_tips import post_lines  # not loaded while no posts are shown

        return wrapped(post_lines(state, posts))
    texts = [*lines(view.document, hit.id), *_remarks(view, hit.id)]
    if state.tier(hit.id) is Tier.GROUP and state.count(hit.id):
        texts.append(_margin_line(view.document, hit.id))
    return wrapped(texts)


def tip_of_unit(document: Document, unit: str, *more: str) -> str:
    """Return the tooltip of a unit, with its group and more lines, as rich text that wraps."""
    state = document.state
    group = state.group_of(unit)
    kind = document.option.pack.kind_at(Tier.GROUP)
    place = "not placed yet" if group is None else state.label(group)
    texts = [*lines(document, unit), f"{capital(kind.label)}: {place}"]
    if group is not None:
        texts.append(_margin_line(document, group))
    return wrapped([*texts, *more])


def _margin_line(document: Document, group: str) -> str:
    from model.margin import margin_of, margin_text

    option = document.option
    findings = option.findings.of(group)
    text = margin_text(option.state, group, margin_of(option, group), findings)
    return f"Margin to break: {text}"


def lines(document: Document, organisation: str) -> list[str]:
    """Return what there is to say of an organisation: name, figures, totals, standing."""
    state, pack = document.state, document.option.pack
    kind = state.kind(organisation)
    name = f"{state.label(organisation)} ({state.code(organisation)}, {kind.label})"
    result = [f"{name}{' — locked' if state.is_locked(organisation) else ''}"]
    own = [m for m in pack.measures if m.carrier == kind.id]
    if kind.tier is Tier.SUCCESSOR:
        from model.structures import entered_mark  # few options have successors

        result.append(counted(len(state.joined(organisation)), "member", "members"))
        result += [
            f"{m.label}: {sum_text(m, total)}{entered_mark(state, organisation, m.id)}"
            for m, total in areas(state, organisation)
        ]
        result += [figure_line(state, organisation, m) for m in own if not m.stands_for]
    elif own:
        result += [
            figure_line(state, organisation, m)
            for m in own
            if m.headline or state.figure(organisation, m.id)
        ]
        home = state.home(organisation)
        if home is not None:
            result.append(f"Home: {state.label(home)}")
    else:
        totals = state.totals(organisation)
        for measure in pack.measures:
            if measure.headline:
                total = totals.sums[measure.id]
                note = sum_note(measure, total)
                text = f"{measure.label}: {sum_text(measure, total)}"
                result.append(f"{text} — {note}" if note else text)
        words = pack.words
        result.append(
            f"{counted(totals.officers, words.officer, words.officers)}, "
            f"{counted(totals.board_seats, words.seat, words.seats)}, "
            f"{counted(totals.accountable_officers, words.accountable, words.accountables)}"
        )
    # What the chart shows by its frames, in words for those who don't see them.
    if state.structure is not None:
        from model.outlook import outlook_head, outlook_words  # few options look ahead

        is_root = organisation == state.root
        said = outlook_head(state) if is_root else outlook_words(state, organisation)
        result += [", ".join(parts) for parts in said]
    standing = document.option.findings.standing(organisation)
    if standing.text:
        result.append(standing.said)
    below = document.option.findings.judged_below(organisation)
    result += [f"{state.label(f.organisation)}: {told(f, pack)}" for f in below[:MOST_BELOW]]
    if len(below) > MOST_BELOW:
        result.append(f"and {len(below) - MOST_BELOW} more {BELOW}")
    return result


def _remarks(view: ChartView, organisation: str) -> list[str]:
    """Return what is drawn over the chart of an organisation, in words."""
    return [text for overlay in view.overlays if (text := overlay.words(organisation))]


def spoken(view: ChartView) -> str:
    """Return what is selected on the chart, for a screen reader."""
    return said_of_selection(view.document, partial(_remarks, view))


def said_of_selection(document: Document, more: Callable[[str], list[str]]) -> str:
    """Return what is selected, in words.

    Parameters
    ----------
    more : callable
        What else there is to say of an organisation, line by line.
    """
    if len(document.selection) > 1:
        return f"{len(document.selection)} selected"
    if document.current and document.current in document.state:
        return ". ".join([*lines(document, document.current), *more(document.current)])
    return "Nothing selected"


def wrapped(texts: list[str]) -> str:
    """Return lines as rich text, so that Qt wraps them; what came from files is escaped."""
    first, *rest = [escape(text) for text in texts]
    return f"<p style='max-width: 420px'><b>{first}</b><br>{'<br>'.join(rest)}</p>"
