"""What differs between two options, in words: the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from model.changes import Arrangement, Detail, Field, OptionField, PostState
from model.comparison import Comparison, Edited, Judged, Moved, TotalsPair
from model.describe import SEAT_WORDS
from model.matching import How, Match
from model.norm import in_brief, norm_of
from model.option import Option
from model.pack import Measure, Pack, Tier
from model.post_words import STATE_WORDS, destination_words, wte_words
from model.records import record
from model.rules.limits import limit_label, limit_words, with_limits
from model.rules.rule import Finding
from model.rules.standing import EXCEPTION, VERDICT_WORDS
from model.slots import Slot, Value, What, nothing_in
from model.state import State
from model.texts import read_day
from model.totals import Totals
from model.wording import (
    DASH,
    MINUS,
    STAR,
    amount,
    capital,
    counted,
    day,
    grouped,
    money,
    noun,
    sum_text,
    unplaced,
)


class Section(StrEnum):
    """What kind of difference it is, in the order in which they are told."""

    ADDED = "added"
    DISSOLVED = "dissolved"
    RENAMED = "renamed"
    MOVED = "moved"
    MEMBERS = "members"
    POSTS = "posts"
    FIELDS = "fields"
    LINKS = "links"
    FIGURES = "figures"
    RULES = "rules"
    OPTION = "option"
    GAINED = "gained"
    CLEARED = "cleared"
    ALTERED = "altered"


SECTION_WORDS = {
    Section.ADDED: "Added",
    Section.DISSOLVED: "Dissolved",
    Section.RENAMED: "Renamed or matched",
    Section.MOVED: "Moved",
    Section.MEMBERS: "Members of successors",
    Section.POSTS: "Posts",
    Section.FIELDS: "Dates, employers, locks and notes",
    Section.LINKS: "Links",
    Section.FIGURES: "Figures entered",
    Section.RULES: "Limits, exceptions and answers",
    Section.OPTION: "The plan as a whole",
    Section.GAINED: "Findings gained",
    Section.CLEARED: "Findings cleared",
    Section.ALTERED: "Findings altered",
}

_SECTIONS = {
    What.OPTION: Section.OPTION,
    What.FIELD: Section.FIELDS,
    What.HOLDER: Section.POSTS,
    What.DETAIL: Section.POSTS,
    What.STAFF: Section.POSTS,
    What.ARRANGED: Section.POSTS,
    What.LINK: Section.LINKS,
    What.LIMIT: Section.RULES,
    What.WAIVER: Section.RULES,
    What.ANSWER: Section.RULES,
    What.FIGURE: Section.FIGURES,
    What.SUCCESSOR: Section.MEMBERS,
}

_FIELD_WORDS = {
    Field.NAME: "Name",
    Field.FORMED: "Formed",
    Field.EMPLOYER: "Employer of its shared posts",
    Field.LOCKED: "Locked",
    Field.GOVERNANCE: "How its boards decide",
    Field.LEGAL: "Legal body",
    Field.BOARD: "Board of its own",
    Field.ACCOUNTABLE: "Accountable officer of its own",
    Field.AUTHORISED: "Authorised",
    Field.NOTE: "Note",
}

_DETAIL_WORDS = {
    Detail.STATE: "how filled",
    Detail.WTE: "working time",
    Detail.VOTE: "vote",
    Detail.EMPLOYER: "employer",
    Detail.DESTINATION: "where its duties go",
    Detail.COST: "cost",
    Detail.NOTE: "note",
}

_OPTION_WORDS = {
    OptionField.NAME: "Name",
    OptionField.ON: "As-on date",
    OptionField.NOTE: "Note",
    OptionField.STRUCTURE: "Looks ahead to",
    OptionField.LEGAL: "Successors are legal bodies",
}


@record
class Line:
    """One difference.

    Attributes
    ----------
    before, after : str
        Ids of the organisation it is about, "" where it is not there, or for the whole plan.
    name : str
        What it is about, with its code.
    what : str
        What of it differs, "" where the section says it.
    old, new : str
        What it is in each.
    note : str
        What else must be said.
    """

    section: Section
    before: str
    after: str
    name: str
    what: str
    old: str
    new: str
    note: str = ""

    @property
    def texts(self) -> tuple[str, str, str, str, str, str]:
        """All that is shown, from left to right."""
        section = SECTION_WORDS[self.section]
        return section, self.name, self.what, self.old, self.new, self.note


def lines(comparison: Comparison, before: Option, after: Option) -> list[Line]:
    """Return all differences in words, by section."""
    words = _Words(before.state, after.state)
    found: list[Line] = [
        *(words.came(match) for match in comparison.added),
        *(words.went(match) for match in comparison.dissolved),
        *(words.renamed(match) for match in comparison.renamed),
        *(words.moved(moved) for moved in comparison.moves),
        *(words.edited(edited) for edited in comparison.edits),
        *(words.judged(judged) for judged in comparison.judged),
    ]
    order = {section: number for number, section in enumerate(Section)}
    return sorted(found, key=lambda line: order[line.section])


def by_section(found: Iterable[Line]) -> Iterator[tuple[Section, list[Line]]]:
    """Iterate over the sections that have lines, each with them."""
    of: dict[Section, list[Line]] = {section: [] for section in Section}
    for line in found:
        of[line.section].append(line)
    return ((section, some) for section, some in of.items() if some)


def place_words(state: State, place: str) -> str:
    """Return where an organisation hangs: a group, none of a region, or what else it is."""
    if state.tier(place) in (Tier.REGION, Tier.ROOT):
        return unplaced(state.pack.kind_at(Tier.GROUP).label, state.label(place))
    return state.label(place)


class _Words:
    """Puts the differences of two states into words."""

    def __init__(self, before: State, after: State) -> None:
        self._before, self._after = before, after

    def _name(self, before: str, after: str) -> str:
        state, at = (self._after, after) if after else (self._before, before)
        return f"{state.code(at)} {state.label(at)}" if at else ""

    # -- organisations ---------------------------------------------------------------------

    def came(self, match: Match) -> Line:
        size = _size(self._after, match.after)
        return self._line(Section.ADDED, "", match.after, "", "", size)

    def went(self, match: Match) -> Line:
        size = _size(self._before, match.before)
        return self._line(Section.DISSOLVED, match.before, "", "", size, "")

    def renamed(self, match: Match) -> Line:
        old, new = self._name(match.before, ""), self._name("", match.after)
        note = match_words(match, self._after)
        return self._line(Section.RENAMED, match.before, match.after, "", old, new, note)

    def moved(self, moved: Moved) -> Line:
        before, after = self._before, self._after
        texts = _hanging(before, moved.before), _hanging(after, moved.after)
        if texts[0] == texts[1]:  # two groups of one name
            texts = self._name(moved.left, ""), self._name("", moved.entered)
        return self._line(Section.MOVED, moved.before, moved.after, "", *texts)

    def _line(
        self,
        section: Section,
        before: str,
        after: str,
        what: str,
        old: str,
        new: str,
        note: str = "",
    ) -> Line:
        return Line(section, before, after, self._name(before, after), what, old, new, note)

    # -- what is set -----------------------------------------------------------------------

    def edited(self, edited: Edited) -> Line:
        nothing = nothing_in(edited.slot)
        texts = (
            self._unset(edited, state, at)
            if value == nothing
            else self._value(edited.slot, state, value)
            for state, at, value in (
                (self._before, edited.before, edited.old),
                (self._after, edited.after, edited.new),
            )
        )
        section, what = _SECTIONS[edited.slot.what], self._what(edited)
        return self._line(section, edited.before, edited.after, what, *texts)

    def _what(self, edited: Edited) -> str:
        """Return what of its organisation differs."""
        pack, key = self._after.pack, edited.slot.key
        match edited.slot.what:
            case What.OPTION:
                return _OPTION_WORDS[OptionField(str(key[0]))]
            case What.FIELD:
                return _FIELD_WORDS[Field(str(key[1]))]
            case What.HOLDER | What.DETAIL | What.STAFF | What.ARRANGED:
                return self._what_of_post(edited.slot)
            case What.LINK:
                return self._link(edited)
            case What.LIMIT | What.WAIVER | What.ANSWER:
                return self._what_of_rule(edited.slot)
            case What.FIGURE:
                return pack.measure(str(key[1])).label
        return "Member of"

    def _what_of_post(self, slot: Slot) -> str:
        role = self._after.pack.role(str(slot.key[1]))
        if slot.what is What.STAFF:
            return f"{role.title}: number of posts"
        if slot.what is What.ARRANGED:
            return f"{role.title}: how the seat is filled"
        number = slot.key[2]
        title = role.title if number == 1 else f"{role.title} {number}"
        return title if slot.what is What.HOLDER else f"{title}: {_DETAIL_WORDS[_detail(slot)]}"

    def _what_of_rule(self, slot: Slot) -> str:
        if slot.what is What.LIMIT:
            rule = self._after.pack.rule(str(slot.key[0]))
            return f"{rule.id} {rule.title}: {limit_label(str(slot.key[1]))}"
        rule = self._after.pack.rule(str(slot.key[1]))
        if slot.what is What.WAIVER:
            return f"{rule.id} {rule.title}: {EXCEPTION[0]}"
        asked = str(slot.key[2])
        return f"{rule.id} {next((i.label for i in rule.items if i.id == asked), asked)}"

    def _link(self, edited: Edited) -> str:
        words, code = self._after.pack.words, str(edited.slot.key[1])
        links = self._after.links(edited.after) if edited.after else []
        name = next((link.name for link in links if link.code == code), code)
        return f"{capital(words.link)} {name}"

    @staticmethod
    def _value(slot: Slot, state: State, value: Value) -> str:
        """Return what a slot holds, in words."""
        match slot.what:
            case What.OPTION:
                return _option_value(state, OptionField(str(slot.key[0])), str(value))
            case What.FIELD:
                return _field_value(state, Field(str(slot.key[1])), str(value))
            case What.DETAIL:
                return _detail_value(state, _detail(slot), str(value))
            case What.ARRANGED:
                return SEAT_WORDS[Arrangement(str(value))]
            case What.LINK:
                return "dropped"
            case What.LIMIT:
                return _limit(state, slot)
            case What.WAIVER:
                assert isinstance(value, tuple)
                return _waiver(value)
            case What.FIGURE:
                return f"{amount(state.pack.measure(str(slot.key[1])), int(str(value)))}, entered"
            case What.SUCCESSOR:
                return state.label(str(value))
        return str(value)

    @staticmethod
    def _unset(edited: Edited, state: State, at: str) -> str:
        """Return what is so where nothing is set."""
        key = edited.slot.key
        match edited.slot.what:
            case What.DETAIL | What.STAFF if at:
                return "as usual"
            case What.ARRANGED if at:
                return SEAT_WORDS[None]
            case What.LINK:
                return "kept"
            case What.LIMIT:
                return _limit(state, edited.slot)
            case What.FIGURE if at:
                figure = state.published_figure(at, str(key[1]))
                if figure is not None:
                    measure = state.pack.measure(str(key[1]))
                    return f"{amount(measure, figure.value)}{STAR * figure.is_estimate}, published"
            case What.FIELD if at and key[1] == Field.GOVERNANCE:
                return _field_value(state, Field.GOVERNANCE, "")
            case What.OPTION if key[0] == OptionField.STRUCTURE:
                return "things as they are"
        return DASH

    # -- findings --------------------------------------------------------------------------

    def judged(self, judged: Judged) -> Line:
        section = Section.ALTERED
        if judged.is_gained:
            section = Section.GAINED
        elif judged.is_cleared:
            section = Section.CLEARED
        rule = judged.finding.rule
        old, new = _verdict(judged.old), _verdict(judged.new)
        what, note = f"{rule.id} {rule.title}", judged.finding.sentence
        return self._line(section, judged.before, judged.after, what, old, new, note)


def match_words(match: Match, after: State) -> str:
    """Return how an organisation was found in both: "the same one", or by which members."""
    if match.how is not How.OVERLAP:
        return "the same one"
    kind = after.pack.kind_at(Tier.UNIT)
    of = noun(match.of, kind.label, kind.plural)
    return f"matched by most members in common: {grouped(match.units)} of {grouped(match.of)} {of}"


def _size(state: State, organisation: str) -> str:
    """Return how many a group has, with its first figure."""
    if state.tier(organisation) is not Tier.GROUP:
        return state.kind(organisation).label
    kind, totals = state.pack.kind_at(Tier.UNIT), state.totals(organisation)
    parts = [counted(totals.units, kind.label, kind.plural)]
    measure = next((m for m in state.pack.measures if m.headline), None)
    if measure is not None:
        parts.append(
            f"{in_brief(norm_of(state), measure, totals.sums[measure.id])} {measure.short}"
        )
    return ", ".join(parts)


def _hanging(state: State, organisation: str) -> str:
    parent = state.parent(organisation)
    if parent is None:
        return DASH
    is_unit = state.tier(organisation) is Tier.UNIT
    return place_words(state, parent) if is_unit else state.label(parent)


def _detail(slot: Slot) -> Detail:
    return Detail(str(slot.key[3]))


def _option_value(state: State, field: OptionField, value: str) -> str:
    if field is OptionField.ON:
        return day(read_day(value))
    if field is OptionField.STRUCTURE:
        structure = state.pack.structure(value)
        return structure.label if structure else value
    return value


def _field_value(state: State, field: Field, value: str) -> str:
    match field:
        case Field.FORMED:
            return day(read_day(value))
        case Field.EMPLOYER:
            return state.label(value)
        case Field.GOVERNANCE:
            governance = state.pack.governance(value)
            return governance.label if governance else DASH
    return value


def _detail_value(state: State, detail: Detail, value: str) -> str:
    match detail:
        case Detail.STATE:
            return STATE_WORDS[PostState(value)]
        case Detail.WTE:
            return wte_words(int(value))
        case Detail.COST:
            return money(int(value))
        case Detail.EMPLOYER:
            return state.label(value)
        case Detail.DESTINATION:
            return destination_words(state.pack, value)
    return value


def _limit(state: State, slot: Slot) -> str:
    rule, key = map(str, slot.key)
    return limit_words(with_limits(state.pack.rule(rule), state.limits), key, state.pack)


def _waiver(value: Sequence[str]) -> str:
    reason, who, on = value
    return f"{reason} ({who}, {day(read_day(on))})"


def _verdict(finding: Finding | None) -> str:
    return DASH if finding is None else VERDICT_WORDS[finding.verdict]


# -- totals --------------------------------------------------------------------------------------


@record
class Count:
    """Something that totals are compared by.

    Attributes
    ----------
    measure : Measure or None
        None for what is counted in the tree and its boards.
    """

    id: str
    label: str
    measure: Measure | None = None

    def number(self, totals: Totals | None) -> int | None:
        """Return what totals come to, None where nothing is known."""
        if totals is None:
            return None
        if self.measure is None:
            number: int = getattr(totals, self.id)
            return number
        total = totals.sums[self.measure.id]
        return None if total.is_missing else total.value

    def text(self, totals: Totals | None) -> str:
        """Return that as it is written."""
        if totals is not None and self.measure is not None:
            return sum_text(self.measure, totals.sums[self.measure.id])
        number = self.number(totals)
        return DASH if number is None else grouped(number)

    def difference(self, pair: TotalsPair) -> int:
        """Return how much more the second has; what is not there counts as nothing."""
        return (self.number(pair.new) or 0) - (self.number(pair.old) or 0)

    def difference_text(self, pair: TotalsPair) -> str:
        """Return how much more or less the second has: "+1,200", "0"."""
        number = self.difference(pair)
        size = grouped(abs(number)) if self.measure is None else amount(self.measure, abs(number))
        return f"{'+' if number > 0 else MINUS}{size}" if number else "0"


def counts_of(pack: Pack) -> list[Count]:
    """Return what the totals of a pack's organisations are compared by."""
    units, words = pack.kind_at(Tier.UNIT).plural, pack.words
    return [
        Count("units", units),
        *(Count(m.id, m.label, m) for m in pack.measures if m.headline),
        Count("officers", capital(words.officers)),
        Count("board_seats", capital(words.seats)),
        Count("accountable_officers", capital(words.accountables)),
    ]


def pair_name(pair: TotalsPair, before: State, after: State) -> str:
    """Return what totals are of; with what it was called in the first, if that is another name."""
    if not pair.after:
        return f"{before.code(pair.before)} {before.label(pair.before)} (dissolved)"
    name = f"{after.code(pair.after)} {after.label(pair.after)}"
    if not pair.before:
        return f"{name} (added)"
    old = before.label(pair.before)
    return name if old == after.label(pair.after) else f"{name} (was {old})"


def summary(comparison: Comparison) -> str:
    """Return what differs in one line: "2 added, 5 moved, 3 findings gained"."""
    if comparison.is_same:
        return "The two are the same."
    parts = [
        (len(comparison.added), "added", "added"),
        (len(comparison.dissolved), "dissolved", "dissolved"),
        (len(comparison.renamed), "renamed or matched", "renamed or matched"),
        (len(comparison.moves), "moved", "moved"),
        (len(comparison.edits), "setting differs", "settings differ"),
        (sum(j.is_gained for j in comparison.judged), "finding gained", "findings gained"),
        (sum(j.is_cleared for j in comparison.judged), "finding cleared", "findings cleared"),
        (
            sum(not (j.is_gained or j.is_cleared) for j in comparison.judged),
            "finding altered",
            "findings altered",
        ),
    ]
    return ", ".join(counted(number, *words) for number, *words in parts if number) + "."
