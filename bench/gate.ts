/**
 * How often is the gate wrong? Landings of 200 series on simulated rigs (test/simulator), through the whole procedure:
 * planned looks, confirmation, Holm. `npm run bench -- gate --landings 5000 --series 200 --seed 1`.
 */
import { parseArgs } from "node:util";
import { compareRuns } from "../src/detect/compare.ts";
import { judgeLanding } from "../src/gate/judge-landing.ts";
import type { LandingAnswer, LandingQuestion } from "../src/gate/landing.ts";
import { DEFAULT_POLICY } from "../src/model/policy.ts";
import type { SeriesVerdict } from "../src/model/verdict.ts";
import { drawLanding, upTo } from "../test/simulator/landing.ts";
import { type Random, seeded } from "../test/simulator/random.ts";
import { drawLaw, type LawOptions, simulateSeries } from "../test/simulator/rig.ts";
import { rateLine } from "./rate.ts";

const DELTA = DEFAULT_POLICY.threshold.default.ratio;

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { landings: { type: "string" }, series: { type: "string" }, seed: { type: "string" } },
  });
  const landings = Number(values.landings ?? 5000);
  const series = Number(values.series ?? 200);
  const seed = Number(values.seed ?? 1);
  const of = { landings, series, seed };
  quiet(seeded(seed), of);
  guilty(seeded(seed + 1), { ...of, landings: Math.ceil(landings / 5) });
  behindGuilty(seeded(seed + 2), of);
  coverage(seeded(seed + 3), landings, "nested normal model", { plain: true });
  coverage(seeded(seed + 4), landings, "rigs with tails, modes and memory", {});
}

interface Size {
  readonly landings: number;
  readonly series: number;
}

/** The verdict at the first look and at the last: what a look between them decided stands, so that it is in the last. */
function procedure(question: LandingQuestion): LandingAnswer[] {
  const [first = 0] = DEFAULT_POLICY.looks;
  const answer = judgeLanding(upTo(question, first));
  return answer.verdict === "fail" || answer.verdict === "pass" ? [answer] : [answer, judgeLanding(question)];
}

const sees = (one: SeriesVerdict): boolean => (one.minimumDetectableEffect ?? 1) <= DELTA;

function quiet(random: Random, { landings, series }: Size): void {
  const words: Record<string, number> = {};
  let [red, redOfAll, seeing, green, blind, of, passedFirst] = [0, 0, 0, 0, 0, 0, 0];
  const start = process.cpuUsage();
  for (let i = 0; i < landings; i++) {
    const answers = procedure(drawLanding(random, { series }).question);
    const first = answers[0]?.series ?? [];
    const end = answers.at(-1);
    words[end?.verdict ?? ""] = (words[end?.verdict ?? ""] ?? 0) + 1;
    if (answers.length === 1 && end?.verdict === "pass") passedFirst++;
    if (end?.verdict === "fail") red++;
    redOfAll += end?.series.filter((one) => one.verdict === "fail").length ?? 0;
    of += first.length;
    blind += first.filter((one) => one.role === "advisory").length;
    const visible = first.filter(sees);
    seeing += visible.length;
    green += visible.filter((one) => one.verdict === "pass").length;
  }
  const { user, system } = process.cpuUsage(start);
  console.log(rateLine("gate.false_red_per_landing", red, landings, { target: "≤ 0.01", series, words }));
  console.log(rateLine("gate.false_red_per_series", redOfAll, of));
  console.log(rateLine("gate.green_at_first_look", green, seeing, { target: "≥ 0.9", of_which: "series that see δ" }));
  console.log(rateLine("gate.landing_passes_at_first_look", passedFirst, landings));
  console.log(rateLine("gate.cannot_see_at_first_look", blind, of));
  const perLanding = (user + system) / 1000 / landings;
  console.log(JSON.stringify({ bench: "gate.cpu_per_landing", value: Number(perLanding.toPrecision(3)), unit: "ms" }));
}

/** One series of the landing is 1.5 δ, or 4 δ, worse. */
function guilty(random: Random, { landings, series: all }: Size): void {
  const series = Math.ceil(all / 10);
  for (const times of [1.5, 4]) {
    const candidateWorse = (index: number) => (index === 0 ? times * DELTA : 0);
    const ends = Array.from({ length: landings }, () =>
      procedure(drawLanding(random, { series, candidateWorse }).question).at(-1),
    );
    const seen = ends.flatMap((end) => end?.series.slice(0, 1) ?? []).filter((one) => one.role !== "advisory");
    const count = (word: string) => seen.filter((one) => one.verdict === word).length;
    const passed = ends.filter((end) => end?.verdict === "pass").length;
    const more = { worse_by: `${times} δ`, series };
    console.log(rateLine("gate.false_green_per_series", count("pass"), seen.length, { ...more, target: "≤ 0.05" }));
    console.log(rateLine("gate.red_when_guilty", count("fail"), seen.length, more));
    console.log(rateLine("gate.guilty_series_cannot_see", landings - seen.length, landings, more));
    const note = "series that cannot see included";
    console.log(rateLine("gate.landing_passes_although_guilty", passed, landings, { ...more, note }));
  }
}

/** The parent made every tenth series 2 δ worse; the candidate did nothing. */
function behindGuilty(random: Random, { landings: all, series }: Size): void {
  for (const tailSuspected of [false, true]) {
    const landings = tailSuspected ? Math.ceil(all / 5) : all;
    let [blamed, inherited, passed, seriesBlamed, of] = [0, 0, 0, 0, 0];
    for (let i = 0; i < landings; i++) {
      const parentWorse = (index: number) => (index % 10 === 0 ? 2 * DELTA : 0);
      const { question } = drawLanding(random, { series: Math.ceil(series / 10), parentWorse, tailSuspected });
      const end = procedure(question).at(-1);
      if (end?.verdict === "fail") blamed++;
      if (end?.verdict === "pass") passed++;
      const victims = end?.series.filter((_, index) => index % 10 === 0) ?? [];
      of += victims.length;
      seriesBlamed += victims.filter((one) => one.verdict === "fail").length;
      inherited += victims.filter((one) => one.inherits !== null).length;
    }
    const more = { tailSuspected, series: Math.ceil(series / 10), target: "≤ 0.001" };
    console.log(rateLine("gate.clean_child_blamed", blamed, landings, { ...more, passed }));
    console.log(rateLine("gate.clean_child_series_blamed", seriesBlamed, of, { ...more, inherited }));
  }
}

function coverage(random: Random, landings: number, rigs: string, options: LawOptions): void {
  const total = landings * 4;
  let [covered, of, below, above] = [0, 0, 0, 0];
  for (let i = 0; i < total; i++) {
    const law = drawLaw(random, options);
    const blocks = 4 + Math.floor(random() * 16);
    const perBlock = 1 + Math.floor(random() * 3);
    const measure = simulateSeries(random, law, []);
    const [baseline = []] = measure(blocks, [{ prefix: "b", runsPerBlock: new Array<number>(blocks).fill(perBlock) }]);
    const [candidate = []] = measure(3, [{ prefix: "c", runsPerBlock: [2, 2, 1] }]);
    const evidence = compareRuns(baseline, candidate, {
      better: law.better,
      threshold: DEFAULT_POLICY.threshold.default,
      unit: "s",
      priorBlockDeviation: DEFAULT_POLICY.priorBlockDeviation,
      confidence: 0.95,
    });
    if (evidence.kind !== "tested" || evidence.effect.scale !== "ratio") continue;
    of++;
    if (evidence.effect.low > 1) above++;
    else if (evidence.effect.high < 1) below++;
    else covered++;
  }
  console.log(rateLine("gate.coverage_95", covered, of, { rigs, target: "0.94 to 0.96", below, above }));
}
