/**
 * Is the gate right on a train? Landings that follow each other on one branch of simulated rigs whose noise is that of real
 * series (test/simulator/real-noise.ts): `npm run bench -- train --seeds 20 --landings 1500 --series 200 --seed 1 --jobs 2`.
 * Each seed is a train of its own, in a process of its own. Figures come as JSON lines with 95 % confidence limits.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Tally, tallyTrain } from "../test/simulator/train-tally.ts";
import { rateLine } from "./rate.ts";

const RIGS = 4;
/** One run of the whole suite on one rig takes 41 minutes; the hours of a series are its share. */
const SUITE_HOURS = 41 / 60;
const EVERY = 50;

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      seeds: { type: "string", default: "20" },
      landings: { type: "string", default: "1500" },
      series: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      jobs: { type: "string", default: "2" },
      one: { type: "boolean", default: false },
    },
  });
  const size = { landings: Number(values.landings), series: Number(values.series), rigs: RIGS };
  const first = Number(values.seed);
  if (values.one) {
    let done = 0;
    const progress = () => {
      if (++done % EVERY === 0) console.error(`seed ${first}: ${done} of ${size.landings} landings`);
    };
    console.log(JSON.stringify(tallyTrain(first, size, progress)));
    return;
  }
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => first + i);
  const total: Tally = {};
  const start = process.hrtime.bigint();
  const work = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const tally = await oneTrain(seed, values);
      for (const [name, count] of Object.entries(tally)) total[name] = (total[name] ?? 0) + count;
      console.error(`seed ${seed} done: ${JSON.stringify(tally)}`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  report(total, size.series, Number(values.seeds));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(JSON.stringify({ bench: "train.seconds", value: Math.round(seconds), unit: "s" }));
}

async function oneTrain(seed: number, { landings, series }: { landings: string; series: string }): Promise<Tally> {
  const args = [...process.execArgv, "tools/ts.mjs", "bench/main.ts", "train", "--one"];
  const child = spawn(process.execPath, [...args, "--seed", String(seed), "--landings", landings, "--series", series], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) last = line;
  if (last === "") throw new Error(`the train of seed ${seed} ended without figures`);
  return JSON.parse(last) as Tally;
}

function report(tally: Tally, series: number, seeds: number): void {
  const n = (name: string) => tally[name] ?? 0;
  const rate = (bench: string, hits: string, of: string, more: Readonly<Record<string, unknown>> = {}) =>
    console.log(rateLine(`train.${bench}`, n(hits), n(of), more));
  const mean = (bench: string, sum: number, of: number, unit: string) =>
    console.log(JSON.stringify({ bench: `train.${bench}`, value: Number((sum / of).toPrecision(4)), unit }));
  rate("false_red_per_landing", "innocent.red", "innocent", { target: "≤ 0.01", seeds, landings: n("landings") });
  rate("false_red_per_landing.threshold_5_percent", "innocent.red.threshold", "innocent");
  rate("false_red_per_landing.otava", "otava.red", "otava.of", { note: "seen from the end of the train" });
  rate("clean_child_blamed", "behind.blamed", "behind", { target: "≤ 0.001" });
  rate("inconclusive_at_the_end", "inconclusive", "landings", { target: "≤ 0.03" });
  rate("quiet_green_in_first_night", "quiet.first_night", "quiet", { target: "≥ 0.9" });
  rate("quiet_green_at_first_look", "quiet.first_look", "quiet");
  rate("quiet_inconclusive_at_the_end", "quiet.inconclusive", "quiet");
  rate("blamed_on_drift_or_node", "ill.blamed", "ill", { target: 0 });
  rate("inconclusive_on_drift_or_node", "ill.inconclusive", "ill");
  rate("creeping_caught_at_release", "creeping.caught", "creeping");
  rate("release_false_red", "release.false_red", "release");
  for (const kind of ["material", "below"]) {
    for (const bin of [0, 1, 2, 4, 8, 16]) {
      const name = `${kind}.${bin}`;
      if (n(`${name}.of`) === 0) continue;
      const more = {
        size: kind === "material" ? "5 % and more" : "less than 5 %",
        widths: `${bin} and more`,
        held: n(`${name}.inconclusive`),
        named_later: n(`${name}.named_later`),
        threshold_5_percent: n(`${name}.threshold`),
        otava: n(`${name}.otava`),
      };
      rate("regression_found", `${name}.fail`, `${name}.of`, more);
    }
  }
  mean("items_per_cause", n("cause.items"), n("cause.causes"), "items of change points (goal ≤ 1.3)");
  mean("causes_per_item", n("cause.causesNamed"), n("cause.itemsWithCause"), "causes (goal ≤ 1.1)");
  mean("items_without_cause", 1000 * n("cause.itemsWithoutCause"), n("landings"), "a thousand landings");
  mean("series_that_hold_a_landing", n("seeing"), n("landings") * series, "fraction of series");
  mean("nights_to_a_verdict", n("nights"), n("landings"), "nights");
  const hours = (n("runs") / (series / RIGS)) * SUITE_HOURS;
  mean("rig_hours_per_decided_landing", hours, n("pass") + n("fail"), "h, of four rigs together");
}
