"""A log as people read it: what each entry did, from what to what, and whom it concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.changes import Create, Field, Remove, SetField, flatten
from model.log import Entry
from model.option import Option
from model.pack import Tier
from model.records import record
from model.slot_words import held_text
from model.slots import Slot, Value, What, sets
from model.wording import DASH, listed

SEVERAL = "several things"


@record
class Told:
    """One entry of a log in words.

    Attributes
    ----------
    before, after : str
        From what to what; a dash for nothing.
    concerned : frozenset of str
        Ids of the organisations that it set something of, and of those they left or came to.
    is_done : bool
        Whether it is in effect, and not undone.
    """

    entry: Entry
    before: str
    after: str
    concerned: frozenset[str]
    is_done: bool


class History:
    """An option's log in words, with the names of the time.

    It is read once; `read` brings in what came since. What is asked of an entry is worked out then
    and kept, so that a long log is there at once.
    """

    def __init__(self, option: Option) -> None:
        self._option = option
        self._told: dict[str, tuple[str, str, frozenset[str]]] = {}
        self._named: dict[str, dict[str, str]] = {}
        self._seen = 0
        self.read()

    def read(self) -> None:
        """Read what was done since, undone and done again."""
        log = self._option.log
        self._done = {entry.id for entry in log.path()}
        self.entries = list(log)
        for entry in self.entries[self._seen :]:
            for change in flatten(entry.change):
                match change:
                    case Create(organisation, _, _, name) | SetField(
                        organisation, Field.NAME, name
                    ):
                        self._named.setdefault(organisation, {})[entry.id] = name
        self._seen = len(self.entries)

    def told(self, entry: Entry) -> Told:
        """Return an entry in words."""
        if entry.id not in self._told:
            self._told[entry.id] = self._tell(entry)
        before, after, concerned = self._told[entry.id]
        return Told(entry, before, after, concerned, self.is_done(entry))

    def is_done(self, entry: Entry) -> bool:
        """Whether an entry is in effect, and not undone."""
        return entry.id in self._done

    def name(self, organisation: str, at: str) -> str:
        """Return what an organisation was called after an entry, "" for before the first."""
        named = self._named.get(organisation, {})
        log = self._option.log
        while at and named:
            if at in named:
                return named[at]
            at = log[at].parent
        row = self._option.pack.organisations.row(organisation)
        if row is not None:
            return self._option.pack.organisations.names[row]
        return next(iter(named.values()), organisation)

    # -- telling ---------------------------------------------------------------------------

    def _tell(self, entry: Entry) -> tuple[str, str, frozenset[str]]:
        given, taken = sets(entry.change), sets(entry.inverse)
        concerned = {
            organisation
            for values in (given, taken)
            for slot, value in values.items()
            for organisation in (*slot.named(value), slot.organisation)
            if organisation
        }
        shown = _shown(entry, given)
        before = self._text([(s, taken[s]) for s in shown if s in taken], entry.parent)
        after = self._text([(s, given[s]) for s in shown], entry.id)
        return before, after, frozenset(concerned)

    def _text(self, held: Sequence[tuple[Slot, Value]], at: str) -> str:
        """Return what slots hold, in words; nothing is a dash."""
        state = self._option.state

        def name(organisation: str) -> str:
            return self.name(organisation, at)

        texts = [
            DASH if slot.what is What.PARENT and not value else held_text(slot, value, state, name)
            for slot, value in held
        ]
        different = list(dict.fromkeys(texts))
        if len({slot.what for slot, _ in held}) > 1 and len(different) > 1:
            return SEVERAL
        return listed(different) or DASH


def _shown(entry: Entry, given: Mapping[Slot, Value]) -> list[Slot]:
    """Return the slots of an entry that say what it was about: where things hang, if any moved.

    Of what came or went, where it stands; and where there are things that were there before and
    after, these say more.
    """
    parents = [slot for slot in given if slot.what is What.PARENT]
    if parents:
        came = {c.id for c in flatten(entry.change) if isinstance(c, Create | Remove)}
        return [slot for slot in parents if slot.organisation not in came] or parents
    return list(given)


def concerns(option: Option, told: Told, group: str) -> bool:
    """Whether an entry concerned a group: itself, what it has now, or what left it or came."""
    if group in told.concerned:
        return True
    state = option.state
    return group in state and any(
        o in state and state.tier(o) is not Tier.ROOT and group in state.ancestors(o)
        for o in told.concerned
    )
