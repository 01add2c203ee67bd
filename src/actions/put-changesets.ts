/** Changesets learn their fields one by one, from runs and from the repository; a contradiction is refused. */
import type { Changeset } from "../model/changeset.ts";
import { Fault, type FaultDetail } from "../model/fault.ts";
import { canonical } from "./canonical.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { record } from "./record.ts";

/** Fields that, once known, do not change: they decide what is compared with what. */
const SETTLED = ["parent", "tree", "position"] as const;

/** All or nothing. `isList`: paths in faults lead into a list. */
export async function putChangesets(
  ctx: Context,
  caller: Caller,
  changesets: readonly Changeset[],
  isList: boolean,
): Promise<{ changed: number }> {
  demand(caller, "release", "triage");
  return await ctx.known.inTurn(async () => {
    const history = new History(await ctx.known.changesets());
    const news: Changeset[] = [];
    const faults = changesets.flatMap((changeset, index) => {
      if (addsTo(history.get(changeset.sha), changeset)) news.push(changeset);
      const details = history.admit(changeset, isList ? `/${index}` : "");
      return details.map((detail) => ({ sha: changeset.sha, detail }));
    });
    if (faults.length > 0) {
      const details = await tellable(ctx, caller, faults);
      throw new Fault("invalid", "The changesets contradict what is known; nothing was stored.", details);
    }
    await record(
      ctx,
      caller,
      news.map((changeset) => ({ kind: "changeset", key: changeset.sha, body: changeset })),
    );
    return { changed: news.length };
  });
}

/** Of a changeset that the caller may not see, a contradiction does not say what is known of it. */
export async function tellable(
  ctx: Context,
  caller: Caller,
  faults: readonly { readonly sha: string; readonly detail: FaultDetail }[],
): Promise<FaultDetail[]> {
  const hidden = await hiddenChangesets(ctx, caller);
  return faults.map(({ sha, detail: { path, detail } }) => ({
    path,
    detail: hidden.has(sha) ? "contradicts what is known already" : detail,
  }));
}

/** What is known, with what is being sent on top: each changeset is held against those before it, too. */
export class History {
  readonly #known: ReadonlyMap<string, Changeset>;
  readonly #sent = new Map<string, Changeset>();
  #places: Map<string, string> | undefined;
  #parents: Set<string> | undefined;

  constructor(known: ReadonlyMap<string, Changeset>) {
    this.#known = known;
  }

  get(sha: string): Changeset | undefined {
    return this.#sent.get(sha) ?? this.#known.get(sha);
  }

  /** The places where the changeset contradicts; without any it is taken in. */
  admit(changeset: Changeset, path: string): FaultDetail[] {
    const before = this.get(changeset.sha);
    const after: Changeset = { ...before, ...changeset };
    const details = [
      ...unsettled(before, changeset, path),
      ...this.#ancestry(changeset, path),
      ...(changeset.position === undefined && before?.position === undefined ? [] : this.#place(after, path)),
    ];
    if (details.length > 0) return details;
    this.#sent.set(changeset.sha, after);
    if (after.parent !== undefined) this.#parents?.add(after.parent);
    return [];
  }

  #ancestry({ sha, parent, position }: Changeset, path: string): FaultDetail[] {
    if (parent === undefined) return [];
    if (this.#closesCircle(sha, parent))
      return [{ path: `${path}/parent`, detail: "would make the changeset its own ancestor" }];
    const own = position ?? this.get(sha)?.position;
    const below = this.get(parent)?.position;
    if (own === undefined || below === undefined || below < own) return [];
    const where = position === undefined ? "parent" : "position";
    return [{ path: `${path}/${where}`, detail: `${own} is not above the parent's ${below}` }];
  }

  /** Only a link that is new, of a changeset that is somebody's parent, can: others are not walked, the way may be long. */
  #closesCircle(sha: string, parent: string): boolean {
    if (sha === parent) return true;
    if (this.get(sha)?.parent === parent || !this.#isParent(sha)) return false;
    const seen = new Set<string>();
    for (let at: string | undefined = parent; at !== undefined && !seen.has(at); at = this.get(at)?.parent) {
      if (at === sha) return true;
      seen.add(at);
    }
    return false;
  }

  #isParent(sha: string): boolean {
    this.#parents ??= new Set([...this.#known.values(), ...this.#sent.values()].flatMap(({ parent }) => parent ?? []));
    return this.#parents.has(sha);
  }

  /** Two changesets of one branch cannot stand at one position. */
  #place(changeset: Changeset, path: string): FaultDetail[] {
    const { sha, position, branch } = changeset;
    this.#places ??= new Map([...this.#known.values()].filter(isPlaced).map((one) => [placeOf(one), one.sha]));
    const holder = this.#places.get(placeOf(changeset));
    if (holder !== undefined && holder !== sha) {
      return [{ path: `${path}/position`, detail: `${position} on ${branch ?? "no branch"} is taken by ${holder}` }];
    }
    this.#places.set(placeOf(changeset), sha);
    return [];
  }
}

const isPlaced = ({ position }: Changeset): boolean => position !== undefined;
const placeOf = ({ branch, position }: Changeset): string => `${branch ?? ""} ${position}`;

function unsettled(before: Changeset | undefined, changeset: Changeset, path: string): FaultDetail[] {
  return SETTLED.flatMap((field) =>
    before?.[field] !== undefined && changeset[field] !== undefined && before[field] !== changeset[field]
      ? [{ path: `${path}/${field}`, detail: `is ${before[field]} already, not ${changeset[field]}` }]
      : [],
  );
}

/** True when it says something that is not known yet. */
export function addsTo(before: Changeset | undefined, changeset: Changeset): boolean {
  return Object.entries(changeset).some(
    ([field, value]) => value !== undefined && !isSame(before?.[field as keyof Changeset], value),
  );
}

function isSame(before: unknown, value: unknown): boolean {
  if (before === value) return true;
  if (typeof value === "object") return canonical(before ?? null) === canonical(value);
  return (
    typeof before === "string" &&
    typeof value === "string" &&
    /^\d{4}-/.test(before) &&
    Date.parse(before) === Date.parse(value)
  );
}
