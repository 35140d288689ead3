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
    role, number : str, int
        Of the post that a person is in.
    """

    what: What
    id: str
    name: str
    role: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Entries of one sort that fit what is searched, the best first.

    Attributes
    ----------
    title : str
        What they are.
    count : int
        How many there are, in `entries` or not.
    """

    title: str
    entries: list[Entry]
    count: int


_Line = tuple[int, int, str, str, str, int]
"""What, tier, folded text, id, role and number: where it stands among all."""
_STEP = 300
"""How many organisations are read in one step."""
_STARTS = (0, 1, 0, 1, 2, 2)
"""By how well a line fits: what is searched starts it, starts a word of it, or is in one."""
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
        for link in state.pack.links:
            self._units.setdefault(link.code, []).append(link.unit)

    def read(self) -> Iterator[None]:
        """Read everything, in steps too short to be noticed."""
        state = self._state
        for number, organisation in enumerate(state):
            if number % _STEP == _STEP - 1:
                yield
            self._add(organisation)
        for link in state.pack.links:
            entry = Entry(What.LINK, link.code, link.name)
            self._entries[_line(entry, f"{link.name} {link.code}", 0)] = entry
        yield
        self._lines = sorted(self._entries)
        yield
        self._write()

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
        for role, number in state.named(organisation):
            if number <= state.number(organisation, role):
                holder = state.holder(organisation, role, number)
                found.append((Entry(What.PERSON, organisation, holder, role, number), holder))
        lines = []
        for entry, said in found:
            line = _line(entry, said, _TIERS[tier])
            self._entries[line] = entry
            lines.append(line)
        self._of[organisation] = lines
        return lines

    # -- finding ---------------------------------------------------------------------------

    def find(self, query: str, most: int = 12) -> list[Found]:
        """Return what fits: of each sort the best first, and the sort with the best first.

        Whole words come before their starts, those before their middles; of those, what starts
        with it comes before what has it further on. A name or code that is just that comes first.

        Parameters
        ----------
        most : int
            So many entries of each sort at most.
        """
        wanted = words(query)
        if not wanted:
            return []
        self._write()
        phrase, found = " ".join(wanted), []
        for first, last in self._sorts():
            ranks = self._ranked(wanted, first, last, most)
            if ranks:
                entries = [self._entries[self._lines[number]] for number in ranks]
                count = len(ranks)
                if count == most:
                    count = self._count(wanted, first, last)
                title = self._title(self._lines[first])
                is_exact = any(self._is_called(entry, phrase) for entry in entries)
                best = -1 if is_exact else min(_STARTS[rank] for rank in ranks.values())
                found.append((best, Found(title, entries, count)))
        return [sort for _, sort in sorted(found, key=lambda ranked: ranked[0])]

    def _is_called(self, entry: Entry, phrase: str) -> bool:
        """Whether what was typed is the whole name or code of an organisation or person."""
        if entry.what is What.LINK:
            return False
        is_code = entry.what is What.ORGANISATION and fold(self._state.code(entry.id)) == phrase
        return is_code or fold(entry.name) == phrase

    def _sorts(self) -> Iterator[tuple[int, int]]:
        """Iterate over the numbers of the first line of each sort, and of the first after it."""
        first = 0
        while first < len(self._lines):
            what, tier = self._lines[first][:2]
            is_one = what is not What.ORGANISATION  # whatever they are people of, or links
            after = (what + 1, 0) if is_one else (what, tier + 1)
            last = bisect_left(self._lines, after, first, key=lambda line: line[:2])
            yield first, last
            first = last

    def _title(self, line: _Line) -> str:
        """Return what the entries of a line's sort are."""
        pack = self._state.pack
        match line[0]:
            case What.PERSON:
                return "People"
            case What.LINK:
                return capital(pack.words.links)
        tier = list(Tier)[line[1]]
        return capital(listed([kind.plural for kind in pack.kinds if kind.tier is tier]))

    def _ranked(self, wanted: Sequence[str], first: int, last: int, most: int) -> dict[int, int]:
        """Return the numbers of lines that fit best, the best first, and how well each does."""
        phrase, found = " ".join(wanted), dict[int, int]()
        patterns = (f"\n {phrase} ", f" {phrase} ", f"\n {phrase}", f" {phrase}", phrase)
        for rank, pattern in enumerate(patterns):
            for number in self._scan(pattern, first, last):
                if len(found) == most:
                    return found
                found.setdefault(number, rank)
        if len(wanted) > 1:
            for number in self._scan(max(wanted, key=len), first, last):
                if len(found) == most:
                    return found
                if has_all(self._lines[number][2], wanted):
                    found.setdefault(number, len(patterns))
        return found

    def _count(self, wanted: Sequence[str], first: int, last: int) -> int:
        longest = max(wanted, key=len)
        found = [line[2] for line in self._lines[first:last] if longest in line[2]]
        return len(found) if len(wanted) == 1 else sum(has_all(text, wanted) for text in found)

    def _write(self) -> None:
        """Put all lines into the text."""
        if self._is_current:
            return
        texts = [f"\n {line[2]} " for line in self._lines]
        self._text = "".join(texts)
        self._starts = [0, *accumulate(map(len, texts))]
        self._is_current = True

    def _scan(self, pattern: str, first: int, last: int) -> Iterator[int]:
        """Iterate over the numbers of the lines from `first` to before `last` that have a text."""
        text, starts, end = self._text, self._starts, self._starts[last]
        at = text.find(pattern, starts[first], end)
        while at >= 0:
            number = bisect_right(starts, at, first, last) - 1
            yield number
            at = text.find(pattern, starts[number + 1], end)

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
                return f"{entry.id} · {capital(state.pack.words.link)} of {listed(names, 3)}"

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
    return (entry.what, rank, fold(text), entry.id, entry.role, entry.number)
