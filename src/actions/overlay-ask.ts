/** What an address asks to be laid over a series: `with=LINE,LINE`, one more as `add`, `relative`, and the stretch. */
import type { OverlayAsk } from "./overlay-series.ts";

type Query = Readonly<Partial<Record<string, string>>>;

export function overlayAsk(series: string, query: Query): OverlayAsk {
  return {
    series,
    branch: query["branch"] || undefined,
    lines: linesOf(query),
    relative: query["relative"] || undefined,
    from: query["from"],
    to: query["to"],
  };
}

/** In the order in which they were named, each once. A branch's name may have a comma: then it is written `%2C`. */
export function linesOf({ with: list = "", add = "" }: Query): string[] {
  const named = list.split(",").map((line) => line.replace(/%2C/gi, ","));
  return [...new Set([...named, add])].filter((line) => line !== "");
}

const lineList = (lines: readonly string[]): string => lines.map((line) => line.replace(/,/g, "%2C")).join(",");

/** The same, as an address says it. */
export const overlayQuery = (lines: readonly string[], relative: string): Record<string, string> => ({
  ...(lines.length > 0 && { with: lineList(lines) }),
  ...(relative !== "" && { relative }),
});
