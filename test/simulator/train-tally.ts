/** What came of a train's landings, counted. */
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import { otavaChanges } from "./otava-rule.ts";
import { costOf, Train, type TrainLanding } from "./train.ts";
import { causesOf } from "./train-causes.ts";
import type { Planted, TrainSize } from "./train-plan.ts";
import { compareRelease } from "./train-release.ts";

const DELTA = DEFAULT_POLICY.threshold.default.ratio;
/** Landings after a guilty one that stand behind it; and after which a change of the rig is taken for known. */
const BEHIND = 10;
/** Places to either side within which Otava's points count as found. */
const NEAR = 5;
const NAMED_WITHIN = 30;

export type Tally = Record<string, number>;

/** One whole train. `onLanding` hears of each landing as it is decided. */
export function tallyTrain(seed: number, size: TrainSize, onLanding: () => void = () => undefined): Tally {
  const train = new Train(seed, size);
  const tally: Tally = {};
  const add = (name: string, by: number | boolean = 1) => {
    tally[name] = (tally[name] ?? 0) + Number(by);
  };
  const landings: TrainLanding[] = [];
  const unguarded: number[][] = train.fleet.series.map(() => []);
  let release = [...train.tip];
  let lastGuilty: TrainLanding | null = null;
  for (let at = 0; at < size.landings; at++) {
    const landing = train.next();
    count(train, landing, lastGuilty, add);
    for (const [i, values] of unguarded.entries()) values.push(landing.unguarded[i] ?? Number.NaN);
    if (landing.planted && landing.landed && landing.planted.size >= DELTA) lastGuilty = landing;
    if (landing.planted) landings.push(landing);
    if (train.plan.releases.includes(at)) {
      countRelease(train, release, add);
      release = [...train.tip];
    }
    onLanding();
  }
  for (const landing of landings) countPlanted(train, landing, add);
  countOtava(train, unguarded, add);
  const causes = causesOf(
    train,
    landings.flatMap(({ planted, landed }) => (planted && landed ? [planted] : [])),
  );
  for (const [name, value] of Object.entries(causes)) add(`cause.${name}`, value);
  return tally;
}

type Add = (name: string, by?: number | boolean) => void;

function count(train: Train, landing: TrainLanding, lastGuilty: TrainLanding | null, add: Add): void {
  const { verdict, worst, nights, runs, planted, isMend } = landing;
  const isIll = illRigs(train, landing.at).size > 0;
  add("landings");
  add(verdict);
  add("nights", nights);
  add("runs", runs);
  add("seeing", landing.seeing);
  if (worst < DELTA) {
    add("innocent");
    add("innocent.red", verdict === "fail");
    add("innocent.red.threshold", thresholdRed(train, landing).length > 0);
  }
  if (planted === null && !isMend && !isIll) {
    add("quiet");
    add(`quiet.${verdict}`);
    add("quiet.first_night", verdict === "pass" && nights === 1);
    add("quiet.first_look", verdict === "pass" && landing.looks === 1);
    add("quiet.nights", nights);
    add("quiet.runs", runs);
  }
  if (worst === 0 && isIll) {
    add("ill");
    add("ill.blamed", verdict === "fail");
    add("ill.inconclusive", verdict === "inconclusive");
  }
  if (worst > 0 || lastGuilty?.planted == null || landing.at - lastGuilty.at > BEHIND) return;
  const victims = lastGuilty.planted;
  add("behind");
  add(
    "behind.blamed",
    landing.guilty.some((index) => isTouched(train, victims, index)),
  );
}

const isTouched = (train: Train, planted: Planted, index: number): boolean => {
  const series = train.fleet.series[index];
  return series !== undefined && costOf(planted, series) > 1;
};

export function illRigs({ plan: { step, slope, sick } }: Train, at: number): Set<number> {
  const rigs = new Set<number>();
  if (at >= step.at && at < step.at + BEHIND) rigs.add(step.rig);
  if (at >= slope.at && at < slope.at + slope.landings + BEHIND) rigs.add(slope.rig);
  if (at >= sick.at && at < sick.at + sick.landings + BEHIND) rigs.add(sick.rig);
  return rigs;
}

/** Series of which the first night is more than 5 % worse than the parent's. */
function thresholdRed(train: Train, { firstNight, parentNight }: TrainLanding): number[] {
  return train.fleet.series.flatMap(({ index, law: { better } }) => {
    const ratio = (firstNight[index] ?? 1) / (parentNight[index] ?? 1);
    return (better === "lower" ? ratio : 1 / ratio) > 1 + DELTA ? [index] : [];
  });
}

/** "material.4" is a regression of δ or more that is four to eight widths of the quietest series that it touches. */
function kindOf(train: Train, planted: Planted): string {
  const widths = train.fleet.series.flatMap((one) => (costOf(planted, one) > 1 ? [one.law.width] : []));
  const size = planted.size / Math.max(1e-4, Math.min(...widths));
  const [bin = 0] = [16, 8, 4, 2, 1].filter((from) => size >= from);
  return `${planted.size < DELTA ? "below" : "material"}.${bin}`;
}

function countPlanted(train: Train, landing: TrainLanding, add: Add): void {
  const { planted, verdict, at } = landing;
  if (planted === null || planted.creeping) return;
  const kind = kindOf(train, planted);
  add(`${kind}.of`);
  add(`${kind}.${verdict}`);
  const isNamed = train.history.named.some(
    ({ series, earliest, latest, saidAt }) =>
      isTouched(train, planted, series) && earliest < at && at <= latest && saidAt - at <= NAMED_WITHIN,
  );
  add(`${kind}.named_later`, verdict !== "fail" && isNamed);
  const byThreshold = thresholdRed(train, landing);
  add(
    `${kind}.threshold`,
    byThreshold.some((index) => isTouched(train, planted, index)),
  );
}

/** Otava on what the first nights would have shown had everything landed, once at the end: it sees what came after. */
function countOtava(train: Train, values: readonly (readonly number[])[], add: Add): void {
  const planted = [...train.plan.planted.values()];
  const red = new Set<number>();
  const found = new Set<Planted>();
  for (const series of train.fleet.series) {
    const mine = planted.filter((one) => costOf(one, series) > 1);
    for (const index of otavaWorse(values[series.index] ?? [], series.law.better)) {
      const causes = mine.filter((one) => Math.abs(one.at - index) <= NEAR);
      for (const one of causes) found.add(one);
      if (causes.length === 0) red.add(index);
    }
  }
  add("otava.red", red.size);
  add("otava.of", train.at - planted.length);
  for (const one of planted) if (!one.creeping) add(`${kindOf(train, one)}.otava`, found.has(one));
}

const otavaWorse = (x: readonly number[], better: "higher" | "lower"): number[] =>
  otavaChanges(x).filter((index) => meanAround(x, index, 10) > 0 === (better === "lower"));

function meanAround(x: readonly number[], index: number, reach: number): number {
  const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length);
  return mean(x.slice(index, index + reach)) - mean(x.slice(Math.max(0, index - reach), index));
}

function countRelease(train: Train, before: readonly number[], add: Add): void {
  const red = compareRelease(train.fleet, before, train.tip);
  const worse = (index: number) => (train.tip[index] ?? 1) / (before[index] ?? 1) - 1;
  const crept = [...train.plan.planted.values()].find(({ creeping, at }) => creeping && at < train.at);
  add("release");
  add("release.red", red.length);
  add(
    "release.false_red",
    red.some((index) => worse(index) < DELTA - 1e-9),
  );
  if (!crept || train.at !== (train.plan.releases[1] ?? 0) + 1) return;
  add("creeping");
  add(
    "creeping.caught",
    red.some((index) => isTouched(train, crept, index)),
  );
}
