/** What is written, as rows of the tables: columns and values side by side, so that neither drifts from the other. */
import type { HiddenEvent } from "./adopt.ts";
import type { ChainedEvent } from "./chain.ts";
import type { RunWrite, SeriesRow } from "./runs.ts";

export interface Rows {
  readonly table: string;
  readonly columns: [string, ...string[]];
  readonly values: unknown[][];
}

/** 16 hex digits as the unsigned integer that the tables key on. */
export const seriesNumber = (id: string): bigint => BigInt(`0x${id}`);

const numberText = (id: string): string => String(seriesNumber(id));

const instant = (at: Date): string => at.toISOString();

/** Events as the log keeps them, to be written in this order: those of runs past the views that the others feed. */
export function logRows(events: readonly ChainedEvent[]): Rows[] {
  const ofRuns = events.filter(({ kind }) => kind === "run");
  return [{ ...eventRows(ofRuns), table: "run_events" }, eventRows(events.filter(({ kind }) => kind !== "run"))];
}

export function eventRows(events: readonly ChainedEvent[]): Rows {
  return {
    table: "events",
    columns: [
      "chain",
      "sequence",
      "link",
      "id",
      "kind",
      "key",
      "at",
      "who",
      "content_hash",
      "previous_hash",
      "link_hash",
      "body",
      "hash_version",
      "excluded",
    ],
    values: events.map((e) => [
      e.chain,
      e.sequence,
      e.link,
      e.id,
      e.kind,
      e.key,
      instant(e.at),
      e.who,
      e.contentHash,
      e.previousHash,
      e.linkHash,
      e.body,
      e.version,
      e.excluded,
    ]),
  };
}

export function hiddenRows(events: readonly HiddenEvent[]): Rows {
  return {
    table: "hidden_events",
    columns: ["chain", "sequence", "link", "at", "hash", "previous_hash", "link_hash", "hash_version", "seal"],
    values: events.map((e) => [
      e.chain,
      e.sequence,
      e.link,
      instant(e.at),
      e.hash,
      e.previousHash,
      e.linkHash,
      e.version,
      e.seal,
    ]),
  };
}

/** A run with its event's place in the log, under which its rows are found. */
export interface PlacedRun extends RunWrite {
  readonly acceptedAt: Date;
  readonly chain: string;
  readonly sequence: number;
}

export function runRows(runs: readonly PlacedRun[]): Rows {
  return {
    table: "runs",
    columns: [
      "chain",
      "sequence",
      "run",
      "content_hash",
      "accepted_at",
      "rig",
      "suite",
      "sha",
      "branch",
      "block",
      "cause",
      "started_at",
      "finished_at",
      "complete",
      "excluded",
      "watch_hash",
      "packages_hash",
    ],
    values: runs.map(({ chain, sequence, event, acceptedAt, facts: f }) => [
      chain,
      sequence,
      f.run,
      event.contentHash,
      instant(acceptedAt),
      f.rig,
      f.suite,
      f.sha,
      f.branch,
      f.block,
      f.cause,
      instant(f.startedAt),
      f.finishedAt === null ? null : instant(f.finishedAt),
      f.complete,
      f.excluded,
      f.watchHash,
      f.packagesHash,
    ]),
  };
}

export function pointRows(runs: readonly PlacedRun[]): Rows {
  return {
    table: "points",
    columns: ["series", "chain", "sequence", "value", "unit", "repeats", "spread", "low", "high", "suspect"],
    values: runs.flatMap(({ chain, sequence, series, points }) => {
      const { values, repeats, spreads, lows, highs, suspects } = points;
      return series.map(({ id, unit }, at) => {
        const spread = spreads[at] as number;
        const known = Number.isNaN(spread) ? null : spread;
        const suspect = suspects.get(at) ?? "";
        return [numberText(id), chain, sequence, values[at], unit, repeats[at], known, lows[at], highs[at], suspect];
      });
    }),
  };
}

/** `at`: of the first run of the series. */
export function seriesRows(series: readonly { readonly row: SeriesRow; readonly at: Date }[]): Rows {
  return {
    table: "series",
    columns: [
      "series",
      "benchmark",
      "version",
      "metric",
      "parameters",
      "rig",
      "hardware",
      "pairing",
      "unit",
      "dimension",
      "better",
      "first_seen",
    ],
    values: series.map(({ row: s, at }) => [
      numberText(s.id),
      s.benchmark,
      s.version,
      s.metric,
      s.parameters,
      s.rig,
      s.hardware,
      s.pairing,
      s.unit,
      s.dimension,
      s.better,
      instant(at),
    ]),
  };
}
