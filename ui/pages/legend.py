"""What the legend explains on a page: only what may be seen there."""

from __future__ import annotations

from enum import IntEnum

from model.chart import PostDetail
from model.norm import norm_of
from model.option import Option
from model.outlook import LEGAL, NOT_LEGAL, Outlook, outlook_of
from model.pack import Tier
from model.state import State
from ui.pages.furniture import Entry, mark_entries, signs_entries
from ui.samples import Kind


class Shown(IntEnum):
    """How much of groups a page shows."""

    NAMES = 0
    CARDS = 1
    """In cards of their own."""
    ROWS = 2
    """Cards with what is in them."""


def legend_entries(
    option: Option, shown: Shown, posts: PostDetail, has_bar: bool, has_locks: bool
) -> list[Entry]:
    """Return what the legend of a page says.

    Parameters
    ----------
    posts : PostDetail
        How much of the posts the page shows.
    has_bar : bool
        Whether cards show where they stand beside the norm.
    has_locks : bool
        Whether anything is locked.
    """
    state = option.state
    entries = signs_entries()
    norm = norm_of(state)
    if norm is not None and has_bar:
        entries.append(Entry(f"{norm.text} and where it stands", sample=Kind.BAR))
    totals = state.totals(state.root)
    headline = (m.id for m in option.pack.measures if m.headline)
    entries += mark_entries(any(totals.sums[measure].missing for measure in headline))
    if state.tray():
        entries.append(Entry("to place", sample=Kind.WAITING))
    if has_locks:
        entries.append(Entry("locked", sample=Kind.LOCK))
    if shown >= Shown.CARDS:
        entries += _frames(state)
    if shown is Shown.ROWS:
        entries += _boxes(state)
    return [*entries, *_posts(option, posts)]


def _frames(state: State) -> list[Entry]:
    """Return what the frames of groups mean in the structure looked ahead to."""
    structure, groups = state.structure, state.at_tier(Tier.GROUP)
    if structure is None or not groups:
        return []
    body = state.body(groups[0])
    words = {
        Outlook.LEGAL: (LEGAL, Kind.LEGAL),
        Outlook.OFFICE: ((body.word if body else "") or NOT_LEGAL, Kind.OFFICE),
        Outlook.ENDED: (structure.ended, Kind.ENDED),
    }
    seen = {outlook_of(state, group) for group in groups}
    return [Entry(text, sample=kind) for look, (text, kind) in words.items() if look in seen]


def _boxes(state: State) -> list[Entry]:
    successors = state.at_tier(Tier.SUCCESSOR)
    seen = {state.is_legal_body(o): state.kind(o).label for o in successors}
    entries = []
    if label := seen.get(True):
        entries.append(Entry(f"{label}, a {LEGAL}", sample=Kind.BOX))
    if label := seen.get(False):
        text = label if state.structure is None else f"{label}, {NOT_LEGAL}"
        entries.append(Entry(text, sample=Kind.DASHED_BOX))
    return entries


def _posts(option: Option, posts: PostDetail) -> list[Entry]:
    if posts not in (PostDetail.TEAM, PostDetail.FULL):
        return []
    entries = [
        Entry("post, filled", sample=Kind.FILLED),
        Entry("vacant", sample=Kind.VACANT),
        Entry("interim or acting", sample=Kind.FOR_A_TIME),
    ]
    if posts is PostDetail.FULL:
        group, unit = (option.pack.kind_at(t).label for t in (Tier.GROUP, Tier.UNIT))
        text = f"post of a {group}, with a dot where it sits on the board of a {unit}"
        entries.append(Entry(text, sample=Kind.THREAD))
    return entries
