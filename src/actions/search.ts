/** Where is it? One text sought in everything that the caller may see. */
import type { Changeset, Release } from "../model/changeset.ts";
import type { StoredLanding } from "../model/landing.ts";
import { parametersOf } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { visibleSeries } from "./read-series.ts";
import { listRigs, type ShownRig } from "./rig-away.ts";

/** The first of what matches, and how many do. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface SearchResult {
  readonly series: Found<SeriesRow>;
  /** The newest first. */
  readonly changesets: Found<Changeset>;
  readonly releases: Found<Release>;
  readonly rigs: Found<ShownRig>;
  readonly vendors: Found<string>;
  readonly landings: Found<StoredLanding>;
}

/** Of each kind. */
const MOST = 25;

/** Every word of `text` must occur somewhere in what is found, whatever its case; a sha by its beginning. */
export async function search(ctx: Context, caller: Caller, text: string): Promise<SearchResult> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (...parts: readonly (string | undefined)[]) => {
    const all = parts
      .filter((part) => part !== undefined)
      .join(" ")
      .toLowerCase();
    return words.length > 0 && words.every((word) => all.includes(word));
  };
  const rigs = await listRigs(ctx, caller);
  const vendors = [...new Set(rigs.flatMap(({ vendor }) => vendor ?? []))].sort();
  const changesets = await visibleChangesets(ctx, caller);
  const releases = [...(await ctx.known.releases()).values()];
  return {
    series: first(
      (await visibleSeries(ctx, caller)).filter((one) =>
        has(one.id, one.benchmark, one.metric, one.rig, one.pairing, one.version, ...parametersOf(one)),
      ),
    ),
    changesets: first(
      changesets.filter((one) => isNamed(one, words) || has(one.subject, one.ticket, one.author)).sort(newestFirst),
    ),
    releases: first(releases.filter((one) => has(one.tag, one.branch) || isNamed(one, words)).sort(latestFirst)),
    rigs: first(rigs.filter((one) => has(one.rig, one.vendor, one.description, ...(one.labels ?? [])))),
    vendors: first(vendors.filter((vendor) => has(vendor))),
    landings: first([...(await ctx.known.landings()).values()].filter((one) => has(one.ticket, one.kind, one.release))),
  };
}

const first = <T>(all: readonly T[]): Found<T> => ({ items: all.slice(0, MOST), total: all.length });

/** By sha or Change-Id, from its first digits on. */
function isNamed({ sha, changeId = "" }: Pick<Changeset, "sha" | "changeId">, words: readonly string[]): boolean {
  const [word = "", more] = words;
  if (more !== undefined || word.length < 4) return false;
  return sha.toLowerCase().startsWith(word) || changeId.toLowerCase().startsWith(word);
}

/** Candidates, which have no place yet, before all that landed. */
const newestFirst = (a: Changeset, b: Changeset): number =>
  (b.position ?? Number.MAX_SAFE_INTEGER) - (a.position ?? Number.MAX_SAFE_INTEGER) ||
  (b.committedAt ?? "").localeCompare(a.committedAt ?? "");

const latestFirst = (a: Release, b: Release): number => (b.releasedAt ?? "").localeCompare(a.releasedAt ?? "");
