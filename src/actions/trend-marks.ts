/** What happened along a series beside its values: waivers, changes of the rig, and what people wrote down. */
import type { MarkKind, TrendMark } from "../charts/series-data.ts";
import type { LandingOrder } from "../detect/landing-order.ts";
import type { Bridge } from "../gate/landing.ts";
import { counted, effectWords } from "../gate/words.ts";
import type { AcceptedState } from "../model/epoch.ts";
import { visibleAnnotations } from "./annotations.ts";
import type { Caller, Context } from "./context.ts";
import { ordinalsOn, seriesHistory } from "./read-series.ts";
import { type BridgeBetween, seriesBridges } from "./series-bridges.ts";
import { FIRST, UNTOLD } from "./series-epochs.ts";
import type { SeriesTrend } from "./series-trend.ts";
import { isOf, visibleWaivers } from "./waivers.ts";

export interface ShownMark {
  readonly kind: MarkKind;
  /** As the picture has it; null where it lies beyond what was measured on this branch. */
  readonly mark: TrendMark | null;
  readonly sha: string;
  readonly text: string;
  readonly who: string;
  /** RFC 3339; "" where it has no time of its own. */
  readonly at: string;
  /** Of an annotation. */
  readonly id: string;
}

type Found = Omit<ShownMark, "mark"> & { readonly index: number | null };

/** In landing order, numbered from 1; those without a place last. */
export async function trendMarks(ctx: Context, caller: Caller, history: SeriesTrend): Promise<ShownMark[]> {
  const order = await ctx.known.landingOrder();
  const placeOf = placesOn(history, order);
  const accepted = [...(await ctx.known.acceptedStates()).values()].filter(({ rig }) => rig === history.series.rig);
  const found = [
    ...(await rigChanges(history, accepted, () => bridgesOf(ctx, history))),
    ...(await waived(ctx, caller, history)).map((one) => ({ ...one, index: placeOf(one.sha) })),
    ...(await written(ctx, caller, history)).map((one) => ({ ...one, index: placeOf(one.sha) })),
  ];
  found.sort(
    (a, b) => (a.index ?? Number.MAX_SAFE_INTEGER) - (b.index ?? Number.MAX_SAFE_INTEGER) || (a.at < b.at ? -1 : 1),
  );
  return found.map(({ index, ...shown }, at) => {
    const mark = index === null ? null : { kind: shown.kind, index, number: at + 1, text: shown.text };
    return { ...shown, mark };
  });
}

/** From every run of it, whoever asked for it. */
async function bridgesOf(ctx: Context, { series, branch }: SeriesTrend): Promise<BridgeBetween> {
  return await seriesBridges(ctx, await seriesHistory(ctx, series, branch));
}

/**
 * Where the newest runs of a changeset were made in another state of the rig than those before it. Bridges are asked
 * for only where there is one to look for.
 */
export async function rigChanges(
  { epochs, changesets }: Along,
  accepted: readonly Pick<AcceptedState, "epoch" | "reason">[],
  bridges: () => Promise<BridgeBetween>,
): Promise<Found[]> {
  const reasons = new Map(accepted.map(({ epoch, reason }) => [epoch, reason]));
  const found: Found[] = [];
  /** Epochs that the rig had, the last one last; an open drift is none. */
  const had = new Set<string>();
  let before = UNTOLD;
  for (const [index, epoch] of epochs.entries()) {
    if (epoch === UNTOLD) continue;
    const isChange = before !== UNTOLD && before !== epoch;
    before = epoch;
    const place = { index: index - 0.5, sha: changesets[index]?.sha ?? "", who: "", at: "", id: "" };
    const isSettled = epoch === FIRST || reasons.has(epoch);
    if (isChange) {
      const words = isSettled ? await settledWords(had, epoch, reasons.get(epoch), bridges) : DRIFTED;
      found.push(...words.map(([kind, text]) => ({ ...place, kind, text })));
    }
    if (!isSettled) continue;
    had.delete(epoch);
    had.add(epoch);
  }
  return found;
}

type Words = readonly (readonly [MarkKind, string])[];

/** The epoch is one that the rig had, or new: tied to the newest of those before it over which a bridge leads. */
async function settledWords(
  had: ReadonlySet<string>,
  epoch: string,
  reason: string | undefined,
  bridges: () => Promise<BridgeBetween>,
): Promise<Words> {
  if (had.has(epoch)) return [["epoch", againWords(epoch)]];
  const bridgeBetween = await bridges();
  let bridge: Bridge | null = null;
  for (const old of [...had].reverse()) bridge ??= bridgeBetween(old, epoch);
  const text = `The rig became epoch ${epoch}${reason === undefined ? "" : `: ${reason}`}`;
  if (bridge === null) return [["epoch", `${text}${NO_BRIDGE}`]];
  return [
    ["epoch", text],
    ["bridge", bridgeWords(bridge)],
  ];
}

/** The epoch of each measured changeset's newest runs. */
interface Along {
  readonly epochs: readonly string[];
  readonly changesets: readonly { readonly sha: string }[];
}

const DRIFTED: Words = [["drift", "The rig drifted: nobody accepted its state yet, nothing is compared across it."]];
const NO_BRIDGE = " (no bridge leads here: nothing is compared with what lies before)";
const againWords = (epoch: string): string =>
  `The rig is as it was before (epoch ${epoch}): compared with its runs of then.`;

/** What was measured on both sides, and by how much the rig alone moved the figures. */
function bridgeWords({ from, to, effect, changesets, runs }: Bridge): string {
  const basis = `${counted(changesets, "changeset")} measured on both sides, ${counted(runs.length, "run")}`;
  return `From epoch ${from} to ${to} the same code measures ${effectWords(effect)} of what it did (${basis}). Comparisons across it are carried over by this, and its uncertainty is part of theirs.`;
}

async function waived(ctx: Context, caller: Caller, { series }: SeriesTrend): Promise<Omit<ShownMark, "mark">[]> {
  const mine = (await visibleWaivers(ctx, caller)).filter((waiver) => isOf(waiver, series.id));
  return mine.map(({ sha, reason, ticket, who, at, expiresAt, isRevoked }) => {
    const until = isRevoked ? "revoked" : `until ${expiresAt.slice(0, 10)}`;
    return { kind: "waiver", sha, text: `Waived (${ticket}, ${until}): ${reason}`, who, at, id: "" };
  });
}

async function written(ctx: Context, caller: Caller, { series }: SeriesTrend): Promise<Omit<ShownMark, "mark">[]> {
  const all = await visibleAnnotations(ctx, caller);
  return all
    .filter((one) => one.series === series.id || (one.series === null && (one.rig === null || one.rig === series.rig)))
    .map(({ sha, text, who, at, id }) => ({ kind: "annotation", sha, text, who, at, id }));
}

/** The first measured changeset that contains one, the last where none does yet; null off this branch. */
function placesOn({ trunk, changesets }: SeriesTrend, order: LandingOrder): (sha: string) => number | null {
  const depth = ordinalsOn(trunk);
  let depths: readonly number[] | undefined;
  return (sha) => {
    const at = depth.get(order.historyOf(sha));
    depths ??= changesets.map((row) => depth.get(row.sha) ?? 0);
    if (at === undefined || depths.length === 0) return null;
    const index = depths.findIndex((measured) => measured >= at);
    return index < 0 ? depths.length - 1 : index;
  };
}
