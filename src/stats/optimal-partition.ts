/**
 * The piecewise constant fit of x that minimises Σ (xₜ − level)² + penalty · (number of changes), exactly: the first
 * indexes of the second and later levels, ascending. Functional pruning (Maidstone, Hocking, Rigaill & Fearnhead 2017,
 * doi:10.1007/s11222-016-9636-3): for every possible current level only the best last change is kept, which leaves
 * O(log n) of them on flat and on stepped data alike; O(n log n) time, O(n) memory.
 */
export function optimalPartition(x: Float64Array, penalty: number): number[] {
  const n = x.length;
  const sum = new Float64Array(n + 1);
  const square = new Float64Array(n + 1);
  /** best[t]: cost of the best fit of x[0, t), charged one penalty a segment. */
  const best = new Float64Array(n + 1);
  const last = new Int32Array(n + 1);
  const pieces = PIECES;
  pieces.begin(range(x));
  for (let t = 1; t <= n; t++) {
    const value = x[t - 1] as number;
    sum[t] = (sum[t - 1] as number) + value;
    square[t] = (square[t - 1] as number) + value * value;
    pieces.minimum(t, sum, square, best, penalty);
    best[t] = pieces.cost;
    last[t] = pieces.start;
    if (t < n) pieces.prune(t, (best[t] as number) + penalty);
  }
  const starts: number[] = [];
  for (let t = last[n] as number; t > 0; t = last[t] as number) starts.push(t);
  return starts.reverse();
}

/**
 * The possible levels, cut into intervals [edge[i], edge[i + 1]], each with the start of the last segment that is best
 * there. The cost of start s at level m after t values is best[s] + penalty + Σ_{s ≤ i < t} (xᵢ − m)², a parabola.
 */
class Pieces {
  cost = 0;
  start = 0;
  private count = 1;
  private edges = new Float64Array(64);
  private starts = new Int32Array(64);
  private nextEdges = new Float64Array(64);
  private nextStarts = new Int32Array(64);
  /** Of each piece's parabola, as `minimum` found it: where it is lowest, and how low. */
  private centers = new Float64Array(64);
  private floors = new Float64Array(64);

  begin([low, high]: readonly [number, number]): void {
    this.cost = 0;
    this.start = 0;
    this.count = 1;
    this.edges[0] = low;
    this.edges[1] = high;
    this.starts[0] = 0;
  }

  /** Sets `cost` and `start` to the best over all levels. */
  minimum(t: number, sum: Float64Array, square: Float64Array, best: Float64Array, penalty: number): void {
    this.reserve(2 * this.count + 3);
    this.cost = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.count; i++) {
      const s = this.starts[i] as number;
      const n = t - s;
      const total = (sum[t] as number) - (sum[s] as number);
      const center = total / n;
      const level = Math.min(this.edges[i + 1] as number, Math.max(this.edges[i] as number, center));
      const floor = (best[s] as number) + penalty + (square[t] as number) - (square[s] as number) - total * center;
      this.centers[i] = center;
      this.floors[i] = floor;
      const cost = floor + n * (level - center) * (level - center);
      if (cost < this.cost) {
        this.cost = cost;
        this.start = s;
      }
    }
  }

  /** Gives to a segment that starts at t, at this cost, every level where it is better to have just changed. After `minimum`. */
  prune(t: number, bound: number): void {
    let out = 0;
    for (let i = 0; i < this.count; i++) {
      const s = this.starts[i] as number;
      const low = this.edges[i] as number;
      const high = this.edges[i + 1] as number;
      const center = this.centers[i] as number;
      const room = bound - (this.floors[i] as number);
      const reach = room > 0 ? Math.sqrt(room / (t - s)) : -1;
      const from = Math.max(low, center - reach);
      const to = Math.min(high, center + reach);
      if (reach < 0 || from > to || (from === to && low < high)) {
        out = this.append(out, low, t);
        continue;
      }
      if (from > low) out = this.append(out, low, t);
      out = this.append(out, from, s);
      if (to < high) out = this.append(out, to, t);
    }
    this.nextEdges[out] = this.edges[this.count] as number;
    this.count = out;
    const { edges, starts } = this; // by hand: swapped as lists, they would be half of what an analysis allocates
    this.edges = this.nextEdges;
    this.starts = this.nextStarts;
    this.nextEdges = edges;
    this.nextStarts = starts;
  }

  private append(out: number, edge: number, start: number): number {
    if (out > 0 && this.nextStarts[out - 1] === start) return out;
    this.nextEdges[out] = edge;
    this.nextStarts[out] = start;
    return out + 1;
  }

  private reserve(size: number): void {
    if (this.nextEdges.length > size) return;
    this.nextEdges = new Float64Array(2 * size);
    this.nextStarts = new Int32Array(2 * size);
    const edges = new Float64Array(2 * size);
    edges.set(this.edges);
    this.edges = edges;
    const starts = new Int32Array(2 * size);
    starts.set(this.starts);
    this.starts = starts;
    this.centers = new Float64Array(2 * size);
    this.floors = new Float64Array(2 * size);
  }
}

/** Begun anew by every call: six lists for each of a thousand short series are a tenth of the search. */
const PIECES = new Pieces();

function range(x: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of x) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
