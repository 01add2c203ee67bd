/**
 * Otava's rule (apache/otava, its documented method: windowed E-divisive with Student's t at p ≤ 0.001, weak points first,
 * then merged), written anew so that it can be held beside the gate on the same landings.
 */
import { studentTUpper } from "../../src/stats/student-t.ts";

const WINDOW = 50;
const P = 0.001;
const WEAK_P = 0.01;
const FEWEST = 2;

/** First indexes of new levels. */
export function otavaChanges(x: readonly number[]): number[] {
  const found: number[] = [];
  for (let start = 0; start < x.length; ) {
    const end = Math.min(start + WINDOW, x.length);
    const inside = divide(x.slice(start, end)).map((index) => index + start);
    found.push(...inside);
    const last = inside.at(-1) ?? 0;
    start = Math.max(last, start + WINDOW / 2);
  }
  return merge(
    x,
    [...new Set(found)].sort((one, other) => one - other),
  );
}

/** The best split of any stretch, as long as it is weakly significant. */
function divide(x: readonly number[]): number[] {
  const cuts: number[] = [];
  for (;;) {
    const edges = [0, ...cuts, x.length];
    let best: { at: number; q: number; from: number; to: number } | null = null;
    for (let k = 1; k < edges.length; k++) {
      const [from = 0, to = 0] = [edges[k - 1], edges[k]];
      const split = bestSplit(x, from, to);
      if (split && (best === null || split.q > best.q)) best = { ...split, from, to };
    }
    if (best === null || pOf(x, best.from, best.at, best.to) > WEAK_P) return cuts;
    cuts.push(best.at);
    cuts.sort((one, other) => one - other);
  }
}

/** Largest energy statistic mn/(m+n) · (2 E|X−Y| − E|X−X′| − E|Y−Y′|); distances are brought up to date cut by cut. */
function bestSplit(x: readonly number[], from: number, to: number): { at: number; q: number } | null {
  const n = to - from;
  if (n < 2 * FEWEST) return null;
  const distance = (i: number, k: number) => Math.abs((x[from + i] ?? 0) - (x[from + k] ?? 0));
  let [within, beyond, between] = [0, 0, 0];
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) beyond += distance(i, k);
  let best: { at: number; q: number } | null = null;
  for (let m = 1; m < n; m++) {
    const moved = m - 1;
    let [left, right] = [0, 0];
    for (let i = 0; i < moved; i++) left += distance(i, moved);
    for (let i = m; i < n; i++) right += distance(i, moved);
    within += left;
    beyond -= right;
    between += right - left;
    const rest = n - m;
    if (m < FEWEST || rest < FEWEST) continue;
    const spread = (2 * within) / (m * (m - 1)) + (2 * beyond) / (rest * (rest - 1));
    const q = ((m * rest) / n) * ((2 * between) / (m * rest) - spread);
    if (best === null || q > best.q) best = { at: from + m, q };
  }
  return best;
}

function merge(x: readonly number[], cuts: readonly number[]): number[] {
  const kept = [...cuts];
  for (;;) {
    const edges = [0, ...kept, x.length];
    let [worst, worstP] = [-1, P];
    for (let k = 0; k < kept.length; k++) {
      const p = pOf(x, edges[k] ?? 0, kept[k] ?? 0, edges[k + 2] ?? x.length);
      if (p > worstP) [worst, worstP] = [k, p];
    }
    if (worst < 0) return kept;
    kept.splice(worst, 1);
  }
}

/** Two-sided p of Student's t with one variance for x[from, at) and x[at, to). */
function pOf(x: readonly number[], from: number, at: number, to: number): number {
  const [n, m] = [at - from, to - at];
  if (n < 1 || m < 1 || n + m < 3) return 1;
  const meanOf = (a: number, b: number) => {
    let sum = 0;
    for (let i = a; i < b; i++) sum += x[i] ?? 0;
    return sum / (b - a);
  };
  const [before, after] = [meanOf(from, at), meanOf(at, to)];
  let squares = 0;
  for (let i = from; i < to; i++) squares += ((x[i] ?? 0) - (i < at ? before : after)) ** 2;
  const df = n + m - 2;
  const error = Math.sqrt((squares / df) * (1 / n + 1 / m));
  if (error === 0) return before === after ? 1 : 0;
  return 2 * studentTUpper(Math.abs(after - before) / error, df);
}
