/** A sample of a history's verdicts, drawn again from its runs by this version. */
import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { adoptEntries } from "../actions/adopt-log.ts";
import { canonical } from "../actions/canonical.ts";
import type { Context } from "../actions/context.ts";
import { judgeChangeset } from "../actions/judge-changeset.ts";
import { Known } from "../actions/known.ts";
import { type Listed, unlisted } from "../actions/run-lists.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import { ClickHouseStore } from "../store/clickhouse-store.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { readMigrations } from "./migration-files.ts";
import { sha256 } from "./sha256.ts";

export interface SampledVerdicts {
  readonly verdicts: {
    /** Drawn again and equal. */
    readonly equal: number;
    /** Not comparable: something arrived since, or another version drew it. */
    readonly outdated: number;
  };
  /** A sentence for each that came out otherwise. */
  readonly different: readonly string[];
}

const KEEPER = { name: "verify", scopes: ["admin"] };

/** The latest verdicts of `most` changesets, evenly over the history. `client`: an empty database. */
export async function judgeSample(
  client: ClickHouseClient,
  parts: AsyncIterable<LogEntry[]>,
  most: number,
): Promise<SampledVerdicts> {
  if (most === 0) return { verdicts: { equal: 0, outdated: 0 }, different: [] };
  const tools = { sha256, newId: randomUUID, now: () => new Date(), newChainId: () => "1" };
  const store = new ClickHouseStore(client, readMigrations(), tools, { isAlone: true });
  await store.migrate();
  const ctx: Context = { store, known: new Known(store), policy: DEFAULT_POLICY, ...tools, newSecret: randomUUID };
  const recorded = new Map<string, ChangesetVerdict>();
  for await (const entries of parts) {
    const others = entries.filter(({ event }) => event?.kind !== "verdict"); // recorded ones would only be read again
    await adoptEntries(ctx, others, { claims: "ours" });
    for (const { event } of entries)
      if (event?.kind === "verdict")
        recorded.set(event.key, unlisted(event.body as Listed<ChangesetVerdict> | ChangesetVerdict));
  }
  let [equal, outdated] = [0, 0];
  const different: string[] = [];
  for (const [sha, before] of sample([...recorded], most)) {
    const now = await judgeChangeset(ctx, KEEPER, sha);
    if (now.inputs !== before.inputs || now.engine !== before.engine) outdated++;
    else if (figures(now) === figures(before)) equal++;
    else different.push(`the verdict of ${sha} was ${before.verdict} and is ${now.verdict} from the same inputs`);
  }
  return { verdicts: { equal, outdated }, different };
}

function sample<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, index) => all[Math.floor(index * step)] as T);
}

/** Words and figures, to ten digits: another processor rounds another way. */
function figures({ verdict, why, series, missing }: ChangesetVerdict): string {
  const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(10)) : value);
  return canonical(JSON.parse(JSON.stringify({ verdict, why, series, missing }, rounded)));
}
