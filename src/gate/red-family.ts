/** Red evidence of all series of a landing, each corrected for there being many. */
import type { Policy } from "../model/policy.ts";
import { benjaminiHochberg } from "../stats/benjamini-hochberg.ts";
import { holm } from "../stats/holm.ts";
import type { RedAtLook } from "./decide-series.ts";
import { unseenDrifts } from "./drift.ts";
import type { LandingQuestion, SeriesQuestion } from "./landing.ts";
import type { LookEvidence } from "./look.ts";
import type { SeriesLooks } from "./series-looks.ts";

/**
 * For each series, its red evidence at each of its looks after the correction over all series of its kind. A series that
 * is a look behind the others takes part with its own last look; one that is still to come counts as not red, so that
 * its coming never turns a red green.
 */
export function redAtLooks(
  asked: readonly SeriesQuestion[],
  looks: readonly SeriesLooks[],
  { policy, plannedSeries = 0 }: LandingQuestion,
): RedAtLook[][] {
  const red: RedAtLook[][] = asked.map(() => []);
  for (const advisory of [false, true]) {
    const family = asked.flatMap((one, i) => ((one.role === "advisory") === advisory ? [{ i, found: looks[i] }] : []));
    const members = family.flatMap(({ i, found }) => (found?.kind === "looked" ? [{ i, looks: found.looks }] : []));
    const later = family.filter(({ found }) => found?.kind === "waits" || found?.kind === "unmeasured").length;
    const adjust = advisory ? benjaminiHochberg : holmAmong(Math.max(plannedSeries, members.length + later));
    // Series of a rig that have not come to their first look may yet show what the rig did: until then it is blamed on nobody.
    const awaited = new Set(family.flatMap(({ i, found }) => (found?.kind === "waits" ? [asked[i]?.series.rig] : [])));
    const series = members.flatMap(({ i }) => asked[i] ?? []);
    const rounds = Math.max(1, ...members.map((member) => member.looks.length));
    for (let round = 0; round < rounds; round++) {
      const current = members.map((member) => member.looks[Math.min(round, member.looks.length - 1)]);
      const drifts = unseenDrifts(series, current, policy);
      const level = adjust(current.map((look) => look?.level?.pRed ?? 1));
      const both = adjust(current.map((look) => bothOf(look, policy)));
      const own = adjust(
        current.map((look, m) => {
          const drift = drifts[m] ?? 0;
          return drift > 0 && awaited.has(series[m]?.series.rig) ? 1 : bothOf(look, policy, drift);
        }),
      );
      for (const [m, member] of members.entries()) {
        if (round >= member.looks.length) continue;
        red[member.i]?.push({ level: level[m] ?? 1, both: both[m] ?? 1, own: own[m] ?? 1 });
      }
    }
  }
  return red;
}

/**
 * Worse than the level and than the parent's own runs: the larger p of the two. Where the level alone is far from red
 * the parent is not asked: Holm's answer to smaller p does not depend on how large the larger ones are.
 */
function bothOf(look: LookEvidence | undefined, policy: Policy, drift = 0): number {
  const level = look?.level?.pRed ?? 1;
  return level > policy.screen ? level : Math.max(level, look?.parent()?.pRedBeyond(drift) ?? 1);
}

/** Holm over `size` series, those not given being far from red. */
const holmAmong = (size: number) => (p: readonly number[]) =>
  holm([...p, ...new Array<number>(Math.max(0, size - p.length)).fill(1)]).slice(0, p.length);
