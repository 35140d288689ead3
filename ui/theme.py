"""Colours, fonts and the style sheet: the look of the window in light and dark.

The values come from the design; contrast is at least 4.5 to 1 for text and 3 to 1 for signs.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from model.rules.standing import Sign

BODY, CAPTION, BIG = 13, 11, 30
"""Font sizes, pixels at 100%."""


class Theme:
    """A set of colours."""

    def __init__(self, name: str, *colours: str) -> None:
        self.name = name
        (
            self.ground,
            self.panel,
            self.text,
            self.quiet,
            self.hairline,
            self.band,
            self.accent,
            self.on_accent,
            self.tint,
            self.ok,
            self.warning,
            self.broken,
        ) = (QColor(colour) for colour in colours)

    def sign(self, sign: Sign) -> QColor:
        """Return the colour of a sign."""
        match sign:
            case Sign.CROSS:
                return self.broken
            case Sign.OVER | Sign.UNDER | Sign.ADVICE | Sign.EXCEPTION:
                return self.warning
            case Sign.TICK:
                return self.ok
            case Sign.OPEN | Sign.NONE:
                return self.quiet


LIGHT = Theme(
    "light",
    *("#EEF1F4", "#FFFFFF", "#17212B", "#5B6B7A", "#D5DCE3", "#C9D2DB"),
    *("#005EB8", "#FFFFFF", "#E3EEF9", "#007A4D", "#A05A00", "#B3261E"),
)
DARK = Theme(
    "dark",
    *("#12181F", "#1B232C", "#E6EDF3", "#93A3B3", "#2D3843", "#3A4652"),
    *("#6DB3F2", "#0E141A", "#20344A", "#4CC38A", "#F0B45A", "#FF8A80"),
)


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the bundled type family known to Qt; once a process."""
    # Qt says of each font that it lacks a script, on and on; `glyph_warning` says it once.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    for file in resources.FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", file)))


def font(pixels: float = BODY, *, bold: bool = False) -> QFont:
    """Return the bundled family (its figures are tabular) at a size."""
    load_fonts()
    face = QFont(resources.FONT_FAMILY)
    face.setPixelSize(max(1, round(pixels)))
    face.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


STYLE, STYLE_NAME = "style", "Fusion"
"""The property of the application that says which of Qt's styles it has, and which it is to be."""


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application in a theme."""
    if app.property(STYLE) != STYLE_NAME:
        # Not when the program itself starts: it names its style as an argument, for Python would
        # be given a style here, and all that is said of styles takes 4 hundredths of a start.
        app.setStyle(STYLE_NAME)
        app.setProperty(STYLE, STYLE_NAME)
    app.setFont(font())
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette for a theme."""
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.ground,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.quiet,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Light: theme.panel,
        QPalette.ColorRole.Midlight: theme.hairline,
        QPalette.ColorRole.Mid: theme.hairline,
        QPalette.ColorRole.Dark: theme.quiet,
        QPalette.ColorRole.Shadow: theme.hairline,
    }
    result = QPalette()
    for role, colour in roles.items():
        result.setColor(role, colour)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, theme.quiet)
    return result


def style_sheet(theme: Theme) -> str:
    """Return the style sheet: hairlines instead of bevels, one accent."""
    line, quiet, accent = theme.hairline.name(), theme.quiet.name(), theme.accent.name()
    chevron = resources.path("icons", f"chevron-{theme.name}.svg").as_posix()
    tick = resources.path("icons", f"tick-{theme.name}.svg").as_posix()
    panel, tint, ground = theme.panel.name(), theme.tint.name(), theme.ground.name()
    return f"""
    QMainWindow, QDialog {{ background: {panel}; }}
    QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
    QToolBar {{ background: {panel}; border: 0; border-bottom: 1px solid {line};
        spacing: 8px; padding: 6px 12px; }}
    QStatusBar {{ background: {panel}; border-top: 1px solid {line}; color: {quiet};
        font-size: 12px; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ color: {quiet}; font-size: 12px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 20px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({chevron}); width: 12px;
        height: 12px; }}
    QToolButton#export {{ background: {accent}; color: {theme.on_accent.name()};
        font-weight: 600; padding: 6px 16px; }}
    QToolButton#export:hover {{ border-color: {theme.text.name()}; }}
    QToolButton#option {{ border-color: {line}; padding: 5px 28px 5px 12px; font-weight: 600; }}
    QToolButton#take {{ padding: 2px 24px 2px 8px; }}
    QToolButton#option::menu-indicator, QToolButton#take::menu-indicator {{
        image: url({chevron}); width: 12px; height: 12px;
        subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }}
    QMenuBar {{ background: {panel}; }}
    QDockWidget {{ font-size: 11px; color: {quiet}; font-weight: 600; }}
    QDockWidget::title {{ background: {panel}; padding: 8px 12px 4px 12px; }}
    QHeaderView::section {{ background: {panel}; color: {quiet}; border: 0;
        border-bottom: 1px solid {line}; padding: 4px 8px; font-size: 11px; font-weight: 600; }}
    QTableView, QTreeView, QListView {{ background: {panel}; border: 0; gridline-color: {line};
        selection-background-color: {tint}; selection-color: {theme.text.name()}; outline: 0; }}
    QLineEdit, QComboBox, QDateEdit, QSpinBox, QTextEdit, QPlainTextEdit {{ background: {panel};
        border: 1px solid {line}; border-radius: 4px; padding: 4px 8px; }}
    QComboBox {{ padding-right: 1px; combobox-popup: 0; }}
    QComboBox QAbstractItemView {{ border: 1px solid {line}; }}
    QComboBox QAbstractItemView::item {{ padding: 3px 6px; }}
    QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QPlainTextEdit:focus {{
        border-color: {accent}; }}
    QPushButton {{ background: {panel}; border: 1px solid {line}; border-radius: 4px;
        padding: 5px 14px; }}
    QPushButton:hover {{ border-color: {accent}; }}
    QPushButton:focus {{ border-color: {accent}; }}
    QPushButton:default, QPushButton[primary="true"] {{ background: {accent};
        color: {theme.on_accent.name()}; border-color: {accent}; font-weight: 600; }}
    QRadioButton::indicator {{ width: 12px; height: 12px; border: 1px solid {quiet};
        border-radius: 7px; background: {panel}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {accent}; }}
    QRadioButton::indicator:focus, QCheckBox::indicator:focus {{ border-color: {accent}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QPushButton:disabled {{ color: {quiet}; background: {ground}; border-color: {line}; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 6px; }}
    QToolButton:hover {{ background: {tint}; }}
    QToolButton:focus {{ border-color: {accent}; }}
    QToolButton[answer="true"] {{ border-color: {line}; padding: 2px 8px; }}
    QToolButton[answer="true"]:checked {{ background: {tint}; border-color: {accent};
        font-weight: 600; }}
    QToolButton[answer="true"]:focus {{ border-color: {accent}; }}
    QToolTip {{ background: {panel}; color: {theme.text.name()}; border: 1px solid {line};
        padding: 4px; }}
    QTabBar::tab {{ padding: 6px 12px; color: {quiet}; border: 0; }}
    QTabBar::tab:selected {{ color: {theme.text.name()}; border-bottom: 2px solid {accent}; }}
    QScrollArea {{ border: 0; }}
    QAbstractScrollArea::corner {{ background: {panel}; border: 0; }}
    QCheckBox::indicator, QTreeWidget::indicator {{ width: 12px; height: 12px;
        border: 1px solid {quiet}; border-radius: 3px; background: {panel}; }}
    QCheckBox::indicator:checked, QTreeWidget::indicator:checked {{ background: {accent};
        border-color: {accent}; image: url({tick}); }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.band.name()}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {quiet}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {theme.band.name()}; height: 4px;
        border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {accent}; width: 14px; height: 14px;
        margin: -5px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {theme.text.name()}; width: 10px;
        height: 10px; }}
    QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled {{
        background: {quiet}; }}
    """
