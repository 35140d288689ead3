"""What is written on cards and rows: texts worked out once, laid out once, and kept.

A face holds prepared texts (`QStaticText`), so that a frame costs no text layout. `Faces` makes
them when they are first painted and drops those that an edit has made stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import compress
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from model.norm import in_brief, norm_of
from model.option import Option, Preview, unlike
from model.pack import Kind, Tier
from model.records import record
from model.rules.standing import SIGN_WORDS, Sign, Standing, sign_of
from model.totals import Totals
from model.wording import ARROW, DASH, STAR, amount, counted, noun, short, sum_text
from ui import theme
from ui.letters import Letters, letters_of

if TYPE_CHECKING:
    from model.chart import PostDetail
    from ui.chart.ahead_faces import AheadFaces
    from ui.chart.postings import Postings

NAME_LINES = 2
NAME_LINE = 17.0
CARD_PAD = 10.0
SIGN_ROOM = 20.0
COUNT_ROOM = 34.0
LOCK_ROOM = 18.0
_ROW_SIGNS = (Sign.CROSS, Sign.OVER, Sign.UNDER, Sign.ADVICE, Sign.EXCEPTION)
"""What a row tells of; all is well without a sign."""
INDENT = 10.0
"""How far in a row starts that is below a unit."""
CODE_ROOM, MOST_CODE_ROOM = 34.0, 72.0
LEAST_GAP = 3.0
ROW = 22.0
"""Height of a row with nothing below its name."""
HEAD_LINE = 17.0
"""Height of a line of the root's head below its first, scene units."""
SAMPLE = 100
"""How many of the longest codes are measured."""
LONGEST_HEAD = 720.0
"""Width of a region's head at most, where it may be as wide as it needs."""


@record
class Run:
    """A prepared text with its width and style.

    Attributes
    ----------
    tone : str
        "text", "quiet", "accent", or a sign's colour by its value.
    """

    letters: Letters
    text: str
    width: float
    bold: bool = False
    tone: str = "text"

    @property
    def static(self) -> QStaticText:
        """The text prepared for the screen; its letters keep it."""
        return self.letters.static(self.text)


@record
class Bar:
    """A deviation bar: places along its width, 0 to 1."""

    low: float
    high: float
    value: float
    new: float | None = None


@record
class CardFace:
    """What is written on a card's header."""

    name: tuple[Run, ...]
    count: Run
    lines: tuple[tuple[Run, ...], ...]
    sign: Sign
    bar: Bar | None
    locked: bool
    total: Run
    """The one number for a card seen from far."""


@record
class RowFace:
    """What is written on a row."""

    code: Run
    name: Run
    figure: Run
    sign: Sign
    locked: bool
    code_room: float
    """How far from the code the name begins."""
    is_boxed: bool = False
    """Whether it stands in a box of its own: a successor."""
    is_legal: bool = False
    """Whether that is a legal body, its box solid; else it is dashed."""
    words: Run | None = None
    """What it is in the structure looked ahead to, below its name."""


class Type:
    """The fonts of the chart, with their metrics, made once."""

    def __init__(self) -> None:
        self.body = theme.font(12)
        self.name = theme.font(13, bold=True)
        self.small = theme.font(11)
        self.strong = theme.font(11, bold=True)
        self.head = theme.font(14, bold=True)
        fonts = (self.body, self.name, self.small, self.strong, self.head)
        self._metrics = {id(font): QFontMetricsF(font) for font in fonts}
        self._letters = {id(font): letters_of(font) for font in fonts}

    def metrics(self, font: QFont) -> QFontMetricsF:
        """Return the metrics of one of these fonts."""
        return self._metrics[id(font)]

    def width(self, text: str, font: QFont) -> float:
        """Return the width of a text, scene units."""
        return self._letters[id(font)].width(text)

    def run(self, text: str, font: QFont, tone: str = "text", room: float = 0.0) -> Run:
        """Return a prepared text, shortened with an ellipsis to `room` if that is given."""
        kind = self._letters[id(font)]
        if room and kind.width(text) > room:
            text = self.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        return Run(kind, text, kind.width(text), kind.bold, tone)

    def wrap(self, text: str, font: QFont, room: float, lines: int) -> list[str]:
        """Return a text in at most `lines` lines; the last one ends in an ellipsis if need be."""
        words = text.split()
        whole = " ".join(words)
        if self.width(whole, font) <= room:  # as most names do
            return [whole]
        result: list[str] = []
        while words and len(result) < lines - 1:
            taken = 1
            while taken < len(words) and self.width(" ".join(words[: taken + 1]), font) <= room:
                taken += 1
            line = " ".join(words[:taken])
            result.append(self.metrics(font).elidedText(line, Qt.TextElideMode.ElideRight, room))
            words = words[taken:]
        if words:
            rest = " ".join(words)
            result.append(self.metrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, room))
        return result or [""]


@lru_cache(maxsize=1)
def type_() -> Type:
    """Return the fonts of the chart."""
    return Type()


class Faces:
    """The faces of one option's cards and rows.

    Parameters
    ----------
    card_width : float
        Scene units.

    Attributes
    ----------
    posts : Postings or None
        What is written of posts; None while none are shown.
    ahead : AheadFaces or None
        What is written of the structure looked ahead to; None for things as they are.
    """

    def __init__(self, option: Option, card_width: float) -> None:
        self.option = option
        self.posts: Postings | None = None
        self._room = card_width - 2 * CARD_PAD
        self._cards: dict[str, CardFace] = {}
        self._signs: dict[str, Sign] = {}
        self._waiting: dict[str, CardFace] = {}
        self._rows: dict[str, RowFace] = {}
        self._code_rooms: dict[str, float] = {}
        self._heads: dict[str, tuple[float, tuple[Run, Run]]] = {}
        self._head_widths: dict[str, float] = {}
        self._names: dict[str, list[str]] = {}
        self.measures = [m for m in option.pack.measures if m.headline]
        # The first measure that a kind carries, which its rows show; headlines come first.
        measures = (*self.measures, *option.pack.measures)
        self._shown = {measure.carrier: measure.id for measure in reversed(measures)}
        self._preview: Preview | None = None
        self._would_be: dict[str, CardFace] = {}
        self._looks_at = (option.state.structure, option.state.are_legal)
        self.ahead: AheadFaces | None = None
        if option.state.structure is not None:
            from ui.chart.ahead_faces import AheadFaces  # few options look ahead

            self.ahead = AheadFaces(option, self._set_line)

    # -- keeping up ------------------------------------------------------------------------

    def show_posts(self, detail: PostDetail) -> None:
        """Write so much of the posts, on faces that are still to be made."""
        from ui.chart.postings import Postings  # not loaded while none are shown

        self.posts = Postings(self.option, detail, self._room, self.code_room)

    def forget(self, organisations: Iterable[str]) -> None:
        """Drop the faces of organisations; they are made anew when next painted."""
        if self.posts is not None:
            organisations = self.posts.forget(organisations)
        if self.ahead is not None:
            self.ahead.forget(organisations)
        for organisation in organisations:
            self._cards.pop(organisation, None)
            self._signs.pop(organisation, None)
            self._waiting.pop(organisation, None)
            self._rows.pop(organisation, None)
            self._heads.pop(organisation, None)
            self._head_widths.pop(organisation, None)
            self._names.pop(organisation, None)

    def show_preview(self, preview: Preview | None) -> set[str]:
        """Let cards that a change would reach show old and new; return whose show another."""
        stale, self._preview = unlike(self._preview, preview), preview
        self._would_be = {o: face for o, face in self._would_be.items() if o not in stale}
        if self.ahead is not None:
            self.ahead.show_preview(preview)
        return stale

    # -- geometry --------------------------------------------------------------------------

    def header_height(self, card: str, waiting: bool) -> float:
        """Return the height of a card's header, scene units."""
        if waiting:
            return 52.0
        height = self.plain_height(card)
        return height if self.posts is None else height + self.posts.card_height(card)

    @property
    def is_outdated(self) -> bool:
        """Whether the option looks ahead to something else than it did: all is to be made anew."""
        state = self.option.state
        return self._looks_at != (state.structure, state.are_legal)

    def plain_height(self, card: str) -> float:
        """Return the height of a group's header without posts, scene units."""
        height = 68.0 + NAME_LINE * len(self._name_lines(card))
        return height if self.ahead is None else height + self.ahead.height(card)

    @property
    def has_low_rows(self) -> bool:
        """Whether all rows are of one height, with nothing below their names."""
        has_words = self.ahead is not None and self.option.state.at_tier(Tier.SUCCESSOR)
        return not has_words and (self.posts is None or not self.posts.in_rows)

    def row_height(self, unit: str, depth: int) -> float:
        """Return the height of a row, scene units."""
        height = ROW if self.ahead is None else ROW + self.ahead.rise(unit)
        return height if self.posts is None or depth else height + self.posts.row_height(unit)

    def head_lines(self, room: float) -> list[Run]:
        """Return what the root says below its name and totals, in that width."""
        lines = self.ahead.head() if self.ahead is not None else ()
        return [type_().run(line, type_().body, "text", room) for line in lines]

    def _name_lines(self, card: str) -> list[str]:
        if card not in self._names:
            self._names[card] = self._wrap_name(card, self.option.state.label(card))
        return self._names[card]

    def _wrap_name(self, card: str, name: str) -> list[str]:
        return type_().wrap(name, type_().name, self._name_room(card), NAME_LINES)

    def _name_room(self, card: str) -> float:
        """Return the width that a card's sign, lock and count leave for its name."""
        lock = LOCK_ROOM if self.option.state.is_locked(card) else 0.0
        return self._room - SIGN_ROOM - COUNT_ROOM - lock

    # -- faces -----------------------------------------------------------------------------

    def card(self, card: str) -> CardFace:
        """Return the face of a group's card; old and new during a preview that reaches it."""
        if self._preview is not None and card in self._preview.totals:
            face = self._would_be.get(card)
            if face is None:
                face = self._would_be[card] = self._preview_card(card, self._preview)
            return face
        face = self._cards.get(card)
        if face is None:
            face = self._cards[card] = self._make_card(card)
        return face

    def sign(self, card: str) -> Sign:
        """Return the sign of a group's card, without writing the rest of it."""
        if card in self._cards or self._preview is not None:
            return self.card(card).sign
        sign = self._signs.get(card)
        if sign is None:
            sign = self._signs[card] = self.standing(card).sign
        return sign

    def waiting(self, region: str) -> CardFace:
        """Return the face of the card that holds a region's units in the tray."""
        face = self._waiting.get(region)
        if face is None:
            face = self._waiting[region] = self._make_waiting(region)
        return face

    def row(self, unit: str) -> RowFace:
        """Return the face of a row."""
        face = self._rows.get(unit)
        if face is None:
            face = self._rows[unit] = self._make_row(unit)
        return face

    def prepare(self, units: Iterable[str]) -> Iterator[None]:
        """Make the faces of rows that have none, one each time something is asked of it."""
        for unit in units:
            if unit not in self._rows:
                face = self.row(unit)
                for run in (face.code, face.name, face.figure):
                    run.letters.static(run.text)
                yield

    def head(self, organisation: str, room: float) -> tuple[Run, Run]:
        """Return the name and the totals of a region or of the root, in that width."""
        if self._preview is not None and organisation in self._preview.totals:
            after = self._preview.totals[organisation][1]
            if after is not None:
                return self._make_head(organisation, after, room)
        kept = self._heads.get(organisation)
        if kept is None or kept[0] != room:
            totals = self.option.state.totals(organisation)
            kept = self._heads[organisation] = (room, self._make_head(organisation, totals, room))
        return kept[1]

    def head_width(self, region: str) -> float:
        """Return the width of a region's head with all of its texts, scene units."""
        width = self._head_widths.get(region)
        if width is None:
            totals = self.option.state.totals(region)
            name, figures = self._make_head(region, totals, LONGEST_HEAD)
            # Room for the figures of a preview, which may have more digits.
            width = self._head_widths[region] = name.width + figures.width + 56
        return width

    def standing(self, organisation: str) -> Standing:
        """Return how an organisation stands now."""
        return self.option.findings.standing(organisation)

    def row_figure(self, unit: str) -> tuple[str, str]:
        """Return the figure that a row shows, "" if its kind carries none, and its tone."""
        state = self.option.state
        if state.tier(unit) is Tier.SUCCESSOR:
            own = state.kind(unit).id
            # What its members are all counted by: people of units, or of the parts of units.
            of_members = [m.id for m in self.measures[:1]]
            of_members += [m for carrier, m in self._shown.items() if carrier != own]
            areas = (state.area(unit, m) for m in of_members if not state.unmeasured(unit, m))
            area = next((area for area in areas if not area.is_missing), None)
            if area is None:
                return DASH, "quiet"
            return short(area.value) + STAR * area.is_starred, "text"
        measure = self._shown.get(state.kind(unit).id)
        if measure is None:
            return "", "quiet"
        figure = state.figure(unit, measure)
        if figure is None:
            return DASH, "quiet"
        return short(figure.value) + STAR * figure.is_estimate, "text"

    def row_sign(self, unit: str) -> Sign:
        """Return the sign that a row shows: that of the worst finding, if it is a bad one."""
        findings = self.option.findings.of(unit)
        worst = sign_of(findings[0]) if findings else Sign.NONE
        return worst if worst in _ROW_SIGNS else Sign.NONE

    def _make_row(self, unit: str) -> RowFace:
        state, kind = self.option.state, type_()
        own = state.kind(unit)
        text, tone = self.row_figure(unit)
        number = kind.run(text, kind.body, tone)
        code_room = self._room_for_codes(own)
        rail = self.posts.rail(unit) if self.posts is not None else 0.0
        code = kind.run(state.code(unit), kind.small, "quiet", code_room + 6)
        sign = self.row_sign(unit)
        locked = state.is_locked(unit)
        lock = 16.0 if locked else 0.0
        marks = lock + (16.0 if sign is not Sign.NONE else 0.0)
        indent = INDENT if own.tier is Tier.PART else 0.0
        room = self._room - rail - indent - code_room - number.width - 8 - marks
        name = kind.run(state.label(unit), kind.body, "text", room)
        is_boxed = own.tier is Tier.SUCCESSOR
        is_legal = is_boxed and state.is_legal_body(unit)
        said = self.ahead.words(unit) if self.ahead is not None else ""
        words = kind.run(said, kind.small, "quiet", self._room - rail - code_room) if said else None
        return RowFace(code, name, number, sign, locked, code_room, is_boxed, is_legal, words)

    def code_room(self, unit: str) -> float:
        """Return how far from its code a unit's name begins, scene units."""
        return self._room_for_codes(self.option.state.kind(unit))

    def _room_for_codes(self, kind: Kind) -> float:
        """Return the room for codes in rows of a kind: names stand below each other."""
        room = self._code_rooms.get(kind.id)
        if room is None:
            published = self.option.pack.organisations
            own = map(kind.id.__eq__, published.kinds)
            some = nlargest(SAMPLE, compress(published.codes, own), key=len)
            widest = max((type_().width(code, type_().small) for code in some), default=0.0)
            fits = widest + LEAST_GAP <= CODE_ROOM
            room = CODE_ROOM if fits else min(widest + 8, MOST_CODE_ROOM)
            self._code_rooms[kind.id] = room
        return room

    def _make_card(self, card: str) -> CardFace:
        state = self.option.state
        return self._face(card, state.totals(card), self.standing(card))

    def _face(self, card: str, totals: Totals, standing: Standing) -> CardFace:
        words, kind = self.option.pack.words, type_()
        figures: list[Run] = []
        norm = norm_of(self.option.state)
        for i, measure in enumerate(self.measures[:2]):
            if i:
                figures.append(kind.run(" · ", kind.small, "quiet"))
            figures.append(kind.run(in_brief(norm, measure, totals.sums[measure.id]), kind.strong))
            if i == 0 and measure.short:
                figures.append(kind.run(f" {measure.short}", kind.small, "quiet"))
        second = [
            kind.run(f"{totals.officers}", kind.strong),
            kind.run(
                f" {noun(totals.officers, words.officer, words.officers)}", kind.small, "quiet"
            ),
        ]
        if standing.word:
            tone = "quiet" if standing.sign in (Sign.TICK, Sign.NONE) else standing.sign.value
            second.append(kind.run(" · ", kind.small, "quiet"))
            second.append(kind.run(_verdict(standing), kind.small, tone))
        lines = (tuple(figures), self._fit(second))
        return self._assemble(card, totals, standing, lines, self._bar(totals, None))

    def _preview_card(self, card: str, preview: Preview) -> CardFace:
        before, after = preview.totals[card]
        old, new = preview.standing(card, self.option.findings)
        if before is None or after is None:
            totals = after or before
            assert totals is not None
            return self._face(card, totals, new)
        kind, words, norm = type_(), self.option.pack.words, norm_of(self.option.state)
        pairs = [
            tuple(in_brief(norm, m, t.sums[m.id]) for t in (before, after))
            for m in self.measures[:2]
        ]
        # A number is never cut short: where both pairs don't fit, the second is just the new one.
        first = self._pairs(pairs, " ")
        if sum(r.width for r in first) > self._room:
            first = self._pairs(pairs, "\N{HAIR SPACE}")
        if sum(r.width for r in first) > self._room:
            first = self._pairs([pairs[0], *((new, new) for _, new in pairs[1:])], " ")
        second = _old_and_new(str(before.officers), str(after.officers))
        officers = noun(after.officers, words.officer, words.officers)
        second.append(kind.run(f" {officers} · ", kind.small, "quiet"))
        tone = new.sign.value if new.sign is not Sign.NONE else "quiet"
        if old.word != new.word and old.word and new.word:
            second.append(kind.run(f"{old.word} {ARROW} ", kind.small, "quiet"))
            second.append(kind.run(new.word, kind.strong, tone))
        elif new.word:
            second.append(kind.run(f"still {new.word}", kind.small, tone))
        lines = (tuple(first), self._fit(second))
        return self._assemble(card, after, new, lines, self._bar(before, after))

    def _pairs(self, pairs: Sequence[tuple[str, ...]], space: str) -> list[Run]:
        runs: list[Run] = []
        for i, (old, new) in enumerate(pairs):
            if i:
                runs.append(type_().run(f"{space}·{space}", type_().small, "quiet"))
            runs += _old_and_new(old, new, space)
        return runs

    def _fit(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """Return runs of text; the last one shortened so that all fit a card's width."""
        over = sum(r.width for r in runs) - self._room
        if over <= 0 or not runs:
            return tuple(runs)
        kind, last = type_(), runs[-1]
        font = kind.strong if last.bold else kind.small
        room = max(12.0, last.width - over)
        return (*runs[:-1], kind.run(last.text, font, last.tone, room))

    def _set_line(self, runs: Sequence[Run]) -> Sequence[tuple[Run, ...]]:
        """Return a line of a card's header in as many as it takes."""
        return (self._fit(runs),)

    def _assemble(
        self,
        card: str,
        totals: Totals,
        standing: Standing,
        lines: tuple[tuple[Run, ...], ...],
        bar: Bar | None,
    ) -> CardFace:
        kind, state = type_(), self.option.state
        headline = self.measures[0] if self.measures else None
        text = str(totals.units)
        if headline is not None:
            text = in_brief(norm_of(state), headline, totals.sums[headline.id])
        lines_of_name = self._name_lines(card) if card in state else [""]
        face = CardFace(
            tuple(kind.run(line, kind.name) for line in lines_of_name),
            kind.run(str(totals.units), kind.small, "quiet"),
            lines,
            standing.sign,
            bar,
            card in state and state.is_locked(card),
            kind.run(text, kind.body),
        )
        return face if self.ahead is None else self.ahead.dressed(card, face)

    def _make_waiting(self, region: str) -> CardFace:
        state, kind = self.option.state, type_()
        units = [u for u in state.children(region) if state.tier(u) is Tier.UNIT]
        runs: list[Run] = []
        for i, measure in enumerate(self.measures[:2]):
            figures = [f for u in units if (f := state.figure(u, measure.id)) is not None]
            star = STAR if any(f.is_estimate for f in figures) else ""
            text = amount(measure, sum(f.value for f in figures), brief=True) + star
            runs.append(
                kind.run((" · " if i else "") + (text if figures else "–"), kind.small, "quiet")
            )
        name = kind.run("To place", kind.name, "quiet")
        count = kind.run(str(len(units)), kind.small, "quiet")
        return CardFace((name,), count, (tuple(runs),), Sign.NONE, None, False, count)

    def _make_head(self, organisation: str, totals: Totals, room: float) -> tuple[Run, Run]:
        state, kind = self.option.state, type_()
        group, unit = (self.option.pack.kind_at(t) for t in (Tier.GROUP, Tier.UNIT))
        parts = []
        if organisation == state.root:
            region = self.option.pack.kind_at(Tier.REGION)
            regions = len(state.at_tier(Tier.REGION))
            parts.append(counted(regions, region.label, region.plural))
            groups = state.at_tier(Tier.GROUP)
        else:
            groups = [c for c in state.children(organisation) if state.tier(c) is Tier.GROUP]
        parts.append(counted(len(groups), group.label, group.plural))
        parts.append(counted(totals.units, unit.label, unit.plural))
        for measure in self.measures[:2]:
            parts.append(sum_text(measure, totals.sums[measure.id], brief=True))
        name = kind.run(state.label(organisation), kind.head, "text", room)
        left = max(1.0, room - name.width)
        return name, kind.run(" · ".join(parts), kind.body, "quiet", left)

    def _bar(self, totals: Totals, after: Totals | None) -> Bar | None:
        norm = norm_of(self.option.state)
        if norm is None:
            return None
        measure, place = norm.measure.id, norm.place
        new = None if after is None else place(after.sums[measure].value)
        low, high = place(norm.low), place(norm.high)
        return Bar(low, high, place(totals.sums[measure].value), new)


def _old_and_new(old: str, new: str, space: str = " ") -> list[Run]:
    kind = type_()
    if old == new:
        return [kind.run(new, kind.strong)]
    return [
        kind.run(f"{old}{space}{ARROW}{space}", kind.small, "quiet"),
        kind.run(new, kind.strong, "accent"),
    ]


def _verdict(standing: Standing) -> str:
    """Return a header's few words: the sign in words, or "meets"."""
    if standing.sign in (Sign.TICK, Sign.OPEN):
        return standing.word
    return SIGN_WORDS[standing.sign]
