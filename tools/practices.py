"""Make the pack of England with every GP practice under its PCT, from the pack without them.

    python -m tools.practices [--data DATA] [--folder FOLDER]

It is the pack pct-2011 with 8,234 practices more, with their patients as a figure.
To be run whenever that pack is altered. DATA is the folder with gp-practices.csv of the national
reference data; without it, the practices stay those that the pack has.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

PACKS = Path(__file__).resolve().parents[1] / "resources" / "packs"
PACK = PACKS / "pct-2011"
FOLDER = PACKS / "pct-2011-practices"
ALIKE = ("rules.toml", "links.csv", "adjacency.csv", "boundaries.geojson", "options/june-2011.csv")
"""Files that are the same in both packs."""
KIND = "practice"
COLUMN = "patients_17plus"
CREDIT = (
    "Practices: NHS Information Centre, Quality and Outcomes Framework 2010-11, and Organisation"
    " Data Service (in MastodonC/cdec.openhealthdata), under the Open Government Licence."
)
MEASURE = f"""
[[measure]]
id = "patients"
label = "Registered patients 17+"
short = "patients 17+"
carrier = "{KIND}"
style = "count"
source = "NHS Information Centre, QOF 2010-11"
explanation = "Patients aged 17 and over on the practice's list in 2010-11, not the whole list."
columns = {{ value = "{COLUMN}" }}
"""
TEXTS = (
    ("are made by tools/build_pct_2011.py.", "are made by tools/practices.py."),
    ("Written by hand, like rules.toml; the tables and the\n# boundaries", "All files but README"),
    ('id = "pct-2011"', 'id = "pct-2011-practices"'),
    ('name = "PCT clusters, England 2011"', 'name = "PCT clusters and GP practices, England 2011"'),
    (
        "and the guidance as checkable rules.",
        "the guidance as checkable rules, and 8,234 GP practices, to be members of consortia. A"
        " practice hangs under the PCT in which it stands, which need not be the one that it is"
        " registered with.",
    ),
    ("credits = [\n", f'credits = [\n    "{CREDIT}",\n'),
)
"""What pack.toml says otherwise, each with what the pack without practices says."""


def main() -> None:
    """Read the arguments and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, help="folder of the reference data")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write the pack")
    arguments = parser.parse_args()
    practices = read_practices(arguments.data) if arguments.data else shipped_practices()
    build(practices, arguments.folder)
    print(f"{len(practices):,} practices in {arguments.folder}")


def build(practices: Sequence[dict[str, str]], folder: Path) -> None:
    """Write the pack, made if it is not there; its README.md is written by hand."""
    (folder / "options").mkdir(parents=True, exist_ok=True)
    for name in ALIKE:
        shutil.copyfile(PACK / name, folder / name)
    with (PACK / "organisations.csv").open(encoding="utf-8", newline="") as stream:
        published = csv.DictReader(stream)
        columns = [*(published.fieldnames or ()), COLUMN]
        records = [*published, *practices]
    with (folder / "organisations.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    text = described((PACK / "pack.toml").read_text(encoding="utf-8"))
    (folder / "pack.toml").write_text(text, encoding="utf-8", newline="\n")


def read_practices(data: Path) -> list[dict[str, str]]:
    """Return the practices of the reference data as rows of the pack's table."""
    with (data / "gp-practices.csv").open(encoding="utf-8", newline="") as stream:
        return [
            {
                "id": row["practice_code"],
                "kind": KIND,
                "code": row["practice_code"],
                "name": row["practice_name"],
                "parent": row["pct_code"],
                "lon": row["lon"],
                "lat": row["lat"],
                COLUMN: row["patients_17plus_2010_11"],
            }
            for row in csv.DictReader(stream)
        ]


def shipped_practices() -> list[dict[str, str]]:
    """Return the practices that the pack has, as rows of its table."""
    with (FOLDER / "organisations.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["kind"] == KIND]


def described(text: str) -> str:
    """Return pack.toml with an id, a name, a credit and a figure of its own."""
    for old, new in TEXTS:
        if text.count(old) != 1:
            raise SystemExit(f"practices: pack.toml has no {old!r} to put something in place of")
        text = text.replace(old, new)
    head, options = text.split("\n# -- facts --", 1)
    return f"{head}{MEASURE}\n# -- facts --{options}"


if __name__ == "__main__":
    main()
