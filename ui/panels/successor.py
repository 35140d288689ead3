"""What an organisation is in the structure that the option looks ahead to, and its members."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from model.changes import Field
from model.edits import areas
from model.pack import Tier
from model.state import State
from model.structures import entered_mark
from model.wording import counted, listed, sum_text
from ui.document import Document
from ui.panels.fields import Box
from ui.panels.parts import SMALL, Ink, Prose
from ui.panels.section import Section
from ui.theme import BODY, Theme


class Membership(Section):
    """The members of a successor, what they come to, and whether it was found fit."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Members")
        self.area = Prose(theme, BODY, Ink.STRONG)
        self.names = Prose(theme, SMALL, Ink.QUIET)
        self.choose = QPushButton("Members…")
        self.choose.setToolTip("Choose whom it takes over from")
        self.choose.clicked.connect(self._on_choose)
        for widget in (self.area, self.names, self.choose):
            self.column.addWidget(widget)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, successor = self.state, self.shown[0]
        members = state.joined(successor)
        known = [
            f"{sum_text(m, total)} {m.short}{entered_mark(state, successor, m.id)}"
            for m, total in areas(state, successor)
        ]
        self.area.write(", ".join([counted(len(members), "member", "members"), *known]))
        names = listed([state.label(o) for o in members], 12)
        self.names.write(names or "None yet: choose whom it takes over from.")
        self.choose.setEnabled(not self._document.read_only)

    def _on_choose(self) -> None:
        from ui.dialogs.members import MembersDialog

        if self.shown[0] in self.state:
            MembersDialog.ask(self._document, self.shown[0], self.window())


class Afterwards(Section):
    """What a group or successor is in the structure, and in what it departs from it."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Afterwards")
        self.what = Prose(theme, BODY)
        self.authorised = Box("Authorised", "It was found fit to take over")
        self.legal = Box("Legal body", "A legal body with a board and an accountable officer")
        self.board = Box("Board of its own", "It has a board, which its structure does not give it")
        self.accountable = Box(
            "Accountable officer", "It has one, which its structure does not give it"
        )
        self.column.addWidget(self.what)
        for box, field in (
            (self.authorised, Field.AUTHORISED),
            (self.legal, Field.LEGAL),
            (self.board, Field.BOARD),
            (self.accountable, Field.ACCOUNTABLE),
        ):
            self.column.addWidget(box)
            self.add_editor(box)
            box.edited.connect(lambda on, f=field: self.set_all(f, "yes" if on else ""))

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, organisation = self.state, self.shown[0]
        is_successor = state.tier(organisation) is Tier.SUCCESSOR
        self.setVisible(is_successor or state.structure is not None)
        body = state.body(organisation)
        has_all = body is not None and (body.legal_body or (body.optional and state.are_legal))
        self.authorised.setVisible(is_successor)
        self.legal.setVisible(is_successor and body is not None and not has_all)
        for box, given in (
            (self.board, body is not None and body.board),
            (self.accountable, body is not None and body.accountable),
        ):
            box.setVisible(not is_successor and body is not None and not given)
        for box, field in (
            (self.authorised, Field.AUTHORISED),
            (self.legal, Field.LEGAL),
            (self.board, Field.BOARD),
            (self.accountable, Field.ACCOUNTABLE),
        ):
            if box.isVisibleTo(self):
                box.set_value(bool(state.field(organisation, field)))
        self.what.write(_what(state, organisation))


def _what(state: State, organisation: str) -> str:
    """Return what an organisation is in the structure, in words."""
    structure, body = state.structure, state.body(organisation)
    if structure is None:
        return "The option looks at things as now. Edit > Option… chooses what may follow."
    if body is None:
        return f"{structure.label}: {state.kind(organisation).plural} have ended."
    above = structure.body(body.under)
    what = f"{structure.label}: {body.label}"
    what += ", a legal body" if state.is_legal_body(organisation) else ", no legal body"
    return what + (f"; answers to the {above.label}." if above is not None else ".")
