/** Is a new change the return of one that had recovered: the same series, by about the same size, later? */
import type { Effect } from "../model/series.ts";

export interface Sized {
  readonly series: string;
  readonly earliest: number;
  readonly effect: Pick<Effect, "scale" | "value">;
}

export interface Recovered {
  readonly id: string;
  /** The series that became worse and recovered. */
  readonly members: readonly Sized[];
}

/** Of the series of either side this share has to be on both. */
const SHARED = 0.5;
/** So many times larger or smaller is another thing. */
const ALIKE = 1.5;

/** The one of them that is back, the latest of several; null when it is something new. */
export function cameBack(worse: readonly Sized[], recovered: readonly Recovered[]): string | null {
  const first = Math.min(...worse.map(({ earliest }) => earliest));
  const fitting = recovered.filter(({ members }) => {
    const old = new Map(members.map((member) => [member.series, member]));
    const both = worse.filter((one) => isLike(one, old.get(one.series)));
    const enough = SHARED * Math.max(worse.length, members.length);
    return both.length > 0 && both.length >= enough && members.every(({ earliest }) => earliest < first);
  });
  const lastPlace = ({ members }: Recovered) => Math.max(...members.map(({ earliest }) => earliest));
  fitting.sort((a, b) => lastPlace(b) - lastPlace(a) || (a.id < b.id ? -1 : 1));
  return fitting[0]?.id ?? null;
}

function isLike({ effect }: Sized, old: Sized | undefined): boolean {
  if (old === undefined || old.effect.scale !== effect.scale) return false;
  const share = sizeOf(effect) / sizeOf(old.effect);
  return share < ALIKE && share > 1 / ALIKE;
}

const sizeOf = ({ scale, value }: Sized["effect"]): number => (scale === "ratio" ? Math.log(value) : value);
