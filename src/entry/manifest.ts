/** What an export says of itself: its files with their hashes, where it ends, and who vouches for it. */
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { canonical } from "../actions/canonical.ts";
import type { LogSlice } from "../actions/log-slice.ts";
import { Fault } from "../model/fault.ts";
import { type Checkpoint, isSigned, type Signer } from "../store/checkpoint.ts";
import type { ParquetTable } from "./parquet-engine.ts";

export const EXPORT_SCHEMA = "tarnish.export/2";
/** Without what events are proven with since their hashes are of version 2. */
const OLDER_SCHEMAS: readonly string[] = ["tarnish.export/1"];

export interface ExportedFile {
  readonly file: string;
  readonly table: ParquetTable;
  /** Files of one number belong together: the runs and points of its events. */
  readonly part: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly schema: string;
  /** Service that it was read from. */
  readonly from: string;
  readonly slice: LogSlice;
  /** False while it is being written, or where that broke off. */
  readonly complete: boolean;
  /** When it last was complete, RFC 3339. */
  readonly at: string;
  /** Where the same command goes on. */
  readonly cursor?: string;
  readonly files: readonly ExportedFile[];
  /** How far the chains had come, signed by the service. */
  readonly checkpoints: readonly Checkpoint[];
  /** Public key of who wrote the files, and their signature of everything above. */
  readonly key?: string;
  readonly signature?: string;
}

const manifestFile = (folder: string): string => join(folder, "manifest.json");

/** Undefined where nothing was exported yet. Throws a Fault for what is none, or is of a newer version. */
export function readManifest(folder: string): Manifest | undefined {
  if (!existsSync(manifestFile(folder))) return undefined;
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(manifestFile(folder), "utf8")) as Manifest;
  } catch (cause) {
    throw new Fault("malformed", `${manifestFile(folder)} is not JSON any more.`, [], { cause });
  }
  if (manifest.schema === EXPORT_SCHEMA || OLDER_SCHEMAS.includes(manifest.schema)) return manifest;
  const isNewer = /^tarnish\.export\/\d+$/.test(String(manifest.schema));
  throw new Fault(
    "malformed",
    isNewer
      ? `The export was written by a newer Tarnish (${manifest.schema}; this one reads ${EXPORT_SCHEMA}): update this one, and the same command works.`
      : `${folder} holds no export of a history.`,
  );
}

export function needManifest(folder: string): Manifest {
  const manifest = readManifest(folder);
  if (manifest) return manifest;
  throw new Fault("not_found", `${folder} holds no manifest.json: say the folder that tarnish export wrote.`);
}

export async function writeManifest(folder: string, manifest: Manifest, signer?: Signer): Promise<void> {
  const { key: _, signature: __, ...said } = manifest;
  const signed = signer && { key: signer.publicKey, signature: await signer.sign(canonical(plain(said))) };
  const text = `${JSON.stringify({ ...said, ...signed }, undefined, 2)}\n`;
  await writeFileAtomic(manifestFile(folder), text, { fsync: true });
}

/** What is wrong with the signature, in words; undefined when nothing is. `expected`: by whose key it must be. */
export async function signatureFault(manifest: Manifest, expected?: string): Promise<string | undefined> {
  const { key, signature, ...said } = manifest;
  if (key === undefined || signature === undefined) return "is not signed: its export broke off";
  if (!(await isSigned(canonical(plain(said)), signature, key)))
    return "has a forged signature: it does not fit its key";
  return expected === undefined || expected === key ? undefined : `is signed by ${key}, not by ${expected}`;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Durable when it resolves. */
export async function describeFile(folder: string, file: string): Promise<Pick<ExportedFile, "bytes" | "sha256">> {
  const path = join(folder, file);
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { bytes: statSync(path).size, sha256: hash.digest("hex") };
}

/** Each difference between the manifest's files and those that are there, as a sentence that names the file. */
export async function fileFaults(folder: string, { files }: Manifest): Promise<string[]> {
  const faults: string[] = [];
  for (const { file, bytes, sha256 } of files) {
    if (!existsSync(join(folder, file))) {
      faults.push(`${file} is missing`);
      continue;
    }
    const found = await describeFile(folder, file);
    if (found.bytes !== bytes) faults.push(`${file} has ${found.bytes} bytes instead of ${bytes}`);
    else if (found.sha256 !== sha256) faults.push(`${file} was changed: its SHA-256 is another than the manifest's`);
  }
  const named = new Set(files.map(({ file }) => file));
  const others = readdirSync(folder).filter((file) => file.endsWith(".parquet") && !named.has(file));
  return [...faults, ...others.map((file) => `${file} is not in the manifest`)];
}
