"""Reading packs: the one way from a folder of data files to a `model.pack.Pack`.

A pack may have been written by anyone and sent by anyone, so nothing in it is believed: each
text, number and reference is checked before a record is made of it, and the first fault is
raised as a `db.errors.PackError` that names file, line and column. `docs/packs.md` is the
format for those who write packs; this is the program's side of it.
"""

from db.packs.outline import OptionHead
from db.packs.reader import PackInfo, installed, read_pack

__all__ = ["OptionHead", "PackInfo", "installed", "read_pack"]
