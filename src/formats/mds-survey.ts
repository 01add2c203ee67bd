/** mds-survey of lustre-iokit: metadata targets without clients. Values are operations a second. */
import { surveyFormat } from "./survey.ts";

export const mdsSurvey = surveyFormat({
  id: "mds-survey",
  first: "mdt",
  unit: "ops/s",
  metric: (test) => `${test.replaceAll("_", "-")}.rate`,
  parameters: { mdt: "mdts", file: "files", dir: "directories", thr: "threads" },
});
