"""What the signs in a report mean, for those who were not told."""

from __future__ import annotations

from collections.abc import Collection

from model.report.table import MARKS
from model.rules.standing import SIGN_WORDS, Sign
from model.wording import DASH, STAR

NUMBER_WORDS = {STAR: "contains an estimate", DASH: "no figure is known"}
"""What stands in place of a number, or after one."""


def marks_told(marks: Collection[str] | None = None) -> list[tuple[Sign, str, str]]:
    """Return the signs of verdicts in reports, worst first: the sign, its character, what it means.

    Signs that share a character share an entry; the first of them is given.

    Parameters
    ----------
    marks : collection of str, optional
        The characters that are wanted; all, if not given.
    """
    told: dict[str, list[Sign]] = {}
    for sign in Sign:
        if MARKS[sign] and (marks is None or MARKS[sign] in marks):
            told.setdefault(MARKS[sign], []).append(sign)
    return [
        (signs[0], mark, ", or ".join(SIGN_WORDS[sign] for sign in signs))
        for mark, signs in told.items()
    ]


def legend_line(marks: Collection[str]) -> str:
    """Return what characters mean, on one line: "✕ breaks law or instruction · * ..."."""
    told = [f"{mark} {words}" for _, mark, words in marks_told(marks)]
    told += [f"{mark} {words}" for mark, words in NUMBER_WORDS.items() if mark in marks]
    return " · ".join(told)
