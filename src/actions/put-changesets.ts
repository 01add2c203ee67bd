/** Changesets learn their fields one by one, from runs and from the repository; a contradiction is refused. */
import type { Changeset } from "../model/changeset.ts";
import { Fault, type FaultDetail } from "../model/fault.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { record } from "./record.ts";

/** Fields that, once known, do not change: they decide what is compared with what. */
const SETTLED = ["parent", "tree", "position"] as const;

/** All or nothing. `path` leads to the list in what was sent; a single changeset has the path of itself. */
export async function putChangesets(
  ctx: Context,
  caller: Caller,
  changesets: readonly Changeset[],
  isList: boolean,
): Promise<{ changed: number }> {
  demand(caller, "release", "triage");
  const known = await ctx.known.changesets();
  const details = changesets.flatMap((changeset, index) => contradictions(changeset, known, isList ? `/${index}` : ""));
  details.push(...doublePositions(changesets, known, isList));
  if (details.length > 0)
    throw new Fault("invalid", "The changesets contradict what is known; nothing was stored.", details);
  const news = changesets.filter((changeset) => addsTo(known.get(changeset.sha), changeset));
  await record(
    ctx,
    caller,
    news.map((changeset) => ({ kind: "changeset", key: changeset.sha, body: changeset })),
  );
  return { changed: news.length };
}

/** Where a changeset says other than what is settled. */
export function contradictions(
  changeset: Changeset,
  known: ReadonlyMap<string, Changeset>,
  path: string,
): FaultDetail[] {
  const before = known.get(changeset.sha);
  const details: FaultDetail[] = SETTLED.flatMap((field) =>
    before?.[field] !== undefined && changeset[field] !== undefined && before[field] !== changeset[field]
      ? [{ path: `${path}/${field}`, detail: `is ${before[field]} already, not ${changeset[field]}` }]
      : [],
  );
  if (changeset.parent !== undefined && descendsFrom(changeset.parent, changeset.sha, known)) {
    details.push({ path: `${path}/parent`, detail: "would make the changeset its own ancestor" });
  }
  return details;
}

/** True when it says something that is not known yet. */
export function addsTo(before: Changeset | undefined, changeset: Changeset): boolean {
  const { trailers: _, ...fields } = changeset;
  return Object.entries(fields).some(
    ([field, value]) => value !== undefined && !isSame(before?.[field as keyof Changeset], value),
  );
}

function isSame(before: unknown, value: unknown): boolean {
  if (before === value) return true;
  return (
    typeof before === "string" &&
    typeof value === "string" &&
    /^\d{4}-/.test(before) &&
    Date.parse(before) === Date.parse(value)
  );
}

function descendsFrom(sha: string, ancestor: string, known: ReadonlyMap<string, Changeset>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = sha; at !== undefined && !seen.has(at); at = known.get(at)?.parent) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}

/** Two changesets of one branch with one position, among those sent and those known. */
function doublePositions(
  changesets: readonly Changeset[],
  known: ReadonlyMap<string, Changeset>,
  isList: boolean,
): FaultDetail[] {
  const place = ({ branch, position }: Changeset) => `${branch ?? ""} ${position}`;
  const taken = new Map(
    [...known.values()].filter(({ position }) => position !== undefined).map((c) => [place(c), c.sha]),
  );
  return changesets.flatMap((sent, index) => {
    const changeset = { ...known.get(sent.sha), ...sent };
    if (changeset.position === undefined) return [];
    const holder = taken.get(place(changeset));
    taken.set(place(changeset), changeset.sha);
    if (holder === undefined || holder === changeset.sha) return [];
    return [
      {
        path: `${isList ? `/${index}` : ""}/position`,
        detail: `${changeset.position} on ${changeset.branch ?? "no branch"} is taken by ${holder}`,
      },
    ];
  });
}
