"""The dialog that starts a plan: which pack, and from which of its ready-made options."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import resources
from db.errors import InputError
from db.packs import OptionHead, PackInfo, installed, read_pack
from model.pack import Pack, ReadyOption, Tier
from model.rules.standing import Sign
from model.wording import counted, day
from ui.dialogs.choice_list import ChoiceList, Row, Section
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary
from ui.panels.parts import SMALL, Citation, Ink, Prose, breakable
from ui.theme import BODY, Theme

_SIZE = QSize(760, 460)


_UNUSABLE = "can't be used"
_NOTHING = "This pack offers no option to start from."


@dataclass(slots=True)
class Offer:
    """A pack as it is listed: what it offers, or why it can't be used.

    Attributes
    ----------
    pack : Pack or None
        None until it is read, which takes a while with a large one.
    """

    info: PackInfo
    pack: Pack | None = None
    problem: str = ""

    def read(self) -> None:
        """Read the pack, unless that was done or tried before."""
        if self.pack is None and not self.problem:
            try:
                self.pack = read_pack(self.info.folder)
            except InputError as error:
                self.problem = str(error)


def offers(folder: Path) -> list[Offer]:
    """Return the packs in a folder of packs, broken and empty ones with what is wrong.

    Only what a list shows of a pack is read; a fault in its tables shows when it is looked at.
    """
    return [_offer(info) for info in installed(folder)]


def _offer(info: PackInfo) -> Offer:
    if info.problem is not None:
        return Offer(info, problem=str(info.problem))
    return Offer(info, problem="" if info.heads else _NOTHING)


def counts(pack: Pack, option: ReadyOption) -> str:
    """Return how many groups an option makes, and how many units it leaves in the tray."""
    group, unit = pack.kind_at(Tier.GROUP), pack.kind_at(Tier.UNIT)
    units = {k.id for k in pack.kinds if k.tier is Tier.UNIT}
    every = sum(o.kind in units for o in pack.organisations)
    placed = sum(len(g.members) for g in option.groups)
    parts = [counted(len(option.groups), group.label, group.plural)]
    if placed:
        parts.append(f"{counted(placed, unit.label, unit.plural)} placed")
    if every > placed:
        parts.append(f"{every - placed:,} to place")
    return " · ".join(parts)


class NewDialog(Dialog):
    """Lists packs with their options; a broken pack with what is wrong.

    Parameters
    ----------
    folder : Path, optional
        Where the packs are; those that ship with the program, if None.
    """

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, folder: Path | None = None
    ) -> None:
        super().__init__("New plan", parent)
        self.offers = offers(resources.path("packs") if folder is None else folder)
        self.chosen: tuple[Pack, ReadyOption] | None = None
        self._details: dict[str, tuple[Offer, OptionHead | None]] = {}
        self.list = ChoiceList(theme)
        self.list.setAccessibleName("Packs and the options they offer")
        self._name = Prose(theme, TITLE, Ink.STRONG)
        self._counts = Prose(theme, SMALL, Ink.STRONG)
        self._summary = Prose(theme, BODY)
        self._pack = Prose(theme, SMALL, Ink.STRONG)
        self._about = Prose(theme, SMALL, Ink.QUIET)
        self._source = Citation()
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.start_button = primary(
            self.buttons.addButton("Start", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._build(theme)
        self.list.highlighted.connect(self._on_highlighted)
        self.list.chosen.connect(self.accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.list.set_sections(self._sections())

    @classmethod
    def ask(cls, parent: QWidget | None, theme: Theme) -> tuple[Pack, ReadyOption] | None:
        """Let the user choose a pack and an option of it; None if they don't."""
        dialog = cls(theme, parent)
        dialog.exec()
        return dialog.chosen

    def _build(self, theme: Theme) -> None:
        heading = Prose(theme, TITLE, Ink.STRONG)
        heading.write("Start a new plan from…")
        frame = QFrame()
        frame.setObjectName("choices")
        frame.setStyleSheet("#choices { border: 1px solid palette(midlight); border-radius: 4px; }")
        within = QVBoxLayout(frame)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.list)
        inside = QWidget()
        details = QVBoxLayout(inside)
        details.setContentsMargins(0, 0, 4, 0)
        details.setSpacing(6)
        for widget in (self._name, self._counts, self._summary, self._source):
            details.addWidget(widget)
        details.addSpacing(12)
        for widget in (self._pack, self._about):
            details.addWidget(widget)
        details.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        both = QHBoxLayout()
        both.setSpacing(PAD)
        both.addWidget(frame, 1)
        both.addWidget(scroll, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(both, 1)
        column.addWidget(self.buttons)
        scroll.setAccessibleName("About it")
        for one, next_ in pairwise((self.list, scroll, *self.buttons.buttons())):
            self.setTabOrder(one, next_)
        self.fit(_SIZE.width(), _SIZE.height())
        self.list.setFocus()

    def _sections(self) -> list[Section]:
        sections: list[Section] = []
        for number, offer in enumerate(self.offers):
            rows = []
            for head in offer.info.heads:
                key = f"{number} {head.id}"
                self._details[key] = (offer, head)
                rows.append(Row(key, head.name, day(head.on)))
            if offer.problem:
                key = f"{number}"
                self._details[key] = (offer, None)
                words = _UNUSABLE if offer.info.problem is not None else "nothing to start from"
                rows.append(Row(key, words, sign=Sign.CROSS, refusal=offer.problem))
            title = offer.info.name if not offer.info.version else ""
            sections.append((title or f"{offer.info.name}, {offer.info.version}", rows))
        return sections

    def _on_highlighted(self, row: Row | None) -> None:
        chosen = self._option(row)
        self.start_button.setEnabled(chosen is not None)
        if row is None:
            return
        offer, _ = self._details[row.key]
        if chosen is None:
            if not row.refusal:
                self._refuse(offer)
            self._write(offer.info.name, "", offer.problem, "", "", "")
            announce(self.list, offer.problem)
            return
        pack, option = chosen
        source = f"Source: {option.source}" if option.source else ""
        title = f"{pack.name}, {pack.version}"
        number = counts(pack, option)
        self._write(option.name, number, option.summary, source, title, pack.summary)
        announce(self.list, f"{number}. {option.summary}")

    def _option(self, row: Row | None) -> tuple[Pack, ReadyOption] | None:
        """Return what a row stands for, with its pack read; None if it can't be used."""
        offer, head = self._details[row.key] if row is not None else (None, None)
        if offer is None or head is None:
            return None
        offer.read()
        if offer.pack is None:
            return None
        return offer.pack, next(o for o in offer.pack.options if o.id == head.id)

    def _refuse(self, offer: Offer) -> None:
        """Mark the rows of a pack in which a fault was found."""
        for key, (one, _) in self._details.items():
            if one is offer:
                self.list.refuse(key, _UNUSABLE, offer.problem)

    def _write(
        self, name: str, number: str, summary: str, source: str, pack: str, about: str
    ) -> None:
        for label, text in (
            (self._name, name),
            (self._counts, number),
            (self._summary, summary),
            (self._pack, pack),
            (self._about, about),
        ):
            label.write(breakable(text))
            label.setVisible(bool(text))
        self._source.write(source)

    def accept(self, _row: Row | None = None) -> None:
        """Keep what is highlighted, unless it can't be used."""
        self.chosen = self._option(self.list.row)
        if self.chosen is not None:
            super().accept()
