/** `tarnish run --dry-run`: what would be measured in which order, and for how long. */
import type { Estimate } from "../rig/plan/estimate.ts";
import type { Slot } from "../rig/plan/schedule.ts";
import type { ReadPlan } from "./plan-file.ts";
import { shortTime } from "./run-progress.ts";

export function printDryRun(read: ReadPlan, slots: readonly Slot[], estimate: Estimate, isJson: boolean): void {
  const { plan, rig, tasks, changesets, sides } = read;
  if (isJson) {
    const tests = tasks.map(({ title, repeats, warmup, digest }) => ({ title, repeats, warmup, digest }));
    process.stdout.write(`${JSON.stringify({ suite: plan.suite, rig, changesets, tests, slots, estimate })}\n`);
    return;
  }
  const letters = new Map(sides.map((side, index) => [side, "AB"[index] ?? "?"]));
  const blocks = [...new Set(slots.map(({ block }) => block))].map((block) => {
    const row = slots.filter((slot) => slot.block === block).map(({ side }) => letters.get(side));
    return `block ${block}: ${row.join(" ")}`;
  });
  const lines = [
    `suite ${plan.suite} on rig ${rig}`,
    ...sides.map((side) => `${letters.get(side)} is the ${side}, ${changesets[side]?.sha}`),
    ...blocks,
    ...(plan.order === "random" && plan.seed === undefined ? ["(random: drawn when it starts)"] : []),
    "each session:",
    ...tasks.map(({ title, repeats, warmup, digest }) => {
      const warm = warmup > 0 ? `, ${warmup} warm-up` : "";
      return `  ${title}  ${repeats} ${repeats === 1 ? "repeat" : "repeats"}${warm}  plan:${digest}`;
    }),
    `${estimate.sessions} sessions, ${timeOf(estimate)}; at most ${shortTime(estimate.atMost)} (timeouts)`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function timeOf({ total, from }: Estimate): string {
  if (total === undefined) return "nobody knows how long (say `takes` for each test)";
  return `about ${shortTime(total)} by ${from}`;
}
