"""What can be searched for: organisations, people in posts, and the links of units.

Kept as one long text, a line for each, folded once: a key press costs a few searches in it, which
take no time even for tens of thousands of lines. An edit has only what it reached folded anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from model.pack import Tier
from model.state import State
from model.wording import capital, listed
from ui.dialogs.matching import fold, has_all, words

_TIERS = {tier: place for place, tier in enumerate(Tier)}


class What(IntEnum):
    """What was found; in the order to show it."""

    ORGANISATION = 0
    PERSON = 1
    LINK = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes
    ----------
    id : str
        Of an organisation (for a person: the one whose post it is), or a link's code.
    role : str
        Id of the role that a person is in.
    """

    what: What
    id: str
    name: str
    role: str = ""


_Line = tuple[int, int, str, str, str]
"""What, tier, folded text, id and role: where it stands among all."""
_MANY = 100
"""From how many differing lines on all are sorted anew."""


class SearchIndex:
    """Everything that can be found in a state."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._entries: dict[_Line, Entry] = {}
        self._of: dict[str, list[_Line]] = {}
        self._lines: list[_Line] = []
        self._text = ""
        self._starts: list[int] = []
        self._is_current = False
        self._units: dict[str, list[str]] = {}
        for organisation in state:
            self._add(organisation)
        for link in state.pack.links:
            self._units.setdefault(link.code, []).append(link.unit)
        for link in state.pack.links:
            entry = Entry(What.LINK, link.code, link.name)
            self._entries[_line(entry, f"{link.name} {link.code}", 0)] = entry
        self._lines = sorted(self._entries)

    def refresh(self, organisations: Iterable[str]) -> None:
        """Read organisations anew; some of them may have come or gone."""
        gone: list[_Line] = []
        come: list[_Line] = []
        for organisation in organisations:
            gone += self._of.pop(organisation, ())
            if organisation in self._state:
                come += self._add(organisation)
        for line in set(gone) - set(come):
            del self._entries[line]
        if len(gone) + len(come) > _MANY:
            self._lines = sorted(self._entries)
        else:
            for line in gone:
                del self._lines[bisect_left(self._lines, line)]
            for line in come:
                insort(self._lines, line)
        self._is_current = self._is_current and not gone and not come

    def _add(self, organisation: str) -> list[_Line]:
        state = self._state
        tier, name = state.tier(organisation), state.label(organisation)
        text = f"{name} {state.code(organisation)}"
        found = [(Entry(What.ORGANISATION, organisation, name), text)]
        if tier in (Tier.GROUP, Tier.UNIT):
            for role in state.pack.roles:
                if holder := state.holder(organisation, role.id):
                    found.append((Entry(What.PERSON, organisation, holder, role.id), holder))
        lines = []
        for entry, said in found:
            line = _line(entry, said, _TIERS[tier])
            self._entries[line] = entry
            lines.append(line)
        self._of[organisation] = lines
        return lines

    # -- finding ---------------------------------------------------------------------------

    def find(self, query: str, most: int = 12) -> list[Entry]:
        """Return what fits best: whole words first, then their starts, then their middles.

        Of those, what starts with it comes before what has it further on.
        """
        wanted = words(query)
        if not wanted:
            return []
        self._write()
        phrase = " ".join(wanted)
        found: dict[int, None] = {}
        for pattern in (f"\n {phrase} ", f" {phrase} ", f"\n {phrase}", f" {phrase}", phrase):
            self._scan(pattern, (), found, most)
        if len(wanted) > 1:
            longest = max(wanted, key=len)
            self._scan(longest, wanted, found, most)
        return [self._entries[self._lines[number]] for number in found]

    def _write(self) -> None:
        """Put all lines into the text."""
        if self._is_current:
            return
        texts = [f"\n {line[2]} " for line in self._lines]
        self._text = "".join(texts)
        self._starts = [0, *accumulate(map(len, texts))]
        self._is_current = True

    def _scan(self, pattern: str, wanted: Sequence[str], found: dict[int, None], most: int) -> None:
        """Add the lines that a pattern is in, and all wanted words, until there are enough."""
        at = self._text.find(pattern)
        while at >= 0 and len(found) < most:
            number = bisect_right(self._starts, at) - 1
            if not wanted or has_all(self._lines[number][2], wanted):
                found[number] = None
            at = self._text.find(pattern, self._starts[number + 1])

    # -- what is said of what was found ----------------------------------------------------

    def aside(self, entry: Entry) -> str:
        """Return what and where it is, in a few words."""
        state = self._state
        match entry.what:
            case What.ORGANISATION:
                return self._aside_of(entry.id)
            case What.PERSON:
                title = state.pack.role(entry.role).title
                return f"{title}, {state.label(entry.id)}"
            case What.LINK:
                names = [state.label(u) for u in self.units(entry)]
                return f"{capital(state.pack.words.link)} of {listed(names, 3)}"

    def _aside_of(self, organisation: str) -> str:
        state = self._state
        kind, above = state.kind(organisation), state.parent(organisation)
        if kind.tier in (Tier.ROOT, Tier.REGION) or above is None:
            return kind.label
        where = f"in {state.label(above)}"
        if kind.tier is Tier.UNIT and state.group_of(organisation) is None:
            where = f"to place, {state.label(above)}"
        return f"{state.code(organisation)} · {kind.label} {where}"

    def units(self, entry: Entry) -> list[str]:
        """Return the ids of what an entry leads to: of a link, all units that have it."""
        if entry.what is not What.LINK:
            return [entry.id]
        return [u for u in self._units.get(entry.id, ()) if u in self._state]

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all that can be found."""
        return (self._entries[line] for line in self._lines)


def _line(entry: Entry, text: str, rank: int) -> _Line:
    return (entry.what, rank, fold(text), entry.id, entry.role)
