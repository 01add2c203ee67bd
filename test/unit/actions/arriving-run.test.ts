/** A run that arrives while somebody asks is missing from no answer that stays, and shown to nobody who must not see it. */
import { expect, test } from "vitest";
import { type Caller, type Context, STRANGER } from "../../../src/actions/context.ts";
import { judgeChangeset } from "../../../src/actions/judge-changeset.ts";
import { listChangesets } from "../../../src/actions/list-changesets.ts";
import { verdictHistory } from "../../../src/actions/verdict-history.ts";
import { wantedWork } from "../../../src/actions/wanted-work.ts";
import { type Arriving, arrivingRun, LANDING, PRIVATE, WHY } from "../../support/arriving-run.ts";

const ADMIN: Caller = { name: "admin", scopes: ["admin"] };
const NEVER = Number.POSITIVE_INFINITY;

/** Places of all questions that are asked while it is read, of a service that was just started. */
async function places(read: (ctx: Context) => Promise<unknown>, arriving: Omit<Arriving, "at">): Promise<number[]> {
  const { ctx, asked } = arrivingRun({ ...arriving, at: NEVER });
  await read(ctx);
  expect(asked()).toBeGreaterThan(10);
  return Array.from({ length: asked() }, (_, place) => place);
}

test("a verdict that was made while the first run of a series arrived is not taken for one that has it", async () => {
  const first = { id: "aa", rig: "lab" };
  const read = (ctx: Context) => judgeChangeset(ctx, ADMIN, LANDING);
  const said = async (ctx: Context) => (await read(ctx)).series.map(({ series }) => series).sort();
  for (const at of await places(read, { first })) {
    const { ctx, restarted } = arrivingRun({ at, first });
    await read(ctx);
    expect(await said(ctx), `${at}`).toEqual(["5e", "aa"]);
    expect(await said(restarted()), `${at}, started again`).toEqual(["5e", "aa"]);
  }
});

test("what is wanted of a landing is not kept without the run that arrived while it was found", async () => {
  const read = (ctx: Context) => wantedWork(ctx, "lab", "2026-11-01");
  const before = await read(arrivingRun({ at: NEVER }).ctx);
  const after = await read(arrivingRun({ at: 0 }).ctx);
  expect(after).not.toEqual(before);
  for (const at of await places(read, {})) {
    const { ctx } = arrivingRun({ at });
    await read(ctx);
    expect(await read(ctx), `${at}`).toEqual(after);
  }
});

const READERS: Record<string, (ctx: Context, caller: Caller) => Promise<unknown>> = {
  "the verdict": (ctx, caller) => judgeChangeset(ctx, caller, LANDING),
  "the list of changesets": (ctx, caller) => listChangesets(ctx, caller, {}),
  "the verdicts so far": (ctx, caller) => verdictHistory(ctx, caller, LANDING),
};

test.each(Object.keys(READERS))(
  "%s: who saw everything until a private rig measured sees nothing of it",
  async (name) => {
    const read = READERS[name] as (typeof READERS)[string];
    const first = { id: "zq", rig: PRIVATE.rig };
    const all = arrivingRun({ at: 0, first });
    await judgeChangeset(all.ctx, ADMIN, LANDING);
    const recorded = { ...(all.recorded.get(LANDING) as object), why: WHY };
    for (const at of await places((ctx) => read(ctx, STRANGER), { first, recorded }))
      expect(JSON.stringify(await read(arrivingRun({ at, first, recorded }).ctx, STRANGER)), `${at}`).not.toContain(
        "zq",
      );
    const friend = { ...STRANGER, scopes: ["read:private:acme"] };
    expect(JSON.stringify(await read(arrivingRun({ at: 0, first, recorded }).ctx, friend))).toContain("zq");
  },
);
