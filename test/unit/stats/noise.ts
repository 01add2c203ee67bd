/** Seeded noise for tests: the same numbers for ever. */

/** Uniform on (0, 1): mulberry32. */
export function uniforms(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (((z ^ (z >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

export function normalSource(seed: number): () => number {
  const random = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

export function normals(n: number, seed: number): Float64Array {
  const normal = normalSource(seed);
  return Float64Array.from({ length: n }, () => normal());
}

/** Noise of unit width by the name of its law. */
export const LAWS = {
  normal: (n: number, seed: number) => normals(n, seed),
  lognormal: (n: number, seed: number) => normals(n, seed).map((z) => (Math.exp(0.5 * z) - 1.133) / 0.604),
  laplace: (n: number, seed: number) => {
    const random = uniforms(seed);
    return Float64Array.from({ length: n }, () => {
      const u = random() - 0.5;
      return (-Math.sign(u) * Math.log(1 - 2 * Math.abs(u))) / Math.SQRT2;
    });
  },
  twoModes: (n: number, seed: number) => {
    const random = uniforms(seed);
    return normals(n, seed + 1).map((z) => ((random() < 0.25 ? 3 : 0) + 0.5 * z - 0.75) / 1.39);
  },
  spikes: (n: number, seed: number) => {
    const random = uniforms(seed);
    return normals(n, seed + 1).map((z) => (random() < 0.08 ? 8 + 3 * z : z));
  },
  rounded: (n: number, seed: number) => normals(n, seed).map(Math.round),
} as const satisfies Readonly<Record<string, (n: number, seed: number) => Float64Array>>;

/** AR(1) noise of unit variance. */
export function correlated(n: number, phi: number, seed: number): Float64Array {
  const normal = normalSource(seed);
  let last = normal();
  return Float64Array.from({ length: n }, () => {
    last = phi * last + Math.sqrt(1 - phi * phi) * normal();
    return last;
  });
}
