/** All series and missing cells → the landing's word, what it waits for, and why. */
import { type LandingFinding, type Missing, type VerdictWord, WORST_FIRST } from "../model/verdict.ts";
import type { AppliedWaiver } from "../model/waiver.ts";
import { counts, type WithVerdict } from "./counting.ts";
import { curveFindings } from "./curve-findings.ts";
import type { LandingAnswer, LandingQuestion } from "./landing.ts";
import { isCanary } from "./layers.ts";
import { lookOf } from "./series-verdict.ts";
import { waitingOf } from "./waiting.ts";
import { appliedWaiver, waiverOfAbsence } from "./waivers.ts";

/** `environment`: what was found of the rigs. */
export function summarize(
  landing: LandingQuestion,
  judged: readonly WithVerdict[],
  environment: readonly LandingFinding[],
): LandingAnswer {
  const findings = [...environment, ...curveFindings(judged.filter(counts))];
  const counting = judged.filter(counts);
  const { waivers = [] } = landing;
  const missing = landing.missing.filter((one) => waiverOfAbsence(waivers, one) === undefined);
  const verdict = worstOf(counting, missing, judged);
  const waits = verdict === "fail" ? [] : waitingOf(judged, missing, landing);
  const looks = counting.filter((one) => one.looks.kind === "looked" || one.looks.kind === "waits").map(lookOf);
  return {
    verdict,
    why: whyOf({ verdict, counting, missing, judged, findings }),
    final: verdict === "fail" || waits.length === 0,
    waitingFor: waits.map(({ text }) => text),
    waits,
    look: looks.length === 0 ? 0 : Math.min(...looks),
    series: judged.map((one) => one.verdict),
    findings,
    missing,
    waivers: appliedWaivers(landing, judged),
  };
}

function appliedWaivers({ waivers = [] }: LandingQuestion, judged: readonly WithVerdict[]): AppliedWaiver[] {
  const shown = new Set(judged.map(({ question }) => question.series.id));
  return waivers.flatMap((waiver) => appliedWaiver(waiver, (series) => shown.has(series)) ?? []);
}

const ofCanary = ({ question }: WithVerdict): boolean => isCanary(question.series);

/** What the landing counts it as. */
const wordFor = ({ verdict }: WithVerdict): VerdictWord => (verdict.waiver === null ? verdict.verdict : "pass");

function worstOf(
  counting: readonly WithVerdict[],
  missing: readonly Missing[],
  judged: readonly WithVerdict[],
): VerdictWord {
  const words = new Set<VerdictWord>(counting.map(wordFor));
  if (missing.length > 0) words.add("not_measured");
  if (counting.every(ofCanary)) words.delete("pass"); // they show the rig sound, and say nothing of the software
  // Nothing that counts: noise hid everything, or nothing was measured. Neither is a pass.
  if (words.size === 0)
    return judged.some((one) => one.looks.kind === "looked" && !ofCanary(one)) ? "inconclusive" : "not_measured";
  return WORST_FIRST.find((word) => words.has(word)) ?? "not_measured";
}

interface Answered {
  readonly verdict: VerdictWord;
  readonly counting: readonly WithVerdict[];
  readonly missing: readonly Missing[];
  readonly judged: readonly WithVerdict[];
  readonly findings: readonly LandingFinding[];
}

function whyOf(answered: Answered): string {
  const { verdict, counting, missing, judged } = answered;
  const named = counting.filter((one) => wordFor(one) === verdict);
  const inherited = named.filter((one) => one.verdict.inherits !== null);
  const suspected = named.filter((one) => one.verdict.suspected);
  const waived = named.filter((one) => one.verdict.waiver !== null);
  const [first] = [waived, inherited, suspected, named].find((some) => some.length > 0) ?? [];
  const [gap] = missing;
  if (verdict === "not_measured" && gap !== undefined) return `Not measured: ${gap.what}, ${gap.why}.`;
  if (first === undefined) return whyNothingCounts(judged.filter((one) => !ofCanary(one)));
  if (verdict === "pass" && waived.length > 0) return `${first.verdict.why} It lands by a waiver.`;
  const together = whyTogether(answered, named);
  if (together !== null) return together;
  if (verdict === "pass" && inherited.length === 0 && counting.length > 1) {
    return `None of ${counting.length} series is materially worse.`;
  }
  const more = named.length - 1;
  return more > 0
    ? `${first.verdict.why} ${more} more series ${more === 1 ? "says" : "say"} ${verdict}.`
    : first.verdict.why;
}

/** What several series say together is said once; null where each says its own. */
function whyTogether({ verdict, findings }: Answered, named: readonly WithVerdict[]): string | null {
  const ids = new Set(named.map((one) => one.verdict.series));
  const telling = findings.filter(({ series }) => series.some((id) => ids.has(id)));
  const [first] = telling.filter(({ kind }) => verdict === "invalid_environment" || kind === "curve");
  const layer = verdict === "fail" ? telling.find(({ kind }) => kind === "layer") : undefined;
  if (first === undefined && layer === undefined) return null;
  const own = first === undefined ? named.slice(0, 1).map((one) => one.verdict.series) : first.series;
  const more = [...ids].filter((id) => !own.includes(id)).length;
  const words = [first?.text ?? named[0]?.verdict.why ?? "", ...(layer && layer !== first ? [layer.text] : [])];
  if (more > 0) words.push(`${more} more series ${more === 1 ? "says" : "say"} ${verdict}.`);
  return words.join(" ");
}

function whyNothingCounts(judged: readonly WithVerdict[]): string {
  const [only] = judged;
  if (only === undefined) return "Nothing was measured.";
  if (judged.length === 1) return only.verdict.why;
  const blind = judged.filter((one) => one.decision?.kind === "blind").length;
  return blind > 0
    ? `Nothing that was measured can see a material change: ${blind} of ${judged.length} series are too noisy.`
    : `None of ${judged.length} series can judge yet: ${only.verdict.why}`;
}
