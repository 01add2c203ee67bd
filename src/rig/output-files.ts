/** The files that a command line names: as they are, the files of a folder, or standard input. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Fault } from "../model/fault.ts";
import type { OutputFile } from "./read-output.ts";

const MOST_BYTES = 256 * 1024 * 1024;

export interface NamedFile {
  readonly name: string;
  /** Throws a Fault when it cannot be read, is too large, or is not UTF-8. */
  read(): Promise<OutputFile>;
}

/** A folder stands for its files in the order of their names, hidden ones and folders left out; "-" is standard input. */
export async function filesNamed(names: readonly string[], standardInput: NodeJS.ReadableStream): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const name of names) {
    if (name === "-") files.push({ name: "-", read: () => fromStream(standardInput) });
    else if ((await look(name)).isDirectory()) files.push(...(await filesOf(name)));
    else files.push({ name, read: () => fromDisk(name) });
  }
  return files;
}

async function filesOf(folder: string): Promise<NamedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name);
  if (names.length === 0) throw new Fault("not_found", `${folder} has no files: name the folder that has the outputs.`);
  return names.sort().map((name) => ({ name: join(folder, name), read: () => fromDisk(join(folder, name)) }));
}

export async function fromDisk(name: string): Promise<OutputFile> {
  const { size, mtime } = await look(name);
  if (size > MOST_BYTES) {
    throw new Fault("too_large", `The file has ${size} bytes, more than ${MOST_BYTES}: post the tool's output only.`);
  }
  return { text: decode(await readFile(name)), writtenAt: mtime };
}

async function fromStream(stream: NodeJS.ReadableStream): Promise<OutputFile> {
  return { text: decode(await buffer(stream)), writtenAt: new Date() };
}

async function look(name: string) {
  return stat(name).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "is not there" : `cannot be read (${error.code})`;
    throw new Fault("not_found", `${name} ${why}: name a file or a folder of files.`, [], { cause: error });
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("malformed", "This is not UTF-8 text: give the tool's output as it was printed.", [], { cause });
  }
}
