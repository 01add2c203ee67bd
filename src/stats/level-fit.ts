import { logLikelihood, type NoiseLaw } from "./noise-law.ts";

/** A level and how well it explains a stretch: Σ log f(xₜ − value). */
export interface LevelFit {
  readonly value: number;
  readonly logLikelihood: number;
}

const ROUNDS = 5;

/**
 * The level of x[from, to) that is most likely under `law`, sought from `start` (a median) by a pattern search whose
 * step begins at 1.5 times 1/√n, the standard error of a mean, and is halved each round; the unit is the width of the
 * noise. O(n).
 */
export function fitLevel(law: NoiseLaw, x: Float64Array, from: number, to: number, start: number): LevelFit {
  let value = start;
  let best = logLikelihood(law, x, from, to, value);
  let step = (1.5 * law.width) / Math.sqrt(to - from);
  for (let round = 0; round < ROUNDS; round++, step /= 2) {
    const above = logLikelihood(law, x, from, to, value + step);
    if (above > best) {
      best = above;
      value += step;
      continue;
    }
    const below = logLikelihood(law, x, from, to, value - step);
    if (below > best) {
      best = below;
      value -= step;
    }
  }
  return { value, logLikelihood: best };
}
