/**
 * How long repeats are kept, and how they go: an event names what is left of each run, then what is left is stored, then
 * the bodies go. Cut off anywhere, the next time goes on: a body is dropped only after both others.
 */
import { thinRun } from "../detect/thin-run.ts";
import { Fault } from "../model/fault.ts";
import type { RetentionPolicy, Thinning } from "../model/retention.ts";
import type { RunDocument } from "../model/run.ts";
import type { RunPlace } from "../store/places.ts";
import type { OldRun, RunBody } from "../store/retention-store.ts";
import { leftOf } from "../store/thinned-proof.ts";
import { canonical } from "./canonical.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { record } from "./record.ts";
import { turn } from "./turn.ts";

export interface Retention extends RetentionPolicy {
  /** Runs whose repeats were dropped, by day. */
  readonly dropped: readonly { readonly on: string; readonly runs: number }[];
  /** Files that the engine has still to rewrite before the room is free. */
  readonly rewriting: number;
}

export interface Thinned {
  /** RFC 3339: what was accepted, and begun, before may go. */
  readonly before: string;
  readonly runs: number;
  /** Of their documents, before and after; after a dry run the first alone. */
  readonly bytes: number;
  readonly bytesLeft: number | null;
  /** There is more: the same again goes on. */
  readonly more: boolean;
}

export interface ThinAsk {
  /** Counts and changes nothing; may ask of another age than the policy's. */
  readonly dryRun?: boolean | undefined;
  readonly repeatsAfterDays?: number | undefined;
}

/** Under which the policy is said: there is one. */
const KEY = "repeats";
/** Runs in one event, and characters of their documents: those of a part are read together. */
const BATCH = { runs: 200, size: 16_000_000 };
/** Runs in one answer. */
const MOST = 5_000;
const DAY = 86_400_000;

export async function readRetention(ctx: Context, caller: Caller): Promise<Retention> {
  demand(caller);
  const { retention } = ctx.store;
  const [policy, dropped, rewriting] = await Promise.all([policyOf(ctx), retention.dropped(), retention.rewriting()]);
  return { ...policy, dropped, rewriting };
}

/** Saying the same again is no event. */
export async function sayRetention(
  ctx: Context,
  caller: Caller,
  { repeatsAfterDays }: RetentionPolicy,
): Promise<RetentionPolicy> {
  demand(caller);
  const before = await policyOf(ctx);
  if (before.repeatsAfterDays !== repeatsAfterDays)
    await record(ctx, caller, [{ kind: "retention", key: KEY, body: { repeatsAfterDays } }]);
  return { repeatsAfterDays };
}

/** Drops what the policy says, or counts it. One act at a time; two replicas at once do the same twice, which is once. */
export async function applyRetention(
  ctx: Context,
  caller: Caller,
  { dryRun = false, repeatsAfterDays }: ThinAsk = {},
): Promise<Thinned> {
  demand(caller);
  const said = (await policyOf(ctx)).repeatsAfterDays;
  const days = dryRun ? (repeatsAfterDays ?? said) : said;
  if (days === null) {
    const message = "No retention policy is in force: say one first, tarnish retention --repeats-after 2y.";
    throw new Fault("conflict", message);
  }
  const before = new Date(ctx.now().getTime() - days * DAY);
  const shas = [...(await ctx.known.releases()).values()].map(({ sha }) => sha);
  if (dryRun) {
    const counted = await ctx.store.retention.oldRunsCount({ before, shas });
    return { before: before.toISOString(), ...counted, bytesLeft: null, more: false };
  }
  return await inTurn(ctx, () => thin(ctx, caller, before, shas));
}

const inTurn = oneAtATime();

async function thin(ctx: Context, caller: Caller, before: Date, shas: readonly string[]): Promise<Thinned> {
  const { retention } = ctx.store;
  const places = await retention.oldRuns({ before, shas, limit: MOST + 1 });
  const sums = { runs: 0, bytes: 0, bytesLeft: 0 };
  for (const some of parts(places.slice(0, MOST))) {
    const part = await thinPart(ctx, caller, before, some);
    sums.runs += part.runs;
    sums.bytes += part.bytes;
    sums.bytesLeft += part.bytesLeft;
  }
  const more = places.length > MOST && sums.runs > 0;
  if (!more) await retention.drop(); // once for all: whole files are rewritten
  return { before: before.toISOString(), ...sums, more };
}

function* parts(places: readonly OldRun[]): Generator<readonly OldRun[]> {
  let part: OldRun[] = [];
  let size = 0;
  for (const place of places) {
    if (part.length === BATCH.runs || (part.length > 0 && size + place.size > BATCH.size)) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(place);
    size += place.size;
  }
  if (part.length > 0) yield part;
}

async function thinPart(ctx: Context, caller: Caller, before: Date, places: readonly RunPlace[]) {
  const on = ctx.now().toISOString().slice(0, 10);
  const left: (RunBody & { readonly whole: string })[] = [];
  let bytes = 0;
  for (const { body, ...place } of await ctx.store.retention.bodies(places)) {
    await turn();
    const document = thinRun(JSON.parse(body) as RunDocument, on);
    if (document === undefined) continue;
    bytes += body.length;
    left.push({ ...place, body: canonical(document), whole: ctx.sha256(body) });
  }
  if (left.length === 0) return { runs: 0, bytes: 0, bytesLeft: 0 };
  const bodies = left.map(({ body, whole }) => leftOf(whole, ctx.sha256(body), ctx.sha256)).sort();
  const thinning: Thinning = { on, before: before.toISOString(), bodies };
  await record(ctx, caller, [{ kind: "thinning", key: KEY, body: thinning }]);
  await ctx.store.retention.keep(left, ctx.sha256(bodies.join()));
  return { runs: left.length, bytes, bytesLeft: left.reduce((sum, { body }) => sum + body.length, 0) };
}

async function policyOf({ store }: Context): Promise<RetentionPolicy> {
  const said = (await store.entity("retention", KEY))?.body as RetentionPolicy | undefined;
  return said ?? { repeatsAfterDays: null };
}
