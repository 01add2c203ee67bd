import { fitLevel, type LevelFit } from "../stats/level-fit.ts";
import { median } from "../stats/median.ts";
import { logLikelihood, type NoiseLaw } from "../stats/noise-law.ts";

/** `count` (1 or 2) neighbouring changes to take away, from boundary `first` (1 …) on. */
export interface Removal {
  readonly first: number;
  readonly count: number;
}

/** A cut of x into levels under one noise law: `starts[0]` is 0; `fits[i]` is the level that begins at `starts[i]`. */
export class Segments {
  readonly x: Float64Array;
  readonly law: NoiseLaw;
  starts: number[];
  fits: LevelFit[];
  private readonly scratch: Float64Array;

  constructor(x: Float64Array, law: NoiseLaw, starts: readonly number[], scratch: Float64Array) {
    this.x = x;
    this.law = law;
    this.scratch = scratch;
    this.starts = [...starts];
    this.fits = starts.map((start, i) => this.fit(start, starts[i + 1] ?? x.length));
  }

  start(i: number): number {
    return this.starts[i] as number;
  }

  end(i: number): number {
    return this.starts[i + 1] ?? this.x.length;
  }

  level(i: number): number {
    return (this.fits[i] as LevelFit).value;
  }

  fit(from: number, to: number): LevelFit {
    return fitLevel(this.law, this.x, from, to, median(this.x, from, to, this.scratch));
  }

  /** What the levels leave of x. */
  residuals(): Float64Array {
    const residuals = this.x.slice();
    for (let i = 0; i < this.starts.length; i++) {
      for (let t = this.start(i); t < this.end(i); t++) residuals[t] = (residuals[t] as number) - this.level(i);
    }
    return residuals;
  }

  /** Σ log f over level i's own points, were they at `value`. */
  likelihoodAt(i: number, value: number): number {
    return logLikelihood(this.law, this.x, this.start(i), this.end(i), value);
  }

  /**
   * Nats lost when levels i … k become one. Where `enough` is clearly passed or clearly missed by the best of the old
   * levels and their mean, that approximation (never below the exact value) is answered; otherwise the exact fit.
   */
  gain(i: number, k: number, enough: number): number {
    let separate = 0;
    let mean = 0;
    const points = this.end(k) - this.start(i);
    for (let j = i; j <= k; j++) {
      separate += (this.fits[j] as LevelFit).logLikelihood;
      mean += (this.level(j) * (this.end(j) - this.start(j))) / points;
    }
    let shared = Number.NEGATIVE_INFINITY;
    for (const value of [mean, this.level(i), this.level(k)]) {
      shared = Math.max(shared, logLikelihood(this.law, this.x, this.start(i), this.end(k), value));
    }
    const most = separate - shared;
    return most < enough || most > 3 * enough ? most : separate - this.fit(this.start(i), this.end(k)).logLikelihood;
  }

  /** Takes these changes away (ascending, no two at the same level); answers the old index of each boundary that stays. */
  merge(removals: readonly Removal[]): number[] {
    const gone = new Set(removals.flatMap(({ first, count }) => [first, first + count - 1]));
    const kept = this.starts.flatMap((_, i) => (gone.has(i) ? [] : [i]));
    const starts = kept.map((i) => this.start(i));
    this.fits = kept.map((old, i) => {
      const isWhole = (kept[i + 1] ?? this.starts.length) === old + 1;
      return isWhole ? (this.fits[old] as LevelFit) : this.fit(starts[i] as number, starts[i + 1] ?? this.x.length);
    });
    this.starts = starts;
    return kept;
  }

  /** Moves boundary i to `at`, between its neighbours. */
  move(i: number, at: number): void {
    const from = this.start(i - 1);
    const to = this.end(i);
    this.starts[i] = at;
    this.fits[i - 1] = this.fit(from, at);
    this.fits[i] = this.fit(at, to);
  }

  /** Log likelihood, up to a constant, of boundary i lying at each place from its left (index 0) to its right neighbour. */
  profile(i: number): Float64Array {
    const from = this.start(i - 1);
    const to = this.end(i);
    const left = this.level(i - 1);
    const right = this.level(i);
    const profile = new Float64Array(to - from + 1);
    for (let t = from; t < to; t++) {
      const step = logLikelihood(this.law, this.x, t, t + 1, left) - logLikelihood(this.law, this.x, t, t + 1, right);
      profile[t - from + 1] = (profile[t - from] as number) + step;
    }
    return profile;
  }

  /** The likeliest place of boundary i that leaves each side at least one point; the earliest of equals, but it stays put if it is one. */
  likeliest(i: number): number {
    const from = this.start(i - 1);
    const profile = this.profile(i);
    let at = this.start(i);
    for (let t = from + 1; t < this.end(i); t++) {
      if ((profile[t - from] as number) > (profile[at - from] as number)) at = t;
    }
    return at;
  }
}
