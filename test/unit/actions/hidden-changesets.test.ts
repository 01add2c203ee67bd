/** A changeset that only a private rig measured is met by nobody else, also while it is just arriving. */
import { expect, test } from "vitest";
import { type Caller, type Context, STRANGER } from "../../../src/actions/context.ts";
import { visibleChangesets } from "../../../src/actions/hidden-changesets.ts";
import { Known } from "../../../src/actions/known.ts";
import { listChangesets } from "../../../src/actions/list-changesets.ts";
import type { Store } from "../../../src/store/store.ts";

const RIGS = [{ rig: "secret", vendor: "acme", visibility: "private" }];
const OPEN = { sha: "open", branch: "master" };
const SECRET = { sha: "zq-secret", branch: "zq-branch" };

/** Of the questions to the store the run is there from the `run`th on, its changeset from the `known`th on, as they are stored. */
function arriving(run: number, known: number): { ctx: Context; asked: () => number } {
  let asked = 0;
  const told = async <T>(answer: () => T): Promise<T> => {
    asked++;
    await Promise.resolve();
    return answer();
  };
  const there = (from: number): number => (asked >= from ? 1 : 0);
  const store = {
    watermark: (of: string) => told(() => ({ runs: `${there(run)}`, changesets: `${there(known)}` })[of] ?? ""),
    changesets: () => told(() => [OPEN, ...(there(known) ? [SECRET] : [])]),
    changesetsOnlyOf: () => told(() => (there(run) ? [SECRET.sha] : [])),
    entities: (kind: string) =>
      told(() => (kind === "rig" ? RIGS.map((body) => ({ key: body.rig, at: "", body })) : [])),
    series: () => told(() => []),
    verdictWords: () => told(() => []),
    lookedAt: () => {},
  } as unknown as Store;
  const ctx = { store, known: new Known(store), sha256: (text: string) => text } as unknown as Context;
  return { ctx, asked: () => asked };
}

const READERS: Record<string, (ctx: Context, caller: Caller) => Promise<unknown>> = {
  "the changesets that are known": visibleChangesets,
  "the list of a branch": (ctx, caller) => listChangesets(ctx, caller, {}),
};

test.each(Object.keys(READERS))("%s: whichever question it arrives between", async (name) => {
  const read = READERS[name] as (typeof READERS)[string];
  const whole = arriving(0, 0);
  expect(JSON.stringify(await read(whole.ctx, STRANGER))).toContain(OPEN.sha);
  const most = 3 * whole.asked();
  expect(most).toBeGreaterThan(10);
  for (let run = 0; run < most; run++)
    for (let known = run; known < most; known++)
      expect(JSON.stringify(await read(arriving(run, known).ctx, STRANGER)), `${run} ${known}`).not.toContain("zq-");
  const friend = { ...STRANGER, scopes: ["read:private:acme"] };
  expect(JSON.stringify(await read(arriving(0, 0).ctx, friend))).toContain("zq-");
});
