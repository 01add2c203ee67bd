/** An export's parts as lines of the log again. */
import { join } from "node:path";
import { eventHash, type HashVersion } from "../store/chain.ts";
import type { EventKind } from "../store/event-kinds.ts";
import type { LogEntry } from "../store/verify-log.ts";
import type { Manifest } from "./manifest.ts";
import type { ParquetEngine, ParquetTable } from "./parquet-engine.ts";
import { sha256 } from "./sha256.ts";

interface PlaceRow {
  readonly chain: string;
  readonly sequence: string;
  readonly link: string;
  readonly at: string;
  readonly previous_hash: string;
  readonly link_hash: string;
  /** Absent from files of older exports, and so are the other two. */
  readonly hash_version?: number;
}
interface EventRow extends PlaceRow {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly who: string;
  readonly content_hash: string;
  readonly body: string;
  readonly excluded?: string;
}
type HiddenRow = PlaceRow & { readonly hash: string; readonly seal?: string };
interface RunRow extends Record<string, unknown> {
  readonly chain: string;
  readonly sequence: string;
  readonly excluded: string;
}

const ORDERS: Readonly<Record<ParquetTable, string>> = {
  events: "chain, sequence",
  hidden_events: "chain, sequence",
  runs: "chain, sequence",
  points: "chain, sequence, series",
  series: "series",
};

/** The rows of a table in one part; none where the part has no such file. */
export async function rowsOfPart<Row>(
  engine: ParquetEngine,
  folder: string,
  { files }: Manifest,
  part: number,
  table: ParquetTable,
): Promise<Row[]> {
  const file = files.find((one) => one.part === part && one.table === table)?.file;
  return file === undefined ? [] : await engine.read<Row>(join(folder, file), ORDERS[table]);
}

export const partsOf = ({ files }: Manifest): number[] =>
  [...new Set(files.map(({ part }) => part))].sort((a, b) => a - b);

/** In the order of the log. */
export async function entriesOfPart(
  engine: ParquetEngine,
  folder: string,
  manifest: Manifest,
  part: number,
): Promise<LogEntry[]> {
  const [events, hidden, runs] = await Promise.all([
    rowsOfPart<EventRow>(engine, folder, manifest, part, "events"),
    rowsOfPart<HiddenRow>(engine, folder, manifest, part, "hidden_events"),
    rowsOfPart<RunRow>(engine, folder, manifest, part, "runs"),
  ]);
  const excluded = new Map(runs.map((run) => [`${run.chain} ${run.sequence}`, run.excluded]));
  const shown = events.map((row): LogEntry => shownEntry(row, excluded.get(`${row.chain} ${row.sequence}`)));
  const all = [...shown, ...hidden.map(hiddenEntry)];
  return all.sort(inOrder);
}

/** `counted`: what the file of runs says, where it has this one. */
function shownEntry(row: EventRow, counted: string | undefined): LogEntry {
  const place = placeOf(row);
  const { id, kind, key, who, content_hash: contentHash, hash_version: version = 1 } = row;
  const said = { id, kind: kind as EventKind, key, at: place.at, who, contentHash };
  const excluded = version === 1 ? (counted ?? "") : (row.excluded ?? "");
  const hash = eventHash({ ...said, version: version as HashVersion, excluded }, sha256);
  const entry = { ...place, hash, event: { ...said, body: JSON.parse(row.body) as unknown } };
  if (kind !== "run") return entry;
  if (counted === undefined) return { ...entry, accepted: false, ...(version > 1 && { excluded }) };
  return { ...entry, excluded };
}

const hiddenEntry = (row: HiddenRow): LogEntry => ({
  ...placeOf(row),
  hash: row.hash,
  ...(row.seal && { seal: row.seal }),
});

function placeOf(row: PlaceRow) {
  return {
    chain: row.chain,
    sequence: Number(row.sequence),
    link: Number(row.link),
    previousHash: row.previous_hash,
    linkHash: row.link_hash,
    ...(row.hash_version !== undefined && row.hash_version > 1 && { version: row.hash_version }),
    at: new Date(`${row.at.replace(" ", "T")}Z`),
  };
}

function inOrder(a: LogEntry, b: LogEntry): number {
  const [one = 0, other = 0] = [a.at?.getTime(), b.at?.getTime()];
  if (one !== other) return one - other;
  if (a.chain !== b.chain) return BigInt(a.chain) < BigInt(b.chain) ? -1 : 1;
  return a.sequence - b.sequence;
}
