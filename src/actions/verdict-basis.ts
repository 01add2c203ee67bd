/**
 * Is a recorded verdict still the answer? Only if nothing that it was made of has changed: asked of counts and hashes, in
 * the time of one small query, after a restart and on every replica alike.
 */
import type { Wait } from "../gate/waiting.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { ChangesetVerdict, OtherEngine } from "../model/verdict.ts";
import type { Entity } from "../store/events.ts";
import type { Context } from "./context.ts";
import { EVERYTHING } from "./known.ts";
import type { LandingPlace } from "./landing-place.ts";
import { record } from "./record.ts";
import { rigsAway } from "./rig-away.ts";
import { type Listed, listed, unlisted } from "./run-lists.ts";

/** Stands for everything that a verdict at full sight was made of. */
export interface Basis {
  /** Landed changesets that were looked at, nearest first. */
  readonly reach: number;
  readonly hash: string;
}

export interface Answer {
  readonly verdict: ChangesetVerdict;
  /** What the verdict waits for, as runs of rigs. */
  readonly waits: readonly Wait[];
}

interface RecordedVerdict extends ChangesetVerdict {
  readonly basis?: Basis;
  readonly waits?: readonly Wait[];
}

/** What is recorded is the verdict at full sight, whoever asks: it must be shown to nobody who sees less. */
export class RecordedVerdicts {
  readonly #ctx: Context;
  readonly #settled: unknown;
  readonly #place: LandingPlace;

  /** `settled`: the rules and everything else that people decided, as JSON. */
  constructor(ctx: Context, settled: unknown, place: LandingPlace) {
    this.#ctx = ctx;
    this.#settled = settled;
    this.#place = place;
  }

  /** Undefined when none is recorded, or what it was made of has changed since. */
  async current(): Promise<Answer | undefined> {
    const recorded = (await this.#recorded())?.body as Listed<RecordedVerdict> | RecordedVerdict | undefined;
    if (recorded?.basis === undefined) return undefined;
    if ((await this.basis(recorded.basis.reach)).hash !== recorded.basis.hash) return undefined;
    const { basis: _, waits, ...verdict } = unlisted<RecordedVerdict>(recorded);
    return waits && { verdict, waits };
  }

  /** `reach` landed changesets were looked at. */
  async basis(reach: number): Promise<Basis> {
    const { known, store, sha256 } = this.#ctx;
    const { sha, parentSha, twins, parentTwins, chain, landed, later } = this.#place;
    const order = await known.landingOrder();
    const parents = parentSha === null ? [] : [parentSha, ...parentTwins];
    const read = [sha, ...twins, ...parents, ...chain, ...landed.slice(0, reach), ...later];
    const stamp = await store.runsStamp([...new Set(read.flatMap((one) => order.countedAs(one)))]);
    const changeset = (await known.changesets()).get(sha) ?? null;
    const away = [...(await rigsAway(this.#ctx))].sort();
    const all = [ENGINE_VERSION, this.#settled, changeset, parents, twins, chain, landed, later, stamp, away];
    return { reach, hash: `sha256:${sha256(JSON.stringify(all))}` };
  }

  /**
   * A new event only when the inputs changed. `asOf` is what `arrivedSoFar` said before anything was read: when more
   * arrived meanwhile, nobody knows what the verdict was made of, and its `basis` is not recorded.
   */
  async record({ verdict, waits }: Answer, basis: Basis, asOf: string): Promise<ChangesetVerdict> {
    const before = await this.#recorded();
    const now = await arrivedSoFar(this.#ctx); // after all that it rests on was asked for
    const last = before?.body as Listed<RecordedVerdict> | RecordedVerdict | undefined;
    const otherEngine = before && last ? otherOf(last, before.at, verdict.engine) : undefined;
    const whole = { ...verdict, ...(otherEngine && { otherEngine }) };
    if (last?.inputs === verdict.inputs) return whole;
    const body = listed<RecordedVerdict>({ ...whole, waits, ...(now === asOf && { basis }) });
    await record(this.#ctx, { name: "gate", scopes: ["admin"] }, [{ kind: "verdict", key: verdict.sha, body }]);
    return whole;
  }

  async #recorded(): Promise<Entity | undefined> {
    return await this.#ctx.store.entity("verdict", this.#place.sha);
  }
}

/** Another text whenever anything arrived from which verdicts follow. */
export async function arrivedSoFar({ store }: Context): Promise<string> {
  return (await Promise.all(EVERYTHING.map((of) => store.watermark(of)))).join(" ");
}

/** What another version of the engine said last, if one did. */
export function otherOf(
  last: Pick<ChangesetVerdict, "engine" | "otherEngine" | "verdict" | "why">,
  at: string,
  engine: string,
): OtherEngine | undefined {
  if (last.engine === engine) return last.otherEngine;
  return { engine: last.engine, verdict: last.verdict, why: last.why, at };
}
