/** A regression in one sentence. */
import { unsignedPercent } from "../charts/number.ts";
import { factorWords } from "../gate/words.ts";
import type { RegressionMember } from "../model/regression.ts";
import type { Effect } from "../model/series.ts";

/** "write.bandwidth of ior on lab-1 is 12.0 % (0.88x) worse, and 3 more series on 2 rigs". The largest member comes first. */
export function titleOf(
  members: readonly Pick<RegressionMember, "metric" | "benchmark" | "rig" | "worse" | "effect">[],
): string {
  const [first, ...rest] = members;
  if (first === undefined) return "nothing that you may see";
  const said = `${first.metric} of ${first.benchmark} on ${first.rig} is ${amount(first.effect)} ${first.worse ? "worse" : "better"}`;
  if (rest.length === 0) return said;
  const rigs = new Set(members.map(({ rig }) => rig)).size;
  const better = first.worse ? rest.filter(({ worse }) => !worse).length : 0;
  const turned = better === 0 ? "" : `, ${better === rest.length ? "all" : better} of them better`;
  return `${said}, and ${rest.length} more series on ${rigs === 1 ? "the same rig" : `${rigs} rigs`}${turned}`;
}

function amount({ scale, value, unit }: Effect): string {
  if (scale === "ratio") {
    const share = value - 1;
    const percent = unsignedPercent(share).replace("\u00a0", " ");
    return `${percent} (${factorWords(value, Math.abs(share) < 0.02 ? 3 : 2)}x)`;
  }
  return scale === "points" ? `${figure(Math.abs(value))} points` : `${figure(Math.abs(value))} ${unit}`.trim();
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));
