/** A verdict for a person in a terminal: the answer first, then what matters most. */
import Table from "cli-table3";
import colors from "picocolors";
import type { Effect } from "../model/series.ts";
import { type ChangesetVerdict, type SeriesVerdict, WORST_FIRST } from "../model/verdict.ts";
import { PAINT } from "./verdict-paint.ts";

/** Unless `showsAll`, only the series that decide: the guilty or suspected ones, else the worst word's. */
export function printVerdict(verdict: ChangesetVerdict, showsAll: boolean): void {
  const word = PAINT[verdict.verdict](colors.bold(verdict.verdict.replace("_", " ")));
  const shown = showsAll ? verdict.series : deciding(verdict.series);
  const hidden = verdict.series.length - shown.length;
  const lines = [
    `${word}  ${verdict.sha}${verdict.against === undefined ? "" : ` against ${verdict.against}`}`,
    verdict.why,
    ...verdict.notes,
    ...(verdict.otherEngine
      ? [`Engine ${verdict.otherEngine.engine} said ${verdict.otherEngine.verdict}: ${verdict.otherEngine.why}`]
      : []),
    ...(verdict.partial ? ["Series of private rigs are left out; a token that may read them shows all."] : []),
    ...(shown.length > 0 ? [table(shown)] : []),
    ...(hidden > 0
      ? [
          colors.dim(
            `${hidden} more series: ${counts(verdict.series.filter((one) => !shown.includes(one)))} (--all shows them)`,
          ),
        ]
      : []),
    ...missingLines(verdict),
    ...verdict.waivers.map(({ text }) => `waiver: ${text}`),
    ...verdict.waitingFor.filter((what) => !what.startsWith("a measurement of ")).map((what) => `waiting for: ${what}`),
    ...(verdict.eta ? [`expected: ${verdict.eta}`] : []),
    colors.dim(
      `policy ${policyWords(verdict)}, look ${verdict.look}, engine ${verdict.engine}, ${verdict.inputs.slice(0, 19)}…`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** "default 3-1f2e3d4c (feature, in stabilisation)". */
function policyWords({ policy: { name, version, kind, phase } }: ChangesetVerdict): string {
  return `${name} ${version} (${kind}${phase === null ? "" : `, in ${phase.replaceAll("_", " ")}`})`;
}

const rank = (one: SeriesVerdict): number => WORST_FIRST.indexOf(one.verdict) * 2 - (one.suspected ? 1 : 0);

function deciding(series: readonly SeriesVerdict[]): SeriesVerdict[] {
  const telling = series.filter(
    (one) => one.verdict === "fail" || one.verdict === "invalid_environment" || one.suspected || one.inherits !== null,
  );
  if (telling.length > 0) return telling;
  return series.filter((one) => one.verdict !== "pass");
}

/** "10 inconclusive, 2 pass". */
function counts(series: readonly SeriesVerdict[]): string {
  return WORST_FIRST.flatMap((word) => {
    const found = series.filter((one) => one.verdict === word).length;
    return found > 0 ? [`${found} ${word.replace("_", " ")}`] : [];
  }).join(", ");
}

/** Cells that are missing for one reason are told in one line. */
function missingLines({ missing }: ChangesetVerdict): string[] {
  const reasons = new Map<string, string[]>();
  for (const { what, why } of missing) reasons.set(why, [...(reasons.get(why) ?? []), what]);
  return [...reasons].map(([why, what]) => `missing: ${what.join("; ")}\n  (${why})`);
}

/** With the parameters that tell it apart from others of its name on its rig. */
function nameAmong(series: readonly SeriesVerdict[], one: SeriesVerdict): string {
  const name = `${one.benchmark} ${one.metric}`;
  const namesakes = series.filter(({ benchmark, metric, rig }) => `${benchmark} ${metric}` === name && rig === one.rig);
  const differing = Object.entries(one.parameters).filter(([key, value]) =>
    namesakes.some(({ parameters }) => parameters[key] !== value),
  );
  return differing.length === 0 ? name : `${name} (${differing.map((pair) => pair.join(" ")).join(", ")})`;
}

function table(series: readonly SeriesVerdict[]): string {
  const rows = new Table({
    head: ["verdict", "series", "rig", "change", "runs in blocks"],
    style: { head: [], border: [], compact: true },
  });
  for (const one of [...series].sort((a, b) => rank(a) - rank(b))) {
    rows.push([
      PAINT[one.verdict](one.verdict.replace("_", " ")) +
        (one.suspected ? ", suspected" : "") +
        (one.waiver === null ? "" : ", waived"),
      nameAmong(series, one),
      one.rig,
      one.effect ? effectText(one.effect) : "",
      `${one.candidate.runs} in ${one.candidate.blocks}`,
    ]);
  }
  return rows.toString();
}

/** `0.80× (0.78 to 0.82)`: the ratio to the baseline, or the difference in its unit. */
function effectText({ scale, value, low, high, unit }: Effect): string {
  const digits = (x: number) => (scale === "ratio" ? x.toFixed(3) : String(Number(x.toPrecision(3))));
  const suffix = { ratio: "×", difference: ` ${unit}`, points: " points" }[scale];
  return `${digits(value)}${suffix} (${digits(low)} to ${digits(high)})`;
}
