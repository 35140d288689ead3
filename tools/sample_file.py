"""Write the sample scenario file of the present format, and what is in it.

    python -m tools.sample_file

`tests/data/format-MAJOR.MINOR.footprint` is kept for every version of the format:
`tests/db/test_sample_files.py` opens each and holds it against the JSON beside it. Until a format
is released, whoever changes it writes its sample anew with this tool.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from db.scenario_file import FORMAT, open_scenario, save
from db.schema import version_text
from model.presets import Settings
from model.scenario import Add, Scenario, SetPreset
from tests.db.edits import edit_at_random
from tests.sample_pack import WHEN, WHO, sample_scenario

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data"


def sample() -> Scenario:
    """Return a scenario of two options in which everything was edited, some of it undone."""
    scenario = sample_scenario()
    first = scenario.options[0]
    edit_at_random(first, Random(2011), 120)
    first.set_checkpoint(first.log.head, "As agreed", when=WHEN, who=WHO)
    scenario.apply(Add(first.branch("B", "Another way", when=WHEN, who=WHO), 1))
    edit_at_random(scenario.options[1], Random(2013), 60)
    first.undo()
    board: Settings = {"format": ".pdf", "landscape": False, "margin_mm": 20, "parts": ["overview"]}
    scenario.apply(SetPreset("For the board", board))
    return scenario


def content(scenario: Scenario) -> dict[str, object]:
    """Return what a sample must still say in every later version, as JSON has it."""
    options = {
        option.id: {
            "name": option.state.name,
            "on": option.state.on.isoformat(),
            "head": option.log.head,
            "log": [[e.id, e.parent, e.when, e.who, e.text, e.why] for e in option.log],
            "checkpoints": [c.name for c in option.log.checkpoints],
            "parents": {o: option.state.parent(o) for o in option.state},
            "tray": sorted(option.state.tray()),
        }
        for option in scenario.options
    }
    found = {"scenario": scenario.id, "pack": scenario.pack.name, "options": options}
    found["presets"] = scenario.presets
    plain: dict[str, object] = json.loads(json.dumps(found))
    return plain


def main() -> int:
    """Write both files."""
    path = FOLDER / f"format-{version_text(FORMAT)}.footprint"
    path.unlink(missing_ok=True)
    save(sample(), path)
    said = json.dumps(content(open_scenario(path).scenario), indent=1, ensure_ascii=False)
    path.with_suffix(".json").write_text(said + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
