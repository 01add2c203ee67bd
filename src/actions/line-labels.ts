/** What tells lines apart that are drawn over one another, and what they have in common. */
import type { Series } from "../model/series.ts";

export interface NamedLine {
  readonly series: Series;
  readonly branch: string;
}

/** "opensfs-b", "clients 64", "b2_15": of all that a line is, what not all of them are; the rig where nothing differs. */
export function lineLabels(lines: readonly NamedLine[]): string[] {
  const names = [...new Set(lines.flatMap(({ series }) => Object.keys(series.parameters)))].sort();
  const parts = lines.map((line) => partsOf(line, names));
  const differs = (part: number) => new Set(parts.map((mine) => mine[part])).size > 1;
  return parts.map((mine, at) => {
    const own = mine.filter((text, part) => text !== "" && differs(part));
    return own.length > 0 ? own.join(" · ") : (lines[at]?.series.rig ?? "");
  });
}

/** As many for each line: a parameter that one does not have is an empty part of it. */
function partsOf({ series, branch }: NamedLine, names: readonly string[]): string[] {
  const { benchmark, metric, version, pairing, rig, parameters } = series;
  const own = names.map((name) => (Object.hasOwn(parameters, name) ? `${name} ${parameters[name]}` : ""));
  return [benchmark, metric, ...own, version, pairing, rig, branch];
}

/** "write.bandwidth of ior-easy", or how many there are where they differ in that. */
export function lineTitle(series: readonly Series[]): string {
  const names = new Set(series.map(({ benchmark, metric }) => `${metric} of ${benchmark}`));
  return names.size === 1 ? ([...names][0] ?? "") : `${names.size} metrics`;
}
