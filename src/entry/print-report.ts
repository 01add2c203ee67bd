/** What came of verifying a collateral, in words and as an exit code. */
import type { CollateralReport } from "../actions/verify-collateral.ts";
import { EXIT } from "./exit.ts";

/** The lines of a log begin with a place in a chain, or with a cursor; whatever else is damaged, they name one. */
export const isLikeCollateral = (beginning: string): boolean =>
  !/"(chain|cursor|linkHash)"/.test(beginning.slice(0, 200));

/** Differences that are named one by one. */
const MOST_NAMED = 20;

export function printReport(report: CollateralReport, asJson: boolean | undefined): number {
  process.stdout.write(asJson ? `${JSON.stringify(report)}\n` : `${lines(report).join("\n")}\n`);
  return report.altered.length === 0 && report.differences.length === 0 ? EXIT.ok : EXIT.fail;
}

function lines({ sha, verdict, engine, altered, differences }: CollateralReport): string[] {
  const named = differences.slice(0, MOST_NAMED);
  const isAnother = engine.file !== engine.here;
  return [
    ...altered.map((path) => `changed since it was made: ${path}`),
    ...named.map(
      ({ path, file, recomputed }) => `${path}: the file says ${shown(file)}, its evidence gives ${shown(recomputed)}`,
    ),
    ...(differences.length > named.length ? [`${differences.length - named.length} more differences`] : []),
    ...(isAnother
      ? [`judged by engine ${engine.file}; this is engine ${engine.here}, which may say it otherwise`]
      : []),
    altered.length === 0 && differences.length === 0
      ? `${sha}: ${verdict}, recomputed from its evidence: same words, same figures`
      : `${sha}: not what it was`,
  ];
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
