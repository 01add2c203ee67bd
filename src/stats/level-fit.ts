import { logLikelihood, type NoiseLaw } from "./noise-law.ts";

/** A level and how well it explains a stretch: Σ log f(xₜ − value). */
export interface LevelFit {
  readonly value: number;
  readonly logLikelihood: number;
}

const ROUNDS = 6;

/**
 * The level of x[from, to) that is most likely under `law`, sought from `start` (a median) by a pattern search whose
 * step begins at twice the standard error 1/√n and is halved six times; the unit is the width of the noise. O(n).
 */
export function fitLevel(law: NoiseLaw, x: Float64Array, from: number, to: number, start: number): LevelFit {
  let value = start;
  let best = logLikelihood(law, x, from, to, value);
  let step = 2 / Math.sqrt(to - from);
  for (let round = 0; round < ROUNDS; round++, step /= 2) {
    const above = logLikelihood(law, x, from, to, value + step);
    const below = logLikelihood(law, x, from, to, value - step);
    if (above > best && above >= below) {
      best = above;
      value += step;
    } else if (below > best) {
      best = below;
      value -= step;
    }
  }
  return { value, logLikelihood: best };
}
