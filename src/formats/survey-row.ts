/**
 * A row of Lustre's surveys: what was set, then what was measured.
 * "ost 8 sz 67108864K rsz 1024K obj 8 thr 8 write 613.54 [ 64.00, 82.00] read 700.00 SHORT"
 */
import type { Measurement } from "../model/run.ts";
import { toNumber } from "./tool-text.ts";

export interface SurveyRow {
  /** "obj" → "8", in the tool's words. */
  readonly settings: ReadonlyMap<string, string>;
  readonly tests: readonly { readonly name: string; readonly value: number | undefined; readonly trouble: string }[];
}

const SETTING = /^(dev|ost|mdt|sz|rsz|obj|thr|crg|file|dir) +(\d+K?) */;
/** The smallest and largest momentary rates in brackets may lie outside of the value; words replace them. */
const TEST =
  /^([a-z][a-z_]*) +(?:(\d+\.\d+)(?: *(\[ *[\d.]+ *, *[\d.]+ *\]|[A-Z]{2,}|\d+ failed))?|([A-Z]{2,}|\d+ failed))(?: +|$)/;

/** Undefined for what is no whole row. Of a test without a number only the trouble is known. */
export function toSurveyRow(line: string, first: string): SurveyRow | undefined {
  let rest = line.trimStart();
  if (!rest.startsWith(`${first} `)) return undefined;
  const settings = new Map<string, string>();
  for (let match = SETTING.exec(rest); match !== null; match = SETTING.exec(rest)) {
    settings.set(match[1] ?? "", match[2] ?? "");
    rest = rest.slice(match[0].length);
  }
  const tests: SurveyRow["tests"][number][] = [];
  for (let match = TEST.exec(rest); match !== null; match = TEST.exec(rest)) {
    const [whole, name = "", value, after = "", alone = ""] = match;
    const trouble = after.startsWith("[") ? "" : after || alone;
    tests.push({ name, value: toNumber(value), trouble });
    rest = rest.slice(whole.length);
  }
  return rest.trim() === "" && tests.length > 0 ? { settings, tests } : undefined;
}

/** SHORT says that a test ended before momentary rates could be taken; every other word is a failure. */
export function surveyMeasurements(
  { settings, tests }: SurveyRow,
  common: Pick<Measurement, "benchmark" | "unit">,
  metric: (test: string) => string,
  parameters: Readonly<Record<string, string>>,
): Measurement[] {
  const named = Object.fromEntries(
    [...settings].map(([setting, value]) => [parameters[setting] ?? setting, withUnit(setting, value)]),
  );
  return tests.flatMap(({ name, value, trouble }) => {
    if (value === undefined || value <= 0) return [];
    const isFailed = trouble !== "" && trouble !== "SHORT";
    return [
      {
        ...common,
        metric: metric(name),
        better: "higher" as const,
        parameters: named,
        values: [value],
        ...(isFailed ? { suspect: [`the survey says ${trouble}`] } : {}),
      },
    ];
  });
}

/** Sizes are in KiB; older versions leave the K out. */
const withUnit = (setting: string, value: string) =>
  setting === "sz" || setting === "rsz" ? `${value.replace("K", "")}KiB` : value;
