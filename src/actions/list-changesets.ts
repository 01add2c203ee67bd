/** Changesets of a branch, the newest first: candidates above the landed one that they stand on, each with what the gate said. */
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { VerdictWord } from "../model/verdict.ts";
import type { RecordedWord } from "../store/verdict-words.ts";
import { type InOrder, newestFirst } from "./changesets-in-order.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { withoutHidden } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { isEverySeries, visibleSeries } from "./read-series.ts";

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
  /** The caller sees every series: what was said is read. For others each answer is judged, which nobody asks for in passing. */
  readonly isWhole: boolean;
}

/** Shown at once, and looked at for them: what was said is read, and for who does not see every rig it is judged. */
const READ = { limit: 30, most: 300 };
const JUDGED = { limit: 10, most: 10 };
/** Lists to be judged, of all readers; more would wait longer than anybody does. */
const MOST_WAITING = 30;

export async function listChangesets(ctx: Context, caller: Caller, ask: ChangesetsAsk): Promise<ChangesetList> {
  const { branches, branch, all } = await withoutHidden(ctx, caller, (hidden) => listed(ctx, hidden, ask.branch));
  const rest = all.slice(startOf(all, ask)).flatMap(({ changeset, isPast }) => (isPast ? [] : [changeset]));
  const isWhole = await seesAll(ctx, caller);
  const { limit, most } = isWhole ? READ : JUDGED;
  const items: ListedChangeset[] = [];
  let looked = 0;
  for await (const one of saidOf(ctx, caller, rest.slice(0, ask.verdict === undefined ? limit : most), isWhole)) {
    looked++;
    if (ask.verdict === undefined || (one.said?.verdict ?? "none") === ask.verdict) items.push(one);
    if (items.length === limit) break;
  }
  if (isWhole && !(await seesAll(ctx, caller))) return await listChangesets(ctx, caller, ask); // not any more
  const next = looked < rest.length ? (rest[looked - 1]?.sha ?? null) : null;
  return { branch, branches, items, next, looked, isWhole };
}

/** Who is judged for may make verdicts be recorded; for the others nothing is moved on. */
export async function settleChangesets(ctx: Context, caller: Caller, ask: ChangesetsAsk): Promise<void> {
  if (!(await seesAll(ctx, caller))) await listChangesets(ctx, caller, ask);
}

const seesAll = async (ctx: Context, caller: Caller): Promise<boolean> =>
  await isEverySeries(ctx, (await visibleSeries(ctx, caller)).length);

function startOf(all: readonly InOrder[], { branch, after }: ChangesetsAsk): number {
  if (branch !== undefined && all.length === 0)
    throw new Fault("not_found", `No changeset of a branch ${branch || "without a name"} is known.`);
  const start = after === undefined ? 0 : all.findIndex(({ changeset }) => changeset.sha === after) + 1;
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
  const shas = some.map(({ sha }) => sha);
  const name = `words on ${shas.join(" ")}`;
  const recorded = await ctx.known.derived(name, () => ctx.store.verdictWords(shas), ["verdicts"]);
  if (isWhole) return new Map(recorded.map(({ sha, ...said }) => [sha, said]));
  return await inTurn(ctx, async () => {
    const words = new Map<string, Omit<RecordedWord, "sha">>();
    for (const { sha } of recorded) {
      // One after the other: the evidence of each is large while it is judged.
      const { verdict, final, why, series } = await judgeChangeset(ctx, caller, sha);
      if (series.length > 0) words.set(sha, { verdict, final, why }); // that others measured it is theirs
    }
    return words;
  });
}

/** Whoever asks for many lists that are judged has them one by one, and leaves the processor to others. */
const inTurn = oneAtATime(MOST_WAITING);

interface Listed {
  readonly branches: readonly string[];
  readonly branch: string;
  /** The newest first. */
  readonly all: readonly InOrder[];
}

/** Follows from the changesets and from which of them are hidden, so that runs that hide none leave it as it is. */
async function listed(ctx: Context, hidden: ReadonlySet<string>, asked: string | undefined): Promise<Listed> {
  const without = `without ${ctx.sha256([...hidden].sort().join(" "))}`;
  const grouped = () =>
    ctx.known.derived(`candidates ${without}`, async () => candidatesByBranch(await ctx.known.changesets(), hidden), [
      "changesets",
    ]);
  const candidates = await grouped();
  const order = await ctx.known.landingOrder();
  const isOpen = (one: string) => candidates.get(one)?.some(({ sha }) => order.historyOf(sha) === sha);
  const branches = [...new Set([...order.branches(), ...[...candidates.keys()].filter(isOpen).sort()])];
  const branch = asked ?? branches[0] ?? "";
  if (!branches.includes(branch) && !candidates.has(branch)) return { branches, branch, all: [] };
  const all = await ctx.known.derived(`changesets of ${branch} ${without}`, async () => {
    const mine = (await grouped()).get(branch) ?? [];
    return newestFirst(branch, mine, await ctx.known.landingOrder(), await ctx.known.changesets());
  }, ["changesets"]);
  return { branches, branch, all };
}

const candidatesByBranch = (changesets: ReadonlyMap<string, Changeset>, hidden: ReadonlySet<string>) =>
  groupedBy(
    [...changesets.values()].filter(({ sha, position }) => position === undefined && !hidden.has(sha)),
    ({ branch = "" }) => branch,
  );
