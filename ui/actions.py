"""Every command of the window: its text, key, help and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from model.chart import PostDetail
from model.pack import Kind, Pack, Tier
from ui.escape import escape
from ui.panel_actions import PanelActions

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Key = QKeySequence.StandardKey


def _tip(verb: str, text: str) -> str:
    """Return a tooltip as plain text: undo texts are doubled in ampersands, for menus."""
    return escape(f"{verb} {text.replace('&&', '&')}".strip())


def _successor(pack: Pack) -> Kind | None:
    """Return the kind that takes over from units, None if the pack has none."""
    return next((kind for kind in pack.kinds if kind.tier is Tier.SUCCESSOR), None)


def _compare(window: MainWindow) -> None:
    from ui.comparing import comparing  # few sessions compare

    comparing(window).toggle()


def _compare_with(window: MainWindow, path: Path) -> None:
    from ui.comparing import comparing  # few sessions compare

    found = comparing(window)
    found.open(path)
    found.show()


def _send(window: MainWindow) -> None:
    from ui.colleague import ask_send

    ask_send(window)


def _step_part(window: MainWindow, by: int) -> None:
    from ui.showing_parts import step  # most groups are in one piece

    step(window, by)


def _place(window: MainWindow) -> None:
    from ui.placing import ask_place  # few sessions read a table

    ask_place(window)


def _flip(window: MainWindow) -> None:
    from ui.comparing import comparing

    comparing(window).flip()


class Actions(QObject):
    """The window's actions; menus, tool bar, shortcut sheet and tests all use these."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sections: list[tuple[str, QAction]] = []
        files, chart, document = window.files, window.chart, window.document
        pack = document.option.pack
        group = pack.kind_at(Tier.GROUP).label

        make = self._make
        self.new = make("File", "&New…", window.ask_new, Key.New, "Start from a pack")
        self.open = make("File", "&Open…", files.ask_open, Key.Open, "Open a scenario file")
        self.save = make("File", "&Save", files.save, Key.Save, "Save to the scenario's file")
        self.save_as = make(
            "File", "Save &As…", files.ask_save_as, "Ctrl+Shift+S", "Save to another file"
        )
        self.send = make(
            "File",
            "Save a copy to sen&d…",
            partial(_send, window),
            "Ctrl+Shift+D",
            "Choose how much of the scenario a colleague gets, and save that",
        )
        self.recover = make(
            "File",
            "&Recover…",
            lambda: files.offer_recovered(asked=True),
            "",
            "Offer again what was not saved when Footprint was ended",
        )
        self.place = make(
            "File",
            "&Place from a table…",
            lambda: _place(window),
            "",
            "Move and make what a table of placements (CSV) says; it is shown first",
        )
        self.export = make(
            "File",
            "&Export",
            window.ask_export,
            "Ctrl+E",
            "Export the chart or a report, to print or to send",
        )
        self.quit = make("File", "&Quit", window.close, "Ctrl+Q", "Close the window")

        self.undo = make("Edit", "&Undo", document.undo, Key.Undo, "Take the last step back")
        # Each once: the first is the second on Windows, and a key that is given twice does nothing.
        redo = {key.toString(): key for key in (QKeySequence(Key.Redo), QKeySequence("Ctrl+Y"))}
        self.redo = make("Edit", "&Redo", document.redo, "", "Do again what was undone last")
        self.redo.setShortcuts(list(redo.values()))
        self.undo_short = QAction("↶", self)
        self.redo_short = QAction("↷", self)
        self.undo_short.triggered.connect(document.undo)
        self.redo_short.triggered.connect(document.redo)
        document.stepped.connect(self._show_steps)
        document.titled.connect(self._show_steps)  # whether it is read-only
        self._show_steps()

        self.move = make(
            "Edit",
            "&Move to…",
            lambda: window.editing.move(),
            "M",
            "Choose where the selected ones go",
        )
        self.mend = make(
            "Edit",
            "&Mend…",
            lambda: window.editing.mend(),
            "Ctrl+M",
            "List what would mend the selected one",
        )
        self.to_tray = make(
            "Edit",
            "To the &tray",
            lambda: window.editing.to_tray(),
            "Del",
            "Take the selected ones out",
        )
        self.new_group = make(
            "Edit", f"New &{group}", window.new_group, "N", f"Make a {group} of the selected ones"
        )
        self.rename = make(
            "Edit",
            "&Rename…",
            lambda: window.editing.rename(),
            "F2",
            f"Rename the {group}",
        )
        self.lock = make(
            "Edit",
            "&Lock or unlock",
            lambda: window.editing.lock(),
            "L",
            "Nothing may enter or leave what is locked",
        )
        self.dissolve = make(
            "Edit",
            f"&Dissolve {group}",
            lambda: window.editing.dissolve(),
            "",
            "Its members go to the tray",
        )
        self.waive = make(
            "Edit",
            "Accept an &exception…",
            lambda: window.judging.waive_current(),
            "W",
            "Accept that guidance or a norm is not met, with reason, name and date",
        )
        self.limits = make(
            "Edit",
            "L&imits of rules…",
            lambda: window.judging.limits(),
            "Ctrl+Shift+L",
            "Set planning norms and deadlines of your own, or go back to the pack's",
        )
        self.new_successor = make(
            "Edit",
            self._successor_text(pack),
            lambda: window.editing.new_successor(),
            "Shift+N",
            "Make what takes over from the selected ones",
        )
        self.members = make(
            "Edit",
            "Mem&bers…",
            lambda: window.editing.ask_members(),
            "Shift+M",
            "Choose whom it takes over from",
        )
        self.figures = make(
            "Edit",
            "Fi&gures…",
            lambda: window.judging.figures(),
            "Ctrl+Shift+F",
            "Type or paste figures of your own, for all of them at once",
        )
        self.select_all = make(
            "Edit",
            "Select &all of its members",
            lambda: window.editing.select_members(),
            "Ctrl+A",
            f"Select all members of the {group}",
        )
        self.find = make("Edit", "&Find", self._find, Key.Find, "Find an organisation or person")

        self._make_options()

        self.zoom_in = make(
            "View",
            "Zoom &in",
            lambda: chart.set_zoom(chart.zoom * 1.25),
            Key.ZoomIn,
            "Show the chart larger",
        )
        self.zoom_in.setShortcuts([QKeySequence(Key.ZoomIn), QKeySequence("Ctrl+=")])
        self.zoom_in.setIconText("+")  # on the tool bar
        self.zoom_out = make(
            "View",
            "Zoom &out",
            lambda: chart.set_zoom(chart.zoom / 1.25),
            Key.ZoomOut,
            "Show the chart smaller",
        )
        self.zoom_out.setIconText("−")
        self.overview = make("View", "Fit", chart.fit, "Ctrl+0", "Show the whole chart")
        self.reading = make(
            "View", "Read", chart.read, "Ctrl+1", "Fill the width at a readable size"
        )
        self.tree = make(
            "View", "Tree", chart.tree, "Ctrl+2", "Arrange cards side by side below their region"
        )
        self.show_selected = make(
            "View",
            "&Show selected",
            self._show_selected,
            "Ctrl+L",
            "Bring the selected one into view",
        )
        self.panels = PanelActions(window, make)
        self.before_after = make(
            "View",
            "&Before and after…",
            window.show_before_after,
            "Ctrl+B",
            "Count posts, boards and people before and after, and compare with past years",
        )
        self.earlier = make(
            "View",
            "&Earlier",
            lambda: window.document.step_through_past(-1),
            "Alt+Left",
            "Show the plan as it was one change earlier; nothing is changed",
        )
        self.later = make(
            "View",
            "&Later",
            lambda: window.document.step_through_past(1),
            "Alt+Right",
            "Show the plan as it was one change later, up to now",
        )
        self.checkpoint = make(
            "Edit",
            "Set &checkpoint…",
            lambda: window.looking_back.ask_checkpoint(),
            "Ctrl+K",
            "Name how the plan is now, to find it again in its history",
        )
        self.reason = make(
            "Edit",
            "Note wh&y…",
            lambda: window.looking_back.ask_reason(),
            "Ctrl+Shift+K",
            "Write beside the last change why it was made; it stays in the history",
        )
        self.compare = make(
            "View",
            "&Compare…",
            partial(_compare, window),
            "Ctrl+D",
            "List what differs from another plan, and mark it on the chart; once more to end it",
        )
        if files.parent() is window:  # once for all windows on the scenario
            files.compare_wanted.connect(_compare_with)
        self.flip = make(
            "View",
            "Show the other &plan",
            partial(_flip, window),
            "X",
            "Show what is compared with on the chart, to look at; once more goes back",
        )
        self.themes = self._make_themes()
        self.posts = self._make_posts()
        self.next_problem = make(
            "Go", "&Next problem", window.problems.next_problem, "F8", "Step to the next problem"
        )
        self.previous_problem = make(
            "Go",
            "&Previous problem",
            window.problems.previous_problem,
            "Shift+F8",
            "Step to the one before",
        )
        self.next_part = make(
            "Go",
            "Next p&art",
            lambda: _step_part(window, 1),
            "F7",
            f"Select the next part of a {group} that is not in one piece",
        )
        self.previous_part = make(
            "Go",
            "Previous pa&rt",
            lambda: _step_part(window, -1),
            "Shift+F7",
            "Select the part before",
        )
        self.panels.make_focus()
        self.shortcuts = make("Help", "&Keys and gestures", window.show_shortcuts, "?", "All keys")
        self.shortcuts.setShortcuts([QKeySequence("?"), QKeySequence("F1")])
        self.about = make("Help", "&About", window.show_about, "", "Version, licences, credits")

    def _make(
        self,
        section: str,
        text: str,
        do: Callable[[], object],
        key: QKeySequence.StandardKey | str,
        help_: str,
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: do())
        if key:
            action.setShortcut(QKeySequence(key))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help_} ({shown})" if shown else help_)
        action.setStatusTip(help_)
        self._window.addAction(action)
        self._sections.append((section, action))
        return action

    def _make_options(self) -> None:
        window, make = self._window, self._make
        self.new_option = make(
            "Option",
            "&New option…",
            lambda: window.options.ask_new(),
            "",
            "Add an option, empty or as the pack has it",
        )
        self.branch = make(
            "Option",
            "&Branch from this one",
            lambda: window.options.branch(),
            "Ctrl+Shift+B",
            "Make another option that goes on from this one",
        )
        self.option = make(
            "Option",
            "Name, &date and note…",
            window.ask_option,
            "",
            "Name, as-on date and note of this option, and what it looks ahead to",
        )
        self.options = make(
            "Option",
            "&All options…",
            lambda: window.options.show_list(),
            "Ctrl+Shift+O",
            "List, rename, order, archive, delete and restore options",
        )
        self.previous_option = make(
            "Option",
            "&Previous option",
            lambda: window.options.step(-1),
            "Ctrl+PgUp",
            "Show the option before this one",
        )
        self.next_option = make(
            "Option",
            "Ne&xt option",
            lambda: window.options.step(1),
            "Ctrl+PgDown",
            "Show the option after this one",
        )

    def fill_options(self, menu: QMenu) -> None:
        """Put what there is of options into a menu that is about to be shown."""
        self._window.options.fill(menu)

    def _show_steps(self) -> None:
        """Name what can be undone and redone now."""
        document = self._window.document
        undo, redo = document.stack, document.redo_stack
        is_ours = document.past is None and not document.read_only
        for verb, text, is_there, actions in (
            ("Undo", undo.undoText(), undo.canUndo(), (self.undo, self.undo_short)),
            ("Redo", redo.redoText(), redo.canRedo(), (self.redo, self.redo_short)),
        ):
            for action in actions:
                action.setEnabled(is_there and is_ours)
            actions[0].setText(f"&{verb} {text}".strip())
            actions[1].setToolTip(_tip(verb, text))

    def _make_posts(self) -> list[QAction]:
        """Make the levels of detail in which the chart shows posts, one of which is on."""
        group, chart = QActionGroup(self), self._window.chart
        for i, (detail, text, help_) in enumerate(
            (
                (PostDetail.OFF, "&No posts", "Show no posts on the chart"),
                (PostDetail.SUMMARY, "&Summary of posts", "Show how many posts are not filled"),
                (PostDetail.TEAM, "&Executive teams", "Show executive posts and who is in them"),
                (
                    PostDetail.FULL,
                    "&All posts and seats",
                    "Show all posts and on whose boards they sit",
                ),
            )
        ):
            action = self._make("View", text, partial(chart.show_posts, detail), f"Alt+{i}", help_)
            action.setCheckable(True)
            action.setChecked(chart.posts is detail)
            group.addAction(action)
        return group.actions()

    def _make_themes(self) -> list[QAction]:
        group = QActionGroup(self)
        actions = []
        for choice in ("system", "light", "dark"):
            action = QAction(f"&{choice.capitalize()}", group)
            action.setCheckable(True)
            action.setChecked(self._window.theme_choice() == choice)
            action.triggered.connect(lambda _=False, c=choice: self._choose_theme(c))
            action.setStatusTip(f"Use the {choice} theme")
            actions.append(action)
        return actions

    def _choose_theme(self, choice: str) -> None:
        windows = self._window.files.windows
        for window in windows.all if windows is not None else [self._window]:
            window.choose_theme(choice)

    def use_words(self, pack: Pack) -> None:
        """Take the words of the pack that is open now."""
        group = pack.kind_at(Tier.GROUP).label
        self.new_group.setText(f"New &{group}")
        self.dissolve.setText(f"&Dissolve {group}")
        self.new_successor.setText(self._successor_text(pack))
        self.new_successor.setVisible(_successor(pack) is not None)
        self.members.setVisible(_successor(pack) is not None)

    def sections(self) -> list[tuple[str, QAction]]:
        """Return all actions with the menu they are in."""
        return self._sections

    def update(self) -> None:
        """Enable what can be done with what is selected."""
        window = self._window
        state = window.document.state
        units, groups = window.selected_units(), window.selected_groups()
        self.move.setEnabled(bool(units or groups))
        self.to_tray.setEnabled(any(state.group_of(u) for u in units))
        self.rename.setEnabled(len(groups) == 1)
        self.lock.setEnabled(bool(units or groups))
        self.dissolve.setEnabled(bool(groups))
        self.new_successor.setEnabled(bool(units or groups))
        self.members.setEnabled(bool(window.selected_successor()))
        self.select_all.setEnabled(bool(units or groups))
        self.show_selected.setEnabled(bool(window.document.selection))

    # -- what they do ----------------------------------------------------------------------

    @staticmethod
    def _successor_text(pack: Pack) -> str:
        kind = _successor(pack)
        return f"New {kind.label if kind else 'successor'}"

    def _find(self) -> None:
        self._window.search.setFocus()
        self._window.search.selectAll()

    def _show_selected(self) -> None:
        document = self._window.document
        if document.current:
            document.revealed.emit(document.current)
