/** Which series are one curve? Those that differ in one numeric parameter only: clients, threads, a size. */
import type { SeriesIdentity } from "../model/series.ts";

/** Rows of the store tell hardware of one name apart; a landing's series are of one hardware. */
export type Scaled = SeriesIdentity & { readonly hardware?: string };

export interface ScalingFamily<S extends Scaled> {
  /** The parameter that grows along the curve. */
  readonly by: string;
  /** Ascending by `x`, which differ. */
  readonly members: readonly { readonly x: number; readonly series: S }[];
}

/** Fewer points are no curve. */
const LEAST_MEMBERS = 3;

/** Every family of three series and more, in the order of `all`; a series may lie on several curves. */
export function scalingFamilies<S extends Scaled>(all: readonly S[]): ScalingFamily<S>[] {
  const families = new Map<string, { by: string; members: { x: number; series: S }[] }>();
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

function keyWithout(
  { benchmark, version, metric, parameters, rig, hardware = "", pairing }: Scaled,
  by: string,
): string {
  const others = Object.entries(parameters).filter(([name]) => name !== by);
  return JSON.stringify([by, benchmark, version, metric, others.sort(), rig, hardware, pairing]);
}
