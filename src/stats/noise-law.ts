/**
 * The law of a series' noise as a table of log densities, estimated from its residuals (in units of their width).
 *
 * A kernel estimate on the scale s = asinh r, where a bandwidth h blurs r by h · √(1 + r²): sharp at the centre, wide in
 * the tails, so that rare far values make one smooth tail instead of lonely bumps (transformation kernel estimate, Wand,
 * Marron & Ruppert 1991, doi:10.1080/01621459.1991.10475041). Mixed with `FLOOR` of a Cauchy law, so that no value is
 * impossible; beyond ± `REACH` the table's end counts: a value that far away says nothing about where the level is.
 */
export interface NoiseLaw {
  /** log f, up to the constant log width, at (−REACH + i · CELL) · width. */
  readonly logDensity: Float64Array;
  /** Width of the residuals that the table is drawn in, in the unit of x. */
  readonly width: number;
}

const REACH = 24;
const CELL = 1 / 16;
const CELLS = 2 * Math.round(REACH / CELL);
const FLOOR = 0.02;
/** Width of the cells on the asinh scale, fine against any bandwidth in use. */
const FINE = 1 / 48;
const HALF = Math.ceil(Math.asinh(REACH) / FINE) + 1;
/** Where each cell of r lies among the cells of s, and ds/dr there. */
const PLACE = Float64Array.from({ length: CELLS + 1 }, (_, i) => Math.asinh(i * CELL - REACH) / FINE + HALF);
const SLOPE = Float64Array.from({ length: CELLS + 1 }, (_, i) => 1 / Math.hypot(1, i * CELL - REACH));
const CAUCHY = SLOPE.map((_, i) => ((FLOOR / Math.PI) * 2) / (4 + (i * CELL - REACH) ** 2));
/** Most of the table is far from all residuals: nothing but this. */
const LOG_CAUCHY = CAUCHY.map(Math.log);
/** Written anew by every call, and read by nobody after it. */
const COUNTS = new Float64Array(CELLS + 1);
const FINE_COUNTS = new Float64Array(2 * HALF + 2);
const BLURRED = new Float64Array(2 * HALF + 2);

/**
 * `bandwidth` is the standard deviation of the blur on the asinh scale, `width` the unit of the table, in the unit of the
 * residuals. O(n), and some microseconds for the table.
 */
export function noiseLaw(residuals: Float64Array, bandwidth: number, width = 1): NoiseLaw {
  const counts = COUNTS.fill(0);
  let n = 0;
  for (let t = 0; t < residuals.length; t++) {
    const position = ((residuals[t] as number) / width + REACH) / CELL;
    if (!(position >= 0 && position < CELLS)) continue;
    const cell = position | 0;
    const share = position - cell;
    counts[cell] = (counts[cell] as number) + 1 - share;
    counts[cell + 1] = (counts[cell + 1] as number) + share;
    n++;
  }
  const fine = blurred(onAsinhScale(counts), bandwidth / FINE);
  const scale = (1 - FLOOR) / (Math.max(1, n) * FINE);
  const logDensity = new Float64Array(CELLS + 1);
  for (let cell = 0; cell <= CELLS; cell++) {
    const density = scale * (SLOPE[cell] as number) * between(fine, PLACE[cell] as number);
    const all = density + (CAUCHY[cell] as number);
    logDensity[cell] = all === CAUCHY[cell] ? (LOG_CAUCHY[cell] as number) : Math.log(all);
  }
  return { logDensity, width };
}

function onAsinhScale(counts: Float64Array): Float64Array {
  const fine = FINE_COUNTS.fill(0);
  for (let cell = 0; cell <= CELLS; cell++) {
    const count = counts[cell] as number;
    if (count === 0) continue;
    const place = PLACE[cell] as number;
    const low = place | 0;
    fine[low] = (fine[low] as number) + count * (low + 1 - place);
    fine[low + 1] = (fine[low + 1] as number) + count * (place - low);
  }
  return fine;
}

/** Three moving averages of 2w + 1 cells, nearly a Gaussian of variance ((2w + 1)² − 1) / 4 cells². x is overwritten. */
function blurred(x: Float64Array, deviation: number): Float64Array {
  const w = Math.max(1, Math.round((Math.sqrt(4 * deviation * deviation + 1) - 1) / 2));
  movingMean(x, w, BLURRED);
  movingMean(BLURRED, w, x);
  return movingMean(x, w, BLURRED);
}

function movingMean(x: Float64Array, w: number, out: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 0; i < w; i++) sum += x[i] as number;
  for (let i = 0; i < x.length; i++) {
    if (i + w < x.length) sum += x[i + w] as number;
    if (i > w) sum -= x[i - w - 1] as number;
    out[i] = Math.max(0, sum) / (2 * w + 1);
  }
  return out;
}

function between(table: Float64Array, place: number): number {
  const low = place | 0;
  return (table[low] as number) + (place - low) * ((table[low + 1] as number) - (table[low] as number));
}

/** Σ log f(xₜ − level) over x[from, to), linear between the cells of the table. */
export function logLikelihood(law: NoiseLaw, x: Float64Array, from: number, to: number, level: number): number {
  const table = law.logDensity;
  const first = table[0] as number;
  const last = table[CELLS] as number;
  const perCell = 1 / (CELL * law.width);
  const shift = REACH / CELL - level * perCell;
  let total = 0;
  for (let t = from; t < to; t++) {
    const position = (x[t] as number) * perCell + shift;
    if (position > 0 && position < CELLS) {
      const cell = position | 0;
      const low = table[cell] as number;
      total += low + (position - cell) * ((table[cell + 1] as number) - low);
    } else total += position <= 0 ? first : last;
  }
  return total;
}

/** What no value's log f is above. */
export function highestLogDensity({ logDensity }: NoiseLaw): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell <= CELLS; cell++) highest = Math.max(highest, logDensity[cell] as number);
  return highest;
}

/** The score −(log f)′ at r: how strongly a residual pulls the level. */
export function score(law: NoiseLaw, r: number): number {
  const position = (r / law.width + REACH) / CELL;
  if (!(position > 0 && position < CELLS)) return 0;
  const cell = position | 0;
  return ((law.logDensity[cell] as number) - (law.logDensity[cell + 1] as number)) / (CELL * law.width);
}

/** Fisher information of one value about the level, ∫ score² f, in 1 / unit of x². */
export function fisherInformation(law: NoiseLaw): number {
  const table = law.logDensity;
  let total = 0;
  let mass = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const low = table[cell] as number;
    const high = table[cell + 1] as number;
    const density = Math.exp((low + high) / 2);
    const slope = (high - low) / (CELL * law.width);
    total += density * slope * slope;
    mass += density;
  }
  return total / mass;
}
