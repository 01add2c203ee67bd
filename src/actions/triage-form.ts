/** A form of the regressions page as what a person says of a regression: empty fields say nothing, "none" takes away. */
import { Fault } from "../model/fault.ts";
import type { TriageChange } from "../model/regression.ts";
import { RegressionPath, TriageBody } from "../wire/regression.ts";
import { formFaults } from "./form-faults.ts";

const FIELDS = ["state", "assignee", "ticket", "cause", "duplicateOf", "note"] as const;
const NONE = "none";

export function triageForm(id: string, fields: Readonly<Record<string, unknown>>): TriageChange {
  if (!RegressionPath.safeParse({ id }).success) throw new Fault("not_found", `There is no regression ${id}.`);
  const said = FIELDS.flatMap((field) => {
    const value = typeof fields[field] === "string" ? fields[field].trim() : "";
    return value === "" ? [] : [[field, value === NONE && field !== "note" ? null : value] as const];
  });
  const parsed = TriageBody.safeParse(Object.fromEntries(said));
  if (parsed.success) return parsed.data;
  const details = formFaults(parsed.error);
  const words = details.map(({ path, detail }) => `${path.slice(1)} ${detail}`).join("; ");
  throw new Fault("invalid", `Nothing was changed: ${words}.`, details);
}
