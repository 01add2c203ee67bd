/** Seeded chance for simulations: the same seed gives the same rig for ever. */

/** Uniform on [0, 1). */
export type Random = () => number;

/** A 32-bit counter through a mixing function: period 2³², good enough to drive simulations, never for keys. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/** Standard normal by Box and Muller (one of the pair). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A value of a distribution that is given by (probability, value) knots, linear in the value between them. */
export function fromKnots(random: Random, knots: readonly (readonly [number, number])[]): number {
  const u = random();
  for (let i = 1; i < knots.length; i++) {
    const [p0 = 0, v0 = 0] = knots[i - 1] ?? [];
    const [p1 = 1, v1 = 0] = knots[i] ?? [];
    if (u <= p1) return v0 + ((u - p0) / (p1 - p0)) * (v1 - v0);
  }
  return knots.at(-1)?.[1] ?? 0;
}
