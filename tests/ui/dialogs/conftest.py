"""Documents for the dialogs, and a check that a closed dialog is really gone."""

import gc
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

import resources
from db.packs import read_pack
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack
from model.scenario import Scenario, from_ready
from tests.england import judged
from tests.sample_pack import WHEN, WHO, sample_pack, sample_scenario
from ui import theme
from ui.document import Document

NASTY = "<b>x</b> & " + "W" * 189


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.load_fonts()


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Return three clusters: G1 (U1, U2), G2 (U3) and G3 (U4, U5); U6 is in the tray."""
    return Document(sample_scenario())


@pytest.fixture
def nasty(qapp: QApplication) -> Document:
    """Return three clusters in which unit U1 has a long name that looks like HTML."""
    pack = sample_pack()
    organisations = [replace(o, name=NASTY) if o.id == "U1" else o for o in pack.organisations]
    pack = replace(pack, organisations=Organisations.of(organisations))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    return Document(Scenario("s", pack, WHEN, [option], "A"))


@pytest.fixture(scope="session")
def pack() -> Pack:
    return read_pack(resources.path("packs", "pct-2011"))


@pytest.fixture
def england(pack: Pack, qapp: QApplication) -> Document:
    """Return England's PCTs in the clusters of June 2011."""
    ready = next(o for o in pack.options if o.id == "june-2011")
    return Document(judged(from_ready(pack, ready, "s", when=WHEN, who=WHO)))


@pytest.fixture
def shown(qtbot) -> Iterator[Callable[[QWidget], None]]:
    """Return what shows a widget; it is closed at the end of the test if it was not before.

    `qtbot.addWidget` can't be used for dialogs that delete themselves when they close.
    """
    widgets: list[QWidget] = []

    def show(widget: QWidget) -> None:
        widgets.append(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()

    yield show
    for widget in widgets:
        if isValid(widget):
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def assert_freed() -> Callable[[list[QWidget]], None]:
    """Return a check that a widget, handed over in a list, is gone once it was closed.

    A lambda that holds the dialog, or a signal of the document's that does, would keep it.
    """

    def check(handed_over: list[QWidget]) -> None:
        widget = handed_over.pop()
        gone = weakref.ref(widget)
        widget.close()
        del widget
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        assert gone() is None

    return check
