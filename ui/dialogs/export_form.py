"""What is chosen of an export: the format, and the settings that tell something about it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QIntValidator, QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from db.errors import InputError
from model.chart import PostDetail
from model.pack import Tier
from model.report.parts import Part
from model.sending import Level, contents, contents_line
from model.wording import capital
from ui.dialogs.common import theme_of
from ui.dialogs.file_field import FileField
from ui.dialogs.preset_field import PresetField
from ui.document import Document
from ui.export_settings import (
    FORMATS,
    HTML,
    LAYOUTS,
    MAX_DPI,
    MAX_LINE,
    MAX_MARGIN,
    MAX_TITLE,
    MIN_DPI,
    MIN_MARGIN,
    PAPERS,
    PDF,
    PICTURED,
    ExportSettings,
    Format,
    Setting,
    paper_named,
    settings_told,
    tiles_named,
    usual_paper,
)
from ui.panels.parts import SMALL, Choice, Ink, Prose, breakable, tip

_GROUP = "export"
_USUAL_DPI = (96, 150, 200, 300, 600)
_POSTS = {
    PostDetail.OFF: "None",
    PostDetail.SUMMARY: "Summary of posts",
    PostDetail.TEAM: "Executive teams",
    PostDetail.FULL: "All posts and seats",
}
_ATTACHED = {
    Level.WHOLE: ("The whole scenario", ""),
    Level.PLAN: ("The plan, without history", "People's names and notes are in it"),
    Level.NAMELESS: ("Without people's names", "No history; people are Person 1, Person 2…"),
    Level.TOTALS: ("Totals only", "No people, no notes, answers or accepted exceptions"),
    None: ("Nothing", "Nobody can open the plan from the pages"),
}
_SHEETS = range(1, 6)
"""Of a poster, across and down, that are offered."""
_DIGITS = 4
"""Of a length in millimetres, at most."""
_SHORT = 64
"""Width of a field for such a length, pixels."""
_ROOM = 10
"""Between the rows, pixels."""


class ExportForm(QWidget):
    """The fields of the export dialog; those that a format has no use for are hidden.

    Parameters
    ----------
    posts : PostDetail
        How much of the posts to show at first.

    Signals
    -------
    changed()
        Something else is chosen.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        store: QSettings,
        posts: PostDetail,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._is_taking = False
        theme = theme_of(parent if parent is not None else self)
        region = document.option.pack.kind_at(Tier.REGION).label
        self.format_ = Choice()
        for made_as in FORMATS.values():
            self.format_.addItem(f"{made_as.name} – {made_as.good_for}", made_as.suffix)
        self.format_.setToolTip("What to write, and what it is good for")
        self.one_page = Prose(theme, SMALL, Ink.QUIET)
        self.one_page.write(
            f"A picture has one page: posters and a page for each {region} are PDFs."
        )
        self.landscape, self.portrait = QRadioButton("&Landscape"), QRadioButton("Po&rtrait")
        self.paper = Choice()
        for name in PAPERS:
            self.paper.addItem(name, name)
        self.paper.addItem("Another size", "")
        self.paper.setToolTip("The sheet that it is printed on")
        self.width_, self.height_ = _millimetres("Width"), _millimetres("Height")
        self.margin = _millimetres("Margins")
        self.margin.setPlaceholderText("usual")
        self.margin.setToolTip(
            f"Nothing is drawn nearer to the edge: {MIN_MARGIN} to {MAX_MARGIN} mm; left empty, "
            "what suits the paper"
        )
        self.layout_ = Choice()
        for place, (words, about) in enumerate(_layouts(region)):
            self.layout_.addItem(words, LAYOUTS[place])
            self.layout_.setItemData(place, tip(about), Qt.ItemDataRole.ToolTipRole)
        self.posts = Choice()
        for detail, words in _POSTS.items():
            self.posts.addItem(words, detail.value)
        self.posts.setCurrentIndex(list(_POSTS).index(posts))
        self.posts.setToolTip("How much of the posts the cards show; an overview shows none")
        self.changes = QCheckBox("List of &changes")
        self.changes.setToolTip(
            tip("A table of who changed what, when and why, on pages behind the chart")
        )
        self.map = QCheckBox("M&ap")
        self.map.setToolTip("The plan on the ground, on a page behind the chart")
        self._put_off = ""
        self._has_map = bool(document.option.pack.boundaries)
        self.dpi = Choice()
        self.dpi.setEditable(True)
        self.dpi.addItems([str(number) for number in _USUAL_DPI])
        self.dpi.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self.dpi.setValidator(QIntValidator(0, 9 * MAX_DPI, self.dpi))
        self.size_label = Prose(theme, SMALL, Ink.QUIET)
        self.size_label.setToolTip("In memory, when it is looked at; the file is smaller")
        self.parts = self._make_parts(document)
        self.tiles = Choice()
        self.tiles.addItems(
            [f"{across}x{down}" for across in _SHEETS for down in _SHEETS if across * down > 1]
        )
        self.tiles.setCurrentText("2x2")
        self.tiles.setToolTip("How many sheets of the paper, across and down")
        self.line = QLineEdit()
        self.line.setMaxLength(MAX_LINE)
        self.line.setPlaceholderText("Who may read it")
        self.line.setToolTip("A line on every page: on top, on slides at the foot")
        self.logo = FileField(
            "PNG, JPEG or SVG",
            "A picture on the first page",
            "Choose a logo",
            "Pictures (*.png *.jpg *.jpeg *.svg)",
        )
        self.scenario = Choice()
        for level, (words, _) in _ATTACHED.items():
            self.scenario.addItem(words, level.value if level else "")
        self.scenario.setToolTip(
            tip("Who gets the PDF can open the plan from it; this is how much of it they get")
        )
        self.scenario_label = Prose(theme, SMALL, Ink.QUIET)
        self._whole = contents_line(contents(document.scenario), Level.WHOLE)
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setPlaceholderText(document.state.name)
        self.template = FileField(
            "Our own look",
            "A template or presentation (.potx, .pptx) whose look the slides take",
            "Choose a template",
            "Templates and presentations (*.potx *.pptx)",
        )
        self.open_after = QCheckBox("Open it when &done")
        self.preset = PresetField(document, store, theme, lambda: (self.format, self.settings()))
        self._build()
        self._recall()
        self._connect()
        self._show_rows()

    def _make_parts(self, document: Document) -> dict[Part, QCheckBox]:
        pack = document.option.pack
        names = {
            Part.OVERVIEW: "Overview",
            Part.MAP: "Map",
            Part.REGIONS: capital(pack.kind_at(Tier.REGION).plural),
            Part.GROUPS: capital(pack.kind_at(Tier.GROUP).plural),
            Part.FINDINGS: "Rule findings",
            Part.CHANGES: "Changes",
            Part.SOURCES: "Sources",
        }
        return {part: QCheckBox(tip(name)) for part, name in names.items()}

    def _build(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(_ROOM)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        parts = QWidget()
        grid = QGridLayout(parts)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, box in enumerate(self.parts.values()):
            grid.addWidget(box, place // 2, place % 2)
        lies = _side_by_side(self.landscape, self.portrait)
        form.addRow("Pre&set", self.preset)
        form.addRow("&Format", self.format_)
        form.addRow("", self.one_page)
        form.addRow("&Paper", self.paper)
        size = _side_by_side(self.width_, QLabel("×"), self.height_, QLabel("mm"))
        size.setFocusProxy(self.width_)
        margin = _side_by_side(self.margin, QLabel("mm"))
        margin.setFocusProxy(self.margin)
        form.addRow("Si&ze", size)
        form.addRow("", lies)
        form.addRow("&Margins", margin)
        form.addRow("La&yout", self.layout_)
        form.addRow("S&heets", self.tiles)
        form.addRow("P&osts", self.posts)
        form.addRow("", self.map)
        form.addRow("", self.changes)
        form.addRow("Dots per &inch", self.dpi)
        form.addRow("", self.size_label)
        form.addRow("Holds", parts)
        form.addRow("&Title", self.title)
        form.addRow("On e&very page", self.line)
        form.addRow("Lo&go", self.logo)
        form.addRow("&Attached", self.scenario)
        form.addRow("", self.scenario_label)
        form.addRow("Temp&late", self.template)
        form.addRow("", self.open_after)
        self._form = form
        self._size, self._lies = size, lies
        self._rows: dict[Setting, tuple[QWidget, ...]] = {
            Setting.PAPER: (self.paper, margin),
            Setting.LAYOUT: (self.layout_,),
            Setting.POSTS: (self.posts,),
            Setting.CHANGES: (self.map, self.changes),
            Setting.TILES: (self.tiles,),
            Setting.LINE: (self.line,),
            Setting.LOGO: (self.logo,),
            Setting.DPI: (self.dpi, self.size_label),
            Setting.PARTS: (parts,),
            Setting.TITLE: (self.title,),
            Setting.TEMPLATE: (self.template,),
            Setting.SCENARIO: (self.scenario, self.scenario_label),
        }
        group = QButtonGroup(self)
        for radio in (self.landscape, self.portrait):
            group.addButton(radio)

    def _connect(self) -> None:
        self.preset.taken.connect(self.show_settings)
        self.landscape.toggled.connect(self._on_changed)
        self.scenario.currentIndexChanged.connect(self._on_changed)
        for box in (self.format_, self.paper, self.layout_, self.posts, self.tiles):
            box.currentIndexChanged.connect(self._on_changed)
        self.layout_.activated.connect(self._take_usual_paper)
        self.changes.toggled.connect(self._on_changed)
        self.map.toggled.connect(self._on_changed)
        for part in self.parts.values():
            part.toggled.connect(self._on_changed)
        self.dpi.currentTextChanged.connect(self._on_changed)
        for field in (
            *(self.title, self.line, self.logo.edit, self.template.edit),
            *(self.width_, self.height_, self.margin),
        ):
            field.textChanged.connect(self._on_changed)

    def _take_usual_paper(self) -> None:
        """Hold upright what is read, as soon as it is chosen."""
        self._put_off = ""
        paper, lies = usual_paper(str(self.layout_.currentData()))
        if not lies:
            self._show_paper(paper)
            self.portrait.setChecked(True)

    def _on_changed(self) -> None:
        if not self._is_taking:
            self.preset.let_go()
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        self._offer_layouts()
        wanted = self._told
        level = self.scenario.currentData()
        about = next(about for known, (_, about) in _ATTACHED.items() if (known or "") == level)
        self.scenario_label.write(breakable(capital(about or self._whole)))
        for setting, widgets in self._rows.items():
            for widget in widgets:
                self._form.setRowVisible(widget, setting in wanted)
        has_paper, is_named = Setting.PAPER in wanted, bool(self.paper.currentData())
        self._form.setRowVisible(self._size, has_paper and not is_named)
        self._form.setRowVisible(self._lies, has_paper and is_named)
        self._form.setRowVisible(self.one_page, self.format.layouts == PICTURED)
        self._form.setRowVisible(self.map, self._can_add_map)
        self.parts[Part.MAP].setVisible(self._has_map and self.format.suffix in (PDF, HTML))

    # -- choices ---------------------------------------------------------------------------

    @property
    def format(self) -> Format:
        """What the file is to be."""
        return FORMATS[str(self.format_.currentData())]

    @property
    def _told(self) -> frozenset[Setting]:
        """The settings that tell something about what is chosen."""
        return settings_told(self.format, str(self.layout_.currentData()))

    def choose(self, suffix: str) -> None:
        """Choose a format."""
        self.format_.setCurrentIndex(self.format_.findData(suffix))

    def choose_layout(self, layout: str) -> None:
        """Choose a layout."""
        self.layout_.setCurrentIndex(self.layout_.findData(layout))

    def settings(self) -> ExportSettings:
        """Return what is chosen.

        Raises
        ------
        InputError
            If the title or the resolution can't be used, or a report would hold nothing.
        """
        usual = ExportSettings()
        told, dpi = self._told, self.dpi.currentText()
        layout = str(self.layout_.currentData())
        parts = tuple(part for part, box in self.parts.items() if box.isChecked())
        return ExportSettings(
            self._paper(),
            self.landscape.isChecked(),
            layout if layout in self.format.layouts else usual.layout,
            int(dpi or 0) if Setting.DPI in told or _is_number(dpi) else usual.dpi,
            self.title.text().strip(),
            str(self.posts.currentData()),
            parts if Setting.PARTS in told else usual.parts,
            Setting.CHANGES in told and self.changes.isChecked(),
            tiles_named(self.tiles.currentText()),
            int(self.margin.text() or 0),
            line=self.line.text().strip(),
            template=self.template.path if Setting.TEMPLATE in told else "",
            logo=self.logo.path if Setting.LOGO in told else "",
            scenario=str(self.scenario.currentData()),
            map=self._can_add_map and self.map.isChecked(),
        )

    @property
    def _can_add_map(self) -> bool:
        """Whether a map may follow what is drawn."""
        is_map = self.layout_.currentData() == "map"
        return Setting.CHANGES in self._told and self._has_map and not is_map

    def _offer_layouts(self) -> None:
        """Offer the layouts that the format can have, and the map if there is one.

        What another format could have is chosen again with one that can.
        """
        offered = self.format.layouts or LAYOUTS
        rows = self.layout_.model()
        assert isinstance(rows, QStandardItemModel)
        for place, layout in enumerate(LAYOUTS):
            rows.item(place).setEnabled(layout in offered and (layout != "map" or self._has_map))
        if not rows.item(self.layout_.currentIndex()).isEnabled():
            self._put_off = str(self.layout_.currentData())
            self.layout_.setCurrentIndex(0)
        elif self._put_off and rows.item(self.layout_.findData(self._put_off)).isEnabled():
            wanted, self._put_off = self._put_off, ""
            self.choose_layout(wanted)

    def show_settings(self, made_as: Format, settings: ExportSettings) -> None:
        """Choose what a preset says; what tells nothing about its format stays as it is."""
        self._is_taking = True
        self.choose(made_as.suffix)
        told = settings_told(made_as, settings.layout)
        steps: tuple[tuple[Setting, Callable[[], object]], ...] = (
            (Setting.LAYOUT, lambda: self.choose_layout(settings.layout)),
            (Setting.PAPER, lambda: self._show_sheet(settings)),
            (Setting.TILES, lambda: self.tiles.setCurrentText("{}x{}".format(*settings.tiles))),
            (Setting.DPI, lambda: self.dpi.setCurrentText(str(settings.dpi))),
            (Setting.POSTS, lambda: _show(self.posts, settings.posts)),
            (Setting.PARTS, lambda: self._show_parts(settings.parts)),
            (Setting.CHANGES, lambda: self.changes.setChecked(settings.changes)),
            (Setting.CHANGES, lambda: self.map.setChecked(settings.map)),
            (Setting.LINE, lambda: self.line.setText(settings.line)),
            (Setting.LOGO, lambda: self.logo.edit.setText(settings.logo)),
            (Setting.TEMPLATE, lambda: self.template.edit.setText(settings.template)),
            (Setting.SCENARIO, lambda: _show(self.scenario, settings.scenario)),
        )
        for setting, show in steps:
            if setting in told:
                show()
        self._is_taking = False

    def _show_sheet(self, settings: ExportSettings) -> None:
        self._show_paper(settings.paper)
        (self.landscape if settings.landscape else self.portrait).setChecked(True)
        self.margin.setText(str(settings.margin_mm or ""))

    def _show_parts(self, parts: Collection[Part]) -> None:
        for part, box in self.parts.items():
            box.setChecked(part in parts)

    def _paper(self) -> str:
        """Return the paper as settings name it."""
        named = str(self.paper.currentData())
        return named or paper_named(f"{self.width_.text()}x{self.height_.text()}mm")

    def _show_paper(self, paper: str) -> None:
        """Choose a paper that settings name."""
        self.paper.setCurrentIndex(self.paper.findData(paper if paper in PAPERS else ""))
        if paper not in PAPERS:
            width, height = paper.removesuffix("mm").split("x")
            self.width_.setText(width)
            self.height_.setText(height)

    def _recall(self) -> None:
        """Set what was chosen the last time; what can't be used is passed over."""
        usual = ExportSettings("A4", layout=LAYOUTS[1])
        suffix = self.remembered("format")
        self.choose(suffix if suffix in FORMATS else PDF)
        paper, layout = self.remembered("paper"), self.remembered("layout")
        self._show_paper(paper if _is_paper(paper) else usual.paper)
        margin = self.remembered("margin")
        self.margin.setText(margin if margin.isdecimal() and len(margin) < _DIGITS else "")
        self.layout_.setCurrentIndex(LAYOUTS.index(layout if layout in LAYOUTS else usual.layout))
        self.portrait.setChecked(self.remembered("landscape") == "false")
        self.landscape.setChecked(not self.portrait.isChecked())
        self.tiles.setCurrentText(self.remembered("tiles") or "2x2")
        self.line.setText(self.remembered("line"))
        self.logo.edit.setText(self.remembered("logo"))
        attached = self.scenario.findData(self.remembered("scenario"))
        self.scenario.setCurrentIndex(attached if self._store.contains(f"{_GROUP}/scenario") else 0)
        dpi = self.remembered("dpi")
        self.dpi.setCurrentText(dpi if _is_number(dpi) else str(usual.dpi))
        left_out = self.remembered("without").split()
        for part, box in self.parts.items():
            box.setChecked(part not in left_out)
        self.changes.setChecked(self.remembered("changes") == "true")
        self.map.setChecked(self.remembered("map") == "true")
        self.template.edit.setText(self.remembered("template"))
        self.open_after.setChecked(self.remembered("open") != "false")

    def remembered(self, key: str) -> str:
        """Return what was chosen the last time, "" for nothing."""
        return str(self._store.value(f"{_GROUP}/{key}", ""))

    def remember(self, folder: Path) -> None:
        """Keep what is chosen, and the folder, for the next time."""
        without = (part.value for part, box in self.parts.items() if not box.isChecked())
        for key, value in (
            ("format", self.format.suffix),
            ("paper", self._paper()),
            ("margin", self.margin.text()),
            ("landscape", str(self.landscape.isChecked()).lower()),
            ("layout", str(self.layout_.currentData())),
            ("tiles", self.tiles.currentText()),
            ("line", self.line.text().strip()),
            ("logo", self.logo.path),
            ("dpi", str(self.settings().dpi)),
            ("changes", str(self.changes.isChecked()).lower()),
            ("map", str(self.map.isChecked()).lower()),
            ("without", " ".join(without)),
            ("template", self.template.path),
            ("scenario", str(self.scenario.currentData())),
            ("open", str(self.open_after.isChecked()).lower()),
            ("folder", str(folder)),
        ):
            self._store.setValue(f"{_GROUP}/{key}", value)


def _layouts(region: str) -> tuple[tuple[str, str], ...]:
    """Return what layouts are called, and what they are, in the order of `LAYOUTS`."""
    return (
        ("Whole chart on one page", "As large as the paper allows"),
        (
            f"A page for each {region}",
            f"An overview and a page for each {region}; more, where one would be hard to read",
        ),
        (
            "Board paper",
            "Cover, contents, charts and tables, what the rules find, changes and sources; "
            "best on upright A4",
        ),
        ("Poster", "The whole chart over several sheets, to be put together on a wall"),
        ("Map", "The plan on the ground, on one page"),
    )


def _show(choice: Choice, value: str) -> None:
    choice.setCurrentIndex(choice.findData(value))


def _is_paper(text: str) -> bool:
    try:
        paper_named(text)
    except InputError:
        return False
    return True


def _millimetres(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setValidator(QIntValidator(0, 10**_DIGITS - 1, field))
    field.setAccessibleName(f"{name}, millimetres")
    field.setFixedWidth(_SHORT)
    return field


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and MIN_DPI <= int(text[:5]) <= MAX_DPI


def _side_by_side(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
