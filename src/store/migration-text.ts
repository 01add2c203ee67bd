/**
 * A migration's text is a template: one server gets plain tables; of a cluster every node gets replicated tables of its
 * shard, and over them tables of the same names that lead to all shards. {{table:…}} is a node's own table, {{all:…}}
 * the one that leads everywhere; {{view:…}}, {{engine:…}} and {{settings}} are filled in, too. Statements end with `;` at
 * the end of a line. What is altered of a table's columns is altered of both tables.
 */

/** What is in the database, which every migration adds a line to. */
export const JOURNAL = `CREATE TABLE IF NOT EXISTS {{table:schema_migrations}} (
  version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC')
) ENGINE = {{engine:ReplacingMergeTree}} ORDER BY version {{settings}};`;

/**
 * fsync: an answered write survives a power cut. Deduplication window: a batch that is sent again is stored once.
 * A short life of replaced parts: many small batches leave many of them.
 */
const DURABLE = "old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1";
const SETTINGS = `SETTINGS non_replicated_deduplication_window = 10000, ${DURABLE}`;
const REPLICATED_SETTINGS = `SETTINGS replicated_deduplication_window = 10000, ${DURABLE}`;

/** What is about one thing is on one shard: all events of a key, all points of a series, all claims to a run. */
const SHARDED_BY: Readonly<Record<string, string>> = {
  schema_migrations: "version",
  events: "cityHash64(key)",
  run_events: "cityHash64(key)",
  changesets: "cityHash64(sha)",
  entities: "cityHash64(key)",
  hidden_events: "cityHash64(chain, sequence)",
  runs: "cityHash64(run)",
  points: "series",
  series: "series",
  leases: "cityHash64(work_order)",
  thinned_runs: "cityHash64(key)",
  named_runs: "cityHash64(run)",
  named_verdicts: "cityHash64(chain, sequence)",
  analyses: "cityHash64(key)",
};

/** For a single server. */
export function statements(text: string): string[] {
  return separate(
    text
      .replace(/\{\{(?:table|view|all):(\w+)\}\}/g, "$1")
      .replace(/\{\{engine:([^}]+)\}\}/g, (_, engine: string) => (engine.includes("(") ? engine : `${engine}()`))
      .replaceAll("{{settings}}", SETTINGS),
  );
}

/** For a cluster whose nodes know the macros {shard} and {replica}. `cluster` is an identifier. */
export function clusterStatements(text: string, cluster: string): string[] {
  const onCluster = `ON CLUSTER ${cluster}`;
  return separate(text).flatMap((statement) => {
    const table = /^CREATE TABLE IF NOT EXISTS \{\{table:(\w+)\}\}/.exec(statement)?.[1];
    const everywhere = /^ALTER TABLE \{\{table:(\w+)\}\}(\s+\w+ COLUMN .*)$/s.exec(statement);
    const local = statement
      .replace(/^(CREATE TABLE IF NOT EXISTS) \{\{table:(\w+)\}\}/, `$1 $2_local ${onCluster}`)
      .replace(/^(CREATE MATERIALIZED VIEW IF NOT EXISTS|ALTER TABLE) \{\{view:(\w+)\}\}/, `$1 $2 ${onCluster}`)
      .replace(/^ALTER TABLE \{\{table:(\w+)\}\}/, `ALTER TABLE $1_local ${onCluster}`)
      .replace(/\{\{all:(\w+)\}\}/g, "$1")
      .replace(/\{\{table:(\w+)\}\}/g, "$1_local")
      .replace(/\{\{engine:(\w+)(?:\(([^)]*)\))?\}\}/g, (_, engine: string, args?: string) => replicated(engine, args))
      .replaceAll("{{settings}}", REPLICATED_SETTINGS);
    if (everywhere) return [local, `ALTER TABLE ${everywhere[1]} ${onCluster}${everywhere[2]}`];
    return table === undefined ? [local] : [local, distributed(table, cluster)];
  });
}

const replicated = (engine: string, args: string | undefined): string =>
  `Replicated${engine}(${["'/clickhouse/tables/{uuid}/{shard}'", "'{replica}'", ...(args ? [args] : [])].join(", ")})`;

function distributed(table: string, cluster: string): string {
  const key = SHARDED_BY[table];
  if (key === undefined) throw new Error(`table ${table} has no sharding key in migration-text.ts`);
  const engine = `Distributed(${cluster}, currentDatabase(), ${table}_local, ${key})`;
  return `CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER ${cluster} AS ${table}_local ENGINE = ${engine}`;
}

const separate = (text: string): string[] =>
  text
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^--.*$/gm, "").trim())
    .filter((statement) => statement !== "");
