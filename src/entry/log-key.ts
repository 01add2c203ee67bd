/** The key that signs checkpoints: made by the first start beside the data, readable by the folder's owner alone. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Fault } from "../model/fault.ts";
import { newSigningKey, openSigner, type Signer } from "../store/checkpoint.ts";

const logKeyFile = (data: string): string => join(data, "log.key");

/** Throws a Fault where the file is there and no key. */
export async function ensureLogKey(data: string): Promise<Signer> {
  const file = logKeyFile(data);
  if (!existsSync(file)) {
    mkdirSync(data, { recursive: true });
    await writeFileAtomic(file, `${await newSigningKey()}\n`, { mode: 0o600, fsync: true });
  }
  try {
    return await openSigner(readFileSync(file, "utf8"));
  } catch (cause) {
    const message = `${file} holds no signing key any more: put it back from a copy, or move it away for a new one.`;
    throw new Fault("unavailable", message, [], { cause });
  }
}
