-- 0014_analyses: what was computed from much that is stored, and is asked for after it.
-- Why: a release is judged from all runs of two histories, and whoever asked first after a start, or asked another
-- replica, waited until it was judged again though nothing had changed. A row is true for its inputs for ever, so that a
-- race writes the same twice and a row that was overtaken is not asked for. It is no history: nothing follows from it.
-- Undo: DROP TABLE {{table:analyses}}; what is missing is computed when it is asked for.
CREATE TABLE IF NOT EXISTS {{table:analyses}} (
  kind LowCardinality(String) COMMENT 'what was computed: release',
  key String COMMENT 'of what, and for whose sight; the newest of a key stays',
  inputs String COMMENT 'sha256 of all that it follows from, the version of the engine included, 64 hex digits',
  at DateTime64(3, 'UTC') COMMENT 'when it was computed',
  body String COMMENT 'JSON' CODEC(ZSTD(3))
) ENGINE = {{engine:ReplacingMergeTree(at)}} ORDER BY (kind, key) {{settings}};
