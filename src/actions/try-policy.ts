/** A policy is tried on the history: what it would have blocked, missed and cost, beside the policies in force. */
import { median } from "simple-statistics";
import { completePolicy } from "../gate/complete-policy.ts";
import { type Cost, costOf, type JudgedUnder, type LaterChange, type ReplaySum, sumOf } from "../gate/replay.ts";
import { effectWords } from "../gate/words.ts";
import type { Policy, PolicyChanges } from "../model/policy.ts";
import type { RunDocument } from "../model/run.ts";
import { branchHistories } from "./branch-histories.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { judgeUnder } from "./judge-changeset.ts";
import { policyFor } from "./policy-for.ts";
import { refuseFaults } from "./put-policy.ts";
import { ordinalsOn, visibleSeries } from "./read-series.ts";

/** Of each rig, so many of the newest runs tell how long one takes. */
const SAMPLED = 5;
const HOUR = 3_600_000;

export interface TriedChangeset {
  readonly done: number;
  readonly of: number;
  readonly sha: string;
  readonly subject?: string;
  readonly inForce: JudgedWords;
  readonly tried: JudgedWords;
}

interface JudgedWords {
  readonly verdict: JudgedUnder["verdict"];
  readonly why: string;
}

export interface TriedSum {
  readonly inForce: ReplaySum;
  readonly tried: ReplaySum;
}

/** Refuses before the first line; then a line for each changeset that was judged, in landing order, and the sums. */
export async function tryPolicy(
  ctx: Context,
  caller: Caller,
  changes: PolicyChanges,
): Promise<AsyncGenerator<TriedChangeset | TriedSum>> {
  demand(caller, "release");
  await refuseFaults(ctx, caller, TRIED, { ...changes, branches: [] });
  return replay(ctx, caller, completePolicy(TRIED, "draft", changes));
}

/** What verdicts call it. */
const TRIED = "tried";

async function* replay(ctx: Context, caller: Caller, tried: Policy): AsyncGenerator<TriedChangeset | TriedSum> {
  const shas = await judgedShas(ctx, caller);
  const changesets = await ctx.known.changesets();
  const hours = new RunHours(ctx);
  const before = { verdicts: [] as JudgedUnder[], costs: [] as Cost[] };
  const after = { verdicts: [] as JudgedUnder[], costs: [] as Cost[] };
  for (const [i, sha] of shas.entries()) {
    const standing = await judgeUnder(ctx, caller, sha);
    const trial = await judgeUnder(ctx, caller, sha, tried);
    const hoursOf = await hours.of(trial);
    before.verdicts.push(standing);
    before.costs.push(costOf(standing, (await policyFor(ctx, sha)).policy, hoursOf));
    after.verdicts.push(trial);
    after.costs.push(costOf(trial, (await policyFor(ctx, sha, tried)).policy, hoursOf));
    const subject = changesets.get(sha)?.subject;
    yield {
      done: i + 1,
      of: shas.length,
      sha,
      ...(subject !== undefined && { subject }),
      inForce: { verdict: standing.verdict, why: standing.why },
      tried: { verdict: trial.verdict, why: trial.why },
    };
  }
  const changes = await laterChanges(ctx, caller);
  yield { inForce: sumOf(before.verdicts, changes, before.costs), tried: sumOf(after.verdicts, changes, after.costs) };
}

/** Every changeset with a recorded verdict, by branch and position; candidates last. */
async function judgedShas(ctx: Context, caller: Caller): Promise<string[]> {
  const changesets = await ctx.known.changesets();
  const place = (sha: string) => changesets.get(sha)?.position ?? Number.MAX_SAFE_INTEGER;
  const all = (await ctx.store.entities("verdict")).map(({ key }) => key);
  const hidden = await hiddenChangesets(ctx, caller);
  const judged = all.filter((sha) => !hidden.has(sha));
  return judged.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Confirmed changes for the worse in all series that the caller may see, each on the branch of its changeset. */
async function laterChanges(ctx: Context, caller: Caller): Promise<LaterChange[]> {
  const visible = new Set((await visibleSeries(ctx, caller)).map(({ id }) => id));
  const changesets = await ctx.known.changesets();
  const histories = (await branchHistories(ctx)).filter(({ row }) => visible.has(row.id));
  return histories.flatMap(({ row, branch, trunk, shas, analysis }) => {
    const isWorse = (before: number, after: number) => (row.better === "higher" ? after < before : after > before);
    const isOwn = (sha = "") => (changesets.get(sha)?.branch ?? branch) === branch;
    const ordinals = ordinalsOn(trunk);
    const place = (index: number) => ordinals.get(shas[index] ?? "") ?? -1;
    return analysis.changes
      .filter(({ state, before, after }) => state === "confirmed" && isWorse(before, after))
      .filter(({ index }) => isOwn(shas[index]))
      .map(({ earliest, latest, effect }) => ({
        series: row.id,
        name: `${row.metric} of ${row.benchmark} on ${row.rig}`,
        candidates: trunk.slice(place(earliest) + 1, place(latest) + 1),
        effect: effectWords(effect),
      }));
  });
}

/** How long a run takes on a rig: the median of a few. */
class RunHours {
  readonly #ctx: Context;
  readonly #hours = new Map<string, number | null>();

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  async of({ series }: JudgedUnder): Promise<(rig: string) => number | null> {
    for (const { rig, candidate, baseline } of series) {
      const runs = [...candidate.runIds, ...baseline.runIds].slice(0, SAMPLED);
      if (!this.#hours.has(rig) && runs.length > 0) this.#hours.set(rig, await this.#measured(runs));
    }
    return (rig) => this.#hours.get(rig) ?? null;
  }

  async #measured(runs: readonly string[]): Promise<number | null> {
    const documents = await Promise.all(runs.map((run) => this.#ctx.store.runDocument(run)));
    const hours = (documents as (RunDocument | undefined)[]).flatMap((run) =>
      run?.finishedAt === undefined ? [] : [(Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / HOUR],
    );
    return hours.length === 0 ? null : median(hours);
  }
}
