/** Is an export what was written: its files, its chains, what is derived of its runs, and a sample of its verdicts? */

import { rowsOfEntries } from "../actions/adopt-log.ts";
import { contentHash } from "../actions/identify.ts";
import { Fault } from "../model/fault.ts";
import { SignedAttempts } from "../store/page-proof.ts";
import type { Rows } from "../store/rows.ts";
import { type LogEntry, type LogFault, LogVerifier } from "../store/verify-log.ts";
import { entriesOfPart, partsOf, rowsOfPart } from "./export-reader.ts";
import { fileFaults, type Manifest, needManifest, signatureFault } from "./manifest.ts";
import { openParquetEngine, type ParquetEngine } from "./parquet-engine.ts";
import { sha256 } from "./sha256.ts";
import { judgeSample, type SampledVerdicts } from "./verify-verdicts.ts";

export interface ExportReport extends SampledVerdicts {
  readonly events: number;
  readonly chains: number;
  readonly runs: number;
  readonly signedBy: string | undefined;
  /** Runs whose repeats retention dropped, by day. */
  readonly dropped: LogVerifier["dropped"];
  /** One sentence for each difference, in the order of finding; empty when the export is whole. */
  readonly faults: readonly string[];
}

export interface VerifyExportAsk {
  /** The public key that it must be signed with; any when absent. */
  readonly key?: string | undefined;
  /** How many verdicts are drawn again. */
  readonly verdicts: number;
}

const MOST_TOLD = 1000;

export async function verifyExport(folder: string, { key, verdicts }: VerifyExportAsk): Promise<ExportReport> {
  const manifest = needManifest(folder);
  const faults: string[] = [];
  const forged = await signatureFault(manifest, key);
  if (forged !== undefined) faults.push(`manifest.json ${forged}`);
  faults.push(...(await fileFaults(folder, manifest)));
  const verifier = new LogVerifier({ sha256, contentHash: (value) => contentHash(value, sha256) });
  const attempts = new SignedAttempts(manifest.checkpoints);
  const engine = await openParquetEngine();
  let runs = 0;
  try {
    for (const part of partsOf(manifest)) {
      const entries = await readable(faults, () => entriesOfPart(engine, folder, manifest, part));
      for (const entry of entries ?? []) verifier.take(entry);
      faults.push(...attempts.faults(entries ?? []).map(inWords));
      await verifier.page(undefined, new Set()); // pages of the log are not parts of the export
      if (entries) runs += await compareDerived(engine, { folder, manifest, part }, entries, faults);
    }
    for (const signed of manifest.checkpoints) await verifier.checkpoint(signed, new Set());
    faults.push(...verifier.done().map(inWords).slice(0, MOST_TOLD));
    const isWholeHistory = Object.keys(manifest.slice).length === 0 && faults.length === 0;
    const sample = await judgeSample(engine.client, entriesOf(engine, folder, manifest), isWholeHistory ? verdicts : 0);
    const { seen, dropped } = verifier;
    return { ...seen, runs, signedBy: manifest.key, dropped, ...sample, faults: [...faults, ...sample.different] };
  } finally {
    await engine.close();
  }
}

const inWords = ({ chain, sequence, what }: LogFault): string => `event ${sequence} of chain ${chain} ${what}`;

async function* entriesOf(engine: ParquetEngine, folder: string, manifest: Manifest): AsyncGenerator<LogEntry[]> {
  for (const part of partsOf(manifest)) yield await entriesOfPart(engine, folder, manifest, part);
}

/** A file that cannot be read is a fault like another: the rest is looked at all the same. */
async function readable<T>(faults: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof SyntaxError)) throw error;
    faults.push(error.message);
    return undefined;
  }
}

interface PartPlace {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly part: number;
}

/** Runs and points follow from the documents: computed again they are what the files say. How many runs there were. */
async function compareDerived(
  engine: ParquetEngine,
  { folder, manifest, part }: PartPlace,
  entries: readonly LogEntry[],
  faults: string[],
): Promise<number> {
  const expected = new Map(rowsOfEntries(entries, sha256).map((rows) => [rows.table, rows]));
  for (const table of ["runs", "points", "series"] as const) {
    const found = await readable(faults, () =>
      rowsOfPart<Record<string, unknown>>(engine, folder, manifest, part, table),
    );
    if (found) faults.push(...differences(table, byPlace(expected.get(table)), found).slice(0, MOST_TOLD));
  }
  return expected.get("runs")?.values.length ?? 0;
}

type Row = Record<string, unknown>;

const byPlace = (rows: Rows | undefined): Row[] =>
  (rows?.values ?? []).map((values) =>
    Object.fromEntries(rows?.columns.map((column, index) => [column, values[index]]) ?? []),
  );

function differences(table: string, expected: readonly Row[], found: readonly Row[]): string[] {
  const there = new Map(found.map((row) => [nameOf(table, row), row]));
  const faults: string[] = [];
  for (const row of expected) {
    const name = nameOf(table, row);
    const other = there.get(name);
    if (!other) faults.push(`${table} lack ${name}, which the log has`);
    else if (plainly(other) !== plainly(row)) faults.push(`${table} say of ${name} other things than its document`);
    there.delete(name);
  }
  return [...faults, ...[...there.keys()].map((name) => `${table} have ${name}, which the log does not have`)];
}

function nameOf(table: string, { chain, sequence, series }: Row): string {
  if (table === "series") return `series ${series}`;
  return table === "points"
    ? `series ${series} of event ${sequence} of chain ${chain}`
    : `event ${sequence} of chain ${chain}`;
}

/** As text, the same for a value of ours and of a file's: instants to the millisecond, integers as text. */
function plainly(row: Row): string {
  const said = Object.entries(row).map(([column, value]) => [column, plain(value)]);
  return JSON.stringify(said.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "string") return value;
  const instant = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d\.\d{3})Z?$/.exec(value);
  return instant ? `${instant[1]} ${instant[2]}` : value;
}
