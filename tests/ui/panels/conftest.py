"""Documents for the panels: a small one in which everything occurs, and England."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

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
from ui.panels.inspector import InspectorPanel

NASTY = "<b>x</b> & " + "W" * 189


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Return three clusters: G1 (U1, U2), G2 (U3) and G3 (U4, U5); U6 is in the tray."""
    return Document(sample_scenario())


@pytest.fixture
def blank(qapp: QApplication) -> Document:
    """Return the same units, all of them in the tray."""
    return Document(sample_scenario("blank"))


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
def england_with(pack: Pack, qapp: QApplication) -> Callable[[str], Document]:
    """Return a maker of England's document from one of the pack's options."""

    def make(option: str) -> Document:
        ready = next(o for o in pack.options if o.id == option)
        return Document(judged(from_ready(pack, ready, "s", when=WHEN, who=WHO)))

    return make


@pytest.fixture
def england(england_with: Callable[[str], Document]) -> Document:
    return england_with("june-2011")


@pytest.fixture
def panel_of(qtbot) -> Callable[[Document], InspectorPanel]:
    """Return a maker of an inspector that is on the screen."""

    def make(document: Document) -> InspectorPanel:
        panel = InspectorPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(300, 900)
        panel.show()
        return panel

    return make
