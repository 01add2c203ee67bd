/** What Lustre's three surveys have in common: a sweep, whose rows are points of different settings, not repeats. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { excerpt, type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { type SurveyRow, surveyMeasurements, toSurveyRow } from "./survey-row.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toInstant } from "./tool-text.ts";

export interface Survey {
  readonly id: string;
  /** The word that every row begins with. */
  readonly first: string;
  readonly unit: string;
  readonly metric: (test: string) => string;
  /** The tool's abbreviations, and the parameter each becomes. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The test that a row ends with, where that is known. */
  readonly last?: string;
}

const HEADER = /^(\w{3} \w{3} +\d+ [\d:]{8})(?: [A-Z]+)? (\d{4}) (\w+)-survey\b.*?(?:case=(\w+))?(?: from (\S+))?$/i;

export function surveyFormat(survey: Survey): Format {
  const row = new RegExp(`^ *${survey.first} +\\d+ +(?:sz|file) +\\d`, "m");
  const header = new RegExp(`^.* ${survey.id} for case=`, "im");
  return {
    id: survey.id,
    recognizes: (text) => row.test(text) || header.test(text),
    read: (text) => readSurvey(survey, text),
  };
}

function readSurvey(survey: Survey, text: string): Reading {
  const skipped = skippedLines();
  const lines = text.split("\n");
  const header = lines.map((line) => HEADER.exec(line.trim())).find((match) => match !== null);
  const rows: SurveyRow[] = [];
  let isBroken = false;
  lines.forEach((line, index) => {
    const row = index < lines.length - 1 ? toSurveyRow(line, survey.first) : undefined;
    if (row !== undefined) rows.push(row);
    else if (line.trimStart().startsWith(`${survey.first} `) || isFragment(lines, index)) {
      isBroken = true;
      skipped.add(index + 1, "a row that is not whole", line);
    } else if (line.trim() !== "" && HEADER.exec(line.trim()) === null) skipped.add(index + 1, "not a row", line);
  });
  const [, day = "", year = "", , kind, host] = header ?? [];
  const measurements: Measurement[] = rows.flatMap((row) =>
    surveyMeasurements(row, { benchmark: survey.id, unit: survey.unit }, survey.metric, survey.parameters),
  );
  return {
    tool: { name: survey.id },
    measurements: tellApart(measurements.map((each) => withCase(each, kind))),
    complete: measurements.length > 0 && !isBroken && hasAllTests(rows, survey, skipped),
    skipped: skipped.list(),
    ...present({ startedAt: toInstant(`${day} ${year}`) }),
    context: present({ host: host === undefined ? undefined : excerpt(host) }),
  };
}

/** A last line without its end may have been cut anywhere. */
const isFragment = (lines: readonly string[], index: number) =>
  index === lines.length - 1 && (lines[index] ?? "").trim() !== "";

const withCase = (measurement: Measurement, kind: string | undefined): Measurement =>
  kind === undefined ? measurement : { ...measurement, parameters: { ...measurement.parameters, case: kind } };

/** A row with fewer tests than the others was aborted, also the only one when it lacks the last test. */
function hasAllTests(rows: readonly SurveyRow[], { last }: Survey, skipped: SkippedLines): boolean {
  const names = rows.map(({ tests }) => tests.map(({ name }) => name).join());
  const isEven = names.every((name) => name === names[0]);
  const hasLast = last === undefined || rows.length > 1 || names.every((name) => name.split(",").includes(last));
  const isMeasured = rows.every(({ tests }) => tests.every(({ value }) => value !== undefined && value > 0));
  if (!isEven || !hasLast) skipped.add(0, "a row has some of the tests only: the survey was aborted");
  return isEven && hasLast && isMeasured;
}
