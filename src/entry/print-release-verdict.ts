/** The verdict on a release for a person in a terminal: the answer, the budget, what decides, what is missing. */
import Table from "cli-table3";
import colors from "picocolors";
import { effectWords } from "../gate/words.ts";
import { cellWords } from "../model/release-coverage.ts";
import type { ReleaseVerdict } from "../model/release-verdict.ts";
import { type SeriesVerdict, WORST_FIRST } from "../model/verdict.ts";
import { PAINT } from "./verdict-paint.ts";

/** Unless `showsAll`, only series that do not pass. */
export function printReleaseVerdict(verdict: ReleaseVerdict, showsAll: boolean): void {
  const { release, against, series, phase, partial } = verdict;
  const shown = showsAll ? series : series.filter((one) => one.verdict !== "pass");
  const word = PAINT[verdict.verdict](colors.bold(verdict.verdict.replace("_", " ")));
  const lines = [
    `${word}  ${release.name} against ${against.name}${phase === null ? "" : `, ${phase.replaceAll("_", " ")}`}`,
    verdict.why,
    ...(partial ? ["Series of private rigs are left out; a token that may read them shows all."] : []),
    ...verdict.means
      .filter(({ by }) => by === "overall")
      .map(
        ({ value, low, high, series: count }) =>
          `geometric mean of ${count} series: ${value.toFixed(3)}× (${low.toFixed(3)} to ${high.toFixed(3)}; below 1 is slower)`,
      ),
    ...(shown.length > 0 ? [table(shown)] : []),
    ...(shown.length < series.length
      ? [colors.dim(`${series.length - shown.length} more series pass (--all shows them)`)]
      : []),
    ...budgetLines(verdict),
    ...coverageLines(verdict),
    ...verdict.missing.map(({ what, why }) => `missing: ${what} (${why})`),
    colors.dim(
      `policy ${verdict.policy.name} ${verdict.policy.version}, engine ${verdict.engine}, ${verdict.inputs.slice(0, 19)}…`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function table(series: readonly SeriesVerdict[]): string {
  const rows = new Table({
    head: ["verdict", "series", "rig", "change", "runs in blocks"],
    style: { head: [], border: [], compact: true },
  });
  const rank = ({ verdict }: SeriesVerdict) => WORST_FIRST.indexOf(verdict);
  for (const one of [...series].sort((a, b) => rank(a) - rank(b))) {
    rows.push([
      PAINT[one.verdict](one.verdict.replace("_", " ")),
      `${one.benchmark} ${one.metric}`,
      one.rig,
      one.effect ? effectWords(one.effect) : "",
      `${one.candidate.runs} in ${one.candidate.blocks}`,
    ]);
  }
  return rows.toString();
}

/** The marks are 50, 80 and 100 %. */
function budgetLines({ budget }: ReleaseVerdict): string[] {
  if (budget.spent.length === 0)
    return [`creep budget (${percent(budget.limit)} a series): no series has spent half of it`];
  return budget.spent.map(
    ({ benchmark, metric, rig, spent, mark }) =>
      `creep budget: ${benchmark} ${metric} on ${rig} has spent ${percent(spent)} (mark ${percent(mark)})`,
  );
}

function coverageLines({ coverage }: ReleaseVerdict): string[] {
  if (coverage.length === 0) return [];
  const count = (state: string) => coverage.filter((cell) => cell.state === state).length;
  const never = coverage.filter(({ state }) => state === "never").map(cellWords);
  return [
    `promised cells: ${count("measured")} measured, ${count("stale")} stale, ${count("never")} never${never.length > 0 ? ` (${never.join("; ")})` : ""}`,
  ];
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;
