/** Whatever is posted: never a failure of ours, never half a run stored, and every fault leads to a place in the body. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutated, mutatedOf } from "../support/mutations.ts";
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
}, 360_000);

/** What the other doors take, each right in itself. */
const DOORS = {
  "PUT /v1/changesets": [
    {
      sha: "f5",
      branch: "master",
      parent: "f3",
      position: 4,
      trailers: { Fixes: "f1" },
      committedAt: "2026-10-02T22:00:00Z",
    },
    [
      { sha: "f6", branch: "b", subject: "x" },
      { sha: "f7", parent: "f6", changeId: "I1", patchset: 2 },
    ],
  ],
  "PUT /v1/rigs/fuzz-a": [{ vendor: "v", description: "d", labels: ["a"], visibility: "public" }],
  "PUT /v1/releases/1.0": [{ sha: "f1", branch: "master", releasedAt: "2026-10-02T22:00:00Z" }],
  "PUT /v1/trains/t": [{ branch: "master", releases: [{ tag: "1.0", phases: { landing: "2026-10-02" } }], cells: [] }],
  "POST /v1/tokens": [{ name: "n", scopes: ["triage"], expiresAt: "2026-10-02T22:00:00Z" }],
} as const;

test.each(Object.entries(DOORS))(
  "%s: no 5xx, and every 422 names places of the body",
  async (door, bodies) => {
    const [method = "", path = ""] = door.split(" ");
    const texts = fc.array(mutatedOf(fc.constantFrom(...bodies.map((body) => structuredClone(body) as never))), {
      minLength: 20,
      maxLength: 20,
    });
    const property = fc.asyncProperty(texts, async (batch) => {
      for (const text of batch) {
        const { status, body } = await service.call(method, path, text);
        expect([200, 201, 400, 409, 413, 422], `${text}: ${JSON.stringify(body)}`).toContain(status);
        if (status !== 422) continue;
        expect(body.errors.length, text).toBeGreaterThan(0);
        for (const fault of body.errors)
          expect(leadsSomewhere(fault.path, JSON.parse(text)), `${fault.path} in ${text}`).toBe(true);
      }
    });
    await fc.assert(property, { numRuns: 10, seed: 20_261_003, endOnFailure: true });
  },
  360_000,
);

test("whatever is asked behind a question mark: never a 5xx", async () => {
  const names = fc.constantFrom(
    "limit",
    "cursor",
    "after",
    "q",
    "rig",
    "branch",
    "series",
    "changeset",
    "base",
    "head",
    "against",
    "last",
  );
  const values = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.integer().map(String),
    fc.constantFrom("\u0000", "-1", "1e999", "'; --", "__proto__"),
  );
  const paths = fc.constantFrom(
    "/",
    "/v1/series",
    "/v1/changesets",
    "/v1/rigs",
    "/v1/releases",
    "/v1/log",
    "/v1/compare",
    "/charts/series.svg",
  );
  const asked = fc.tuple(paths, fc.array(fc.tuple(names, values), { minLength: 1, maxLength: 3 }));
  const property = fc.asyncProperty(asked, async ([path, questions]) => {
    const query = new URLSearchParams(questions as [string, string][]);
    const get = () => service.call("GET", `${path}?${query}`);
    const { status } = await get().catch(get); // a connection that rested too long is closed under the client
    expect(status, `${path}?${query}`).toBeLessThan(500);
  });
  await fc.assert(property, { numRuns: 300, seed: 20_261_004, endOnFailure: true });
}, 360_000);
