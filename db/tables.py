"""The tables of a scenario file, in SQL that explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from model.records import record


@record
class Table:
    """A table of the file.

    Attributes
    ----------
    key : str
        The columns that put its rows in order.
    """

    name: str
    key: str
    sql: str

    @property
    def is_numbered(self) -> bool:
        """Whether its rows are numbered from 1 without gaps."""
        return self.key == "nr" and self.name != "made"


# A column that is named after a table holds the `nr` of a row of it. An id is what the program
# itself goes by; an nr only holds the file together and starts at 1 without gaps.
_TABLES = (
    Table(
        "meta",
        "key",
        """CREATE TABLE meta (
  -- A scenario of Footprint: one reorganisation's data ("pack") and the plans ("options") over it.
  -- All is plain tables. A column named after a table holds the nr of a row in it.
  --   scenario   id of the scenario, the same in all its copies
  --   created    when it was begun, UTC
  --   active     id of the option to show first
  --   program    what wrote the file
  --   checksum   SHA256 of the file, with zeros in its own place, without bytes 24-27, 60-63, 92-99
  --   pack, pack_name, pack_version, pack_as_of, pack_summary    the pack as it was used
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (length(value) <= 2000)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "credit",
        "nr",
        """CREATE TABLE credit (
  -- Licence and credit lines of the published data. They must stay with it.
  nr INTEGER PRIMARY KEY,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000)
) STRICT""",
    ),
    Table(
        "word",
        "key",
        """CREATE TABLE word (
  -- What the pack calls things that are not organisations: officer, seat, link, norm...
  key TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "kind",
        "nr",
        """CREATE TABLE kind (
  -- Types of organisation. Units get moved, groups are what they are moved into, successors are
  -- what takes over from units.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  plural TEXT NOT NULL CHECK (length(plural) BETWEEN 1 AND 200),
  tier TEXT NOT NULL CHECK (tier IN ('root', 'region', 'group', 'unit', 'part', 'successor')),
  legal_body INTEGER NOT NULL CHECK (legal_body IN (0, 1)),
  creatable INTEGER NOT NULL CHECK (creatable IN (0, 1)),
  movable INTEGER NOT NULL CHECK (movable IN (0, 1)),
  deletable INTEGER NOT NULL CHECK (deletable IN (0, 1))
) STRICT""",
    ),
    Table(
        "kind_parent",
        "kind, position",
        """CREATE TABLE kind_parent (
  -- Which kinds an organisation of a kind may hang under.
  kind INTEGER NOT NULL REFERENCES kind (nr),
  position INTEGER NOT NULL,
  parent INTEGER NOT NULL REFERENCES kind (nr),
  PRIMARY KEY (kind, position)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "measure",
        "nr",
        """CREATE TABLE measure (
  -- Figures that organisations of one kind (the carrier) have.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  short TEXT NOT NULL CHECK (length(short) BETWEEN 1 AND 200),  -- follows a number: "people"
  carrier INTEGER NOT NULL REFERENCES kind (nr),
  style TEXT NOT NULL CHECK (style IN ('count', 'money')),  -- money is whole pounds
  aggregate TEXT NOT NULL CHECK (aggregate IN ('sum', 'never')),
  headline INTEGER NOT NULL CHECK (headline IN (0, 1)),
  explanation TEXT NOT NULL CHECK (length(explanation) <= 2000),
  enterable INTEGER NOT NULL CHECK (enterable IN (0, 1)),  -- options may have figures of their own
  signed INTEGER NOT NULL CHECK (signed IN (0, 1)),  -- may be below 0
  stands_for INTEGER REFERENCES measure (nr)  -- of a successor, in place of its members' sum of it
) STRICT""",
    ),
    Table(
        "fact",
        "nr",
        """CREATE TABLE fact (
  -- Named texts that organisations may have besides their figures.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  source TEXT NOT NULL CHECK (length(source) <= 2000)
) STRICT""",
    ),
    Table(
        "role",
        "nr",
        """CREATE TABLE role (
  -- Kinds of post on units' boards.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  short TEXT NOT NULL CHECK (length(short) BETWEEN 1 AND 200),
  executive INTEGER NOT NULL CHECK (executive IN (0, 1)),  -- counts as an officer
  merges INTEGER NOT NULL CHECK (merges IN (0, 1)),  -- one holder for a group's units
  accountable INTEGER NOT NULL CHECK (accountable IN (0, 1)),
  voting INTEGER NOT NULL CHECK (voting IN (0, 1)),
  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 30),  -- posts of it a unit has as a rule
  lay INTEGER NOT NULL CHECK (lay IN (0, 1)),  -- a member from outside, no officer
  statutory INTEGER NOT NULL CHECK (statutory IN (0, 1)),
  common INTEGER NOT NULL CHECK (common IN (0, 1))  -- the same people on boards held in common
) STRICT""",
    ),
    Table(
        "governance",
        "nr",
        """CREATE TABLE governance (
  -- Ways in which the boards of a group's units decide together; the first is the usual one.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  number TEXT NOT NULL CHECK (length(number) <= 200),  -- what the guidance calls it
  common INTEGER NOT NULL CHECK (common IN (0, 1)),  -- one board for all
  committee INTEGER NOT NULL CHECK (committee IN (0, 1)),  -- a joint committee
  text TEXT NOT NULL CHECK (length(text) <= 2000)
) STRICT""",
    ),
    Table(
        "destination",
        "nr",
        """CREATE TABLE destination (
  -- Where the duties of a post may go when its organisation ends.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200)
) STRICT""",
    ),
    Table(
        "series",
        "nr",
        """CREATE TABLE series (
  -- How many persons were accountable in years of the past, in order, to compare plans with.
  nr INTEGER PRIMARY KEY,
  year INTEGER NOT NULL CHECK (year BETWEEN 1000 AND 9999),
  local INTEGER NOT NULL CHECK (local BETWEEN 0 AND 1000000),
  local_label TEXT NOT NULL CHECK (length(local_label) BETWEEN 1 AND 200),
  regional INTEGER NOT NULL CHECK (regional BETWEEN 0 AND 1000000),  -- in the bodies above those
  regional_label TEXT NOT NULL CHECK (length(regional_label) BETWEEN 1 AND 200),
  source TEXT NOT NULL CHECK (length(source) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000)
) STRICT""",
    ),
    Table(
        "regional",
        "nr",
        """CREATE TABLE regional (
  -- How many persons are accountable above the groups, each from a day on until the next.
  nr INTEGER PRIMARY KEY,
  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 1000000),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  starts TEXT,  -- empty for always; the first only
  source TEXT NOT NULL CHECK (length(source) <= 2000)
) STRICT""",
    ),
    Table(
        "structure",
        "nr",
        """CREATE TABLE structure (
  -- What a reorganisation may lead to; an option may look ahead to one.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
  text TEXT NOT NULL CHECK (length(text) <= 2000),
  source TEXT NOT NULL CHECK (length(source) <= 2000),
  ended TEXT NOT NULL CHECK (length(ended) BETWEEN 1 AND 200),  -- said of what has ended
  notice TEXT NOT NULL CHECK (length(notice) <= 200)  -- what ends, and when
) STRICT""",
    ),
    Table(
        "structure_body",
        "structure, position",
        """CREATE TABLE structure_body (
  -- What organisations of a kind are in a structure. Those of a kind that is not here have ended.
  structure INTEGER NOT NULL REFERENCES structure (nr),
  position INTEGER NOT NULL,
  kind INTEGER NOT NULL REFERENCES kind (nr),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),  -- what they are called there
  plural TEXT NOT NULL CHECK (length(plural) BETWEEN 1 AND 200),
  under INTEGER REFERENCES kind (nr),  -- the kind that they answer to, none for the root
  legal_body INTEGER NOT NULL CHECK (legal_body IN (0, 1)),
  board INTEGER NOT NULL CHECK (board IN (0, 1)),
  accountable INTEGER NOT NULL CHECK (accountable IN (0, 1)),
  optional INTEGER NOT NULL CHECK (optional IN (0, 1)),  -- users choose whether they are all that
  word TEXT NOT NULL CHECK (length(word) <= 200),  -- what the chart says each of them is
  PRIMARY KEY (structure, position)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "rule",
        "nr",
        """CREATE TABLE rule (
  -- What a plan is checked against, each with its citation.
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  scope TEXT NOT NULL CHECK (scope IN ('root', 'region', 'group', 'unit', 'successor')),
  check_name TEXT NOT NULL CHECK (length(check_name) BETWEEN 1 AND 200),
  severity TEXT NOT NULL CHECK (severity IN ('law', 'must', 'should', 'norm', 'info')),
  text TEXT NOT NULL CHECK (length(text) <= 2000),
  source TEXT NOT NULL CHECK (length(source) <= 2000),
  confidence TEXT NOT NULL CHECK (length(confidence) <= 200),
  params TEXT NOT NULL CHECK (length(params) <= 1000000),  -- JSON; a date is {"$date": "..."}
  starts TEXT,  -- first day in force, empty for always
  ends TEXT,  -- last day in force
  advice TEXT NOT NULL CHECK (length(advice) <= 2000),
  adjustable TEXT NOT NULL CHECK (length(adjustable) <= 10000),  -- JSON: params that users may set
  items TEXT NOT NULL CHECK (length(items) <= 100000)  -- JSON: what it asks users
) STRICT""",
    ),
    Table(
        "published",
        "nr",
        """CREATE TABLE published (
  -- The published organisations, all in one row. Each column is a list in JSON, and the first item
  -- of every list is about organisation 1, the next one about organisation 2... Parents come
  -- before children. null is nothing; nulls at the end of a list are left out.
  -- The view organisation shows them as rows, with those that options made.
  nr INTEGER PRIMARY KEY CHECK (nr = 1),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,  -- nr; the last one is the kind of all that follow too
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT NOT NULL,  -- place in these lists, from 0, of the one above; null for the root
  longitude TEXT NOT NULL,  -- of a label on a map, degrees WGS84
  latitude TEXT NOT NULL
) STRICT""",
    ),
    Table(
        "citation",
        "nr",
        """CREATE TABLE citation (
  -- How figures came about. Many figures share one.
  nr INTEGER PRIMARY KEY,
  basis TEXT NOT NULL
    CHECK (basis IN ('exact', 'rounded', 'outturn', 'forecast', 'estimate')),
  source TEXT NOT NULL CHECK (length(source) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000)
) STRICT""",
    ),
    Table(
        "published_figure",
        "measure",
        """CREATE TABLE published_figure (
  -- Published or estimated numbers, lists as in published: the first item of each is about
  -- organisation 1. One that is null or not there is missing, never zero.
  -- The view figure shows them as rows.
  measure INTEGER PRIMARY KEY REFERENCES measure (nr),
  value TEXT NOT NULL,
  citation TEXT NOT NULL,  -- nr; the last one is that of all figures that follow too
  low TEXT NOT NULL,  -- 90% interval of an estimate
  high TEXT NOT NULL
) STRICT""",
    ),
    Table(
        "published_fact",
        "fact",
        """CREATE TABLE published_fact (
  -- What facts say, lists as in published. The view organisation_fact shows them as rows.
  fact INTEGER PRIMARY KEY REFERENCES fact (nr),
  value TEXT NOT NULL
) STRICT""",
    ),
    Table(
        "link",
        "nr",
        """CREATE TABLE link (
  -- Ties of units that must survive.
  nr INTEGER PRIMARY KEY,
  organisation INTEGER NOT NULL,
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 200),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  people INTEGER CHECK (people BETWEEN 0 AND 1000000000000000)  -- who live in both
) STRICT""",
    ),
    Table(
        "border",
        "nr",
        """CREATE TABLE border (
  -- Units that touch.
  nr INTEGER PRIMARY KEY,
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('land', 'water', 'sea')),
  length_m INTEGER NOT NULL CHECK (length_m BETWEEN 0 AND 1000000000000000),
  fixed_link INTEGER NOT NULL CHECK (fixed_link IN (0, 1)),  -- on land, or a bridge or tunnel
  note TEXT NOT NULL CHECK (length(note) <= 2000)
) STRICT""",
    ),
    Table(
        "boundary",
        "organisation",
        """CREATE TABLE boundary (
  -- Areas of units on a map. An outline is compressed (zlib); what it unpacks to is four times as
  -- many bytes as it has whole numbers: first the lowest byte of each, then all second ones... The
  -- numbers are: how many polygons; for each its number of rings, and of points in each ring; then
  -- all steps from point to point to the east, then all to the north, in millionths of a degree
  -- WGS84; the first is from 0, 0. A ring is closed. The first of a polygon is around it, the
  -- others are holes.
  organisation INTEGER PRIMARY KEY,
  outline BLOB NOT NULL CHECK (length(outline) BETWEEN 1 AND 5000000)
) STRICT""",
    ),
    Table(
        "option",
        "nr",
        """CREATE TABLE option (
  -- Plans. What each comes to is in the tables below; how it came about is in log.
  nr INTEGER PRIMARY KEY CHECK (nr BETWEEN 1 AND 1000),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 200),
  first_name TEXT NOT NULL CHECK (length(first_name) BETWEEN 1 AND 200),  -- before the log
  first_as_on TEXT NOT NULL,
  name TEXT NOT NULL,
  as_on TEXT NOT NULL,  -- the rules in force on this day apply
  note TEXT NOT NULL,
  structure TEXT NOT NULL,  -- id of the structure that it looks ahead to, empty for none
  legal TEXT NOT NULL,  -- 'yes' if successors are legal bodies where the structure leaves it open
  head TEXT NOT NULL,  -- id of the last log entry in effect, empty for none
  start TEXT NOT NULL,  -- id of the log entry that it began with, where undoing ends; or empty
  origin TEXT NOT NULL,  -- id of the option that it was branched from, empty for none
  origin_entry TEXT NOT NULL,  -- the last entry that its log has in common with that one's
  status TEXT NOT NULL CHECK (status IN ('active', 'archived', 'deleted'))
) STRICT""",
    ),
    Table(
        "made",
        "nr",
        """CREATE TABLE made (
  -- Organisations that an option made, as they are now; numbered on after the published ones.
  nr INTEGER PRIMARY KEY,
  option INTEGER NOT NULL REFERENCES option (nr),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 200),
  kind INTEGER NOT NULL REFERENCES kind (nr),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 200),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  parent INTEGER NOT NULL
) STRICT""",
    ),
    Table(
        "placement",
        "option, organisation",
        """CREATE TABLE placement (
  -- Published organisations that hang elsewhere in an option: units in groups.
  -- A unit that is not here is in the option's tray.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  PRIMARY KEY (option, organisation)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "field",
        "option, organisation, field",
        """CREATE TABLE field (
  -- What an option sets on organisations: formed, employer (an id), locked, governance, note;
  -- and on what follows: legal, board, accountable, authorised.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (option, organisation, field)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "holder",
        "option, organisation, role, number",
        """CREATE TABLE holder (
  -- Who is named in an option's posts. One name is one person, wherever it stands.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  role INTEGER NOT NULL REFERENCES role (nr),
  number INTEGER NOT NULL,  -- tells posts of one role apart, from 1
  name TEXT NOT NULL,
  PRIMARY KEY (option, organisation, role, number)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "post",
        "option, organisation, role, number, detail",
        """CREATE TABLE post (
  -- What an option sets on posts: state (vacant, interim, acting), wte (hundredths), vote,
  -- employer (an id), destination (ids with shares in per cent), cost (pounds a year), note.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  role INTEGER NOT NULL REFERENCES role (nr),
  number INTEGER NOT NULL,
  detail TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (option, organisation, role, number, detail)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "staff",
        "option, organisation, role",
        """CREATE TABLE staff (
  -- How many posts of a role organisations have themselves, where that is not as usual.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  role INTEGER NOT NULL REFERENCES role (nr),
  number INTEGER NOT NULL,
  PRIMARY KEY (option, organisation, role)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "arrangement",
        "option, organisation, role",
        """CREATE TABLE arrangement (
  -- Seats that an option fills otherwise than the pack would: own, shared, everywhere.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  role INTEGER NOT NULL REFERENCES role (nr),
  arrangement TEXT NOT NULL,
  PRIMARY KEY (option, organisation, role)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "dropped_link",
        "option, link",
        """CREATE TABLE dropped_link (
  option INTEGER NOT NULL REFERENCES option (nr),
  link INTEGER NOT NULL REFERENCES link (nr),
  PRIMARY KEY (option, link)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "member",
        "option, organisation",
        """CREATE TABLE member (
  -- Units and parts of units that successors take over from.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  successor INTEGER NOT NULL,
  PRIMARY KEY (option, organisation)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "set_limit",
        "option, rule, key",
        """CREATE TABLE set_limit (
  -- Limits of rules that an option sets to other values than the pack's.
  option INTEGER NOT NULL REFERENCES option (nr),
  rule INTEGER NOT NULL REFERENCES rule (nr),
  key TEXT NOT NULL,
  value TEXT NOT NULL,  -- a whole number, or a day
  PRIMARY KEY (option, rule, key)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "waiver",
        "option, organisation, rule",
        """CREATE TABLE waiver (
  -- Where being outside a rule was accepted, why, by whom and when.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  rule INTEGER NOT NULL REFERENCES rule (nr),
  reason TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,  -- a day
  PRIMARY KEY (option, organisation, rule)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "answer",
        "option, organisation, rule, item",
        """CREATE TABLE answer (
  -- What users answered to what rules ask.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  rule INTEGER NOT NULL REFERENCES rule (nr),
  item TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (option, organisation, rule, item)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "entered",
        "option, organisation, measure",
        """CREATE TABLE entered (
  -- Figures of users' own, which stand in place of published ones.
  option INTEGER NOT NULL REFERENCES option (nr),
  organisation INTEGER NOT NULL,
  measure INTEGER NOT NULL REFERENCES measure (nr),
  value INTEGER NOT NULL,
  PRIMARY KEY (option, organisation, measure)
) STRICT, WITHOUT ROWID""",
    ),
    Table(
        "log",
        "nr",
        """CREATE TABLE log (
  -- Who changed what, when and why, also what was undone. From the published state, the entries
  -- from the first one to the option's head lead to the tables above: opening checks it.
  nr INTEGER PRIMARY KEY,  -- per option in the order in which the entries were made
  option INTEGER NOT NULL REFERENCES option (nr),
  id TEXT NOT NULL CHECK (length(id) = 16),  -- hash of parent, at, who, text, change
  parent TEXT NOT NULL CHECK (length(parent) IN (0, 16)),  -- the entry before, empty for none
  at TEXT NOT NULL CHECK (length(at) <= 40),  -- UTC
  who TEXT NOT NULL CHECK (length(who) <= 200),
  text TEXT NOT NULL CHECK (length(text) <= 10000),
  why TEXT NOT NULL CHECK (length(why) <= 10000),
  change TEXT NOT NULL CHECK (length(change) <= 16000000),  -- JSON: what to do, then values
  inverse TEXT NOT NULL CHECK (length(inverse) <= 16000000),  -- JSON: what takes it back
  brings TEXT NOT NULL CHECK (length(brings) IN (0, 16))  -- entry of another copy that came with it
) STRICT""",
    ),
    Table(
        "checkpoint",
        "log",
        """CREATE TABLE checkpoint (
  -- Names for how a plan was after an entry of its log.
  log INTEGER PRIMARY KEY REFERENCES log (nr),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  at TEXT NOT NULL CHECK (length(at) <= 40),  -- when it got the name, UTC
  who TEXT NOT NULL CHECK (length(who) <= 200)
) STRICT""",
    ),
    Table(
        "preset",
        "name",
        """CREATE TABLE preset (
  -- Ways to export that are kept by name: format, paper, layout, what goes in.
  name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 200),
  settings TEXT NOT NULL CHECK (length(settings) <= 20000)  -- JSON: an object of plain values
) STRICT, WITHOUT ROWID""",
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
"""The tables by name, each after those that it refers to."""
