/** A run document becomes a stored run, exactly once, or a refusal that names every fault. */
import type { Changeset, Rig } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { RunHead } from "../model/run.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { GroupCommit } from "../store/group-commit.ts";
import { type Caller, type Context, demand, isAdmin } from "./context.ts";
import { areKnown, Definitions } from "./definitions.ts";
import type { DigestedRun } from "./digest-run.ts";
import { unruledNodes } from "./owners.ts";
import { addsTo, History, tellable } from "./put-changesets.ts";
import { recordShared } from "./record.ts";
import { exclusionOf, factsOf } from "./run-write.ts";

export interface Ingested {
  readonly id: string;
  readonly duplicate: boolean;
  /** Ids of the series touched, in the order of the measurements. */
  readonly series: readonly string[];
}

export async function ingestRun(ctx: Context, caller: Caller, run: DigestedRun): Promise<Ingested> {
  demand(caller, `rig:${run.head.rig}`);
  refuseUnruled(run.head, await ctx.known.rigs());
  const ask = { caller, run };
  if (!(await saysSomethingNew(ctx, ask))) return await store(ctx, ask);
  const outcome = await newcomersOf(ctx).add(ask);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

function refuseUnruled(run: RunHead, rigs: ReadonlyMap<string, Rig>): void {
  const [first, ...others] = unruledNodes(run, rigs);
  if (!first) return;
  const detail = `keeps results private, and rig ${run.rig} has no rule for this owner`;
  const message = `Owner ${first.owner} ${detail}; say it first: tarnish rig add ${run.rig} --owner ${first.owner}=private (that owner may say =public or =DATE).`;
  const details = [first, ...others].map(({ index }) => ({ path: `/environment/nodes/${index}/owner`, detail }));
  throw new Fault("invalid", message, details);
}

interface Ask {
  readonly caller: Caller;
  readonly run: DigestedRun;
}

/** The first run of a rig, changeset or series might contradict another that comes at the same moment. */
async function saysSomethingNew({ known }: Context, { run: { head, series } }: Ask): Promise<boolean> {
  const [rigs, changesets, definitions] = await Promise.all([known.rigs(), known.changesets(), known.series()]);
  if (!rigs.has(head.rig) || !areKnown(series, definitions)) return true;
  return addsTo(changesets.get(head.changeset.sha), changesetOf(head, changesets));
}

/** Those that come together are held against what is known and against each other, and then written together. */
const newcomersOf = onceForEach((ctx: Context) => {
  const together = (asks: readonly Ask[]) =>
    ctx.known.inTurn(async () => {
      const history = new History(await ctx.known.changesets());
      const news = { history, definitions: new Definitions(await ctx.known.series()) };
      return await Promise.all(asks.map((ask) => store(ctx, ask, news).catch((error: Error) => error)));
    });
  const limits = { batch: 256, batchWeight: 8 * MiB, queue: 4096, queueWeight: 32 * MiB };
  return new GroupCommit<Ask, Ingested | Error>(together, ({ run }) => run.body.length, limits);
});

const MiB = 2 ** 20;

/** A run does not move a landed changeset to another branch. */
function changesetOf({ changeset }: RunHead, changesets: Pick<History, "get">): Changeset {
  const { branch: _, ...rest } = changeset;
  return changesets.get(changeset.sha)?.position === undefined ? changeset : rest;
}

/** What is known, and what those say that come together. */
interface News {
  readonly history: History;
  readonly definitions: Definitions;
}

/** Checks come before the first wait, so that runs stored together see each other. Without `news` nothing is new. */
async function store(ctx: Context, { caller, run }: Ask, news?: News): Promise<Ingested> {
  const { head, series, points, body, contentHash } = run;
  const history = news?.history;
  const changeset = history && changesetOf(head, history);
  const isNews = changeset && addsTo(history.get(changeset.sha), changeset);
  const contradictions = isNews ? history.admit(changeset, "/changeset") : [];
  const undefinable = news?.definitions.admit(series) ?? [];
  if (contradictions.length + undefinable.length > 0) {
    const told = contradictions.map((detail) => ({ sha: head.changeset.sha, detail }));
    const details = [...(await tellable(ctx, caller, told)), ...undefinable];
    throw new Fault("invalid", "The run contradicts what is known; nothing was stored.", details);
  }
  const { virtualCounts = false } = await admitRig(ctx, caller, head.rig);
  const knownTree = (history ?? (await ctx.known.changesets())).get(head.changeset.sha)?.tree;

  const event = { kind: "run", key: head.id, who: caller.name, at: ctx.now(), body, contentHash } as const;
  const facts = factsOf(head, ctx.sha256, exclusionOf(head, { virtualCounts, knownTree }));
  const outcome = await ctx.store.writeRun({ event, facts, series, points });
  if (outcome === "conflict") {
    throw new Fault("conflict", `Run ${head.id} exists with other content; give a new run a new id.`, [
      { path: "/id", detail: "is taken by other content" },
    ]);
  }
  // Also after a duplicate: the first attempt may have ended between the two writes.
  if (isNews) {
    await recordShared(ctx, caller, { kind: "changeset", key: changeset.sha, body: changeset });
  }
  return { id: head.id, duplicate: outcome === "duplicate", series: series.map(({ id }) => id) };
}

/** Results of unknown hardware are refused, or they would never be found again; an administrator registers it by posting. */
async function admitRig(ctx: Context, caller: Caller, rig: string): Promise<Rig> {
  const known = (await ctx.known.rigs()).get(rig);
  if (known) return known;
  if (!isAdmin(caller)) {
    const detail = `is not registered; register it with: tarnish rig add ${rig}`;
    throw new Fault("invalid", `Rig ${rig} ${detail}`, [{ path: "/rig", detail }]);
  }
  const body: Rig = { rig, visibility: "public" };
  await recordShared(ctx, caller, { kind: "rig", key: rig, body });
  return body;
}
