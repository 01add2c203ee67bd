/** Whatever is posted: never a failure of ours, never half a run stored, and every fault leads to a place in the body. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutated } from "../support/mutations.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

const CASES = { batches: 80, each: 40 };
const EXPECTED = [200, 201, 400, 409, 413, 422];

/** True when the pointer leads to a value, or to a key that is missing in an object or list that is there. */
function leadsSomewhere(path: string, body: unknown): boolean {
  if (path === "") return true;
  if (!path.startsWith("/")) return false;
  const keys = path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  let at = body;
  for (const [index, key] of keys.entries()) {
    if (typeof at !== "object" || at === null) return false;
    if (!Object.hasOwn(at, key)) return index === keys.length - 1;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

test("thousands of damaged documents: no 5xx, every 422 names places of the body, only what was accepted is stored", async () => {
  const accepted = new Map<string, unknown>();
  const refused = new Set<string>();
  const statuses = new Map<number, number>();
  const post = async (text: string) => {
    const { status, body } = await service.call("POST", "/v1/runs", text);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    expect(EXPECTED, text).toContain(status);
    const sent = status === 400 ? undefined : JSON.parse(text);
    if (status === 201) accepted.set(sent.id.toLowerCase(), sent);
    else if (typeof sent?.id === "string") refused.add(sent.id.toLowerCase());
    if (status !== 422) return;
    expect(body.errors.length, text).toBeGreaterThan(0);
    for (const { path } of body.errors) expect(leadsSomewhere(path, sent), `${path} in ${text}`).toBe(true);
  };
  const batches = fc.array(mutated, { minLength: CASES.each, maxLength: CASES.each });
  const property = fc.asyncProperty(batches, async (texts) => {
    await Promise.all(texts.map(post));
  });
  await fc.assert(property, { numRuns: CASES.batches, seed: 20_261_002, endOnFailure: true });

  const lines = ((await service.call("GET", "/v1/log")).body as string).trim().split("\n");
  const stored = lines.map((line) => JSON.parse(line).event).filter((event) => event?.kind === "run");
  expect(new Map(stored.map(({ key, body }) => [key.toLowerCase(), body]))).toEqual(accepted);
  expect(stored).toHaveLength(accepted.size);
  const points = new Map<string, number>();
  for (const { id } of (await service.call("GET", "/v1/series?limit=10000")).body.items) {
    const runs = (await service.call("GET", `/v1/series/${id}/points?limit=10000`)).body.points as { run: string }[];
    for (const { run } of runs) points.set(run, (points.get(run) ?? 0) + 1);
  }
  expect([...points.keys()].filter((run) => !accepted.has(run))).toEqual([]);
  expect(points.size).toBeGreaterThan(accepted.size / 2); // the rest is off the busiest branch
  // The test looked at something: each kind of answer came often.
  for (const status of [201, 400, 422]) expect(statuses.get(status), String(status)).toBeGreaterThan(100);
}, 120_000);
