/** Rigs that are private until a date: as of an instant, what holds. */
import type { Rig } from "../model/changeset.ts";

type Rule = Pick<Rig, "visibility" | "publicFrom">;

export class Embargoes {
  readonly rigs: ReadonlyMap<string, Rig>;
  readonly #ends: readonly number[];
  #shown: { readonly ended: number; readonly rigs: ReadonlyMap<string, Rig> } | undefined;

  constructor(rigs: ReadonlyMap<string, Rig>) {
    this.rigs = rigs;
    const rules = [...rigs.values()].flatMap((rig): Rule[] => [rig, ...(rig.owners ?? [])]);
    const isPrivate = ({ visibility, publicFrom }: Rule) => visibility === "private" && publicFrom !== undefined;
    this.#ends = rules.filter(isPrivate).map(({ publicFrom }) => Date.parse(publicFrom ?? ""));
  }

  /** How many of them are over: changes when anybody sees more. */
  ended(now: Date): number {
    return this.#ends.filter((end) => end <= now.getTime()).length;
  }

  /** The rigs with those public whose date has come. */
  at(now: Date): ReadonlyMap<string, Rig> {
    const ended = this.ended(now);
    if (ended === 0) return this.rigs;
    if (this.#shown?.ended === ended) return this.#shown.rigs;
    const opened = <R extends Rule>(rule: R): R =>
      rule.publicFrom !== undefined && Date.parse(rule.publicFrom) <= now.getTime()
        ? { ...rule, visibility: "public" }
        : rule;
    const openedRig = (rig: Rig): Rig => ({ ...opened(rig), ...(rig.owners && { owners: rig.owners.map(opened) }) });
    const rigs = new Map([...this.rigs].map(([name, rig]) => [name, openedRig(rig)]));
    this.#shown = { ended, rigs };
    return rigs;
  }
}
