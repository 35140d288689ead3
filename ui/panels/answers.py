"""The checklist: what rules ask and only the user can answer, of one organisation or of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model import edits
from model.errors import ChangeRefusedError
from model.pack import Tier
from model.rules.asked import asked_of, asks
from model.rules.rule import Item, Rule
from model.wording import capital, counted
from ui.document import Document
from ui.panels.fields import ANSWERS, LineField, YesNo
from ui.panels.parts import (
    GAP,
    SMALL,
    Ink,
    LinkButton,
    Prose,
    tip,
)
from ui.panels.section import Section
from ui.theme import BODY, Theme


class ItemRow(QWidget):
    """Something that is asked, and its answer."""

    def __init__(self, theme: Theme, rule: Rule, item: Item) -> None:
        super().__init__()
        self.rule, self.item = rule.id, item
        about = f"{rule.id}, {item.label}"
        self.label = Prose(theme, BODY)
        self.label.write(capital(item.label))
        self.label.setContentsMargins(0, 0 if item.is_text else 4, 0, 0)
        self.differ = Prose(theme, SMALL, Ink.QUIET)
        self.name: LineField | None = LineField(about) if item.is_text else None
        self.yes_no: YesNo | None = None if item.is_text else YesNo(about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.label, 1)
        column.addLayout(line)
        if self.yes_no is not None:
            line.addWidget(self.yes_no, 0, Qt.AlignmentFlag.AlignTop)
        if self.name is not None:
            column.addWidget(self.name)
        column.addWidget(self.differ)

    def show_answers(self, answers: Sequence[str]) -> None:
        """Show the answer, or how many there are of each if they differ."""
        counts = Counter(answers)
        one = answers[0] if len(counts) == 1 else ""
        if self.yes_no is not None:
            self.yes_no.set_value(one)
        if self.name is not None:
            self.name.set_value(one)
            self.name.setPlaceholderText("not answered" if len(counts) == 1 else "they differ")
        text = ""
        if len(counts) > 1:
            named = sum(counts.values()) - counts[""]
            parts = [f"{named:,} answered"]
            if self.yes_no is not None:
                parts = [f"{counts[v]:,} {v}" for v in ANSWERS if counts[v]]
            parts += [f"{counts['']:,} not answered"] if counts[""] else []
            text = f"They differ: {', '.join(parts)}"
        self.differ.write(text)
        self.differ.setVisible(bool(text))


class RuleBlock(QWidget):
    """A rule with what it asks, and how much of that is answered."""

    def __init__(self, theme: Theme, rule: Rule) -> None:
        super().__init__()
        self.rule = rule
        self.title = Prose(theme, BODY)
        self.title.setToolTip(tip(rule.text))
        self.below = LinkButton("")
        self.rows: dict[str, ItemRow] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, GAP)
        self.column.setSpacing(4)
        self.column.addWidget(self.title)
        self.column.addWidget(self.below)

    def write(self, answered: int, asked: int) -> None:
        """Say what the rule is, and how much is answered."""
        spans = [(f"{self.rule.title} ", Ink.STRONG), (f"{self.rule.id}", Ink.QUIET)]
        if asked:
            spans.append((f" \N{MIDDLE DOT} {answered:,} of {asked:,} answered", Ink.QUIET))
        self.title.write(*spans)


class Answers(Section):
    """What rules ask about the organisations that are shown, if they are all of one tier."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Checklist")
        self.blocks: dict[str, RuleBlock] = {}

    def refresh(self) -> None:
        """Read anew what is shown."""
        state = self.state
        tiers = {state.tier(o) for o in self.shown}
        tier = tiers.pop() if len(tiers) == 1 else None
        asked = [] if tier is None else asked_of(state.pack.rules, tier, state.on)
        below = [] if tier is not Tier.GROUP else asked_of(state.pack.rules, Tier.UNIT, state.on)
        asked = [(rule, items) for rule, items in asked if self._of(rule, self.shown)]
        below = [(rule, items) for rule, items in below if self._of(rule, self._members())]
        own = {rule.id: items for rule, items in asked}
        members = {rule.id: items for rule, items in below}
        # What stays is never hidden, not even for a moment: the keys would go elsewhere.
        for name, block in self.blocks.items():
            block.setVisible(name in own or name in members)
        answered = number = 0
        for rule in {rule.id: rule for rule, _ in asked + below}.values():
            yes, of = self._fill_block(rule, own.get(rule.id, []))
            answered, number = answered + yes, number + of
            self._fill_below(rule, members.get(rule.id, []))
        self.heading.setText("Checklist")
        if number:
            self.heading.setText(f"Checklist \N{MIDDLE DOT} {answered:,} of {number:,} answered")
        self.setVisible(bool(asked or below))

    def _block(self, rule: Rule) -> RuleBlock:
        if rule.id not in self.blocks:
            block = RuleBlock(self._theme, rule)
            block.below.clicked.connect(self._select_members)
            # In the pack's order, also those that come into force on another date.
            order = [known.id for known in self.state.pack.rules]
            before = set(order[: order.index(rule.id)])
            self.column.insertWidget(1 + len(before & self.blocks.keys()), block)
            self.blocks[rule.id] = block
        return self.blocks[rule.id]

    def _fill_block(self, rule: Rule, items: Sequence[Item]) -> tuple[int, int]:
        """Show what a rule asks; return how many answers there are, and how many there could be."""
        block, state = self._block(rule), self.state
        shown = self._of(rule, self.shown)
        answered = 0
        wanted = {item.id for item in items}
        for name, row in block.rows.items():
            row.setVisible(name in wanted)
        for item in items:
            row = block.rows.get(item.id) or self._add_row(block, rule, item)
            answers = [state.answer(o, rule.id, item.id) for o in shown]
            answered += sum(map(bool, answers))
            row.show_answers(answers)
        number = len(items) * len(shown)
        block.write(answered, number)
        return answered, number

    def _fill_below(self, rule: Rule, items: Sequence[Item]) -> None:
        """Say how much of what a rule asks about each member is answered."""
        block, state = self._block(rule), self.state
        block.below.setVisible(bool(items))
        if not items:
            return
        members = self._of(rule, self._members())
        answered = sum(bool(state.answer(u, rule.id, i.id)) for u in members for i in items)
        kind = state.pack.kind_at(Tier.UNIT)
        text = f"Asked of each {kind.label}: {answered:,} of {len(members) * len(items):,} answered"
        block.below.setText(text)
        about = f"Select {counted(len(members), kind.label, kind.plural)}, to answer for them"
        block.below.setToolTip(tip(about))
        block.below.setAccessibleName(f"{rule.id}. {text}. {about}")
        block.below.setEnabled(bool(members))

    def _members(self) -> list[str]:
        """Return the members of the groups that are shown."""
        state = self.state
        return [unit for group in self.shown if group in state for unit in state.members(group)]

    def _of(self, rule: Rule, organisations: Sequence[str]) -> list[str]:
        """Return those of some organisations of which a rule asks something as things are."""
        findings = self._document.option.findings
        return [o for o in organisations if o in self.state and asks(rule, findings, o)]

    def _add_row(self, block: RuleBlock, rule: Rule, item: Item) -> ItemRow:
        row = ItemRow(self._theme, rule, item)
        block.rows[item.id] = row
        block.column.addWidget(row)
        if row.name is not None:
            self.add_editor(row.name)
            row.name.edited.connect(lambda value: self._answer(rule, item.id, value))
        if row.yes_no is not None:
            self.add_editor(row.yes_no)
            row.yes_no.edited.connect(lambda value: self._answer(rule, item.id, value))
        return row

    def _answer(self, rule: Rule, item: str, value: str) -> None:
        there = self._of(rule, self.shown)
        try:
            change = edits.answer(self.state, there, rule.id, item, value)
        except ChangeRefusedError:
            self.refresh()  # It says so already.
            return
        self.commit(change)

    def _select_members(self) -> None:
        state = self.state
        there = [group for group in self.shown if group in state]
        self._document.select([unit for group in there for unit in state.members(group)])
