"""The dialog that adds an option to a scenario: its name, and what it starts from."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

import resources
from db.errors import InputError
from db.identity import new_id, now, user
from db.packs import PackInfo, installed, read_pack
from model.errors import ModelError
from model.option import Option
from model.pack import Pack, ReadyOption, Tier
from model.scenario import Add, after
from model.texts import MAX_TEXT
from ui.dialogs.common import PAD, Dialog, Standard, announce, primary
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Prose
from ui.theme import BODY, Theme

_WIDTH, _ROW = 460, 26


class NewOptionDialog(Dialog):
    """Offers an empty option, and those that the scenario's pack has ready."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("New option", parent)
        self._document = document
        pack = document.option.pack
        self._info: PackInfo | None = None
        self.about = Prose(theme, BODY)
        self.about.write(
            "Add an option to this scenario. To go on from what is there, branch from it instead."
        )
        self.list = QListWidget()
        self.list.setAccessibleName("What it starts from")
        unit = pack.kind_at(Tier.UNIT).plural
        blank = ReadyOption("", "Option A", document.state.on)
        self._offer(f"Empty: all {unit} are in the tray", blank)
        for ready in self._ready(pack):
            self._offer(ready.name, ready)
        self.list.setCurrentRow(0)
        self.list.setStyleSheet(f"QListView::item {{ height: {_ROW}px; }}")
        self.list.setFixedHeight(min(8, self.list.count()) * _ROW + 4)
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_TEXT)
        self.fault = Prose(theme, SMALL, Ink.STRONG)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.add = primary(self.buttons.addButton("&Add", QDialogButtonBox.ButtonRole.AcceptRole))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        label = QLabel("&Name")
        label.setBuddy(self.name)
        form.addRow(label, self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addWidget(self.list)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)
        self.list.currentRowChanged.connect(self._suggest)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.name.textChanged.connect(self._check)
        self._suggest()
        self.fit(_WIDTH, column.totalHeightForWidth(_WIDTH))
        self.list.setFocus()

    @classmethod
    def ask(cls, document: Document, theme: Theme, parent: QWidget) -> NewOptionDialog:
        """Open the dialog over its window."""
        dialog = cls(document, theme, parent)
        dialog.open()
        return dialog

    def _offer(self, text: str, ready: ReadyOption) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, ready)
        self.list.addItem(item)

    def _ready(self, pack: Pack) -> list[ReadyOption]:
        """Return what a pack has ready; a file has none of it, so its pack is looked for."""
        if pack.options:
            return [ready for ready in pack.options if ready.groups]
        for info in installed(resources.path("packs")):
            if info.id == pack.id and info.version == pack.version and info.problem is None:
                self._info = info
                return [
                    ReadyOption(head.id, head.name, head.on)
                    for head in info.heads
                    if head.arrangement != "none"  # as an empty one
                ]
        return []

    def _chosen(self) -> ReadyOption:
        ready: ReadyOption = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        if self._info is None or not ready.id:
            return ready
        # A while with a large one: only for what is chosen, and without its map.
        full = read_pack(self._info.folder, map_later=True)
        return next(option for option in full.options if option.id == ready.id)

    def _suggest(self) -> None:
        """Propose a name that is free."""
        ready: ReadyOption = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        self.name.setText(self._document.scenario.free_name(ready.name))

    def _check(self, name: str) -> None:
        fault = self._document.scenario.name_fault(name)
        self.fault.write(fault)
        announce(self.fault, fault)
        self.add.setEnabled(bool(name.strip()) and not fault)

    def accept(self) -> None:
        """Add the option and show it."""
        document, name = self._document, self.name.text().strip()
        if not self.add.isEnabled():
            return
        scenario, identifier = document.scenario, new_id()
        try:
            ready = replace(self._chosen(), name=name)
            option = Option.from_ready(scenario.pack, ready, identifier, when=now(), who=user())
        except (InputError, ModelError) as error:
            self.fault.write(str(error))
            announce(self.fault, str(error))
            return
        if document.edit_list(Add(option, after(scenario, document.live.id)), show=identifier):
            super().accept()
