"""The main window: docks, menus, tool bar and status bar around the chart."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QStatusBar,
)

from db.identity import new_id
from model import edits
from model.pack import Tier
from model.scenario import Scenario
from model.wording import day
from ui import theme
from ui.actions import Actions
from ui.bars import MainToolBar, fill_menus
from ui.chart.view import ChartView
from ui.docks import Docks
from ui.document import Document
from ui.files import Files, dropped_files
from ui.later import Later
from ui.layout import Layout
from ui.panels.inspector import InspectorPanel, sections
from ui.panels.parts import tip
from ui.panels.problems import ProblemsPanel
from ui.panels.totals import TotalsPanel
from ui.panels.tray import TrayPanel
from ui.settings import recent_files
from ui.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from model.rules.rule import Finding
    from ui.dialogs.export import ExportDialog
    from ui.dialogs.messages import MessageBar
    from ui.editing import Editing
    from ui.hovering import ChartLight
    from ui.judging import Judging
    from ui.looking_back import LookingBack
    from ui.open_scenario import OpenScenario
    from ui.options import Options


class MainWindow(QMainWindow):
    """The window of one scenario.

    What can't be seen at first, and what takes longest, comes when the window has been painted
    (`later`), or as soon as it is asked for.

    Parameters
    ----------
    store : QSettings
        Where layout, theme and recent files are remembered.
    recovery : Path, optional
        Folder in which every change is kept until it is saved; None to keep none.
    files : Files, optional
        Those of another window, which shows the same scenario.
    """

    def __init__(
        self,
        scenario: Scenario | OpenScenario,
        store: QSettings,
        recovery: Path | None = None,
        files: Files | None = None,
    ) -> None:
        super().__init__()
        self._store = store
        self.theme = self._wanted_theme()
        theme.apply(_app(), self.theme)
        self.document = Document(scenario, self)
        self.files = files or Files(self.document, store, self, recovery)
        self._recent_targets: list[str] = []
        self._chart_light: ChartLight | None = None
        self._saved_at = ""
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.resize(1440, 900)

        self.layout_ = Layout(store, "" if files is None else "beside")
        self.chart = ChartView(self.document, self.theme, self, self.layout_.posts)
        self.setCentralWidget(self.chart)
        self._make_panels()
        self.actions_ = Actions(self)
        self._make_bars()
        self._make_status_bar()
        self._connect()
        self.layout_.restore(self)
        self.later = Later(iter(()), self)
        self._on_switched()
        self.chart.setFocus()

    # -- making ----------------------------------------------------------------------------

    @cached_property
    def messages(self) -> MessageBar:
        """The bar over the foot of the chart that says what happened."""
        from ui.dialogs.messages import MessageBar

        return MessageBar(self.chart)

    @cached_property
    def judging(self) -> Judging:
        """What users say about the plan: waivers, limits, figures of their own."""
        from ui.judging import Judging

        return Judging(self)

    @cached_property
    def editing(self) -> Editing:
        """Edits of what is selected, as menus and keys ask for them."""
        from ui.editing import Editing

        return Editing(self)

    @cached_property
    def options(self) -> Options:
        """The options of the scenario: choosing, making and listing them."""
        from ui.options import Options

        return Options(self)

    @cached_property
    def looking_back(self) -> LookingBack:
        """What is done with history, and the band that says that the past is shown."""
        from ui.looking_back import LookingBack

        return LookingBack(self)

    def _tell(self, text: str, kind: str) -> None:
        self.messages.show_message(text, kind)

    def _fill(self) -> Iterator[None]:
        """Do what the first paint does without, in steps too short to be noticed."""
        self.totals.fill()
        yield
        self.tray.fill()
        yield
        yield from self.problems.fill_slowly()
        yield
        sections()
        yield
        self._listen_to_hovering()
        yield from self.docks.fill_slowly()
        yield
        yield from self.search.read()
        yield
        self.files.others.look()

    def _listen_to_hovering(self) -> None:
        if self._chart_light is None:
            from ui.hovering import ChartLight

            self._chart_light = ChartLight(self.chart, self.document)

    def _make_panels(self) -> None:
        self.tray = TrayPanel(self.document, self.theme, self, waits=True)
        self.totals = TotalsPanel(self.document, self.theme, self, waits=True)
        self.problems = ProblemsPanel(self.document, self.theme, self, waits=True)
        self.inspector = InspectorPanel(self.document, self.theme, self)
        self.docks = Docks(self)

    def _make_bars(self) -> None:
        self._recent = fill_menus(self.menuBar(), self.actions_, self.docks.first)
        self._recent.aboutToShow.connect(self._fill_recent)
        self.tool_bar = MainToolBar(self.actions_, self.document, self.theme, self)
        self.search = self.tool_bar.search
        self.addToolBar(self.tool_bar)

    def _make_status_bar(self) -> None:
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        self.setStatusBar(bar)
        self._counts, self._facts = QLabel(), QLabel()
        for label in (self._counts, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(8, 0, 8, 0)
        self._counts.setAccessibleName("Findings")
        bar.addWidget(self._counts)
        bar.addPermanentWidget(self._facts)

    def _connect(self) -> None:
        document = self.document
        document.switched.connect(self._on_switched)
        document.changed.connect(self._on_changed)
        document.selected.connect(self._on_selected)
        document.titled.connect(self._update_title)
        document.looked.connect(lambda: self.looking_back.follow())
        document.mend_wanted.connect(self._show_mends)
        document.refused.connect(lambda text: self._tell(text, "refused"))
        self.files.saved.connect(self._on_saved)
        self.files.opened.connect(self._on_opened)
        self.files.told.connect(self._tell)
        self.chart.is_over_tray = self.is_over_tray
        self.chart.drag_ended.connect(lambda: self.tray.set_target(False))
        self.files.leaving.connect(self.inspector.flush)
        self.search.left.connect(self.chart.setFocus)
        self.search.post_wanted.connect(lambda *post: self.show_post(*post, focus=False))
        self.chart.zoomed.connect(self.tool_bar.show_zoom)
        self.chart.move_requested.connect(self.ask_move)
        self.chart.rename_requested.connect(self.ask_rename)
        self.chart.post_requested.connect(self.show_post)
        self.chart.menu_requested.connect(self.show_menu)
        self.tray.move_requested.connect(self.ask_move)
        self.tray.before_and_after.details_wanted.connect(self.show_before_after)
        self.problems.counts_changed.connect(self._update_counts)
        self.problems.asked.connect(self._do)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    # -- keeping up ------------------------------------------------------------------------

    def _on_switched(self) -> None:
        self._saved_at = ""
        self.actions_.use_words(self.document.option.pack)
        self._update_title()
        self._counts.setText("")
        self._on_selected()
        self.later.begin_again(self._fill())
        self.update()  # whose painting starts it

    def _on_opened(self) -> None:
        if self.document.read_only:
            self.messages.show_message(
                "This file was saved by a newer version and is open read-only. "
                "Use Save As to work on a copy.",
                "info",
            )

    def _on_changed(self, event: object) -> None:
        self._update_title()
        # A slider goes through many points of the past: those are counted in steps.
        if self.document.past is None or self.later.is_done:
            self._update_counts()
        self._on_selected()

    def _on_saved(self) -> None:
        self._saved_at = datetime.datetime.now().astimezone().strftime("%H:%M")
        self._update_title()

    def _on_selected(self) -> None:
        self.actions_.update()

    def _update_title(self) -> None:
        state = self.document.state
        only = " (read-only)" if self.document.read_only else ""
        self.setWindowTitle(f"{self.files.name}[*]{only} — {state.name}")
        self.setWindowModified(self.document.is_modified)
        self.tool_bar.show_option(state.name)
        pack = self.document.option.pack
        saved = f" · saved {self._saved_at}" if self._saved_at else ""
        self._facts.setText(f"{pack.name}, {pack.version} · as on {day(state.on)}{saved}")

    def _update_counts(self) -> None:
        """Say in the status bar what is outside the rules."""
        from ui.counts import counts_texts  # nothing is counted before the first paint

        text, about = counts_texts(self.problems.counts, self.document.state)
        self._counts.setToolTip(tip(about))
        self._counts.setText(text)

    # -- asking ----------------------------------------------------------------------------

    def ask_move(self, organisations: list[str]) -> None:
        """Let the user choose where organisations go, by keyboard."""
        from ui.dialogs.move import MoveDialog

        MoveDialog.ask(self.document, organisations, self.theme, self, self._recent_targets)

    def ask_mend(self, organisations: list[str], rule: str = "") -> None:
        """List what would mend a rule's finding of the first of some organisations.

        Without a rule, the worst finding of the first that has one to mend.
        """
        from ui.dialogs.mend import worst_mendable

        found = worst_mendable(self.document, organisations, rule)
        if found is not None:
            self._show_mends(*found)
        elif organisations:
            self._tell("There is nothing here that could be mended.", "info")
        else:
            self._tell("Select what to mend.", "info")

    def _show_mends(self, organisation: str, rule: str) -> None:
        from ui.dialogs.mend import MendDialog

        MendDialog.ask(self.document, organisation, rule, self.theme, self)

    def ask_rename(self, organisation: str) -> None:
        """Let the user rename a group, in its card."""
        from ui.dialogs.rename import RenameEdit

        if self.document.state.tier(organisation) is not Tier.GROUP:
            return
        self.document.reveal(organisation)
        place = self.chart.name_place(organisation)
        RenameEdit.ask(self.document, organisation, self.theme, self.chart.viewport(), place)

    def _do(self, asked: str, finding: Finding) -> None:
        """Do what a link of a problem says."""
        from ui.panels.problem_cards import MEND

        if asked == MEND:
            self._show_mends(finding.organisation, finding.rule.id)
        else:
            self.judging.do(asked, finding)

    def ask_new(self) -> None:
        """Let the user choose a pack and a ready-made option."""
        from ui.dialogs.new import NewDialog

        chosen = NewDialog.ask(self, self.theme)
        if chosen is not None:
            self.files.new(*chosen)

    def ask_option(self) -> None:
        """Let the user set the option's name, date and note."""
        from ui.dialogs.option import OptionDialog

        OptionDialog.ask(self.document, self)

    def ask_export(self) -> ExportDialog:
        """Let the user export the chart, or what else can be."""
        self.inspector.flush()
        from ui.dialogs.export import ExportDialog

        dialog = ExportDialog.ask(self.document, self._store, self, self.chart.posts)
        dialog.exported.connect(lambda text: self._tell(text, "done"))
        return dialog

    def show_post(self, organisation: str, role: str, number: int, *, focus: bool = True) -> None:
        """Show a post in the inspector, and let keys go there."""
        self.document.select((organisation,))
        self.docks.inspector.show()
        self.docks.inspector.raise_()
        self.inspector.show_post(role, number, focus=focus)

    def show_shortcuts(self) -> None:
        """Show all keys and gestures."""
        from ui.dialogs.shortcuts import ShortcutSheet

        pack = self.document.option.pack
        ShortcutSheet.ask(self.actions_.sections(), self.theme, self, pack)

    def show_before_after(self) -> None:
        """Show all counts before and after, beside the window."""
        from ui.dialogs.before_after import BeforeAfterDialog

        BeforeAfterDialog.ask(self.document, self.theme, self)

    def show_about(self) -> None:
        """Show version, licences and credits."""
        from ui.dialogs.about import AboutDialog

        AboutDialog.ask(self.document.option.pack, self.theme, self)

    def new_group(self, region: str = "") -> None:
        """Make a group of the selected units, in their region or the one given."""
        state = self.document.state
        units = self.selected_units()
        where = region or next(
            (r for o in [*units, self.document.current] if o and (r := state.region_of(o))), ""
        )
        if not where:
            self.messages.show_message("Select what the new group is for, or its region.", "info")
            return
        identifier = new_id()
        units = edits.largest_first(state, units)
        change = edits.new_group(state, where, identifier, units=units)
        if self.document.commit(change):
            self.document.reveal(identifier)

    def selected_units(self) -> list[str]:
        """Return the selected organisations that can be moved into groups."""
        return self.chart.chart.in_order(self.document.selection)

    def selected_groups(self) -> list[str]:
        """Return the selected groups."""
        state = self.document.state
        return [o for o in sorted(self.document.selection) if state.tier(o) is Tier.GROUP]

    def selected_successor(self) -> str:
        """Return the selected successor, "" if it is none or several."""
        state = self.document.state
        found = [
            o for o in self.document.selection if o in state and state.tier(o) is Tier.SUCCESSOR
        ]
        return found[0] if len(found) == 1 else ""

    def show_menu(self, organisation: str, at: QPoint) -> None:
        """Open the menu of an organisation, "" for the ground, at a global position."""
        from ui.dialogs.context_menu import context_menu

        menu = context_menu(
            self.document,
            organisation,
            self,
            on_move=self.ask_move,
            on_rename=self.ask_rename,
            on_waive=self.judging.waive,
        )
        if not menu.isEmpty():
            menu.popup(at)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_files(self._store):
            action = self._recent.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: self.files.open(p))
        if self._recent.isEmpty():
            self._recent.addAction("No file was opened yet").setEnabled(False)

    def is_over_tray(self, at: QPoint) -> bool:
        """Whether a drag from the chart is over the tray, which then shows that it takes it."""
        over = self.tray.isVisible() and self.tray.holds(at)
        self.tray.set_target(over)
        return over

    def tell_fault(self, sentence: str) -> None:
        """Say that something of ours failed, and that the work is still there."""
        text = sentence.removeprefix("footprint: ")
        after = "Your plan is still here; save it under another name."
        self.messages.show_message(f"Something went wrong: {text}. {after}", "error")

    # -- theme -----------------------------------------------------------------------------

    def _wanted_theme(self) -> Theme:
        choice = self.theme_choice()
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if choice == "dark" or (choice == "system" and dark) else LIGHT

    def theme_choice(self) -> str:
        """Return "light", "dark" or "system"."""
        return str(self._store.value("theme", "system"))

    def choose_theme(self, choice: str) -> None:
        """Use "light", "dark" or the "system"'s theme from now on."""
        self._store.setValue("theme", choice)
        self._set_theme(self._wanted_theme())

    def _on_scheme_changed(self) -> None:
        self._set_theme(self._wanted_theme())

    def _set_theme(self, wanted: Theme) -> None:
        if wanted is self.theme:
            return
        self.theme = wanted
        theme.apply(_app(), wanted)
        for panel in (self.chart, self.tray, self.totals, self.problems, self.inspector):
            panel.set_theme(wanted)
        self.docks.set_theme(wanted)
        self.search.set_theme(wanted)

    # -- layout and life -------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Take up the zoom that was left, the first time."""
        super().showEvent(event)
        self.layout_.restore_zoom(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, once; remember the layout."""
        if not self.files.may_close():
            event.ignore()
            return
        self.layout_.keep(self)
        self.files.leave(self)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Go on with what was left, the first time."""
        super().paintEvent(event)
        self.later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message over the chart."""
        super().resizeEvent(event)
        if "messages" in self.__dict__:
            self.messages.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file dragged onto the window."""
        if len(dropped_files(event)) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        dropped = dropped_files(event)
        if len(dropped) == 1:
            event.acceptProposedAction()
            self.files.open(dropped[0])


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
