"""The `compare` command: which two plans are meant, and what differs as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.errors import InputError
from db.scenario_file import Opened
from model.comparison import (
    Comparison,
    Edited,
    Judged,
    TotalsPair,
    baseline_of,
    compare,
    compare_totals,
)
from model.comparison_words import (
    SECTION_WORDS,
    Line,
    by_section,
    counts_of,
    lines,
    pair_name,
    summary,
)
from model.matching import Match
from model.option import Option
from model.pack import Tier
from model.slots import nothing_in
from model.state import State
from model.wording import day
from ui.headless import Document, option_named
from ui.plain_text import plain, table, wrapped

COMPARE = "footprint.compare/1"
"""The `schema` field of the document."""
BASELINE = "baseline"
"""What `--options` calls the published data, in which nothing is planned."""


@dataclass(frozen=True)
class Side:
    """One of the two plans: an option of a file, or the baseline that it is over."""

    file: str
    option: Option
    is_baseline: bool = False


def sides(opened: Sequence[tuple[str, Opened]], names: Sequence[str] | None) -> tuple[Side, Side]:
    """Return the two plans that are meant.

    Parameters
    ----------
    opened
        One file or two, as they were named.
    names
        Names or ids of two options, None for those that go without saying.

    Raises
    ------
    InputError
        If it does not go without saying, or there is no such option.
    """
    (file, first), (other, second) = opened[0], opened[-1]
    if len(opened) > 1 or names is not None:
        one, two = names or ("", "")
        return _named((file, first, one), (other, second, two))
    options = first.scenario.with_status()
    if len(options) > 2:
        raise InputError(
            f"has {len(options)} options",
            where=file,
            remedy=f"name two of them, or {BASELINE}: --options A B",
        )
    if len(options) == 2:
        return Side(file, options[0]), Side(file, options[1])
    option = option_named(first.scenario, "", file)
    return Side(file, baseline_of(option), is_baseline=True), Side(file, option)


def _named(*wanted: tuple[str, Opened, str]) -> tuple[Side, Side]:
    found = [
        None
        if name.casefold().strip() == BASELINE
        else Side(file, option_named(opened.scenario, name, file))
        for file, opened, name in wanted
    ]
    one, other = found
    if one is None and other is None:
        raise InputError("the baseline can't differ from itself", remedy="name an option")
    if one is None:
        assert other is not None
        one = Side(wanted[0][0], baseline_of(other.option), is_baseline=True)
    if other is None:
        other = Side(wanted[1][0], baseline_of(one.option), is_baseline=True)
    return one, other


class Compared:
    """Two plans, and what differs between them.

    Raises
    ------
    ComparisonError
        If they can't be compared.
    """

    def __init__(self, before: Side, after: Side) -> None:
        self._sides = before, after
        self._before, self._after = before.option.state, after.option.state
        self.found: Comparison = compare(before.option, after.option)
        self._totals = compare_totals(self.found, self._before, self._after)
        self._counts = counts_of(self._after.pack)

    # -- text ------------------------------------------------------------------------------

    def text(self) -> str:
        """Return what differs, section by section, then the totals that do."""
        told = [plain(f"{which}: {self._title(side)}") for which, side in self._named()]
        told += ["", *wrapped(plain(summary(self.found)), "")]
        if self.found.warning:
            told += wrapped(plain(self.found.warning), "")
        options = (side.option for side in self._sides)
        for section, of_section in by_section(lines(self.found, *options)):
            told += ["", f"{SECTION_WORDS[section].upper()} ({len(of_section):,})"]
            for line in of_section:
                told += _told(line)
        return "\n".join([*told, *self._totals_text()])

    def _named(self) -> Iterator[tuple[str, Side]]:
        return zip(("Before", "After"), self._sides, strict=True)

    def _title(self, side: Side) -> str:
        state = side.option.state
        return f"{side.file}: {state.name}, as on {day(state.on)}"

    def _totals_text(self) -> list[str]:
        rows: list[list[str]] = []
        same = 0
        for pair in self._totals:
            differ = [count for count in self._counts if count.difference(pair)]
            same += not differ
            if differ:
                rows.append([plain(pair_name(pair, self._before, self._after)), "", "", ""])
            rows += [
                [
                    plain(f"  {count.label}"),
                    count.text(pair.old),
                    count.text(pair.new),
                    count.difference_text(pair),
                ]
                for count in differ
            ]
        if not rows:
            return ["", "All totals are the same."]
        others = [f"The totals of {same:,} others are the same."] if same else []
        return ["", *table(["TOTALS", "before", "after", "difference"], rows), *others]

    # -- JSON ------------------------------------------------------------------------------

    def document(self) -> Document:
        """Return all that differs, and all totals, as the document footprint.compare/1."""
        found = self.found
        words = lines(found, *(side.option for side in self._sides))
        return {
            "schema": COMPARE,
            "before": self._side(self._sides[0]),
            "after": self._side(self._sides[1]),
            "same": found.is_same,
            "warning": found.warning or None,
            "summary": summary(found),
            "organisations": [self._match(match) for match in found.matches],
            "moved": [
                {
                    **self._about(moved.before, moved.after),
                    "from": self._place(self._before, moved.left),
                    "to": self._place(self._after, moved.entered),
                }
                for moved in found.moves
            ],
            "settings": [self._edited(edited) for edited in found.edits],
            "findings": [self._judged(judged) for judged in found.judged],
            "totals": [self._totals_of(pair) for pair in self._totals],
            "lines": [_line(line) for line in words],
        }

    @staticmethod
    def _side(side: Side) -> Document:
        state = side.option.state
        return {
            "file": side.file,
            "id": side.option.id or None,
            "option": None if side.is_baseline else state.name,
            "on": state.on.isoformat(),
            "baseline": side.is_baseline,
        }

    def _about(self, before: str, after: str) -> Document:
        """Return what is said of an organisation wherever one is named."""
        state, at = (self._after, after) if after else (self._before, before)
        return {
            "organisation": state.code(at) if at else None,
            "kind": state.kind(at).id if at else None,
            "name": state.label(at) if at else None,
        }

    @staticmethod
    def _place(state: State, organisation: str) -> Document:
        is_tray = state.tier(organisation) in (Tier.ROOT, Tier.REGION)
        return {
            "organisation": state.code(organisation),
            "kind": state.kind(organisation).id,
            "name": state.label(organisation),
            "tray": is_tray,
        }

    def _match(self, match: Match) -> Document:
        return {
            **self._about(match.before, match.after),
            "before": self._named_as(self._before, match.before),
            "after": self._named_as(self._after, match.after),
            "matched": match.how.value or None,
            "renamed": match in self.found.renamed,
            "members_in_both": match.units,
            "members_in_either": match.of,
            "people_in_both": match.people,
        }

    @staticmethod
    def _named_as(state: State, organisation: str) -> Document | None:
        if not organisation:
            return None
        code, name = state.code(organisation), state.label(organisation)
        return {"id": organisation, "code": code, "name": name}

    def _edited(self, edited: Edited) -> Document:
        slot = edited.slot
        key = slot.key[1:] if slot.organisation else slot.key
        nothing = nothing_in(slot)
        return {
            "what": slot.what.value,
            **self._about(edited.before, edited.after),
            "key": list(key),
            "before": None if edited.old == nothing else edited.old,
            "after": None if edited.new == nothing else edited.new,
        }

    def _judged(self, judged: Judged) -> Document:
        rule = judged.finding.rule
        change = "gained" if judged.is_gained else "cleared" if judged.is_cleared else "altered"
        return {
            "change": change,
            "rule": rule.id,
            "title": rule.title,
            "severity": rule.severity.value,
            **self._about(judged.before, judged.after),
            "before": judged.old.verdict.value if judged.old else None,
            "after": judged.new.verdict.value if judged.new else None,
            "sentence": judged.finding.sentence,
        }

    def _totals_of(self, pair: TotalsPair) -> Document:
        return {
            **self._about(pair.before, pair.after),
            "before": self._named_as(self._before, pair.before),
            "after": self._named_as(self._after, pair.after),
            "totals": {
                count.id: {
                    "before": count.number(pair.old),
                    "after": count.number(pair.new),
                    "difference": count.difference(pair),
                }
                for count in self._counts
            },
        }


def _told(line: Line) -> list[str]:
    """Return a difference as text: what it is about, what it was and is."""
    what = ": ".join(part for part in (line.name, line.what) if part)
    values = " → ".join(part for part in (line.old, line.new) if part)
    note = f" ({line.note})" if line.note else ""
    return wrapped(plain(f"{what}: {values}{note}" if values else f"{what}{note}"), "  ")


def _line(line: Line) -> Document:
    return {
        "section": line.section.value,
        "about": line.name or None,
        "what": line.what or None,
        "before": line.old or None,
        "after": line.new or None,
        "note": line.note or None,
    }
