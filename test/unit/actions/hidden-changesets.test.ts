/** A changeset that only a private rig measured is met by nobody else, also while it is just arriving. */
import { expect, test } from "vitest";
import { collateralOf } from "../../../src/actions/collateral.ts";
import { type Caller, type Context, STRANGER } from "../../../src/actions/context.ts";
import { visibleChangesets } from "../../../src/actions/hidden-changesets.ts";
import { judgeChangeset, settledFor } from "../../../src/actions/judge-changeset.ts";
import { lineageOf } from "../../../src/actions/lineage.ts";
import { listChangesets } from "../../../src/actions/list-changesets.ts";
import { verdictHistory } from "../../../src/actions/verdict-history.ts";
import { askedStore } from "../../support/asked-store.ts";

const OPEN = { sha: "open", branch: "master", tree: "tree" };
const SECRET = {
  ...{ sha: "zq-secret", branch: "zq-branch", parent: OPEN.sha, tree: "zq-tree" },
  ...{ changeId: "zq-change", patchset: 7, ticket: "zq-1", subject: "zq-subject" },
};
const SERIES = { id: "5e", rig: "secret", benchmark: "b", metric: "m", unit: "s", better: "lower", parameters: {} };
const SAID = { verdict: "fail", why: "zq-why", series: [{ series: SERIES.id, candidate: { runIds: ["zq-run"] } }] };
const ENTITIES: Record<string, readonly Record<string, unknown>[]> = {
  rig: [{ rig: "secret", vendor: "acme", visibility: "private" }],
  landing: [{ ticket: SECRET.ticket, kind: "fix" }],
  train: [{ train: "t", branch: SECRET.branch, releases: [{ tag: "9.9", phases: { stabilisation: "2026-01-01" } }] }],
};

/** Of the questions to the store the run is there from the `run`th on, its changeset from the `known`th on, as they are stored. */
const arriving = (run: number, known: number) =>
  askedStore((asked) => {
    const there = (from: number): number => (asked() > from ? 1 : 0);
    return {
      watermark: (of: string) => ({ runs: `${there(run)}`, changesets: `${there(known)}` })[of] ?? "",
      changesets: () => [OPEN, ...(there(known) ? [SECRET] : [])],
      changesetsOnlyOf: () => (there(run) ? [SECRET.sha] : []),
      entities: (kind: string) => (ENTITIES[kind] ?? []).map((body) => ({ key: "", at: "", body })),
      history: () => (there(run) ? [{ at: "", body: SAID }] : []),
      series: () => [SERIES],
      measured: () => new Map(),
    };
  });
const NEVER = Number.POSITIVE_INFINITY;

const READERS: Record<string, (ctx: Context, caller: Caller) => Promise<unknown>> = {
  "the changesets that are known": visibleChangesets,
  "the list of a branch": (ctx, caller) => listChangesets(ctx, caller, {}),
  "its verdict": (ctx, caller) => judgeChangeset(ctx, caller, SECRET.sha),
  "the rules for it": async (ctx, caller) => (await settledFor(ctx, caller, SECRET.sha)).ruling,
  "its collateral": (ctx, caller) => collateralOf(ctx, caller, SECRET.sha),
  "what is known around it": (ctx, caller) => lineageOf(ctx, caller, SECRET.sha),
  "its verdicts so far": (ctx, caller) => verdictHistory(ctx, caller, SECRET.sha),
};
/** Its run is stored before it is known, by so many questions at most. */
const LAG = 2;

test.each(Object.keys(READERS))("%s: whichever question it arrives between", async (name) => {
  const read = READERS[name] as (typeof READERS)[string];
  const said = async (caller: Caller, run: number, known: number) =>
    JSON.stringify(await read(arriving(run, known).ctx, caller));
  const whole = arriving(0, 0);
  await read(whole.ctx, STRANGER);
  const most = 2 * whole.asked();
  expect(most).toBeGreaterThan(10);
  const nothing = await said(STRANGER, NEVER, NEVER);
  for (let run = 0; run < most; run++)
    for (let known = run; known < run + LAG; known++)
      expect(await said(STRANGER, run, known), `${run} ${known}`).toBe(nothing);
  const friend = { ...STRANGER, scopes: ["read:private:acme"] };
  expect(await said(friend, 0, 0)).not.toBe(await said(friend, NEVER, NEVER));
});
