/** Which series are one curve? Those that differ in one numeric parameter only: clients, threads, a size. */
import type { SeriesRow } from "../store/store.ts";

export interface ScalingFamily {
  /** The parameter that grows along the curve. */
  readonly by: string;
  /** Ascending by `x`, which differ. */
  readonly members: readonly { readonly x: number; readonly series: SeriesRow }[];
}

/** Fewer points are no curve. */
const LEAST_MEMBERS = 3;

/** Every family of three series and more, in the order of `all`; a series may lie on several curves. */
export function scalingFamilies(all: readonly SeriesRow[]): ScalingFamily[] {
  const families = new Map<string, { by: string; members: { x: number; series: SeriesRow }[] }>();
  for (const series of all) {
    for (const [by, text] of Object.entries(series.parameters)) {
      const x = numberOf(text);
      if (x === null) continue;
      const key = keyWithout(series, by);
      const family = families.get(key) ?? { by, members: [] };
      if (!family.members.some((member) => member.x === x)) family.members.push({ x, series });
      families.set(key, family);
    }
  }
  return [...families.values()]
    .filter(({ members }) => members.length >= LEAST_MEMBERS)
    .map(({ by, members }) => ({ by, members: members.sort((a, b) => a.x - b.x) }));
}

/** "16", "0.5"; null for "1MiB", "off" and what is not above zero, which has no place on a logarithmic axis. */
function numberOf(text: string): number | null {
  const x = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  return x > 0 ? x : null;
}

function keyWithout({ benchmark, version, metric, parameters, rig, hardware, pairing }: SeriesRow, by: string): string {
  const others = Object.entries(parameters).filter(([name]) => name !== by);
  return JSON.stringify([by, benchmark, version, metric, others.sort(), rig, hardware, pairing]);
}
