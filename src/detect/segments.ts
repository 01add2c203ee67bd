import { fitLevel, type LevelFit } from "../stats/level-fit.ts";
import { median } from "../stats/median.ts";
import { logLikelihood, type NoiseLaw } from "../stats/noise-law.ts";

/** What a removal of changes would cost, and what they must be worth to stay. */
export interface Price {
  /** Nats that one change must explain. */
  readonly nats: number;
  /** Smallest difference of levels worth telling, in noise widths. */
  readonly jump: number;
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

  end(i: number): number {
    return this.starts[i + 1] ?? this.x.length;
  }

  fit(from: number, to: number): LevelFit {
    return fitLevel(this.law, this.x, from, to, median(this.x, from, to, this.scratch));
  }

  /** Nats lost when the `count` changes from boundary i (1 …) on are taken away and their levels become one. */
  gain(i: number, count: number): number {
    let separate = 0;
    for (let k = i - 1; k < i + count; k++) separate += (this.fits[k] as LevelFit).logLikelihood;
    return separate - this.fit(this.starts[i - 1] as number, this.end(i + count - 1)).logLikelihood;
  }

  private merge(i: number, count: number): void {
    const fit = this.fit(this.starts[i - 1] as number, this.end(i + count - 1));
    this.starts.splice(i, count);
    this.fits.splice(i - 1, count + 1, fit);
  }

  /** Takes away, the least worth first, every change or pair of changes that does not pay its price. */
  prune(price: Price): void {
    let margins = this.starts.map((_, i) => this.margin(i, price));
    for (;;) {
      let worst = 0;
      for (let i = 1; i < margins.length; i++) {
        if ((margins[i] as Margin).value < (margins[worst] as Margin).value) worst = i;
      }
      if (worst === 0) return;
      const { count } = margins[worst] as Margin;
      this.merge(worst, count);
      margins.splice(worst, count);
      margins = margins.map((margin, i) => (i >= worst - 2 && i <= worst + 1 ? this.margin(i, price) : margin));
    }
  }

  /** How far above its price boundary i is, alone or together with the next: negative when it should go. */
  private margin(i: number, price: Price): Margin {
    if (i === 0 || i >= this.starts.length) return { value: 0, count: 1 };
    let one = this.gain(i, 1) - price.nats;
    const jump = Math.abs((this.fits[i] as LevelFit).value - (this.fits[i - 1] as LevelFit).value);
    if (jump < price.jump) one = Math.min(one, Number.MIN_SAFE_INTEGER / (1 + jump));
    const two = i + 1 < this.starts.length ? this.gain(i, 2) - 2 * price.nats : 0;
    return two < one ? { value: two, count: 2 } : { value: one, count: 1 };
  }

  /** Moves every change to its most likely place between its neighbours. */
  relocate(): void {
    for (let i = 1; i < this.starts.length; i++) {
      const from = this.starts[i - 1] as number;
      const to = this.end(i);
      const profile = this.profile(i);
      let at = this.starts[i] as number;
      for (let t = from + 1; t < to; t++) {
        if ((profile[t - from] as number) > (profile[at - from] as number)) at = t;
      }
      if (at === this.starts[i]) continue;
      this.starts[i] = at;
      this.fits[i - 1] = this.fit(from, at);
      this.fits[i] = this.fit(at, to);
    }
  }

  /** Log likelihood, up to a constant, of boundary i lying at each place from its left to its right neighbour. */
  profile(i: number): Float64Array {
    const from = this.starts[i - 1] as number;
    const to = this.end(i);
    const left = (this.fits[i - 1] as LevelFit).value;
    const right = (this.fits[i] as LevelFit).value;
    const profile = new Float64Array(to - from + 1);
    for (let t = from; t < to; t++) {
      const step = logLikelihood(this.law, this.x, t, t + 1, left) - logLikelihood(this.law, this.x, t, t + 1, right);
      profile[t - from + 1] = (profile[t - from] as number) + step;
    }
    return profile;
  }
}

interface Margin {
  readonly value: number;
  readonly count: number;
}
