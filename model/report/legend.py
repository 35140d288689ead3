"""What the signs in a report mean, for those who were not told."""

from __future__ import annotations

from collections.abc import Collection

from model.report.table import MARKS, Cell, Column, Holds, Table, text
from model.rules.standing import SIGN_WORDS, WORST, Sign
from model.wording import DASH, STAR, capital

NUMBER_WORDS = {STAR: "contains an estimate", DASH: "no figure"}
"""What stands in place of a number, or after one."""


def marks_told(marks: Collection[str] | None = None) -> list[tuple[Sign, str, str]]:
    """Return the signs of verdicts in reports, worst first: the sign, its character, what it means.

    Parameters
    ----------
    marks : collection of str, optional
        The characters that are wanted; all, if not given.
    """
    return [
        (sign, MARKS[sign], SIGN_WORDS[sign])
        for sign in Sign
        if MARKS[sign] and (marks is None or MARKS[sign] in marks)
    ]


def legend_line(marks: Collection[str]) -> str:
    """Return what characters mean, on one line: "✕ breaks law or instruction · * ..."."""
    told = [f"{mark} {words}" for _, mark, words in marks_told(marks)]
    told += [f"{mark} {words}" for mark, words in NUMBER_WORDS.items() if mark in marks]
    return " · ".join(told)


_EXPLAINED = {
    Sign.CROSS: "A law, or an instruction to everybody, is not kept.",
    Sign.OVER: "More than a norm or guidance allows.",
    Sign.UNDER: "Less than a norm or guidance asks for.",
    Sign.ADVICE: "Not as guidance or a norm has it, in another way than by a number.",
    Sign.EXCEPTION: "Outside a rule, and accepted: on record, or by somebody who says why.",
    Sign.OPEN: "A figure, a name or an answer is missing; until it is there, nobody can tell.",
    Sign.TICK: "All that can be checked is kept. What can't be checked is counted beside it.",
}
_NUMBERS_EXPLAINED = {
    STAR: "Part of it is estimated, since nothing was published; the sources say how.",
    DASH: "Nobody knows it, or it is not to be added up. It is not nought.",
}


def legend_table() -> Table:
    """Return all that needs explaining: signs of verdicts first, then signs at numbers."""
    rows = [
        (Cell(capital(words), sign=sign), text(_EXPLAINED[sign])) for sign, _, words in marks_told()
    ]
    rows += [
        (text(f"{mark} {capital(words)}"), text(_NUMBERS_EXPLAINED[mark]))
        for mark, words in NUMBER_WORDS.items()
    ]
    columns = (Column("sign", "Sign", Holds.STANDING), Column("words", "What it says", weight=3))
    return Table("Signs", columns, tuple(rows), remarks=(f"{capital(WORST)}.",))
