"""Findings as cards: which there are, in which order, and as a Qt model that follows the document.

A finding that breaks or is an accepted exception is a card. Findings of one rule that lack an
input share a card, however many they are, with the organisations listed below it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from model.events import Changed
from model.mend import is_mendable
from model.norm import groups, upper
from model.records import record
from model.rules.limits import told
from model.rules.rule import Finding, Verdict
from model.rules.standing import EXCEPTION, SIGN_WORDS, UNKNOWN, VERDICT_WORDS, Sign, sign_of
from model.state import State
from model.wording import CHANGED, counted
from ui.dialogs.matching import fold, has_all, words
from ui.document import Document
from ui.panels.parts import Span, tip
from ui.panels.rows import follow, runs
from ui.panels.why import why

FACE = Qt.ItemDataRole.UserRole
"""A `Face`: what is written on a card; None for an organisation in a card's list."""
ORGANISATIONS = Qt.ItemDataRole.UserRole + 1
"""Ids of the organisations that a row is about."""
CODE = Qt.ItemDataRole.UserRole + 2
FINDING = Qt.ItemDataRole.UserRole + 3
"""The `Finding` of a row; the first one of a card that is a list."""

WAIVE, WAIVER, TAKE_BACK = "Accept…", "Exception…", "No longer accept"
LIMITS, MEND = "Limits…", "Mend…"
NEXT_PART, PREVIOUS_PART = "Next part", "Previous part"

OPEN_ONES = (Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE)

Key = tuple[int, int, str, str]
"""Where a card stands, as `Finding.order` has it; a list has no organisation."""

Stop = tuple[Key, str]
"""A card, and the organisation in its list, "" for the card itself; they rise down the list."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@record
class Counts:
    """How many findings there are of each sort.

    Attributes
    ----------
    cross : int
        A law or an instruction is broken.
    warnings : int
        Guidance or a norm is broken.
    """

    cross: int = 0
    warnings: int = 0
    exceptions: int = 0
    incomplete: int = 0


@record
class Face:
    """What is written on a card.

    Attributes
    ----------
    links : tuple of str
        What can be done with it, in words: "Show", "Why?", "Accept…".
    why : tuple of spans
        Paragraphs that are unfolded below, () while they are folded.
    """

    sign: Sign
    title: str
    tag: str
    sentence: str
    links: tuple[str, ...]
    why: tuple[Span, ...] = ()


@dataclass(slots=True)
class Card:
    """A row of the list; `serial` is its number for as long as it lives."""

    key: Key
    serial: int
    findings: list[Finding]
    has_why: bool = False
    is_open: bool = False
    face: Face | None = None
    """What is written on it, kept until that may differ."""

    @property
    def is_list(self) -> bool:
        """Whether several findings share it."""
        return not self.key[3]


def judged(state: State) -> Iterator[str]:
    """Iterate over the organisations that rules are asked of: nothing below units."""
    yield from upper(state)
    yield from state.tray()
    for group in groups(state):
        yield from state.members(group)
        yield from state.successors_in(group)


def tag_of(finding: Finding) -> str:
    """Return a card's small tag: severity or verdict, the rule, and whether a limit was changed."""
    word = {
        Verdict.WAIVED: EXCEPTION[0],
        Verdict.INCOMPLETE: UNKNOWN,
    }.get(finding.verdict, finding.rule.severity.value)
    tag = f"{word} {finding.rule.id}{f' {CHANGED}' if finding.rule.changed else ''}"
    return tag.upper()


def in_parts(finding: Finding) -> bool:
    """Whether a finding is of a group that is not in one piece."""
    return finding.rule.check == "contiguous" and (finding.value or 0) > 1


class ProblemsModel(QAbstractItemModel):
    """Cards, worst first, and below the cards that are lists their organisations.

    It follows edits when it is told of them (`follow`), so that its panel comes after it.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._serials = count(1)
        self._open: dict[str, dict[str, Finding]] = {}
        self._tally: Counter[Sign] = Counter()
        self._cards: list[Card] = []
        self._lists: dict[str, list[Finding]] = {}
        self._rows: dict[int, int] | None = None
        self._words: list[str] = []
        self._verdict: Verdict | None = None
        self.is_moving = False
        """True while rows come and go: the view's current row then differs by itself."""
        self.reset()

    # -- keeping up ------------------------------------------------------------------------

    def reset(self) -> None:
        """Read everything anew."""
        findings = self._document.option.findings
        self.beginResetModel()
        self._open = {}
        self._tally = Counter()
        for organisation in judged(self._document.state):
            self._take(organisation, findings.of(organisation))
        self._fill()
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing until everything is read anew."""
        self.beginResetModel()
        self._open = {}
        self._tally = Counter()
        self._fill()
        self.endResetModel()

    def follow(self, event: Changed) -> None:
        """Take up what an edit has done to the findings and to names."""
        state, findings = self._document.state, self._document.option.findings
        gone: list[Finding] = []
        come: list[Finding] = []
        for organisation in event.findings | event.removed:
            old = self._open.get(organisation, {})
            self._take(organisation, findings.of(organisation) if organisation in state else ())
            new = self._open.get(organisation, {})
            gone += [f for rule, f in old.items() if new.get(rule) != f]
            come += [f for rule, f in new.items() if old.get(rule) != f]
        if gone or come:
            self._alter(gone, [f for f in come if self._matches(f)])
        self._rename(event.edited)

    def show_only(self, text: str, verdict: Verdict | None) -> None:
        """Show only findings that hold every word of a text and have that verdict."""
        self._words = words(text)
        self._verdict = verdict
        everything = [f for found in self._open.values() for f in found.values()]
        matching = [f for f in everything if self._matches(f)]
        wanted = {f.order for f in matching}
        self._alter([f for f in everything if f.order not in wanted], matching)

    @property
    def counts(self) -> Counts:
        """Numbers of findings of each sort, whatever the filter shows."""
        tally = self._tally
        warnings = sum(tally[s] for s in (Sign.OVER, Sign.UNDER, Sign.ADVICE))
        return Counts(tally[Sign.CROSS], warnings, tally[Sign.EXCEPTION], tally[Sign.OPEN])

    def _take(self, organisation: str, findings: Iterable[Finding]) -> None:
        """Note which of an organisation's findings are open, and count them."""
        for finding in self._open.pop(organisation, {}).values():
            self._tally[sign_of(finding)] -= 1
        found = {f.rule.id: f for f in findings if f.verdict in OPEN_ONES}
        for finding in found.values():
            self._tally[sign_of(finding)] += 1
        if found:
            self._open[organisation] = found

    def _fill(self) -> None:
        """Make all cards anew."""
        self._lists = {}
        cards = []
        for found in self._open.values():
            for finding in found.values():
                if not self._matches(finding):
                    continue
                if finding.verdict is Verdict.INCOMPLETE:
                    self._lists.setdefault(finding.rule.id, []).append(finding)
                else:
                    cards.append(self._card(finding.order, [finding]))
        for together in self._lists.values():
            together.sort(key=_by_organisation)
            cards.append(self._card(_key(together), together))
        self._cards = sorted(cards, key=_by_key)
        self._rows = None

    def _matches(self, finding: Finding) -> bool:
        if self._verdict is not None and finding.verdict is not self._verdict:
            return False
        if not self._words:
            return True
        state, rule = self._document.state, finding.rule
        place = finding.organisation
        text = f"{state.label(place)} {state.code(place)} {rule.id} {rule.title} {finding.sentence}"
        return has_all(
            fold(f"{text} {rule.severity} {VERDICT_WORDS[finding.verdict]}"), self._words
        )

    def _card(self, key: Key, findings: list[Finding]) -> Card:
        return Card(key, next(self._serials), findings)

    def _card_of(self, index: Index) -> Card:
        """Return the card that an organisation is listed on."""
        row = self._row_of(index.internalId())
        assert row is not None
        return self._cards[row]

    def _row_of(self, serial: int) -> int | None:
        if self._rows is None:
            self._rows = {card.serial: row for row, card in enumerate(self._cards)}
        return self._rows.get(serial)

    def _alter(self, gone: Iterable[Finding], come: Iterable[Finding]) -> None:
        """Take findings off the cards that they are on, and put others on theirs.

        What is in both, of one rule and one organisation, is on its card already and differs.
        """
        old_lists, new_lists = _by_rule(gone), _by_rule(come)
        old = {f.order: [f] for f in gone if f.verdict is not Verdict.INCOMPLETE}
        new = {f.order: [f] for f in come if f.verdict is not Verdict.INCOMPLETE}
        inside = []
        for rule in old_lists.keys() | new_lists.keys():
            before = self._lists.get(rule, [])
            after = {f.organisation: f for f in before}
            for finding in old_lists.get(rule, ()):
                after.pop(finding.organisation, None)
            after.update((f.organisation, f) for f in new_lists.get(rule, ()))
            together = sorted(after.values(), key=_by_organisation)
            if len(before) > 1 and len(together) > 1:
                inside.append((before, together))
                continue
            self._lists[rule] = together
            if before:
                old[_key(before)] = before
            if together:
                new[_key(together)] = together
        self.is_moving = True
        for key in sorted(old.keys() - new.keys(), reverse=True):
            self._remove(key)
        for key in sorted(new):
            self._put(key, new[key])
        for before, together in inside:
            self._refresh_list(before, together)
        self.is_moving = False

    def _remove(self, key: Key) -> None:
        row = self._row_at(key)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._cards[row]
            self._rows = None
            self.endRemoveRows()

    def _put(self, key: Key, findings: list[Finding]) -> None:
        row = self._row_at(key)
        if row is not None:
            if self._cards[row].findings != findings:
                self._cards[row].findings = findings
                self._card_changed(row)
            return
        row = bisect_left(self._cards, key, key=_by_key)
        self.beginInsertRows(_NOWHERE, row, row)
        self._cards.insert(row, self._card(key, findings))
        self._rows = None
        self.endInsertRows()

    def _refresh_list(self, findings: list[Finding], new: list[Finding]) -> None:
        """Turn the findings on a card that is a list into others, row by row."""
        if findings == new:
            return
        row = bisect_left(self._cards, _key(findings), key=_by_key)
        parent = self.index(row, 0)

        def remove(first: int, last: int) -> None:
            self.beginRemoveRows(parent, first, last)
            del findings[first : last + 1]
            self.endRemoveRows()

        def insert(first: int, last: int) -> None:
            self.beginInsertRows(parent, first, last)
            findings[first:first] = new[first : last + 1]
            self.endInsertRows()

        old = {f.organisation: f for f in findings}
        follow([f.organisation for f in findings], [f.organisation for f in new], remove, insert)
        findings[:] = new
        self._card_changed(row)
        # Just these: the view asks for each row of what is said to differ, and a list may be long.
        differ = (i for i, f in enumerate(new) if old.get(f.organisation, f) != f)
        for first, last in runs(differ):
            self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))

    def _rename(self, organisations: Iterable[str]) -> None:
        for organisation in organisations:
            for finding in self._open.get(organisation, {}).values():
                index = self._index_of(finding)
                if index.isValid() and not index.internalId():
                    self._card_changed(index.row())
                elif index.isValid():
                    self.dataChanged.emit(index, index)

    def _index_of(self, finding: Finding) -> QModelIndex:
        """Return where a finding stands: on a card of its own, or in the list of one."""
        together = [finding]
        if finding.verdict is Verdict.INCOMPLETE:
            together = self._lists.get(finding.rule.id) or together
        row = self._row_at(_key(together))
        if row is None:
            return QModelIndex()
        card = self.index(row, 0)
        if len(together) == 1:
            return card
        place = bisect_left(together, finding.organisation, key=_by_organisation)
        return self.index(place, 0, card)

    def _row_at(self, key: Key) -> int | None:
        """Return the row of the card that stands at a place, if there is one."""
        row = bisect_left(self._cards, key, key=_by_key)
        return row if row < len(self._cards) and self._cards[row].key == key else None

    # -- folding ---------------------------------------------------------------------------

    def toggle_why(self, index: Index) -> None:
        """Unfold or fold what stands behind a card's rule."""
        card = self._card_at(index)
        if card is not None:
            card.has_why = not card.has_why
            self._card_changed(index.row())

    def set_open(self, index: Index, is_open: bool) -> None:
        """Note whether a card's list is unfolded: its link says so."""
        card = self._card_at(index)
        if card is not None and card.is_open != is_open:
            card.is_open = is_open
            self._card_changed(index.row())

    def _card_at(self, index: Index) -> Card | None:
        return self._cards[index.row()] if index.isValid() and not index.internalId() else None

    # -- reading ---------------------------------------------------------------------------

    def stop_at(self, index: Index) -> Stop:
        """Return what a row is about, in a form that outlives changes."""
        card = self._card_at(index)
        if card is not None:
            return card.key, ""
        card = self._card_of(index)
        return card.key, card.findings[index.row()].organisation

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a card (no parent) or of an organisation in its list."""
        # Without `hasIndex`, which would ask three times: a list may be long.
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(
            row, column, self._cards[parent.row()].serial if parent.isValid() else 0
        )

    # Qt has two functions of this name; the other one, of QObject, is not for models.
    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Return the card that an organisation is listed on."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        row = self._row_of(index.internalId())
        return QModelIndex() if row is None else self.createIndex(row, 0, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of cards, or of organisations in a card's list."""
        if not parent.isValid():
            return len(self._cards)
        card = self._card_at(parent)
        return len(card.findings) if card is not None and card.is_list else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return 1."""
        del parent
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown of a card or of an organisation."""
        if not index.isValid():
            return None
        card = self._card_at(index)
        if card is None:
            card = self._card_of(index)
            return self._place_data(card.findings[index.row()], role)
        face = self.face(card)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return face.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{SIGN_WORDS[face.sign]}: {face.title}. {face.tag}. {face.sentence}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{face.title}\n{card.findings[0].rule.title}")
            case _ if role == FACE:
                return face
            case _ if role == FINDING:
                return card.findings[0]
            case _ if role == ORGANISATIONS:
                return [f.organisation for f in card.findings]
        return None

    def _place_data(self, finding: Finding, role: int) -> object:
        state, organisation = self._document.state, finding.organisation
        if organisation not in state:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return state.label(organisation)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{state.label(organisation)}. {told(finding, state.pack)}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{state.label(organisation)}\n{told(finding, state.pack)}")
            case _ if role == ORGANISATIONS:
                return [organisation]
            case _ if role == CODE:
                return state.code(organisation)
            case _ if role == FINDING:
                return finding
        return None

    def face(self, card: Card) -> Face:
        """Return what is written on a card."""
        if card.face is None:
            card.face = self._make_face(card)
        return card.face

    def _make_face(self, card: Card) -> Face:
        state, first = self._document.state, card.findings[0]
        unfold = "Hide why" if card.has_why else "Why?"
        reasons = why(first.rule, state.pack) if card.has_why else ()
        if card.is_list:
            show = "Hide list" if card.is_open else "Show list"
            title, sentence = _number_of(state, card.findings), _together(state, card.findings)
        else:
            show, sentence = "Show", told(first, state.pack)
            title = state.label(first.organisation) if first.organisation in state else ""
        links = [show, *([MEND] if not card.is_list and is_mendable(first) else ()), unfold]
        if first.is_waivable:
            links.append(WAIVE if first.waiver is None else WAIVER)
        if in_parts(first) and not card.is_list:
            links += (PREVIOUS_PART, NEXT_PART)
        if card.has_why and first.rule.adjustable:
            links.append(LIMITS)
        return Face(sign_of(first), title, tag_of(first), sentence, tuple(links), reasons)

    def _card_changed(self, row: int) -> None:
        """Have a card read and drawn anew."""
        self._cards[row].face = None
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)


def _by_key(card: Card) -> Key:
    return card.key


def _by_organisation(finding: Finding) -> str:
    return finding.organisation


def _key(together: Sequence[Finding]) -> Key:
    """Return where a card stands that findings of one rule share, or a single one has."""
    verdict, severity, rule, organisation = together[0].order
    return verdict, severity, rule, organisation if len(together) == 1 else ""


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return those that lack an input, by rule."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.verdict is Verdict.INCOMPLETE:
            found.setdefault(finding.rule.id, []).append(finding)
    return found


def _number_of(state: State, findings: Sequence[Finding]) -> str:
    there = (f.organisation for f in findings if f.organisation in state)
    first = next(there, None)
    if first is None:
        return ""
    kind = state.kind(first)
    return counted(len(findings), kind.label, kind.plural)


def _together(state: State, findings: Sequence[Finding]) -> str:
    """Return one sentence for findings of one rule."""
    sentences = {told(f, state.pack) for f in findings}
    if len(sentences) == 1:
        return sentences.pop()
    return f"{findings[0].rule.title}: an input is missing for each of them."
