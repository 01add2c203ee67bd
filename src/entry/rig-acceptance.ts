/** Is a new or changed rig good enough? Its figures against absolute limits, and against those it had before. */
import { compareRuns } from "../detect/compare.ts";
import type { RunSample } from "../detect/run-sample.ts";
import { sightOf } from "../detect/sight.ts";
import type { Release } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { RunDocument } from "../model/run.ts";
import { formatQuantity } from "../model/unit.ts";
import type { Client } from "../rig/client.ts";
import type { Fingerprint } from "../rig/fingerprint/fingerprint.ts";
import type { Task } from "../rig/plan/tasks.ts";
import { everyItem } from "./service-client.ts";
import { type SeriesOfRuns, seriesOfRuns } from "./session-samples.ts";

/** What the rig measured when it was accepted, by series. */
export type Levels = Readonly<Record<string, readonly Pick<RunSample, "block" | "value">[]>>;

export interface Acceptance {
  readonly levels: Levels;
  /** Limits that are not kept, in words: one is enough to accept nothing. */
  readonly failures: readonly string[];
  /** Each series against its predecessor, in words. */
  readonly comparisons: readonly string[];
}

const { priorBlockDeviation, power, falseGreenPerSeries: alpha } = DEFAULT_POLICY;
const CONFIDENCE = 0.95;

export function acceptanceOf(documents: readonly RunDocument[], tasks: readonly Task[], before: Levels): Acceptance {
  const series = seriesOfRuns(documents);
  if (series.length === 0) throw new Fault("invalid", "No session gave a whole result: nothing was accepted.");
  return {
    levels: Object.fromEntries(
      series.map((one) => [one.title, runsOf(one).map(({ block, value }) => ({ block, value }))]),
    ),
    failures: series.flatMap((one) => failuresOf(one, tasks)),
    comparisons: series.flatMap((one) => comparisonOf(one, before[one.title] ?? [])),
  };
}

const runsOf = ({ runs }: SeriesOfRuns): readonly RunSample[] => [...runs.values()].flat();

function failuresOf(one: SeriesOfRuns, tasks: readonly Task[]): string[] {
  const { metric, version = "", unit } = one.measurement;
  const limits = tasks.find(({ digest }) => version.endsWith(`plan:${digest}`))?.limits[metric];
  const { level } = sightOf(runsOf(one), { priorBlockDeviation, confidence: CONFIDENCE, rates: { alpha, power } });
  const is = `${one.title} is ${formatQuantity(level, unit)}`;
  return [
    ...(limits?.atLeast !== undefined && level < limits.atLeast
      ? [`${is}, below the limit of ${formatQuantity(limits.atLeast, unit)}`]
      : []),
    ...(limits?.atMost !== undefined && level > limits.atMost
      ? [`${is}, above the limit of ${formatQuantity(limits.atMost, unit)}`]
      : []),
  ];
}

function comparisonOf(one: SeriesOfRuns, before: Levels[string]): string[] {
  const { better, unit } = one.measurement;
  const question = {
    better,
    unit,
    threshold: DEFAULT_POLICY.threshold.default,
    priorBlockDeviation,
    confidence: CONFIDENCE,
  };
  const evidence = before.length === 0 ? undefined : compareRuns(before, runsOf(one), question);
  if (evidence?.kind !== "tested" || evidence.effect.scale !== "ratio") return [];
  const [value, low, high] = [evidence.effect.value, evidence.effect.low, evidence.effect.high].map((x) =>
    x.toFixed(3),
  );
  return [`${one.title}: ${value}x (${low} to ${high}) of what it was when it was accepted before`];
}

/** The service's side of an acceptance: from here on this state is an epoch of the rig. Says so in words. */
export async function tellEpoch(
  client: Client,
  rig: string,
  { facts }: Fingerprint,
  said: { readonly reason: string; readonly epoch?: string },
): Promise<string> {
  const state = (await client.put(`/v1/rigs/${encodeURIComponent(rig)}/epochs`, { facts: facts.watch, ...said })) as {
    readonly epoch?: string;
  };
  return `the service knows this state of ${rig} as epoch ${state.epoch ?? ""}`.trim();
}

/** What ties the new epoch to the old one: runs of the same builds on both sides. */
export async function bridges(client: Client): Promise<string[]> {
  const releases = await everyItem<Release>(client, "/v1/releases").catch(() => []);
  const [newest] = releases.sort((one, other) => ((one.releasedAt ?? "") < (other.releasedAt ?? "") ? 1 : -1));
  const order = (sha: string, what: string) => `bridge: tarnish run PLAN --cause bridge --changeset ${sha}  (${what})`;
  return [
    "the bridges are ordered of this rig where another epoch measured them (tarnish run PLAN --orders); by hand they are",
    ...(newest === undefined ? [] : [order(newest.sha, `release ${newest.tag}`)]),
    order("SHA", "the tip of the branch"),
  ];
}
