/** obdfilter-survey of lustre-iokit: object storage targets without clients. Values are MiB/s by wall clock. */
import { surveyFormat } from "./survey.ts";

export const obdfilterSurvey = surveyFormat({
  id: "obdfilter-survey",
  first: "ost",
  unit: "MiB/s",
  metric: (test) => `${test}.bandwidth`,
  parameters: { ost: "osts", sz: "size", rsz: "record", obj: "objects", thr: "threads" },
  last: "read",
});
