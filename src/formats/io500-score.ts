/** IO500's own score, recomputed from its phases: figures that do not agree with their score were edited or mixed up. */

const BANDWIDTH = ["ior-easy-write", "ior-hard-write", "ior-easy-read", "ior-hard-read"];
const METADATA = [
  "mdtest-easy-write",
  "mdtest-hard-write",
  "find",
  "mdtest-easy-stat",
  "mdtest-hard-stat",
  "mdtest-easy-delete",
  "mdtest-hard-read",
  "mdtest-hard-delete",
];

/** Phases are printed with three digits after the point in the bash era. */
const TOLERANCE = 2e-3;

export const SCORED_PHASES: readonly string[] = [...BANDWIDTH, ...METADATA];

export interface Io500Score {
  /** Geometric mean of the four bandwidths, GiB/s. */
  readonly bandwidth: number;
  /** Geometric mean of the eight rates, kIOPS. */
  readonly metadata: number;
  readonly total: number;
}

/** Total = √(bandwidth · metadata); true when the phases give the score that was printed. */
export function agrees(phases: ReadonlyMap<string, number>, { bandwidth, metadata, total }: Io500Score): boolean {
  const close = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  return (
    close(geometricMean(BANDWIDTH, phases), bandwidth) &&
    close(geometricMean(METADATA, phases), metadata) &&
    close(Math.sqrt(bandwidth * metadata), total)
  );
}

function geometricMean(names: readonly string[], phases: ReadonlyMap<string, number>): number {
  const logs = names.map((name) => Math.log(phases.get(name) ?? Number.NaN));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / names.length);
}
