"""Merging scenarios: all options that two copies have, and the list of them.

What is in an option is merged by its log (`model.merge`). The list has none: what each side did to
it is told from how it was in the copy that both come from, where somebody still knows that. Where
nobody does, or both did something else, mine stays and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from model.changes import Batch, Change, OptionField, SetOption
from model.errors import ModelError
from model.merge import Decisions, Merge, added, check_related
from model.option import Option, Status
from model.scenario import Add, ListEdit, Mark, Place, Scenario, SetPreset, SetStatus, free_name
from model.slots import Slot, What
from model.wording import listed

_NAME = Slot(What.OPTION, (OptionField.NAME,))
_SAID = {Status.ACTIVE: "in use", Status.ARCHIVED: "archived", Status.DELETED: "deleted"}


class Merging:
    """What it takes to put another copy of a scenario into mine.

    Parameters
    ----------
    mine, theirs : Scenario
        Two copies of one scenario.
    base : list, optional
        Mark of the copy that both come from, where it is known: what mine was when it was last as
        in the file that they have saved to since.

    only : str
        Id of the one option to merge; "" for all, and for the list of them.

    Attributes
    ----------
    both : tuple of Merge
        Of all options that both have.
    merges : tuple of Merge
        Of those in which they have something new.
    faults : tuple of str
        Why others can't be merged, in sentences.
    only_theirs : tuple of Option
        Options that mine lacks, and that nobody removed from mine.
    edits : list of ListEdit
        What they alone did to the list: archived, deleted and restored options, their order.
    kept : list of str
        What is other in their list and stays as mine has it, in sentences.

    Raises
    ------
    MergeRefusedError
        If they are no copies of one scenario.
    """

    def __init__(
        self, mine: Scenario, theirs: Scenario, base: Mark | None = None, *, only: str = ""
    ) -> None:
        check_related(mine, theirs)
        self.mine, self.theirs = mine, theirs
        self._mark = mine.mark
        self._saved = base
        self._base = {one[0]: one for one in base.options} if base is not None else None
        self._only = only
        there = {option.id: option for option in theirs.options}
        both, faults = [], []
        for option in mine.options:
            if option.id in there and only in ("", option.id):
                try:
                    both.append(Merge(option, there.pop(option.id)))
                except ModelError as error:
                    faults.append(f"{option.state.name} can't be merged. {error}")
        self.both, self.faults = tuple(both), tuple(faults)
        self.merges = tuple(merge for merge in both if not merge.is_nothing)
        own = {option.id for option in mine.options}
        new = (o for o in theirs.options if o.id not in own and not self._was_removed(o))
        self.only_theirs = () if only else tuple(new)
        self.edits, self.kept = ([], []) if only else self._read_list()

    def _was_removed(self, option: Option) -> bool:
        """Whether mine had an option of theirs, and they did nothing in it since."""
        was = self._base.get(option.id) if self._base is not None else None
        return was is not None and was[3] == option.log.head

    @property
    def is_nothing(self) -> bool:
        """Whether theirs has nothing that mine could take."""
        return not (self.merges or self.only_theirs or self.edits)

    @property
    def is_current(self) -> bool:
        """Whether mine is still as it was when the two were put side by side."""
        return self.mine.mark == self._mark

    @property
    def authors(self) -> str:
        """Who made their changes, in words; "" if nobody is named."""
        return listed(sorted(set[str]().union(*(merge.names for merge in self.merges))), 3)

    def again(self) -> Merging:
        """Return the same for mine as it is now."""
        return Merging(self.mine, self.theirs, self._saved, only=self._only)

    # -- the result ------------------------------------------------------------------------

    def changes(self, decisions: Sequence[Decisions]) -> list[Change]:
        """Return the change for each of `merges`, given what is decided in each.

        Two options that would have one name then are told apart: the later one gets another.

        Raises
        ------
        ChangeRefusedError
            If these choices can't be had together.
        """
        found = [m.change(d) for m, d in zip(self.merges, decisions, strict=True)]
        names = {o.id: o.state.name for o in self.mine.with_status()}
        names |= {o.id: o.state.name for o in self.mine.with_status(Status.ARCHIVED)}
        renamed = []
        for number, (merge, chosen) in enumerate(zip(self.merges, decisions, strict=True)):
            name = merge.wanted(chosen).get(_NAME)
            if merge.mine.id in names and name not in (None, names[merge.mine.id]):
                names[merge.mine.id] = str(name)
                renamed.append(number)
        for number in renamed:
            merge = self.merges[number]
            taken = {name.casefold() for o, name in names.items() if o != merge.mine.id}
            name = free_name(names[merge.mine.id], taken)
            if name != names[merge.mine.id]:
                names[merge.mine.id] = name
                found[number] = Batch((found[number], SetOption(OptionField.NAME, name)))
        return found

    def additions(self, *, when: str, who: str) -> Iterator[Add]:
        """Iterate over edits of the list that add what only they have, each to be made at once."""
        for option in self.only_theirs:
            yield Add(added(self.mine, option, when=when, who=who), len(self.mine.options))

    # -- the list --------------------------------------------------------------------------

    def _read_list(self) -> tuple[list[ListEdit], list[str]]:
        theirs = {option.id: option for option in self.theirs.options}
        in_use = {option.id for option in self.mine.with_status()}
        edits: list[ListEdit] = []
        kept: list[str] = []
        for option in self.mine.options:
            other = theirs.get(option.id)
            if other is None or other.status is option.status:
                continue
            if self._may_take(option, other) and in_use != {option.id}:
                edits.append(SetStatus(option.id, other.status))
                in_use -= {option.id}
                in_use |= {option.id} if other.status is Status.ACTIVE else set()
            elif not self._is_mine(option, other):
                name, is_so = option.state.name, _SAID[other.status]
                kept.append(f"{name} is {is_so} in theirs; yours is {_SAID[option.status]}.")
        order, is_told = self._order(theirs)
        now = [option.id for option in self.mine.options]
        for place, identifier in enumerate(order):
            if now[place] != identifier:
                now.insert(place, now.pop(now.index(identifier)))
                edits.append(Place(identifier, place))
        if is_told:
            kept.append("Their options are in another order; yours stay as they are.")
        self._read_presets(edits, kept)
        return edits, kept

    def _read_presets(self, edits: list[ListEdit], kept: list[str]) -> None:
        """Take presets that they alone made or altered; none is removed, for copies lack them."""
        mine = self.mine.presets
        was = self._saved.presets if self._saved is not None else {}
        for name, settings in self.theirs.presets.items():
            if settings in (mine.get(name), was.get(name)):  # if other, it is I who altered it
                continue
            if mine.get(name) == was.get(name):
                edits.append(SetPreset(name, settings))
            else:
                kept.append(f"The preset {name} is another in theirs; yours stays as it is.")

    def _may_take(self, mine: Option, theirs: Option) -> bool:
        """Whether only they altered what is said of an option, and I did not go on with it."""
        was = self._base.get(mine.id) if self._base is not None else None
        if was is None or was[1] is not mine.status:
            return False
        return theirs.status is Status.ACTIVE or was[3] == mine.log.head

    def _is_mine(self, mine: Option, theirs: Option) -> bool:
        """Whether it is other because I alone altered it."""
        was = self._base.get(mine.id) if self._base is not None else None
        return was is not None and was[1] is theirs.status is not mine.status

    def _order(self, theirs: Mapping[str, Option]) -> tuple[list[str], bool]:
        """Return the order to have, and whether theirs is another that is not taken."""
        mine = [option.id for option in self.mine.options]
        both = [identifier for identifier in mine if identifier in theirs]
        wanted = [identifier for identifier in theirs if identifier in both]
        if both == wanted:
            return mine, False
        was = [o for o in self._base if o in both] if self._base is not None else []
        if was == wanted:  # only I put them in another order
            return mine, False
        if was != both:
            return mine, True
        following = iter(wanted)
        return [next(following) if o in theirs else o for o in mine], False
