/** Writes a history as Parquet files, part by part; what was written before is kept, and what broke off is written anew. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rowsOfEntries } from "../actions/adopt-log.ts";
import type { LogSlice } from "../actions/log-slice.ts";
import { Fault } from "../model/fault.ts";
import type { Checkpoint, Signer } from "../store/checkpoint.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { type LogSource, logPages } from "./log-source.ts";
import {
  describeFile,
  EXPORT_SCHEMA,
  type ExportedFile,
  fileFaults,
  type Manifest,
  readManifest,
  writeManifest,
} from "./manifest.ts";
import { asDiskFault, openParquetEngine, type ParquetEngine } from "./parquet-engine.ts";
import { sha256 } from "./sha256.ts";

/** Of one part. */
const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 64 * 2 ** 20;

export interface ExportAsk {
  readonly folder: string;
  readonly source: LogSource;
  readonly slice: LogSlice;
  readonly signer: Signer;
  /** Of one part, about; 5,000 when absent. */
  readonly events?: number;
  /** Told after each part. */
  progress(manifest: Manifest): void;
}

export async function exportHistory({
  folder,
  source,
  slice,
  signer,
  progress,
  events = MOST_EVENTS,
}: ExportAsk): Promise<Manifest> {
  let manifest = await begun(folder, source, slice);
  const checkpoints = new Checkpoints(manifest.checkpoints);
  const engine = await openParquetEngine();
  try {
    let entries: LogEntry[] = [];
    let characters = 0;
    const flush = async (cursor: string) => {
      const part = Math.max(0, ...manifest.files.map((file) => file.part)) + 1;
      const files = await writePart(engine, folder, part, entries);
      manifest = {
        ...manifest,
        complete: false,
        cursor,
        files: [...manifest.files, ...files],
        checkpoints: checkpoints.all,
      };
      await writeManifest(folder, manifest);
      [entries, characters] = [[], 0];
      progress(manifest);
    };
    let end = manifest.cursor;
    for await (const page of logPages(source, manifest.cursor, { query: { ...slice } as Record<string, string> })) {
      for (const entry of page.entries) {
        entries.push(entry);
        characters += entry.event ? JSON.stringify(entry.event.body).length : 0;
      }
      checkpoints.add(page.checkpoint);
      end = page.cursor;
      if (entries.length >= events || characters >= MOST_CHARACTERS) await flush(page.cursor);
    }
    if (entries.length > 0) await flush(end ?? "");
    manifest = { ...manifest, complete: true, at: new Date().toISOString(), ...(end !== undefined && { cursor: end }) };
    await writeManifest(folder, manifest, signer);
    return { ...manifest, key: signer.publicKey };
  } catch (error) {
    throw asDiskFault(error, folder);
  } finally {
    await engine.close();
  }
}

/** Of an export that broke off, or of one that is to be continued, the files that are as they were written. */
async function begun(folder: string, source: LogSource, slice: LogSlice): Promise<Manifest> {
  const none: Manifest = {
    schema: EXPORT_SCHEMA,
    from: source.url,
    slice,
    complete: false,
    at: "",
    files: [],
    checkpoints: [],
  };
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw asDiskFault(error, folder);
  }
  const before = readManifest(folder);
  if (!before && readdirSync(folder).some((name) => !/^[a-z_]+-\d+\.parquet$/.test(name))) {
    throw new Fault("conflict", `${folder} holds other things: say an empty folder, or one that tarnish export wrote.`);
  }
  if (before && JSON.stringify(before.slice) !== JSON.stringify(slice)) {
    const said = JSON.stringify(before.slice);
    throw new Fault(
      "conflict",
      `${folder} holds another part of the history (${said}): say the same, or another folder.`,
    );
  }
  const manifest = before ? { ...before, schema: EXPORT_SCHEMA } : none; // new files are of this version
  const named = new Set(manifest.files.map(({ file }) => file));
  for (const file of readdirSync(folder)) if (file.endsWith(".parquet") && !named.has(file)) rmSync(join(folder, file));
  const [fault] = await fileFaults(folder, manifest);
  if (fault !== undefined) {
    throw new Fault(
      "conflict",
      `The export in ${folder} cannot be continued: ${fault}; remove the folder and say the command again.`,
    );
  }
  return manifest;
}

async function writePart(
  engine: ParquetEngine,
  folder: string,
  part: number,
  entries: readonly LogEntry[],
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const rows of rowsOfEntries(entries, sha256)) {
    if (rows.values.length === 0) continue;
    const table = rows.table as ExportedFile["table"];
    const file = `${table}-${String(part).padStart(6, "0")}.parquet`;
    await engine.write(join(folder, file), rows);
    files.push({ file, table, part, rows: rows.values.length, ...(await describeFile(folder, file)) });
  }
  return files;
}

/** Of the checkpoints that came with the pages those that say the last of some chain, or which attempts do not count. */
class Checkpoints {
  readonly #ofChain = new Map<string, Checkpoint>();
  readonly #refusing = new Set<Checkpoint>();

  constructor(known: readonly Checkpoint[]) {
    for (const one of known) this.add(one);
  }

  add(checkpoint: Checkpoint | undefined): void {
    if (checkpoint?.page && checkpoint.page.refused.length > 0) this.#refusing.add(checkpoint);
    for (const { chain } of checkpoint?.heads ?? []) this.#ofChain.set(chain, checkpoint as Checkpoint);
  }

  get all(): readonly Checkpoint[] {
    return [...new Set([...this.#refusing, ...this.#ofChain.values()])];
  }
}
