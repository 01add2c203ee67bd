/** One regression for one reader, from its change points that the reader may see. */
import { isMaterialStep } from "../gate/creep.ts";
import { thresholdOf } from "../gate/threshold.ts";
import { clockOf, conditionOf, dispositionOf, stateOf } from "../gate/triage.ts";
import type { CandidateChangeset, Regression, RegressionMember, Triage } from "../model/regression.ts";
import type { StandingChange } from "./announce-changes.ts";
import type { Context } from "./context.ts";
import { policyOfBranch } from "./policy-for.ts";
import { titleOf } from "./regression-title.ts";

/** What is known around it. */
export interface Around {
  readonly trunk: readonly string[];
  readonly hidden: ReadonlySet<string>;
  readonly duplicates: readonly string[];
}

export async function regressionOf(
  ctx: Context,
  changes: readonly StandingChange[],
  triage: Triage,
  { trunk, hidden, duplicates }: Around,
): Promise<Regression> {
  const condition = conditionOf(changes.map(({ announced }) => announced));
  const shown = standingOf(changes, condition.occurrence);
  const members = (await Promise.all(shown.map((change) => memberOf(ctx, change)))).sort(bySize);
  const isWorse = members.some(({ worse }) => worse);
  const isBetter = members.some(({ worse }) => !worse);
  const place = placeOf(shown, trunk);
  const instants = changes.flatMap(({ announced }) => [
    announced.announcedAt,
    announced.confirmedAt ?? "",
    announced.recoveredAt ?? "",
    announced.withdrawnAt ?? "",
  ]);
  const known = await ctx.known.changesets();
  const candidates = place.candidates.filter((sha) => !hidden.has(sha));
  return {
    id: triage.id,
    kind: kindOf(isWorse, isBetter),
    state: stateOf(triage, condition),
    certainty: condition.certainty,
    isMaterial: members.some((member) => member.isMaterial && member.worse === isWorse),
    title: titleOf(members),
    branch: shown[0]?.announced.branch ?? "",
    sha: place.sha,
    good: place.good,
    candidates: candidates.map((sha): CandidateChangeset => {
      const { subject, ticket, author } = known.get(sha) ?? {};
      return {
        sha,
        ...(subject !== undefined && { subject }),
        ...(ticket !== undefined && { ticket }),
        ...(author !== undefined && { author }),
      };
    }),
    cause: triage.cause,
    rigs: [...new Set(members.map(({ rig }) => rig))].sort(),
    benchmarks: [...new Set(members.map(({ benchmark }) => benchmark))].sort(),
    members,
    recovered: condition.recovered,
    reopened: condition.occurrence - 1,
    assignee: triage.assignee,
    ticket: triage.ticket,
    duplicateOf: dispositionOf(triage, condition) === "duplicate" ? triage.duplicateOf : null,
    duplicates,
    downstreamOf: triage.downstreamOf,
    notes: triage.notes,
    announcedAt: instants.filter((at) => at !== "").sort()[0] ?? "",
    updatedAt: [...instants, triage.acts.at(-1)?.at ?? ""].sort().at(-1) ?? "",
    closedAt: condition.is === "present" ? null : condition.since,
    clock: clockOf(triage, condition, isWorse, { since: Date.parse(condition.since), now: ctx.now().getTime() }),
  };
}

/** Of the newest occurrence; those withdrawn only where nothing else is left. */
function standingOf(changes: readonly StandingChange[], occurrence: number): readonly StandingChange[] {
  const standing = changes.filter(({ announced: { state } }) => state !== "withdrawn");
  const pool = standing.length > 0 ? standing : changes;
  return pool.filter(({ announced }) => announced.occurrence === occurrence);
}

/** What the candidates of all members have in common; of the sharpest the likeliest of them. */
function placeOf(changes: readonly StandingChange[], trunk: readonly string[]) {
  const sharpest = [...changes].sort(
    (a, b) => a.latest - a.earliest - (b.latest - b.earliest) || (a.announced.id < b.announced.id ? -1 : 1),
  );
  const [first] = sharpest as [StandingChange];
  const common = {
    earliest: Math.max(...changes.map((change) => change.earliest)),
    latest: Math.min(...changes.map((change) => change.latest)),
  };
  const { earliest, latest } = common.earliest < common.latest ? common : first;
  const candidates = trunk.slice(earliest + 1, latest + 1);
  const likeliest = sharpest.map(({ announced }) => announced.sha).find((sha) => candidates.includes(sha));
  return {
    good: trunk[earliest] ?? first.announced.good,
    candidates,
    sha: likeliest ?? candidates.at(-1) ?? first.announced.sha,
  };
}

function kindOf(isWorse: boolean, isBetter: boolean): Regression["kind"] {
  if (!isWorse) return "improvement";
  return isBetter ? "tradeoff" : "regression";
}

async function memberOf(ctx: Context, { announced, row, point }: StandingChange): Promise<RegressionMember> {
  const { id, state, worse, sha, good, bad, recoveredBy } = announced;
  const { before, after, effect } = point ?? announced;
  const labels = (await ctx.known.rigs()).get(row.rig)?.labels ?? [];
  const { ratio, difference } = thresholdOf(await policyOfBranch(ctx, announced.branch), { ...row, labels }, before);
  const isMaterial =
    effect.scale === "ratio" ? isMaterialStep(effect, ratio, null) : Math.abs(effect.value) >= (difference ?? 0);
  const { benchmark, metric, parameters, rig, unit } = row;
  return {
    ...{ change: id, series: row.id, benchmark, metric, parameters, rig, unit },
    ...{ worse, state, sha, good, bad, before, after, effect, isMaterial, recoveredBy },
  };
}

const sizeOf = ({ effect, before }: RegressionMember): number =>
  effect.scale === "ratio" ? Math.abs(Math.log(effect.value)) : Math.abs(effect.value / (before || 1));

/** What became worse first, the largest first. */
const bySize = (a: RegressionMember, b: RegressionMember): number =>
  Number(b.worse) - Number(a.worse) || sizeOf(b) - sizeOf(a) || (a.change < b.change ? -1 : 1);
