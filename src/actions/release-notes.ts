/** Sentences that a release's notes may take over as they are: what users will notice. */
import { effectWords, factorWords } from "../gate/words.ts";
import type { ReportedChange, ReportedCreep } from "../model/release-report.ts";
import type { ReleaseVerdict } from "../model/release-verdict.ts";

export function releaseNotes(
  { release, against, means }: ReleaseVerdict,
  changes: readonly ReportedChange[],
  creeping: readonly ReportedCreep[],
): string[] {
  const overall = means.find(({ by }) => by === "overall");
  const moved = changes.flatMap((change) => sentencesOf(change, against.name));
  const crept = creeping.map(
    ({ benchmark, metric, rig, effect }) =>
      `${benchmark} ${metric} became slower by small steps: ${effectWords(effect)} of ${against.name} on ${rig}.`,
  );
  const summary = overall
    ? [
        `${release.name} runs at ${factorWords(overall.value, 3)}x (${factorWords(overall.low, 3)} to ${factorWords(overall.high, 3)}) the speed of ${against.name}, as the geometric mean of ${overall.series} series.`,
      ]
    : [];
  return [...summary, ...moved, ...crept];
}

/** Material movements of one changeset, those of one benchmark's metric on several rigs together. */
function sentencesOf({ subject, sha, series, waivers }: ReportedChange, against: string): string[] {
  const by = subject === null ? `since ${sha.slice(0, 12)}` : `since "${subject}" (${sha.slice(0, 12)})`;
  const accepted = waivers.length > 0 ? ", accepted" : "";
  const metrics = new Map<string, ReportedChange["series"][number][]>();
  for (const one of series.filter(({ isMaterial }) => isMaterial)) {
    const name = `${one.benchmark} ${one.metric} is ${one.isWorse ? "slower" : "faster"}`;
    metrics.set(name, [...(metrics.get(name) ?? []), one]);
  }
  return [...metrics].map(([name, found]) => {
    const where = found.map(({ effect, rig }) => `${effectWords(effect)} on ${rig}`).join(", ");
    return `${name} than in ${against} ${by}${accepted}: ${where}.`;
  });
}
