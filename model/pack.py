"""What a pack says: kinds, measures, roles, baseline organisations, links, rules, options.

Frozen records only. A pack is read and validated in `db.packs`; a scenario file carries the
pack as used, so that it opens the same years later.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeVar

from model.organisations import Organisations
from model.records import record
from model.rules.rule import Rule


class Tier(StrEnum):
    """Where in the tree organisations of a kind stand."""

    ROOT = "root"
    REGION = "region"
    GROUP = "group"
    """What units are moved into (a cluster)."""
    UNIT = "unit"
    """What gets moved."""
    PART = "part"
    """Anything below a unit; it travels with its unit."""
    SUCCESSOR = "successor"
    """What takes over from units: made by users, with units or parts as its members."""


class Aggregate(StrEnum):
    """What the figure of a group of organisations means."""

    SUM = "sum"
    NEVER = "never"
    """Tested organisation by organisation; a sum may be shown but never judged."""


class Style(StrEnum):
    """How a measure's integers are written."""

    COUNT = "count"
    MONEY = "money"
    """Pounds."""


@record
class Kind:
    """A type of organisation.

    Attributes
    ----------
    parents : tuple of str
        Ids of the kinds that may be its parent; empty for the root.
    creatable, movable, deletable : bool
        What a user may do to organisations of the kind.
    legal_body : bool
        Whether it may employ people and hold a budget in law.
    """

    id: str
    label: str
    plural: str
    tier: Tier
    parents: tuple[str, ...] = ()
    legal_body: bool = False
    creatable: bool = False
    movable: bool = False
    deletable: bool = False


@record
class Measure:
    """A figure that organisations of one kind carry.

    Attributes
    ----------
    label : str
        "Population"; starts sentences and heads columns.
    short : str
        "people"; follows a number in a card.
    carrier : str
        Id of the kind whose organisations carry it: one of them without a figure is *missing*.
    headline : bool
        Whether cards and the totals table show it.
    enterable : bool
        Whether users may enter figures of their own.
    signed : bool
        Whether a figure may be below 0: a balance may, people and costs may not.
    stands_for : str
        Id of the measure whose sum over a successor's members a figure of this one takes the place
        of; "" for none.
    """

    id: str
    label: str
    short: str
    carrier: str
    style: Style = Style.COUNT
    aggregate: Aggregate = Aggregate.SUM
    headline: bool = False
    explanation: str = ""
    enterable: bool = False
    signed: bool = False
    stands_for: str = ""


@record
class Role:
    """A kind of post on a unit's board.

    Attributes
    ----------
    executive : bool
        Counts as an officer.
    merges : bool
        One holder at group level fills the seat on every member's board.
    accountable : bool
        The holder answers in person for the unit's money.
    voting : bool
        Has a vote on the board; otherwise in attendance.
    number : int
        How many posts of the role a unit has as a rule; 0 for those that users add.
    lay : bool
        A member of the board from outside, no officer of the organisation.
    statutory : bool
        The law asks for the post; otherwise it is custom.
    common : bool
        Where a group's members have one board in common, one set of holders sits on all boards.
    """

    id: str
    title: str
    short: str
    executive: bool = True
    merges: bool = False
    accountable: bool = False
    voting: bool = True
    number: int = 1
    lay: bool = False
    statutory: bool = False
    common: bool = False


@record
class Governance:
    """A way in which the boards of a group's members decide together.

    Attributes
    ----------
    number : str
        What the guidance calls it, "" if nothing.
    common : bool
        One board in practice for all members: its chair and lay members are the same people.
    committee : bool
        A committee of all members decides within what they delegate to it.
    """

    id: str
    label: str
    number: str = ""
    common: bool = False
    committee: bool = False
    text: str = ""


@record
class Destination:
    """Where the duties of a post may go when the organisation ends."""

    id: str
    label: str


@record
class SeriesPoint:
    """How many persons were accountable in a year of the past, for plans to be compared with.

    Attributes
    ----------
    local, regional : int
        In bodies that do what the groups do now, and in those above them.
    local_label, regional_label : str
        What those bodies were: "health authorities".
    """

    year: int
    local: int
    local_label: str
    regional: int
    regional_label: str
    source: str = ""
    note: str = ""

    @property
    def total(self) -> int:
        """All of them."""
        return self.local + self.regional


@record
class RegionalLeaders:
    """How many persons are accountable above the groups, from a day on.

    Attributes
    ----------
    label : str
        What bodies they lead, as follows a number.
    start : datetime.date or None
        None for always, until the next begins.
    """

    number: int
    label: str
    start: datetime.date | None = None
    source: str = ""


ENDED = "abolished"
"""What is said of what has ended, if a pack does not say more."""


@record
class Body:
    """What organisations of one kind are in a structure.

    Attributes
    ----------
    label, plural : str
        What they are called there.
    under : str
        Id of the kind that they answer to; "" for the root itself.
    optional : bool
        Users choose whether they are legal bodies, each with its board and accountable officer.
    word : str
        What the chart says each of them is ("office of the Board"); "" for whether it is a legal
        body.
    """

    kind: str
    label: str
    plural: str
    under: str = ""
    legal_body: bool = False
    board: bool = False
    accountable: bool = False
    optional: bool = False
    word: str = ""


@record
class Structure:
    """What a reorganisation may lead to: which bodies there are, and what each of them is.

    Attributes
    ----------
    bodies : tuple of Body
        From the top down; a kind that is not among them has ended.
    text : str
        Who does what in it.
    ended : str
        What the chart says of an organisation of a kind that has ended ("abolished 2013").
    notice : str
        What ends, and when, for the head of the chart.
    """

    id: str
    label: str
    bodies: tuple[Body, ...]
    text: str = ""
    source: str = ""
    ended: str = ENDED
    notice: str = ""

    def body(self, kind: str) -> Body | None:
        """Return what organisations of a kind are, None if there are none any more."""
        return next((body for body in self.bodies if body.kind == kind), None)


def stand_in_fault(measure: Measure, before: Iterable[Measure], kinds: Iterable[Kind]) -> str:
    """Return what is wrong with what a measure stands for, "" if nothing is.

    Parameters
    ----------
    before : iterable of Measure
        Those that are listed before it.
    """
    if not measure.stands_for:
        return ""
    listed = list(before)
    of = next((m for m in listed if m.id == measure.stands_for), None)
    if of is None:
        return f"it stands for {measure.stands_for!r}, which is no measure before it"
    tiers = {kind.id: kind.tier for kind in kinds}
    if tiers[measure.carrier] is not Tier.SUCCESSOR or tiers[of.carrier] is Tier.SUCCESSOR:
        return "what successors carry stands for what others carry, nothing else does"
    if any(m.stands_for == of.id for m in listed):
        return f"two measures stand for {of.id!r}"
    if (of.style, of.aggregate) != (measure.style, measure.aggregate):
        return f"it is counted otherwise than {of.id!r}"
    return ""


def structure_fault(structure: Structure, kinds: Iterable[Kind]) -> str:
    """Return what is wrong with a structure, "" if nothing is."""
    tiers = {kind.id: kind.tier for kind in kinds}
    seen: set[str] = set()
    for body in structure.bodies:
        if body.kind not in tiers or body.kind in seen:
            return f"the kind {body.kind!r} is there twice, or not in the pack"
        if not seen and tiers[body.kind] is not Tier.ROOT:
            return "its first body is not the root"
        if bool(seen) != bool(body.under) or (body.under and body.under not in seen):
            return f"{body.kind!r} does not answer to a body that comes before it"
        seen.add(body.kind)
    return "" if seen else "it has no bodies"


@record
class Link:
    """A tie of a unit that must survive any re-drawing (a council it works with).

    Attributes
    ----------
    people : int or None
        People who live in both.
    """

    unit: str
    code: str
    name: str
    people: int | None = None


@record
class Border:
    """Two units that touch.

    Attributes
    ----------
    kind : str
        "land", "water" or "sea".
    length_m : int
        Shared border on land, metres.
    fixed_link : bool
        Whether a bridge or tunnel joins the two (always True for land).
    """

    a: str
    b: str
    kind: str
    length_m: int = 0
    fixed_link: bool = True
    note: str = ""


@record
class Fact:
    """A named text that organisations carry besides their figures ("in deficit": "yes")."""

    id: str
    label: str
    source: str = ""


@record
class StartGroup:
    """A group of a ready-made option."""

    id: str
    code: str
    name: str
    parent: str
    members: tuple[str, ...]
    leader: str = ""
    leader_source: str = ""
    note: str = ""


@record
class ReadyOption:
    """A plan that the pack offers to start from.

    Attributes
    ----------
    on : datetime.date
        The as-on date: rules in force on it apply.
    """

    id: str
    name: str
    on: datetime.date
    groups: tuple[StartGroup, ...] = ()
    summary: str = ""
    source: str = ""


@record
class Words:
    """The pack's own words for things that are not kinds of organisation."""

    officer: str
    officers: str
    accountable: str
    accountables: str
    seat: str = "board seat"
    seats: str = "board seats"
    link: str = "link"
    links: str = "links"
    norm: str = "planning norm"


@record
class Pack:
    """Everything that makes Footprint serve one reorganisation.

    Attributes
    ----------
    credits : tuple of str
        Licence and credit lines, shown in About and kept in every file.
    organisations : Organisations
        The baseline.
    boundaries : mapping of unit id to bytes
        Areas on a map, packed; `db.boundaries` makes an atlas of them.
    """

    id: str
    name: str
    version: str
    as_of: datetime.date
    words: Words
    kinds: tuple[Kind, ...]
    measures: tuple[Measure, ...]
    roles: tuple[Role, ...]
    organisations: Organisations
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    borders: tuple[Border, ...] = ()
    boundaries: Mapping[str, bytes] = MappingProxyType({})
    facts: tuple[Fact, ...] = ()
    governances: tuple[Governance, ...] = ()
    destinations: tuple[Destination, ...] = ()
    series: tuple[SeriesPoint, ...] = ()
    regional: tuple[RegionalLeaders, ...] = ()
    structures: tuple[Structure, ...] = ()
    options: tuple[ReadyOption, ...] = ()
    credits: tuple[str, ...] = ()
    summary: str = ""

    def kind(self, kind_id: str) -> Kind:
        """Return the kind of that id.

        Raises
        ------
        KeyError
            If the pack has no such kind.
        """
        return _named(self.kinds, kind_id)

    def kind_at(self, tier: Tier) -> Kind:
        """Return the pack's kind at `tier`; the first, where it has several.

        Raises
        ------
        KeyError
            If the pack has none there.
        """
        for kind in self.kinds:
            if kind.tier is tier:
                return kind
        raise KeyError(tier)

    def measure(self, measure_id: str) -> Measure:
        """Return the measure of that id.

        Raises
        ------
        KeyError
            If the pack has no such measure.
        """
        return _named(self.measures, measure_id)

    def role(self, role_id: str) -> Role:
        """Return the role of that id.

        Raises
        ------
        KeyError
            If the pack has no such role.
        """
        return _named(self.roles, role_id)

    def governance(self, governance_id: str) -> Governance | None:
        """Return a governance by its id; the first for "", None if the pack has none.

        Raises
        ------
        KeyError
            If the pack has no such governance.
        """
        if not governance_id:
            return self.governances[0] if self.governances else None
        return _named(self.governances, governance_id)

    def structure(self, structure_id: str) -> Structure | None:
        """Return a structure by its id, None for "".

        Raises
        ------
        KeyError
            If the pack has no such structure.
        """
        return _named(self.structures, structure_id) if structure_id else None

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id, as the pack has it.

        Raises
        ------
        KeyError
            If the pack has no such rule.
        """
        return _named(self.rules, rule_id)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasId)


def _named(things: Iterable[_Named], wanted: str) -> _Named:
    """Return the thing of that id; a pack has a handful of each."""
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)
