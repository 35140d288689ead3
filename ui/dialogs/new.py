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
from db.packs import PackInfo, installed, read_pack
from model.pack import Pack, ReadyOption, Tier
from model.rules.standing import Sign
from model.wording import counted, day
from ui.dialogs.choice_list import ChoiceList, Row, Section
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary
from ui.panels.parts import SMALL, Citation, Ink, Prose, breakable
from ui.theme import BODY, Theme

_SIZE = QSize(760, 460)


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack as it is listed: what it offers, or why it can't be used."""

    info: PackInfo
    pack: Pack | None = None
    problem: str = ""


def offers(folder: Path) -> list[Offer]:
    """Return the packs in a folder of packs, broken and empty ones with what is wrong."""
    return [_offer(info) for info in installed(folder)]


def _offer(info: PackInfo) -> Offer:
    if info.problem is not None:
        return Offer(info, problem=str(info.problem))
    try:
        pack = read_pack(info.folder)
    except InputError as error:
        return Offer(info, problem=str(error))
    if not pack.options:
        return Offer(info, pack, "This pack offers no option to start from.")
    return Offer(info, pack)


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
        self._details: dict[str, tuple[Offer, ReadyOption | None]] = {}
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
            for option in offer.pack.options if offer.pack is not None else ():
                key = f"{number} {option.id}"
                self._details[key] = (offer, option)
                rows.append(Row(key, option.name, day(option.on)))
            if offer.problem:
                key = f"{number}"
                self._details[key] = (offer, None)
                words = "can't be used" if offer.pack is None else "nothing to start from"
                rows.append(Row(key, words, sign=Sign.CROSS, refusal=offer.problem))
            title = offer.info.name if not offer.info.version else ""
            sections.append((title or f"{offer.info.name}, {offer.info.version}", rows))
        return sections

    def _on_highlighted(self, row: Row | None) -> None:
        self.start_button.setEnabled(row is not None and not row.refusal)
        if row is None:
            return
        offer, option = self._details[row.key]
        pack = offer.pack
        if option is None or pack is None:
            self._write(offer.info.name, "", offer.problem, "", "", "")
            announce(self.list, offer.problem)
            return
        source = f"Source: {option.source}" if option.source else ""
        title = f"{pack.name}, {pack.version}"
        number = counts(pack, option)
        self._write(option.name, number, option.summary, source, title, pack.summary)
        announce(self.list, f"{number}. {option.summary}")

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
        row = self.list.row
        if row is None or row.refusal:
            return
        offer, option = self._details[row.key]
        if offer.pack is not None and option is not None:
            self.chosen = (offer.pack, option)
            super().accept()
