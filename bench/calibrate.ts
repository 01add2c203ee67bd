/**
 * `npm run bench -- calibrate`: change points told of quiet series, per 1,000 points and as a share of series, by noise law,
 * correlation and length. The prices in src/detect/tuning.ts keep independent noise below 0.1 and
 * correlated noise below 0.3 per 1,000 points at 200 points.
 */
import { analyzeSeries } from "../src/detect/change-points.ts";
import { correlated, LAWS } from "../test/unit/stats/noise.ts";

const QUIET: Readonly<Record<string, (n: number, seed: number) => Float64Array>> = {
  ...LAWS,
  "correlated 0.3": (n, seed) => correlated(n, 0.3, seed),
  "correlated 0.6": (n, seed) => correlated(n, 0.6, seed),
};
const LENGTHS = [20, 40, 80, 200, 1000] as const;
const POINTS = 100_000;

export async function run(): Promise<void> {
  for (const n of LENGTHS) {
    for (const [name, draw] of Object.entries(QUIET)) {
      const series = Math.round(POINTS / n);
      const counts = Array.from({ length: series }, (_, seed) => told(draw(n, seed + 1)));
      const alarms = counts.reduce((sum, count) => sum + count, 0);
      const share = counts.filter((count) => count > 0).length / series;
      print(`calibrate ${name}, ${n} points`, (1000 * alarms) / (series * n), "alarms/1000 points");
      print(`calibrate ${name}, ${n} points, series with an alarm`, 100 * share, "%");
    }
  }
}

const told = (noise: Float64Array): number =>
  analyzeSeries(Array.from(noise, (z) => ({ value: 100 + z, runs: 1, blocks: 1, spread: null }))).changes.length;

function print(bench: string, value: number, unit: string): void {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(3)), unit }));
}
