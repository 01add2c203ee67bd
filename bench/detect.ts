/** `npm run bench -- detect`: CPU of the change-point detector, warm, median of 20, steps and flat alike. */
import { analyzeSeries, type ChangesetPoint } from "../src/detect/change-points.ts";

const REPEATS = 20;

export async function run(): Promise<void> {
  for (const kind of ["steps", "flat"] as const) {
    const batch = Array.from({ length: 1000 }, (_, i) => series(500, kind, i));
    const seconds = medianCpuSeconds(() => {
      for (const one of batch) analyzeSeries(one);
    });
    report(`detect 1000 series x 500 points, ${kind}`, seconds, "s");
    report(`detect throughput, ${kind}`, 500_000 / seconds, "points/s");
    for (const n of [1000, 10_000]) {
      const one = series(n, kind, 1);
      for (let warm = 0; warm < 5; warm++) analyzeSeries(one);
      report(`detect N=${n}, ${kind}`, 1000 * medianCpuSeconds(() => void analyzeSeries(one)), "ms");
    }
  }
}

function report(bench: string, value: number, unit: string): void {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(4)), unit }));
}

/** Median over the repeats, after one that warms the compiler. */
function medianCpuSeconds(work: () => void): number {
  work();
  const times = Array.from({ length: REPEATS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return times.sort((a, b) => a - b)[REPEATS / 2] as number;
}

/** Normal noise of 2 % around 100, with a step of N(0, 3) noise widths every 40 to 160 points, or none. */
function series(n: number, kind: "steps" | "flat", seed: number): ChangesetPoint[] {
  const random = mulberry32(seed + 1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let level = 0;
  let next = 40 + Math.floor(120 * random());
  return Array.from({ length: n }, (_, t) => {
    if (kind === "steps" && t === next) {
      level += 3 * normal();
      next = t + 40 + Math.floor(120 * random());
    }
    return { value: 100 + 2 * (level + normal()), runs: 1, blocks: 1, spread: null };
  });
}

/** A small, good enough generator of uniform numbers: Tommy Ettinger's mulberry32 (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}
