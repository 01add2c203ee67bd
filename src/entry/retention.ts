/** `tarnish retention`: how long repeats are kept, and dropping those that are older. */
import { Command, InvalidArgumentError } from "commander";
import type { Retention, Thinned } from "../actions/retention.ts";
import { counted } from "../charts/describe.ts";
import type { Client } from "../rig/client.ts";
import { serviceClient } from "./service-client.ts";

interface RetentionOptions {
  readonly repeatsAfter?: number | null;
  readonly now?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365 };

/** Days; null: never. */
function age(text: string): number | null {
  if (text === "never") return null;
  const [, count, unit = ""] = /^(\d{1,5})([dwy])$/.exec(text) ?? [];
  const days = Number(count) * (DAYS[unit] ?? Number.NaN);
  if (Number.isInteger(days)) return days;
  throw new InvalidArgumentError("Say it as 2y, 26w or 400d, or never.");
}

export function retentionCommand(): Command {
  return new Command("retention")
    .description("show or say how long repeats of runs are kept; the service drops older ones once a day")
    .option("--repeats-after <age>", "the policy, from now on: 2y, 26w, 400d, or never", age)
    .option("--now", "drop now what the policy says, instead of within a day")
    .option("--dry-run", "count what would be dropped, under the policy or --repeats-after, and change nothing")
    .option("--json", "JSON")
    .addHelpText(
      "after",
      "\nNeeds an administrator's token. Summaries, environments and all other events are kept for ever;" +
        "\ndocs/history.md says which runs are never touched.",
    )
    .action(async ({ repeatsAfter, now, dryRun, json }: RetentionOptions) => {
      const client = serviceClient();
      const say = (value: unknown, words: string) => process.stdout.write(`${json ? JSON.stringify(value) : words}\n`);
      if (dryRun) {
        const asked = { dryRun, ...(typeof repeatsAfter === "number" && { repeatsAfterDays: repeatsAfter }) };
        const counts = (await client.request("POST", "/v1/retention", asked)) as Thinned;
        return void say(counts, `would drop the repeats of ${ofRuns(counts)}; nothing was changed`);
      }
      if (repeatsAfter !== undefined) await client.put("/v1/retention", { repeatsAfterDays: repeatsAfter });
      if (!now) {
        const retention = (await client.get("/v1/retention")) as Retention;
        return void say(retention, wordsOf(retention));
      }
      const thinned = await thinAll(client);
      say(thinned, `dropped the repeats of ${ofRuns(thinned)}, ${megabytes(thinned.bytesLeft)} MB of them stay`);
    });
}

/** Round by round, so that no answer takes long; safe to interrupt and to say again. */
async function thinAll(client: Client): Promise<Thinned & { readonly bytesLeft: number }> {
  const sum = { runs: 0, bytes: 0, bytesLeft: 0 };
  for (;;) {
    const part = (await client.request("POST", "/v1/retention", {})) as Thinned;
    sum.runs += part.runs;
    sum.bytes += part.bytes;
    sum.bytesLeft += part.bytesLeft ?? 0;
    if (!part.more) return { ...part, ...sum };
    if (process.stderr.isTTY) process.stderr.write(`\r${sum.runs} runs `);
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const ofRuns = ({ runs, bytes, before }: Thinned): string =>
  `${counted(runs, "run")} from before ${before.slice(0, 10)}, ${megabytes(bytes)} MB of documents`;

function wordsOf({ repeatsAfterDays, dropped, rewriting }: Retention): string {
  const policy =
    repeatsAfterDays === null ? "repeats are kept for ever" : `repeats are dropped after ${repeatsAfterDays} days`;
  const past = dropped.map(({ on, runs }) => `${on}: repeats of ${counted(runs, "run")} dropped`);
  const still =
    rewriting === 0 ? [] : [`the engine is rewriting ${counted(rewriting, "file")}; the room is free after`];
  return [policy, ...past, ...still].join("\n");
}
