"""Findings as cards: which there are, in which order, and as a Qt model that follows the document.

A finding that breaks or is a recorded exception is a card. Findings of one rule that lack an
input share a card, however many they are, with the organisations listed below it.
"""

from __future__ import annotations

from model.records import record

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from model.events import Changed
from model.rules.rule import Finding, Verdict
from model.rules.standing import SIGN_WORDS, Sign, sign_of
from model.state import State
from model.wording import counted
from ui.dialogs.matching import fold, has_all, words
from ui.document import Document
from ui.panels.parts import Span, tip
from ui.panels.rows import follow
from ui.panels.why import why

FACE = Qt.ItemDataRole.UserRole
"""A `Face`: what is written on a card; None for an organisation in a card's list."""
ORGANISATIONS = Qt.ItemDataRole.UserRole + 1
"""Ids of the organisations that a row is about."""
CODE = Qt.ItemDataRole.UserRole + 2

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
        What can be done with it, in words: "Show", "Why?".
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

    @property
    def is_list(self) -> bool:
        """Whether several findings share it."""
        return not self.key[3]


def tag_of(finding: Finding) -> str:
    """Return a card's small tag: severity or verdict, and the rule."""
    word = {
        Verdict.WAIVED: "exception",
        Verdict.INCOMPLETE: "incomplete",
    }.get(finding.verdict, finding.rule.severity.value)
    return f"{word.upper()} {finding.rule.id}"


class ProblemsModel(QAbstractItemModel):
    """Cards, worst first, and below the cards that are lists their organisations.

    It follows edits when it is told of them (`follow`), so that its panel comes after it.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._serials = count(1)
        self._open: dict[str, list[Finding]] = {}
        self._cards: list[Card] = []
        self._rows: dict[int, int] = {}
        self._words: list[str] = []
        self._verdict: Verdict | None = None
        self.counts = Counts()
        self.is_moving = False
        """True while rows come and go: the view's current row then differs by itself."""
        self.reset()

    # -- keeping up ------------------------------------------------------------------------

    def reset(self) -> None:
        """Read everything anew."""
        self.beginResetModel()
        self._open = {}
        for finding in self._document.option.findings:
            if finding.verdict in OPEN_ONES:
                self._open.setdefault(finding.organisation, []).append(finding)
        self._count()
        self._cards = [self._card(key, found) for key, found in self._wanted().items()]
        self._number()
        self.endResetModel()

    def follow(self, event: Changed) -> None:
        """Take up what an edit has done to the findings and to names."""
        state, findings = self._document.state, self._document.option.findings
        for organisation in event.findings | event.removed:
            self._open.pop(organisation, None)
            if organisation in state:
                found = [f for f in findings.of(organisation) if f.verdict in OPEN_ONES]
                if found:
                    self._open[organisation] = found
        if event.findings or event.removed:
            self._count()
            self._refresh()
        self._rename(event.edited)

    def show_only(self, text: str, verdict: Verdict | None) -> None:
        """Show only findings that hold every word of a text and have that verdict."""
        self._words = words(text)
        self._verdict = verdict
        self._refresh()

    def _count(self) -> None:
        signs = [sign_of(f) for found in self._open.values() for f in found]
        warnings = sum(signs.count(s) for s in (Sign.OVER, Sign.UNDER, Sign.ADVICE))
        self.counts = Counts(
            signs.count(Sign.CROSS),
            warnings,
            signs.count(Sign.EXCEPTION),
            signs.count(Sign.OPEN),
        )

    def _wanted(self) -> dict[Key, list[Finding]]:
        """Return the findings of each card that there should be, in the cards' order."""
        found = [f for of_one in self._open.values() for f in of_one if self._matches(f)]
        by_rule: dict[str, list[Finding]] = {}
        for finding in found:
            if finding.verdict is Verdict.INCOMPLETE:
                by_rule.setdefault(finding.rule.id, []).append(finding)
        wanted: dict[Key, list[Finding]] = {}
        for finding in sorted(found, key=lambda f: f.order):
            verdict, severity, rule, organisation = finding.order
            if len(by_rule.get(rule, ())) > 1 and finding.verdict is Verdict.INCOMPLETE:
                organisation = ""
            wanted.setdefault((verdict, severity, rule, organisation), []).append(finding)
        return dict(sorted(wanted.items(), key=lambda item: item[0]))

    def _matches(self, finding: Finding) -> bool:
        if self._verdict is not None and finding.verdict is not self._verdict:
            return False
        if not self._words:
            return True
        state, rule = self._document.state, finding.rule
        place = finding.organisation
        text = f"{state.label(place)} {state.code(place)} {rule.id} {rule.title} {finding.sentence}"
        return has_all(fold(f"{text} {rule.severity} {finding.verdict}"), self._words)

    def _card(self, key: Key, findings: list[Finding]) -> Card:
        return Card(key, next(self._serials), findings)

    def _number(self) -> None:
        self._rows = {card.serial: row for row, card in enumerate(self._cards)}

    def _refresh(self) -> None:
        wanted = self._wanted()
        keys = list(wanted)
        self.is_moving = True

        def remove(first: int, last: int) -> None:
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._cards[first : last + 1]
            self._number()
            self.endRemoveRows()

        def insert(first: int, last: int) -> None:
            self.beginInsertRows(_NOWHERE, first, last)
            new = [self._card(key, wanted[key]) for key in keys[first : last + 1]]
            self._cards[first:first] = new
            self._number()
            self.endInsertRows()

        follow([card.key for card in self._cards], keys, remove, insert)
        for row, card in enumerate(self._cards):
            if card.findings != wanted[card.key]:
                self._refresh_card(row, card, wanted[card.key])
        self.is_moving = False

    def _refresh_card(self, row: int, card: Card, new: list[Finding]) -> None:
        parent = self.index(row, 0)
        if card.is_list:

            def remove(first: int, last: int) -> None:
                self.beginRemoveRows(parent, first, last)
                del card.findings[first : last + 1]
                self.endRemoveRows()

            def insert(first: int, last: int) -> None:
                self.beginInsertRows(parent, first, last)
                card.findings[first:first] = new[first : last + 1]
                self.endInsertRows()

            old = [f.organisation for f in card.findings]
            follow(old, [f.organisation for f in new], remove, insert)
        card.findings[:] = new
        self.dataChanged.emit(parent, parent)
        if card.is_list and new:
            first, last = self.index(0, 0, parent), self.index(len(new) - 1, 0, parent)
            self.dataChanged.emit(first, last)

    def _rename(self, organisations: Iterable[str]) -> None:
        wanted = set(organisations)
        if not wanted:
            return
        for row, card in enumerate(self._cards):
            parent = self.index(row, 0)
            places = [i for i, f in enumerate(card.findings) if f.organisation in wanted]
            if places and not card.is_list:
                self.dataChanged.emit(parent, parent)
            elif places:
                for place in places:
                    index = self.index(place, 0, parent)
                    self.dataChanged.emit(index, index)

    # -- folding ---------------------------------------------------------------------------

    def toggle_why(self, index: Index) -> None:
        """Unfold or fold what stands behind a card's rule."""
        card = self._card_at(index)
        if card is not None:
            card.has_why = not card.has_why
            self.dataChanged.emit(index, index)

    def set_open(self, index: Index, is_open: bool) -> None:
        """Note whether a card's list is unfolded: its link says so."""
        card = self._card_at(index)
        if card is not None and card.is_open != is_open:
            card.is_open = is_open
            self.dataChanged.emit(index, index)

    def _card_at(self, index: Index) -> Card | None:
        return self._cards[index.row()] if index.isValid() and not index.internalId() else None

    # -- reading ---------------------------------------------------------------------------

    def stop_at(self, index: Index) -> Stop:
        """Return what a row is about, in a form that outlives changes."""
        card = self._card_at(index)
        if card is not None:
            return card.key, ""
        card = self._cards[self._rows[index.internalId()]]
        return card.key, card.findings[index.row()].organisation

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a card (no parent) or of an organisation in its list."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(
            row, column, self._cards[parent.row()].serial if parent.isValid() else 0
        )

    # Qt has two functions of this name; the other one, of QObject, is not for models.
    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Return the card that an organisation is listed on."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        row = self._rows.get(index.internalId())
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
            card = self._cards[self._rows[index.internalId()]]
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
                return f"{state.label(organisation)}. {finding.sentence}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{state.label(organisation)}\n{finding.sentence}")
            case _ if role == ORGANISATIONS:
                return [organisation]
            case _ if role == CODE:
                return state.code(organisation)
        return None

    def face(self, card: Card) -> Face:
        """Return what is written on a card."""
        state, first = self._document.state, card.findings[0]
        unfold = "Hide why" if card.has_why else "Why?"
        reasons = why(first.rule) if card.has_why else ()
        if card.is_list:
            show = "Hide list" if card.is_open else "Show list"
            title, sentence = _number_of(state, card.findings), _together(card.findings)
        else:
            show, sentence = "Show", first.sentence
            title = state.label(first.organisation) if first.organisation in state else ""
        return Face(sign_of(first), title, tag_of(first), sentence, (show, unfold), reasons)


def _number_of(state: State, findings: Sequence[Finding]) -> str:
    kinds = [state.kind(f.organisation) for f in findings if f.organisation in state]
    if not kinds:
        return ""
    return counted(len(findings), kinds[0].label, kinds[0].plural)


def _together(findings: Sequence[Finding]) -> str:
    """Return one sentence for findings of one rule."""
    sentences = {f.sentence for f in findings}
    if len(sentences) == 1:
        return sentences.pop()
    return f"{findings[0].rule.title}: an input is missing for each of them."
