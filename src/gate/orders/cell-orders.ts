/** Who begins with a required cell of a landing that nobody has measured? */
import type { Policy } from "../../model/policy.ts";
import type { Missing } from "../../model/verdict.ts";
import type { WantedOrder } from "../../model/work-order.ts";
import { firstLook } from "../rates.ts";

export interface UnbegunLanding {
  readonly sha: string;
  readonly policy: Policy;
  /** Of what the policy requires: its cells may have names, or none. */
  readonly missing: readonly Missing[];
  readonly rig: string;
  /** Suites of this rig that measure what the policy requires. */
  readonly suites: readonly string[];
  /** Whole days since it was committed. */
  readonly days: number;
  /** Of this changeset and a rig, uniform, the same whenever it is drawn. */
  readonly draw: (rig: string) => number;
}

/**
 * The runs of the first look. Of the rigs that could serve a cell one is asked, another one with every day that it waits:
 * cells are required, not machines, so that neither all of them measure the same nor one silent rig holds a landing.
 */
export function cellOrders({ sha, policy, missing, rig, suites, days, draw }: UnbegunLanding): WantedOrder[] {
  const mine = missing.filter(({ rigs = [] }) => isAsked(rigs, rig, 1 + days, draw));
  const [first] = mine;
  if (first === undefined) return [];
  const more = mine.length === 1 ? "" : ` and ${mine.length - 1} more`;
  const runs = firstLook(policy);
  return suites.map((suite) => ({
    key: JSON.stringify(["scheduled", rig, suite, sha]),
    cause: "scheduled",
    rig,
    suite,
    sha,
    baseline: null,
    runs,
    blocks: Math.max(1, Math.min(policy.candidate.blocks, runs)),
    series: [],
    afterNight: null,
    why: `the policy ${policy.name} requires ${first.what}${more}, which nobody has begun`,
  }));
}

function isAsked(rigs: readonly string[], rig: string, asked: number, draw: (rig: string) => number): boolean {
  if (!rigs.includes(rig)) return false;
  const order = rigs.map((name) => ({ name, at: draw(name) })).sort((one, other) => one.at - other.at);
  return order.slice(0, asked).some(({ name }) => name === rig);
}
