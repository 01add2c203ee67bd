/** `tarnish import DIR`: what an export holds becomes part of a service's history; what it has already stays as it is. */
import { resolve } from "node:path";
import { Command } from "commander";
import { contentHash } from "../actions/identify.ts";
import type { Reach } from "../actions/merges.ts";
import { Fault } from "../model/fault.ts";
import { SignedAttempts } from "../store/page-proof.ts";
import { type LogEntry, LogVerifier } from "../store/verify-log.ts";
import { readConfig } from "./config.ts";
import { entriesOfPart, partsOf } from "./export-reader.ts";
import { announceMerge, type Given, sendEntries } from "./give-entries.ts";
import type { LogSource } from "./log-source.ts";
import { fileFaults, type Manifest, needManifest, signatureFault } from "./manifest.ts";
import { openParquetEngine } from "./parquet-engine.ts";
import { tokenOf } from "./service-client.ts";
import { sha256 } from "./sha256.ts";

export function importCommand(): Command {
  return new Command("import")
    .description("give a service what tarnish export wrote; safe to repeat, into an empty or a living one")
    .argument("<folder>", "that tarnish export wrote")
    .option("--key <key>", "the public key that it must be signed with")
    .option("--json", "JSON")
    .addHelpText("after", "\nNeeds an administrator's token: rights of tokens are part of a whole history.")
    .action(async (folder: string, { key, json }: { key?: string; json?: boolean }) => {
      const config = readConfig(process.env);
      const given = await importHistory(resolve(folder), { url: config.url, token: tokenOf(config) }, key);
      const conflicts = given.conflicts.map((run) => `run ${run} is there with other content, which counts`);
      const said = [...conflicts, `${given.events} events given, ${given.news} of them new`];
      process.stdout.write(json ? `${JSON.stringify(given)}\n` : `${said.join("\n")}\n`);
    });
}

/** Throws a Fault that names what is wrong with the files before anything of them is sent. */
export async function importHistory(folder: string, to: LogSource, key?: string): Promise<Given> {
  const manifest = needManifest(folder);
  const forged = await signatureFault(manifest, key);
  if (forged !== undefined) throw new Fault("malformed", `The manifest ${forged}; nothing was imported.`);
  const [fault] = await fileFaults(folder, manifest);
  if (fault !== undefined)
    throw new Fault("malformed", `${fault}; nothing was imported: tarnish verify ${folder} names everything.`);
  const engine = await openParquetEngine();
  async function* entries(): AsyncGenerator<LogEntry> {
    for (const part of partsOf(manifest)) yield* await entriesOfPart(engine, folder, manifest, part);
  }
  try {
    await announceMerge(to, await prove(entries(), manifest));
    return await sendEntries(to, entries());
  } finally {
    await engine.close();
  }
}

/** All of it, before the first line is sent; answers how far its chains come. */
async function prove(entries: AsyncIterable<LogEntry>, { checkpoints }: Manifest): Promise<readonly Reach[]> {
  const verifier = new LogVerifier({ sha256, contentHash: (value) => contentHash(value, sha256) });
  const attempts = new SignedAttempts(checkpoints);
  for await (const entry of entries) {
    verifier.take(entry);
    verifier.faults.push(...attempts.faults([entry]));
  }
  for (const signed of checkpoints) await verifier.checkpoint(signed, new Set());
  const [fault] = verifier.done();
  if (!fault) return verifier.reach;
  const { chain, sequence, what } = fault;
  throw new Fault("malformed", `Event ${sequence} of chain ${chain} ${what}; nothing was imported.`);
}
