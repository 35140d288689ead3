"""What the status bar says of a plan: what is outside the rules, worst first."""

from __future__ import annotations

from model.rules.standing import EXCEPTION, UNKNOWN
from model.state import State
from model.wording import counted
from ui.panels.problem_cards import Counts


def counts_texts(counts: Counts, state: State) -> tuple[str, str]:
    """Return the status bar's text and what its tooltip explains.

    What only lacks an input is many findings of few rules until users have answered: a word
    says so, the number is in the tooltip.
    """
    parts = [
        f"{glyph} {number:,} {word}"
        for glyph, number, word in (
            ("×", counts.cross, "law or instruction broken"),
            ("◆", counts.warnings, "outside guidance or a norm"),
            ("◇", counts.exceptions, EXCEPTION[counts.exceptions > 1]),
        )
        if number
    ]
    if not counts.cross:
        parts.append("no law or instruction broken")
    waiting = len(state.tray())
    if waiting:
        parts.insert(0, f"{waiting} to place")
    notes = ["* contains estimates"]
    about = []
    if counts.incomplete:
        notes.insert(0, f"… some {UNKNOWN}")
        number = counted(counts.incomplete, "finding is", "findings are")
        about.append(
            f"{number} {UNKNOWN}: a figure, a name or an answer is missing. "
            "The list of problems says which."
        )
    if state.structure is not None:
        from model.structures import counts_of, counts_text  # few options look ahead

        then = counts_of(state)
        if then is not None:
            parts.append(f"{counted(then.boards, 'board', 'boards')} to come")
            about.append(counts_text(then))
    return "   ".join([" · ".join(parts), *notes]), "\n".join(about)
