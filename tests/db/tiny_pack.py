"""A pack in which little is, as files: what each test of reading packs alters."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "resources" / "packs"

PACK = """\
format = 1

[pack]
id = "tiny"
name = "Tiny"
version = "1"
as_of = 2026-01-31
credits = [
    "Made up.",
    "No [rights] reserved = none",
]

[words]
officer = "officer"
officers = "officers"
accountable = "clerk"
accountables = "clerks"

[files]
organisations = "organisations.csv"
links = "links.csv"
borders = "borders.csv"
rules = "rules.toml"

[[kind]]
id = "land"
label = "land"
tier = "root"

[[kind]]
id = "shire"
label = "shire"
tier = "region"
parents = ["land"]

[[kind]]
id = "league"
label = "league"
tier = "group"
parents = ["shire"]

[[kind]]
id = "parish"
label = "parish"
plural = "parishes"
tier = "unit"
parents = ["league", "shire"]

[[kind]]
id = "farm"
label = "farm"
tier = "part"
parents = ["parish", "farm"]

[[measure]]
id = "people"
label = "People"
carrier = "parish"
source = "Parish clerk"
columns = { value = "people", basis = "basis", low = "low", high = "high", note = "why" }

[[fact]]
id = "market"
label = "Market town"

[[role]]
id = "clerk"
title = "Clerk"
accountable = true

[[option]]
id = "plan"
name = "Plan"
on = 2026-04-01
arrangement = "listed"
file = "plan.csv"

[[option]]
id = "apart"
name = "Apart"
on = 2026-04-01
arrangement = "alone"
"""

ORGANISATIONS = """\
id,kind,code,name,parent,lon,lat,people,basis,low,high,why,market
L,land,L,Land,,,,,,,,,
S,shire,S,Shire,L,,,,,,,,
a,parish,A1,Ashby,S,-1.5,52.25,100,exact,,,,yes
b,parish,B1,"Barton, Great",S,,,90,estimate,80,110,Guess,
c,parish,C1,Corby,S,,,,,,,,no
f,farm,F1,Home Farm,a,,,,,,,,
"""

LINKS = """\
unit,code,name,people
a,K1,Kent Road Board,40
b,K1,Kent Road Board,
"""

BORDERS = """\
a,b,kind,length_m,fixed_link,note
a,b,land,1200,,
b,c,water,300,no,the Avon
"""

PLAN = """\
id,code,name,parent,members,leader,leader_source,note
g,G1,Great League,S,a; b,Ann Lee,Gazette,
"""

RULES = """\
[[rule]]
id = "R-1"
title = "Placed"
scope = "root"
check = "placed"
severity = "must"
confidence = "S"
source = "Statute"
text = '''Every parish is in a league.'''

[[rule]]
id = "R-2"
title = "Size"
scope = "group"
check = "range"
severity = "norm"
confidence = "I"
source = "Custom"
text = "Neither small nor large."
start = 2026-01-01
end = 2026-12-31
adjustable = ["low"]
[rule.params]
measure = "people"
low = 50
high = 500
"""

TINY = {
    "pack.toml": PACK,
    "organisations.csv": ORGANISATIONS,
    "links.csv": LINKS,
    "borders.csv": BORDERS,
    "plan.csv": PLAN,
    "rules.toml": RULES,
}


def write_tiny(folder: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the tiny pack, with one text in some files replaced by another."""
    path = folder / "tiny"
    path.mkdir()
    for name, text in TINY.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        data = text.replace(old, new, 1) if old else text
        (path / name).write_bytes(data.encode("utf-8"))
    return path
