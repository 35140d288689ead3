"""Before and after at length, and the option in the series of past years, beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QSaveFile, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.before_after import BeforeAfter, Line, What
from model.errors import ChangeRefusedError
from model.events import Changed
from model.option import Preview
from model.pack import SeriesPoint, Tier
from model.series import series_point
from model.structures import counts_of, counts_text
from model.wording import capital, counted, day, listed
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, shortened, theme_of
from ui.document import Document
from ui.panels.counts_table import CountsModel, CountsTable, as_text, shown
from ui.panels.parts import (
    GAP,
    SMALL,
    Choice,
    Heading,
    Ink,
    Prose,
    breakable,
    on_button,
    set_theme_below,
)
from ui.panels.series_plot import Series, SeriesPlot, comparison
from ui.theme import BODY, Theme

_WIDTH, _HEIGHT = 660, 800
_SUFFIX = ".png"


class BeforeAfterDialog(Dialog):
    """Posts, boards and people before and after, for what is selected or for all.

    It stays open beside the window and follows edits, the selection and what hovers.
    """

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Before and after", parent)
        self._document = document
        self._preview: Preview | None = None
        self._counts = BeforeAfter(document.state)
        self._build(theme)
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._refresh)
        document.previewed.connect(self._on_previewed)
        self.scope.currentIndexChanged.connect(self._refresh)
        self._on_switched()
        self.fit(_WIDTH, _HEIGHT)
        self.table.setFocus()

    @classmethod
    def ask(cls, document: Document, theme: Theme, parent: QWidget) -> BeforeAfterDialog:
        """Open the dialog beside its window, or bring the one that is open to the front."""
        dialog = parent.findChild(cls)
        if dialog is None:
            dialog = cls(document, theme, parent)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def _build(self, theme: Theme) -> None:
        self.heading = Prose(theme, TITLE, Ink.STRONG)
        self.size_line = Prose(theme, SMALL, Ink.QUIET)
        self.scope = Choice()
        self.scope.setMinimumContentsLength(16)
        self.scope.setAccessibleName("What is counted")
        self.scope.setToolTip("Follow the selection, or always count all of it")
        self.check = Prose(theme, BODY)
        self.check.setAccessibleName("The sum, to be checked")
        self.governances = Prose(theme, SMALL, Ink.QUIET)
        self.ahead = Prose(theme, SMALL, Ink.QUIET)
        self.model = CountsModel(theme, self)
        self.table = CountsTable(self.model)
        self.plot_heading = Heading("")
        self.plot = SeriesPlot(theme)
        self.plot_text = Prose(theme, SMALL, Ink.QUIET)
        self.told = Prose(theme, SMALL, Ink.QUIET)
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy_button = self.buttons.addButton("&Copy as text", role)
        self.picture_button = self.buttons.addButton("Copy &plot", role)
        self.save_button = self.buttons.addButton("&Save plot…", role)
        for button, about in (
            (self.copy_button, "Copy the counts, with tabs between the columns"),
            (self.picture_button, "Copy the plot as a picture"),
            (self.save_button, "Save the plot as a PNG file"),
        ):
            button.setToolTip(about)
            button.setAutoDefault(False)
        self.buttons.addButton(Standard.Close)
        self.copy_button.clicked.connect(self.copy_text)
        self.table.copy_wanted.connect(self.copy_text)
        self.picture_button.clicked.connect(self.copy_picture)
        self.save_button.clicked.connect(self.ask_picture)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.scope, 0, Qt.AlignmentFlag.AlignTop)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(PAD, PAD, PAD, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.size_line)
        column.addSpacing(4)
        column.addWidget(self.check)
        column.addWidget(self.governances)
        column.addSpacing(8)
        column.addWidget(self.table)
        column.addWidget(self.ahead)
        column.addSpacing(12)
        column.addWidget(self.plot_heading)
        column.addWidget(self.plot, 1)
        column.addWidget(self.plot_text)
        self.area = QScrollArea()
        self.area.setWidget(self._inside)
        self.area.setStyleSheet("QAbstractScrollArea::corner { border: 0; }")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.selectionModel().currentChanged.connect(self._show_row)
        foot = QVBoxLayout()
        foot.setContentsMargins(PAD, 4, PAD, 16)
        foot.setSpacing(4)
        foot.addWidget(self.told)
        foot.addWidget(self.buttons)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.area, 1)
        around.addLayout(foot)

    def _show_row(self, index: QModelIndex) -> None:
        """Bring a row that the keys went to into view."""
        place = self.table.visualRect(index).center()
        at = self.table.viewport().mapTo(self._inside, place)
        self.area.ensureVisible(self.area.horizontalScrollBar().value(), at.y(), 0, 36)

    # -- keeping up ------------------------------------------------------------------------

    def _on_switched(self) -> None:
        state = self._document.state
        self._preview = self._document.foreseen
        self._counts = BeforeAfter(state)
        chosen = max(0, self.scope.currentIndex())
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem("What is selected")
        self.scope.addItem(on_button(shortened(state.label(state.root), LONG)))
        self.scope.setCurrentIndex(chosen)
        self.scope.blockSignals(False)
        has_series = bool(state.pack.series)
        for widget in (self.plot_heading, self.plot, self.plot_text):
            widget.setVisible(has_series)
        for button in (self.picture_button, self.save_button):
            button.setVisible(has_series)
        self.plot_heading.setText("The option among past years")
        self._refresh()

    def _on_changed(self, event: Changed) -> None:
        self._counts.follow(event)
        self._refresh()

    def _on_previewed(self, preview: Preview | None) -> None:
        if preview is not self._preview:
            self._preview = preview
            self._refresh()

    def places(self) -> list[str]:
        """Return what is counted: regions and groups that are selected, or have a member that is.

        All of it where nothing is, or only units without a group.
        """
        state = self._document.state
        found: dict[str, None] = {}
        for organisation in sorted(self._document.selection):
            tier = state.tier(organisation)
            if tier in (Tier.REGION, Tier.GROUP):
                found[organisation] = None
            elif tier in (Tier.UNIT, Tier.PART):
                group = state.nearest_group(organisation)
                if group:
                    found[group] = None
        chosen = self._document.selection and state.root not in self._document.selection
        if not chosen or self.scope.currentIndex() == 1 or not found:
            return [state.root]
        return list(found)

    def _refresh(self) -> None:
        state = self._document.state
        pack, places = state.pack, self.places()
        lines = self._counts.lines(places)
        point = series_point(state)
        would, would_be = self._would(places) or (None, None)
        names = [shortened(state.label(p), LONG) for p in places]
        self.heading.write(breakable(listed(names, 3)))
        self._write_size(places, would or lines)
        self._write_check(would or lines, is_new=would not in (None, lines))
        if self._preview is None:
            self._write_governances(places)
            self._write_ahead()
        self.model.show_rows(shown(lines, would), pack)
        if pack.series:
            title = f"{capital(pack.words.accountables)}, local and regional"
            if would_be == point:
                would_be = None
            self.plot.show_series(Series(title, pack.series, point, would_be, day(state.on)))
            self.plot_text.write(comparison(pack.series, would_be or point))

    def _would(self, places: list[str]) -> tuple[tuple[Line, ...], SeriesPoint] | None:
        """Return the counts as what hovers would have them; None if nothing does."""
        preview = self._preview
        if preview is None or preview.change is None or preview.refused:
            return None
        try:
            with self._document.option.tried(preview.change) as touched:
                anew = touched.groups | touched.units | touched.moved
                lines = self._counts.lines(places, anew=anew)
                return lines, series_point(self._document.state)
        except ChangeRefusedError:  # it was made meanwhile
            return None

    def _write_size(self, places: list[str], lines: tuple[Line, ...]) -> None:
        state = self._document.state
        unit, group = state.pack.kind_at(Tier.UNIT), state.pack.kind_at(Tier.GROUP)
        boards = next(line.after for line in lines if line.what is What.BOARDS)
        text = counted(boards, unit.label, unit.plural)
        if all(state.tier(p) is Tier.GROUP for p in places):
            groups = len(places)
        else:
            groups = len([g for g in self._groups(places) if state.count(g)])
        self.size_line.write(f"{text}, {counted(groups, group.label, group.plural)}")

    def _groups(self, places: list[str]) -> list[str]:
        """Return all groups in some places."""
        state = self._document.state
        inside = set(places)
        if state.root in inside:
            return state.at_tier(Tier.GROUP)
        return [g for g in state.at_tier(Tier.GROUP) if g in inside or state.region_of(g) in inside]

    def _write_check(self, lines: tuple[Line, ...], *, is_new: bool) -> None:
        words = self._document.state.pack.words
        line = next(line for line in lines if line.what is What.OFFICERS)
        ink = Ink.ACCENT if is_new else Ink.PLAIN
        self.check.write((f"{capital(words.officers)}: ", Ink.STRONG), (line.sum_text, ink))

    def _write_governances(self, places: list[str]) -> None:
        """Say how groups decide, where any departs from what is usual."""
        state = self._document.state
        kind = state.pack.kind_at(Tier.GROUP)
        numbers: dict[str, int] = {}
        for group in self._groups(places):
            found = state.governance(group)
            if found is not None and state.count(group) > 1:
                numbers[found.id] = numbers.get(found.id, 0) + 1
        usual = state.pack.governance("")
        is_usual = usual is None or not numbers.keys() - {usual.id}
        parts = [
            f"{g.label}: {counted(numbers[g.id], kind.label, kind.plural)}"
            for g in state.pack.governances
            if g.id in numbers
        ]
        self.governances.write("" if is_usual else " · ".join(parts))
        self.governances.setVisible(not is_usual)

    def _write_ahead(self) -> None:
        """Say what the structure comes to that the option looks ahead to, if it does."""
        state = self._document.state
        counts = counts_of(state)
        text = (
            f"{state.structure.label}: {counts_text(counts)}" if counts and state.structure else ""
        )
        self.ahead.write(text)
        self.ahead.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plot"):
            theme = theme_of(self)
            self.model.theme = theme
            self.plot.set_theme(theme)
            set_theme_below(self, theme)
            self.table.viewport().update()

    # -- taking it elsewhere ---------------------------------------------------------------

    def text(self) -> str:
        """Return everything as text that pastes into a message or a spreadsheet."""
        state = self._document.state
        lines = [
            f"{self.heading.text()}: before and after, {state.name}, as on {day(state.on)}",
            self.size_line.text(),
            self.check.text(),
            *filter(None, [self.governances.text(), self.ahead.text()]),
            "",
            as_text(self.model.rows, state.pack),
        ]
        if state.pack.series:
            past = ", ".join(f"{p.total} in {p.year}" for p in state.pack.series)
            words = capital(state.pack.words.accountables)
            lines += ["", f"{words}, local and regional: {past}.", self.plot_text.text()]
        return "\n".join(lines).replace("\u200b", "")

    def copy_text(self) -> None:
        """Put the counts on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self._tell("The counts are on the clipboard.")

    def copy_picture(self) -> None:
        """Put the plot on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(self.plot.picture())
        self._tell("The plot is on the clipboard as a picture.")

    def ask_picture(self) -> QFileDialog:
        """Let the user choose where to save the plot as a picture."""
        dialog = QFileDialog(self, "Save plot", "", f"PNG picture (*{_SUFFIX})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.selectFile(f"before-and-after{_SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.save_picture(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def save_picture(self, path: Path) -> bool:
        """Save the plot as a picture, and say so; whether that was possible."""
        file = QSaveFile(str(path))
        is_saved = (
            file.open(QSaveFile.OpenModeFlag.WriteOnly)
            and self.plot.picture().save(file, "PNG")  # type: ignore[call-overload]  # a QIODevice
            and file.commit()
        )
        if is_saved:
            self._tell(f"The plot is in {path.name}.")
        else:
            self._tell(f"{path.name} can't be written: {file.errorString()}", is_wrong=True)
        return is_saved

    def _tell(self, text: str, *, is_wrong: bool = False) -> None:
        self.told.write((breakable(text), Ink.WARNING if is_wrong else Ink.QUIET))
        announce(self.told, text)
