"""Make the tables and boundaries of the pack `pct-2011` from the national reference data.

    python tools/build_pct_2011.py DATA [PACK]

DATA is the folder with pcts.csv, allocations.csv and the rest; PACK is the folder to write to,
`resources/packs/pct-2011` unless given. pack.toml, rules.toml and README.md are written by hand
and left alone. The same data give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

PACK = Path(__file__).resolve().parents[1] / "resources" / "packs" / "pct-2011"

NATION = ("ENG", "England")
BASES = {"exact": "exact", "press-rounded": "rounded", "estimate": "estimate"}
CROSSED = "HSJ 28 Apr 2011 and HFMA 31 May 2011: one of the two PCTs that crossed an SHA boundary"
NOTES = {
    "C21": "Heart of Birmingham belonged to it in 2011 (Pulse and the Guardian, 2011)",
    "C32": "Split from Outer North East London by borough: general knowledge, not from a list",
    "C35": "Split from Inner North East London by borough: general knowledge, not from a list",
}

BY_CCG = "an estimate from CCG allocations of 2013-14, shared out by residents"
SAID = (
    (
        "DH PCT allocations 15 Dec 2010, recovered (README)",
        "Department of Health, PCT allocations of 15 December 2010, worked back from tables for "
        "CCG areas",
    ),
    (
        "Estimate from CCG allocations 2013-14 mapped to PCTs (README), scaled to the DH total",
        f"Our own estimate: {BY_CCG} and scaled to the Department of Health's total",
    ),
    ("Weighted mean of: ", "Our own estimate, the mean of two weighted by their precision: "),
    ("the CCG-based estimate (README)", BY_CCG),
    ("ESTIMATE, rounded to £1m", "Rounded to £1m"),
    ("ESTIMATE: the exact", "The exact"),
    ("(DH, recovered)", "(Department of Health)"),
    ("read as recurrent only (README)", "read as recurrent money only"),
    ("the estimate by the general method would be", "estimated as the others it would be"),
    ("DH allocation", "Department of Health allocation"),
)
"""What the data say in short, and what is said of it to a board; in this order."""

ORGANISATION_COLUMNS = (
    *("id", "kind", "code", "name", "parent", "lon", "lat", "population"),
    *("allocation", "allocation_basis", "allocation_low", "allocation_high"),
    *("allocation_source", "allocation_note"),
    *("surplus", "surplus_basis", "surplus_source", "surplus_note"),
    *("in_deficit", "org_type", "care_trust", "ons_code", "sha_cluster"),
)

Record = dict[str, str]


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path, help="folder of the reference data")
    parser.add_argument("pack", type=Path, nargs="?", default=PACK, help="folder to write to")
    arguments = parser.parse_args()
    build(arguments.data, arguments.pack)


def build(data: Path, pack: Path) -> None:
    """Write every file of the pack that is derived from data."""
    (pack / "options").mkdir(parents=True, exist_ok=True)
    pcts = read(data / "pcts.csv")
    write(pack / "organisations.csv", ORGANISATION_COLUMNS, organisations(data, pcts))
    write(pack / "links.csv", ("unit", "code", "name", "people"), links(data))
    write(
        pack / "adjacency.csv",
        ("a", "b", "kind", "length_m", "fixed_link", "note"),
        borders(data),
    )
    write(
        pack / "options" / "june-2011.csv",
        ("id", "code", "name", "parent", "members", "leader", "leader_source", "note"),
        clusters(data),
    )
    write_boundaries(data / "pct-boundaries.geojson", pack / "boundaries.geojson")


def read(path: Path) -> list[Record]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, columns: Sequence[str], records: Iterable[Record]) -> None:
    """Write a table; a column that a record leaves out is empty."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def thousands(text: str) -> str:
    """Turn thousands of pounds into pounds; "" stays missing."""
    return str(int(text) * 1000) if text else ""


# -- organisations -----------------------------------------------------------------------------


def organisations(data: Path, pcts: list[Record]) -> list[Record]:
    """Return the nation, the SHAs and the PCTs, parents first."""
    code, name = NATION
    records = [{"id": code, "kind": "nation", "code": code, "name": name}]
    records += [
        {
            "id": sha["sha_code"],
            "kind": "sha",
            "code": sha["sha_code"],
            "name": sha["name"],
            "parent": code,
            "ons_code": sha["ons_code"],
            "sha_cluster": sha["sha_cluster_oct_2011"],
        }
        for sha in read(data / "shas.csv")
    ]
    allocations = {row["ods_code"]: row for row in read(data / "allocations.csv")}
    records += [pct_record(pct) | allocation(allocations[pct["ods_code"]]) for pct in pcts]
    return records


def pct_record(pct: Record) -> Record:
    """Return a PCT without its budget, for which allocations.csv is the better source."""
    return {
        "id": pct["ods_code"],
        "kind": "pct",
        "code": pct["ods_code"],
        "name": pct["name"],
        "parent": pct["sha_code"],
        "lon": pct["label_lon"],
        "lat": pct["label_lat"],
        "population": pct["population"],
        "in_deficit": pct["in_deficit_2010_11"],
        "org_type": pct["org_type"],
        "care_trust": pct["care_trust"],
        "ons_code": pct["ons_code"],
        **surplus(pct),
    }


def allocation(row: Record) -> Record:
    """Return the budget of 2011-12 in pounds with its basis, interval and source."""
    return {
        "allocation": thousands(row["allocation_2011_12_k"]),
        "allocation_basis": BASES[row["basis"]],
        "allocation_low": thousands(row["low_k"]),
        "allocation_high": thousands(row["high_k"]),
        "allocation_source": said(row["source"]),
        "allocation_note": said(row["note"]),
    }


def said(text: str) -> str:
    """Return where a figure is from as a board reads it: the data's notes are for those who work.

    How the estimates were made is told in the pack's README.md, which a board does not have.
    """
    for short, words in SAID:
        text = text.replace(short, words)
    return text


def surplus(pct: Record) -> Record:
    """Return the surplus or deficit of 2010-11 in pounds; its note keeps the source's words."""
    words = pct["surplus_2010_11_basis"]
    return {
        "surplus": thousands(pct["surplus_2010_11_k"]),
        "surplus_basis": words.split()[0] if words else "",
        "surplus_source": pct["surplus_2010_11_source"],
        "surplus_note": words[:1].upper() + words[1:],
    }


# -- links, borders, clusters, boundaries ------------------------------------------------------


def links(data: Path) -> list[Record]:
    """Return which councils each PCT works with."""
    return [
        {
            "unit": row["ods_code"],
            "code": row["lad_code"],
            "name": row["lad_name"],
            "people": row["population"],
        }
        for row in read(data / "pct-local-authorities.csv")
    ]


def borders(data: Path) -> list[Record]:
    """Return which PCTs touch, and for how many metres; what meets on land needs no bridge."""
    records = []
    for row in read(data / "adjacency.csv"):
        is_land = row["border_type"] == "land"
        length = Decimal(row["land_border_km"]) or Decimal(row["full_border_km"])
        records.append(
            {
                "a": row["ods_a"],
                "b": row["ods_b"],
                "kind": row["border_type"],
                "length_m": str(round(length * 1000)),
                "fixed_link": "yes" if is_land else row["fixed_link"],
                "note": row["link_note"],
            }
        )
    return records


def clusters(data: Path) -> list[Record]:
    """Return the clusters of June 2011 with their members."""
    members: dict[str, list[Record]] = {}
    for row in read(data / "cluster-members-2011.csv"):
        members.setdefault(row["cluster_id"], []).append(row)
    return [
        {
            "id": row["cluster_id"],
            "code": row["cluster_id"],
            "name": row["cluster_name"],
            "parent": row["sha_code"],
            "members": "; ".join(m["ods_code"] for m in members[row["cluster_id"]]),
            "leader": row["chief_executive"],
            "leader_source": row["chief_executive_source"],
            "note": cluster_note(row, members[row["cluster_id"]]),
        }
        for row in read(data / "clusters-2011.csv")
    ]


def cluster_note(cluster: Record, members: list[Record]) -> str:
    """Return what the data say of a cluster beyond its columns, as sentences."""
    notes = [
        f"{m['pct_name']} comes from another SHA ({CROSSED})"
        for m in members
        if m["pct_sha_code"] != cluster["sha_code"]
    ]
    if cluster["cluster_id"] in NOTES:
        notes.append(NOTES[cluster["cluster_id"]])
    printed = []
    if cluster["published_population"]:
        printed.append(f"{cluster['published_population']} people")
    if cluster["published_budget_2011_12_m"]:
        printed.append(f"£{int(cluster['published_budget_2011_12_m']):,}m in 2011-12")
    if printed:
        notes.append(f"As printed: {', '.join(printed)} ({cluster['published_source']})")
    return "".join(f"{note}. " for note in notes).strip()


def write_boundaries(source: Path, target: Path) -> None:
    """Copy the boundaries with an id as their only property, one feature a line."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"id": feature["properties"]["ods_code"]},
                "geometry": rounded(feature["geometry"]),
            },
            separators=(",", ":"),
        )
        for feature in features
    ]
    head = '{"type":"FeatureCollection","features":[\n'
    target.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


def rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return a geometry with five decimals, without points twice in a row and rings without area.

    Degrees are rounded to a metre, so that neighbours have their shared points in common: a few
    have more digits in the source, and not the same ones in both.
    """
    data = geometry["coordinates"]
    many = geometry["type"] == "MultiPolygon"
    polygons = [list(map(_rounded_ring, rings)) for rings in (data if many else [data])]
    kept = [[ring for ring in rings if len(ring) > 3] for rings in polygons if len(rings[0]) > 3]
    return {**geometry, "coordinates": kept if many else kept[0]}


def _rounded_ring(ring: list[list[float]]) -> list[list[float]]:
    points = [[round(degrees, 5) for degrees in point] for point in ring]
    return [point for at, point in enumerate(points) if not at or point != points[at - 1]]


if __name__ == "__main__":
    main()
