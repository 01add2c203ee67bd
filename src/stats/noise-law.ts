/**
 * The law of a series' noise as a table of log densities, estimated from its residuals (in units of their width).
 *
 * A kernel estimate whose Gaussian kernels widen with the distance from the centre (bandwidth · √(1 + r²)), as a fixed
 * bandwidth on the scale asinh r would, so that rare far values make one smooth tail instead of lonely bumps; mixed with
 * `FLOOR` of a Cauchy law, so that no value, however far, is impossible. Beyond ± `REACH` the table's end counts: a
 * value there says nothing about where the level is.
 */
export interface NoiseLaw {
  /** log f at −REACH + i · CELL. */
  readonly logDensity: Float64Array;
}

const REACH = 24;
const CELL = 1 / 16;
const CELLS = 2 * Math.round(REACH / CELL);
const FLOOR = 0.02;

export function noiseLaw(residuals: Float64Array, bandwidth: number): NoiseLaw {
  const counts = new Float64Array(CELLS + 1);
  let n = 0;
  for (const r of residuals) {
    const position = (r + REACH) / CELL;
    if (!(position >= 0 && position < CELLS)) continue;
    const cell = Math.floor(position);
    const share = position - cell;
    counts[cell] = (counts[cell] as number) + 1 - share;
    counts[cell + 1] = (counts[cell + 1] as number) + share;
    n++;
  }
  const density = new Float64Array(CELLS + 1);
  for (let cell = 0; cell <= CELLS; cell++) {
    const count = counts[cell] as number;
    if (count > 0) spread(density, cell, count, bandwidth);
  }
  const scale = (1 - FLOOR) / (Math.max(1, n) * CELL);
  for (let cell = 0; cell <= CELLS; cell++) {
    const r = cell * CELL - REACH;
    density[cell] = Math.log(scale * (density[cell] as number) + (FLOOR / Math.PI) * (2 / (4 + r * r)));
  }
  return { logDensity: density };
}

/** Adds `count` values at `cell`, blurred by a Gaussian of their own bandwidth cut at three of it. */
function spread(density: Float64Array, cell: number, count: number, bandwidth: number): void {
  const r = cell * CELL - REACH;
  const width = (bandwidth * Math.sqrt(1 + r * r)) / CELL;
  const half = Math.ceil(3 * width);
  const peak = count / (width * Math.sqrt(2 * Math.PI));
  const decay = -0.5 / (width * width);
  for (let i = Math.max(0, cell - half); i <= Math.min(CELLS, cell + half); i++) {
    density[i] = (density[i] as number) + peak * Math.exp(decay * (i - cell) * (i - cell));
  }
}

/** Σ log f(xₜ − level) over x[from, to), linear between the cells of the table. */
export function logLikelihood(law: NoiseLaw, x: Float64Array, from: number, to: number, level: number): number {
  const table = law.logDensity;
  const shift = (REACH - level) / CELL;
  let total = 0;
  for (let t = from; t < to; t++) {
    const position = (x[t] as number) / CELL + shift;
    if (position <= 0) total += table[0] as number;
    else if (position >= CELLS) total += table[CELLS] as number;
    else {
      const cell = position | 0;
      const low = table[cell] as number;
      total += low + (position - cell) * ((table[cell + 1] as number) - low);
    }
  }
  return total;
}

/** The score −(log f)′ at r: how strongly a residual pulls the level. */
export function score(law: NoiseLaw, r: number): number {
  const position = (r + REACH) / CELL;
  if (!(position > 0 && position < CELLS)) return 0;
  const cell = position | 0;
  return ((law.logDensity[cell] as number) - (law.logDensity[cell + 1] as number)) / CELL;
}
