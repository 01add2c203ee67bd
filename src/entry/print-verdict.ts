/** A verdict for a person in a terminal: the answer first, then what matters most. */
import Table from "cli-table3";
import colors from "picocolors";
import type { Effect } from "../model/series.ts";
import { type ChangesetVerdict, type SeriesVerdict, type VerdictWord, WORST_FIRST } from "../model/verdict.ts";

const PAINT: Record<VerdictWord, (text: string) => string> = {
  pass: colors.green,
  fail: colors.red,
  inconclusive: colors.yellow,
  invalid_environment: colors.magenta,
  not_measured: colors.blue,
};

export function printVerdict(verdict: ChangesetVerdict, showsAll: boolean): void {
  const word = PAINT[verdict.verdict](colors.bold(verdict.verdict));
  const lines = [`${word}  ${verdict.sha}  ${verdict.why}`];
  if (verdict.partial) lines.push("Series of private rigs are left out; a token that may read them shows all.");
  const shown = verdict.series.filter((series) => showsAll || series.verdict !== "pass" || series.inherits !== null);
  if (shown.length > 0) lines.push(table(shown));
  const hidden = verdict.series.length - shown.length;
  if (hidden > 0) lines.push(colors.dim(`${hidden} series pass (--all shows them)`));
  for (const { what, why } of verdict.missing) lines.push(`missing: ${what}: ${why}`);
  for (const what of verdict.waitingFor) lines.push(`waiting for: ${what}`);
  lines.push(
    colors.dim(
      `policy ${verdict.policy.name} ${verdict.policy.version}, look ${verdict.look}, engine ${verdict.engine}, ${verdict.inputs.slice(0, 19)}…`,
    ),
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

function table(series: readonly SeriesVerdict[]): string {
  const rows = new Table({
    head: ["verdict", "series", "rig", "change", "runs", "why"],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [14, 34, 16, 24, 9, Math.max(30, (process.stdout.columns ?? 140) - 106)],
  });
  const worst = (one: SeriesVerdict) => WORST_FIRST.indexOf(one.verdict);
  for (const one of [...series].sort((a, b) => worst(a) - worst(b))) {
    rows.push([
      PAINT[one.verdict](one.verdict.replace("_", " ")) + (one.suspected ? " (suspected)" : ""),
      `${one.benchmark} ${one.metric}`,
      one.rig,
      one.effect ? effectText(one.effect) : "",
      `${one.candidate.runs} in ${one.candidate.blocks}`,
      one.need ? `${one.why} Needs ${one.need.runs} more runs in ${one.need.blocks} blocks.` : one.why,
    ]);
  }
  return rows.toString();
}

/** `0.80× (0.78 to 0.82)`: the ratio to the baseline, or the difference in its unit. */
export function effectText({ scale, value, low, high, unit }: Effect): string {
  const digits = (x: number) => (scale === "ratio" ? x.toFixed(3) : String(Number(x.toPrecision(3))));
  const suffix = { ratio: "×", difference: ` ${unit}`, points: " points" }[scale];
  return `${digits(value)}${suffix} (${digits(low)} to ${digits(high)})`;
}
