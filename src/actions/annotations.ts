/** What people write beside the figures of a changeset: on record with author and time, seen by whom the rig is seen by. */
import type { Annotation } from "../model/annotation.ts";
import { Fault, type FaultDetail } from "../model/fault.ts";
import { type Caller, type Context, demand, isAdmin } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { hiddenChangesets, visibleChangesets } from "./hidden-changesets.ts";
import { contentHash } from "./identify.ts";
import { canSee, visibleSeries } from "./read-series.ts";
import { record } from "./record.ts";

export interface AnnotationAsk {
  /** A sha, or a beginning of one. */
  readonly changeset: string;
  readonly series?: string | undefined;
  readonly rig?: string | undefined;
  readonly text: string;
}

export interface Annotated {
  readonly annotation: Annotation;
  readonly isNew: boolean;
}

const MAY_ANNOTATE = ["annotate", "triage"] as const;
export const mayAnnotate = (caller: Caller): boolean =>
  isAdmin(caller) || MAY_ANNOTATE.some((scope) => caller.scopes.includes(scope));

/** `who`: its author. */
export const mayWithdraw = (caller: Caller, who: string): boolean =>
  isAdmin(caller) || caller.scopes.includes("triage") || (mayAnnotate(caller) && who === caller.name);

export async function annotate(ctx: Context, caller: Caller, ask: AnnotationAsk): Promise<Annotated> {
  demand(caller, ...MAY_ANNOTATE);
  const sha = await fullSha(ctx, caller, ask.changeset);
  const row = (await visibleSeries(ctx, caller)).find(({ id }) => id === ask.series);
  const rig = row?.rig ?? ask.rig ?? null;
  const faults = await unknownIn(ctx, caller, { ...ask, changeset: sha }, row !== undefined);
  if (faults.length > 0) throw new Fault("invalid", "Nothing was written down.", faults);
  const said = { sha, series: row?.id ?? null, rig, text: ask.text.trim(), who: caller.name };
  const id = contentHash(said, ctx.sha256).slice(0, 16);
  return await ctx.known.inTurn(async () => {
    const known = (await ctx.known.annotations()).get(id);
    if (known && !known.isWithdrawn) return { annotation: known, isNew: false };
    const annotation: Annotation = { id, ...said, at: ctx.now().toISOString(), isWithdrawn: false };
    await record(ctx, caller, [{ kind: "annotation", key: id, body: annotation }]);
    return { annotation, isNew: true };
  });
}

/** What does not exist is refused, and so is what the caller may not see. */
async function unknownIn(ctx: Context, caller: Caller, ask: AnnotationAsk, isKnown: boolean): Promise<FaultDetail[]> {
  const faults: FaultDetail[] = [];
  const { changeset, series, rig } = ask;
  if (!(await visibleChangesets(ctx, caller)).some(({ sha }) => sha === changeset))
    faults.push({ path: "/changeset", detail: `${changeset} is not a known changeset` });
  if (series !== undefined && !isKnown) faults.push({ path: "/series", detail: `${series} is not a known series` });
  const registered = rig === undefined ? undefined : (await ctx.known.rigs()).get(rig);
  if (rig !== undefined && (registered === undefined || !canSee(caller, registered)))
    faults.push({ path: "/rig", detail: `${rig} is not a known rig` });
  return faults;
}

/** By its author, or by whoever triages; what was written stays in the log. */
export async function withdrawAnnotation(ctx: Context, caller: Caller, id: string): Promise<Annotation> {
  demand(caller, ...MAY_ANNOTATE);
  const known = (await visibleAnnotations(ctx, caller)).find((one) => one.id === id);
  if (!known) throw new Fault("not_found", `There is no annotation ${id}; tarnish annotation list shows them.`);
  if (!mayWithdraw(caller, known.who))
    throw new Fault("forbidden", `${known.who} wrote it: only they, or who triages, may take it back.`);
  const withdrawn = { ...known, isWithdrawn: true };
  await record(ctx, caller, [{ kind: "annotation", key: id, body: withdrawn }]);
  return withdrawn;
}

export interface AnnotationFilter {
  readonly series?: string | undefined;
  readonly rig?: string | undefined;
  readonly changeset?: string | undefined;
}

/** Those that stand, newest first. */
export async function visibleAnnotations(
  ctx: Context,
  caller: Caller,
  { series, rig, changeset }: AnnotationFilter = {},
): Promise<Annotation[]> {
  const rigs = await ctx.known.rigs();
  const all = [...(await ctx.known.annotations()).values()];
  const hidden = await hiddenChangesets(ctx, caller);
  const isSeen = (one: Annotation) =>
    !one.isWithdrawn && !hidden.has(one.sha) && (one.rig === null || canSee(caller, rigs.get(one.rig)));
  const isAsked = (one: Annotation) =>
    (series === undefined || one.series === series) &&
    (rig === undefined || one.rig === rig) &&
    (changeset === undefined || one.sha === changeset);
  return all
    .filter((one) => isSeen(one) && isAsked(one))
    .sort((a, b) => b.at.localeCompare(a.at) || (a.id < b.id ? -1 : 1));
}
