/** The histories of all branches, kept in memory: whatever arrives in whichever order, they are those of the whole read anew. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { branchHistories, historiesIn } from "../../src/actions/branch-histories.ts";
import { onePath, type Paths, pathsOf } from "../../src/actions/compared-state.ts";
import type { Caller, Context } from "../../src/actions/context.ts";
import { digestRun } from "../../src/actions/digest-run.ts";
import { HistoryMemory } from "../../src/actions/history-memory.ts";
import { ingestRun } from "../../src/actions/ingest-run.ts";
import { type PathPoint, pathPoints } from "../../src/actions/path-points.ts";
import { putChangesets } from "../../src/actions/put-changesets.ts";
import { seriesHistory } from "../../src/actions/read-series.ts";
import { retractRuns, withdrawRetraction } from "../../src/actions/retract-runs.ts";
import { acceptState } from "../../src/actions/rig-epochs.ts";
import { seriesTrend } from "../../src/actions/series-trend.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import { Fault } from "../../src/model/fault.ts";
import type { RunDocument } from "../../src/model/run.ts";
import { unitFactor } from "../../src/model/unit.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { SeriesRow } from "../../src/store/runs.ts";
import { startOrder } from "../../src/store/start-order.ts";
import { seeded } from "../simulator/random.ts";
import { run, uuids } from "../support/runs.ts";
import { temporaryFolder } from "../support/service.ts";
import { wholeHistories } from "../support/whole-histories.ts";

const ADMIN: Caller = { name: "test", scopes: ["admin"] };
const data = temporaryFolder();
const config = readConfig({ TARNISH_DATA: data });
const [id, random] = [uuids(17), seeded(17)];
let service: Service;
let ctx: Context;
beforeAll(async () => {
  service = await openService(config, { debug() {}, info() {}, error() {} });
  await service.start();
  ctx = service.ctx;
  for (let at = 0; at < 16; at++) await land(at);
});
afterAll(async () => {
  await service.stop();
  rmSync(data, { recursive: true, force: true });
});

const below = (n: number) => Math.floor(random() * n);
const dayAt = (day: number, hour = 20) => new Date(Date.UTC(2026, 0, 1 + day, hour)).toISOString();
const landed = (at: number) => ({ sha: `landed-${at}`, branch: "master", position: at, tree: `tree-${at}` });
let tip = 0;

type Wanted = { changeset: RunDocument["changeset"]; day: number; rig?: string; more?: Partial<RunDocument> };
async function post({ changeset, day, rig = ["lab", "shop"][below(2)] ?? "lab", more }: Wanted): Promise<void> {
  const level = 100 * ((changeset.position ?? tip) > 8 ? 0.8 : 1) + random();
  const { sha } = changeset;
  const document = run({ id: id(), sha, rig, block: `day ${day}`, startedAt: dayAt(day), values: [level] });
  await ingestRun(ctx, ADMIN, digestRun({ ...document, changeset, ...more }, sha256));
}

async function land(at: number): Promise<void> {
  tip = Math.max(tip, at);
  for (const rig of ["lab", "shop", "lab"]) await post({ changeset: landed(at), day: at, rig });
}

const told = (kernel: string) => ({ environment: { identity: {}, watch: { kernel }, context: {}, nodes: [] } });
const candidate = () => ({ sha: `candidate-${below(4)}`, branch: "master", parent: `landed-${below(tip)}` });
const retractions: string[] = [];

/** What may happen to a history. */
const ACTS: Readonly<Record<string, () => Promise<unknown>>> = {
  "a changeset lands and is measured": () => land(tip + 1),
  "an old changeset is measured late": () => post({ changeset: landed(below(tip)), day: below(30) }),
  "a candidate is measured": () => post({ changeset: candidate(), day: tip }),
  "a candidate has the tree of what landed": () =>
    post({ changeset: { ...candidate(), sha: `twin-${below(9)}`, tree: `tree-${below(tip)}` }, day: tip }),
  "a candidate lands": () =>
    putChangesets(ctx, ADMIN, [{ sha: `candidate-${below(4)}`, branch: "master", position: 100 + below(1000) }], false),
  "another branch is measured": () =>
    post({ changeset: { sha: "side-0", branch: "side", parent: "landed-9" }, day: tip }),
  "a changeset of another branch gets its place": () =>
    putChangesets(ctx, ADMIN, [{ sha: "side-0", branch: "side", position: 2 }], false),
  "another one of it, too": () =>
    putChangesets(ctx, ADMIN, [{ sha: `side-${below(2)}`, branch: "side", position: below(5) }], false),
  "a run did not end": () => post({ changeset: landed(below(tip)), day: tip, more: { complete: false } }),
  "a run is a retest": () => post({ changeset: landed(tip), day: tip, more: { cause: "retest" } }),
  "the rig tells a new state": () =>
    post({ changeset: landed(below(tip)), day: below(30), rig: "lab", more: told(`6.${below(3)}`) }),
  "a state is accepted": async () => {
    const states = await ctx.store.states("lab");
    const { watchHash } = states[below(states.length)] ?? {};
    if (watchHash !== undefined) await acceptState(ctx, ADMIN, { rig: "lab", watchHash, reason: "looked at" });
  },
  "runs are retracted": async () => {
    const [from, to] = [dayAt(below(tip), 0), dayAt(tip, 0)];
    const { retraction } = await retractRuns(ctx, ADMIN, { rig: "lab", from, to, reason: "a full disk" });
    retractions.push(retraction.id);
  },
  "runs count again": async () => {
    const last = retractions.pop();
    if (last !== undefined) await withdrawRetraction(ctx, ADMIN, last, "a mistake");
  },
  "a new series begins": () => post({ changeset: landed(tip), day: tip, rig: `new-${below(3)}` }),
};

/** Acts fail where what they want is refused: a position that is taken, say. */
const attempt = async (name: string) => {
  await (ACTS[name] as () => Promise<unknown>)().catch((error) => {
    if (!(error instanceof Fault)) throw error;
  });
};

describe("what is kept in memory", () => {
  test("is the whole history, whatever happens to it, however little room there is", async () => {
    const small = new HistoryMemory(40);
    const names = Object.keys(ACTS);
    const acts = [...names, ...Array.from({ length: 36 }, () => names[below(names.length)] ?? "")];
    for (const [step, name] of acts.entries()) {
      await attempt(name);
      if (step > names.length && step % 3 > 0) continue; // after several of them at once
      const whole = await wholeHistories(ctx);
      expect(await branchHistories(ctx), `step ${step}: ${name}`).toEqual(whole);
      if (step % 2 === 0) expect(await historiesIn(small, ctx), `step ${step}: ${name}, little room`).toEqual(whole);
    }
    const whole = await wholeHistories(ctx);
    expect(await historiesIn(new HistoryMemory(), ctx)).toEqual(whole);
    expect(new Set(whole.map(({ branch }) => branch))).toEqual(new Set(["master", "side"]));
    expect(whole.some(({ analysis }) => analysis.changes.length > 0)).toBe(true);
    expect(whole.some(({ epochs }) => new Set(epochs).size > 1)).toBe(true);
  }, 120_000);

  /** By the definition, of every point that the store has of a series. */
  const expectedOf = async (row: SeriesRow, wanted: ReadonlySet<string>): Promise<PathPoint[]> => {
    const order = await ctx.known.landingOrder();
    return (await ctx.store.points([row.id]))
      .map(({ sha, value, unit, ...point }) => {
        const { run: of, suite, block, cause, startedAt, acceptedAt, excluded, watchHash, packagesHash } = point;
        const facts = { run: of, suite, block, cause, startedAt, acceptedAt, excluded, watchHash, packagesHash };
        const counted = wanted.has(sha) ? sha : order.historyOf(sha);
        return { ...facts, sha: counted, value: value * unitFactor(unit, row.unit) };
      })
      .filter(({ sha }) => wanted.has(sha))
      .sort(startOrder);
  };

  const readFrom = async (from: Context, series: readonly SeriesRow[], paths: Paths) => {
    const points = new Map<string, readonly PathPoint[]>();
    for await (const { series: one, points: read } of pathPoints(from, series, paths)) points.set(one.id, read);
    return points;
  };

  test("shows the newest changesets, and two states of the code, from memory and from the store as every point says", async () => {
    const series = [...(await ctx.known.series()).values()];
    const order = await ctx.known.landingOrder();
    await branchHistories(ctx);
    const unread = { ...ctx, store: Object.create(ctx.store) as Context["store"] };
    for (const trunk of order.branches().map((branch) => order.trunk(branch))) {
      for (const paths of [onePath(trunk.slice(-7)), pathsOf(order, trunk[1] ?? "", trunk.at(-1) ?? "")]) {
        const wanted = new Set([...paths.older, ...paths.newer]);
        const expected = new Map<string, readonly PathPoint[]>();
        for (const row of series) expected.set(row.id, await expectedOf(row, wanted));
        expect([...expected.values()].flat()).not.toEqual([]);
        expect(await readFrom(ctx, series, paths)).toEqual(expected);
        expect(await readFrom(unread, series, paths)).toEqual(expected);
      }
    }
  });

  test("is what the page of a series shows from its columns", async () => {
    for (const at of [3, 4])
      await post({ changeset: { sha: `try-${at}`, branch: "topic", tree: `tree-${at}` }, day: at, rig: "tried" });
    const tried = [...(await ctx.known.series()).values()].find(({ rig }) => rig === "tried") as SeriesRow;
    const asLanded = { branch: "master", changesets: [{ sha: "landed-3" }, { sha: "landed-4" }] };
    expect(await seriesHistory(ctx, tried), "runs of what landed under another name").toMatchObject(asLanded);
    const order = await ctx.known.landingOrder();
    let [excluded, together] = [0, 0];
    for (const series of (await ctx.known.series()).values())
      for (const branch of [undefined, ...order.branches()]) {
        const { points, everyPoint: _, ...history } = await seriesHistory(ctx, series, branch);
        const { pointsOf, findings, ...trend } = await seriesTrend(ctx, series, branch);
        const shown = { ...trend, analysis: { ...trend.analysis, findings: findings() } };
        expect(shown, `${series.rig} ${branch}`).toEqual(history);
        const measured = new Set(history.changesets.map(({ sha }) => sha));
        const read = points.filter(({ sha }) => measured.has(sha));
        const runs = pointsOf();
        expect(read.map(({ startedAt, ...point }) => ({ ...point, started: startedAt.getTime() }))).toMatchObject(runs);
        together += runs.filter(({ started }, at) => started === runs[at - 1]?.started).length;
        excluded += history.excluded.length;
      }
    expect(excluded).toBeGreaterThan(0);
    expect(together, "runs that began together, in the order of their ids").toBeGreaterThan(10);
  });

  test("is not read again when a run arrives, and only what the run measured is analysed", async () => {
    const before = new Map((await branchHistories(ctx)).map((one) => [`${one.row.id} ${one.branch}`, one.analysis]));
    const asked: string[] = [];
    for (const name of ["valuesOf", "valuesAt"] as const) {
      const plain = ctx.store.ledger[name].bind(ctx.store.ledger) as (given: never) => Promise<never>;
      ctx.store.ledger[name] = async (given: never) => {
        if ((given as unknown[]).length > 0) asked.push(name);
        return await plain(given);
      };
    }
    await post({ changeset: landed(3), day: 3, rig: "shop", more: { startedAt: dayAt(3, 5) } });
    const after = await branchHistories(ctx);
    expect(asked).toEqual(["valuesAt"]);
    const isKept = after.map((one) => [one.row.rig, before.get(`${one.row.id} ${one.branch}`) === one.analysis]);
    expect(isKept).toContainEqual(["shop", false]);
    expect(isKept.filter(([rig, kept]) => rig !== "shop" && !kept)).toEqual([]);
  });

  test("is read anew when claims were moved", async () => {
    await branchHistories(ctx);
    const client = await openEmbedded(data, config.database);
    await client.command({ query: "DELETE FROM runs WHERE sha = 'landed-5'" });
    await client.close();
    await post({ changeset: landed(4), day: 4 });
    const after = await branchHistories(ctx);
    expect(after).toEqual(await wholeHistories(ctx));
    expect(after.flatMap(({ shas }) => shas)).not.toContain("landed-5");
  });
});
