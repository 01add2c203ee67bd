/** Changesets of a branch, the newest first: candidates above the landed one that they stand on, each with what the gate said. */
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { VerdictWord } from "../model/verdict.ts";
import type { RecordedWord } from "../store/verdict-words.ts";
import type { Caller, Context } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { sightOf, visibleSeries } from "./read-series.ts";

export interface ListedChangeset extends Changeset {
  /** Null where the gate was not asked yet, or the caller may see nothing of what was measured. */
  readonly said: Omit<RecordedWord, "sha"> | null;
}

export interface ChangesetsAsk {
  /** Absent: the one with most landed changesets. */
  readonly branch?: string | undefined;
  /** Only those of which the gate said this, or nothing. */
  readonly verdict?: VerdictWord | "none" | undefined;
  /** The last one that was seen. */
  readonly after?: string | undefined;
}

export interface ChangesetList {
  readonly branch: string;
  /** Those that may be asked for, the longest first. */
  readonly branches: readonly string[];
  readonly items: readonly ListedChangeset[];
  /** Sha after which the list goes on; null at its end. */
  readonly next: string | null;
  /** Changesets that were looked at for these items. */
  readonly looked: number;
}

/** Shown at once, and looked at for them: what was said is read, and for who does not see every rig it is judged. */
const READ = { limit: 30, most: 300 };
const JUDGED = { limit: 10, most: 60 };

export async function listChangesets(ctx: Context, caller: Caller, ask: ChangesetsAsk): Promise<ChangesetList> {
  const { branches, byBranch } = await listed(ctx, caller);
  const branch = ask.branch ?? branches[0] ?? "";
  const all = byBranch.get(branch) ?? [];
  const start = startOf(all, ask);
  const isWhole = (await visibleSeries(ctx, caller)).length === (await ctx.known.series()).size;
  const { limit, most } = isWhole ? READ : JUDGED;
  const end = Math.min(all.length, start + (ask.verdict === undefined ? limit : most));
  const items: ListedChangeset[] = [];
  let at = start;
  for await (const one of saidOf(ctx, caller, all.slice(start, end), isWhole)) {
    at++;
    if (ask.verdict === undefined || (one.said?.verdict ?? "none") === ask.verdict) items.push(one);
    if (items.length === limit) break;
  }
  return { branch, branches, items, next: at < all.length ? (all[at - 1]?.sha ?? null) : null, looked: at - start };
}

function startOf(all: readonly Changeset[], { branch, after }: ChangesetsAsk): number {
  if (branch !== undefined && all.length === 0)
    throw new Fault("not_found", `No changeset of a branch ${branch || "without a name"} is known.`);
  const start = after === undefined ? 0 : all.findIndex(({ sha }) => sha === after) + 1;
  if (after === undefined || start > 0) return start;
  const detail = "The changeset after which the list should go on is not of this branch; start again without it.";
  throw new Fault("invalid", detail);
}

async function* saidOf(
  ctx: Context,
  caller: Caller,
  all: readonly Changeset[],
  isWhole: boolean,
): AsyncGenerator<ListedChangeset> {
  const { limit } = isWhole ? READ : JUDGED;
  for (let from = 0; from < all.length; from += limit) {
    const some = all.slice(from, from + limit);
    const said = await wordsFor(ctx, caller, some, isWhole);
    for (const changeset of some) yield { ...changeset, said: said.get(changeset.sha) ?? null };
  }
}

type Said = ReadonlyMap<string, Omit<RecordedWord, "sha">>;

/** What is recorded was said at full sight. Whoever sees less is told the part that is theirs, judged as of now. */
async function wordsFor(ctx: Context, caller: Caller, some: readonly Changeset[], isWhole: boolean): Promise<Said> {
  const recorded = await ctx.store.verdictWords(some.map(({ sha }) => sha));
  if (isWhole) return new Map(recorded.map(({ sha, ...said }) => [sha, said]));
  const words = new Map<string, Omit<RecordedWord, "sha">>();
  for (const { sha } of recorded) {
    // One after the other: the evidence of each is large while it is judged.
    const { verdict, final, why, series } = await judgeChangeset(ctx, caller, sha);
    if (series.length > 0) words.set(sha, { verdict, final, why }); // that others measured it is theirs
  }
  return words;
}

interface Listed {
  readonly branches: readonly string[];
  /** Of each branch its changesets, the newest first. */
  readonly byBranch: ReadonlyMap<string, readonly Changeset[]>;
}

async function listed(ctx: Context, caller: Caller): Promise<Listed> {
  return await ctx.known.derived(`changesets listed ${sightOf(caller)}`, async () => {
    const order = await ctx.known.landingOrder();
    const changesets = await ctx.known.changesets();
    const candidates = new Map<string, Changeset[]>();
    for (const one of await visibleChangesets(ctx, caller)) {
      const { branch = "", position } = one;
      if (position === undefined) candidates.set(branch, [...(candidates.get(branch) ?? []), one]);
    }
    const landedOn = order.branches();
    const branches = [...landedOn, ...[...candidates.keys()].filter((one) => !landedOn.includes(one)).sort()];
    const byBranch = branches.map((branch) => {
      const landed = order.trunk(branch);
      return [branch, newestFirst(landed, candidates.get(branch) ?? [], changesets)] as const;
    });
    return { branches, byBranch: new Map(byBranch) };
  });
}

/** `landed`: oldest first. A candidate whose parents lead to none of them comes before all others. */
function newestFirst(
  landed: readonly string[],
  candidates: readonly Changeset[],
  changesets: ReadonlyMap<string, Changeset>,
): Changeset[] {
  const places = new Map(landed.map((sha, place) => [sha, place]));
  const standing = candidates.flatMap((changeset) => {
    if (places.has(changeset.sha)) return [];
    const passed = new Set<string>();
    let base = changeset.parent;
    while (base !== undefined && !places.has(base) && !passed.has(base)) {
      passed.add(base);
      base = changesets.get(base)?.parent;
    }
    const place = base === undefined ? landed.length : (places.get(base) ?? landed.length);
    return [{ changeset, place, height: passed.size + 1 }];
  });
  const all = landed.map((sha, place) => ({ changeset: changesets.get(sha) ?? { sha }, place, height: 0 }));
  const key = ({ committedAt = "", sha }: Changeset) => `${committedAt} ${sha}`;
  return [...all, ...standing]
    .sort((a, b) => b.place - a.place || b.height - a.height || (key(a.changeset) < key(b.changeset) ? 1 : -1))
    .map(({ changeset }) => changeset);
}
