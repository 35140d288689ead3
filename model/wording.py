"""How numbers, dates and lists are written, the same in every view, file and sentence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from model.pack import Measure, Style
from model.totals import Sum

ARROW = "→"
DASH = "–"
"""Shown for a missing figure; never 0."""
STAR = "*"
CHANGED = "\N{NOT EQUAL TO} changed"
"""Marks a limit that is not the pack's."""
MINUS = "−"
DISSOLVED = "dissolved"
"""What becomes of a group that a change would remove."""
LEFT_EMPTY = "left empty"
"""What becomes of a group whose last member a change would take: it stays."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def grouped(number: int) -> str:
    """Return all digits with separators: 2,715,618."""
    return f"{number:,}".replace("-", MINUS)


def short(number: int) -> str:
    """Return three digits or so: 2.72m, 503k, 940."""
    sign, size = (MINUS if number < 0 else ""), abs(number)
    if size >= 999_500_000:
        return f"{sign}{size / 1e9:.2f}bn"
    if size >= 99_950_000:
        return f"{sign}{size / 1e6:.0f}m"
    if size >= 9_995_000:
        return f"{sign}{size / 1e6:.1f}m"
    if size >= 999_500:
        return f"{sign}{size / 1e6:.2f}m"
    if size >= 9_950:
        return f"{sign}{size / 1e3:.0f}k"
    if size >= 1_000:
        return f"{sign}{size / 1e3:.1f}k"
    return f"{sign}{size}"


def money(pounds: int) -> str:
    """Return pounds in full: £4,996,100,000."""
    return f"{MINUS if pounds < 0 else ''}£{abs(pounds):,}"


def money_short(pounds: int) -> str:
    """Return pounds in three digits or so: £5.00bn, £606m, £12.8m."""
    sign, size = (MINUS if pounds < 0 else ""), abs(pounds)
    return f"{sign}£{short(size)}"


def amount(measure: Measure, number: int, *, brief: bool = False) -> str:
    """Return a measure's number as it is written, without a star."""
    if measure.style is Style.MONEY:
        return money_short(number) if brief else money(number)
    return short(number) if brief else grouped(number)


def sum_text(measure: Measure, total: Sum, *, brief: bool = False) -> str:
    """Return a sum: starred if it contains an estimate, a dash if nothing is known."""
    if total.is_missing:
        return DASH
    return amount(measure, total.value, brief=brief) + (STAR if total.is_starred else "")


def sum_note(measure: Measure, total: Sum) -> str:
    """Return what must be said of a sum beside its number, "" if nothing.

    How much of it is estimated and within which interval, and how many figures are missing. An
    interval is written in three digits or so: more would claim what nobody knows.
    """
    notes = []
    if total.is_starred:
        share = 100 * abs(total.estimated) // max(1, abs(total.value))
        notes.append(
            f"{amount(measure, total.estimated, brief=True)} of it ({share}%) is estimated; "
            f"90% interval {amount(measure, total.low, brief=True)} "
            f"to {amount(measure, total.high, brief=True)}"
        )
    if total.missing:
        of = total.missing + total.known
        notes.append(f"no figure for {total.missing:,} of {of:,}")
    return "; ".join(notes)


def day(date: datetime.date) -> str:
    """Return a date in words: 1 June 2011."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def unplaced(group: str, region: str) -> str:
    """Return where a unit is that is in no group yet: "no cluster (North East)".

    Parameters
    ----------
    group : str
        What the pack calls one.
    """
    return f"no {group} ({region})"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 cluster, 50 clusters."""
    return f"{number:,} {noun(number, one, many)}"


def noun(number: int, one: str, many: str) -> str:
    """Return the noun that goes with a number: cluster for 1, clusters for others."""
    return one if number == 1 else many


def capital(text: str) -> str:
    """Return a text with a capital at its start."""
    return text[:1].upper() + text[1:]


def per_cent(share_bp: int) -> str:
    """Return basis points as per cent with one decimal: 45.9%."""
    tenths = (abs(share_bp) + 5) // 10
    return f"{MINUS if share_bp < 0 else ''}{tenths // 10}.{tenths % 10}%"


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a list in words: "A, B and C", "A, B, C and 5 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
