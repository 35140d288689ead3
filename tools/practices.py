"""Make the pack of England with every GP practice under its PCT, for tests under load.

    python tools/practices.py DATA FOLDER

DATA is the folder with gp-practices.csv, FOLDER where the pack is written, made if it is not there.
It is the pack pct-2011 with 8,234 practices more, and their patients as a figure:

    python main.py new england.footprint --pack FOLDER --option june-2011
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

PACK = Path(__file__).resolve().parents[1] / "resources" / "packs" / "pct-2011"
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
carrier = "practice"
style = "count"
source = "NHS Information Centre, QOF 2010-11"
explanation = "Patients aged 17 and over on the practice's list in 2010-11, not the whole list."
columns = {{ value = "{COLUMN}" }}
"""


def main() -> None:
    """Read the arguments and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path, help="folder of the reference data")
    parser.add_argument("folder", type=Path, help="folder to write the pack to")
    arguments = parser.parse_args()
    number = build(arguments.data, arguments.folder)
    print(f"{number:,} practices in {arguments.folder}")


def build(data: Path, folder: Path) -> int:
    """Write the pack; returns the number of practices."""
    shutil.copytree(PACK, folder, dirs_exist_ok=True)
    practices = _practices(data / "gp-practices.csv")
    organisations = folder / "organisations.csv"
    with organisations.open(encoding="utf-8", newline="") as stream:
        published = csv.DictReader(stream)
        columns = [*(published.fieldnames or ()), COLUMN]
        records = [*published, *practices]
    with organisations.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    _describe(folder / "pack.toml")
    (folder / "README.md").unlink()  # it speaks of the pack as it was
    return len(practices)


def _practices(path: Path) -> list[dict[str, str]]:
    """Return the practices as rows of the pack's table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {
                "id": row["practice_code"],
                "kind": "practice",
                "code": row["practice_code"],
                "name": row["practice_name"],
                "parent": row["pct_code"],
                "lon": row["lon"],
                "lat": row["lat"],
                COLUMN: row["patients_17plus_2010_11"],
            }
            for row in csv.DictReader(stream)
        ]


def _describe(path: Path) -> None:
    """Give the pack an id, a name, a credit and a figure of its own."""
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('id = "pct-2011"', 'id = "pct-2011-practices"'),
        (
            'name = "PCT clusters, England 2011"',
            'name = "PCT clusters and practices, England 2011"',
        ),
        ("credits = [\n", f'credits = [\n    "{CREDIT}",\n'),
    ):
        if text.count(old) != 1:
            raise SystemExit(f"practices: {path} has no {old!r} to put something in place of")
        text = text.replace(old, new)
    path.write_text(text + MEASURE, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
