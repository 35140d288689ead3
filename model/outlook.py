"""What organisations are in the structure that an option looks ahead to, in a few words."""

from __future__ import annotations

from enum import StrEnum

from model.changes import Field
from model.pack import Tier
from model.state import State
from model.structures import counts_of
from model.wording import counted

LEGAL, NOT_LEGAL = "legal body", "not a legal body"


class Outlook(StrEnum):
    """What becomes of an organisation."""

    LEGAL = "legal"
    """It is a legal body."""
    OFFICE = "office"
    """It is part of another body."""
    ENDED = "ended"


def outlook_of(state: State, organisation: str) -> Outlook:
    """Return what becomes of a group or successor in the structure looked ahead to."""
    if state.body(organisation) is None:
        return Outlook.ENDED
    return Outlook.LEGAL if state.is_legal_body(organisation) else Outlook.OFFICE


def outlook_words(state: State, organisation: str) -> list[tuple[str, ...]]:
    """Return what is to be said of a group or successor, line by line; each in its parts.

    Nothing is said of others, nor where an option looks at things as they are.
    """
    structure, tier = state.structure, state.tier(organisation)
    if structure is None or tier not in (Tier.GROUP, Tier.SUCCESSOR):
        return []
    body = state.body(organisation)
    if body is None:
        return [(structure.ended,)]
    is_legal = state.is_legal_body(organisation)
    what = LEGAL if is_legal else body.word or NOT_LEGAL
    # Users call a group by its name: only what the structure calls it anew is worth a word.
    is_renamed = body.label != state.kind(organisation).label
    first = (body.label, what) if is_renamed else (what,)
    if tier is Tier.SUCCESSOR:
        if is_renamed and what == NOT_LEGAL:
            first = (body.label,)  # a row is short, and its box is dashed
        is_fit = bool(state.field(organisation, Field.AUTHORISED))
        return [(*first, "authorised" if is_fit else "not authorised")]
    has_board = body.board or bool(state.field(organisation, Field.BOARD))
    has_officer = body.accountable or bool(state.field(organisation, Field.ACCOUNTABLE))
    return [
        first,
        (
            "board" if has_board else "no board",
            "accountable officer" if has_officer else "no accountable officer",
        ),
    ]


def outlook_head(state: State) -> list[tuple[str, ...]]:
    """Return what is to be said of the whole, line by line; nothing for things as they are."""
    structure, counts = state.structure, counts_of(state)
    if structure is None or counts is None:
        return []
    boards = counted(counts.boards, "board", "boards")
    officers = counted(counts.accountable, "accountable officer", "accountable officers")
    lines: list[tuple[str, ...]] = [
        (structure.label, structure.bodies[0].label),
        (boards, officers),
    ]
    return [*lines, (structure.notice,)] if structure.notice else lines
