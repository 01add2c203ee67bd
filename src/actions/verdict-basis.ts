/**
 * Is a recorded verdict still the answer? Only if nothing that it was made of has changed: asked of counts and hashes, in
 * the time of one small query, after a restart and on every replica alike.
 */
import { ENGINE_VERSION } from "../model/engine.ts";
import type { Policy } from "../model/policy.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { Context } from "./context.ts";
import { EVERYTHING } from "./known.ts";
import type { LandingPlace } from "./landing-points.ts";
import { record } from "./record.ts";
import { rigsAway } from "./rig-away.ts";

/** Stands for everything that a verdict at full sight was made of. */
interface Basis {
  /** Landed changesets that were looked at, nearest first. */
  readonly reach: number;
  readonly hash: string;
}

interface RecordedVerdict extends ChangesetVerdict {
  readonly basis?: Basis;
}

/** What is recorded is the verdict at full sight, whoever asks: it must be shown to nobody who sees less. */
export class RecordedVerdicts {
  readonly #ctx: Context;
  readonly #policy: Policy;
  readonly #place: LandingPlace;

  constructor(ctx: Context, policy: Policy, place: LandingPlace) {
    this.#ctx = ctx;
    this.#policy = policy;
    this.#place = place;
  }

  /** Undefined when none is recorded, or what it was made of has changed since. */
  async current(): Promise<ChangesetVerdict | undefined> {
    const { basis, ...verdict } = (await this.#recorded()) ?? {};
    if (basis === undefined || (await this.#basis(basis.reach)).hash !== basis.hash) return undefined;
    return verdict as ChangesetVerdict;
  }

  async #basis(reach: number): Promise<Basis> {
    const { known, store, sha256 } = this.#ctx;
    const { sha, parentSha, landed, later } = this.#place;
    const order = await known.landingOrder();
    const read = [sha, ...(parentSha === null ? [] : [parentSha]), ...landed.slice(0, reach), ...later];
    const stamp = await store.runsStamp([...new Set(read.flatMap((one) => order.countedAs(one)))]);
    const changeset = (await known.changesets()).get(sha) ?? null;
    const away = [...(await rigsAway(this.#ctx))].sort();
    const all = [ENGINE_VERSION, this.#policy, changeset, parentSha, landed, later, stamp, away];
    return { reach, hash: `sha256:${sha256(JSON.stringify(all))}` };
  }

  /**
   * A new event only when the inputs changed. `reach` landed changesets were looked at, and `asOf` is what `now` said
   * before anything was read: when more arrived meanwhile, nobody knows what the verdict was made of.
   */
  async record(verdict: ChangesetVerdict, reach: number, asOf: string): Promise<void> {
    if ((await this.#recorded())?.inputs === verdict.inputs) return;
    const basis = await this.#basis(reach);
    const body: RecordedVerdict = (await this.now()) === asOf ? { ...verdict, basis } : verdict;
    await record(this.#ctx, { name: "gate", scopes: ["admin"] }, [{ kind: "verdict", key: verdict.sha, body }]);
  }

  async now(): Promise<string> {
    return (await Promise.all(EVERYTHING.map((of) => this.#ctx.store.watermark(of)))).join(" ");
  }

  async #recorded(): Promise<RecordedVerdict | undefined> {
    return (await this.#ctx.store.entity("verdict", this.#place.sha))?.body as RecordedVerdict | undefined;
  }
}
