/** The form of a series' page as what a person writes down. */
import { Fault } from "../model/fault.ts";
import { AnnotationBody } from "../wire/annotation.ts";
import type { AnnotationAsk } from "./annotations.ts";
import type { Caller, Context } from "./context.ts";
import { formFaults } from "./form-faults.ts";
import { oneSeries } from "./read-series.ts";

export async function annotationForm(
  ctx: Context,
  caller: Caller,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<AnnotationAsk> {
  const { rig } = await oneSeries(ctx, caller, id);
  const word = (name: string) => (typeof fields[name] === "string" ? fields[name].trim() : "");
  const about = new Map<string, object>([
    ["series", { series: id }],
    ["rig", { rig }],
    ["all", {}],
  ]).get(word("about"));
  const parsed = AnnotationBody.safeParse({ changeset: word("changeset"), text: word("text"), ...about });
  const details = parsed.success ? [] : formFaults(parsed.error);
  if (about === undefined) details.push({ path: "/about", detail: "must be series, rig or all" });
  if (parsed.success && details.length === 0) return parsed.data;
  throw new Fault("invalid", "Nothing was written down.", details);
}
