"""Plans that are hard to put on paper, for exports of all formats.

`june-2011` is what most people begin with; `crowded` has 60 groups, over 1,500 posts with
somebody in each, waivers, notes, answers and a long history; `long` has names of 200 characters
wherever there are names; `small` is a plan of another pack, in which everything occurs once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import resources
from db.packs import read_pack
from model import edits
from model.changes import (
    Answer,
    Appoint,
    Change,
    Detail,
    Field,
    Move,
    OptionField,
    PostState,
    SetField,
    SetOption,
    SetPost,
    Waive,
)
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack, Tier
from model.records import altered
from model.rules.rule import WAIVABLE, Verdict
from model.scenario import Add, Scenario, from_ready
from model.texts import MAX_TEXT
from tools.sample_file import sample

READY = "june-2011"
GROUPS, ENTRIES = 60, 400
"""Of the plan that is crowded: its groups, and entries of its log at the least."""
WHO = ("Ann Lee", "Zoë O'Neil-Featherstonehaugh", "R. Singh")

FIRST = ("Ann", "Zoë", "Mohammed", "Margaret", "Piotr", "Siân", "Oluwaseun", "Jean-Luc")
LAST = ("Lee", "O'Neil", "Al-Khatib", "Smith", "Featherstonehaugh", "ap Rhys", "Adeyemi", "Żak")


@cache
def england() -> Pack:
    """Return the pack of England's units in 2011."""
    return read_pack(resources.path("packs", "pct-2011"))


def started(pack: Pack, ready: str = READY) -> Scenario:
    """Return a scenario with a ready-made option of a pack, always the same."""
    option = next(o for o in pack.options if o.id == ready)
    return from_ready(pack, option, "5ce7a410", when="2011-06-01T00:00:00+00:00", who=WHO[0])


def june_2011() -> Scenario:
    """Return the clusters of June 2011, as published."""
    return started(england())


# -- crowded ------------------------------------------------------------------------------------


def crowded() -> Scenario:
    """Return a plan of 60 groups, somebody in each of its posts, with a past and a twin."""
    scenario = june_2011()
    made = _Editor(scenario.option())
    made.split_groups()
    made.fill_posts()
    made.say()
    made.move_about()
    twin = made.option.branch("B", "Fewer, larger clusters", when=made.when(), who=WHO[1])
    scenario.apply(Add(twin, 1))
    _Editor(twin, number=5000).join_groups(12)
    return scenario


class _Editor:
    """Edits an option, a second after the other.

    Parameters
    ----------
    number : int
        Seconds after nine o'clock at which it begins.
    """

    def __init__(self, option: Option, number: int = 0) -> None:
        self.option = option
        self.state = option.state
        self._number = number

    def when(self) -> str:
        """Return the moment of the next edit."""
        self._number += 1
        minutes, seconds = divmod(self._number, 60)
        return f"2011-07-01T{9 + minutes // 60:02}:{minutes % 60:02}:{seconds:02}.000000+00:00"

    def do(self, change: Change, why: str = "") -> None:
        """Make an edit."""
        self.option.commit(change, when=self.when(), who=WHO[self._number % 3], why=why)

    def split_groups(self) -> None:
        """Halve the largest groups until there are enough of them."""
        while len(groups := self.state.at_tier(Tier.GROUP)) < GROUPS:
            largest = max(groups, key=lambda g: len(self.state.members(g)))
            members = sorted(self.state.members(largest))
            half, new = members[::2], f"new-{len(groups)}"
            name = f"{self.state.label(largest)} (north)"
            region = self.state.region_of(largest) or self.state.root
            self.do(edits.new_group(self.state, region, new, name, half), "Too large to lead.")

    def fill_posts(self) -> None:
        """Put somebody in each post."""
        letters = "ABCDEFGHJKLMNOPQRSTUVWYZ"
        both = [f"{letter}{middle}" for letter in letters for middle in letters]
        names = (f"{f} {m}. {a}" for m in both for f in FIRST for a in LAST)
        for group in self.state.at_tier(Tier.GROUP):
            named: list[Change] = []
            for post in self.state.posts_below(group):
                key = post.organisation, post.role.id, post.number
                named.append(Appoint(*key[:2], next(names), post.number))
                if len(named) % 7 == 0:
                    how = (PostState.INTERIM, PostState.ACTING)[len(named) % 2]
                    named.append(SetPost(*key, Detail.STATE, how.value))
                    named.append(SetPost(*key, Detail.NOTE, "Until the autumn; then see the plan."))
            self.do(edits.as_one(named), "As their boards agreed in June.")

    def say(self) -> None:
        """Waive what is broken, answer what is asked, and note something on each group."""
        reason = "Agreed with the region: the hospital, the council and both boards want it."
        waived = [
            Waive(f.organisation, f.rule.id, reason, "R. Singh, chair of the board", "2011-06-30")
            for f in self.option.findings
            if f.verdict is Verdict.BREAKS and f.rule.severity in WAIVABLE
        ]
        if waived:
            self.do(edits.as_one(waived), "The board's meeting of 30 June.")
        note = "Boards meet on the first Tuesday; papers a week before, to both offices. " * 4
        for group in self.state.at_tier(Tier.GROUP):
            self.do(SetField(group, Field.NOTE, note.strip()))
            answers = [
                Answer(group, rule.id, item.id, "As the boards said" if item.is_text else "yes")
                for rule in self.state.pack.rules
                for item in rule.items
                if rule.scope == item.of == Tier.GROUP
            ]
            self.do(edits.as_one(answers))

    def move_about(self) -> None:
        """Move units to the neighbouring group and back, with reasons."""
        groups = self.state.at_tier(Tier.GROUP)
        turn = 0
        while len(self.option.log) < ENTRIES:
            group, other = groups[turn % len(groups)], groups[(turn + 1) % len(groups)]
            unit = self.state.members(group)[0]
            self.do(Move(unit, other), "To see what it would come to.")
            turn += 1
            self.do(Move(unit, group), f"Not after all: attempt {turn} of many.")

    def join_groups(self, number: int) -> None:
        """Put so many groups into the one beside them."""
        groups = self.state.at_tier(Tier.GROUP)
        for one, other in zip(groups[: 2 * number : 2], groups[1 : 2 * number : 2], strict=True):
            moves = [Move(unit, other) for unit in self.state.members(one)]
            if moves:
                self.do(edits.as_one(moves), "One board fewer.")


# -- long ---------------------------------------------------------------------------------------

WORDS = "and the Metropolitan Boroughs of Upper and Lower Wimbleford with St Mary's-in-the-Marsh "
LETTERS = "MWwgjpqxyzÅÉ"


def _wordy(name: str) -> str:
    return f"{name} {WORDS * 3}"[:MAX_TEXT].strip()


def _unbroken(name: str) -> str:
    return (name.replace(" ", "") + LETTERS * 20)[:MAX_TEXT]


def _quoting(name: str) -> str:
    return f"'{name}' {'`tis o`clock ' * 3}{WORDS * 3}"[:MAX_TEXT].strip()


def _formula(name: str) -> str:
    return f"=SUM(A1:A9) & {name} {WORDS * 3}"[:MAX_TEXT].strip()


def _foreign(name: str) -> str:
    return f"{name} \N{HOSPITAL} Объединение больниц Šiauliai \N{SNOWMAN} {WORDS * 3}"[
        :MAX_TEXT
    ].strip()


LONG = (_wordy, _unbroken, _quoting, _formula, _foreign)
"""Ways to make a name long, each of which has broken a writer of files somewhere."""


def long() -> Scenario:
    """Return June 2011 with names of 200 characters: of bodies, posts, people and options."""
    usual = england()
    organisations = Organisations.of(
        altered(o, name=LONG[place % len(LONG)](o.name))
        for place, o in enumerate(usual.organisations)
    )
    options = tuple(
        altered(
            o,
            name=_wordy(o.name),
            groups=tuple(
                altered(g, name=LONG[place % len(LONG)](g.name)) for place, g in enumerate(o.groups)
            ),
        )
        for o in usual.options
    )
    # Not all roles and people, which make a deck of 900 slides and show no more than some of them.
    roles = tuple(
        role if place % 3 else altered(role, title=_wordy(role.title))
        for place, role in enumerate(usual.roles)
    )
    scenario = started(replace(usual, organisations=organisations, options=options, roles=roles))
    made = _Editor(scenario.option())
    for place, group in enumerate(made.state.at_tier(Tier.GROUP)[::5]):
        named = [
            Appoint(
                post.organisation, post.role.id, make(f"{FIRST[place % 8]} {number}"), post.number
            )
            for number, post in enumerate(made.state.posts_below(group))
            for make in (LONG[(place + number) % len(LONG)],)
        ]
        made.do(edits.as_one(named), _unbroken("Why"))
    made.say()
    made.do(SetOption(OptionField.NOTE, f"{_unbroken('Note')} {WORDS * 8}"))
    twin = made.option.branch("B", _unbroken("Option"), when=made.when(), who=_wordy("Ann"))
    scenario.apply(Add(twin, 1))
    _Editor(twin, number=5000).join_groups(5)
    return scenario


# -- another pack -------------------------------------------------------------------------------


def small() -> Scenario:
    """Return a plan of a pack of six units, in which all that a plan can say occurs."""
    return sample()


PLANS = {"june-2011": june_2011, "crowded": crowded, "long": long, "small": small}


def blank_of(option: Option) -> Scenario:
    """Return a plan over the pack of another in which nothing is placed yet."""
    blank = Option(option.pack, "blank", option.state.name, option.state.on)
    return Scenario("b1a4c", option.pack, "2011-06-01T00:00:00+00:00", [blank], blank.id)
