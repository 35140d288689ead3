"""What is loaded until the window with England in it is painted: what isn't needed then is not.

Each module costs a user time at every start. One that is new in the lists below should be worth it;
else import it in the function that uses it. `docs/performance.md` has what a start takes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
sys.argv = ["main.py", sys.argv[2]]
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from ui import app as program

class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        self.painted = self.painted or event.type() is QEvent.Type.Paint
        return False

application = program.application()
window = program.make_window(Path(sys.argv[1]))
watch = Watch()
window.chart.viewport().installEventFilter(watch)
window.show()
while not watch.painted:
    QCoreApplication.sendPostedEvents()
    application.processEvents()
print(json.dumps(sorted(sys.modules)))
sys.stdout.flush()
import os
os._exit(0)
"""

NEVER = {
    "numpy": "it takes as long as all of our modules; model.layout and model.totals do without",
    "pyqtgraph": "it takes as long as all of Qt; plots load it when they are first shown",
    "ui.plots": "the View menu loads it",
    "model.plots": "what plots show is worked out when they are shown",
    "sqlite_utils": "the standard sqlite3 reads files; migrations load it",
    "click": "a file to open needs no parser; ui.cli loads it for everything else",
    "xlsxwriter": "exports load it",
    "openpyxl": "imports load it",
    "python_calamine": "imports load it",
    "pptx": "exports load it",
    "ui.exporting": "the Export dialog loads it",
    "model.report": "exports load it",
    "db.exports": "exports load it",
    "ui.pages": "exports load it",
    "ui.chart.paper": "exports load it",
    "ui.dialogs.export": "the Export dialog loads it",
    "ui.dialogs.move": "the Move dialog loads it",
    "ui.dialogs.before_after": "the View menu and the tray load it",
    "model.before_after": "it is counted when it is shown",
    "ui.dialogs.about": "the About box loads it",
    "model.hanging": "exports load it",
    "model.upright": "the Tree arrangement loads it",
    "model.tidy": "the Tree arrangement loads it",
    "db.packs.reader": "a file has its pack in it",
    "asyncio": "nothing waits for a network here",
    "urllib.request": "nothing asks a network here",
}
"""What a start does without, and why."""

EXPECTED = {
    "db",
    "db.columns",
    "db.defence",
    "db.errors",
    "db.identity",
    "db.limits",
    "db.pack_checks",
    "db.pack_tables",
    "db.plan_tables",
    "db.published_tables",
    "db.recovery",
    "db.replace",
    "db.scenario_file",
    "db.schema",
    "db.seal",
    "db.tables",
    "db.views",
    "model",
    "model.boards",
    "model.books",
    "model.changes",
    "model.chart",
    "model.contiguity",
    "model.describe",
    "model.edits",
    "model.errors",
    "model.events",
    "model.judgements",
    "model.layout",
    "model.log",
    "model.norm",
    "model.option",
    "model.organisations",
    "model.pack",
    "model.posting",
    "model.posts",
    "model.records",
    "model.rules",
    "model.rules.after",
    "model.rules.asked",
    "model.rules.board",
    "model.rules.checks",
    "model.rules.composition",
    "model.rules.costs",
    "model.rules.engine",
    "model.rules.figures",
    "model.rules.governance",
    "model.rules.limits",
    "model.rules.outcome",
    "model.rules.params",
    "model.rules.people",
    "model.rules.placement",
    "model.rules.rule",
    "model.rules.shares",
    "model.rules.standing",
    "model.rules.tallies",
    "model.rules.territory",
    "model.scenario",
    "model.slivers",
    "model.state",
    "model.succession",
    "model.texts",
    "model.totals",
    "model.tree",
    "model.wording",
    "resources",
    "ui",
    "ui.actions",
    "ui.app",
    "ui.bars",
    "ui.chart",
    "ui.chart.ahead",
    "ui.chart.arranging",
    "ui.chart.canvas",
    "ui.chart.faces",
    "ui.chart.floor",
    "ui.chart.gestures",
    "ui.chart.ghost",
    "ui.chart.overview",
    "ui.chart.painter",
    "ui.chart.pictures",
    "ui.chart.sliding",
    "ui.chart.tips",
    "ui.chart.view",
    "ui.chart.walking",
    "ui.dialogs",
    "ui.dialogs.find",
    "ui.docks",
    "ui.document",
    "ui.escape",
    "ui.faults",
    "ui.files",
    "ui.gestures",
    "ui.later",
    "ui.layout",
    "ui.open_scenario",
    "ui.panel_actions",
    "ui.letters",
    "ui.main_window",
    "ui.panels",
    "ui.panels.inspector",
    "ui.panels.parts",
    "ui.panels.problems",
    "ui.panels.so_far",
    "ui.panels.totals",
    "ui.panels.tray",
    "ui.settings",
    "ui.signs",
    "ui.theme",
    "ui.version",
}
"""Our own modules that the first picture takes."""

THIRD_PARTY = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "platformdirs"}
"""Packages of others that a start takes; the standard library is not counted."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    home = tmp_path_factory.mktemp("home")
    plan = home / "england.footprint"
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    env |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    env |= {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    new = ["new", str(plan), "--pack", "pct-2011", "--option", "june-2011"]
    main = [sys.executable, str(ROOT / "main.py")]
    subprocess.run([*main, *new], check=True, capture_output=True, env=env)
    command = [sys.executable, "-c", SCRIPT, str(ROOT), str(plan)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return names


@pytest.mark.parametrize("name", sorted(NEVER))
def test_a_start_does_without(loaded: list[str], name: str) -> None:
    found = [m for m in loaded if m == name or m.startswith(f"{name}.")]
    assert not found, f"{found[0]} is loaded before the window is painted: {NEVER[name]}"


def test_a_start_takes_no_other_packages(loaded: list[str]) -> None:
    ours = {"main", "ui", "db", "model", "resources"}
    standard = set(sys.stdlib_module_names) | {"__main__", "sitecustomize", "usercustomize"}
    tops = {name.partition(".")[0] for name in loaded} - standard - ours
    # Editable installs and site hooks of whoever runs the tests are none of our doing.
    tops = {top for top in tops if not top.startswith(("_", "distutils"))}
    assert tops <= THIRD_PARTY, f"{sorted(tops - THIRD_PARTY)} loaded before the window is painted"


def test_a_start_takes_these_modules_of_ours(loaded: list[str]) -> None:
    ours = {m for m in loaded if m.partition(".")[0] in ("ui", "db", "model", "resources")}
    more = sorted(ours - EXPECTED)
    assert not more, (
        f"{more} loaded before the window is painted. If the first picture needs it, add it to the "
        "list; else import it where it is used."
    )
