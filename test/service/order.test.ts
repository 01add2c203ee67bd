/** The same runs, posted in any order, end as the same change points and the same verdict. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { normal, seeded } from "../simulator/random.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

const CHANGESETS = 24;
const STEP = 12;
const day = (t: number) => new Date(Date.UTC(2026, 8, 1 + t, 22)).toISOString();

/** One world a tag: a history with a step, told apart from its siblings by the tag alone. */
async function world(
  tag: string,
  order: readonly number[],
): Promise<{ readonly changes: string; readonly verdict: string }> {
  const random = seeded(7);
  const id = uuids([...tag].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7) % 100_000);
  const document = (t: number, block: string, index: number) => {
    const level = t < STEP ? 100 : 90;
    return run({
      id: id(),
      sha: `${tag}-${t}`,
      ...(t > 0 && { parent: `${tag}-${Math.min(t, CHANGESETS) - 1}` }),
      branch: `${tag}-master`,
      rig: `${tag}-rig`,
      block: `${tag}-${block}`,
      values: [level * Math.exp(0.01 * normal(random))],
      startedAt: day(t + index / 24),
    });
  };
  const history = Array.from({ length: CHANGESETS }, (_, t) => document(t, `night-${t}`, 0));
  const candidate = Array.from({ length: 6 }, (_, i) => document(CHANGESETS, `trial-${i >> 1}`, i));
  for (const t of order) expect((await service.call("POST", "/v1/runs", history[t])).status).toBe(201);
  for (const one of candidate) expect((await service.call("POST", "/v1/runs", one)).status).toBe(201);
  const all = (await service.call("GET", `/v1/series?rig=${tag}-rig`)).body.items as { id: string }[];
  expect(all).toHaveLength(1);
  const series = all[0]?.id ?? "";
  const same = (body: unknown) => JSON.stringify(body).replaceAll(tag, "tag").replaceAll(series, "series");
  const { body: changes } = await service.call("GET", `/v1/series/${series}/changes?branch=${tag}-master`);
  const { body: verdict } = await service.call("GET", `/v1/changesets/${tag}-${CHANGESETS}/verdict`);
  expect(changes.changes).toHaveLength(1);
  expect(changes.changes[0].sha).toBe(`${tag}-${STEP}`);
  return { changes: same(changes), verdict: same(withoutIdentity(verdict)) };
}

/** What every world has of its own: ids of runs, the hash of them, and when it was asked. */
function withoutIdentity(verdict: unknown): unknown {
  const own = new Set(["runLists", "inputs", "id", "at", "judgedAt", "hash"]);
  return JSON.parse(JSON.stringify(verdict), (key, value) => (own.has(key) ? undefined : value));
}

test("forwards, backwards and mixed: byte for byte", async () => {
  const forwards = Array.from({ length: CHANGESETS }, (_, t) => t);
  const mixed = forwards.map((t) => (7 * t + 5) % CHANGESETS);
  expect(new Set(mixed).size).toBe(CHANGESETS);
  const first = await world("w1", forwards);
  for (const [tag, order] of [
    ["w2", forwards.toReversed()],
    ["w3", mixed],
  ] as const) {
    const other = await world(tag, order);
    expect(other.changes).toBe(first.changes);
    expect(other.verdict).toBe(first.verdict);
  }
});
