"""What stands around the chart on a page: the words of this option, set by `furniture`."""

from __future__ import annotations

from collections.abc import Sequence

from model.chart import PostDetail
from model.pack import Tier
from model.remarks import limits_set, waivers_counted, waivers_given
from model.report.changes import past_told
from model.report.totals import headline
from model.wording import ARROW, STAR, capital, counted, day, grouped, sum_note, sum_text
from ui.pages import furniture
from ui.pages.furniture import Block, Figure, Logo, Verdicts
from ui.pages.legend import Shown, legend_entries
from ui.pages.logo import read_logo
from ui.pages.material import Material

_WAIVERS_TOLD = (
    "The rule findings of a whole board paper, or of a workbook, say for whom, by whom and why."
)
_LOGO = 34.0
"""Height of a logo, points on A4."""


class Around:
    """Sets what stands around a chart.

    Parameters
    ----------
    title : str
        Heading of every page.
    room : float
        Between the margins, points.
    k : float
        How much larger than on A4.
    line : str
        What stands on top of every page.
    logo : str
        Path of a picture that stands on the first page, "" for none.
    """

    def __init__(
        self,
        material: Material,
        title: str,
        room: float,
        k: float,
        line: str = "",
        logo: str = "",
    ) -> None:
        self.material = material
        self.option = material.option
        self.state = material.option.state
        self.title = title
        self.room = room
        self.k = k
        self._line = line
        self._logo = logo
        pack = self.option.pack
        self.kinds = {tier: pack.kind_at(tier) for tier in (Tier.REGION, Tier.GROUP, Tier.UNIT)}

    def header(self, page_title: str, notes: Sequence[Sequence[str]]) -> Block:
        """Return the heading of a page, with what is to be said below it."""
        own = furniture.header(self.title, page_title, notes, self.room, self.k)
        return furniture.below([self.line(), own])

    def logo(self) -> Block:
        """Return the logo at the right edge, nothing if there is none."""
        if not self._logo:
            return furniture.NOTHING
        image = read_logo(self._logo)
        height = _LOGO * self.k
        width = height * image.width() / image.height()
        if width > self.room / 2:
            width, height = self.room / 2, self.room / 2 * image.height() / image.width()
        item = Logo(image, self.room - width, 0.0, width, height)
        return Block((item,), height + 4 * self.k)

    def line(self) -> Block:
        """Return what stands on top of every page, nothing if there is no such line."""
        if not self._line:
            return furniture.NOTHING
        own = furniture.prose(self._line, 8.5 * self.k, self.room, bold=True)
        return Block(own.items, own.height + 3 * self.k)

    def footer(self, number: int, count: int) -> Block:
        """Return what stands at the foot of page `number` of `count`; 0 for one without number."""
        pack, about = self.option.pack, self.material.imprint
        left = (
            about.source,
            f"option {self.state.name}",
            f"as on {day(self.state.on)}",
            *past_told(self.option),
            f"{pack.name}, version {pack.version}",
        )
        right = f"{about.state} · page {number} of {count}" if count else about.state
        return furniture.footer(left, right, self.room, self.k)

    def whole_notes(self) -> list[Sequence[str]]:
        """Return what a page that shows everything says below its heading."""
        state = self.state
        region, group, unit = (self.kinds[t] for t in (Tier.REGION, Tier.GROUP, Tier.UNIT))
        waiting = len(state.tray())
        placed = (
            f"{counted(waiting, unit.label, unit.plural)} still to place"
            if waiting
            else f"every {unit.label} is placed"
        )
        parts = (
            counted(len(state.at_tier(Tier.REGION)), region.label, region.plural),
            counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural),
            counted(state.count(state.root), unit.label, unit.plural),
            placed,
            f"as on {day(state.on)}",
        )
        own = limits_set(state)
        if own:
            own[0] = f"limits set for this plan: {own[0]}"
        return [parts, own] if own else [parts]

    def region_notes(self, region: str) -> list[Sequence[str]]:
        """Return what a page of a region says below its heading."""
        state, words = self.state, self.option.pack.words
        now, (officers, accountable) = state.totals(region), self.material.before(region)
        group, unit = self.kinds[Tier.GROUP], self.kinds[Tier.UNIT]
        groups = sum(state.tier(child) is Tier.GROUP for child in state.children(region))
        parts = [
            counted(groups, group.label, group.plural),
            counted(now.units, unit.label, unit.plural),
        ]
        notes: list[Sequence[str]] = []
        for measure in headline(self.state):
            total = now.sums[measure.id]
            parts.append(f"{measure.label.lower()} {sum_text(measure, total)}")
            if note := sum_note(measure, total):
                star = f"{STAR} " if total.is_starred else ""
                notes.append([f"{star}{measure.label}: {note}"])
        parts += [
            f"{words.officers} {officers:,} {ARROW} {now.officers:,}",
            f"{words.accountables} {accountable:,} {ARROW} {now.accountable_officers:,}",
        ]
        return [parts, *notes]

    def summary(self) -> Block:
        """Return the totals of the whole, and how the rules find it."""
        state, words = self.state, self.option.pack.words
        now, (officers, accountable) = state.totals(state.root), self.material.before(state.root)
        group, unit = self.kinds[Tier.GROUP], self.kinds[Tier.UNIT]
        groups = counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)
        waiting = len(state.tray())
        placed = f"in {groups}" if waiting < now.units else f"no {group.label} yet"
        notes = (placed, f"{waiting:,} still to place") if waiting else (placed,)
        cells: list[Figure | Verdicts] = [
            Figure(unit.plural, grouped(now.units), notes, width=66),
        ]
        for measure in headline(self.state):
            total = now.sums[measure.id]
            note = sum_note(measure, total)
            lines = tuple(f"{STAR} {note}" if total.is_starred else note for _ in "." if note)
            width = 170.0 if note else 80.0
            cells.append(Figure(measure.label, sum_text(measure, total), lines, width))
        was = f"{unit.plural} alone {ARROW} this option"
        for noun, old, new, width in (
            (words.officers, officers, now.officers, 94.0),
            (words.accountables, accountable, now.accountable_officers, 108.0),
        ):
            numbers = f"{old:,} {ARROW} {new:,}"
            cells.append(Figure(capital(noun), numbers, (was,), width))
        cells.append(Verdicts("Rules", self.option.findings.summary()))
        return furniture.summary(cells, self.room, self.k)

    def legend(
        self, shown: Shown, posts: PostDetail = PostDetail.OFF, *, has_bar: bool = True
    ) -> Block:
        """Return what the signs on a page mean."""
        entries = legend_entries(self.option, shown, posts, has_bar, self.material.has_locks)
        return furniture.legend(entries, self.room, self.k)

    def marks(self, *, starred: bool = True, missing: bool = True) -> Block:
        """Return what the marks at numbers mean, as far as they are on a page."""
        entries = furniture.mark_entries(has_missing=True)
        shown = [entry for entry, seen in zip(entries, (starred, missing), strict=True) if seen]
        return furniture.legend(shown, self.room, self.k) if shown else furniture.NOTHING

    def small_print(self, size: float) -> Block:
        """Return the credits of the pack."""
        return furniture.small_print(self.option.pack.credits, self.room, size * self.k**0.5)

    def waivers(self, *places: str, most: float) -> Block:
        """Return the departures accepted in some places and below; in all, if none is named.

        Where that takes more than a height, `most`, of the chart's room, how many they are.
        """
        state = self.state
        there = {o for o in state if o in places or state.region_of(o) in places}
        within = there if places else None

        def told(lines: Sequence[str]) -> Block:
            return furniture.paragraphs(lines, 7.5 * self.k, self.room)

        block = told(waivers_given(self.option, within))
        if block.height <= most:
            return block
        return told([*waivers_counted(self.option, within), _WAIVERS_TOLD])
