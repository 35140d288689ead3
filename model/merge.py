"""Merging: what two copies of an option did since they parted, put together as one change.

The common past is what both logs begin with. From the state at its end to each side's state, slots
differ (`model.slots`): what only one side set is taken, what both set alike is agreed, and what
they set to different things is a conflict that a person decides. Some conflicts are of several
slots that only make sense together: a group that one side dissolved and the other still used.

Merging reads both options and alters neither; `Merge.change` gives the change to commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from model.changes import Batch, Change, OptionField, SetOption
from model.clashes import Clash, Clashes
from model.errors import ChangeRefusedError, MergeRefusedError
from model.meeting import meeting, state_after
from model.option import Option, Origin, Preview
from model.pack import Pack, Tier
from model.records import record
from model.rules.rule import Finding, Verdict
from model.rules.standing import SEVERITY_WORDS
from model.scenario import Scenario
from model.slot_words import held_text, slot_title
from model.slots import Slot, Value, What, changes_to, read, there
from model.texts import MAX_NOTE
from model.totals import Totals
from model.wording import counted, listed, sum_text


class Side(StrEnum):
    """Whose choice stands where both changed the same."""

    MINE = "mine"
    THEIRS = "theirs"


@record
class Conflict:
    """Something that both sides changed, each in its own way.

    Attributes
    ----------
    title : str
        What it is about.
    mine, theirs : str
        What each side chose, in words.
    values : mapping of Side to {slot: value}
        What the slots are to hold under each choice.
    places : tuple of str
        Ids of the groups that the choice touches, as mine has them, or theirs if only they do.
    """

    title: str
    mine: str
    theirs: str
    values: Mapping[Side, Mapping[Slot, Value]]
    places: tuple[str, ...] = ()

    def text(self, side: Side) -> str:
        """Return what a side chose, in words."""
        return self.mine if side is Side.MINE else self.theirs


@record
class Taken:
    """A place that only they changed: what it is called, and what it held and holds now."""

    title: str
    before: str
    after: str


@record
class Outcome:
    """What a group comes to under one choice; no totals where it is not there.

    Attributes
    ----------
    breaks : tuple of Finding
        What it breaks then, worst first.
    """

    place: str
    name: str
    totals: Totals | None
    breaks: tuple[Finding, ...]


Decisions = Mapping[int, Side]
"""Whose choice stands, by the conflict's number from 0; mine where nothing is said."""


def check_related(mine: Scenario, theirs: Scenario) -> None:
    """Refuse to merge what are no two copies of one scenario.

    Raises
    ------
    MergeRefusedError
        With the reason.
    """
    if mine.id != theirs.id:
        raise MergeRefusedError(
            "They are two scenarios, not two copies of one: each was made anew from a pack, "
            "so they have no past in common."
        )
    if (mine.pack.id, mine.pack.version) != (theirs.pack.id, theirs.pack.version):
        raise MergeRefusedError(
            f"They rest on different data: {mine.pack.name} {mine.pack.version} and "
            f"{theirs.pack.name} {theirs.pack.version}."
        )
    if mine.pack.organisations != theirs.pack.organisations:
        raise MergeRefusedError("They rest on different published figures.")


class Merge:
    """What it takes to put their changes to an option into mine.

    Parameters
    ----------
    mine, theirs : Option
        Two copies of one option.

    Attributes
    ----------
    met : Meeting
        The past that both have, and what came after it.
    conflicts : tuple of Conflict
    taken : tuple of Taken
        What they changed and is taken as it is.

    Raises
    ------
    MergeRefusedError
        If they have no past in common.
    """

    def __init__(self, mine: Option, theirs: Option) -> None:
        met = meeting(mine.log, theirs.log)
        if met is None or not (met.mine or mine.first == theirs.first):
            raise MergeRefusedError(
                f"{mine.state.name} and {theirs.state.name} have no past in common, or yours lacks "
                "the version that theirs was sent from."
            )
        self.mine, self.theirs, self.met = mine, theirs, met
        self._head = mine.log.head
        # Where theirs has mine in it, the past is one of mine, and the other way round.
        is_of_mine = all(entry.id in mine.log for entry in met.mine)
        base = state_after(mine if is_of_mine else theirs, met.mine)
        their_base = None if met.theirs == met.mine else state_after(theirs, met.theirs)
        self._clashes = Clashes(base, mine.state, theirs.state, their_base)
        self.conflicts = tuple(map(self._conflict, self._clashes.found))
        self.conflicts = self._checked()
        decided = {s for c in self.conflicts for v in c.values.values() for s in v}
        self.taken = tuple(
            self._taken(slot, value)
            for slot, value in self._clashes.free.items()
            if slot not in decided and not self._goes_without_saying(slot)
        )

    @property
    def is_nothing(self) -> bool:
        """Whether theirs has nothing that mine has not."""
        return not (self.taken or self.conflicts)

    @property
    def is_current(self) -> bool:
        """Whether mine is still as it was when the two were put side by side."""
        return self.mine.log.head == self._head

    @property
    def brings(self) -> str:
        """Id of the entry of their log up to which mine has it all then."""
        return self.theirs.log.head

    @property
    def names(self) -> set[str]:
        """The names of those who made their changes."""
        return {e.who for e in self.met.after_theirs if e.who}

    @property
    def authors(self) -> str:
        """Who made their changes, in words; "" if nobody is named."""
        return listed(sorted(self.names), 3)

    # -- the result ------------------------------------------------------------------------

    def change(self, decisions: Decisions) -> Change:
        """Return the one change that puts theirs into mine.

        Raises
        ------
        ChangeRefusedError
            If these choices can't be had together.
        """
        wanted = self._clashes.with_free_codes(self.wanted(decisions))
        change = Batch(changes_to(self.mine.state, wanted))
        with self.mine.tried(change):
            return change

    def wanted(self, decisions: Decisions) -> dict[Slot, Value]:
        """Return what slots are to hold."""
        wanted = dict(self._clashes.free)
        for number, conflict in enumerate(self.conflicts):
            wanted |= conflict.values[decisions.get(number, Side.MINE)]
        return wanted

    def text(self) -> str:
        """Return what the merge is called in the log."""
        whose = f"{self.authors[:120]}'s" if self.authors else "their"
        changes = counted(len(self.met.after_theirs), "change", "changes")
        decided = f", {len(self.conflicts)} decided" if self.conflicts else ""
        return f"Merge {whose} changes ({changes}{decided})"

    def why(self, decisions: Decisions, who: str) -> str:
        """Return who chose what, for the log."""
        whose = f"{self.authors}'s" if self.authors else "theirs"
        lines = []
        for number, c in enumerate(self.conflicts):
            side = decisions.get(number, Side.MINE)
            other = Side.THEIRS if side is Side.MINE else Side.MINE
            names = {Side.MINE: "mine", Side.THEIRS: whose}
            lines.append(
                f"{c.title}: {c.text(side)} ({names[side]}), not {c.text(other)} ({names[other]})"
            )
        if not lines:
            return ""
        head = f"{who} chose:" if who else "Chosen:"
        kept, length = [head], len(head)
        for number, line in enumerate(lines):
            if length + len(line) > MAX_NOTE - 60:
                kept.append(f"and {counted(len(lines) - number, 'choice', 'choices')} more")
                break
            kept.append(line)
            length += len(line) + 1
        return "\n".join(kept)

    def outcomes(self, number: int, side: Side) -> list[Outcome]:
        """Return what the groups come to that a conflict touches, if it is decided so."""
        conflict, mine = self.conflicts[number], self._with_mine
        if side is Side.MINE:
            preview = Preview({}, {})
        else:
            wanted = self._clashes.with_free_codes(conflict.values[side], mine.state)
            preview = mine.preview(Batch(changes_to(mine.state, wanted)))
            if preview.refused:
                raise ChangeRefusedError(preview.refused)
        outcomes = []
        for place in conflict.places:
            totals = mine.state.totals(place) if place in mine.state else None
            found: Sequence[Finding] = mine.findings.of(place) if place in mine.state else ()
            if place in preview.totals:
                totals = preview.totals[place][1]
            if place in preview.findings:
                found = preview.findings[place][1]
            breaks = tuple(f for f in found if f.verdict is Verdict.BREAKS and totals)
            outcomes.append(Outcome(place, self._clashes.name(place), totals, breaks))
        return outcomes

    @cached_property
    def _with_mine(self) -> Option:
        """A copy of mine with theirs put in, and every conflict decided for mine."""
        option = copied(self.mine, self.mine.pack)
        option.state.apply(self.change({}))
        return option

    # -- in words --------------------------------------------------------------------------

    def _conflict(self, clash: Clash) -> Conflict:
        values = {
            Side.MINE: MappingProxyType(dict(clash.mine)),
            Side.THEIRS: MappingProxyType(dict(clash.theirs)),
        }
        title, mine, theirs = clash.title, clash.my_words, clash.their_words
        if not title:
            told = [s for s in clash.told if not self._goes_without_saying(s)] or [*clash.told]
            title = listed([self._title(s) for s in told], 3)
            mine = self._held(told, clash.mine)
            theirs = self._held(told, clash.theirs)
        return Conflict(title, mine, theirs, MappingProxyType(values), clash.places)

    def _held(self, slots: Sequence[Slot], values: Mapping[Slot, Value]) -> str:
        state, name = self.mine.state, self._clashes.name
        return listed([held_text(s, values[s], state, name) for s in slots], 3)

    def _title(self, slot: Slot) -> str:
        return slot_title(slot, self.mine.state, self._clashes.name)

    def _taken(self, slot: Slot, value: Value) -> Taken:
        state, name, base = self.mine.state, self._clashes.name, self._clashes.base
        before = held_text(slot, read(base, slot), state, name)
        return Taken(self._title(slot), before, held_text(slot, value, state, name))

    def _goes_without_saying(self, slot: Slot) -> bool:
        """Whether a slot is said with another: what comes or goes has a name and a place."""
        if slot.what is What.THERE or not slot.organisation:
            return False
        return there(slot.organisation) in self._clashes.free

    # -- what can't be had together --------------------------------------------------------

    def _checked(self) -> tuple[Conflict, ...]:
        """Return the conflicts if mine and theirs can each be had throughout, else one of all.

        There are rules of the model that single slots don't show. Where one stands in the way, the
        choice is between all of theirs and nothing of it.
        """
        for side in Side:
            try:
                self.change(dict.fromkeys(range(len(self.conflicts)), side))
            except ChangeRefusedError as error:
                clash = self._clashes.all_or_nothing(str(error))
                self._clashes.free = {}
                return (self._conflict(clash),)
        return self.conflicts


def outcome_text(pack: Pack, outcome: Outcome) -> str:
    """Return what a group comes to, on one line."""
    return (
        f"{totals_text(pack, outcome)}; {breaks_text(outcome)}"
        if outcome.totals
        else (f"{outcome.name}: not there")
    )


def totals_text(pack: Pack, outcome: Outcome) -> str:
    """Return a group's totals on one line: "Tees: 4 units, population 560k, 13 officers"."""
    if outcome.totals is None:
        return f"{outcome.name}: not there"
    unit = pack.kind_at(Tier.UNIT)
    sums = outcome.totals.sums
    parts = [
        counted(outcome.totals.units, unit.label, unit.plural),
        *(
            f"{measure.label.lower()} {sum_text(measure, sums[measure.id], brief=True)}"
            for measure in pack.measures
            if measure.headline
        ),
        counted(outcome.totals.officers, pack.words.officer, pack.words.officers),
    ]
    return f"{outcome.name}: {', '.join(parts)}"


def breaks_text(outcome: Outcome) -> str:
    """Return which rules a group breaks, and how binding each is."""
    rules = [f"{f.rule.id} ({SEVERITY_WORDS[f.rule.severity]})" for f in outcome.breaks]
    return f"breaks {listed(rules, 4)}" if rules else "breaks nothing"


def copied(option: Option, pack: Pack) -> Option:
    """Return a copy of an option, with its whole log, over a pack that says the same as its own."""
    copy = Option(pack, option.id, *option.first)
    copy.restore(list(option.log), option.log.head, option.log.checkpoints)
    copy.start, copy.status = option.start, option.status
    return copy


def beside(scenario: Scenario, theirs: Option, identifier: str, *, when: str, who: str) -> Option:
    """Return their copy of an option as another option, to be added to a scenario beside its own.

    It is a branch of the scenario's own, from the past that both have.

    Parameters
    ----------
    identifier : str
        Id of the new option.
    """
    name = scenario.free_name(theirs.state.name)
    option = copied(theirs, scenario.pack).branch(identifier, name, when=when, who=who)
    option.origin = _origin_in(scenario, option, theirs.id)
    return option


def added(scenario: Scenario, theirs: Option, *, when: str, who: str) -> Option:
    """Return a copy of an option that a scenario lacks, to be added to it as the same option.

    It is called otherwise if its name is taken.
    """
    option = copied(theirs, scenario.pack)
    name = scenario.free_name(option.state.name)
    if name != option.state.name:
        option.commit(SetOption(OptionField.NAME, name), when=when, who=who)
    if theirs.origin is not None:
        option.origin = _origin_in(scenario, option, theirs.origin.option)
    return option


def _origin_in(scenario: Scenario, option: Option, of: str) -> Origin | None:
    """Return what an option is a branch of in a scenario, None if that is not there."""
    for mine in scenario.options:
        if mine.id == of:
            # What theirs merged of mine is in the one entry of the merge: it is no past of both.
            past = [e.id for e in option.log.path() if e.id in mine.log]
            return Origin(mine.id, past[-1] if past else "")
    return None


def decided_by(conflicts: Iterable[Conflict], side: Side) -> dict[int, Side]:
    """Return decisions that are all for one side."""
    return {number: side for number, _ in enumerate(conflicts)}
