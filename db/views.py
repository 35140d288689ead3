"""The views of a scenario file: what its lists hold as rows, for people who read it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VIEWS: Mapping[str, str] = MappingProxyType(
    {
        "organisation": """CREATE VIEW organisation AS
  -- Every organisation as a row: the published ones, then those that options made.
WITH
  id AS MATERIALIZED (SELECT key, value FROM published, json_each(published.id)),
  kind AS MATERIALIZED (SELECT key, value FROM published, json_each(published.kind)),
  code AS MATERIALIZED (SELECT key, value FROM published, json_each(published.code)),
  name AS MATERIALIZED (SELECT key, value FROM published, json_each(published.name)),
  parent AS MATERIALIZED (SELECT key, value FROM published, json_each(published.parent)),
  longitude AS MATERIALIZED (SELECT key, value FROM published, json_each(published.longitude)),
  latitude AS MATERIALIZED (SELECT key, value FROM published, json_each(published.latitude))
SELECT id.key + 1 AS nr, id.value AS id,
  coalesce(kind.value, (SELECT json_extract(kind, '$[#-1]') FROM published)) AS kind,
  code.value AS code, name.value AS name, parent.value + 1 AS parent,
  longitude.value AS longitude, latitude.value AS latitude,
  NULL AS option  -- which made it
FROM id
JOIN code ON code.key = id.key
JOIN name ON name.key = id.key
JOIN parent ON parent.key = id.key
LEFT JOIN kind ON kind.key = id.key
LEFT JOIN longitude ON longitude.key = id.key
LEFT JOIN latitude ON latitude.key = id.key
UNION ALL
SELECT nr, id, kind, code, name, parent, NULL, NULL, option FROM made""",
        "figure": """CREATE VIEW figure AS
  -- Published or estimated numbers as rows. One that is not here is missing, never zero.
WITH
  value AS MATERIALIZED (
    SELECT f.measure, i.key, i.value FROM published_figure AS f, json_each(f.value) AS i),
  citation AS MATERIALIZED (
    SELECT f.measure, i.key, i.value FROM published_figure AS f, json_each(f.citation) AS i),
  last AS MATERIALIZED (
    SELECT measure, json_extract(citation, '$[#-1]') AS citation FROM published_figure),
  low AS MATERIALIZED (
    SELECT f.measure, i.key, i.value FROM published_figure AS f, json_each(f.low) AS i),
  high AS MATERIALIZED (
    SELECT f.measure, i.key, i.value FROM published_figure AS f, json_each(f.high) AS i)
SELECT value.measure AS measure, value.key + 1 AS organisation, value.value AS value,
  coalesce(citation.value, last.citation) AS citation, low.value AS low, high.value AS high
FROM value
JOIN last ON last.measure = value.measure
LEFT JOIN citation ON citation.measure = value.measure AND citation.key = value.key
LEFT JOIN low ON low.measure = value.measure AND low.key = value.key
LEFT JOIN high ON high.measure = value.measure AND high.key = value.key
WHERE value.value IS NOT NULL""",
        "organisation_fact": """CREATE VIEW organisation_fact AS
  -- What facts say, as rows.
SELECT f.fact AS fact, i.key + 1 AS organisation, i.value AS value
FROM published_fact AS f, json_each(f.value) AS i
WHERE i.value IS NOT NULL""",
    }
)
"""The views by name, for those who read a file without us. Nothing of ours reads them."""
