/** What the sessions of one build say of the rig: noise layer by layer, what it can see, and what would help. */
import { compareRuns } from "../detect/compare.ts";
import type { RunSample } from "../detect/run-sample.ts";
import { type Sight, type SightBy, sightOf } from "../detect/sight.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { Facts, RunDocument } from "../model/run.ts";
import type { Effect } from "../model/series.ts";
import type { Fingerprint } from "../rig/fingerprint/fingerprint.ts";
import { type SeriesOfRuns, seriesOfRuns } from "./session-samples.ts";

export interface SeriesNoise extends Sight {
  readonly series: string;
  readonly unit: string;
  /** The odd sessions against the even ones: the build against itself. */
  readonly againstItself: Effect | null;
  /** What lowers the smallest visible change most, in words; null where nothing of it would. */
  readonly helps: string | null;
}

const { priorBlockDeviation, power, falseGreenPerSeries: alpha } = DEFAULT_POLICY;
const CONFIDENCE = 0.95;
/** A gain of less than this is not worth a word. */
const WORTH_IT = 0.9;
/** Processes that wait, a part of the processors. */
const BUSY = 0.2;

export function noiseOfSeries(documents: readonly RunDocument[]): SeriesNoise[] {
  return seriesOfRuns(documents).map((one) => {
    const runs = [...one.runs.values()].flat();
    const sight = sightOf(runs, { priorBlockDeviation, confidence: CONFIDENCE, rates: { alpha, power } });
    const { title, measurement } = one;
    const helps = sight.minimumDetectableEffect && helpOf(sight.minimumDetectableEffect);
    return { series: title, unit: measurement.unit, ...sight, againstItself: againstItself(one, runs), helps };
  });
}

function againstItself({ measurement }: SeriesOfRuns, runs: readonly RunSample[]): Effect | null {
  const half = (rest: number) => runs.filter((_, index) => index % 2 === rest);
  const evidence = compareRuns(half(0), half(1), {
    better: measurement.better,
    unit: measurement.unit,
    threshold: DEFAULT_POLICY.threshold.default,
    priorBlockDeviation,
    confidence: CONFIDENCE,
  });
  return evidence.kind === "tested" ? evidence.effect : null;
}

function helpOf(by: SightBy): string | null {
  const ways = [
    { way: "measure both builds in the same blocks (order: abba)", effect: by.interleaved },
    { way: "more nights: twice the blocks", effect: by.moreBlocks },
    { way: "more runs a night: twice the sessions", effect: by.moreRuns },
    { way: "longer runs: four times the repeats", effect: by.moreRepeats },
  ];
  const best = ways.reduce((least, one) => (one.effect < least.effect ? one : least));
  if (best.effect > WORTH_IT * by.asIs) return null;
  return `${best.way} shows ${percent(best.effect)} instead of ${percent(by.asIs)}`;
}

export const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;

/** Settings of this machine that make figures wander, each with what to do. */
export function machineAdvice(now: Fingerprint): string[] {
  return [...placeAdvice(now), ...processorAdvice(now.facts.watch, threadsOf(now)), ...memoryAdvice(now.facts.watch)];
}

const threadsOf = ({ facts }: Fingerprint): number => Number(facts.identity["cpu.threads"] ?? 1);

function placeAdvice(now: Fingerprint): string[] {
  const load = now.facts.context["load.1min"];
  return [
    now.virtual ? "a virtual machine shares its hardware: its figures are shown and never block" : "",
    now.container && !now.virtual ? "a container shares its host: measure on the host, or alone on it" : "",
    Number(load ?? 0) > BUSY * threadsOf(now) ? `other work is running (load ${load})` : "",
  ].filter(Boolean);
}

function processorAdvice(watch: Facts, threads: number): string[] {
  const governors = watch["cpu.governors"] ?? "performance";
  const hasTurbo = watch["cpu.no-turbo"] === "0" || watch["cpu.boost"] === "1";
  return [
    governors === "performance" ? "" : `governor ${governors}: cpupower frequency-set -g performance`,
    hasTurbo ? "turbo is on: clocks follow the temperature" : "",
    watch["cpu.isolated"] === undefined && threads > 2 ? "no processor is isolated: isolcpus keeps others away" : "",
  ].filter(Boolean);
}

function memoryAdvice(watch: Facts): string[] {
  const moves = watch["memory.numa-balancing"] === "1" && Number(watch["numa.nodes"] ?? 1) > 1;
  return [
    moves ? "NUMA balancing moves pages between nodes: switch it off, or bind" : "",
    watch["memory.transparent-huge-pages"] === "always" ? "huge pages come and go by themselves: madvise or never" : "",
  ].filter(Boolean);
}
