/**
 * What do work orders save? Landings of a simulated train (test/simulator/train.ts), each measured until it is decided by
 * what the service orders, beside 5 to 20 runs of everything: `npm run bench -- orders --seeds 4 --landings 100`.
 * Rig hours beside the error rates; a design counts when it keeps 1 % false red, 5 % false green of series that are
 * 1.5 δ worse, and 3 % inconclusive of landings that changed nothing.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { DEFAULT_POLICY } from "../src/model/policy.ts";
import { byOrders, type Decided, type FixedDesign, fixedRuns, type Measure } from "../test/simulator/orders-measure.ts";
import { Train } from "../test/simulator/train.ts";
import { illRigs } from "../test/simulator/train-tally.ts";
import { rateLine } from "./rate.ts";
import { say } from "./say.ts";

const DELTA = DEFAULT_POLICY.threshold.default.ratio;
const RIGS = 4;
/** One run of the whole suite on one rig takes 41 minutes; the hours of a series are its share. */
const SUITE_HOURS = 41 / 60;
/** So many landings lie between two that ask what becomes of a series that is 1.5 δ worse. */
const PROBED = 2;

/** Spread over nights of five runs, as a rig's night is long, and over two nights of as many as that takes. */
const FIXED: readonly FixedDesign[] = [
  { runs: 5, nights: 2, withParent: false },
  { runs: 10, nights: 2, withParent: false },
  { runs: 20, nights: 4, withParent: false },
  { runs: 5, nights: 2, withParent: true },
  { runs: 10, nights: 2, withParent: true },
  { runs: 14, nights: 2, withParent: true },
  { runs: 20, nights: 2, withParent: true },
  { runs: 20, nights: 4, withParent: true },
];
const DESIGNS: Readonly<Record<string, Measure>> = {
  "work orders": byOrders,
  ...Object.fromEntries(FIXED.map((design) => [nameOf(design), fixedRuns(design)])),
};

function nameOf({ runs, nights, withParent }: FixedDesign): string {
  return `${runs} runs in ${nights} nights${withParent ? ", the parent taking turns" : ""}`;
}

const TARGETS = { falseRed: 0.01, falseGreen: 0.05, inconclusive: 0.03 };

type Tally = Record<string, number>;

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      seeds: { type: "string", default: "4" },
      landings: { type: "string", default: "100" },
      series: { type: "string", default: "200" },
      seed: { type: "string", default: "301" },
      jobs: { type: "string", default: "2" },
      one: { type: "string" },
    },
  });
  const size = { landings: Number(values.landings), series: Number(values.series), rigs: RIGS };
  if (values.one !== undefined) {
    console.log(JSON.stringify(tallyOf(DESIGNS[values.one] as Measure, Number(values.seed), size)));
    return;
  }
  const totals = new Map(Object.keys(DESIGNS).map((name): [string, Tally] => [name, {}]));
  const jobs = [...totals.keys()].flatMap((design) =>
    Array.from({ length: Number(values.seeds) }, (_, i) => ({ design, seed: Number(values.seed) + i })),
  );
  const work = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const total = totals.get(job.design) ?? {};
      for (const [name, count] of Object.entries(await apart(job, values))) total[name] = (total[name] ?? 0) + count;
      console.error(`${job.design}, seed ${job.seed} done`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  report(totals, size.series, Number(values.seeds));
}

async function apart(
  { design, seed }: { readonly design: string; readonly seed: number },
  { landings, series }: { readonly landings: string; readonly series: string },
): Promise<Tally> {
  const args = ["tools/ts.mjs", "bench/main.ts", "orders", "--one", design, "--seed", String(seed)];
  const child = spawn(process.execPath, [...process.execArgv, ...args, "--landings", landings, "--series", series], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) last = line;
  if (last === "") throw new Error(`${design}, seed ${seed}, ended without figures`);
  return JSON.parse(last) as Tally;
}

function tallyOf(measure: Measure, seed: number, size: ConstructorParameters<typeof Train>[1]): Tally {
  const tally: Tally = {};
  const add = (name: string, by: number | boolean = 1) => {
    tally[name] = (tally[name] ?? 0) + Number(by);
  };
  const train = new Train(seed, size, measure);
  for (let at = 0; at < size.landings; at++) {
    const { verdict, worst, planted, isMend, runs, nights, seeing } = train.next();
    add("landings");
    add(verdict);
    add("runs", runs);
    add("nights", nights);
    add("holding", seeing);
    if (worst < DELTA) {
      add("innocent");
      add("innocent.red", verdict === "fail");
    }
    if (planted === null && !isMend && illRigs(train, at).size === 0) {
      add("quiet");
      add("quiet.inconclusive", verdict === "inconclusive");
      add("quiet.runs", runs);
    }
    if (at % PROBED === 0) probe(train, measure, at, add);
  }
  return tally;
}

/** The tip with one series 1.5 δ worse: it never lands. */
function probe(train: Train, measure: Measure, at: number, add: (name: string, by?: number | boolean) => void): void {
  const guilty = (at * 37) % train.tip.length;
  const candidate = train.tip.map((cost, index) => (index === guilty ? cost * (1 + 1.5 * DELTA) : cost));
  const levels = train.fleet.series.map(({ index }) => train.history.levelOf(index, at));
  const decided: Decided = measure(train.fleet, { name: `probe ${at}`, parent: train.tip, candidate, levels });
  if (!decided.holding.has(guilty)) return;
  add("probed");
  add(
    "probed.green",
    !decided.guilty.includes(guilty) && !decided.undecided.includes(guilty) && decided.verdict !== "fail",
  );
  add("probed.red", decided.guilty.includes(guilty));
}

function report(totals: ReadonlyMap<string, Tally>, series: number, seeds: number): void {
  const cheapest: { design: string; hours: number }[] = [];
  let ordered = 0;
  for (const [design, tally] of totals) {
    const n = (name: string) => tally[name] ?? 0;
    const hours = (n("runs") / (series / RIGS)) * (SUITE_HOURS / n("landings"));
    const rates = {
      falseRed: n("innocent.red") / Math.max(1, n("innocent")),
      falseGreen: n("probed.green") / Math.max(1, n("probed")),
      inconclusive: n("quiet.inconclusive") / Math.max(1, n("quiet")),
    };
    const keeps = Object.entries(TARGETS).every(([name, most]) => rates[name as keyof typeof TARGETS] <= most);
    const more = { design, seeds, landings: n("landings") };
    say("orders.rig_hours_per_landing", hours, "h, of four rigs together", { ...more, keeps_the_rates: keeps });
    console.log(rateLine("orders.false_red", n("innocent.red"), n("innocent"), { ...more, target: "≤ 0.01" }));
    console.log(
      rateLine("orders.false_green_at_1.5_delta", n("probed.green"), n("probed"), {
        ...more,
        target: "≤ 0.05",
        red: n("probed.red"),
      }),
    );
    console.log(
      rateLine("orders.inconclusive_of_quiet", n("quiet.inconclusive"), n("quiet"), { ...more, target: "≤ 0.03" }),
    );
    console.log(rateLine("orders.inconclusive_of_all", n("inconclusive"), n("landings"), more));
    say("orders.series_that_hold", n("holding") / (n("landings") * series), "fraction of series", more);
    say("orders.nights_per_landing", n("nights") / n("landings"), "nights", more);
    if (design === "work orders") ordered = hours;
    else if (keeps) cheapest.push({ design, hours });
  }
  const best = cheapest.sort((one, other) => one.hours - other.hours)[0];
  if (best === undefined)
    console.log(JSON.stringify({ bench: "orders.saved", value: null, note: "no fixed design keeps the rates" }));
  else
    say("orders.saved", 1 - ordered / best.hours, "fraction of the rig hours", {
      beside: best.design,
      target: "≥ 0.4",
    });
}
