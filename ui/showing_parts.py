"""Going from part to part of a group that is not in one piece, in all views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.pack import Tier
from model.wording import listed

if TYPE_CHECKING:
    from ui.document import Document
    from ui.main_window import MainWindow


def show_part(document: Document, group: str, by: int) -> str:
    """Select the units of the part after the one that is selected, or before it.

    Parameters
    ----------
    by : int
        1 for the next part, -1 for the one before. After the last part comes the first.

    Returns
    -------
    str
        What is shown now, in words.
    """
    state = document.state
    if group not in state:
        return ""
    parts = document.open.parts().of(state, group)
    name = state.label(group)
    if not parts:
        return f"Of {name} no borders are known."
    if len(parts) == 1:
        return f"{name} is in one piece."
    shown = [place for place, part in enumerate(parts) if document.selection == set(part)]
    start = shown[0] if shown else (-1 if by > 0 else 0)
    place = (start + by) % len(parts)
    part = parts[place]
    document.select(part, part[0])
    document.revealed.emit(part[0])
    units = listed([state.label(unit) for unit in part])
    return f"Part {place + 1} of {len(parts)} of {name}: {units}."


def step(window: MainWindow, by: int) -> None:
    """Show the next part, or the one before, of the group that the user is at, and say which."""
    group = _group(window)
    if group:
        window.files.told.emit(show_part(window.document, group, by), "info")
        return
    kind = window.document.state.pack.kind_at(Tier.GROUP)
    window.files.told.emit(f"Select a {kind.label}, or what is in one, to see its parts.", "info")


def _group(window: MainWindow) -> str:
    """Return the group that the problem is about which the keys act on, or that of the selected."""
    document, finding = window.document, window.problems.current
    chosen = document.current if finding is None else finding.organisation
    return document.state.nearest_group(chosen) if chosen in document.state else ""
