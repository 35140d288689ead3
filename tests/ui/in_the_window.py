"""Going about in the whole window with mouse and keys, as its tests do."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from model.posts import Post
from model.rules.rule import Finding
from tests.ui import mouse
from ui.main_window import MainWindow
from ui.map.view import MapView
from ui.panels.parts import Choice
from ui.panels.post_form import PostForm
from ui.panels.posts import Posts, RoleRow
from ui.panels.problem_cards import FACE, Face
from ui.panels.problem_list import place

MANCHESTER, LANCASHIRE, CITY, SALFORD = "C07", "C08", "5NT", "5F5"
NORM = "DH-32"
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def drag(window: MainWindow, unit: str, to: str) -> None:
    """Drag one organisation onto another in the window's chart."""
    chart, port = window.chart, window.chart.viewport()
    chart.fit()
    chart.set_zoom(0.6)
    chart.reveal(unit)
    mouse.drag(port, mouse.pixel_of(chart, unit), mouse.pixel_of(chart, to))


def pixel(view: MapView, unit: str) -> QPoint:
    """Return where a unit's name stands on the map."""
    place = view.land.sheet.main.to_sheet(*view.land.atlas.shapes[unit].label)
    return view.to_view(QPointF(*place)).toPoint()


def totals_of(window: MainWindow, organisation: str) -> list[str]:
    """Return what the row of an organisation shows in the totals."""
    model = window.totals.model
    row = model.row_of(organisation)
    return [str(model.index(row, c).data()) for c in range(model.columnCount())]


def bring_into_view(qtbot, window: MainWindow, widget: QWidget) -> None:
    """Scroll the inspector to something in it."""
    area = window.inspector.findChild(QScrollArea)

    def is_there() -> bool:
        area.ensureWidgetVisible(widget)
        return not widget.visibleRegion().isEmpty()

    qtbot.waitUntil(is_there)


def row_of(qtbot, window: MainWindow, organisation: str, role: str) -> RoleRow:
    """Go to an organisation and unfold one of its roles in the inspector."""
    window.document.reveal(organisation)
    window.docks.inspector.raise_()
    assert window.inspector.page is not None
    posts = next(s for s in window.inspector.page.sections if isinstance(s, Posts))
    row = posts.roles[role]
    if not row.line.isChecked():
        bring_into_view(qtbot, window, row.line)
        qtbot.mouseClick(row.line, LEFT)
    return row


def form_of(qtbot, window: MainWindow, organisation: str, role: str) -> PostForm:
    form = row_of(qtbot, window, organisation, role).posts[0].form
    assert form is not None
    return form


def choose(qtbot, box: Choice, words: str) -> None:
    qtbot.keyClick(box, Qt.Key.Key_Down)
    view = box.view()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    for _ in range(box.findText(words)):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)


def enter(qtbot, field: QWidget, text: str) -> None:
    qtbot.mouseClick(field, LEFT)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def post(window: MainWindow, organisation: str, role: str) -> Post:
    return next(p for p in window.document.state.posts(organisation) if p.role.id == role)


def dialog(qtbot, window: MainWindow, kind: type[QDialog]) -> QDialog:
    """Return the dialog that was opened over the window."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    qtbot.waitExposed(found)
    return found


def finding(window: MainWindow, organisation: str = MANCHESTER, rule: str = NORM) -> Finding:
    found = window.document.option.findings.of(organisation)
    return next(f for f in found if f.rule.id == rule)


def link(window: MainWindow, title: str, rule: str, text: str) -> QPoint:
    """Bring a problem's card into view and return the pixel of one of its links."""
    model, view = window.problems.model, window.problems.list
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        face = index.data(FACE)
        if face.title == title and rule in face.tag:
            view.scrollTo(index)
            boxes = dict(place(face, view.viewport().width()).links)
            card = view.delegate.card_rect(index)
            return boxes[text].translated(card.topLeft()).center().toPoint()
    raise AssertionError(f"no card of {title} about {rule}")


def cards(window: MainWindow) -> list[Face]:
    """Return what is written on the problems' cards."""
    model = window.problems.model
    return [model.index(row, 0).data(FACE) for row in range(model.rowCount())]
