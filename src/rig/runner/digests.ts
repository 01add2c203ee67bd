/** Which binaries were measured: their digests, so that the same build on both sides of a comparison is noticed. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { Fault } from "../../model/fault.ts";

/** "sha256:…" by the file's name, or by its path where two have one name. Throws a Fault for a file that is not there. */
export async function digestsOf(files: readonly string[], directory: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const file of files) {
    const name = files.filter((other) => basename(other) === basename(file)).length > 1 ? file : basename(file);
    const hash = createHash("sha256");
    try {
      await pipeline(createReadStream(resolve(directory, file)), hash);
    } catch (cause) {
      throw new Fault("not_found", `${file}, whose digest the plan asks for, cannot be read.`, [], { cause });
    }
    digests[name] = `sha256:${hash.digest("hex")}`;
  }
  return digests;
}
