/** Two states of the code against each other, for a person in a terminal: the means first, then what moved. */
import Table from "cli-table3";
import colors from "picocolors";
import { effectWords } from "../gate/words.ts";
import type { GeometricMean, Movement, ReleaseComparison, SeriesComparison } from "../model/release-comparison.ts";

const WORST_FIRST = ["regression", "undecided", "immaterial", "improvement"] as const satisfies readonly Movement[];

const PAINT: Record<Movement, (text: string) => string> = {
  regression: colors.red,
  improvement: colors.green,
  immaterial: colors.dim,
  undecided: colors.yellow,
};

/** Unless `showsAll`, only the series that moved, those that nobody can tell of, and those that creep. */
export function printComparison(comparison: ReleaseComparison, showsAll: boolean): void {
  const { baseline, candidate, series, uncompared, partial, assumption } = comparison;
  const telling = series.filter(({ movement, creep }) => movement !== "immaterial" || creep !== null);
  const shown = showsAll ? series : telling;
  const counts = WORST_FIRST.map(
    (movement) => `${series.filter((one) => one.movement === movement).length} ${movement}`,
  );
  const lines = [
    colors.bold(`${candidate.name} against ${baseline.name}: ${counts.join(", ")}, of ${series.length} series`),
    ...(partial ? ["Series of private rigs are left out; a token that may read them shows all."] : []),
    meansTable(comparison.means),
    ...(shown.length > 0 ? [seriesTable(shown)] : []),
    ...series.flatMap(creepLines),
    ...reasons(comparison),
    colors.dim(assumption),
  ];
  if (!showsAll && shown.length < series.length) lines.push(colors.dim("--all shows every series"));
  if (uncompared.length === 0 && series.length === 0) lines.push("nothing was measured in both");
  process.stdout.write(`${lines.join("\n")}\n`);
}

function meansTable(means: readonly GeometricMean[]): string {
  const rows = new Table({
    head: ["geometric mean", "performance", "95 % interval", "series"],
    style: { head: [], border: [], compact: true },
  });
  for (const { by, of, value, low, high, series } of means) {
    if (by === "metric") continue; // the series below say it
    const name = by === "overall" ? "overall" : `${by} ${of}`;
    rows.push([name, `${value.toFixed(3)}×`, `${low.toFixed(3)} to ${high.toFixed(3)}`, String(series)]);
  }
  return rows.toString();
}

function seriesTable(series: readonly SeriesComparison[]): string {
  const rows = new Table({
    head: ["", "series", "rig", "change", "material", "budget", "steps between"],
    style: { head: [], border: [], compact: true },
  });
  const rank = ({ movement }: SeriesComparison) => WORST_FIRST.indexOf(movement);
  for (const one of [...series].sort((a, b) => rank(a) - rank(b))) {
    rows.push([
      PAINT[one.movement](one.movement),
      `${one.benchmark} ${one.metric}`,
      one.rig,
      effectWords(one.effect),
      one.effect.scale === "ratio" ? `${Number((one.threshold * 100).toPrecision(3))} %` : String(one.threshold),
      `${Math.round(one.budgetSpent * 100)} %`,
      one.changes.map(({ sha, effect }) => `${sha.slice(0, 10)} ${effectWords(effect)}`).join("\n"),
    ]);
  }
  return rows.toString();
}

function creepLines({ benchmark, metric, rig, creep }: SeriesComparison): string[] {
  if (creep === null) return [];
  const between = `${creep.changesets} changesets after ${creep.from.slice(0, 10)}, up to ${creep.to.slice(0, 10)}`;
  const seen = creep.steps.length === 0 ? "no single step was seen" : `${creep.steps.length} small steps were seen`;
  return [`creeping: ${benchmark} ${metric} on ${rig} is ${effectWords(creep.effect)}, ${seen}, in ${between}`];
}

/** Series that could not be compared, those of one reason in one line. */
function reasons({ uncompared }: ReleaseComparison): string[] {
  const byReason = new Map<string, number>();
  for (const { why } of uncompared) byReason.set(why, (byReason.get(why) ?? 0) + 1);
  return [...byReason].map(([why, count]) => colors.dim(`${count} not compared: ${why}`));
}
