/** The forms of a changeset's page as what a person asks for: every fault in one sentence, nothing done. */
import * as z from "zod";
import { Fault } from "../model/fault.ts";
import { WaiverBody } from "../wire/landing.ts";
import { OrderBody } from "../wire/work.ts";
import { formFaults } from "./form-faults.ts";
import type { WaiverAsk } from "./grant-waiver.ts";
import type { ManualAsk } from "./order-work.ts";

type Fields = Readonly<Record<string, unknown>>;

/** `what` is a choice of the form: ids of series, or a cell, as JSON. The last day counts to its end, UTC. */
export function waiverForm(fields: Fields): WaiverAsk {
  const until = textOf(fields, "until");
  const { only, ...what } = chosen(fields, "what");
  const ids = only === undefined ? undefined : parsed(SeriesIds, only);
  const { series: _, ...rest } = parsed(WaiverBody, {
    ...(ids ? { series: {} } : what),
    reason: textOf(fields, "reason"),
    ticket: textOf(fields, "ticket"),
    ...(until !== "" && { expiresAt: `${until}T23:59:59Z` }),
  });
  return { ...rest, ...(ids && { only: ids }) };
}

/** `what` is a rig and one of its suites, as JSON; with `parent`, the parent takes turns with it. */
export function retestForm(sha: string, parent: string | undefined, fields: Fields): ManualAsk {
  const why = textOf(fields, "why");
  return parsed(OrderBody, {
    ...chosen(fields, "what"),
    sha,
    runs: Number(textOf(fields, "runs") || "3"),
    ...(textOf(fields, "parent") !== "" && parent !== undefined && { baseline: parent }),
    ...(why !== "" && { why }),
  });
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value.trim() : "";
}

const SeriesIds = z.array(z.string()).min(1);
const Choice = z.record(z.string(), z.unknown());

function chosen(fields: Fields, name: string): Record<string, unknown> {
  try {
    return Choice.parse(JSON.parse(textOf(fields, name)));
  } catch {
    throw new Fault("invalid", "Nothing was done: choose what it is about.");
  }
}

function parsed<T>(schema: z.ZodType<T>, said: unknown): T {
  const result = schema.safeParse(said);
  if (result.success) return result.data;
  const details = formFaults(result.error);
  const words = details.map(({ path, detail }) => `${path.slice(1)} ${detail}`).join("; ");
  throw new Fault("invalid", `Nothing was done: ${words}.`, details);
}
