/** What a data folder says of its role: a mirror of whom, how far it has come, whether it took over. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Fault } from "../model/fault.ts";

export interface MirrorFile {
  readonly role: "mirror" | "writer" | "replaced";
  /** Whom it follows, followed before it was promoted, or was replaced by. Without a slash at its end, and without a password. */
  readonly from: string;
  /** Where the log of `from` is read on; absent: from its beginning. */
  readonly cursor?: string;
  /** Public key that its checkpoints were signed with when they were first seen. */
  readonly key?: string;
  /** When all of the log was last read anew, RFC 3339. */
  readonly readAt?: string;
  readonly promotedAt?: string;
  /** Of a writer: id of the promotion that the log holds, or will once it is started. */
  readonly promotion?: string;
  /** Of one that was replaced: the writer's. */
  readonly term?: number;
}

const mirrorFile = (data: string): string => join(data, "mirror.json");

export function readMirrorFile(data: string): MirrorFile | undefined {
  const file = mirrorFile(data);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as MirrorFile;
  } catch (cause) {
    const message = `${file} cannot be read as JSON: remove it and start tarnish mirror --from URL again; nothing is lost by that.`;
    throw new Fault("unavailable", message, [], { cause });
  }
}

export async function writeMirrorFile(data: string, state: MirrorFile): Promise<void> {
  await writeFileAtomic(mirrorFile(data), `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
}
